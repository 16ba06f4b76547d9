//! The screen with its data: the endpoints at the left, the open one beside them; on a phone one after the other.

use super::Opening;
use super::address::{WEBHOOKS, add_href};
use super::create::Create;
use super::endpoint::Endpoint;
use super::follow::follow;
use super::inspector::InspectorSection;
use super::list::Endpoints;
use super::state::Desk;
use crate::layout::Failure;
use crate::rpc::{AppError, ErrorKind};
use crate::state::use_hydrated;
use leptos::prelude::*;
use ui::{Banner, Button, ButtonKind, ButtonSize, EmptyState, LinkButton, Tone, lucide};

#[component]
pub(super) fn Screen(place: Memo<super::address::Place>, opening: Opening) -> impl IntoView {
    let desk = Desk::new(place, opening);
    follow(desk);
    view! {
        <Head desk />
        <Stale desk />
        <Parts desk />
    }
}

#[component]
fn Head(desk: Desk) -> impl IntoView {
    let hydrated = use_hydrated();
    let live = move || if hydrated.get() && !desk.stale.get() { "Live" } else { "Not live" };
    let adding = Memo::new(move |_| desk.place.with(|place| place.adding));
    view! {
        <div class="flex min-h-8 flex-wrap items-center gap-2">
            <h1 class="text-title font-semibold">"Webhooks"</h1>
            <span class="text-caption text-muted" role="status">
                {live}
            </span>
            <span class="ml-auto flex flex-wrap items-center gap-3">
                <Contract />
                <Show when=move || !adding.get()>
                    <LinkButton href=add_href("") icon=lucide::LuPlus>
                        "Add endpoint"
                    </LinkButton>
                </Show>
            </span>
        </div>
        <p class="mt-1 max-w-[68ch] text-muted">"Programs of partners hear of what happens here, signed, and again until they took it."</p>
    }
}

/// A file and no page of the app.
#[component]
fn Contract() -> impl IntoView {
    view! {
        <a
            href="/contracts/webhooks.json"
            rel="external noopener"
            target="_blank"
            class="inline-flex min-h-6 items-center rounded-sm text-accent-ink underline-offset-2 hover:underline"
        >
            "Schemas of all events"
        </a>
    }
}

/// What is shown may be old.
#[component]
fn Stale(desk: Desk) -> impl IntoView {
    view! {
        <Show when=move || desk.stale.get()>
            <div class="mt-3">
                <Banner
                    tone=Tone::Warning
                    icon=lucide::LuWifiOff
                    actions=move || {
                        view! {
                            <Button size=ButtonSize::Sm on_click=move |_| desk.look()>
                                "Look again"
                            </Button>
                        }
                    }
                >
                    <b class="font-medium">"The server could not be asked."</b>
                    " What you see may be old."
                </Banner>
            </div>
        </Show>
    }
}

#[component]
fn Parts(desk: Desk) -> impl IntoView {
    let any = Memo::new(move |_| desk.endpoints.with(|endpoints| !endpoints.is_empty()));
    // On a phone the open part has the page for itself.
    let apart = Memo::new(move |_| desk.place.with(|place| place.endpoint.is_some() || place.adding));
    view! {
        <div
            class="mt-4 gap-x-8 gap-y-6"
            class=("md:grid", move || any.get())
            class=("md:grid-cols-[248px_minmax(0,1fr)]", move || any.get())
            class=("lg:grid-cols-[300px_minmax(0,1fr)]", move || any.get())
        >
            <Show when=move || any.get()>
                <div class=("max-md:hidden", move || apart.get())>
                    <Endpoints desk />
                </div>
            </Show>
            <div class="min-w-0 max-md:mt-4">
                <Show when=move || any.get() && apart.get()>
                    <a
                        href=WEBHOOKS
                        class="-ml-1 inline-flex h-10 items-center gap-1 rounded-md px-1 font-medium text-accent-ink md:hidden"
                    >
                        "All endpoints"
                    </a>
                </Show>
                <Open desk any />
            </div>
        </div>
    }
}

/// What the address says is open.
#[component]
fn Open(desk: Desk, any: Memo<bool>) -> impl IntoView {
    let adding = Memo::new(move |_| desk.place.with(|place| place.adding));
    // What is known of the open endpoint changes all the time; the part is made anew for another one only.
    let opened = Memo::new(move |_| {
        let id = desk.endpoint.get()?;
        Some((id, desk.current.with(Option::is_some)))
    });
    move || match opened.get() {
        Some((_, true)) => view! { <Endpoint desk /> }.into_any(),
        Some((_, false)) => {
            let error = AppError {
                kind: ErrorKind::NotFound,
                message: "The endpoint was not found. It may have been removed.".to_owned(),
                fields: Vec::new(),
                request: None,
            };
            view! { <Failure error what="the endpoint" page=true /> }.into_any()
        }
        None if adding.get() => view! { <Create desk /> }.into_any(),
        None => view! {
            <Show when=move || !any.get()>
                <Empty />
            </Show>
            <InspectorSection desk />
        }
        .into_any(),
    }
}

#[component]
fn Empty() -> impl IntoView {
    view! {
        <EmptyState
            level=2
            icon=lucide::LuWebhook
            title="No endpoints yet"
            text="Enter the address of a partner's program, and it hears of every lead, form and member from then on."
            class="mb-6"
        >
            <LinkButton kind=ButtonKind::Primary href=add_href("")>
                "Add the first endpoint"
            </LinkButton>
        </EmptyState>
    }
}
