//! `/contracts/webhooks.json`: a JSON Schema for every type of event that goes out, for partners and their programs.

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use std::sync::LazyLock;

/// Made once: it changes with the program only.
static WEBHOOKS: LazyLock<Option<String>> = LazyLock::new(|| match domain::webhooks::contract() {
    Ok(contract) => serde_json::to_string_pretty(&contract).ok(),
    Err(error) => {
        tracing::error!(error = error.traced(), "the contract of webhooks cannot be made");
        None
    }
});

/// The same as `docs/contracts/webhooks.json`.
pub async fn webhooks() -> Response {
    let Some(text) = WEBHOOKS.as_deref() else { return StatusCode::INTERNAL_SERVER_ERROR.into_response() };
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static("application/json")),
        (header::CACHE_CONTROL, HeaderValue::from_static("public, max-age=300")),
        (header::ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*")),
    ];
    (headers, text).into_response()
}
