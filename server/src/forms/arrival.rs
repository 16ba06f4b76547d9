//! What is known about a request for a form before its body is read: the form, the caller, the site around it, and
//! whether it may be answered at all. Also the headers every answer carries.

use super::files::files;
use crate::middleware::{RequestContext, peer_of};
use crate::problem::Problem;
use crate::state::AppState;
use app::public_form::{Extent, Files, Frame, Purpose, message_page};
use axum::extract::{Extension, FromRequestParts, Path, Query};
use axum::http::header::{self, HeaderMap, HeaderName};
use axum::http::request::Parts;
use axum::http::{HeaderValue, Method, StatusCode};
use axum::response::{IntoResponse, Response};
use base64::Engine as _;
use domain::{Error, Peer};
use shared::RequestId;
use shared::forms::{Finish, PublicForm};
use shared::origin::Origin;
use std::fmt::Write as _;
use std::net::IpAddr;
use std::sync::Arc;

/// A page is asked for as a whole, or as what changes in one that is there.
const FRAGMENT: HeaderName = HeaderName::from_static("x-fragment");
/// Why a browser asks, where it is not because somebody went there.
const PURPOSE: HeaderName = HeaderName::from_static("sec-purpose");
/// Where a fragment stands, for the address bar.
const LOCATION: HeaderName = HeaderName::from_static("x-location");

/// A request for a form.
pub(super) struct Arrival {
    pub(super) form: Arc<PublicForm>,
    pub(super) request: RequestId,
    pub(super) peer: Peer,
    pub(super) ip: Option<IpAddr>,
    /// The address's parameters in order.
    pub(super) query: Vec<(String, String)>,
    /// The site that shows the page in a frame; one of the allowed.
    pub(super) host: Option<Origin>,
    pub(super) extent: Extent,
    /// Fetched in case somebody goes there.
    ahead: bool,
    pub(super) files: &'static Files,
    nonce: String,
}

impl FromRequestParts<AppState> for Arrival {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, Response> {
        let known = Extension::<RequestContext>::from_request_parts(parts, state)
            .await
            .map_err(IntoResponse::into_response)?
            .0;
        let files = files(&state.config.site_root);
        let door = Door { files, request: known.id, json: wants_json(parts.uri.path()) };
        let slug =
            Path::<String>::from_request_parts(parts, state).await.map(|path| path.0).unwrap_or_default();
        let form = match domain::forms::public(&state.cx, &slug).await {
            Ok(form) => form,
            Err(error) => return Err(door.refuse(error)),
        };
        if !parts.method.is_safe() && !from_here(&parts.headers, &state.cx.settings().public_url) {
            return Err(door.foreign("This form was sent from another site. Open it and send it from there."));
        }
        let query =
            Query::<Vec<(String, String)>>::try_from_uri(&parts.uri).map(|query| query.0).unwrap_or_default();
        let host = query
            .iter()
            .find(|(key, value)| key == "origin" && !value.is_empty())
            .map(|(_, value)| value.as_str());
        let host = match host {
            None => None,
            Some(text) => match allowed(&form, text) {
                Some(origin) => Some(origin),
                None => {
                    return Err(door
                        .foreign(&format!("{} has not allowed this site to show the form.", form.business)));
                }
            },
        };
        let nonce = base64::engine::general_purpose::STANDARD.encode(state.cx.random::<16>());
        Ok(Self {
            peer: peer_of(known, &parts.headers),
            request: known.id,
            ip: known.ip,
            ahead: parts.method == Method::HEAD
                || parts.headers.get(PURPOSE).is_some_and(|value| value.as_bytes().starts_with(b"prefetch")),
            extent: if parts.headers.contains_key(FRAGMENT) { Extent::Fragment } else { Extent::Page },
            form,
            query,
            host,
            files,
            nonce,
        })
    }
}

