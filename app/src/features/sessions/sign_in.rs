//! The sign-in page. A plain form underneath: it works before the page is alive, and without JavaScript.

use super::entry::{Drawing, Refusal, Submit, at, go_on, refusal};
use super::rpc::{DemoHint, SignIn, sign_in_hints};
use crate::layout::{PageTitle, PlainPage};
use crate::state::{Typed, ask_once, next_or_home, use_session};
use leptos::form::ActionForm;
use leptos::prelude::*;
use leptos_router::components::Redirect;
use leptos_router::hooks::use_query_map;
use leptos_router::{LazyRoute, lazy_route};
use ui::{FieldKind, Icon, PasswordField, TextField, TextLink, lucide};

/// `/sign-in`.
pub struct SignInRoute;

#[lazy_route]
impl LazyRoute for SignInRoute {
    fn data() -> Self {
        Self
    }

    fn view(this: Self) -> AnyView {
        let SignInRoute = this;
        let next = use_query_map().with_untracked(|query| query.get("next").unwrap_or_default());
        let session = use_session();
        if untrack(|| session.is_signed_in()) {
            let path = next_or_home(&next).to_owned();
            return view! { <Redirect path /> }.into_any();
        }
        let action = ServerAction::<SignIn>::new();
        go_on(action);
        let hints = ask_once(sign_in_hints);
        let demo = {
            let next = next.clone();
            move || {
                let next = next.clone();
                Suspend::new(async move {
                    // without an answer there is simply no note
                    hints.await.ok().flatten().map(|hint| view! { <DemoNote hint next action /> })
                })
            }
        };
        view! {
            <PageTitle title="Sign in" />
            <PlainPage aside=|| view! { <Drawing /> }.into_any()>
                <h1 class="text-display font-semibold">"Sign in"</h1>
                <p class="mt-1 mb-7 text-large text-muted">"to your organization"</p>
                <SignInForm action next />
                <p class="mt-6 text-muted">
                    "New here? " <TextLink href="/sign-up" class="underline">"Set up your organization"</TextLink>
                </p>
                <Suspense>{demo}</Suspense>
            </PlainPage>
        }
        .into_any()
    }
}

#[component]
fn SignInForm(action: ServerAction<SignIn>, next: String) -> impl IntoView {
    let error = refusal(action);
    let typed = expect_context::<Typed>();
    view! {
        <Refusal error fields=&["email"] />
        <ActionForm action attr:class="space-y-4" attr:novalidate="">
            <input type="hidden" name="next" value=next />
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
            <PasswordField name="password" label="Password" touch=true required=true />
            <Submit action label="Sign in" busy="Signing in" />
        </ActionForm>
    }
}

#[component]
fn DemoNote(hint: DemoHint, next: String, action: ServerAction<SignIn>) -> impl IntoView {
    view! {
        <div class="mt-6 flex gap-2 rounded-lg border border-line bg-sunken px-3 py-2.5 text-caption text-muted">
            <Icon icon=lucide::LuFlaskConical class="text-faint" />
            <div class="min-w-0">
                <p>"Demo data is loaded. Nothing leaves this machine."</p>
                <p class="num truncate">{hint.email.clone()} ", " {hint.password.clone()}</p>
                <ActionForm action>
                    <input type="hidden" name="next" value=next />
                    <input type="hidden" name="email" value=hint.email />
                    <input type="hidden" name="password" value=hint.password />
                    <button type="submit" class="min-h-6 font-medium text-accent-ink hover:underline">
                        "Sign in to the demo"
                    </button>
                </ActionForm>
            </div>
        </div>
    }
}
