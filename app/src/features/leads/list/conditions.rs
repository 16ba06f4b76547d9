//! Further conditions of the list: each reads as a part of the sentence and can be taken away.

use super::add_condition::AddCondition;
use super::state::List;
use crate::features::leads::address::list_href;
use crate::features::leads::sentence::Colleagues;
use leptos::prelude::*;
use shared::filter::sentence;
use shared::leads::LeadFilter;
use ui::FilterChip;

/// A part of the sentence, by its place among the conditions.
#[derive(Clone, PartialEq)]
struct Part {
    place: usize,
    words: String,
    /// Each with where it is taken away.
    alternatives: Vec<(String, String)>,
}

#[component]
pub(super) fn Conditions(list: List) -> impl IntoView {
    let parts = Memo::new(move |_| {
        list.query.with(|query| {
            let Ok(filter) = query.filter() else { return Vec::new() };
            let schema = list.schema.get();
            list.owners.with(|owners| {
                let words = |part: &LeadFilter| sentence(part, &schema, &Colleagues(owners));
                let parts = filter.conjuncts().iter().enumerate().map(|(place, part)| Part {
                    place,
                    words: words(part),
                    alternatives: part
                        .alternatives()
                        .iter()
                        .enumerate()
                        .map(|(at, one)| {
                            (words(one), list_href(&query.with_filter(&filter.without(place, at))))
                        })
                        .collect(),
                });
                parts.filter(|part| !part.words.is_empty()).collect::<Vec<_>>()
            })
        })
    });
    let others = Signal::derive(move || {
        parts.with(|parts| parts.iter().map(|part| (part.place, part.words.clone())).collect::<Vec<_>>())
    });
    // What cannot be read is said where the rows would be; here is the way out.
    let unreadable = move || {
        list.query.with(|query| {
            query.filter().is_err().then(|| {
                let href = list_href(&query.with_filter(&LeadFilter::default()));
                view! { <FilterChip label="" value="a filter that cannot be read" remove_href=href /> }
            })
        })
    };
    view! {
        {move || parts.get().into_iter().map(|part| view! { <Alternatives part /> }).collect_view()}
        {unreadable}
        <AddCondition list others />
    }
}

/// One condition, or several of which one must hold, as a part of the sentence.
#[component]
fn Alternatives(part: Part) -> impl IntoView {
    let several = part.alternatives.len() > 1;
    let chips = part.alternatives.into_iter().enumerate().map(|(at, (words, href))| {
        view! {
            {(at > 0).then(|| view! { <span class="text-muted">"or"</span> })}
            <FilterChip label="" value=words remove_href=href />
        }
    });
    let chips = chips.collect_view();
    if !several {
        return chips.into_any();
    }
    view! { <span class="inline-flex items-center gap-1.5 rounded-md bg-hover px-1 md:flex-wrap">{chips}</span> }
        .into_any()
}
