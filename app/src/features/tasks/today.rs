//! What one has to do today, on the first screen.

use super::change::Changing;
use super::row::TaskRow;
use crate::features::leads::times::Times;
use crate::state::use_session;
use leptos::prelude::*;
use shared::roles::Permission;
use shared::tasks::Task;
use ui::{SectionHeading, TextLink, use_toaster};

/// The first of one's own tasks that are due today, and how many there are.
pub type TodaysTasks = (Vec<Task>, u64);

/// `again` asks for them anew.
#[component]
pub fn Today(today: TodaysTasks, times: Times, again: Callback<()>) -> impl IntoView {
    let session = use_session();
    let (me, may_work) = (session.with(|info| info.member), session.may(Permission::WorkLeads));
    let changing = Changing::new(move |_| again.run(()), use_toaster());
    let (tasks, count) = today;
    let empty = tasks.is_empty();
    let rows = tasks
        .into_iter()
        .map(|task| view! { <TaskRow task changing times me may_work lead=true plain=true /> })
        .collect_view();
    view! {
        <section aria-labelledby="today" class="mt-6">
            <SectionHeading
                id="today"
                title="Your tasks today"
                count=count.to_string()
                actions=|| view! { <TextLink href="/agenda" class="text-caption">"Agenda"</TextLink> }
            />
            {empty.then(|| view! { <p class="border-t border-line py-3 text-muted">"Nothing is due today."</p> })}
            <ul>{rows}</ul>
        </section>
    }
}
