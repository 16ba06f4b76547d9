//! Errors over HTTP: problem+json (RFC 9457), logged once, with the request id to quote.

use axum::Json;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use domain::Error;
use serde::Serialize;
use shared::{FieldError, RequestId};
use std::time::Duration;

/// An error on its way to the client.
#[derive(Debug, Serialize)]
pub struct Problem {
    /// Stable word, for example `invalid`; the documentation has an entry for each.
    #[serde(rename = "type")]
    kind: String,
    title: &'static str,
    status: u16,
    detail: String,
    request_id: String,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    errors: Vec<FieldError>,
    #[serde(skip)]
    retry_after: Option<Duration>,
}

impl Problem {
    /// A problem that the transport itself found.
    pub fn new(status: StatusCode, kind: &str, detail: impl Into<String>, request: RequestId) -> Self {
        Self {
            kind: format!("/problems/{kind}"),
            title: status.canonical_reason().unwrap_or("Error"),
            status: status.as_u16(),
            detail: detail.into(),
            request_id: request.to_string(),
            errors: Vec::new(),
            retry_after: None,
        }
    }

    /// The problem that a domain error is over HTTP.
    pub fn from_domain(error: Error, request: RequestId) -> Self {
        let status = match &error {
            Error::NotFound(_) => StatusCode::NOT_FOUND,
            Error::Conflict(_) => StatusCode::CONFLICT,
            Error::Invalid(_) => StatusCode::UNPROCESSABLE_ENTITY,
            Error::Forbidden => StatusCode::FORBIDDEN,
            Error::Unauthenticated => StatusCode::UNAUTHORIZED,
            Error::RateLimited { .. } => StatusCode::TOO_MANY_REQUESTS,
            Error::Unavailable(_) => StatusCode::SERVICE_UNAVAILABLE,
            Error::Internal(_) => StatusCode::INTERNAL_SERVER_ERROR,
        };
        if status.is_server_error() {
            tracing::error!(error = error.traced(), "request failed");
        } else {
            tracing::debug!(code = error.code(), "request refused");
        }
        let mut problem = Self::new(status, error.code(), error.to_string(), request);
        match error {
            Error::Invalid(errors) => problem.errors = errors,
            Error::RateLimited { retry_after } => problem.retry_after = Some(retry_after),
            Error::Unavailable(_) => problem.retry_after = Some(Duration::from_secs(5)),
            _ => {}
        }
        problem
    }

    /// The same problem with a time to wait.
    #[must_use]
    pub fn retry_after(mut self, wait: Duration) -> Self {
        self.retry_after = Some(wait);
        self
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let status = StatusCode::from_u16(self.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let retry_after = self.retry_after;
        let mut response = (status, Json(self)).into_response();
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
        if let Some(wait) = retry_after {
            headers.insert(header::RETRY_AFTER, HeaderValue::from(wait.as_secs().max(1)));
        }
        response
    }
}
