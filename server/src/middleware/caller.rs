//! Who calls: the session cookie becomes a [`Caller`] that server functions and pages find in the extensions.

use super::RequestContext;
use crate::problem::Problem;
use crate::state::AppState;
use app::ssr::{Caller, SessionCookie};
use axum::extract::{Request, State};
use axum::http::{HeaderMap, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use axum_extra::extract::CookieJar;
use domain::Peer;

/// Resolves the session, if there is one.
pub async fn attach_caller(State(state): State<AppState>, mut request: Request, next: Next) -> Response {
    let Some(known) = request.extensions().get::<RequestContext>().copied() else {
        return axum::http::StatusCode::INTERNAL_SERVER_ERROR.into_response();
    };
    let cookie = SessionCookie { secure: state.config.is_https() };
    let token =
        CookieJar::from_headers(request.headers()).get(cookie.name()).map(|cookie| cookie.value().to_owned());
    let signed_in = match token {
        None => None,
        Some(token) => match domain::sessions::resolve(&state.cx, known.id, &token).await {
            Ok(signed_in) => signed_in,
            Err(error) => return Problem::from_domain(error, known.id).into_response(),
        },
    };
    let caller = Caller {
        request: known.id,
        peer: peer_of(known, request.headers()),
        signed_in,
        is_rpc: request.uri().path().starts_with("/rpc/"),
    };
    request.extensions_mut().insert(caller);
    next.run(request).await
}

/// The peer of a request, bounded for storage.
pub fn peer_of(known: RequestContext, headers: &HeaderMap) -> Peer {
    let user_agent = headers
        .get(header::USER_AGENT)
        .and_then(|value| value.to_str().ok())
        .map(|text| text.chars().take(300).collect());
    Peer { ip: known.ip.map(|ip| ip.to_string()), user_agent }
}
