//! What a member enters about an endpoint.

use super::WebhookUrl;
use crate::errors::{FieldError, FieldErrors, Problem};
use crate::events::is_public;
use crate::text;
use chrono::NaiveDateTime;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// Longest description, in characters.
const DESCRIPTION: usize = 200;

/// As typed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct WebhookEndpointInput {
    pub url: String,
    pub description: String,
    /// Names of event types; none means all.
    pub event_types: Vec<String>,
}

/// What holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WebhookEndpointParsed {
    pub url: WebhookUrl,
    pub description: Option<String>,
    /// Sorted, each once; none means all, also those that are invented later.
    pub event_types: Vec<String>,
}

impl WebhookEndpointInput {
    /// Reads the input. Errors: at `url`, `description` and `event_types.N` (`event_type.unknown`).
    pub fn parse(&self) -> Result<WebhookEndpointParsed, Vec<FieldError>> {
        let mut errors = FieldErrors::new();
        let url = errors.take("url", WebhookUrl::parse(&self.url));
        let description = errors.take("description", text::optional_line(&self.description, DESCRIPTION));
        let mut types = BTreeSet::new();
        for (index, name) in self.event_types.iter().enumerate() {
            if is_public(name) {
                types.insert(name.clone());
            } else {
                let words = "Choose a type from the list, for example lead.created.";
                errors.push(Problem::new("event_type.unknown", words).at(format!("event_types.{index}")));
            }
        }
        let event_types = types.into_iter().collect();
        let parsed = url.zip(description).map(|(url, description)| WebhookEndpointParsed {
            url,
            description,
            event_types,
        });
        errors.finish(parsed)
    }
}

/// Which deliveries to send again, as a member typed it: local times of the organization such as `2026-08-03T09:12`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ReplayRangeInput {
    pub from: String,
    /// Not included; nothing means now.
    pub to: String,
}

impl ReplayRangeInput {
    /// Reads both times. Errors: `time.unreadable` at `from` and `to`, `range.empty` at `to`.
    pub fn parse(&self) -> Result<(NaiveDateTime, Option<NaiveDateTime>), Vec<FieldError>> {
        let mut errors = FieldErrors::new();
        let from = errors.take("from", local(&self.from));
        let to =
            if self.to.trim().is_empty() { Some(None) } else { errors.take("to", local(&self.to)).map(Some) };
        if let (Some(from), Some(Some(to))) = (from, to)
            && from >= to
        {
            errors.push(Problem::new("range.empty", "Choose an end that is after the beginning.").at("to"));
        }
        errors.finish(from.zip(to))
    }
}

/// A local time as browsers send it, with or without seconds.
fn local(text: &str) -> Result<NaiveDateTime, Problem> {
    let text = text.trim();
    ["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"]
        .into_iter()
        .find_map(|form| NaiveDateTime::parse_from_str(text, form).ok())
        .ok_or_else(|| {
            Problem::new("time.unreadable", "Enter a date and a time, for example 2026-08-03T09:12.")
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn types_must_exist_and_are_sorted() {
        let input = WebhookEndpointInput {
            url: "https://a.example/in".into(),
            description: "  CRM ".into(),
            event_types: vec!["lead.created".into(), "form.submitted".into(), "lead.created".into()],
        };
        let parsed = input.parse().unwrap();
        assert_eq!(parsed.event_types, ["form.submitted", "lead.created"]);
        assert_eq!(parsed.description.as_deref(), Some("CRM"));
        let wrong = WebhookEndpointInput {
            url: "x".into(),
            event_types: vec!["lead.created".into(), "session.started".into()],
            ..input
        };
        let paths: Vec<String> = wrong.parse().unwrap_err().into_iter().map(|error| error.path).collect();
        assert_eq!(paths, ["url", "event_types.1"]);
    }

    #[test]
    fn ranges_are_local_times_in_order() {
        let read = |from: &str, to: &str| ReplayRangeInput { from: from.into(), to: to.into() }.parse();
        let wrong = |from: &str, to: &str| {
            let errors = read(from, to).unwrap_err();
            errors.into_iter().map(|error| (error.path, error.code)).collect::<Vec<_>>()
        };
        let (from, to) = read(" 2026-08-03T09:12 ", "2026-08-03T09:12:30").unwrap();
        assert_eq!(to.map(|to| (to - from).num_seconds()), Some(30));
        assert_eq!(read("2026-08-03T09:12", " ").unwrap().1, None);
        let pair = |path: &str, code: &str| (path.to_owned(), code.to_owned());
        assert_eq!(wrong("yesterday", ""), [pair("from", "time.unreadable")]);
        assert_eq!(wrong("", "x"), [pair("from", "time.unreadable"), pair("to", "time.unreadable")]);
        assert_eq!(wrong("2026-08-03T09:12", "2026-08-03T09:12"), [pair("to", "range.empty")]);
        assert_eq!(wrong("2026-02-30T09:12", ""), [pair("from", "time.unreadable")]);
    }
}
