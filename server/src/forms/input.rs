//! Bodies taken apart: JSON with a path for everything that is wrong, and what any door reads the same way.

use crate::problem::Problem;
use axum::body::Bytes;
use axum::extract::rejection::BytesRejection;
use axum::http::{HeaderMap, StatusCode, header};
use chrono::{DateTime, Utc};
use serde_json::{Map, Value};
use shared::attribution::{Attribution, PARAMETERS, Touch};
use shared::forms::{Answers, FieldKind, FormDefinition, read_answers};
use shared::{FieldError, RequestId};

/// A JSON object whose members are taken one by one; what is left over is an error.
pub(super) struct Body {
    members: Map<String, Value>,
    errors: Vec<FieldError>,
}

impl Body {
    /// Reads an object. Nesting is bounded by the parser, size by the router.
    pub(super) fn read(
        headers: &HeaderMap,
        bytes: Result<Bytes, BytesRejection>,
        request: RequestId,
    ) -> Result<Self, Box<Problem>> {
        let refuse = |status, kind, words: &str| Err(Box::new(Problem::new(status, kind, words, request)));
        let bytes = match bytes {
            Ok(bytes) => bytes,
            Err(error) if error.status() == StatusCode::PAYLOAD_TOO_LARGE => {
                return refuse(error.status(), "body.too_large", "Send at most 64 kB.");
            }
            Err(error) => return refuse(error.status(), "body.unreadable", "The body could not be read."),
        };
        if !is_json(headers) {
            return refuse(StatusCode::UNSUPPORTED_MEDIA_TYPE, "body.media_type", "Send application/json.");
        }
        match serde_json::from_slice(&bytes) {
            Ok(Value::Object(members)) => Ok(Self { members, errors: Vec::new() }),
            Ok(_) => refuse(StatusCode::UNPROCESSABLE_ENTITY, "invalid", "Send an object."),
            Err(error) => {
                refuse(StatusCode::BAD_REQUEST, "body.malformed", &format!("This is no JSON: {error}."))
            }
        }
    }

    /// A text that may be left out or null.
    pub(super) fn text(&mut self, name: &str) -> Option<String> {
        match self.members.remove(name)? {
            Value::Null => None,
            Value::String(text) => Some(text),
            _ => {
                self.wrong(name, "text.type", "Send a text.");
                None
            }
        }
    }

    /// A small count that may be left out.
    pub(super) fn index(&mut self, name: &str) -> usize {
        let Some(value) = self.members.remove(name) else { return 0 };
        let index = value.as_u64().and_then(|number| usize::try_from(number).ok());
        index.unwrap_or_else(|| {
            self.wrong(name, "number.type", "Send a whole number, 0 or more.");
            0
        })
    }

    /// The answers; they must be there.
    pub(super) fn answers(&mut self) -> Answers {
        read_answers(&self.members.remove("answers").unwrap_or(Value::Null)).unwrap_or_else(|errors| {
            self.errors.extend(errors);
            Answers::new()
        })
    }

    /// What the page knows of the visit. Read leniently: a broken campaign link must not cost a lead.
    pub(super) fn attribution(&mut self, now: DateTime<Utc>) -> Attribution {
        self.members.remove("attribution").map(|value| attribution(&value, now)).unwrap_or_default()
    }

    /// Notes an error of a member.
    pub(super) fn wrong(&mut self, name: &str, code: &str, words: &str) {
        self.errors.push(FieldError::new(name, code, words));
    }

    /// Everything that was wrong, members nobody asked for included.
    pub(super) fn finish(mut self) -> Result<(), domain::Error> {
        for name in self.members.keys() {
            let shown: String = name.chars().filter(|c| !c.is_control()).take(60).collect();
            self.errors.push(FieldError::new(shown, "field.unknown", "There is no such field."));
        }
        if self.errors.is_empty() { Ok(()) } else { Err(domain::Error::Invalid(self.errors)) }
    }
}

fn is_json(headers: &HeaderMap) -> bool {
    headers
        .get(header::CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .and_then(|value| value.split(';').next())
        .is_some_and(|kind| kind.trim().eq_ignore_ascii_case("application/json"))
}

/// Both touches of `{"first": {…}, "last": {…}}`, bounded, with no visit in the future.
pub(super) fn attribution(value: &Value, now: DateTime<Utc>) -> Attribution {
    let one = |name: &str| value.get(name).map(|value| touch(value, now)).unwrap_or_default();
    Attribution { first: one("first"), last: one("last") }.bounded()
}

fn touch(value: &Value, now: DateTime<Utc>) -> Touch {
    let names = PARAMETERS.into_iter().chain(["referrer", "landing_page"]);
    let pairs = names.filter_map(|name| Some((name, value.get(name)?.as_str()?)));
    let mut touch = Touch::from_pairs(pairs);
    let at =
        value.get("occurred_at").and_then(Value::as_str).and_then(|text| text.parse::<DateTime<Utc>>().ok());
    touch.occurred_at = at.map(|at| at.min(now));
    touch
}

/// What the address of a form's own page says of the visit.
pub(super) fn attribution_of_query(query: &[(String, String)], now: DateTime<Utc>) -> Attribution {
    let touch = Touch::from_pairs(query.iter().map(|(key, value)| (key.as_str(), value.as_str())));
    if touch.is_empty() {
        return Attribution::default();
    }
    let last = Touch { occurred_at: Some(now), ..touch };
    Attribution { first: last.clone(), last }
}

/// Whether a question is one that the host page answers.
pub(super) fn is_hidden_field(definition: &FormDefinition, key: &str) -> bool {
    definition.field(key).is_some_and(|field| matches!(field.kind, FieldKind::Hidden { .. }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn visits_are_read_leniently_and_never_lie_ahead() {
        let now: DateTime<Utc> = "2026-08-04T11:22:00Z".parse().unwrap();
        let read = attribution(
            &json!({ "last": { "gclid": "x", "utm_term": 7, "occurred_at": "2030-01-01T00:00:00Z" }, "first": [] }),
            now,
        );
        assert_eq!(read.last.gclid.as_deref(), Some("x"));
        assert_eq!(read.last.occurred_at, Some(now));
        assert_eq!(read.first, read.last);
        assert!(attribution(&json!("garbage"), now).last.is_empty());
    }
}
