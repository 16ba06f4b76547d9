//! A feed in the address bar: whose acts, of which kind, from where on.

use crate::features::leads::address::encoded;
use leptos_router::params::ParamsMap;
use shared::activity::FeedQuery;

/// All that the address says about a feed, and what it says beside it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FeedPlace {
    /// The page the feed is on.
    pub path: String,
    /// What belongs to the rest of the page.
    pub kept: Vec<(&'static str, String)>,
    /// The member whose acts are told, or empty.
    pub member: String,
    /// The page is that of the member, who is no part of the query then.
    pub pinned: bool,
    /// The word of a kind, or empty.
    pub group: String,
    /// Where an older page begins, or empty.
    pub older: String,
}

impl FeedPlace {
    /// The feed of everybody, `/activity`.
    pub fn of_all(params: &ParamsMap) -> Self {
        let word = |key| params.get(key).unwrap_or_default();
        Self {
            path: "/activity".to_owned(),
            member: word("member"),
            group: word("kind"),
            older: word("older"),
            ..Self::default()
        }
    }

    /// The feed on the page of a member.
    pub fn of_member(member: &str, kept: Vec<(&'static str, String)>, params: &ParamsMap) -> Self {
        let word = |key| params.get(key).unwrap_or_default();
        Self {
            path: format!("/team/{member}"),
            kept,
            member: member.to_owned(),
            pinned: true,
            group: word("kind"),
            older: word("older"),
        }
    }

    /// The feed of everybody, narrowed.
    pub fn narrowed(member: &str, group: &str) -> Self {
        let params = ParamsMap::new();
        Self { member: member.to_owned(), group: group.to_owned(), ..Self::of_all(&params) }
    }

    /// The newest of another kind, or of all.
    pub fn in_group(&self, group: &str) -> Self {
        Self { group: group.to_owned(), older: String::new(), ..self.clone() }
    }

    /// The newest of another member, or of everybody.
    pub fn by(&self, member: &str) -> Self {
        Self { member: member.to_owned(), older: String::new(), ..self.clone() }
    }

    /// From a place on.
    pub fn from(&self, older: &str) -> Self {
        Self { older: older.to_owned(), ..self.clone() }
    }

    /// Whether it tells less than it could.
    pub fn is_narrowed(&self) -> bool {
        !self.group.is_empty() || !self.pinned && !self.member.is_empty()
    }

    /// All of it.
    pub fn whole(&self) -> Self {
        let place = self.in_group("");
        if place.pinned { place } else { place.by("") }
    }

    /// As an address.
    pub fn href(&self) -> String {
        let member = if self.pinned { "" } else { &self.member };
        let own = [("member", member), ("kind", &self.group), ("older", &self.older)];
        let pairs: Vec<String> = self
            .kept
            .iter()
            .map(|(key, value)| (*key, value.as_str()))
            .chain(own)
            .filter(|(_, value)| !value.is_empty())
            .map(|(key, value)| format!("{key}={}", encoded(value)))
            .collect();
        if pairs.is_empty() { self.path.clone() } else { format!("{}?{}", self.path, pairs.join("&")) }
    }

    /// The question for it.
    pub fn query(&self) -> FeedQuery {
        FeedQuery { member: self.member.clone(), group: self.group.clone(), older: self.older.clone() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn params(pairs: &[(&'static str, &str)]) -> ParamsMap {
        let mut params = ParamsMap::new();
        for (key, value) in pairs {
            params.insert(*key, (*value).to_owned());
        }
        params
    }

    #[test]
    fn an_address_holds_whose_acts_and_of_which_kind() {
        let place = FeedPlace::of_all(&params(&[("member", "mem_1"), ("kind", "calls"), ("older", "3-4")]));
        assert_eq!(place.href(), "/activity?member=mem_1&kind=calls&older=3-4");
        assert_eq!(place.in_group("notes").href(), "/activity?member=mem_1&kind=notes");
        assert_eq!(place.by("").href(), "/activity?kind=calls");
        assert_eq!(place.whole().href(), "/activity");
        assert_eq!(FeedPlace::narrowed("mem_1", "calls").href(), "/activity?member=mem_1&kind=calls");
    }

    #[test]
    fn the_page_of_a_member_keeps_its_own_words() {
        let kept = vec![("period", "7d".to_owned())];
        let place = FeedPlace::of_member("mem_1", kept, &params(&[("kind", "calls")]));
        assert_eq!(place.href(), "/team/mem_1?period=7d&kind=calls");
        assert_eq!(place.whole().href(), "/team/mem_1?period=7d");
        assert_eq!(place.query().member, "mem_1");
        assert!(place.is_narrowed() && !place.whole().is_narrowed());
    }
}
