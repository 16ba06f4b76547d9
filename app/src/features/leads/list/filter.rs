//! The filters of the list as values: what each is called, what it offers, and the query that a choice leads to.

use crate::features::leads::address::ALL;
use crate::features::leads::sentence;
use crate::features::leads::views::OPEN;
use leptos::prelude::*;
use shared::leads::{LeadQuery, LeadSource, LeadStatus, OwnerFilter, OwnerRef};

/// One filter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Filter {
    Status,
    Source,
    Owner,
}

impl Filter {
    pub(super) const ALL: [Self; 3] = [Self::Status, Self::Source, Self::Owner];

    /// Its key in the address.
    pub(super) const fn key(self) -> &'static str {
        match self {
            Self::Status => "status",
            Self::Source => "source",
            Self::Owner => "owner",
        }
    }

    /// Its name on a button.
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Status => "Status",
            Self::Source => "Source",
            Self::Owner => "Owner",
        }
    }

    /// Whether several values can be chosen together.
    pub(super) const fn takes_several(self) -> bool {
        !matches!(self, Self::Owner)
    }

    /// What the query asks for, in words; `None` while it asks for nothing.
    pub(super) fn words(self, query: &LeadQuery, owners: &[OwnerRef]) -> Option<String> {
        match self {
            Self::Status => Some(sentence::statuses(&query.statuses)).filter(|words| !words.is_empty()),
            Self::Source => Some(sentence::sources(&query.sources)).filter(|words| !words.is_empty()),
            Self::Owner => query.owner.map(|owner| sentence::owner(owner, owners)),
        }
    }

    /// Value and label of everything that can be chosen.
    pub(super) fn options(self, owners: &[OwnerRef]) -> Vec<(String, String)> {
        let pair = |value: &str, label: &str| (value.to_owned(), label.to_owned());
        match self {
            Self::Status => {
                LeadStatus::ALL.iter().map(|status| pair(status.as_str(), status.label())).collect()
            }
            Self::Source => {
                LeadSource::ALL.iter().map(|source| pair(source.as_str(), source.label())).collect()
            }
            Self::Owner => [pair("me", "Me"), pair("nobody", "Nobody")]
                .into_iter()
                .chain(owners.iter().map(|owner| (owner.id.to_string(), owner.name.clone())))
                .collect(),
        }
    }

    /// Whether the query asks for a value.
    pub(super) fn is_on(self, query: &LeadQuery, value: &str) -> bool {
        match self {
            Self::Status => query.statuses.iter().any(|status| status.as_str() == value),
            Self::Source => query.sources.iter().any(|source| source.as_str() == value),
            Self::Owner => query.owner.is_some() && query.owner == owner(value),
        }
    }

    /// The query with a value chosen or taken away, at its first page.
    pub(super) fn with(self, query: &LeadQuery, value: &str, on: bool) -> LeadQuery {
        let mut query = LeadQuery { after: None, ..query.clone() };
        match self {
            Self::Status => put(&mut query.statuses, LeadStatus::from_word(value), on),
            Self::Source => put(&mut query.sources, LeadSource::from_word(value), on),
            Self::Owner => query.owner = owner(value).filter(|_| on),
        }
        query
    }

    /// The query without this filter, at its first page.
    pub(super) fn cleared(self, query: &LeadQuery) -> LeadQuery {
        let mut query = LeadQuery { after: None, ..query.clone() };
        match self {
            Self::Status => query.statuses.clear(),
            Self::Source => query.sources.clear(),
            Self::Owner => query.owner = None,
        }
        query
    }
}

fn owner(value: &str) -> Option<OwnerFilter> {
    match value {
        "me" => Some(OwnerFilter::Me),
        "nobody" => Some(OwnerFilter::Nobody),
        id => id.parse().ok().map(OwnerFilter::Member),
    }
}

/// Keeps the list sorted, so that the same choice is the same address in whatever order it was made.
fn put<T: Ord + Copy>(chosen: &mut Vec<T>, value: Option<T>, on: bool) {
    let Some(value) = value else { return };
    chosen.retain(|known| *known != value);
    if on {
        chosen.push(value);
    }
    chosen.sort();
}

/// The query without search and filters; its order stays.
pub(super) fn unfiltered(query: &LeadQuery) -> LeadQuery {
    LeadQuery { sort: query.sort, then: query.then.clone(), ..LeadQuery::default() }
}

/// The four open statuses in one press.
pub(super) fn only_open(query: &LeadQuery) -> LeadQuery {
    LeadQuery { statuses: OPEN.to_vec(), after: None, ..query.clone() }
}

/// The filters a plain form must carry along besides its own field, as name and value. Sent empty it asks for every lead.
pub(super) fn carried(query: Signal<LeadQuery>, own: &'static str) -> Vec<(&'static str, String)> {
    let mut pairs = query.with(LeadQuery::to_pairs);
    pairs.retain(|(key, _)| *key != own && *key != "after");
    if pairs.is_empty() {
        pairs.push((ALL.0, ALL.1.to_owned()));
    }
    pairs
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::features::leads::samples::member_id;

    #[test]
    fn the_order_of_choosing_leaves_no_trace() {
        let start = LeadQuery { after: Some("page-2".into()), ..LeadQuery::default() };
        let one = Filter::Status.with(&Filter::Status.with(&start, "dead", true), "new", true);
        let two = Filter::Status.with(&Filter::Status.with(&start, "new", true), "dead", true);
        assert_eq!(one, two);
        assert_eq!(one.after, None);
        assert_eq!(Filter::Status.with(&one, "dead", false).statuses, [LeadStatus::New]);
        assert_eq!(Filter::Status.cleared(&one), LeadQuery::default());
    }

    #[test]
    fn every_offered_value_can_be_chosen_and_is_then_on() {
        let owners = [OwnerRef { id: member_id(1), name: "Priya Raman".into() }];
        for filter in Filter::ALL {
            for (value, label) in filter.options(&owners) {
                let query = filter.with(&LeadQuery::default(), &value, true);
                assert!(filter.is_on(&query, &value), "{label}");
                assert!(filter.words(&query, &owners).is_some(), "{label}");
                assert!(!filter.is_on(&LeadQuery::default(), &value), "{label}");
            }
        }
    }

    #[test]
    fn an_unknown_value_changes_nothing() {
        assert_eq!(Filter::Status.with(&LeadQuery::default(), "gone", true), LeadQuery::default());
        assert_eq!(Filter::Owner.with(&LeadQuery::default(), "mem_x", true), LeadQuery::default());
    }
}
