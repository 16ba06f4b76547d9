//! A new endpoint: a form that works without scripts too. What comes of it is a secret that is shown once.

use super::address::{WEBHOOKS, endpoint_href};
use super::fields::{Draft, Fields, OWN};
use super::rpc::{CreateWebhook, get_webhook};
use super::state::{Desk, Shown};
use crate::state::Typed;
use leptos::form::ActionForm;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;
use ui::{Banner, Button, ButtonKind, ButtonType, LinkButton, Section, Tone};

#[component]
pub(super) fn Create(desk: Desk) -> impl IntoView {
    let action = ServerAction::<CreateWebhook>::new();
    let url = desk.place.with_untracked(|place| place.url.clone());
    let draft = Draft::typed(expect_context::<Typed>(), &url);
    let navigate = use_navigate();
    Effect::new(move |_| {
        if let Some(Ok(made)) = action.value().get() {
            let (endpoint, navigate) = (made.id.to_string(), navigate.clone());
            desk.shown.set(Some(Shown { endpoint: endpoint.clone(), secret: made.secret }));
            spawn_local(async move {
                // Its page is opened when there is something to show.
                if let Ok(new) = get_webhook(endpoint.clone()).await {
                    desk.add(new);
                }
                navigate(&endpoint_href(&endpoint), NavigateOptions::default());
                desk.look();
            });
        }
    });
    let error = Signal::derive(move || {
        action.value().get().and_then(Result::err).filter(|_| !action.pending().get())
    });
    let beside = move || error.get().and_then(|error| error.beside(&OWN));
    view! {
        <Section id="add" title="Add endpoint" note="The next page shows the secret that signs what is sent there.">
            <ActionForm action attr:class="mt-3" attr:novalidate="">
                {move || {
                    beside()
                        .map(|words| {
                            view! {
                                <Banner tone=Tone::Danger alert=true class="mb-3">
                                    {words}
                                    " What you entered is still here."
                                </Banner>
                            }
                        })
                }}
                <Fields id="new" draft error />
                <div class="mt-5 flex flex-wrap gap-2">
                    <Button
                        kind=ButtonKind::Primary
                        button_type=ButtonType::Submit
                        busy=Signal::derive(move || action.pending().get())
                        busy_label="Adding"
                    >
                        "Add endpoint"
                    </Button>
                    <LinkButton href=WEBHOOKS>"Cancel"</LinkButton>
                </div>
            </ActionForm>
        </Section>
    }
}
