//! Sending a test and seeing what came of it, while one waits.

use super::rpc::send_test;
use super::state::{Desk, Tried};
use super::words::{is_taken, test_result};
use crate::state::use_hydrated;
use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::WebhookEndpointId;
use ui::{Banner, Button, TextLink, Tone, lucide};

#[component]
pub(super) fn TestButton(desk: Desk, id: WebhookEndpointId) -> impl IntoView {
    let hydrated = use_hydrated();
    let asked = RwSignal::new(false);
    let name = id.to_string();
    let underway = {
        let name = name.clone();
        Memo::new(move |_| {
            desk.tried.with(|tried| {
                tried.as_ref().is_some_and(|tried| tried.endpoint == name && tried.outcome.is_none())
            })
        })
    };
    let send = move || {
        if asked.get_untracked() || underway.get_untracked() {
            return;
        }
        asked.set(true);
        let endpoint = name.clone();
        spawn_local(async move {
            match send_test(id).await {
                Ok(delivery) => desk.tried.set(Some(Tried { endpoint, delivery, outcome: None })),
                Err(error) => desk.toaster.error("No test was sent", error.message),
            }
            asked.try_set(false);
            desk.look();
        });
    };
    view! {
        <Button
            icon=lucide::LuSend
            disabled=Signal::derive(move || !hydrated.get())
            busy=Signal::derive(move || asked.get() || underway.get())
            busy_label="Sending"
            on_click=move |_| send()
        >
            "Send a test"
        </Button>
    }
}

/// The answer to the last test of the open endpoint.
#[component]
pub(super) fn TestResult(desk: Desk) -> impl IntoView {
    let tried = Memo::new(move |_| {
        let open = desk.endpoint.get();
        desk.tried.get().filter(|tried| Some(&tried.endpoint) == open.as_ref())
    });
    view! {
        <div aria-live="polite">
            {move || {
                tried
                    .get()
                    .map(|tried| {
                        let href = desk.place.with(|place| place.with_delivery(Some(tried.delivery.to_string())).href());
                        let (tone, words) = match &tried.outcome {
                            None => (Tone::Info, "The test is on its way.".to_owned()),
                            Some(outcome) => {
                                let taken = outcome.last.as_ref().is_some_and(|last| is_taken(last.status));
                                (if taken { Tone::Success } else { Tone::Danger }, test_result(outcome))
                            }
                        };
                        view! {
                            <div class="mt-3">
                                <Banner tone>
                                    {words} " "
                                    <TextLink href class="underline">
                                        "See request and answer"
                                    </TextLink>
                                </Banner>
                            </div>
                        }
                    })
            }}
        </div>
    }
}
