//! The request id: made here, logged with every line, sent back, stored with every event the request causes.

use crate::state::AppState;
use axum::extract::{ConnectInfo, Request, State};
use axum::http::{HeaderName, HeaderValue};
use axum::middleware::Next;
use axum::response::Response;
use shared::RequestId;
use std::net::{IpAddr, SocketAddr};
use std::time::Instant;
use tracing::Instrument as _;

/// What is known about a request before anybody looked into it.
#[derive(Clone, Copy, Debug)]
pub struct RequestContext {
    pub id: RequestId,
    /// The client's address, seen through as many proxies as are trusted.
    pub ip: Option<IpAddr>,
}

const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// Gives the request its id, its log span and its log line.
pub async fn trace_request(State(state): State<AppState>, mut request: Request, next: Next) -> Response {
    let id = RequestId::from_uuid(state.cx.new_id());
    let ip = client_ip(&request, state.config.trusted_proxies);
    request.extensions_mut().insert(RequestContext { id, ip });
    let method = request.method().clone();
    // Queries may carry tokens and personal data: only the path is logged, and of a path only what is no secret.
    let path = loggable_path(request.uri().path());
    let span = tracing::info_span!("request", request_id = %id, %method, path);
    let started = Instant::now();
    let mut response = next.run(request).instrument(span.clone()).await;
    let micros = u64::try_from(started.elapsed().as_micros()).unwrap_or(u64::MAX);
    let status = response.status().as_u16();
    span.in_scope(|| {
        if status >= 500 {
            tracing::error!(status, micros, "answered");
        } else {
            tracing::info!(status, micros, "answered");
        }
    });
    if let Ok(value) = HeaderValue::from_str(&id.to_string()) {
        response.headers_mut().insert(REQUEST_ID, value);
    }
    response
}

fn loggable_path(path: &str) -> String {
    const SECRET: [&str; 2] = ["/invitations/", "/in/"];
    match SECRET.iter().find(|prefix| path.starts_with(**prefix)) {
        Some(prefix) => format!("{prefix}•••"),
        None => path.to_owned(),
    }
}

fn client_ip(request: &Request, trusted_proxies: u8) -> Option<IpAddr> {
    let direct = request.extensions().get::<ConnectInfo<SocketAddr>>().map(|info| info.0.ip());
    if trusted_proxies == 0 {
        return direct;
    }
    // Each proxy appends the address it saw, so the client stands as many places from the end as proxies are trusted;
    // what stands before it was written by the client and proves nothing.
    let forwarded: Vec<&str> = request
        .headers()
        .get_all("x-forwarded-for")
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .collect();
    forwarded
        .len()
        .checked_sub(usize::from(trusted_proxies))
        .and_then(|index| forwarded.get(index))
        .and_then(|text| text.trim().parse().ok())
        .or(direct)
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::body::Body;

    fn request(forwarded: &str) -> Request {
        let mut request =
            Request::builder().header("x-forwarded-for", forwarded).body(Body::empty()).unwrap();
        request.extensions_mut().insert(ConnectInfo(SocketAddr::from(([10, 0, 0, 1], 1))));
        request
    }

    #[test]
    fn only_trusted_proxies_are_believed() {
        let claimed = request("6.6.6.6, 203.0.113.9");
        assert_eq!(client_ip(&claimed, 0).unwrap().to_string(), "10.0.0.1");
        assert_eq!(client_ip(&claimed, 1).unwrap().to_string(), "203.0.113.9");
        assert_eq!(client_ip(&claimed, 3).unwrap().to_string(), "10.0.0.1");
        assert_eq!(client_ip(&request("garbage"), 1).unwrap().to_string(), "10.0.0.1");
    }

    #[test]
    fn tokens_stay_out_of_logs() {
        assert_eq!(loggable_path("/invitations/abc"), "/invitations/•••");
        assert_eq!(loggable_path("/in/northbeam/abc"), "/in/•••");
        assert_eq!(loggable_path("/leads"), "/leads");
    }
}
