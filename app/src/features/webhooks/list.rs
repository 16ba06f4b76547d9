//! The endpoints with their health, oldest first.

use super::address::endpoint_href;
use super::state::Desk;
use super::words::{health, parts};
use leptos::prelude::*;
use shared::WebhookEndpointId;
use shared::webhooks::{EndpointState, WebhookEndpoint};
use ui::{Glyph, Section, StatusGlyph, Tone};

#[component]
pub(super) fn Endpoints(desk: Desk) -> impl IntoView {
    let ids = move || desk.endpoints.with(|all| all.iter().map(|one| one.id).collect::<Vec<_>>());
    let count = Signal::derive(move || Some(desk.endpoints.with(Vec::len).to_string()));
    view! {
        <Section id="endpoints" title="Endpoints" count>
            <ul class="-mx-2.5 mt-1">
                <For each=ids key=|id| *id let:id>
                    <Row desk id />
                </For>
            </ul>
        </Section>
    }
}

#[component]
fn Row(desk: Desk, id: WebhookEndpointId) -> impl IntoView {
    let endpoint = Memo::new(move |before: Option<&Option<WebhookEndpoint>>| {
        // One that leaves keeps its words until it is gone.
        let found = desk.endpoints.with(|all| all.iter().find(|one| one.id == id).cloned());
        found.or_else(|| before.cloned().flatten())
    });
    let name = id.to_string();
    let href = endpoint_href(&name);
    let open = Memo::new(move |_| desk.endpoint.with(|open| open.as_deref() == Some(name.as_str())));
    let ground = move || {
        if open.get() {
            "block rounded-lg px-2.5 py-2.5 bg-accent-soft"
        } else {
            "block rounded-lg px-2.5 py-2.5 hover:bg-hover"
        }
    };
    view! {
        <li>
            <a href=href class=ground aria-current=move || open.get().then_some("true")>
                {move || endpoint.with(|endpoint| endpoint.as_ref().map(words))}
            </a>
        </li>
    }
}

fn words(endpoint: &WebhookEndpoint) -> impl IntoView + use<> {
    let (host, path) = parts(&endpoint.url);
    let (tone, label, behind) = health(endpoint);
    view! {
        <span class="block truncate font-medium">
            {host}
            <span class="font-normal text-muted">{path}</span>
        </span>
        {endpoint.description.clone().map(|text| view! { <span class="block truncate text-muted">{text}</span> })}
        <span class="mt-1 flex items-center gap-1.5 text-caption">
            <StatusGlyph glyph=glyph(endpoint, tone) tone label />
            <span class="num min-w-0 flex-1 truncate text-muted">{behind}</span>
        </span>
    }
}

/// Never by colour alone.
fn glyph(endpoint: &WebhookEndpoint, tone: Tone) -> Glyph {
    match (endpoint.state, tone) {
        (EndpointState::Disabled, _) => Glyph::Cross,
        (_, Tone::Warning) => Glyph::Clock,
        (_, Tone::Success) => Glyph::Check,
        _ => Glyph::Dashed,
    }
}
