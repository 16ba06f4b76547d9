//! The public form over HTTP.

pub mod limits;

use crate::state::AppState;

/// Routes below `/f` and the embed loader.
pub fn router() -> axum::Router<AppState> {
    axum::Router::new()
}
