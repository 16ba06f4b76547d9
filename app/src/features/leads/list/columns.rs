//! The head of the lead table: column widths, and heads that sort by their own address.

use super::choosing::ChooseAll;
use super::state::List;
use crate::features::leads::address::list_href;
use leptos::ev::MouseEvent;
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;
use shared::leads::{LeadQuery, LeadSchema, LeadSort};
use ui::{Align, HeadCell, SortDirection, SortHeader};

/// Widths in the order of the columns; the first takes what is left.
#[component]
pub(super) fn Columns(list: List, may_work: bool) -> impl IntoView {
    // Beside further columns the first one would give all of its room away.
    let first = move || list.query.with(|query| (!query.columns.is_empty()).then_some("w-[220px]"));
    let further = move || {
        list.query
            .with(|query| query.columns.iter().map(|_| view! { <col class="w-[140px]" /> }).collect_view())
    };
    view! {
        {may_work.then(|| view! { <col class="w-9" /> })}
        <col class=first />
        <col class="w-[128px]" />
        <col class="w-[164px]" />
        <col class="w-[132px]" />
        <col class="w-[128px] max-[900px]:hidden xl:group-data-peeking/list:hidden" />
        <col class="w-[104px]" />
        <col class="w-[92px] max-[1100px]:hidden xl:group-data-peeking/list:hidden" />
        {further}
    }
}

/// The names of the columns.
#[component]
pub(super) fn Heads(list: List, may_work: bool) -> impl IntoView {
    let query = list.query;
    let navigate = use_navigate();
    // Whatever of the two ways a column has is the one it is sorted by.
    let about = move |sort: LeadSort| {
        query.with(|query| {
            let orders = query.orders();
            let at = orders.iter().position(|known| known.is_about_the_same(sort))?;
            Some((at + 1, *orders.get(at)?, orders.len()))
        })
    };
    let direction =
        move |sort: LeadSort| Signal::derive(move || about(sort).map(|(_, sort, _)| direction_of(sort)));
    let rank = move |sort: LeadSort| {
        Signal::derive(move || about(sort).filter(|(_, _, all)| *all > 1).map(|(rank, ..)| rank))
    };
    let href = move |sort: LeadSort| {
        Signal::derive(move || query.with(|query| list_href(&query.ordered(vec![pressed(query, sort)]))))
    };
    let add = move |sort: LeadSort| {
        let navigate = navigate.clone();
        move |event: MouseEvent| {
            if event.shift_key() {
                event.prevent_default();
                let wanted = query.with_untracked(|query| list_href(&added(query, sort)));
                navigate(&wanted, NavigateOptions { scroll: false, ..NavigateOptions::default() });
            }
        }
    };
    let further = move || {
        let columns = query.with(|query| query.columns.clone());
        let label = |schema: &LeadSchema, field| {
            schema.get(field).map_or_else(|| "Gone".to_owned(), |info| info.label.clone())
        };
        let labels: Vec<String> =
            list.schema.with(|schema| columns.into_iter().map(|field| label(schema, field)).collect());
        labels.into_iter().map(|label| view! { <HeadCell>{label}</HeadCell> }).collect_view()
    };
    view! {
        {may_work
            .then(|| {
                view! {
                    <HeadCell>
                        <ChooseAll list />
                    </HeadCell>
                }
            })}
        <SortHeader
            label="Lead"
            direction=direction(LeadSort::Name)
            rank=rank(LeadSort::Name)
            href=href(LeadSort::Name)
            on:click=add(LeadSort::Name)
        />
        <HeadCell>"Status"</HeadCell>
        <SortHeader
            label="Respond by"
            direction=direction(LeadSort::RespondBy)
            rank=rank(LeadSort::RespondBy)
            href=href(LeadSort::RespondBy)
            on:click=add(LeadSort::RespondBy)
        />
        <HeadCell>"Owner"</HeadCell>
        <HeadCell class="max-[900px]:hidden xl:group-data-peeking/list:hidden">"Source"</HeadCell>
        <SortHeader
            label="Asking"
            align=Align::End
            class="max-[1100px]:pr-4"
            direction=direction(LeadSort::Asking)
            rank=rank(LeadSort::Asking)
            href=href(LeadSort::Asking)
            on:click=add(LeadSort::Asking)
        />
        <SortHeader
            label="Created"
            align=Align::End
            class="max-[1100px]:hidden xl:group-data-peeking/list:hidden"
            direction=direction(LeadSort::Newest)
            rank=rank(LeadSort::Newest)
            href=href(LeadSort::Newest)
            on:click=add(LeadSort::Newest)
        />
        {further}
    }
}

const fn direction_of(sort: LeadSort) -> SortDirection {
    match sort {
        LeadSort::Name | LeadSort::RespondBy | LeadSort::Oldest => SortDirection::Ascending,
        LeadSort::Relevance | LeadSort::Newest | LeadSort::LastActivity | LeadSort::Asking => {
            SortDirection::Descending
        }
    }
}

/// What a press on a head asks for: its order, and for the day of creation the other way round when it is the order already.
fn pressed(query: &LeadQuery, sort: LeadSort) -> LeadSort {
    match (sort, query.orders().first()) {
        (LeadSort::Newest, Some(LeadSort::Newest)) => LeadSort::Oldest,
        _ => sort,
    }
}

/// What a press with Shift asks for: one order more, the day of creation the other way round, and then without it again.
fn added(query: &LeadQuery, sort: LeadSort) -> LeadQuery {
    let mut orders = query.orders();
    match orders.iter().position(|known| known.is_about_the_same(sort)) {
        None => orders.push(sort),
        Some(at) => {
            let turned = orders.remove(at) == LeadSort::Newest;
            if turned {
                orders.insert(at, LeadSort::Oldest);
            }
        }
    }
    query.ordered(orders)
}

#[cfg(test)]
mod tests {
    use super::*;
    use LeadSort as S;

    #[test]
    fn shift_adds_turns_and_takes_away() {
        let query = |orders: &[S]| LeadQuery::default().ordered(orders.to_vec());
        for (before, sort, after) in [
            (&[S::Name][..], S::Asking, &[S::Name, S::Asking][..]),
            (&[S::Name, S::Asking], S::Asking, &[S::Name]),
            (&[S::Name, S::Asking], S::Newest, &[S::Name, S::Asking, S::Newest]),
            (&[S::Name, S::Newest], S::Newest, &[S::Name, S::Oldest]),
            (&[S::Name, S::Oldest], S::Newest, &[S::Name]),
            (&[S::Name, S::Asking, S::RespondBy], S::Newest, &[S::Name, S::Asking, S::RespondBy]),
            (&[S::Name], S::Name, &[S::Newest]),
        ] {
            assert_eq!(added(&query(before), sort).orders(), after, "{before:?} {sort:?}");
        }
        assert_eq!(pressed(&LeadQuery::default(), S::Newest), S::Oldest);
        assert_eq!(pressed(&query(&[S::Name, S::Newest]), S::Newest), S::Newest);
    }
}
