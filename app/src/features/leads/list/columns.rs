//! The head of the lead table: column widths, and heads that sort by their own address.

use super::choosing::ChooseAll;
use super::state::List;
use crate::features::leads::address::list_href;
use leptos::ev::MouseEvent;
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;
use shared::leads::{LeadFact, LeadQuery, LeadSort};
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

/// The names of the columns. A press sorts, another one turns the order round; with Shift it does so behind the others.
#[component]
pub(super) fn Heads(list: List, may_work: bool) -> impl IntoView {
    let query = list.query;
    let navigate = use_navigate();
    let add = Callback::new(move |(event, sort): (MouseEvent, LeadSort)| {
        if event.shift_key() {
            event.prevent_default();
            let wanted = query.with_untracked(|query| list_href(&added(query, sort)));
            navigate(&wanted, NavigateOptions { scroll: false, ..NavigateOptions::default() });
        }
    });
    let head = move |label: String, sort: LeadSort, align: Align, class: &'static str| {
        // Whatever of the two ways a column has is the one it is sorted by.
        let about = Memo::new(move |_| {
            query.with(|query| {
                let orders = query.orders();
                let at = orders.iter().position(|known| known.is_about_the_same(sort))?;
                Some((at + 1, orders.get(at)?.is_descending(), orders.len()))
            })
        });
        let direction = Signal::derive(move || {
            about.get().map(
                |(_, descending, _)| {
                    if descending { SortDirection::Descending } else { SortDirection::Ascending }
                },
            )
        });
        let rank = Signal::derive(move || about.get().filter(|(_, _, all)| *all > 1).map(|(rank, ..)| rank));
        let href =
            Signal::derive(move || query.with(|query| list_href(&query.ordered(vec![pressed(query, sort)]))));
        view! {
            <SortHeader label align class direction rank href on:click=move |event| add.run((event, sort)) />
        }
        .into_any()
    };
    let further = move || {
        let columns = query.with(|query| query.columns.clone());
        let heads = list.schema.with(|schema| {
            let named = |field| match schema.get(field) {
                Some(info) => (info.label.clone(), LeadSort::of(info)),
                None => ("Gone".to_owned(), None),
            };
            columns.into_iter().map(named).collect::<Vec<_>>()
        });
        heads
            .into_iter()
            .map(|(label, sort)| match sort {
                Some(sort) => head(label, sort, Align::Start, ""),
                None => view! { <HeadCell>{label}</HeadCell> }.into_any(),
            })
            .collect_view()
    };
    let own = [
        ("Lead", LeadSort::NAME, Align::Start, ""),
        ("Status", LeadSort::up(LeadFact::Status), Align::Start, ""),
        ("Respond by", LeadSort::RESPOND_BY, Align::Start, ""),
        ("Owner", LeadSort::up(LeadFact::Owner), Align::Start, ""),
        (
            "Source",
            LeadSort::up(LeadFact::Source),
            Align::Start,
            "max-[900px]:hidden xl:group-data-peeking/list:hidden",
        ),
        ("Asking", LeadSort::ASKING, Align::End, "max-[1100px]:pr-4"),
        ("Created", LeadSort::NEWEST, Align::End, "max-[1100px]:hidden xl:group-data-peeking/list:hidden"),
    ];
    view! {
        {may_work
            .then(|| {
                view! {
                    <HeadCell>
                        <ChooseAll list />
                    </HeadCell>
                }
            })}
        {own.map(|(label, sort, align, class)| head(label.to_owned(), sort, align, class))}
        {further}
    }
}

/// What a press on a head asks for: its order, and the other way round when the list has it already.
fn pressed(query: &LeadQuery, sort: LeadSort) -> LeadSort {
    if query.orders().first() == Some(&sort) { sort.turned() } else { sort }
}

/// What a press with Shift asks for: one order more, then the same the other way round, and then without it again.
fn added(query: &LeadQuery, sort: LeadSort) -> LeadQuery {
    let mut orders = query.orders();
    match orders.iter_mut().find(|known| known.is_about_the_same(sort)) {
        None => orders.push(sort),
        Some(known) if *known == sort => *known = sort.turned(),
        Some(_) => orders.retain(|known| !known.is_about_the_same(sort)),
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
        let (beds, cheap) = (S::down(LeadFact::Beds), S::ASKING.turned());
        for (before, sort, after) in [
            (&[S::NAME][..], S::ASKING, &[S::NAME, S::ASKING][..]),
            (&[S::NAME, S::ASKING], S::ASKING, &[S::NAME, cheap]),
            (&[S::NAME, cheap], S::ASKING, &[S::NAME]),
            (&[S::NAME, S::ASKING], beds, &[S::NAME, S::ASKING, beds]),
            (&[S::NAME, S::NEWEST], S::NEWEST, &[S::NAME, S::OLDEST]),
            (&[S::NAME, S::OLDEST], S::NEWEST, &[S::NAME]),
            (&[S::NAME, S::ASKING, S::RESPOND_BY], S::NEWEST, &[S::NAME, S::ASKING, S::RESPOND_BY]),
            (&[S::NAME.turned()], S::NAME, &[S::NEWEST]),
        ] {
            assert_eq!(added(&query(before), sort).orders(), after, "{before:?} {sort:?}");
        }
    }

    #[test]
    fn a_press_turns_the_order_that_the_list_has() {
        let query = |orders: &[S]| LeadQuery::default().ordered(orders.to_vec());
        assert_eq!(pressed(&LeadQuery::default(), S::NEWEST), S::OLDEST);
        assert_eq!(pressed(&query(&[S::OLDEST]), S::NEWEST), S::NEWEST);
        assert_eq!(pressed(&query(&[S::NAME, S::NEWEST]), S::NEWEST), S::NEWEST);
        assert_eq!(pressed(&query(&[S::NAME]), S::NAME), S::NAME.turned());
    }
}
