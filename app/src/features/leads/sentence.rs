//! A lead query as a sentence: "Leads where status is new or contacted and owner is me, soonest deadline first".

use shared::filter::{Names, or, sentence};
use shared::leads::{LeadQuery, LeadSchema, LeadSort, LeadSource, LeadStatus, OwnerFilter, OwnerRef};
use shared::paging::Count;

use super::views::OPEN;

/// "new, contacted or qualified"; the four open ones together are "open".
pub fn statuses(chosen: &[LeadStatus]) -> String {
    let mut open = OPEN.iter().filter(|status| chosen.contains(status)).count();
    let closed = chosen.iter().filter(|status| !status.is_open());
    if chosen.is_empty() {
        open = 0;
    }
    let mut words = Vec::new();
    if open == OPEN.len() {
        words.push("open".to_owned());
        words.extend(closed.map(|status| status.label().to_lowercase()));
    } else {
        words.extend(
            LeadStatus::ALL.iter().filter(|status| chosen.contains(status)).map(|s| s.label().to_lowercase()),
        );
    }
    or(&words)
}

/// "Google Ads or Referral".
pub fn sources(chosen: &[LeadSource]) -> String {
    let words: Vec<String> = LeadSource::ALL
        .iter()
        .filter(|source| chosen.contains(source))
        .map(|source| source.label().to_owned())
        .collect();
    or(&words)
}

/// "me", "nobody" or the member's name, as far as `owners` knows it.
pub fn owner(filter: OwnerFilter, owners: &[OwnerRef]) -> String {
    match filter {
        OwnerFilter::Me => "me".to_owned(),
        OwnerFilter::Nobody => "nobody".to_owned(),
        OwnerFilter::Member(id) => owners
            .iter()
            .find(|owner| owner.id == id)
            .map_or_else(|| "one member".to_owned(), |o| o.name.clone()),
    }
}

/// The members as conditions name them.
pub struct Colleagues<'a>(pub &'a [OwnerRef]);

impl Names for Colleagues<'_> {
    fn member(&self, word: &str) -> String {
        match word {
            "me" | "nobody" => word.to_owned(),
            id => id.parse().map_or_else(|_| word.to_owned(), |id| owner(OwnerFilter::Member(id), self.0)),
        }
    }
}

/// "by name, then newest first".
pub fn orders(query: &LeadQuery, schema: &LeadSchema) -> String {
    joined(query.orders(), schema)
}

/// What is said of a search whose leads are too many for the order that is asked for.
pub fn unranked(query: &LeadQuery, schema: &LeadSchema) -> String {
    let instead = joined(query.orders().into_iter().skip(1), schema);
    format!(
        "Too many leads match to put the best ones first: they come {instead}. Type more to narrow the search."
    )
}

fn joined(orders: impl IntoIterator<Item = LeadSort>, schema: &LeadSchema) -> String {
    orders.into_iter().map(|sort| sort.in_words(schema)).collect::<Vec<_>>().join(", then ")
}

/// "38 leads", "1 lead", "10,000+ leads".
pub fn total(count: Count) -> String {
    let noun = if count.exact && count.at_least == 1 { "lead" } else { "leads" };
    format!("{count} {noun}")
}

/// The whole list in words, for the table's caption.
pub fn caption(query: &LeadQuery, owners: &[OwnerRef], schema: &LeadSchema) -> String {
    let mut parts = Vec::new();
    if !query.statuses.is_empty() {
        parts.push(format!("status is {}", statuses(&query.statuses)));
    }
    if !query.sources.is_empty() {
        parts.push(format!("source is {}", sources(&query.sources)));
    }
    if let Some(filter) = query.owner {
        parts.push(format!("owner is {}", owner(filter, owners)));
    }
    let further = query.filter().map(|filter| sentence(&filter, schema, &Colleagues(owners)));
    parts.extend(further.ok().filter(|words| !words.is_empty()));
    if !query.search.trim().is_empty() {
        parts.push(format!("search is “{}”", query.search.trim()));
    }
    let narrowed = if parts.is_empty() {
        "All leads".to_owned()
    } else {
        format!("Leads where {}", parts.join(" and "))
    };
    format!(
        "{narrowed}, {}. J and K move, Space peeks, Enter opens, E changes the status, X chooses.",
        orders(query, schema)
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use shared::leads::lead_schema;

    #[test]
    fn statuses_read_as_words_in_a_fixed_order() {
        use LeadStatus as S;
        for (chosen, words) in [
            (&[S::Contacted, S::New][..], "new or contacted"),
            (&[S::Qualified, S::New, S::Contacted], "new, contacted or qualified"),
            (&OPEN, "open"),
            (&[S::New, S::Contacted, S::Qualified, S::Nurturing, S::Dead], "open or dead"),
            (&[], ""),
        ] {
            assert_eq!(statuses(chosen), words);
        }
    }

    #[test]
    fn a_search_says_how_it_is_ordered_and_what_instead() {
        let query = LeadQuery { search: "ana".into(), ..LeadQuery::default() };
        let schema = lead_schema(&[], &[]);
        assert_eq!(orders(&query, &schema), "by relevance, then newest first");
        let by_name = query.ordered(vec![LeadSort::Relevance, LeadSort::NAME]);
        assert_eq!(
            unranked(&by_name, &schema),
            "Too many leads match to put the best ones first: they come by name. Type more to narrow the search."
        );
    }

    #[test]
    fn totals_say_when_they_stopped_counting() {
        assert_eq!(total(Count::bounded(1, 10_000)), "1 lead");
        assert_eq!(total(Count::bounded(0, 10_000)), "0 leads");
        assert_eq!(total(Count::bounded(38, 10_000)), "38 leads");
        assert_eq!(total(Count::bounded(10_001, 10_000)), "10,000+ leads");
    }

    #[test]
    fn the_caption_tells_the_whole_query() {
        let query = LeadQuery {
            search: " tillery ".into(),
            statuses: vec![LeadStatus::New],
            sources: vec![LeadSource::Referral, LeadSource::GoogleAds],
            owner: Some(OwnerFilter::Nobody),
            conditions: "beds.at_least(3)".into(),
            sort: Some(LeadSort::RESPOND_BY),
            then: vec![LeadSort::NAME],
            ..LeadQuery::default()
        };
        let schema = lead_schema(&[], &[]);
        assert!(caption(&query, &[], &schema).starts_with(
            "Leads where status is new and source is Google Ads or Referral and owner is nobody and bedrooms is at least 3 and search is “tillery”, \
             soonest deadline first, then by name."
        ));
        assert!(caption(&LeadQuery::default(), &[], &schema).starts_with("All leads, newest first."));
    }
}
