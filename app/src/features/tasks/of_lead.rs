//! The tasks of a lead, and the form for a new one.

use super::change::{ChangeTask, Changing, trouble};
use super::fields::{Draft, Fields};
use super::row::TaskRow;
use super::rpc::{AddTask as SendTask, add_task, tasks_of_lead};
use crate::features::leads::browser::{self, fresh_key};
use crate::features::leads::times::Times;
use crate::features::leads::without_script::without_script;
use crate::layout::Failure;
use crate::rpc::{AppError, ErrorKind};
use crate::state::{live, use_now, use_session};
use leptos::ev::{KeyboardEvent, SubmitEvent};
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use leptos::task::spawn_local;
use shared::LeadId;
use shared::leads::OwnerRef;
use shared::tasks::{Task, TaskState};
use ui::{Button, ButtonSize, ButtonType, Section, use_toaster};

/// A part of the lead's page.
#[component]
pub fn LeadTasks(
    lead: LeadId,
    tasks: Result<Vec<Task>, AppError>,
    owners: Vec<OwnerRef>,
    times: Times,
    may_work: bool,
) -> impl IntoView {
    let me = use_session().with(|info| info.member);
    let missing = RwSignal::new(tasks.as_ref().err().cloned());
    let tasks = RwSignal::new(tasks.unwrap_or_default());
    let reload = move || {
        spawn_local(async move {
            // what is on the screen stays when there is no answer
            if let Ok(found) = tasks_of_lead(lead.to_string()).await {
                tasks.try_set(found);
                missing.try_set(None);
            }
        });
    };
    live::on_event(move |event| event.lead == Some(lead) && event.name.starts_with("task."), reload);
    let changing = Changing::new(move |task| put(tasks, task), use_toaster());
    let count = Signal::derive(move || {
        let open = tasks.with(|tasks| tasks.iter().filter(|task| task.state == TaskState::Open).count());
        (open > 0).then(|| open.to_string())
    });
    view! {
        <Section id="tasks" title="Tasks" count>
            {move || missing.get().map(|error| view! { <Failure error what="the tasks" level=3 on_retry=reload /> })}
            <ul class="mt-1.5">
                <For each=move || tasks.get() key=|task| (task.id, task.version) let:task>
                    <TaskRow task changing times me may_work />
                </For>
            </ul>
            {may_work
                .then(|| {
                    view! { <AddTask owners=owners.clone() lead added=changing.changed times /> }
                })}
            {may_work.then(|| view! { <ChangeTask changing owners times /> })}
        </Section>
    }
}

/// Open tasks by their time, closed ones below, the last one first.
fn put(tasks: RwSignal<Vec<Task>>, task: Task) {
    tasks.try_update(|tasks| {
        tasks.retain(|known| known.id != task.id);
        let at = tasks.partition_point(|known| {
            known.state == TaskState::Open
                && (task.state != TaskState::Open || (known.due_at, known.id) < (task.due_at, task.id))
        });
        tasks.insert(at, task);
    });
}

const ADD: &str = "add-task";
/// The field of its title, as [`Fields`] names it.
const TITLE: &str = "add-task-title";

/// Opens the form and puts the focus into it.
pub fn compose_task() {
    browser::check("ld-n");
    browser::open_details(ADD);
    request_animation_frame(|| browser::focus(TITLE));
}

/// The form for a new task: opened by a press or by T. It is loaded when it is opened first, and whole without JavaScript.
#[component]
pub(super) fn AddTask(
    owners: Vec<OwnerRef>,
    #[prop(optional)] lead: Option<LeadId>,
    added: Callback<Task>,
    times: Times,
) -> impl IntoView {
    let action = ServerAction::<SendTask>::new();
    let failed = RwSignal::new(action.value().get_untracked().and_then(Result::err));
    let was_refused = failed.with_untracked(Option::is_some);
    let opened = RwSignal::new(false);
    // once: what is written stays when it is closed
    let open = move |_| {
        if !opened.get_untracked() {
            opened.set(true);
        }
    };
    if lead.is_none() {
        browser::on_plain_key(|key| {
            let opens = key == "t";
            if opens {
                compose_task();
            }
            opens
        });
    }
    let adding = Adding { lead, added, times, failed };
    let plain = owners.clone();
    view! {
        <details id=ADD open=was_refused class="border-t border-line pt-1.5" on:toggle=open>
            <summary class="flex min-h-8 items-center rounded-sm font-medium max-md:min-h-10" title="Add task (T)">
                "+ Add task"
            </summary>
            {without_script(move || view! { <TaskForm owners=plain adding /> }.into_any())}
            <Suspense fallback=|| ()>
                {move || {
                    let owners = owners.clone();
                    opened.get().then(|| Suspend::new(async move { task_form_view(owners, adding).await }))
                }}
            </Suspense>
        </details>
    }
}

/// What a new task is about, and whom it is handed to. Cheap to copy.
#[derive(Clone, Copy)]
struct Adding {
    lead: Option<LeadId>,
    added: Callback<Task>,
    times: Times,
    failed: RwSignal<Option<AppError>>,
}

#[lazy]
fn task_form_view(owners: Vec<OwnerRef>, adding: Adding) -> AnyView {
    // whoever opened it goes on by writing
    request_animation_frame(|| browser::focus(TITLE));
    view! { <TaskForm owners adding /> }.into_any()
}

/// Saved by a press or by Ctrl Enter.
#[component]
fn TaskForm(owners: Vec<OwnerRef>, adding: Adding) -> impl IntoView {
    let Adding { lead, added, times, failed } = adding;
    let me = use_session().with(|info| info.member);
    let busy = RwSignal::new(false);
    let draft = Draft::new(me, times);
    let toaster = use_toaster();
    let about = lead.map(|lead| lead.to_string()).unwrap_or_default();
    let hidden = about.clone();
    let key = format!("task-{}-{}", about.trim_start_matches("lead_"), use_now().get_untracked());
    let send = Callback::new(move |()| {
        if busy.get_untracked() {
            return;
        }
        let input = draft.input(about.clone(), fresh_key());
        if let Err(fields) = input.parse() {
            failed.set(Some(AppError::invalid(fields)));
            return;
        }
        busy.set(true);
        spawn_local(async move {
            match add_task(input).await {
                Ok(task) => {
                    toaster.success(format!("Task added: {}", task.title));
                    failed.try_set(None::<AppError>);
                    draft.clear(times);
                    added.try_run(task);
                }
                Err(error) => drop(failed.try_set(Some(error))),
            }
            busy.try_set(false);
        });
    });
    let on_submit = move |event: SubmitEvent| {
        event.prevent_default();
        send.run(());
    };
    let on_key = move |event: KeyboardEvent| {
        if event.key() == "Enter" && (event.ctrl_key() || event.meta_key()) {
            event.prevent_default();
            send.run(());
        }
    };
    view! {
        <form
            method="post"
            action=SendTask::url()
            class="mt-2 max-w-96 space-y-3"
            aria-label="New task"
            novalidate
            on:submit=on_submit
            on:keydown=on_key
        >
            {move || failed.get().filter(|error| error.kind != ErrorKind::Invalid).map(trouble)}
            <input type="hidden" name="input[lead]" value=hidden />
            <input type="hidden" name="input[key]" value=key />
            <Fields id=ADD draft owners failed />
            <Button button_type=ButtonType::Submit size=ButtonSize::Sm busy busy_label="Adding" class="max-md:h-10">
                "Add task"
                <span class="hidden text-faint sm:inline" aria-hidden="true">
                    "Ctrl ↵"
                </span>
            </Button>
        </form>
    }
}
