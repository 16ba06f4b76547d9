//! The ready-made views of the lead list: each is a query with a name, so every view has an address.

use shared::leads::{LeadQuery, LeadSort, LeadStatus, OwnerFilter};

/// The statuses on which somebody still works.
pub const OPEN: [LeadStatus; 4] =
    [LeadStatus::New, LeadStatus::Contacted, LeadStatus::Qualified, LeadStatus::Nurturing];

/// A query with a name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct View {
    pub name: &'static str,
    pub query: LeadQuery,
}

/// The views in the order of their tabs.
pub fn all() -> [View; 4] {
    [
        View { name: "All", query: LeadQuery::default() },
        View {
            name: "Call now",
            query: LeadQuery {
                statuses: vec![LeadStatus::New],
                sort: Some(LeadSort::RESPOND_BY),
                ..LeadQuery::default()
            },
        },
        View { name: "My leads", query: LeadQuery { owner: Some(OwnerFilter::Me), ..LeadQuery::default() } },
        View {
            name: "Needs an owner",
            query: LeadQuery {
                statuses: OPEN.to_vec(),
                owner: Some(OwnerFilter::Nobody),
                ..LeadQuery::default()
            },
        },
    ]
}

/// The view that shows exactly what `query` asks for, wherever in its pages one is.
pub fn of(query: &LeadQuery) -> Option<View> {
    let mut wanted = query.clone();
    wanted.after = None;
    wanted.limit = 0;
    wanted.statuses.sort();
    all().into_iter().find(|view| {
        let mut known = view.query.clone();
        known.statuses.sort();
        known == wanted
    })
}

/// What a list is called: its view's name, else plainly what it holds.
pub fn name_of(query: &LeadQuery) -> &'static str {
    match of(query) {
        Some(view) if view.query.is_narrowed() => view.name,
        Some(_) => "All leads",
        None => "Filtered leads",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_view_is_found_again_in_any_order_of_its_statuses_and_on_any_page() {
        for view in all() {
            let mut query = view.query.clone();
            query.statuses.reverse();
            query.after = Some("page-2".into());
            assert_eq!(of(&query), Some(view));
        }
        assert_eq!(of(&LeadQuery { search: "x".into(), ..LeadQuery::default() }), None);
    }

    #[test]
    fn a_changed_view_loses_its_name() {
        assert_eq!(name_of(&LeadQuery::default()), "All leads");
        assert_eq!(name_of(&all()[1].query), "Call now");
        assert_eq!(
            name_of(&LeadQuery { sort: Some(LeadSort::NAME), ..LeadQuery::default() }),
            "Filtered leads"
        );
    }
}
