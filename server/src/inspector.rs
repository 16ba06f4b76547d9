//! `/hooks/inspect/{token}`: the inspector for requests from outside. Deliveries of this program do not come this way.

use crate::middleware::RequestContext;
use crate::problem::Problem;
use crate::state::AppState;
use axum::Router;
use axum::body::Bytes;
use axum::extract::rejection::BytesRejection;
use axum::extract::{DefaultBodyLimit, Extension, Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use domain::webhooks::inspector;

/// Bytes a request may have; more is refused before it is read.
const BODY: usize = 64 * 1024;

/// The one route.
pub fn router() -> Router<AppState> {
    Router::new().route("/hooks/inspect/{token}", post(receive)).layer(DefaultBodyLimit::max(BODY))
}

async fn receive(
    State(state): State<AppState>,
    Extension(known): Extension<RequestContext>,
    Path(token): Path<String>,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Response {
    let Ok(body) = body else {
        let words = "Send at most 64 kB.";
        return Problem::new(StatusCode::PAYLOAD_TOO_LARGE, "body.too_large", words, known.id)
            .into_response();
    };
    let headers: Vec<(String, String)> = headers
        .iter()
        .map(|(name, value)| {
            (name.as_str().to_owned(), String::from_utf8_lossy(value.as_bytes()).into_owned())
        })
        .collect();
    match inspector::receive(&state.cx, None, &token, &headers, &body).await {
        Ok(received) => {
            tokio::time::sleep(received.after).await;
            let status = StatusCode::from_u16(received.answer.status()).unwrap_or(StatusCode::OK);
            (status, received.answer.label()).into_response()
        }
        Err(error) => Problem::from_domain(error, known.id).into_response(),
    }
}
