//! What is to be done: the agenda, the tasks of a lead, and those of today on the first screen.

mod agenda;
mod change;
mod fields;
mod keys;
mod of_lead;
mod row;
mod rpc;
mod today;

pub use of_lead::{LeadTasks, compose_task};
pub use rpc::*;
pub use today::{Today, TodaysTasks};

use crate::features::leads::rpc::lead_owners;
use crate::layout::{Failure, PageTitle};
use crate::state::{ask, ask_once};
use agenda::AgendaPage;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use leptos_router::{LazyRoute, lazy_route};
use ui::{Skeleton, SkeletonShape};

/// `/agenda`; `whose` in the query is a member or `all`.
pub struct AgendaRoute;

#[lazy_route]
impl LazyRoute for AgendaRoute {
    fn data() -> Self {
        Self
    }

    fn view(this: Self) -> AnyView {
        let AgendaRoute = this;
        let query = use_query_map();
        let whose = Memo::new(move |_| query.with(|query| query.get("whose").unwrap_or_default()));
        let agenda = ask(move || whose.get(), |whose| get_agenda(whose, None));
        let owners = ask_once(lead_owners);
        let inside = move || {
            Suspend::new(async move {
                match agenda.await {
                    Ok(agenda) => {
                        // the page holds without the names of others
                        let owners = owners.await.unwrap_or_default();
                        view! { <AgendaPage agenda owners whose=whose.get_untracked() /> }.into_any()
                    }
                    Err(error) => {
                        let retry = move || agenda.refetch();
                        view! { <Failure error what="the agenda" page=true on_retry=retry /> }.into_any()
                    }
                }
            })
        };
        view! {
            <PageTitle title="Agenda" />
            <div class="mx-auto max-w-[840px] px-4 pt-5 pb-8 md:px-6">
                <h1 class="text-title font-semibold">"Agenda"</h1>
                <Transition fallback=|| {
                    view! { <Skeleton shape=SkeletonShape::Rows label="Loading the agenda" count=6 class="mt-4" /> }
                }>{inside}</Transition>
            </div>
        }
        .into_any()
    }
}
