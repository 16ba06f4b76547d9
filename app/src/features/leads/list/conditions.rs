//! Further conditions of the list: each reads as a part of the sentence and can be taken away.

use super::add_condition::AddCondition;
use super::state::List;
use crate::features::leads::address::list_href;
use crate::features::leads::sentence::Colleagues;
use leptos::prelude::*;
use shared::filter::sentence;
use ui::FilterChip;

#[component]
pub(super) fn Conditions(list: List) -> impl IntoView {
    let parts = Memo::new(move |_| {
        list.query.with(|query| {
            let Ok(filter) = query.filter() else { return Vec::new() };
            let schema = list.schema.get();
            list.owners.with(|owners| {
                let parts = filter.conjuncts().iter().enumerate().map(|(index, part)| {
                    let href = list_href(&query.with_filter(&filter.without(index)));
                    (sentence(part, &schema, &Colleagues(owners)), href)
                });
                parts.filter(|(words, _)| !words.is_empty()).collect::<Vec<_>>()
            })
        })
    });
    // What cannot be read is said where the rows would be; here is the way out.
    let unreadable = move || {
        list.query.with(|query| {
            query.filter().is_err().then(|| {
                let href = list_href(&query.with_filter(&shared::leads::LeadFilter::default()));
                view! { <FilterChip label="" value="a filter that cannot be read" remove_href=href /> }
            })
        })
    };
    view! {
        {move || {
            parts
                .get()
                .into_iter()
                .map(|(words, href)| view! { <FilterChip label="" value=words remove_href=href /> })
                .collect_view()
        }}
        {unreadable}
        <AddCondition list />
    }
}
