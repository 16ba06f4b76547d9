//! The server's half of [`super::Boot`]: taken from the request's context. Routes are listed without a request, so
//! everything may be missing.

use super::Boot;
use crate::rpc::ErrorKind;
use crate::ssr::{Caller, LivePosition, typed_values};
use crate::state::zone::Offsets;
use axum::http::StatusCode;
use domain::Context;
use leptos::prelude::use_context;
use leptos_axum::ResponseOptions;

pub(super) fn gather() -> Boot {
    let Some(cx) = use_context::<Context>() else { return Boot::default() };
    let session = use_context::<Caller>().and_then(|caller| caller.signed_in).map(|signed_in| signed_in.info);
    let now = cx.now();
    let offsets = session.as_ref().map(|info| Offsets::of(&info.time_zone, now)).unwrap_or_default();
    Boot {
        session,
        now: now.timestamp_millis(),
        offsets,
        live_position: use_context::<LivePosition>().map(|position| position.0),
        typed: typed_values(),
    }
}

pub(super) fn set_page_status(kind: ErrorKind) {
    let status = match kind {
        ErrorKind::NotFound => StatusCode::NOT_FOUND,
        ErrorKind::Forbidden => StatusCode::FORBIDDEN,
        ErrorKind::Unauthenticated => StatusCode::UNAUTHORIZED,
        ErrorKind::Unavailable => StatusCode::SERVICE_UNAVAILABLE,
        ErrorKind::RateLimited => StatusCode::TOO_MANY_REQUESTS,
        ErrorKind::Conflict | ErrorKind::Invalid | ErrorKind::Connection => StatusCode::BAD_REQUEST,
        ErrorKind::Internal => StatusCode::INTERNAL_SERVER_ERROR,
    };
    if let Some(response) = use_context::<ResponseOptions>() {
        response.set_status(status);
    }
}
