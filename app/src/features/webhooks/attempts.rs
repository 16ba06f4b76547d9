//! The attempts of a delivery: a list, and the chosen one with what was sent and what was answered.

use super::words::{answered, answered_why, is_taken, span};
use crate::state::{use_hydrated, use_zone};
use leptos::prelude::*;
use shared::webhooks::{DeliveryAttempt, DeliveryDetail, Header};
use ui::{clock_text, exact_text};

#[component]
pub(super) fn Attempts(detail: DeliveryDetail) -> impl IntoView {
    let DeliveryDetail { body, attempts, .. } = detail;
    let Some(newest) = attempts.first().map(|attempt| attempt.number) else {
        return view! {
            <p class="mt-3 mb-1.5 text-caption text-muted">"It was not tried yet. This is what will be sent:"</p>
            <Text label="What will be sent" text=body />
        }
        .into_any();
    };
    let chosen = RwSignal::new(newest);
    let title = match attempts.len() {
        1 => "1 attempt".to_owned(),
        many => format!("{many} attempts"),
    };
    let list =
        attempts.iter().map(|attempt| view! { <Choose attempt=attempt.clone() chosen /> }).collect_view();
    let attempts = StoredValue::new(attempts);
    let body = StoredValue::new(body);
    let open = move || {
        let attempt = attempts.with_value(|all| all.iter().find(|one| one.number == chosen.get()).cloned());
        attempt.map(|attempt| view! { <Exchange attempt body=body.get_value() /> })
    };
    view! {
        <div class="mt-4 grid gap-4 xl:grid-cols-[168px_minmax(0,1fr)_minmax(0,1fr)]">
            <div>
                <p class="text-caption font-medium text-muted">{title}</p>
                <ol class="num mt-1.5 max-h-72 space-y-0.5 overflow-y-auto text-caption">{list}</ol>
            </div>
            {open}
        </div>
    }
    .into_any()
}

#[component]
fn Choose(attempt: DeliveryAttempt, chosen: RwSignal<i32>) -> impl IntoView {
    let (zone, hydrated) = (use_zone(), use_hydrated());
    let number = attempt.number;
    let at = attempt.outcome.started_at.timestamp_millis();
    let tint = if is_taken(attempt.outcome.status) { "text-success" } else { "text-danger" };
    let look = move || {
        if chosen.get() == number {
            "flex min-h-6 w-full items-center gap-2 rounded-sm px-1.5 text-left bg-accent-soft"
        } else {
            "flex min-h-6 w-full items-center gap-2 rounded-sm px-1.5 text-left hover:bg-hover"
        }
    };
    view! {
        <li>
            <button
                type="button"
                class=look
                disabled=move || !hydrated.get()
                aria-pressed=move || if chosen.get() == number { "true" } else { "false" }
                title=exact_text(at, zone.minutes_at(at))
                on:click=move |_| chosen.set(number)
            >
                <span class="flex-1">{format!("{number}. {}", clock_text(at, zone.minutes_at(at)))}</span>
                <span class=tint>{answered(&attempt.outcome)}</span>
            </button>
        </li>
    }
}

#[component]
fn Exchange(attempt: DeliveryAttempt, body: String) -> impl IntoView {
    let took = span(attempt.outcome.duration_ms);
    let ended = answered_why(&attempt.outcome);
    let sent = format!("{}\n{body}", lines(&attempt.request_headers));
    let tint = if is_taken(attempt.outcome.status) { "text-success" } else { "text-danger" };
    let mut answer = lines(&attempt.response_headers);
    if !attempt.response_body.is_empty() {
        answer.push('\n');
        answer.push_str(&attempt.response_body);
    }
    let number = attempt.number;
    view! {
        <div class="min-w-0">
            <p class="mb-1.5 text-caption font-medium text-muted">"We sent"</p>
            <Text label=format!("Request of attempt {number}") text=sent />
        </div>
        <div class="min-w-0">
            <p class="mb-1.5 flex justify-between text-caption font-medium text-muted">
                "They answered" <span class="num font-normal">{took}</span>
            </p>
            <p class=format!("mb-1.5 font-medium {tint}")>{ended}</p>
            {(!answer.is_empty()).then(|| view! { <Text label=format!("Answer to attempt {number}") text=answer /> })}
            <p class="mt-2 text-caption text-muted">"Signatures, cookies and keys are hidden here; they were sent and received in full."</p>
        </div>
    }
}

/// Headers, one a line.
pub(super) fn lines(headers: &[Header]) -> String {
    headers.iter().map(|Header { name, value }| format!("{name}: {value}\n")).collect()
}

/// Text of a machine, which may be long both ways.
#[component]
pub(super) fn Text(#[prop(into)] label: String, text: String) -> impl IntoView {
    view! {
        <pre
            tabindex="0"
            role="region"
            aria-label=label
            class="max-h-72 overflow-auto rounded-md border border-line bg-surface p-3 font-mono text-caption leading-5 break-words whitespace-pre-wrap"
        >
            {text}
        </pre>
    }
}