impl Arrival {
    /// What pages are rendered with.
    pub(super) fn frame(&self) -> Frame<'_> {
        Frame {
            form: &self.form,
            files: self.files,
            nonce: &self.nonce,
            embedded: self.host.as_ref(),
            extent: self.extent,
            purpose: Purpose::Visit,
        }
    }

    /// Whether a person sees the page for the first time: not what a script asks for in one that is there, not what a
    /// browser fetches in advance, and no program that reads the web.
    pub(super) fn is_seen_first(&self) -> bool {
        self.extent == Extent::Page && !self.ahead && is_person(self.peer.user_agent.as_deref())
    }

    /// The first value of a parameter.
    pub(super) fn parameter(&self, name: &str) -> Option<&str> {
        self.query.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    /// Whether an origin, given in a body, may show the form.
    pub(super) fn allows(&self, origin: &str) -> Option<Origin> {
        allowed(&self.form, origin)
    }

    /// A page with the headers of a form's page.
    pub(super) fn page(&self, status: StatusCode, html: String) -> Response {
        let mut response = html_response(status, html);
        if let Ok(policy) = HeaderValue::from_str(&policy(&self.form, &self.nonce)) {
            response.headers_mut().insert(header::CONTENT_SECURITY_POLICY, policy);
        }
        response
    }

    /// On to another page; a fragment's asker gets the page at once, through `shown`.
    pub(super) fn onward(&self, address: &str, shown: impl FnOnce() -> String) -> Response {
        let Ok(value) = HeaderValue::from_str(address) else {
            return self.page(StatusCode::OK, shown());
        };
        if self.extent == Extent::Fragment {
            let mut response = self.page(StatusCode::OK, shown());
            response.headers_mut().insert(LOCATION, value);
            return response;
        }
        let mut response = self.page(StatusCode::SEE_OTHER, String::new());
        response.headers_mut().insert(header::LOCATION, value);
        response
    }

    /// `/f/{slug}{tail}` with the frame's parameters, what the visit says of its origin, and these.
    pub(super) fn address(&self, tail: &str, more: &[(&str, &str)]) -> String {
        let mut address = format!("/f/{}{tail}", self.form.slug);
        let hidden = |key: &str| super::input::is_hidden_field(&self.form.definition, key);
        let kept = self.query.iter().filter(|(key, _)| {
            matches!(key.as_str(), "embed" | "origin" | "referrer" | "landing_page")
                || shared::attribution::PARAMETERS.contains(&key.as_str())
                || hidden(key)
        });
        let all = kept.map(|(key, value)| (key.as_str(), value.as_str())).chain(more.iter().copied());
        for (index, (key, value)) in all.enumerate() {
            address.push(if index == 0 { '?' } else { '&' });
            percent_encode(&mut address, key);
            address.push('=');
            percent_encode(&mut address, value);
        }
        address
    }
}

/// How a request is turned away: in words on a page, or as a problem.
struct Door {
    files: &'static Files,
    request: RequestId,
    json: bool,
}

impl Door {
    fn refuse(&self, error: Error) -> Response {
        if self.json {
            return Problem::from_domain(error, self.request).into_response();
        }
        if matches!(error, Error::NotFound(_)) {
            let html = message_page(
                self.files,
                "This form is not here",
                "Check the address, or ask the person who gave it to you.",
                None,
            );
            return bare(StatusCode::NOT_FOUND, html, "'self'");
        }
        let status = match &error {
            Error::Unavailable(_) => StatusCode::SERVICE_UNAVAILABLE,
            _ => StatusCode::INTERNAL_SERVER_ERROR,
        };
        tracing::error!(error = error.traced(), "the form cannot be shown");
        let html = message_page(
            self.files,
            "The form cannot be shown right now",
            &format!("Try again in a minute. If it stays so, quote {}.", self.request),
            None,
        );
        bare(status, html, "'self'")
    }

    fn foreign(&self, words: &str) -> Response {
        if self.json {
            return Problem::new(StatusCode::FORBIDDEN, "origin.not_allowed", words, self.request)
                .into_response();
        }
        // Words without a button may be framed by anybody: who set the form up reads there what is missing.
        bare(
            StatusCode::FORBIDDEN,
            message_page(self.files, "This site may not show the form", words, None),
            "*",
        )
    }
}

fn wants_json(path: &str) -> bool {
    path.ends_with("/draft") || path.ends_with("/submit")
}

/// A page that belongs to no form; `ancestors` may show it in a frame.
fn bare(status: StatusCode, html: String, ancestors: &str) -> Response {
    let mut response = html_response(status, html);
    let policy = format!(
        "default-src 'none'; style-src 'self'; font-src 'self'; img-src 'self'; base-uri 'none'; frame-ancestors {ancestors}"
    );
    if let Ok(policy) = HeaderValue::from_str(&policy) {
        response.headers_mut().insert(header::CONTENT_SECURITY_POLICY, policy);
    }
    response
}

