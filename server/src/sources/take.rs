//! One payload: limits, source, body, and the answer after the commit.

use crate::middleware::RequestContext;
use crate::problem::Problem;
use crate::state::AppState;
use axum::Json;
use axum::body::{Body, Bytes};
use axum::extract::rejection::PathRejection;
use axum::extract::{Extension, Path, Request, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use domain::Error;
use domain::sources::{self, Arrived, Door, Received};
use futures::StreamExt as _;
use serde_json::json;
use shared::sources::{InboundState, MAX_BODY, Refusal, RefusedReason};
use shared::{InboundPayloadId, RequestId};

/// Answers 202 with the payload once it is on disk, 200 when it came before, else a problem that says why.
pub(super) async fn take(
    State(state): State<AppState>,
    Extension(known): Extension<RequestContext>,
    path: Result<Path<(String, String)>, PathRejection>,
    request: Request,
) -> Response {
    let (slug, token) = path.map(|path| path.0).unwrap_or_default();
    let door = match sources::door(&state.cx, &slug, &token).await {
        Ok(door) => door,
        Err(Error::NotFound(_)) => return nowhere(&state, known),
        Err(error) => return Problem::from_domain(error, known.id).into_response(),
    };
    if let Err(retry_after) = state.source_limits.payload(door.source(), known.ip) {
        return Problem::from_domain(Error::RateLimited { retry_after }, known.id).into_response();
    }
    let (parts, body) = request.into_parts();
    let (body, complete) = match read(body, &parts.headers).await {
        Ok(read) => read,
        Err(error) => {
            tracing::debug!(%error, "a payload ended early");
            let words = "The body could not be read.";
            return Problem::new(StatusCode::BAD_REQUEST, "body.unreadable", words, known.id).into_response();
        }
    };
    let arrived = Arrived {
        headers: headers(&parts.headers),
        body,
        complete,
        ip: known.ip.map(|ip| ip.to_string()),
        request: known.id,
    };
    match sources::receive(&state.cx, &door, arrived).await {
        Ok(Received::Accepted(id)) => told(StatusCode::ACCEPTED, id, InboundState::Received),
        Ok(Received::Duplicate(id)) => told(StatusCode::OK, id, InboundState::Duplicate),
        Ok(Received::Refused(refusal)) => refused(&door, refusal, known.id),
        Err(error) => Problem::from_domain(error, known.id).into_response(),
    }
}

/// The same words for every address that leads nowhere.
fn nowhere(state: &AppState, known: RequestContext) -> Response {
    if let Err(retry_after) = state.source_limits.guess(known.ip) {
        return Problem::from_domain(Error::RateLimited { retry_after }, known.id).into_response();
    }
    let words = "Nothing is taken at this address.";
    Problem::new(StatusCode::NOT_FOUND, "not_found", words, known.id).into_response()
}

fn told(status: StatusCode, id: InboundPayloadId, state: InboundState) -> Response {
    (status, Json(json!({ "id": id, "state": state }))).into_response()
}

fn refused(door: &Door, refusal: Refusal, request: RequestId) -> Response {
    let status = status(refusal.reason);
    let kind = format!("payload.{}", refusal.reason.as_str());
    let mut response = Problem::new(status, &kind, refusal.message, request).into_response();
    if status == StatusCode::UNAUTHORIZED && door.asks_for_password() {
        let challenge = HeaderValue::from_static("Basic realm=\"Empire\", charset=\"UTF-8\"");
        response.headers_mut().insert(header::WWW_AUTHENTICATE, challenge);
    }
    response
}

const fn status(reason: RefusedReason) -> StatusCode {
    use RefusedReason as R;
    match reason {
        R::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
        R::MediaType => StatusCode::UNSUPPORTED_MEDIA_TYPE,
        R::NotJson | R::Stale => StatusCode::BAD_REQUEST,
        R::Unsigned | R::Signature | R::Credentials => StatusCode::UNAUTHORIZED,
        R::SwitchedOff => StatusCode::CONFLICT,
        R::TooDeep | R::TooMany | R::Field | R::Unreachable | R::OtherContent | R::Failed => {
            StatusCode::UNPROCESSABLE_ENTITY
        }
    }
}

/// Names and values as text; what is no text is replaced.
fn headers(headers: &HeaderMap) -> Vec<(String, String)> {
    headers
        .iter()
        .map(|(name, value)| {
            (name.as_str().to_owned(), String::from_utf8_lossy(value.as_bytes()).into_owned())
        })
        .collect()
}

/// The body, and whether that is all of it: no more is read than may be kept.
async fn read(body: Body, headers: &HeaderMap) -> Result<(Vec<u8>, bool), axum::Error> {
    let announced = headers.get(header::CONTENT_LENGTH).and_then(|value| value.to_str().ok()?.parse().ok());
    let mut bytes = Vec::with_capacity(announced.unwrap_or(0).min(MAX_BODY));
    let mut parts = body.into_data_stream();
    while let Some(part) = parts.next().await {
        let part: Bytes = part?;
        let room = MAX_BODY.saturating_sub(bytes.len());
        bytes.extend_from_slice(part.get(..room.min(part.len())).unwrap_or_default());
        if part.len() > room {
            return Ok((bytes, false));
        }
    }
    Ok((bytes, true))
}
