//! What a lead list shows: search, filters, order and position, as they stand in the address bar.

use super::{LeadField, LeadFilter, LeadSort, LeadSource, LeadStatus};
use crate::errors::Problem;
use crate::ids::MemberId;
use crate::paging::Count;
use crate::search;
use serde::{Deserialize, Serialize};

/// Whose leads.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OwnerFilter {
    /// The one who asks.
    Me,
    /// Leads without an owner.
    Nobody,
    /// One member.
    Member(MemberId),
}

/// A lead list as asked for. `Default` is every lead, newest first.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct LeadQuery {
    /// Words that must all occur (as prefixes) in name, phone, email, address, parcel number or text fields.
    pub search: String,
    /// Any of these; empty means all.
    pub statuses: Vec<LeadStatus>,
    /// Any of these; empty means all.
    pub sources: Vec<LeadSource>,
    pub owner: Option<OwnerFilter>,
    /// Further conditions as text, see [`crate::filter`]; empty means none. Kept as it came: what cannot be read is
    /// refused by whoever lists, not left out.
    pub conditions: String,
    /// `None` is by relevance while searching, else the newest first.
    pub sort: Option<LeadSort>,
    /// What decides between leads that are equal in the order before, at most [`MAX_ORDERS`] with `sort`.
    pub then: Vec<LeadSort>,
    /// Columns beside those that every list has, at most [`MAX_COLUMNS`].
    pub columns: Vec<LeadField>,
    /// Opaque position from [`crate::paging::Page::next`].
    pub after: Option<String>,
    /// Rows wanted; 0 means [`crate::paging::DEFAULT_LIMIT`].
    pub limit: u16,
}

/// Most columns that a list shows beside its own.
pub const MAX_COLUMNS: usize = 8;

/// Most orders that follow each other.
pub const MAX_ORDERS: usize = 3;

/// Longest search text, in characters.
pub const MAX_SEARCH: usize = 100;

/// Most leads that are put in the order of their relevance.
pub const MAX_RANKED: u64 = 2_000;

