//! Address and events of the open endpoint, changed in place. What is being edited survives a look at the server.

use super::fields::{Draft, Fields, OWN};
use super::rpc::update_webhook;
use super::state::Desk;
use crate::rpc::{AppError, ErrorKind};
use crate::state::use_hydrated;
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::webhooks::{WebhookEndpoint, WebhookEndpointInput};
use ui::{Banner, Button, ButtonKind, ButtonType, Section, Tone};

#[component]
pub(super) fn Edit(desk: Desk, endpoint: WebhookEndpoint) -> impl IntoView {
    let hydrated = use_hydrated();
    let draft = Draft::of(&endpoint);
    // What the fields were filled from.
    let base = RwSignal::new(endpoint);
    let changed = Memo::new(move |_| base.with(|base| draft.input() != input_of(base)));
    let (busy, error) = (RwSignal::new(false), RwSignal::new(None::<AppError>));
    Effect::new(move |_| {
        let Some(now) = desk.current.get() else { return };
        let known = base.get_untracked();
        let other = now.version > known.version || input_of(&now) != input_of(&known);
        if now.version >= known.version && other && !changed.get_untracked() && !busy.get_untracked() {
            draft.fill(&now);
            base.set(now);
        }
    });
    let load = move || {
        if let Some(now) = desk.current.get_untracked() {
            draft.fill(&now);
            base.set(now);
            error.set(None);
        }
    };
    let send = move |event: SubmitEvent| {
        event.prevent_default();
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        error.set(None);
        let (id, version) = base.with_untracked(|base| (base.id, base.version));
        let input = untrack(|| draft.input());
        spawn_local(async move {
            match update_webhook(id, version, input.clone()).await {
                Ok(version) => {
                    base.try_update(|base| {
                        base.version = version;
                        base.url.clone_from(&input.url);
                        base.description = Some(input.description).filter(|text| !text.is_empty());
                        base.event_types = input.event_types;
                    });
                    desk.toaster.success("Endpoint saved");
                    desk.look();
                }
                Err(refused) => {
                    error.try_set(Some(refused));
                    desk.look();
                }
            }
            busy.try_set(false);
        });
    };
    let conflict =
        Memo::new(move |_| error.with(|error| error.as_ref().is_some_and(|e| e.kind == ErrorKind::Conflict)));
    let beside = move || error.get().and_then(|error| error.beside(&OWN));
    view! {
        <Section id="sends" title="Address and events" class="mt-7">
            <form class="mt-2" novalidate on:submit=send>
                {move || {
                    beside()
                        .map(|words| {
                            view! {
                                <Banner tone=Tone::Danger alert=true class="mb-3">
                                    {words}
                                    " What you typed is still here."
                                </Banner>
                            }
                        })
                }}
                <Fields id="endpoint" draft error />
                <div class="mt-4 flex flex-wrap gap-2">
                    <Button
                        kind=ButtonKind::Primary
                        button_type=ButtonType::Submit
                        disabled=Signal::derive(move || !hydrated.get() || !changed.get())
                        busy
                    >
                        "Save endpoint"
                    </Button>
                    <Show when=move || changed.get()>
                        <Button on_click=move |_| load()>
                            {move || if conflict.get() { "Load it again" } else { "Undo changes" }}
                        </Button>
                    </Show>
                </div>
            </form>
        </Section>
    }
}

/// An endpoint as the fields would hold it.
fn input_of(endpoint: &WebhookEndpoint) -> WebhookEndpointInput {
    let wanted = |name: &&str| endpoint.event_types.iter().any(|of| of == name);
    let names = shared::events::PUBLIC.iter().map(|event| event.name);
    WebhookEndpointInput {
        url: endpoint.url.clone(),
        description: endpoint.description.clone().unwrap_or_default(),
        event_types: names.filter(wanted).map(str::to_owned).collect(),
    }
}
