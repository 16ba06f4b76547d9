//! `POST /f/{slug}/draft`: what was typed so far, saved while it is typed.

use super::arrival::Arrival;
use super::input::Body;
use super::send::key_of;
use crate::problem::Problem;
use crate::state::AppState;
use axum::Json;
use axum::body::Bytes;
use axum::extract::State;
use axum::extract::rejection::BytesRejection;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use domain::forms::drafts::{self, DraftStart};
use domain::{Error, Result};
use serde_json::json;
use shared::forms::Answers;

/// Takes the answers of one step, as texts by key, and keeps those of the others. A blank answer is taken back.
/// Answers 200 with the draft's token, 201 when it was begun, 204 when there is nothing to keep yet.
pub(super) async fn save(
    State(state): State<AppState>,
    arrival: Arrival,
    headers: HeaderMap,
    bytes: std::result::Result<Bytes, BytesRejection>,
) -> Response {
    if let Err(retry_after) = state.form_limits.draft(arrival.ip) {
        return Problem::from_domain(Error::RateLimited { retry_after }, arrival.request).into_response();
    }
    let body = match Body::read(&headers, bytes, arrival.request) {
        Ok(body) => body,
        Err(problem) => return problem.into_response(),
    };
    match keep(&state, &arrival, body).await {
        Ok(None) => StatusCode::NO_CONTENT.into_response(),
        Ok(Some((status, token))) => {
            let resume = resume_link(&state, &arrival, &token);
            (status, Json(json!({ "key": key_of(&token), "resume": resume, "token": token }))).into_response()
        }
        Err(error) => Problem::from_domain(error, arrival.request).into_response(),
    }
}

async fn keep(state: &AppState, arrival: &Arrival, mut body: Body) -> Result<Option<(StatusCode, String)>> {
    let now = state.cx.now();
    let token = body.text("token");
    let step = body.index("step");
    let answers = body.answers();
    let attribution = body.attribution(now);
    body.finish()?;
    if let Some(token) = token {
        merge(state, arrival, &token, step, answers).await?;
        return Ok(Some((StatusCode::OK, token)));
    }
    if answers.values().all(|answer| answer.trim().is_empty()) {
        return Ok(None);
    }
    let start = DraftStart { attribution, host_origin: arrival.host.as_ref().map(ToString::to_string) };
    let open = drafts::begin(&state.cx, &arrival.form, arrival.request, &arrival.peer, start, step, &answers)
        .await?;
    Ok(Some((StatusCode::CREATED, open.token)))
}

/// Puts answers over those saved before.
async fn merge(
    state: &AppState,
    arrival: &Arrival,
    token: &str,
    step: usize,
    answers: Answers,
) -> Result<()> {
    let draft =
        drafts::load(&state.cx, &arrival.form, token).await?.ok_or(Error::NotFound("the saved form"))?;
    let mut all = draft.answers;
    all.extend(answers);
    drafts::save(&state.cx, &arrival.form, token, step, &all).await
}

/// Whole address under which the form can be continued, on the form's own page.
pub(super) fn resume_link(state: &AppState, arrival: &Arrival, token: &str) -> String {
    // Tokens are URL-safe.
    format!("{}/f/{}?resume={token}", state.cx.settings().public_url, arrival.form.slug)
}
