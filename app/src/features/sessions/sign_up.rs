//! Founding an organization: its first member is its owner.

use super::entry::{Drawing, Refusal, Submit, at, go_on, refusal};
use super::rpc::FoundOrganization;
use crate::layout::{PageTitle, PlainPage};
use crate::state::Typed;
use leptos::form::ActionForm;
use leptos::prelude::*;
use leptos_router::{LazyRoute, lazy_route};
use ui::{FieldKind, PasswordField, TextField, TextLink};

/// `/sign-up`.
pub struct SignUpRoute;

#[lazy_route]
impl LazyRoute for SignUpRoute {
    fn data() -> Self {
        Self
    }

    fn view(this: Self) -> AnyView {
        let SignUpRoute = this;
        view! {
            <PageTitle title="Set up your organization" />
            <PlainPage aside=|| view! { <Drawing /> }.into_any()>
                <h1 class="text-display font-semibold">"Set up your organization"</h1>
                <p class="mt-1 mb-7 text-large text-muted">"You will be its owner and can invite others."</p>
                <SignUpForm />
                <p class="mt-6 text-muted">
                    "Already a member? " <TextLink href="/sign-in" class="underline">"Sign in"</TextLink>
                </p>
            </PlainPage>
        }
        .into_any()
    }
}

/// What a new password must be, said before it is typed.
pub(super) const PASSWORD_HINT: &str = "At least 12 characters, for example four words.";

#[component]
fn SignUpForm() -> impl IntoView {
    let action = ServerAction::<FoundOrganization>::new();
    go_on(action);
    let error = refusal(action);
    let typed = expect_context::<Typed>();
    view! {
        <Refusal error fields=&["organization", "name", "email", "password"] />
        <ActionForm action attr:class="space-y-4" attr:novalidate="">
            <TextField
                name="organization"
                label="Business"
                touch=true
                autocomplete="organization"
                required=true
                initial=typed.value("organization")
                error=at(error, "organization")
            />
            <TextField
                name="name"
                label="Your name"
                touch=true
                autocomplete="name"
                required=true
                initial=typed.value("name")
                error=at(error, "name")
            />
            <TextField
                name="email"
                label="Email"
                kind=FieldKind::Email
                touch=true
                autocomplete="username"
                required=true
                initial=typed.value("email")
                error=at(error, "email")
            />
            <PasswordField
                name="password"
                label="Password"
                touch=true
                required=true
                autocomplete="new-password"
                hint=Some(PASSWORD_HINT.to_owned())
                error=at(error, "password")
            />
            <Submit action label="Set up organization" busy="Setting up" />
        </ActionForm>
    }
}
