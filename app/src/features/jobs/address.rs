//! The queue in the address bar: which jobs the list holds and which one is open.

use crate::features::leads::address::encoded;
use leptos_router::params::ParamsMap;
use serde::{Deserialize, Serialize};
use shared::jobs::{JobQuery, JobState};

/// The page's own address.
pub const QUEUE: &str = "/settings/queue";

/// How the list is narrowed, in the words of the address; an empty one does not narrow.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Narrow {
    pub state: String,
    pub queue: String,
    pub kind: String,
}

impl Narrow {
    /// The state, when the word is one.
    pub fn state(&self) -> Option<JobState> {
        JobState::from_word(&self.state)
    }

    /// The same in another state, or in all of them.
    pub fn in_state(&self, state: Option<JobState>) -> Self {
        Self { state: state.map_or("", JobState::as_str).to_owned(), ..self.clone() }
    }

    /// Whether a queue and kind are in it.
    pub fn holds(&self, queue: &str, kind: &str) -> bool {
        (self.queue.is_empty() || self.queue == queue) && (self.kind.is_empty() || self.kind == kind)
    }

    /// The question for a page of it.
    pub fn query(&self, after: Option<String>, limit: Option<u16>) -> JobQuery {
        let said = |word: &str| (!word.is_empty()).then(|| word.to_owned());
        JobQuery { state: self.state(), queue: said(&self.queue), kind: said(&self.kind), after, limit }
    }
}

/// All that the address says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Place {
    pub narrow: Narrow,
    /// The job that is open.
    pub job: Option<String>,
}

impl Place {
    /// Of an address as the router read it.
    pub fn of(params: &ParamsMap) -> Self {
        let word = |key| params.get(key).unwrap_or_default();
        let narrow = Narrow { state: word("state"), queue: word("queue"), kind: word("kind") };
        Self { narrow, job: params.get("job").filter(|job| !job.is_empty()) }
    }

    /// The list alone.
    pub fn list(narrow: Narrow) -> Self {
        Self { narrow, job: None }
    }

    /// The same list with this job open, or with none.
    pub fn with_job(&self, job: Option<String>) -> Self {
        Self { narrow: self.narrow.clone(), job }
    }

    /// As an address.
    pub fn href(&self) -> String {
        let job = self.job.as_deref().unwrap_or_default();
        let Narrow { state, queue, kind } = &self.narrow;
        let pairs: Vec<String> = [("state", state.as_str()), ("queue", queue), ("kind", kind), ("job", job)]
            .iter()
            .filter(|(_, value)| !value.is_empty())
            .map(|(key, value)| format!("{key}={}", encoded(value)))
            .collect();
        if pairs.is_empty() { QUEUE.to_owned() } else { format!("{QUEUE}?{}", pairs.join("&")) }
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
    fn an_address_holds_the_list_and_the_open_job() {
        let place =
            Place::of(&params(&[("state", "dead"), ("kind", "a b"), ("queue", ""), ("job", "job_1")]));
        assert_eq!(place.href(), "/settings/queue?state=dead&kind=a%20b&job=job_1");
        assert_eq!(place.with_job(None).href(), "/settings/queue?state=dead&kind=a%20b");
        assert_eq!(Place::list(place.narrow.in_state(None)).href(), "/settings/queue?kind=a%20b");
        assert_eq!(Place::of(&params(&[])).href(), QUEUE);
    }

    #[test]
    fn what_is_not_understood_does_not_narrow() {
        let narrow = Place::of(&params(&[("state", "asleep")])).narrow;
        assert_eq!(narrow.query(None, Some(15)), JobQuery { limit: Some(15), ..JobQuery::default() });
        assert!(narrow.holds("default", "forms.notice_abandoned"));
        assert!(!Narrow { queue: "webhooks".into(), ..Narrow::default() }.holds("default", "x"));
    }
}
