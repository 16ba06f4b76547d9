//! One open job: what happened, why it exists, what it carries, and what can be done about it.

use super::edit::Edit;
use super::rpc::{cancel_job, retry_job};
use super::state::Desk;
use super::words::span;
use crate::layout::{Confirm, OpenPanel};
use crate::state::{use_hydrated, use_zone};
use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::jobs::{AttemptOutcome, JobAttempt, JobDetail, JobState};
use ui::{Button, ButtonKind, DefinitionList, DefinitionRow, StatusGlyph, Tone, clock_text, exact_text};

#[component]
pub(super) fn Panel(desk: Desk) -> impl IntoView {
    let inside = move |detail| view! { <Inside desk detail /> }.into_any();
    view! { <OpenPanel list=desk.jobs one="job" step inside /> }
}

/// What makes a panel another one.
fn step(detail: &JobDetail) -> (String, JobState, bool, usize, String) {
    let job = &detail.summary;
    (job.id.to_string(), job.state, job.cancel_requested, detail.attempts.len(), detail.payload.to_string())
}

#[component]
fn Inside(desk: Desk, detail: JobDetail) -> impl IntoView {
    let job = detail.summary.clone();
    let editable = !job.of_program && matches!(job.state, JobState::Dead | JobState::Cancelled);
    let payload = serde_json::to_string_pretty(&detail.payload).unwrap_or_default();
    let carried = if editable {
        view! { <Edit desk detail=detail.clone() /> }.into_any()
    } else {
        view! {
            <p class="font-medium">"Payload"</p>
            <pre
                tabindex="0"
                role="region"
                aria-label="Payload"
                class="mt-1 max-h-72 overflow-auto rounded-md border border-line bg-surface p-3 font-mono text-caption"
            >
                {payload}
            </pre>
        }
        .into_any()
    };
    view! {
        <div class="grid gap-5 px-4 pb-4 md:pl-10 lg:grid-cols-2">
            <div class="min-w-0">
                <p class="font-medium">"What happened"</p>
                <Facts detail=detail.clone() />
                <Runs attempts=detail.attempts.clone() />
            </div>
            <div class="min-w-0">
                {carried}
                <Deeds desk detail />
            </div>
        </div>
    }
}

#[component]
fn Facts(detail: JobDetail) -> impl IntoView {
    let zone = use_zone();
    let moment = move |at: chrono::DateTime<chrono::Utc>| {
        let at = at.timestamp_millis();
        exact_text(at, zone.minutes_at(at))
    };
    let (job, cause) = (detail.summary, detail.cause);
    let tries = format!("{} of {}", job.attempt, job.max_attempts);
    let due = matches!(job.state, JobState::Scheduled | JobState::Retryable).then(|| moment(job.run_at));
    let crashes = (detail.crashes > 0).then(|| detail.crashes.to_string());
    let mono = |text: String| view! { <span class="font-mono text-caption break-all">{text}</span> };
    view! {
        <DefinitionList class="mt-1">
            <DefinitionRow label="Asked for">{moment(job.created_at)}</DefinitionRow>
            {due.map(|due| view! { <DefinitionRow label="Runs at">{due}</DefinitionRow> })}
            <DefinitionRow label="Tries">{tries}</DefinitionRow>
            {crashes.map(|lost| view! { <DefinitionRow label="Lost runs">{lost}</DefinitionRow> })}
            <DefinitionRow label="Queue">{job.queue}</DefinitionRow>
            <DefinitionRow label="Version">{detail.version}</DefinitionRow>
            {cause.schedule.map(|name| view! { <DefinitionRow label="Schedule">{mono(name)}</DefinitionRow> })}
            {cause.event.map(|event| view! { <DefinitionRow label="Event">{mono(event.to_string())}</DefinitionRow> })}
            <DefinitionRow label="Request">{mono(cause.request.to_string())}</DefinitionRow>
            <DefinitionRow label="Job">{mono(job.id.to_string())}</DefinitionRow>
        </DefinitionList>
    }
}

