//! Sending much of it again: all of a range of time, or all that failed since a time.

use super::rpc::{replay_failed, replay_range};
use super::state::Desk;
use super::words::{deliveries, field_time};
use crate::layout::Confirm;
use crate::rpc::AppError;
use crate::state::{use_hydrated, use_now, use_zone};
use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::webhooks::ReplayRangeInput;
use ui::{Banner, Button, Tone};

const DAY_MS: i64 = 24 * 3_600_000;

#[component]
pub(super) fn Replay(desk: Desk) -> impl IntoView {
    let (zone, hydrated) = (use_zone(), use_hydrated());
    // Since it went wrong, else the last day.
    let since = desk.current.with_untracked(|now| {
        now.as_ref().and_then(|now| now.failing_since.or(now.disabled_at)).map(|at| at.timestamp_millis())
    });
    let since = since.unwrap_or_else(|| use_now().get_untracked() - DAY_MS);
    let from = RwSignal::new(field_time(since, zone.minutes_at(since)));
    let to = RwSignal::new(String::new());
    let error = RwSignal::new(None::<AppError>);
    let (asking, busy) = (RwSignal::new(false), RwSignal::new(false));
    let asleep = Signal::derive(move || !hydrated.get() || busy.get());
    let done = move |answer: Result<u64, AppError>| {
        match answer {
            Ok(0) => desk.toaster.info("There is nothing to send again in that time"),
            Ok(number) => desk.toaster.success(deliveries(number, "goes out again", "go out again")),
            Err(refused) => {
                error.try_set(Some(refused));
            }
        }
        busy.try_set(false);
        desk.look();
    };
    let all = move || {
        let Some(endpoint) = desk.current.get_untracked() else { return };
        busy.set(true);
        error.set(None);
        let input = ReplayRangeInput { from: from.get_untracked(), to: to.get_untracked() };
        spawn_local(async move { done(replay_range(endpoint.id, input).await) });
    };
    let failed = move || {
        let Some(endpoint) = desk.current.get_untracked() else { return };
        busy.set(true);
        error.set(None);
        let from = from.get_untracked();
        spawn_local(async move { done(replay_failed(endpoint.id, from).await) });
    };
    let title = move || {
        let end = if to.with(String::is_empty) { "now".to_owned() } else { to.get().replace('T', " ") };
        format!("Send everything again from {} to {end}?", from.get().replace('T', " "))
    };
    let beside = move || error.get().and_then(|error| error.beside(&["from", "to"]));
    view! {
        <div class="mt-1 flex flex-wrap items-start gap-x-3 gap-y-2">
            <Moment id="replay-from" label="From" value=from path="from" error />
            <Moment id="replay-to" label="To (empty: now)" value=to path="to" error />
            <div class="flex flex-wrap gap-2 self-end">
                <Button disabled=asleep on_click=move |_| asking.set(true)>
                    "Replay this time"
                </Button>
                <Button disabled=asleep on_click=move |_| failed()>
                    "Replay failed since then"
                </Button>
            </div>
        </div>
        {move || beside().map(|words| view! { <Banner tone=Tone::Danger alert=true class="mt-2">{words}</Banner> })}
        <Confirm
            id="replay-range"
            open=asking
            title
            text="Also what was taken goes out again, each under the same webhook-id: receivers that keep it do nothing twice. Tests are left out."
            verb="Send again"
            on_confirm=move |()| all()
        />
    }
}

/// A date and a time of the organization's clock.
#[component]
fn Moment(
    id: &'static str,
    label: &'static str,
    value: RwSignal<String>,
    path: &'static str,
    error: RwSignal<Option<AppError>>,
) -> impl IntoView {
    let note = format!("{id}-h");
    let described = note.clone();
    let wrong = Memo::new(move |_| error.with(|error| error.as_ref().and_then(|error| error.field(path))));
    view! {
        <div>
            <label for=id class="mb-1 block text-caption text-muted">
                {label}
            </label>
            <input
                id=id
                type="datetime-local"
                class="field num w-52!"
                prop:value=move || value.get()
                value=value.get_untracked()
                aria-invalid=move || wrong.with(|wrong| wrong.as_ref().map(|_| "true"))
                aria-describedby=move || wrong.with(Option::is_some).then(|| described.clone())
                on:input=move |event| value.set(event_target_value(&event))
            />
            {move || {
                let id = note.clone();
                wrong
                    .get()
                    .map(|words| {
                        view! {
                            <p id=id class="mt-1 max-w-52 text-caption text-danger">
                                {words}
                            </p>
                        }
                    })
            }}
        </div>
    }
}