impl LeadQuery {
    /// Reads the query part of an address; what is not understood is left out, because an old bookmark
    /// must still open a list.
    pub fn from_pairs<'a>(pairs: impl IntoIterator<Item = (&'a str, &'a str)>) -> Self {
        let mut query = Self::default();
        let mut orders = Vec::new();
        for (key, value) in pairs {
            match key {
                "q" => query.search = value.chars().take(MAX_SEARCH).collect(),
                "status" => query.statuses = value.split(',').filter_map(LeadStatus::from_word).collect(),
                "source" => query.sources = value.split(',').filter_map(LeadSource::from_word).collect(),
                "owner" => {
                    query.owner = match value {
                        "me" => Some(OwnerFilter::Me),
                        "nobody" => Some(OwnerFilter::Nobody),
                        id => id.parse().ok().map(OwnerFilter::Member),
                    };
                }
                "where" => value.clone_into(&mut query.conditions),
                "sort" => orders = value.split(',').filter_map(|word| word.parse().ok()).collect(),
                "cols" => {
                    for field in value.split(',').filter_map(|word| word.parse().ok()) {
                        if !query.columns.contains(&field) && query.columns.len() < MAX_COLUMNS {
                            query.columns.push(field);
                        }
                    }
                }
                "after" => query.after = Some(value.to_owned()).filter(|v| !v.is_empty()),
                _ => {}
            }
        }
        // What is searched for decides which orders there are.
        query.set_orders(orders);
        query
    }

    /// The pairs that [`LeadQuery::from_pairs`] reads back; defaults are left out.
    pub fn to_pairs(&self) -> Vec<(&'static str, String)> {
        let mut pairs = Vec::new();
        if !self.search.is_empty() {
            pairs.push(("q", self.search.clone()));
        }
        if !self.statuses.is_empty() {
            pairs.push(("status", self.statuses.iter().map(|s| s.as_str()).collect::<Vec<_>>().join(",")));
        }
        if !self.sources.is_empty() {
            pairs.push(("source", self.sources.iter().map(|s| s.as_str()).collect::<Vec<_>>().join(",")));
        }
        match self.owner {
            Some(OwnerFilter::Me) => pairs.push(("owner", "me".to_owned())),
            Some(OwnerFilter::Nobody) => pairs.push(("owner", "nobody".to_owned())),
            Some(OwnerFilter::Member(id)) => pairs.push(("owner", id.to_string())),
            None => {}
        }
        if !self.conditions.is_empty() {
            pairs.push(("where", self.conditions.clone()));
        }
        if self.sort.is_some() || !self.then.is_empty() {
            pairs.push(("sort", self.orders().iter().map(ToString::to_string).collect::<Vec<_>>().join(",")));
        }
        if !self.columns.is_empty() {
            let words: Vec<String> = self.columns.iter().map(ToString::to_string).collect();
            pairs.push(("cols", words.join(",")));
        }
        if let Some(after) = &self.after {
            pairs.push(("after", after.clone()));
        }
        pairs
    }

    /// The orders one after the other, each about another value, at most [`MAX_ORDERS`]. Where none is asked for a search
    /// comes by relevance and then the newest first, everything else the newest first.
    pub fn orders(&self) -> Vec<LeadSort> {
        let searches = self.searches();
        let mut orders: Vec<LeadSort> = Vec::new();
        for sort in self.sort.iter().chain(&self.then) {
            // It is what the rows are for, or nothing.
            let fits = *sort != LeadSort::Relevance || searches && orders.is_empty();
            let known = orders.iter().any(|known| known.is_about_the_same(*sort));
            if fits && !known && orders.len() < MAX_ORDERS {
                orders.push(*sort);
            }
        }
        if orders.is_empty() && searches {
            orders.push(LeadSort::Relevance);
        }
        if matches!(orders.as_slice(), [] | [LeadSort::Relevance]) {
            orders.push(LeadSort::NEWEST);
        }
        orders
    }

    fn set_orders(&mut self, orders: Vec<LeadSort>) {
        (self.sort, self.then) = (None, Vec::new());
        let by_itself = self.orders();
        self.then = orders;
        let orders = self.orders();
        self.then.clear();
        if orders != by_itself {
            let mut orders = orders.into_iter();
            self.sort = orders.next();
            self.then = orders.collect();
        }
    }

    /// The first page of the list in other orders. The order that a list has by itself stays out of the address.
    #[must_use]
    pub fn ordered(&self, orders: Vec<LeadSort>) -> Self {
        let mut query = Self { after: None, ..self.clone() };
        query.set_orders(orders);
        query
    }

    /// Whether there are words to search for.
    pub fn searches(&self) -> bool {
        !search::asked(&self.search).is_empty()
    }

    /// Whether so many leads match that they are not in the order of relevance that is asked for, but in those behind it.
    pub fn is_unranked(&self, total: Count) -> bool {
        self.orders().first() == Some(&LeadSort::Relevance) && (!total.exact || total.at_least > MAX_RANKED)
    }

    /// The words of the search, lower case, without what a search engine would read as an operator.
    pub fn words(&self) -> Vec<String> {
        self.search
            .to_lowercase()
            .split(|c: char| !c.is_alphanumeric())
            .filter(|word| !word.is_empty())
            .take(8)
            .map(str::to_owned)
            .collect()
    }

    /// Whether search or a filter narrows the list.
    pub fn is_narrowed(&self) -> bool {
        !self.search.trim().is_empty()
            || !self.statuses.is_empty()
            || !self.sources.is_empty()
            || self.owner.is_some()
            || !self.conditions.is_empty()
    }

    /// The further conditions.
    ///
    /// Errors: those of reading a [`LeadFilter`].
    pub fn filter(&self) -> Result<LeadFilter, Problem> {
        if self.conditions.is_empty() { Ok(LeadFilter::default()) } else { self.conditions.parse() }
    }

    /// The first page of the list with other further conditions.
    #[must_use]
    pub fn with_filter(&self, filter: &LeadFilter) -> Self {
        let conditions = if filter.is_everything() { String::new() } else { filter.to_string() };
        Self { conditions, after: None, ..self.clone() }
    }
}

#[cfg(test)]
mod tests {
    use super::super::LeadFact;
    use super::*;
    use proptest::prelude::*;

    fn any_sort() -> impl Strategy<Value = LeadSort> {
        let facts: Vec<LeadFact> =
            LeadFact::ALL.iter().copied().filter(|fact| !fact.holds_several()).collect();
        prop_oneof![
            proptest::sample::select(LeadSort::READY.to_vec()),
            proptest::sample::select(facts.clone()).prop_map(LeadSort::up),
            proptest::sample::select(facts).prop_map(LeadSort::down),
        ]
    }

