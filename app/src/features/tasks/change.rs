//! What members do with tasks that are shown: tick off with a way back, cancel, change in a dialog.

use super::fields::{Draft, Fields};
use super::rpc::{change_task, set_task_state};
use crate::features::leads::times::Times;
use crate::rpc::{AppError, ErrorKind};
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::leads::OwnerRef;
use shared::tasks::{Task, TaskState};
use ui::{Banner, Button, ButtonKind, ButtonType, Dialog, Toast, Toaster, Tone};

/// Cheap to copy; one a list of tasks.
#[derive(Clone, Copy)]
pub(super) struct Changing {
    /// Called with a task as it is now.
    pub(super) changed: Callback<Task>,
    /// The task whose dialog is open.
    pub(super) edited: RwSignal<Option<Task>>,
    pub(super) toaster: Toaster,
}

impl Changing {
    pub(super) fn new(changed: impl Fn(Task) + Send + Sync + 'static, toaster: Toaster) -> Self {
        Self { changed: Callback::new(changed), edited: RwSignal::new(None), toaster }
    }

    /// Brings a task into a state and offers the way back.
    pub(super) fn set(self, task: &Task, to: TaskState) {
        let (id, version, before) = (task.id, task.version, task.state);
        spawn_local(async move {
            match set_task_state(id.to_string(), version, to.as_str().to_owned()).await {
                Ok(task) => {
                    let words = match to {
                        TaskState::Open => format!("Open again: {}", task.title),
                        TaskState::Done => format!("Done: {}", task.title),
                        TaskState::Cancelled => format!("Cancelled: {}", task.title),
                    };
                    let now = task.clone();
                    self.toaster.push(Toast::success(words).undo(move || self.back(&now, before)));
                    self.changed.try_run(task);
                }
                Err(error) => self.toaster.error("The task was not changed", error.message),
            }
        });
    }

    fn back(self, task: &Task, to: TaskState) {
        let (id, version) = (task.id, task.version);
        spawn_local(async move {
            match set_task_state(id.to_string(), version, to.as_str().to_owned()).await {
                Ok(task) => {
                    self.changed.try_run(task);
                }
                Err(error) => self.toaster.error("The task was not changed back", error.message),
            }
        });
    }
}

const FORM: &str = "change-task-form";

/// Opens whenever `changing.edited` holds a task. What it looks like is loaded the first time.
#[component]
pub(super) fn ChangeTask(changing: Changing, owners: Vec<OwnerRef>, times: Times) -> impl IntoView {
    let wanted = Memo::new(move |before: Option<&bool>| {
        before == Some(&true) || changing.edited.with(Option::is_some)
    });
    view! {
        <Suspense fallback=|| ()>
            {move || {
                let owners = owners.clone();
                wanted.get().then(|| Suspend::new(async move { change_task_view(changing, owners, times).await }))
            }}
        </Suspense>
    }
}

#[lazy]
fn change_task_view(changing: Changing, owners: Vec<OwnerRef>, times: Times) -> AnyView {
    view! { <ChangeDialog changing owners times /> }.into_any()
}

#[component]
fn ChangeDialog(changing: Changing, owners: Vec<OwnerRef>, times: Times) -> impl IntoView {
    let open = RwSignal::new(false);
    let (busy, failed) = (RwSignal::new(false), RwSignal::new(None::<AppError>));
    let draft = Draft::new(None, times);
    let edited = changing.edited;
    Effect::new(move |_| {
        edited.with(|task| {
            if let Some(task) = task {
                draft.show(task, times);
                failed.set(None);
                open.set(true);
            }
        });
    });
    let on_submit = move |event: SubmitEvent| {
        event.prevent_default();
        let Some(task) = edited.get_untracked().filter(|_| !busy.get_untracked()) else { return };
        // a change is the same however often it is sent; the key is asked of new tasks only
        let input = draft.input(String::new(), "changing".to_owned());
        if let Err(fields) = input.parse() {
            failed.set(Some(AppError::invalid(fields)));
            return;
        }
        busy.set(true);
        spawn_local(async move {
            match change_task(task.id.to_string(), task.version, input).await {
                Ok(task) => {
                    changing.changed.try_run(task);
                    open.try_set(false);
                }
                Err(error) => drop(failed.try_set(Some(error))),
            }
            busy.try_set(false);
        });
    };
    view! {
        <Dialog
            id="change-task"
            title="Change task"
            open
            on_close=move || edited.set(None)
            actions=move || {
                view! {
                    <Button on_click=move |_| open.set(false)>"Cancel"</Button>
                    <Button kind=ButtonKind::Primary button_type=ButtonType::Submit busy attr:form=FORM>
                        "Change task"
                    </Button>
                }
            }
        >
            <form id=FORM class="space-y-3" novalidate on:submit=on_submit>
                {move || failed.get().filter(|error| error.kind != ErrorKind::Invalid).map(trouble)}
                <Fields id="changed-task" draft owners failed />
            </form>
        </Dialog>
    }
}

pub(super) fn trouble(error: AppError) -> impl IntoView {
    view! {
        <Banner tone=Tone::Danger alert=true>
            {error.message}
        </Banner>
    }
}
