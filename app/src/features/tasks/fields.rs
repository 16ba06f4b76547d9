//! The fields of a task, for adding and for changing one.

use crate::features::leads::times::Times;
use crate::rpc::AppError;
use crate::state::{Typed, use_hydrated};
use chrono::{DateTime, TimeDelta, Timelike as _, Utc};
use leptos::prelude::*;
use shared::MemberId;
use shared::leads::OwnerRef;
use shared::tasks::{MAX_PLACE, MAX_TITLE, REMINDERS, Task, TaskInput, TaskKind};
use ui::{Choice, ChoiceChips, Select, TextArea, TextField};

/// What stands in the fields. Cheap to copy.
#[derive(Debug, Clone, Copy)]
pub(super) struct Draft {
    /// The word of a [`TaskKind`].
    pub(super) kind: RwSignal<String>,
    pub(super) title: RwSignal<String>,
    place: RwSignal<String>,
    note: RwSignal<String>,
    pub(super) due: RwSignal<String>,
    remind: RwSignal<String>,
    assignee: RwSignal<String>,
}

impl Draft {
    /// A new task of `me`, due in an hour or two, at a full hour.
    pub(super) fn new(me: Option<MemberId>, times: Times) -> Self {
        let typed = use_context::<Typed>();
        let typed = |name: &str| typed.map(|typed| typed.value(name)).filter(|text| !text.is_empty());
        Self {
            kind: RwSignal::new(TaskKind::ToDo.as_str().to_owned()),
            title: RwSignal::new(typed("task_title").unwrap_or_default()),
            place: RwSignal::new(String::new()),
            note: RwSignal::new(String::new()),
            due: RwSignal::new(typed("task_due").unwrap_or_else(|| soon(times))),
            remind: RwSignal::new("0".to_owned()),
            assignee: RwSignal::new(me.map(|me| me.to_string()).unwrap_or_default()),
        }
    }

    /// Shows a task.
    pub(super) fn show(self, task: &Task, times: Times) {
        let before = task.remind_at.map(|at| (task.due_at - at).num_minutes().to_string());
        self.kind.set(task.kind.as_str().to_owned());
        self.title.set(task.title.clone());
        self.place.set(task.place.clone());
        self.note.set(task.note.clone());
        self.due.set(field_time(task.due_at.timestamp_millis(), times.offset(task.due_at)));
        self.remind.set(before.unwrap_or_default());
        self.assignee.set(task.assignee.id.to_string());
    }

    /// Empty again, for the next one.
    pub(super) fn clear(self, times: Times) {
        self.kind.set(TaskKind::ToDo.as_str().to_owned());
        self.title.set(String::new());
        self.place.set(String::new());
        self.note.set(String::new());
        self.due.set(soon(times));
    }

    /// What is sent.
    pub(super) fn input(self, lead: String, key: String) -> TaskInput {
        TaskInput {
            lead,
            kind: self.kind.get_untracked(),
            title: self.title.get_untracked(),
            place: self.place.get_untracked(),
            note: self.note.get_untracked(),
            due: self.due.get_untracked(),
            remind: self.remind.get_untracked(),
            assignee: self.assignee.get_untracked(),
            key,
        }
    }
}

fn soon(times: Times) -> String {
    let now = DateTime::<Utc>::from_timestamp_millis(times.now.get_untracked()).unwrap_or_default();
    let then = now + TimeDelta::minutes(120 - i64::from(now.minute()));
    field_time(then.timestamp_millis(), times.offset(then))
}

/// A moment as a `datetime-local` field wants it, on a clock so many minutes east of UTC.
fn field_time(at: i64, offset_minutes: i32) -> String {
    let local = at.saturating_add(i64::from(offset_minutes).saturating_mul(60_000));
    ui::iso_text(local).get(..16).unwrap_or_default().to_owned()
}

/// `id` begins the identifiers of the fields; several forms may stand on one page.
#[component]
pub(super) fn Fields(
    id: &'static str,
    draft: Draft,
    owners: Vec<OwnerRef>,
    failed: RwSignal<Option<AppError>>,
) -> impl IntoView {
    let wrong =
        move |path: &'static str| Signal::derive(move || failed.with(|error| error.as_ref()?.field(path)));
    let members: Vec<Choice> =
        owners.into_iter().map(|owner| Choice::new(owner.id.to_string(), owner.name)).collect();
    let reminders: Vec<Choice> =
        REMINDERS.iter().map(|(minutes, words)| Choice::new(*minutes, *words)).collect();
    let kinds: Vec<Choice> =
        TaskKind::ALL.iter().map(|kind| Choice::new(kind.as_str(), kind.label())).collect();
    let hydrated = use_hydrated();
    // without scripts nobody could bring it back
    let placeless = move || hydrated.get() && draft.kind.with(|kind| kind != TaskKind::Meeting.as_str());
    view! {
        <ChoiceChips
            name="input[kind]"
            id=format!("{id}-kind")
            label="Kind"
            label_hidden=true
            choices=kinds
            value=draft.kind
            error=wrong("kind")
        />
        <TextField
            name="input[title]"
            id=format!("{id}-title")
            label="What is to be done"
            value=draft.title
            error=wrong("title")
            maxlength=u32::try_from(MAX_TITLE).unwrap_or(u32::MAX)
            autocomplete="off"
        />
        <div hidden=placeless>
            <TextField
                name="input[place]"
                id=format!("{id}-place")
                label="Where it is"
                value=draft.place
                error=wrong("place")
                maxlength=u32::try_from(MAX_PLACE).unwrap_or(u32::MAX)
                autocomplete="off"
                optional_mark=true
            />
        </div>
        <Moment id=format!("{id}-due") value=draft.due error=wrong("due") />
        <Select
            name="input[remind]"
            id=format!("{id}-remind")
            label="Reminder"
            choices=reminders
            blank="None"
            value=draft.remind
            error=wrong("remind")
        />
        <Select
            name="input[assignee]"
            id=format!("{id}-assignee")
            label="Who does it"
            choices=members
            value=draft.assignee
            error=wrong("assignee")
        />
        <TextArea
            name="input[note]"
            id=format!("{id}-note")
            label="Note"
            rows=2
            value=draft.note
            error=wrong("note")
            maxlength=2_000
            optional_mark=true
        />
    }
}

#[component]
fn Moment(id: String, value: RwSignal<String>, error: Signal<Option<String>>) -> impl IntoView {
    let note = format!("{id}-h");
    let described = note.clone();
    view! {
        <div>
            <label for=id.clone() class="mb-1 block text-caption text-muted">
                "Due"
            </label>
            <input
                id=id
                type="datetime-local"
                name="input[due]"
                class="field num w-full"
                prop:value=move || value.get()
                value=value.get_untracked()
                aria-invalid=move || error.with(|error| error.as_ref().map(|_| "true"))
                aria-describedby=move || error.with(Option::is_some).then(|| described.clone())
                on:input=move |event| value.set(event_target_value(&event))
            />
            {move || {
                let id = note.clone();
                error.get().map(|words| view! { <p id=id class="mt-1 text-caption text-danger">{words}</p> })
            }}
        </div>
    }
}