    fn any_query() -> impl Strategy<Value = LeadQuery> {
        (
            "[a-z0-9 ]{0,20}",
            proptest::sample::subsequence(LeadStatus::ALL.to_vec(), 0..=3),
            proptest::sample::subsequence(LeadSource::ALL.to_vec(), 0..=3),
            proptest::option::of(prop_oneof![
                Just(OwnerFilter::Me),
                Just(OwnerFilter::Nobody),
                any::<u128>()
                    .prop_map(|bits| OwnerFilter::Member(MemberId::from_uuid(uuid::Uuid::from_u128(bits))))
            ]),
            "(beds.at_least\\([0-9]\\))?",
            proptest::collection::vec(any_sort(), 0..5),
            proptest::sample::subsequence(LeadFact::ALL.to_vec(), 0..=3),
        )
            .prop_map(|(search, statuses, sources, owner, conditions, orders, columns)| {
                LeadQuery {
                    columns: columns.into_iter().map(LeadField::Fact).collect(),
                    search,
                    statuses,
                    sources,
                    owner,
                    conditions,
                    ..LeadQuery::default()
                }
                .ordered(orders)
            })
    }

    proptest! {
        #[test]
        fn the_address_bar_holds_the_whole_query(query in any_query()) {
            let pairs = query.to_pairs();
            let read = LeadQuery::from_pairs(pairs.iter().map(|(k, v)| (*k, v.as_str())));
            prop_assert_eq!(read, query);
        }

        #[test]
        fn no_address_panics(key in "q|status|source|owner|where|sort|cols|after|x", value in ".{0,60}") {
            drop(LeadQuery::from_pairs([(key.as_str(), value.as_str())]).words());
        }
    }

    #[test]
    fn orders_are_about_different_values() {
        use LeadSort as S;
        for (text, orders) in [
            ("", &[S::NEWEST][..]),
            ("name", &[S::NAME]),
            ("name,name,oldest,newest", &[S::NAME, S::OLDEST]),
            ("asking,what,respond_by,name,newest", &[S::ASKING, S::RESPOND_BY, S::NAME]),
            ("relevance", &[S::NEWEST]),
            ("relevance,name", &[S::NAME]),
            ("city,city.down,beds", &[S::up(LeadFact::City), S::down(LeadFact::Beds)]),
        ] {
            assert_eq!(LeadQuery::from_pairs([("sort", text)]).orders(), orders, "{text}");
        }
        let query = LeadQuery::default().ordered(vec![S::NEWEST]);
        assert_eq!(query, LeadQuery::default());
        let query = query.ordered(vec![S::NEWEST, S::NAME]);
        assert_eq!(query.to_pairs(), [("sort", "newest,name".to_owned())]);
    }

    #[test]
    fn relevance_is_the_order_of_a_search_unless_another_is_chosen() {
        use LeadSort as S;
        let search = |sort: &'static str| LeadQuery::from_pairs([("sort", sort), ("q", "ana")]);
        for (text, orders, printed) in [
            ("", &[S::Relevance, S::NEWEST][..], ""),
            ("relevance", &[S::Relevance, S::NEWEST], ""),
            ("relevance,name", &[S::Relevance, S::NAME], "relevance,name"),
            ("newest", &[S::NEWEST], "newest"),
            ("name,relevance", &[S::NAME], "name"),
        ] {
            let query = search(text);
            assert_eq!(query.orders(), orders, "{text}");
            let sort = query.to_pairs().into_iter().find(|(key, _)| *key == "sort").map(|(_, value)| value);
            assert_eq!(sort.unwrap_or_default(), printed, "{text}");
        }
        // Marks alone are no words.
        assert_eq!(LeadQuery::from_pairs([("q", "***"), ("sort", "relevance")]).orders(), [S::NEWEST]);
        let count = |at_least, exact| Count { at_least, exact };
        assert!(!search("").is_unranked(count(2_000, true)));
        assert!(search("").is_unranked(count(2_001, true)) && search("").is_unranked(count(60, false)));
        assert!(!search("newest").is_unranked(count(2_001, true)));
    }

    #[test]
    fn a_query_that_was_saved_before_orders_could_follow_each_other_is_read() {
        let saved: LeadQuery = serde_json::from_str(r#"{"search":"","sort":"name"}"#).unwrap();
        assert_eq!(saved.orders(), [LeadSort::NAME]);
    }

    #[test]
    fn search_words_hold_no_operators() {
        let query = LeadQuery { search: "O'Neil* \"917\" OR:(x)".into(), ..LeadQuery::default() };
        assert_eq!(query.words(), ["o", "neil", "917", "or", "x"]);
    }
}
