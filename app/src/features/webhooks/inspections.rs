//! What came to the inspector, newest first. Each opens without scripts too.

use super::attempts::{Text, lines};
use super::state::Desk;
use super::words::verdict;
use crate::state::use_zone;
use leptos::prelude::*;
use shared::webhooks::Inspection;
use ui::{Badge, EmptyState, Icon, clock_text, exact_text, lucide};

#[component]
pub(super) fn Inspections(desk: Desk) -> impl IntoView {
    let all = move || {
        desk.inspector.with(|known| known.as_ref().map(|known| known.requests.clone()).unwrap_or_default())
    };
    let any = Memo::new(move |_| {
        desk.inspector.with(|known| known.as_ref().is_some_and(|known| !known.requests.is_empty()))
    });
    view! {
        <Show
            when=move || any.get()
            fallback=|| {
                view! {
                    <EmptyState
                        level=3
                        compact=true
                        class="mt-3"
                        icon=lucide::LuScanSearch
                        title="Nothing came yet"
                        text="Add its address as an endpoint and send a test."
                    />
                }
            }
        >
            <ul class="mt-3 overflow-hidden rounded-lg border border-line" aria-label="Requests to the inspector">
                <For each=all key=|one| one.number let:one>
                    <Came one />
                </For>
            </ul>
        </Show>
    }
}

#[component]
fn Came(one: Inspection) -> impl IntoView {
    let zone = use_zone();
    let at = one.received_at.timestamp_millis();
    let (tone, label, behind) = verdict(&one.verdict);
    let kind = one
        .body
        .split_once("\"type\":\"")
        .and_then(|(_, rest)| rest.split_once('"'))
        .map(|(kind, _)| kind.to_owned())
        .filter(|kind| kind.len() <= 60);
    let number = one.number;
    view! {
        <li class="border-b border-line last:border-0">
            <details class="group">
                <summary class="flex min-h-10 flex-wrap items-center gap-x-3 gap-y-0.5 px-4 py-1.5">
                    <Icon
                        icon=lucide::LuChevronRight
                        class="text-muted transition-transform group-open:rotate-90"
                    />
                    <span class="num text-muted">{format!("No. {number}")}</span>
                    <span class="font-mono text-caption">{kind.unwrap_or_else(|| "request".to_owned())}</span>
                    <Badge tone>{label}</Badge>
                    <span class="num text-caption text-muted">{format!("answered {}", one.answer.label())}</span>
                    <span class="num ml-auto text-caption text-muted" title=exact_text(at, zone.minutes_at(at))>
                        {clock_text(at, zone.minutes_at(at))}
                    </span>
                </summary>
                <div class="px-4 pb-3">
                    <p class="mb-2">{behind}</p>
                    <Text label=format!("Request {number}") text=format!("{}\n{}", lines(&one.headers), one.body) />
                </div>
            </details>
        </li>
    }
}
