//! The webhooks in the address bar: which endpoint is open, which of its deliveries are listed, and which one is open.

use crate::features::leads::address::encoded;
use leptos_router::params::ParamsMap;
use serde::{Deserialize, Serialize};
use shared::webhooks::{DeliveryQuery, DeliveryState};

/// The page's own address.
pub const WEBHOOKS: &str = "/settings/webhooks";

/// What a page is handed under this name by a plain form that made an endpoint.
pub const CREATED: &str = "webhook_created";

/// The page of an endpoint.
pub fn endpoint_href(id: &str) -> String {
    format!("{WEBHOOKS}/{}", encoded(id))
}

/// The form for a new endpoint, with an address in it.
pub fn add_href(url: &str) -> String {
    if url.is_empty() {
        format!("{WEBHOOKS}?add=1")
    } else {
        format!("{WEBHOOKS}?add=1&url={}", encoded(url))
    }
}

/// How the list of deliveries is narrowed, in the words of the address; an empty one does not narrow.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Narrow {
    pub state: String,
    /// Name of a type of event.
    pub kind: String,
}

impl Narrow {
    /// The state, when the word is one.
    pub fn state(&self) -> Option<DeliveryState> {
        DeliveryState::from_word(&self.state)
    }

    /// The same in another state, or in all of them.
    pub fn in_state(&self, state: Option<DeliveryState>) -> Self {
        Self { state: state.map_or("", DeliveryState::as_str).to_owned(), ..self.clone() }
    }

    /// The same of another type, or of all of them.
    pub fn of_type(&self, kind: &str) -> Self {
        Self { kind: kind.to_owned(), ..self.clone() }
    }

    /// The question for a page of it.
    pub fn query(&self, after: Option<String>, limit: Option<u16>) -> DeliveryQuery {
        let event_type = (!self.kind.is_empty()).then(|| self.kind.clone());
        DeliveryQuery { state: self.state(), event_type, after, limit }
    }
}

/// All that the address says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Place {
    /// The endpoint that is open.
    pub endpoint: Option<String>,
    pub narrow: Narrow,
    /// The delivery that is open.
    pub delivery: Option<String>,
    /// Whether the form for a new endpoint is.
    pub adding: bool,
    /// What stands in that form at first.
    pub url: String,
}

impl Place {
    /// Of an address as the router read it.
    pub fn of(params: &ParamsMap, query: &ParamsMap) -> Self {
        let word = |key| query.get(key).unwrap_or_default();
        let said = |text: Option<String>| text.filter(|text| !text.is_empty());
        Self {
            endpoint: said(params.get("id")),
            narrow: Narrow { state: word("state"), kind: word("type") },
            delivery: said(query.get("delivery")),
            adding: query.get_str("add").is_some(),
            url: word("url"),
        }
    }

    /// The open endpoint with other deliveries listed and none open.
    pub fn narrowed(&self, narrow: Narrow) -> Self {
        Self { narrow, delivery: None, ..self.clone() }
    }

    /// The same list with this delivery open, or with none.
    pub fn with_delivery(&self, delivery: Option<String>) -> Self {
        Self { delivery, ..self.clone() }
    }

    /// As an address.
    pub fn href(&self) -> String {
        let Some(endpoint) = &self.endpoint else {
            return if self.adding { add_href(&self.url) } else { WEBHOOKS.to_owned() };
        };
        let delivery = self.delivery.as_deref().unwrap_or_default();
        let pairs: Vec<String> =
            [("state", self.narrow.state.as_str()), ("type", &self.narrow.kind), ("delivery", delivery)]
                .iter()
                .filter(|(_, value)| !value.is_empty())
                .map(|(key, value)| format!("{key}={}", encoded(value)))
                .collect();
        let page = endpoint_href(endpoint);
        if pairs.is_empty() { page } else { format!("{page}?{}", pairs.join("&")) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn params(pairs: &[(&str, &str)]) -> ParamsMap {
        let mut params = ParamsMap::new();
        for (key, value) in pairs {
            params.insert((*key).to_owned(), (*value).to_owned());
        }
        params
    }

    #[test]
    fn an_address_holds_the_endpoint_the_list_and_the_open_delivery() {
        let query = params(&[("state", "failed"), ("type", "lead.created"), ("delivery", "whd_1")]);
        let place = Place::of(&params(&[("id", "whe_1")]), &query);
        assert_eq!(place.href(), "/settings/webhooks/whe_1?state=failed&type=lead.created&delivery=whd_1");
        let other = place.narrowed(place.narrow.in_state(None));
        assert_eq!(other.href(), "/settings/webhooks/whe_1?type=lead.created");
        assert_eq!(place.with_delivery(None).narrowed(Narrow::default()).href(), "/settings/webhooks/whe_1");
        assert_eq!(Place::of(&params(&[]), &params(&[])).href(), WEBHOOKS);
    }

    #[test]
    fn the_form_has_an_address_of_its_own() {
        let query = params(&[("add", "1"), ("url", "http://a.example/?x=1")]);
        let place = Place::of(&params(&[]), &query);
        assert!(place.adding);
        assert_eq!(place.href(), "/settings/webhooks?add=1&url=http%3A%2F%2Fa.example%2F%3Fx%3D1");
        assert_eq!(add_href(""), "/settings/webhooks?add=1");
    }

    #[test]
    fn what_is_not_understood_does_not_narrow() {
        let place = Place::of(&params(&[]), &params(&[("state", "asleep")]));
        let query = place.narrow.query(None, Some(15));
        assert_eq!(query, DeliveryQuery { limit: Some(15), ..DeliveryQuery::default() });
    }
}
