//! The agenda: open tasks by day, whose they are, and the form for a new one.

use super::change::{ChangeTask, Changing};
use super::keys;
use super::of_lead::AddTask;
use super::row::TaskRow;
use super::rpc::get_agenda;
use crate::features::leads::times::Times;
use crate::features::leads::without_script::without_script;
use crate::state::{live, use_session};
use chrono::{DateTime, Utc};
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;
use shared::leads::OwnerRef;
use shared::roles::Permission;
use shared::tasks::{Agenda, Due, Task, TaskState, due};
use ui::{Button, ButtonType, Choice, EmptyState, LoadMore, SectionHeading, Select, lucide, use_toaster};

#[component]
pub(super) fn AgendaPage(agenda: Agenda, owners: Vec<OwnerRef>, whose: String) -> impl IntoView {
    let session = use_session();
    let (may_work, may_look) = (session.may(Permission::WorkLeads), session.may(Permission::AssignLeads));
    let tasks = RwSignal::new(agenda.tasks);
    let later = RwSignal::new(agenda.later);
    let busy = RwSignal::new(false);
    let toaster = use_toaster();
    let times = Times::here();
    let asked = StoredValue::new(whose.clone());
    let reload = move || {
        spawn_local(async move {
            // what is on the screen stays when there is no answer
            if let Ok(agenda) = get_agenda(asked.get_value(), None).await {
                tasks.try_set(agenda.tasks);
                later.try_set(agenda.later);
            }
        });
    };
    live::on_event(|event| event.name.starts_with("task."), reload);
    let changing = Changing::new(move |task| put(tasks, task), toaster);
    let more = move || {
        let Some(after) = later.get_untracked().filter(|_| !busy.get_untracked()) else { return };
        busy.set(true);
        spawn_local(async move {
            match get_agenda(asked.get_value(), Some(after.to_string())).await {
                Ok(agenda) => {
                    tasks.try_update(|tasks| tasks.extend(agenda.tasks));
                    later.try_set(agenda.later);
                }
                Err(error) => toaster.error("Could not load later tasks", error.message),
            }
            busy.try_set(false);
        });
    };
    keys::listen();
    let any = Memo::new(move |_| tasks.with(|tasks| !tasks.is_empty()));
    let mine = whose.is_empty();
    let nothing = move || {
        let text = match (mine, may_work) {
            (true, true) => "Add a task below, or on the page of a lead.",
            (true, false) => "Tasks are given to members who work leads.",
            (false, _) => "No open task is left here.",
        };
        view! {
            <EmptyState level=2 icon=lucide::LuListChecks title="Nothing is to be done" text=text class="mt-4" />
        }
    };
    let parts =
        Due::ALL.into_iter().map(|part| view! { <Part part tasks changing times may_work /> }).collect_view();
    view! {
        {may_look.then(|| view! { <WhoseTasks owners=owners.clone() whose /> })}
        <Show when=move || any.get() fallback=nothing>
            <p class="mt-1 text-caption text-faint max-md:hidden noscript:hidden">"J and K move, X completes"</p>
        </Show>
        {parts}
        <Show when=move || later.with(Option::is_some)>
            <LoadMore on_more=more busy label="Later tasks" />
        </Show>
        {may_work.then(|| view! { <div class="mt-6"><AddTask owners=owners.clone() added=changing.changed times /></div> })}
        <ChangeTask changing owners times />
    }
}

/// Puts a task where it belongs, or takes it out when it is not open any more.
fn put(tasks: RwSignal<Vec<Task>>, task: Task) {
    tasks.try_update(|tasks| {
        tasks.retain(|known| known.id != task.id);
        if task.state == TaskState::Open {
            let at = tasks.partition_point(|known| (known.due_at, known.id) < (task.due_at, task.id));
            tasks.insert(at, task);
        }
    });
}

#[component]
fn Part(
    part: Due,
    tasks: RwSignal<Vec<Task>>,
    changing: Changing,
    times: Times,
    may_work: bool,
) -> impl IntoView {
    let me = use_session().with(|info| info.member);
    let rows = Memo::new(move |_| {
        let now = DateTime::<Utc>::from_timestamp_millis(times.now.get()).unwrap_or_default();
        tasks.with(|tasks| {
            let here = tasks.iter().filter(|task| due(task.due_at, now, |at| times.offset(at)) == part);
            here.cloned().collect::<Vec<_>>()
        })
    });
    let id = match part {
        Due::Overdue => "agenda-overdue",
        Due::Today => "agenda-today",
        Due::Tomorrow => "agenda-tomorrow",
        Due::Week => "agenda-week",
        Due::Later => "agenda-later",
    };
    view! {
        <Show when=move || rows.with(|rows| !rows.is_empty())>
            <section aria-labelledby=id class="mt-5">
                <SectionHeading
                    id
                    title=part.label()
                    count=Signal::derive(move || Some(rows.with(Vec::len).to_string()))
                />
                <ul>
                    <For each=move || rows.get() key=|task| (task.id, task.version) let:task>
                        <TaskRow task changing times me may_work lead=true />
                    </For>
                </ul>
            </section>
        </Show>
    }
}

/// Whose tasks are shown: for whoever may assign leads. A plain form, which a choice sends by itself.
#[component]
fn WhoseTasks(owners: Vec<OwnerRef>, whose: String) -> impl IntoView {
    let navigate = use_navigate();
    let mut choices = vec![Choice::new("all", "Everybody")];
    choices.extend(owners.into_iter().map(|owner| Choice::new(owner.id.to_string(), owner.name)));
    let on_change = move |whose: String| {
        let address = if whose.is_empty() { "/agenda".to_owned() } else { format!("/agenda?whose={whose}") };
        navigate(&address, NavigateOptions::default());
    };
    view! {
        <form method="get" action="/agenda" class="mt-2 flex max-w-80 items-end gap-2">
            <Select name="whose" label="Whose tasks" choices blank="Mine" initial=whose on_change class="flex-1" />
            {without_script(|| {
                view! { <Button button_type=ButtonType::Submit>"Show tasks"</Button> }.into_any()
            })}
        </form>
    }
}
