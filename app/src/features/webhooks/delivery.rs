//! One open delivery: its attempts, what was sent and what was answered, and sending it again.

use super::attempts::Attempts;
use super::rpc::replay_delivery;
use super::state::Desk;
use crate::layout::OpenPanel;
use crate::state::{use_hydrated, use_zone};
use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::webhooks::{DeliveryDetail, DeliveryState};
use ui::{Button, DefinitionList, DefinitionRow, exact_text, lucide};

#[component]
pub(super) fn Panel(desk: Desk) -> impl IntoView {
    let inside = move |detail| view! { <Inside desk detail /> }.into_any();
    view! { <OpenPanel list=desk.deliveries one="delivery" step=DeliveryDetail::clone inside /> }
}

#[component]
fn Inside(desk: Desk, detail: DeliveryDetail) -> impl IntoView {
    let (zone, hydrated) = (use_zone(), use_hydrated());
    let busy = RwSignal::new(false);
    let summary = detail.summary.clone();
    let id = summary.id;
    let moment = move |at: chrono::DateTime<chrono::Utc>| {
        let at = at.timestamp_millis();
        exact_text(at, zone.minutes_at(at))
    };
    let waits = summary.state == DeliveryState::Waiting;
    let next =
        waits.then(|| summary.next_attempt_at.map_or_else(|| "When it is switched on".to_owned(), moment));
    let again = move || {
        busy.set(true);
        spawn_local(async move {
            let done = if waits { "It is tried now" } else { "It goes out again" };
            desk.settle(done, replay_delivery(id).await);
            busy.try_set(false);
        });
    };
    let mono = |text: String| view! { <span class="font-mono text-caption break-all">{text}</span> };
    view! {
        <div class="px-4 pb-4 md:pl-10">
            <div class="flex flex-wrap items-start gap-x-6 gap-y-3">
                <DefinitionList class="min-w-0 flex-1 basis-72">
                    <DefinitionRow label="Made">{moment(summary.created_at)}</DefinitionRow>
                    {next.map(|next| view! { <DefinitionRow label="Next try">{next}</DefinitionRow> })}
                    <DefinitionRow label="webhook-id">{mono(summary.message.clone())}</DefinitionRow>
                </DefinitionList>
                <Button
                    icon=lucide::LuRefreshCw
                    disabled=Signal::derive(move || !hydrated.get())
                    busy
                    busy_label="Asking"
                    on_click=move |_| again()
                >
                    {if waits { "Try now" } else { "Replay" }}
                </Button>
            </div>
            <Attempts detail />
        </div>
    }
}
