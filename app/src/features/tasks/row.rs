//! One task in a list: the box to tick it off, its words, its time, and what else can be done with it.

use super::change::Changing;
use super::rpc::SetTaskState;
use crate::features::leads::times::Times;
use crate::state::use_hydrated;
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use shared::MemberId;
use shared::tasks::{Task, TaskKind, TaskState};
use ui::{Align, ButtonKind, Icon, IconSize, Menu, MenuItem, RelativeTime, TimeMode, clock_text, lucide};

/// `me` leaves one's own name out; `lead` shows which lead it is about.
#[component]
pub(super) fn TaskRow(
    task: Task,
    changing: Changing,
    times: Times,
    me: Option<MemberId>,
    may_work: bool,
    #[prop(optional)] lead: bool,
    /// Without the menu, which needs its dialog on the page.
    #[prop(optional)]
    plain: bool,
) -> impl IntoView {
    let open = task.state == TaskState::Open;
    let meeting = task.kind == TaskKind::Meeting;
    let due = task.due_at.timestamp_millis();
    let offset = times.offset(task.due_at);
    let whose = (me != Some(task.assignee.id)).then(|| task.assignee.name.clone());
    let about = task.lead.clone().filter(|_| lead).map(|lead| {
        view! {
            <a href=format!("/leads/{}", lead.id) class="min-w-0 truncate rounded-sm hover:underline">
                {lead.name}
            </a>
        }
    });
    let mode = if open { TimeMode::Deadline } else { TimeMode::Ago };
    let tone = move || {
        if open && due < times.now.get() { "font-medium text-danger" } else { "text-muted" }
    };
    let closed = match task.state {
        TaskState::Open => None,
        TaskState::Done => Some("Done"),
        TaskState::Cancelled => Some("Cancelled"),
    };
    view! {
        <li class="flex min-h-11 items-start gap-2 border-t border-line py-1.5" data-task-row="">
            {may_work.then(|| view! { <Tick task=task.clone() changing /> })}
            <div class="min-w-0 flex-1 py-1">
                <p class="break-words" class:line-through=!open class:text-muted=!open>
                    {meeting.then(|| view! { <Icon icon=lucide::LuCalendar size=IconSize::Sm label="Meeting" class="mr-1 inline align-[-2px]" /> })}
                    {task.title.clone()}
                </p>
                <p class="flex flex-wrap gap-x-2 text-caption text-muted">
                    <span class=tone>
                        {clock_text(due, offset)} ", "
                        <RelativeTime
                            at=due
                            now=times.now
                            mode
                            offset_minutes=offset
                        />
                    </span>
                    {(!task.place.is_empty()).then(|| view! { <span class="break-words">{task.place.clone()}</span> })}
                    {closed}
                    {about}
                    {whose}
                </p>
                {(!task.note.is_empty())
                    .then(|| {
                        view! { <p class="text-caption break-words whitespace-pre-line text-muted">{task.note.clone()}</p> }
                    })}
            </div>
            {(may_work && open && !plain).then(|| view! { <More task changing /> })}
        </li>
    }
}

/// Ticks off or takes up again: a form of its own, so that it works without JavaScript too.
#[component]
fn Tick(task: Task, changing: Changing) -> impl IntoView {
    let (to, words) = match task.state {
        TaskState::Open => (TaskState::Done, "Complete"),
        TaskState::Done | TaskState::Cancelled => (TaskState::Open, "Reopen"),
    };
    let label = format!("{words}: {}", task.title);
    let icon = if to == TaskState::Done { lucide::LuCircle } else { lucide::LuCircleCheck };
    let (id, version) = (task.id.to_string(), task.version.to_string());
    let on_submit = move |event: SubmitEvent| {
        event.prevent_default();
        changing.set(&task, to);
    };
    view! {
        <form method="post" action=SetTaskState::url() class="contents" on:submit=on_submit>
            <input type="hidden" name="id" value=id />
            <input type="hidden" name="version" value=version />
            <input type="hidden" name="state" value=to.as_str() />
            <button
                type="submit"
                data-task=""
                aria-label=label.clone()
                title=label
                class="inline-flex size-8 shrink-0 items-center justify-center rounded-md text-muted hover:bg-hover hover:text-ink max-md:size-10"
            >
                <Icon icon />
            </button>
        </form>
    }
}

#[component]
fn More(task: Task, changing: Changing) -> impl IntoView {
    let hydrated = use_hydrated();
    let label = format!("More for {}", task.title);
    let id = format!("task-{}", task.id);
    let task = StoredValue::new(task);
    let items = move || {
        vec![
            MenuItem::new("Change task", move || changing.edited.set(Some(task.get_value())))
                .icon(lucide::LuPencil),
            MenuItem::new("Cancel task", move || {
                task.with_value(|task| changing.set(task, TaskState::Cancelled));
            })
            .icon(lucide::LuX),
        ]
    };
    view! {
        <span class="noscript:hidden">
            <Menu
                id
                label
                items=Signal::derive(items)
                icon=lucide::LuEllipsis
                kind=ButtonKind::Quiet
                align=Align::End
                class="px-1.5! max-md:h-10"
                disabled=Signal::derive(move || !hydrated.get())
            />
        </span>
    }
}
