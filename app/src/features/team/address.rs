//! The team in the address bar: which days are counted, and in which order members stand.

use super::sort::{Column, Order};
use crate::features::leads::address::encoded;
use leptos_router::params::ParamsMap;
use shared::MemberId;
use shared::activity::PeriodInput;

/// The page's own address.
const TEAM: &str = "/team";

/// All that the address says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct TeamPlace {
    /// As it was asked for, which may be no period at all.
    pub(super) period: PeriodInput,
    pub(super) order: Order,
}

impl TeamPlace {
    /// Of an address as the router read it.
    pub(super) fn of(params: &ParamsMap) -> Self {
        let word = |key| params.get(key).unwrap_or_default();
        let period = PeriodInput { period: word("period"), from: word("from"), to: word("to") };
        Self { period, order: Order::of(&word("sort"), &word("order")) }
    }

    /// The same with a period that has a name.
    pub(super) fn named(&self, word: &str) -> Self {
        Self { period: PeriodInput { period: word.to_owned(), ..PeriodInput::default() }, ..self.clone() }
    }

    /// The same by another column, or by the same turned around.
    pub(super) fn sorted(&self, column: Column) -> Self {
        Self { order: self.order.pressed(column), ..self.clone() }
    }

    /// What says which days are counted, in the words of the address.
    pub(super) fn days(&self) -> Vec<(&'static str, String)> {
        let PeriodInput { period, from, to } = &self.period;
        let pairs = [("period", period), ("from", from), ("to", to)];
        pairs
            .into_iter()
            .filter(|(_, value)| !value.is_empty())
            .map(|(key, value)| (key, value.clone()))
            .collect()
    }

    /// What says in which order members stand.
    pub(super) fn turns(&self) -> Vec<(&'static str, String)> {
        self.order.pairs()
    }

    /// As an address.
    pub(super) fn href(&self) -> String {
        href(TEAM, self.days().into_iter().chain(self.turns()))
    }

    /// The page of a member, over the same days.
    pub(super) fn member_href(&self, member: MemberId) -> String {
        href(&format!("{TEAM}/{member}"), self.days())
    }
}

/// An address with a query.
pub(super) fn href(path: &str, pairs: impl IntoIterator<Item = (&'static str, String)>) -> String {
    let pairs: Vec<String> =
        pairs.into_iter().map(|(key, value)| format!("{key}={}", encoded(&value))).collect();
    if pairs.is_empty() { path.to_owned() } else { format!("{path}?{}", pairs.join("&")) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::features::leads::samples::member_id;

    fn place(pairs: &[(&'static str, &str)]) -> TeamPlace {
        let mut params = ParamsMap::new();
        for (key, value) in pairs {
            params.insert(*key, (*value).to_owned());
        }
        TeamPlace::of(&params)
    }

    #[test]
    fn an_address_holds_the_days_and_the_order() {
        let chosen = place(&[("from", "2026-08-01"), ("to", "2026-08-04"), ("sort", "calls")]);
        assert_eq!(chosen.href(), "/team?from=2026-08-01&to=2026-08-04&sort=calls");
        assert_eq!(chosen.named("7d").href(), "/team?period=7d&sort=calls");
        assert_eq!(
            chosen.member_href(member_id(1)),
            format!("/team/{}?from=2026-08-01&to=2026-08-04", member_id(1))
        );
        assert_eq!(place(&[]).href(), "/team");
        assert_eq!(place(&[("sort", "shoe_size")]), place(&[]));
    }

    #[test]
    fn the_same_column_pressed_again_turns_the_order_around() {
        let calls = place(&[]).sorted(Column::Calls);
        assert_eq!(calls.href(), "/team?sort=calls");
        assert_eq!(calls.sorted(Column::Calls).href(), "/team?sort=calls&order=turned");
        assert_eq!(calls.sorted(Column::Calls).sorted(Column::Calls), calls);
        assert_eq!(calls.sorted(Column::Name).href(), "/team");
    }
}