#[component]
fn Runs(attempts: Vec<JobAttempt>) -> impl IntoView {
    if attempts.is_empty() {
        return view! { <p class="mt-3 text-muted">"It has not run yet."</p> }.into_any();
    }
    let rows = attempts.into_iter().rev().map(|run| view! { <Run run /> }).collect_view();
    view! {
        <p class="mt-4 font-medium">"Runs, newest first"</p>
        <ol class="mt-1 divide-y divide-line border-y border-line">{rows}</ol>
    }
    .into_any()
}

#[component]
fn Run(run: JobAttempt) -> impl IntoView {
    let zone = use_zone();
    let at = run.started_at.timestamp_millis();
    let tone = match run.outcome {
        AttemptOutcome::Running => Tone::Accent,
        AttemptOutcome::Completed => Tone::Success,
        AttemptOutcome::Failed | AttemptOutcome::Crashed => Tone::Danger,
        AttemptOutcome::Cancelled => Tone::Neutral,
    };
    let glyph = match run.outcome {
        AttemptOutcome::Running => ui::Glyph::Half,
        AttemptOutcome::Completed => ui::Glyph::Check,
        _ => ui::Glyph::Cross,
    };
    let took =
        run.ended_at.map(|ended| format!(", took {}", span((ended - run.started_at).num_milliseconds())));
    view! {
        <li class="py-2">
            <div class="flex flex-wrap items-center gap-x-3">
                <StatusGlyph glyph tone label=format!("Try {}: {}", run.attempt, run.outcome.label()) />
                <span class="num text-caption text-muted" title=exact_text(at, zone.minutes_at(at))>
                    {clock_text(at, zone.minutes_at(at))}
                    {took}
                    ", by "
                    {run.worker}
                </span>
            </div>
            {run
                .error
                .map(|error| {
                    view! {
                        <p class="mt-1 font-mono text-caption break-words whitespace-pre-wrap text-danger">{error}</p>
                    }
                })}
        </li>
    }
}

/// What can be done besides editing.
#[component]
fn Deeds(desk: Desk, detail: JobDetail) -> impl IntoView {
    let hydrated = use_hydrated();
    let job = detail.summary;
    let (id, state, kind) = (job.id, job.state, job.kind);
    let busy = RwSignal::new(false);
    let asking = RwSignal::new(false);
    let asleep = Signal::derive(move || !hydrated.get());
    if job.of_program {
        let words = "Empire's own job. It is shown because your organization is the only one here; it cannot be changed.";
        return view! { <p class="mt-3 text-muted">{words}</p> }.into_any();
    }
    let retry = move || {
        busy.set(true);
        spawn_local(async move {
            match retry_job(id).await {
                Ok(()) => desk.toaster.success("It runs as soon as a worker is free"),
                Err(error) => desk.toaster.error("Nothing was changed", error.message),
            }
            busy.try_set(false);
            desk.look();
        });
    };
    let cancel = move || {
        spawn_local(async move {
            match cancel_job(id).await {
                Ok(()) if state == JobState::Executing => {
                    desk.toaster.info("It stops as soon as its worker sees that");
                }
                Ok(()) => desk.toaster.success("The job will not run"),
                Err(error) => desk.toaster.error("Nothing was changed", error.message),
            }
            desk.look();
        });
    };
    let now = matches!(state, JobState::Scheduled | JobState::Retryable);
    let stops = state.can_cancel() && !job.cancel_requested;
    let verb = match state {
        JobState::Executing => "Stop job",
        JobState::Dead => "Drop job",
        _ => "Cancel job",
    };
    let loss = match state {
        JobState::Executing => "What it did so far stays done. You can run it again later.",
        _ => "It leaves the list of what has to be done. You can run it again later.",
    };
    view! {
        <div class="mt-2.5 flex flex-wrap gap-2">
            {now
                .then(|| {
                    view! {
                        <Button disabled=asleep busy busy_label="Asking" on_click=move |_| retry()>
                            "Run now"
                        </Button>
                    }
                })}
            {stops
                .then(|| {
                    view! {
                        <Button kind=ButtonKind::Danger disabled=asleep on_click=move |_| asking.set(true)>
                            {verb}
                        </Button>
                    }
                })}
        </div>
        <Confirm
            id=format!("cancel-{id}")
            open=asking
            title=format!("{verb} {kind}?")
            text=loss
            verb
            on_confirm=move |()| cancel()
        />
    }
    .into_any()
}
