//! Security headers. Pages bring their own content policy with a nonce; everything else gets the strictest one.

use axum::extract::Request;
use axum::http::{HeaderName, HeaderValue, header};
use axum::middleware::Next;
use axum::response::Response;

const PERMISSIONS: HeaderName = HeaderName::from_static("permissions-policy");
const OPENER: HeaderName = HeaderName::from_static("cross-origin-opener-policy");

/// Adds what a handler did not set itself.
pub async fn security_headers(request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    let framed_by_policy = headers.contains_key(header::CONTENT_SECURITY_POLICY);
    let mut ensure = |name: HeaderName, value: &'static str| {
        if !headers.contains_key(&name) {
            headers.insert(name, HeaderValue::from_static(value));
        }
    };
    ensure(header::X_CONTENT_TYPE_OPTIONS, "nosniff");
    ensure(header::REFERRER_POLICY, "strict-origin-when-cross-origin");
    ensure(PERMISSIONS, "camera=(), microphone=(), geolocation=(), payment=()");
    ensure(OPENER, "same-origin");
    if !framed_by_policy {
        ensure(header::CONTENT_SECURITY_POLICY, "default-src 'none'; frame-ancestors 'none'");
        ensure(header::X_FRAME_OPTIONS, "DENY");
    }
    response
}

/// The content policy of a page of the app: scripts by nonce, nothing from elsewhere, never framed.
pub fn page_policy(nonce: &str) -> String {
    format!(
        "default-src 'self'; script-src 'self' 'nonce-{nonce}' 'strict-dynamic' 'wasm-unsafe-eval'; \
         style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self'; connect-src 'self'; \
         frame-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
    )
}
