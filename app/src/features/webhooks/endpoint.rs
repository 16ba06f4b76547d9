//! One open endpoint: how it stands, what can be done about it, what it gets and what it was sent.

use super::address::{WEBHOOKS, endpoint_href};
use super::deliveries::Deliveries;
use super::edit::Edit;
use super::inspector::InspectorSection;
use super::rpc::{delete_webhook, disable_webhook};
use super::secrets::{NewSecret, Secrets};
use super::state::Desk;
use super::switch::Standing;
use super::test_send::{TestButton, TestResult};
use super::words::{deliveries, health, parts};
use crate::layout::Confirm;
use crate::state::use_hydrated;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;
use shared::webhooks::{EndpointState, WebhookEndpoint};
use ui::{Badge, Menu, MenuItem, Section, TextLink, lucide};

/// The open endpoint, which is there.
#[component]
pub(super) fn Endpoint(desk: Desk) -> impl IntoView {
    desk.current.get_untracked().map(|endpoint| {
        let inspected = {
            let url = endpoint.url.clone();
            Memo::new(move |_| {
                desk.inspector.with(|known| known.as_ref().is_some_and(|known| known.url == url))
            })
        };
        view! {
            <section aria-labelledby="endpoint">
                <Head desk endpoint=endpoint.clone() />
                <NewSecret desk />
                <TestResult desk />
                <Standing desk />
                <div class="mt-5 grid gap-x-8 gap-y-6 xl:grid-cols-2">
                    <Gets desk />
                    <Secrets desk />
                </div>
                <Deliveries desk />
                <Show when=move || inspected.get()>
                    <div class="mt-7">
                        <InspectorSection desk />
                    </div>
                </Show>
                <Edit desk endpoint />
            </section>
        }
    })
}

/// The events it gets, in short; they are changed further down, below what is looked at more often.
#[component]
fn Gets(desk: Desk) -> impl IntoView {
    let types = Memo::new(move |_| {
        desk.current.with(|now| now.as_ref().map(|now| now.event_types.clone()).unwrap_or_default())
    });
    view! {
        <Section
            id="gets"
            title="Sends these events"
            actions=|| view! { <TextLink href="#sends">"Change"</TextLink> }
        >
            {move || {
                let types = types.get();
                if types.is_empty() {
                    return view! { <p class="mt-1 text-muted">"Every event, also types that come later."</p> }
                        .into_any();
                }
                let names = types
                    .into_iter()
                    .map(|name| {
                        view! {
                            <li class="rounded-sm border border-line px-1.5 font-mono text-caption leading-5">{name}</li>
                        }
                    })
                    .collect_view();
                view! { <ul class="mt-1.5 flex flex-wrap gap-1.5">{names}</ul> }.into_any()
            }}
        </Section>
    }
}

#[component]
fn Head(desk: Desk, endpoint: WebhookEndpoint) -> impl IntoView {
    let hydrated = use_hydrated();
    let id = endpoint.id;
    let (switching, deleting) = (RwSignal::new(false), RwSignal::new(false));
    let name = Memo::new(move |before: Option<&String>| {
        let named = desk.current.with(|now| now.as_ref().map(|now| parts(&now.url)));
        named.map_or_else(|| before.cloned().unwrap_or_default(), |(host, path)| format!("{host}{path}"))
    });
    let host = Memo::new(move |before: Option<&String>| {
        let named = desk.current.with(|now| now.as_ref().map(|now| parts(&now.url).0));
        named.unwrap_or_else(|| before.cloned().unwrap_or_default())
    });
    let state = Memo::new(move |_| desk.current.with(|now| now.as_ref().map(health)));
    let on = Memo::new(move |_| {
        desk.current.with(|now| now.as_ref().is_some_and(|now| now.state == EndpointState::Enabled))
    });
    let items = Signal::derive(move || {
        let off = MenuItem::new("Switch off", move || switching.set(true)).icon(lucide::LuPowerOff);
        let delete =
            MenuItem::new("Delete endpoint", move || deleting.set(true)).icon(lucide::LuTrash2).danger();
        if on.get() { vec![off, MenuItem::separator(), delete] } else { vec![delete] }
    });
    let navigate = use_navigate();
    let delete = move || {
        let navigate = navigate.clone();
        spawn_local(async move {
            match delete_webhook(id).await {
                Ok(()) => {
                    desk.toaster.success(format!("The endpoint at {} was deleted", host.get_untracked()));
                    navigate(WEBHOOKS, NavigateOptions::default());
                }
                Err(error) => desk.toaster.error("The endpoint was not deleted", error.message),
            }
            desk.look();
        });
    };
    let disable = move || {
        spawn_local(async move {
            desk.settle("The endpoint is switched off", disable_webhook(id).await);
        });
    };
    let lost = move || {
        let waiting = desk.current.with(|now| now.as_ref().map_or(0, |now| now.waiting));
        match waiting {
            0 => "Nothing is sent there any more. What was sent can no longer be looked at.".to_owned(),
            number => {
                let lost = deliveries(number, "that waits is cancelled", "that wait are cancelled");
                format!("{lost}, and what was sent can no longer be looked at.")
            }
        }
    };
    view! {
        <div class="flex flex-wrap items-center gap-x-3 gap-y-2">
            <h2 id="endpoint" class="min-w-0 text-large font-semibold break-all">
                <a href=endpoint_href(&id.to_string()) class="rounded-sm">
                    {name}
                </a>
            </h2>
            {move || {
                state
                    .get()
                    .map(|(tone, label, behind)| {
                        view! {
                            <Badge tone title=behind>
                                {label}
                            </Badge>
                        }
                    })
            }}
            <span class="ml-auto flex gap-1.5">
                <TestButton desk id />
                <Menu
                    id="endpoint-more"
                    label="More actions"
                    icon=lucide::LuEllipsis
                    kind=ui::ButtonKind::Secondary
                    disabled=Signal::derive(move || !hydrated.get())
                    items
                />
            </span>
        </div>
        <Confirm
            id="switch-off"
            open=switching
            title=move || format!("Switch off {}?", host.get())
            text="What waits is held until it is on again. Events that happen meanwhile are not kept for it."
            verb="Switch off"
            on_confirm=move |()| disable()
        />
        <Confirm
            id="delete-endpoint"
            open=deleting
            title=move || format!("Delete the endpoint at {}?", host.get())
            text=Signal::derive(lost)
            verb="Delete endpoint"
            on_confirm=move |()| delete()
        />
    }
}
