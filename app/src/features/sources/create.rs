//! A new source: a form that works without scripts too. What comes of it is an address and a secret.

use super::address::{SOURCES, source_href};
use super::fields::{Draft, Fields, OWN};
use super::rpc::CreateSource;
use super::state::Desk;
use crate::state::Typed;
use leptos::form::ActionForm;
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;
use ui::{Banner, Button, ButtonKind, ButtonType, LinkButton, Section, Tone};

#[component]
pub(super) fn Create(desk: Desk) -> impl IntoView {
    let action = ServerAction::<CreateSource>::new();
    let draft = Draft::typed(expect_context::<Typed>());
    let navigate = use_navigate();
    Effect::new(move |_| {
        if let Some(Ok(made)) = action.value().get() {
            desk.shown.set(Some((made.id, made.secret)));
            desk.look();
            navigate(&source_href(&made.id.to_string()), NavigateOptions::default());
        }
    });
    let error = Signal::derive(move || {
        action.value().get().and_then(Result::err).filter(|_| !action.pending().get())
    });
    let beside = move || error.get().and_then(|error| error.beside(&OWN));
    view! {
        <Section id="add" title="Add a source" note="The next page shows the address and the secret to give to the sender.">
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
                <Fields id="new" draft error new=true />
                <div class="mt-5 flex flex-wrap gap-2">
                    <Button
                        kind=ButtonKind::Primary
                        button_type=ButtonType::Submit
                        busy=Signal::derive(move || action.pending().get())
                        busy_label="Adding"
                    >
                        "Add source"
                    </Button>
                    <LinkButton href=SOURCES>"Cancel"</LinkButton>
                </div>
            </ActionForm>
        </Section>
    }
}
