//! One payload in full: when it came and from where, its headers, its body, and why it was refused.

use super::edit::EditBody;
use super::state::Room;
use super::words::size;
use crate::layout::OpenPanel;
use crate::state::use_zone;
use leptos::prelude::*;
use shared::sources::InboundPayload;
use ui::{DefinitionList, DefinitionRow, TextLink, exact_text};

#[component]
pub(super) fn Panel(room: Room) -> impl IntoView {
    let inside = move |payload| view! { <Inside room payload /> }.into_any();
    view! { <OpenPanel list=room.payloads one="payload" step=InboundPayload::clone inside /> }
}

#[component]
fn Inside(room: Room, payload: InboundPayload) -> impl IntoView {
    let why = payload.summary.refusal.clone().map(|refusal| {
        let at = refusal.path.map(|path| format!("Look at {path} in the payload."));
        view! {
            <p class="mb-3 max-w-[80ch]">
                <span class="text-danger">{refusal.reason.label()}</span>
                ": "
                {refusal.message}
                " "
                {at}
            </p>
        }
    });
    let unproved = payload.summary.refusal.as_ref().is_some_and(|refusal| refusal.reason.is_unproved());
    let warned = (unproved && payload.summary.editable).then(|| {
        view! {
            <p class="mb-3 max-w-[80ch] text-warning">
                "Nobody knows who sent this. Read it before you let it in."
            </p>
        }
    });
    let editable = payload.summary.editable;
    let id = payload.summary.id.to_string();
    view! {
        <div class="px-4 pb-4 md:pl-10">
            {why} {warned} <div class="grid gap-5 xl:grid-cols-2">
                <div class="min-w-0">
                    <Came payload=payload.clone() id />
                </div>
                <div class="min-w-0">{editable.then(|| view! { <EditBody room payload /> })}</div>
            </div>
        </div>
    }
}

/// The record as it is kept. `id` tells two of them on a page apart.
#[component]
pub(super) fn Came(payload: InboundPayload, #[prop(into)] id: String) -> impl IntoView {
    let zone = use_zone();
    let moment = move |at: chrono::DateTime<chrono::Utc>| {
        let at = at.timestamp_millis();
        exact_text(at, zone.minutes_at(at))
    };
    let summary = payload.summary;
    let mono = |text: String| view! { <span class="font-mono text-caption break-all">{text}</span> };
    let headers: String =
        payload.headers.iter().map(|header| format!("{}: {}\n", header.name, header.value)).collect();
    let kept = if summary.complete {
        size(summary.size)
    } else {
        format!("{}, the beginning is kept", size(summary.size))
    };
    let edited = payload.edited.map(|edited| {
        let by = edited.by.unwrap_or_else(|| "A member".to_owned());
        view! {
            <p class="mt-3 mb-1 text-caption font-medium text-muted">
                {format!("As {by} changed it, {}", moment(edited.at))}
            </p>
            <Text label=format!("Edited body {id}") text=edited.body />
        }
    });
    view! {
        <DefinitionList>
            <DefinitionRow label="Came">{moment(summary.received_at)}</DefinitionRow>
            {payload.ip.map(|ip| view! { <DefinitionRow label="From">{mono(ip)}</DefinitionRow> })}
            <DefinitionRow label="Size">{kept}</DefinitionRow>
            {summary
                .provider_id
                .map(|sent| view! { <DefinitionRow label="The sender's id">{mono(sent)}</DefinitionRow> })}
            {summary
                .mapping_version
                .map(|version| view! { <DefinitionRow label="Mapping">{version}</DefinitionRow> })}
            {summary
                .lead
                .map(|lead| {
                    view! {
                        <DefinitionRow label="Lead">
                            <TextLink href=format!("/leads/{lead}")>"Open the lead"</TextLink>
                        </DefinitionRow>
                    }
                })}
            <DefinitionRow label="Payload">{mono(summary.id.to_string())}</DefinitionRow>
        </DefinitionList>
        <p class="mt-3 mb-1 text-caption font-medium text-muted">"As it came"</p>
        <Text label=format!("Headers and body {id}") text=format!("{headers}\n{}", payload.body) />
        <p class="mt-1 text-caption text-muted">"Signatures and passwords are hidden; they are not kept."</p>
        {edited}
    }
}

/// Text of a machine, which may be long both ways.
#[component]
fn Text(label: String, text: String) -> impl IntoView {
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
