//! `POST /f/{slug}/submit`: the whole form as JSON, for pages of one's own making and for programs.

use super::arrival::Arrival;
use super::input::Body;
use super::send::{Sent, send};
use crate::problem::Problem;
use crate::state::AppState;
use app::public_form::TRAP;
use axum::Json;
use axum::body::Bytes;
use axum::extract::State;
use axum::extract::rejection::BytesRejection;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use domain::forms::drafts;
use domain::{Error, Result};
use serde_json::json;
use shared::forms::Finish;

/// Members: `answers` (texts by key), `key` or the header `Idempotency-Key`, and, where the page has them, `stamp`,
/// `draft` (its token), `attribution` and `host` (origin of the page around a frame).
/// Answers 201 with the submission and what is next, 200 when the same was sent before.
pub(super) async fn submit(
    State(state): State<AppState>,
    arrival: Arrival,
    headers: HeaderMap,
    bytes: std::result::Result<Bytes, BytesRejection>,
) -> Response {
    let body = match Body::read(&headers, bytes, arrival.request) {
        Ok(body) => body,
        Err(problem) => return problem.into_response(),
    };
    let sent = match read(&state, &arrival, &headers, body).await {
        Ok(sent) => sent,
        Err(error) => return refused(error, &arrival),
    };
    match send(&state, &arrival, sent).await {
        Ok(receipt) => {
            let status = if receipt.repeated { StatusCode::OK } else { StatusCode::CREATED };
            (status, Json(json!({ "submission": receipt.id, "next": next(&arrival) }))).into_response()
        }
        Err(error) => refused(error, &arrival),
    }
}

fn refused(error: Error, arrival: &Arrival) -> Response {
    if matches!(error, Error::Forbidden) {
        let words = "This site may not show the form. Add it to the form's allowed sites.";
        return Problem::new(StatusCode::FORBIDDEN, "origin.not_allowed", words, arrival.request)
            .into_response();
    }
    Problem::from_domain(error, arrival.request).into_response()
}

async fn read(state: &AppState, arrival: &Arrival, headers: &HeaderMap, mut body: Body) -> Result<Sent> {
    let named = headers.get("idempotency-key").and_then(|value| value.to_str().ok()).map(ToOwned::to_owned);
    let key = body.text("key");
    let stamp = body.text("stamp").unwrap_or_default();
    let token = body.text("draft");
    let host = body.text("host");
    let trap = body.text(TRAP).unwrap_or_default();
    let attribution = body.attribution(state.cx.now());
    let answers = body.answers();
    if let (Some(named), Some(key)) = (&named, &key)
        && named != key
    {
        body.wrong("key", "key.differs", "Send one key: in the header or in the body.");
    }
    body.finish()?;
    let host = match host.or_else(|| arrival.host.as_ref().map(ToString::to_string)) {
        None => None,
        Some(text) => Some(arrival.allows(&text).ok_or(Error::Forbidden)?.to_string()),
    };
    let draft = match token {
        None => None,
        // A token nobody knows any more costs nothing: the answers are all here.
        Some(token) => drafts::load(&state.cx, &arrival.form, &token).await?,
    };
    Ok(Sent { key: named.or(key).unwrap_or_default(), stamp, answers, attribution, host, draft, trap })
}

fn next(arrival: &Arrival) -> serde_json::Value {
    match &arrival.form.definition.finish {
        Finish::Redirect { url } => json!({ "type": "redirect", "url": url }),
        Finish::ThankYou { .. } => json!({ "type": "thanks", "url": arrival.address("/thanks", &[]) }),
    }
}