fn html_response(status: StatusCode, html: String) -> Response {
    let headers = [
        (header::CONTENT_TYPE, "text/html; charset=utf-8"),
        // Pages hold what was typed.
        (header::CACHE_CONTROL, "no-store"),
        // The address may hold a draft's token; browsers still send the origin with a post to ourselves.
        (header::REFERRER_POLICY, "same-origin"),
    ];
    (status, headers, html).into_response()
}

/// The content policy of a form's page: our own files, and only allowed sites around it.
fn policy(form: &PublicForm, nonce: &str) -> String {
    let mut policy = format!(
        "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self' 'nonce-{nonce}'; \
         img-src 'self' data:; font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'self'"
    );
    // Browsers apply form-action to where a post is redirected to.
    if let Finish::Redirect { url } = &form.definition.finish
        && let Ok(origin) = Origin::parse(url)
    {
        policy.push(' ');
        policy.push_str(origin.as_str());
    }
    policy.push_str("; frame-ancestors 'self'");
    for origin in &form.allowed_origins {
        policy.push(' ');
        policy.push_str(origin.as_str());
    }
    policy
}

/// Programs that read the web say so, or say nothing.
fn is_person(user_agent: Option<&str>) -> bool {
    let name = user_agent.unwrap_or_default().to_ascii_lowercase();
    let programs =
        ["bot", "crawl", "spider", "slurp", "facebookexternalhit", "preview", "lighthouse", "curl/"];
    !name.is_empty() && !programs.iter().any(|program| name.contains(program))
}

fn allowed(form: &PublicForm, text: &str) -> Option<Origin> {
    let origin = Origin::parse(text).ok()?;
    // A pattern is no origin, even where the same pattern is allowed.
    (!origin.as_str().contains('*') && form.allowed_origins.iter().any(|entry| entry.covers(&origin)))
        .then_some(origin)
}

/// Whether a post comes from one of our own pages, or from no browser at all.
fn from_here(headers: &HeaderMap, public_url: &str) -> bool {
    let text = |name: HeaderName| headers.get(name).and_then(|value| value.to_str().ok());
    match text(header::ORIGIN) {
        Some(origin) => {
            let own = Origin::parse(public_url).ok();
            let same = Origin::parse(origin).ok().is_some_and(|origin| own == Some(origin));
            let authority = origin.split_once("://").map(|(_, authority)| authority);
            same || (authority.is_some() && authority == text(header::HOST))
        }
        None => {
            !headers.contains_key(header::ORIGIN)
                && text(HeaderName::from_static("sec-fetch-site")).is_none_or(|site| site != "cross-site")
        }
    }
}

fn percent_encode(address: &mut String, text: &str) {
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            address.push(char::from(byte));
        } else {
            // Writing to a String cannot fail.
            write!(address, "%{byte:02X}").ok();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(pairs: &[(HeaderName, &'static str)]) -> HeaderMap {
        pairs.iter().map(|(name, value)| (name.clone(), HeaderValue::from_static(value))).collect()
    }

    #[test]
    fn a_post_comes_from_our_own_page_or_no_browser() {
        let own = "https://forms.example";
        let site = HeaderName::from_static("sec-fetch-site");
        assert!(from_here(&headers(&[]), own));
        assert!(from_here(&headers(&[(header::ORIGIN, "https://forms.example")]), own));
        assert!(from_here(
            &headers(&[(header::ORIGIN, "http://10.0.0.2:3000"), (header::HOST, "10.0.0.2:3000")]),
            own
        ));
        assert!(!from_here(
            &headers(&[(header::ORIGIN, "https://evil.example"), (header::HOST, "forms.example")]),
            own
        ));
        assert!(!from_here(&headers(&[(header::ORIGIN, "null"), (header::HOST, "forms.example")]), own));
        assert!(!from_here(&headers(&[(site, "cross-site")]), own));
    }

    #[test]
    fn programs_are_no_people() {
        assert!(is_person(Some("Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) Safari/604.1")));
        for program in [None, Some(""), Some("Mozilla/5.0 (compatible; Googlebot/2.1)"), Some("curl/8.1")] {
            assert!(!is_person(program), "{program:?}");
        }
    }

    #[test]
    fn parameters_are_encoded() {
        let mut address = String::new();
        percent_encode(&mut address, "a b&ü/\r\n");
        assert_eq!(address, "a%20b%26%C3%BC%2F%0D%0A");
    }
}
