//! Accepting an invitation: who is new sets a name and a password, who has an account proves it.

use super::entry::{Drawing, Refusal, Submit, at, go_on, refusal};
use super::rpc::{AcceptInvitation, preview_invitation};
use super::sign_up::PASSWORD_HINT;
use crate::layout::{Failure, PageTitle, PlainPage};
use crate::rpc::{AppError, ErrorKind};
use crate::state::{PageErrors, Typed, ask};
use leptos::form::ActionForm;
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use leptos_router::{LazyRoute, lazy_route};
use shared::members::InvitationPreview;
use ui::{LinkButton, PasswordField, Skeleton, SkeletonShape, TextField};

/// `/invitations/:token`.
pub struct InvitationRoute;

#[lazy_route]
impl LazyRoute for InvitationRoute {
    fn data() -> Self {
        Self
    }

    fn view(this: Self) -> AnyView {
        let InvitationRoute = this;
        let params = use_params_map();
        let token = Memo::new(move |_| params.with(|params| params.get("token").unwrap_or_default()));
        let preview = ask(move || token.get(), preview_invitation);
        let inside = move || {
            Suspend::new(async move {
                match preview.await {
                    Ok(preview) => view! { <Accept preview token=token.get_untracked() /> }.into_any(),
                    Err(error) => refused(error),
                }
            })
        };
        view! {
            <PageTitle title="Join an organization" />
            <PlainPage aside=|| view! { <Drawing /> }.into_any()>
                <Suspense fallback=|| {
                    view! { <Skeleton shape=SkeletonShape::Card label="Loading the invitation" /> }
                }>{inside}</Suspense>
            </PlainPage>
        }
        .into_any()
    }
}

/// A link that leads nowhere is nobody's fault here: say what to do about it.
fn refused(error: AppError) -> AnyView {
    if !matches!(error.kind, ErrorKind::NotFound | ErrorKind::Conflict) {
        return view! { <Failure error what="the invitation" page=true level=1 /> }.into_any();
    }
    PageErrors::set(ErrorKind::NotFound);
    let words = match error.kind {
        ErrorKind::Conflict => error.message,
        _ => "The link is incomplete, or the invitation was taken back. Ask for a new one.".to_owned(),
    };
    view! {
        <h1 class="text-display font-semibold">"This invitation does not work"</h1>
        <p class="mt-1 mb-7 text-large text-muted">{words}</p>
        <LinkButton href="/sign-in">"Sign in"</LinkButton>
    }
    .into_any()
}

#[component]
fn Accept(preview: InvitationPreview, token: String) -> impl IntoView {
    let action = ServerAction::<AcceptInvitation>::new();
    go_on(action);
    let error = refusal(action);
    let known = preview.has_account;
    let role = preview.role.label().to_lowercase();
    let typed = expect_context::<Typed>();
    view! {
        <h1 class="text-display font-semibold">"Join " {preview.organization}</h1>
        <p class="mt-1 mb-7 text-large text-muted">
            {preview.invited_by} " invites " {preview.email.to_string()} " as " {role} "."
        </p>
        <Refusal error fields=&["name", "password"] />
        <ActionForm action attr:class="space-y-4" attr:novalidate="">
            <input type="hidden" name="token" value=token />
            {(!known)
                .then(|| {
                    view! {
                        <TextField
                            name="name"
                            label="Your name"
                            touch=true
                            autocomplete="name"
                            required=true
                            initial=typed.value("name")
                            error=at(error, "name")
                        />
                    }
                })}
            <PasswordField
                name="password"
                label="Password"
                touch=true
                required=true
                autocomplete=if known { "current-password" } else { "new-password" }
                hint=Some(if known { "The one you sign in with.".to_owned() } else { PASSWORD_HINT.to_owned() })
                error=at(error, "password")
            />
            <Submit action label="Join" busy="Joining" />
        </ActionForm>
    }
}
