//! Payloads of other programs over HTTP: `POST /in/{slug}/{token}`. Who may come in and what becomes of it is `domain`'s
//! business; here are the limits before, the bytes, and the answers.

pub mod limits;
mod take;

use crate::state::AppState;
use axum::Router;
use axum::routing::post;

/// Routes below `/in`.
pub fn router() -> Router<AppState> {
    Router::new().route("/in/{slug}/{token}", post(take::take))
}
