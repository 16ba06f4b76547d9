//! Files of leads: the door they come in by, and the doors they go out by. Bodies stream both ways.

mod download;
mod upload;

use crate::state::AppState;
use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::routing::{get, post};
use tower_http::csrf::CsrfLayer;

/// Behind the session; what changes something is protected by origin, as pages are.
pub fn router() -> Router<AppState> {
    Router::new()
        // The limit is the domain's, and counted while the file comes.
        .route("/leads/import/upload", post(upload::upload).layer(DefaultBodyLimit::disable()))
        .route("/leads/import/sample.csv", get(download::sample))
        .route("/leads/import/{id}/problems.csv", get(download::problems))
        .route("/leads/export.csv", get(download::leads))
        .layer(CsrfLayer::new())
}
