//! The sources in the address bar: which one is open, which of its payloads are listed, and which one of them is open.

use crate::features::leads::address::encoded;
use leptos_router::params::ParamsMap;
use shared::sources::InboundState;

/// The page's own address.
pub const SOURCES: &str = "/settings/sources";
/// The form for a new source.
pub const ADD: &str = "/settings/sources?add=1";
/// What a page is handed under this name by a plain form that made a source: its id.
pub const CREATED: &str = "source_created";

/// The page of a source.
pub fn source_href(id: &str) -> String {
    format!("{SOURCES}/{}", encoded(id))
}

/// All that the address says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// The source that is open.
    pub source: Option<String>,
    /// Which payloads are listed.
    pub state: InboundState,
    /// The payload that is open in the list.
    pub payload: Option<String>,
    /// Whether the form for a new source is.
    pub adding: bool,
}

impl Place {
    /// Of an address as the router read it.
    pub fn of(params: &ParamsMap, query: &ParamsMap) -> Self {
        let said = |text: Option<String>| text.filter(|text| !text.is_empty());
        let state = query.get("state").and_then(|word| InboundState::from_word(&word));
        Self {
            source: said(params.get("id")),
            state: state.unwrap_or(InboundState::Refused),
            payload: said(query.get("payload")),
            adding: query.get_str("add").is_some(),
        }
    }

    /// The same source with other payloads listed and none open.
    pub fn in_state(&self, state: InboundState) -> Self {
        Self { state, payload: None, ..self.clone() }
    }

    /// The same list with this payload open, or with none.
    pub fn with_payload(&self, payload: Option<String>) -> Self {
        Self { payload, ..self.clone() }
    }

    /// As an address.
    pub fn href(&self) -> String {
        let Some(source) = &self.source else {
            return if self.adding { ADD.to_owned() } else { SOURCES.to_owned() };
        };
        let state = match self.state {
            InboundState::Refused => "",
            other => other.as_str(),
        };
        let pairs: Vec<String> = [("state", state), ("payload", self.payload.as_deref().unwrap_or_default())]
            .iter()
            .filter(|(_, value)| !value.is_empty())
            .map(|(key, value)| format!("{key}={}", encoded(value)))
            .collect();
        let page = source_href(source);
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
    fn an_address_holds_the_source_the_list_and_the_open_payload() {
        let query = params(&[("state", "mapped"), ("payload", "inp_1")]);
        let place = Place::of(&params(&[("id", "src_1")]), &query);
        assert_eq!(place.href(), "/settings/sources/src_1?state=mapped&payload=inp_1");
        assert_eq!(place.in_state(InboundState::Refused).href(), "/settings/sources/src_1");
        assert_eq!(place.with_payload(None).href(), "/settings/sources/src_1?state=mapped");
    }

    #[test]
    fn what_is_not_understood_is_the_usual_list() {
        let place = Place::of(&params(&[("id", "src_1")]), &params(&[("state", "asleep")]));
        assert_eq!(place.state, InboundState::Refused);
        assert_eq!(Place::of(&params(&[]), &params(&[("add", "1")])).href(), ADD);
        assert_eq!(Place::of(&params(&[]), &params(&[])).href(), SOURCES);
    }
}
