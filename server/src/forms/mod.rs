//! The public form over HTTP: pages that work as plain forms, partial saves, and a JSON door for the same submit.
//! What is asked and what is accepted is `shared`'s and `domain`'s business; no cookie is read or set here, so a form
//! works in a frame on any allowed site.

mod arrival;
mod drafts;
mod files;
mod input;
pub mod limits;
mod pages;
mod post;
pub mod preview;
mod send;
mod submit;

use crate::state::AppState;
use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::routing::{get, post as posting};

/// Most bytes of a body: answers are texts.
const BODY: usize = 64 * 1024;

/// Routes below `/f`.
pub fn router() -> Router<AppState> {
    Router::new()
        .route("/f/{slug}", get(pages::step).post(post::step))
        .route("/f/{slug}/thanks", get(pages::thanks))
        .route("/f/{slug}/draft", posting(drafts::save))
        .route("/f/{slug}/submit", posting(submit::submit))
        .layer(DefaultBodyLimit::max(BODY))
}
