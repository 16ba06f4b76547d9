//! Server functions around the session. Each works for a script and for a plain form: the form is answered with a
//! redirect, on errors back to its page.

use crate::rpc::AppError;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use shared::members::InvitationPreview;
use shared::sessions::SessionInfo;

/// Who is signed in, if anybody.
#[server(endpoint = "sessions/current")]
pub async fn current_session() -> Result<Option<SessionInfo>, AppError> {
    Ok(crate::ssr::caller().signed_in.map(|signed_in| signed_in.info))
}

/// How somebody may try the demo; `None` without demo data.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DemoHint {
    pub email: String,
    pub password: String,
}

/// What the sign-in page offers besides its form.
#[server(endpoint = "sessions/hints")]
pub async fn sign_in_hints() -> Result<Option<DemoHint>, AppError> {
    let demo = use_context::<crate::ssr::DemoSignIn>().unwrap_or_default();
    Ok(demo.0.map(|(email, password)| DemoHint { email, password }))
}

/// Starts a session; answers where to go.
#[server(endpoint = "sessions/sign_in")]
pub async fn sign_in(
    #[server(default)] email: String,
    #[server(default)] password: String,
    next: Option<String>,
) -> Result<String, AppError> {
    let input = shared::sessions::SignInInput { email, password };
    let (cx, caller) = (crate::ssr::context(), crate::ssr::caller());
    let session = domain::sessions::sign_in(&cx, caller.request, &input, &caller.peer)
        .await
        .map_err(|error| crate::ssr::fail_form(error, &[("email", &input.email)]))?;
    Ok(crate::ssr::enter(&cx, &session, next.as_deref()))
}

/// Ends the session.
#[server(endpoint = "sessions/sign_out")]
pub async fn sign_out() -> Result<(), AppError> {
    if let Some(signed_in) = crate::ssr::caller().signed_in {
        domain::sessions::sign_out(&crate::ssr::context(), &signed_in).await.map_err(crate::ssr::fail)?;
    }
    crate::ssr::clear_session_cookie();
    if crate::ssr::is_plain_form() {
        leptos_axum::redirect("/sign-in");
    }
    Ok(())
}

/// Founds an organization and signs its owner in; answers where to go.
#[server(endpoint = "organizations/found")]
pub async fn found_organization(
    #[server(default)] organization: String,
    #[server(default)] name: String,
    #[server(default)] email: String,
    #[server(default)] password: String,
) -> Result<String, AppError> {
    let input = shared::sessions::SignUpInput { organization, name, email, password };
    let (cx, caller) = (crate::ssr::context(), crate::ssr::caller());
    let session =
        domain::organizations::found(&cx, caller.request, &input, &caller.peer).await.map_err(|error| {
            let typed =
                [("organization", &*input.organization), ("name", &input.name), ("email", &input.email)];
            crate::ssr::fail_form(error, &typed)
        })?;
    Ok(crate::ssr::enter(&cx, &session, None))
}

/// What an invitation is for.
#[server(endpoint = "invitations/preview")]
pub async fn preview_invitation(token: String) -> Result<InvitationPreview, AppError> {
    domain::invitations::preview(&crate::ssr::context(), &token).await.map_err(crate::ssr::fail)
}

/// Joins the organization of an invitation and signs in; answers where to go.
#[server(endpoint = "invitations/accept")]
pub async fn accept_invitation(
    #[server(default)] token: String,
    name: Option<String>,
    #[server(default)] password: String,
) -> Result<String, AppError> {
    let name = name.unwrap_or_default();
    let input = shared::sessions::AcceptInvitationInput { token, name, password };
    let (cx, caller) = (crate::ssr::context(), crate::ssr::caller());
    let session = domain::invitations::accept(&cx, caller.request, &input, &caller.peer)
        .await
        .map_err(|error| crate::ssr::fail_form(error, &[("name", &input.name)]))?;
    Ok(crate::ssr::enter(&cx, &session, None))
}
