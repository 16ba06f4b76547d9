//! `/livez`: the process answers. `/readyz`: it can do its work: the database answers and has the right shape.

use crate::state::AppState;
use crate::wiring;
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde_json::json;
use std::time::Duration;

/// Always 200 while the process runs.
pub async fn livez() -> &'static str {
    "ok"
}

/// 200 when work can be done, else 503 with the part that is missing.
pub async fn readyz(State(state): State<AppState>) -> Response {
    if state.stopping.is_cancelled() {
        return not_ready("stopping");
    }
    let pending = tokio::time::timeout(Duration::from_secs(2), wiring::pending_migrations(&state.cx)).await;
    match pending {
        Ok(Ok(0)) => Json(json!({ "status": "ready" })).into_response(),
        Ok(Ok(_)) => not_ready("migrations"),
        Ok(Err(error)) => {
            tracing::warn!(error = error.traced(), "not ready: the database does not answer");
            not_ready("database")
        }
        Err(_) => not_ready("database"),
    }
}

fn not_ready(missing: &str) -> Response {
    (StatusCode::SERVICE_UNAVAILABLE, Json(json!({ "status": "not ready", "missing": missing })))
        .into_response()
}
