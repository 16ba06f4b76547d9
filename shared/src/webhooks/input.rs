//! What a member enters about an endpoint.

use super::WebhookUrl;
use crate::errors::{FieldError, FieldErrors, Problem};
use crate::events::is_public;
use crate::text;
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
}
