//! How an endpoint stands where that needs words: switched off and why, pausing, or failing; and switching it on.

use super::rpc::enable_webhook;
use super::state::Desk;
use super::words::{answered_why, count, deliveries, is_taken, test_result};
use crate::state::{use_hydrated, use_zone};
use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::webhooks::{DeliverySummary, DisabledReason, EndpointState, Held, WebhookEndpoint};
use ui::{Banner, Button, ButtonKind, Tone, exact_text, lucide};

/// What somebody should know before anything else; nothing while all goes well.
#[derive(Debug, Clone, PartialEq)]
enum Trouble {
    Off(Box<WebhookEndpoint>),
    Pausing(i64),
    Failing(i64),
}

#[component]
pub(super) fn Standing(desk: Desk) -> impl IntoView {
    let trouble = Memo::new(move |_| desk.current.with(|now| now.as_ref().and_then(trouble)));
    move || {
        trouble.get().map(|trouble| match trouble {
            Trouble::Off(endpoint) => view! { <Off desk endpoint=*endpoint /> }.into_any(),
            Trouble::Pausing(until) => view! { <Pausing until /> }.into_any(),
            Trouble::Failing(since) => view! { <Failing desk since /> }.into_any(),
        })
    }
}

fn trouble(endpoint: &WebhookEndpoint) -> Option<Trouble> {
    if endpoint.state == EndpointState::Disabled {
        return Some(Trouble::Off(Box::new(endpoint.clone())));
    }
    if let Some(until) = endpoint.slow_until {
        return Some(Trouble::Pausing(until.timestamp_millis()));
    }
    endpoint.failing_since.map(|since| Trouble::Failing(since.timestamp_millis()))
}

#[component]
fn Off(desk: Desk, endpoint: WebhookEndpoint) -> impl IntoView {
    let zone = use_zone();
    let id = endpoint.id;
    // A test that was taken is a reason to switch it on.
    let answers = Memo::new(move |_| {
        desk.tried.with(|tried| {
            let tried = tried.as_ref().filter(|tried| tried.endpoint == id.to_string())?;
            let outcome = tried.outcome.as_ref()?;
            outcome.last.as_ref().filter(|last| is_taken(last.status)).map(|_| test_result(outcome))
        })
    });
    let title = move || {
        if answers.with(Option::is_some) { "It answers again. Turn it on?" } else { "Nothing is sent there." }
    };
    let since = endpoint.disabled_at.map(|at| {
        let at = at.timestamp_millis();
        exact_text(at, zone.minutes_at(at))
    });
    let why = match endpoint.disabled_reason {
        Some(DisabledReason::Failing) => "Five days went by without one success, so sending stopped.",
        Some(DisabledReason::Gone) => {
            "It answered 410, which means that it is gone for good, so sending stopped."
        }
        Some(DisabledReason::ByMember) | None => "A member switched it off.",
    };
    let waiting = endpoint.waiting;
    let held =
        (waiting > 0).then(|| format!(" {}.", deliveries(waiting, "waits", "wait and go out oldest first")));
    let since = since.map(|since| format!(" Since {since}."));
    view! {
        <div class="mt-3 flex flex-wrap items-start gap-3 rounded-lg border border-warning/40 bg-warning-soft p-3" role="status">
            <div class="min-w-0 flex-1 basis-64">
                <p class="font-semibold">{title}</p>
                <p class="mt-0.5 max-w-[104ch]">
                    {why} {since} {held} " Events that happen meanwhile are not kept for it. "
                    {move || answers.get()}
                </p>
            </div>
            <Choices desk id waiting />
        </div>
    }
}

#[component]
fn Choices(desk: Desk, id: shared::WebhookEndpointId, waiting: u64) -> impl IntoView {
    let hydrated = use_hydrated();
    let busy = RwSignal::new(false);
    let asleep = Signal::derive(move || !hydrated.get() || busy.get());
    let enable = move |held: Held| {
        busy.set(true);
        spawn_local(async move {
            let done = match held {
                Held::Send if waiting > 0 => "Switched on; what waited goes out",
                _ => "Switched on",
            };
            desk.settle(done, enable_webhook(id, held).await);
            busy.try_set(false);
        });
    };
    let first =
        if waiting > 0 { format!("Turn on and send {}", count(waiting)) } else { "Turn on".to_owned() };
    view! {
        <div class="flex flex-wrap gap-2 max-md:w-full">
            <Button kind=ButtonKind::Primary disabled=asleep on_click=move |_| enable(Held::Send)>
                {first}
            </Button>
            {(waiting > 0)
                .then(|| {
                    view! {
                        <Button disabled=asleep on_click=move |_| enable(Held::Drop)>
                            {Held::Drop.label()}
                        </Button>
                    }
                })}
        </div>
    }
}

#[component]
fn Pausing(until: i64) -> impl IntoView {
    let zone = use_zone();
    let at = exact_text(until, zone.minutes_at(until));
    view! {
        <Banner tone=Tone::Warning icon=lucide::LuTimer class="mt-3">
            <b class="font-medium">"It asked for a pause."</b>
            {format!(" Nothing goes there until {at}; then everything that waits is tried again.")}
        </Banner>
    }
}

#[component]
fn Failing(desk: Desk, since: i64) -> impl IntoView {
    let zone = use_zone();
    let last = Memo::new(move |_| desk.deliveries.rows.with(|rows| last_failure(rows)));
    let since = exact_text(since, zone.minutes_at(since));
    view! {
        <Banner tone=Tone::Warning class="mt-3">
            <b class="font-medium">{format!("Failing since {since}.")}</b>
            {move || last.get().map(|words| format!(" The last answer: {words}."))}
            " Deliveries are tried again for three days; five days without one success switch it off."
        </Banner>
    }
}

/// Of the newest delivery that failed and was no test.
fn last_failure(rows: &[DeliverySummary]) -> Option<String> {
    let last = |row: &DeliverySummary| row.last.clone().filter(|last| !row.test && !is_taken(last.status));
    rows.iter().filter_map(last).max_by_key(|last| last.started_at).map(|last| answered_why(&last))
}
