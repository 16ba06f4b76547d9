//! A new form: what it is called and what it begins with. Works without scripts; the next page is where it is built.

use super::rpc::MakeForm;
use crate::layout::PageTitle;
use crate::state::{Typed, use_session};
use leptos::form::ActionForm;
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;
use leptos_router::{LazyRoute, lazy_route};
use shared::roles::Permission;
use ui::{
    Banner, Button, ButtonKind, ButtonType, Choice, EmptyState, LinkButton, RadioGroup, TextField, TextLink,
    Tone, lucide,
};

/// `/forms/new`.
pub struct NewFormRoute;

#[lazy_route]
impl LazyRoute for NewFormRoute {
    fn data() -> Self {
        Self
    }

    fn view(this: Self) -> AnyView {
        let NewFormRoute = this;
        let session = use_session();
        let may = Memo::new(move |_| session.may(Permission::ManageForms));
        view! {
            <PageTitle title="New form" />
            <div class="max-w-xl px-4 pt-2 pb-8 md:px-6">
                <nav aria-label="Breadcrumb" class="flex h-8 items-center text-caption text-muted">
                    <TextLink href="/forms" class="text-muted!">
                        "Forms"
                    </TextLink>
                </nav>
                <h1 class="text-title font-semibold">"New form"</h1>
                <Show
                    when=move || may.get()
                    fallback=|| {
                        view! {
                            <EmptyState
                                level=2
                                icon=lucide::LuLock
                                title="Your role does not make forms"
                                text="Ask an admin of your organization."
                            />
                        }
                    }
                >
                    <Fields />
                </Show>
            </div>
        }
        .into_any()
    }
}

const TITLE: &str = "title";

#[component]
fn Fields() -> impl IntoView {
    let action = ServerAction::<MakeForm>::new();
    let typed = expect_context::<Typed>();
    let navigate = use_navigate();
    Effect::new(move |_| {
        if let Some(Ok(made)) = action.value().get() {
            navigate(&format!("/forms/{made}/edit"), NavigateOptions::default());
        }
    });
    let error = Signal::derive(move || {
        action.value().get().and_then(Result::err).filter(|_| !action.pending().get())
    });
    let beside = move || error.get().and_then(|error| error.beside(&[TITLE]));
    let wrong =
        Signal::derive(move || error.with(|error| error.as_ref().and_then(|error| error.field(TITLE))));
    let start = typed.value("new[start]");
    let start = if start.is_empty() { "seller".to_owned() } else { start };
    view! {
        <ActionForm action attr:class="mt-4 space-y-4" attr:novalidate="">
            {move || {
                beside()
                    .map(|words| {
                        view! {
                            <Banner tone=Tone::Danger alert=true>
                                {words}
                                " What you entered is still here."
                            </Banner>
                        }
                    })
            }}
            <TextField
                name="new[title]"
                id="new-title"
                label="What is it called?"
                placeholder="Sell your house"
                initial=typed.value("new[title]")
                autocomplete="off"
                error=wrong
            />
            <RadioGroup
                name="new[start]"
                id="new-start"
                label="It begins with"
                choices=vec![
                    Choice::new("seller", "The seller form: house, condition, contact, consent"),
                    Choice::new("blank", "Name, phone and email"),
                ]
                initial=start
            />
            <div class="flex flex-wrap gap-2">
                <Button
                    kind=ButtonKind::Primary
                    button_type=ButtonType::Submit
                    busy=Signal::derive(move || action.pending().get())
                    busy_label="Making"
                >
                    "Make the form"
                </Button>
                <LinkButton href="/forms">"Cancel"</LinkButton>
            </div>
        </ActionForm>
    }
}
