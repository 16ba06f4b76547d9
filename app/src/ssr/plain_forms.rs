//! Forms that are sent without JavaScript: the answer is a redirect back to the page, and what was typed must be in it
//! again. It travels in a cookie of a minute's life rather than in the address, which is logged and kept.

use crate::rpc::AppError;
use axum::http::request::Parts;
use axum::http::{HeaderValue, header};
use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use domain::Error;
use leptos::prelude::use_context;
use leptos_axum::ResponseOptions;
use std::collections::BTreeMap;

const COOKIE: &str = "empire_typed";
/// Longest value that is kept, in bytes: the cookie must stay small enough for every browser.
const LONGEST: usize = 300;

/// Whether the request comes from a form that the browser sent itself.
pub fn is_plain_form() -> bool {
    use_context::<Parts>().is_some_and(|parts| {
        parts
            .headers
            .get(header::ACCEPT)
            .and_then(|accept| accept.to_str().ok())
            .is_some_and(|accept| accept.contains("text/html"))
    })
}

/// [`fail`](super::fail) for a form: what was typed, by field name, is kept for the page that shows the error. Must not be
/// given secrets.
pub fn fail_form(error: Error, values: &[(&str, &str)]) -> AppError {
    keep_typed(values);
    super::fail(error)
}

/// Keeps what was typed, by field name, for the page that the form is answered with. Must not be given secrets.
pub fn keep_typed(values: &[(&str, &str)]) {
    if !is_plain_form() {
        return;
    }
    if let (Some(value), Some(response)) = (typed_cookie(values), use_context::<ResponseOptions>()) {
        response.append_header(header::SET_COOKIE, value);
    }
}

/// The cookie that hands values to the next page, for a form that no server function takes.
pub fn typed_cookie(values: &[(&str, &str)]) -> Option<HeaderValue> {
    let kept: BTreeMap<&str, &str> =
        values.iter().copied().filter(|(_, value)| value.len() <= LONGEST).collect();
    cookie(&BASE64_URL_SAFE_NO_PAD.encode(serde_json::to_vec(&kept).ok()?), 60)
}

/// What was typed, when this page is the answer to such a form; forgotten with this answer.
pub fn typed_values() -> BTreeMap<String, String> {
    let Some(values) = use_context::<Parts>().and_then(|parts| read(&parts)) else { return BTreeMap::new() };
    if let (Some(value), Some(response)) = (cookie("", 0), use_context::<ResponseOptions>()) {
        response.append_header(header::SET_COOKIE, value);
    }
    values
}

fn read(parts: &Parts) -> Option<BTreeMap<String, String>> {
    let encoded = parts
        .headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|cookies| cookies.to_str().ok())
        .flat_map(|cookies| cookies.split(';'))
        .find_map(|cookie| cookie.trim().strip_prefix(COOKIE)?.strip_prefix('='))?;
    decode(encoded)
}

fn decode(encoded: &str) -> Option<BTreeMap<String, String>> {
    serde_json::from_slice(&BASE64_URL_SAFE_NO_PAD.decode(encoded).ok()?).ok()
}

fn cookie(value: &str, max_age_seconds: u32) -> Option<HeaderValue> {
    let text = format!("{COOKIE}={value}; Path=/; HttpOnly; SameSite=Strict; Max-Age={max_age_seconds}");
    HeaderValue::from_str(&text).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::Request;
    use leptos::prelude::{Owner, provide_context};

    fn parts(accept: &str, cookie: &str) -> Parts {
        Request::builder()
            .header(header::ACCEPT, accept)
            .header(header::COOKIE, cookie)
            .body(())
            .unwrap()
            .into_parts()
            .0
    }

    #[test]
    fn what_was_typed_comes_back_once() {
        Owner::new().with(|| {
            provide_context(parts("text/html,application/xhtml+xml", ""));
            let response = ResponseOptions::default();
            provide_context(response.clone());
            keep_typed(&[("email", "dana@juniper.example; x"), ("name", &"x".repeat(400))]);
            let set = response
                .0
                .read()
                .unwrap()
                .headers
                .get(header::SET_COOKIE)
                .unwrap()
                .to_str()
                .unwrap()
                .to_owned();
            let cookie = set.split(';').next().unwrap().to_owned();

            provide_context(parts("text/html", &format!("a=b; {cookie}")));
            let values = typed_values();
            assert_eq!(values.get("email").map(String::as_str), Some("dana@juniper.example; x"));
            assert_eq!(values.len(), 1, "too long a value is left out");
        });
    }

    #[test]
    fn nothing_is_kept_for_a_script() {
        Owner::new().with(|| {
            provide_context(parts("application/json", ""));
            let response = ResponseOptions::default();
            provide_context(response.clone());
            keep_typed(&[("email", "dana@juniper.example")]);
            assert!(response.0.read().unwrap().headers.get(header::SET_COOKIE).is_none());
        });
    }

    #[test]
    fn a_forged_cookie_is_nothing() {
        for cookie in ["%%%", "", "bm90IGpzb24", "W10"] {
            assert_eq!(decode(cookie), None, "{cookie}");
        }
    }
}
