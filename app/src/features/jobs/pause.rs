//! Stopping a queue and letting it run again. A wrong press is taken back by another one, so nobody is asked first.

use super::rpc::{pause_queue, resume_queue};
use super::state::Desk;
use crate::state::{use_hydrated, use_now, use_zone};
use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::jobs::{QueueOverview, QueuePause};
use ui::{Badge, Button, ButtonKind, ButtonSize, RelativeTime, Tone, lucide};

/// The state of a queue in words, and the button that changes it.
#[component]
pub(super) fn Pause(desk: Desk, queue: Memo<Option<QueueOverview>>, name: String) -> impl IntoView {
    let hydrated = use_hydrated();
    let busy = RwSignal::new(false);
    let name = StoredValue::new(name);
    let paused =
        Memo::new(move |_| queue.with(|queue| queue.as_ref().and_then(|queue| queue.paused.clone())));
    let is_paused = Memo::new(move |_| paused.with(Option::is_some));
    let stopped = Memo::new(move |_| queue.with(|queue| queue.as_ref().is_some_and(|queue| queue.stopped)));
    // The program's own jobs go on whatever an organization pauses.
    let concerned = Memo::new(move |_| {
        is_paused.get()
            || queue.with(|queue| {
                queue.as_ref().is_some_and(|queue| queue.kinds.iter().any(|kind| !kind.of_program))
            })
    });
    let change = move || {
        let (queue, pausing) = (name.get_value(), !is_paused.get_untracked());
        busy.set(true);
        spawn_local(async move {
            let answer =
                if pausing { pause_queue(queue.clone()).await } else { resume_queue(queue.clone()).await };
            match answer {
                Ok(()) if pausing => desk.toaster.success(format!("{queue} is paused")),
                Ok(()) => desk.toaster.success(format!("{queue} goes on")),
                Err(error) => desk.toaster.error("Nothing was changed", error.message),
            }
            busy.try_set(false);
            desk.look();
        });
    };
    let label = move || {
        let verb = if is_paused.get() { "Resume" } else { "Pause" };
        name.with_value(|name| format!("{verb} {name}"))
    };
    view! {
        {move || paused.get().map(|pause| view! { <Since pause /> })}
        {move || {
            stopped
                .get()
                .then(|| {
                    view! {
                        <Badge tone=Tone::Warning icon=lucide::LuPause>
                            "Stopped by the operator"
                        </Badge>
                    }
                })
        }}
        <Show when=move || concerned.get()>
            <span class="ml-auto">
                <Button
                    kind=ButtonKind::Quiet
                    size=ButtonSize::Sm
                    disabled=Signal::derive(move || !hydrated.get())
                    busy
                    busy_label="Asking"
                    attr:aria-label=label
                    on_click=move |_| change()
                >
                    {move || if is_paused.get() { "Resume" } else { "Pause" }}
                </Button>
            </span>
        </Show>
    }
}

#[component]
fn Since(pause: QueuePause) -> impl IntoView {
    let zone = use_zone();
    let at = pause.at.timestamp_millis();
    view! {
        <Badge tone=Tone::Warning icon=lucide::LuPause>
            "Paused"
        </Badge>
        <span class="text-caption font-normal text-muted">
            {pause.by.map(|by| format!("by {by}, "))}
            <RelativeTime at now=use_now() offset_minutes=zone.minutes_at(at) />
        </span>
    }
}
