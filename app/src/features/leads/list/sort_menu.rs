//! The order of the list in words, and the menu behind it: usual orders, what decides between equals, and the way to all others.

use super::state::List;
use crate::features::leads::address::list_href;
use crate::features::leads::sentence::orders;
use crate::state::use_hydrated;
use leptos::prelude::*;
use shared::leads::{LeadQuery, LeadSchema, LeadSort, MAX_ORDERS};
use ui::{ButtonKind, ButtonSize, Menu, MenuItem};

#[component]
pub(super) fn SortMenu(list: List) -> impl IntoView {
    let query = list.query;
    let hydrated = use_hydrated();
    let open = RwSignal::new(false);
    let items = Signal::derive(move || {
        let mut items = list.schema.with(|schema| query.with(|query| orders_to_choose(query, schema)));
        // Every column can be pressed without scripts too; a dialog cannot be opened.
        if hydrated.get() {
            items.push(MenuItem::separator());
            items.push(MenuItem::new("Other orders", move || open.set(true)));
        }
        items
    });
    let wanted = Memo::new(move |before: Option<&bool>| before == Some(&true) || open.get());
    view! {
        <Menu id="sort" label="Order" items kind=ButtonKind::Quiet size=ButtonSize::Sm chevron=true class="max-md:h-10">
            {move || list.schema.with(|schema| query.with(|query| orders(query, schema)))}
        </Menu>
        <Suspense fallback=|| ()>
            {move || wanted.get().then(|| Suspend::new(async move { form_view(list, open).await }))}
        </Suspense>
    }
}

#[lazy]
fn form_view(list: List, open: RwSignal<bool>) -> AnyView {
    view! { <super::orders_form::OrdersForm list open /> }.into_any()
}

/// The first order, what may decide between equals behind it, and the way back to one order.
fn orders_to_choose(query: &LeadQuery, schema: &LeadSchema) -> Vec<MenuItem> {
    let current = query.orders();
    let there_is = |sort: &LeadSort| *sort != LeadSort::Relevance || query.searches();
    let mut firsts: Vec<LeadSort> = LeadSort::READY.into_iter().filter(there_is).collect();
    // The order that the list has, and the same the other way round.
    for sort in current.first().into_iter().flat_map(|first| [*first, first.turned()]) {
        if !firsts.contains(&sort) {
            firsts.push(sort);
        }
    }
    let mut items: Vec<MenuItem> = firsts
        .into_iter()
        .map(|sort| {
            let item = MenuItem::link(sort.label(schema), list_href(&query.ordered(vec![sort])));
            if current.first() == Some(&sort) { item.checked(true) } else { item }
        })
        .collect();
    if current.len() < MAX_ORDERS {
        items.push(MenuItem::separator());
        let is_new = |sort: &LeadSort| {
            *sort != LeadSort::Relevance && !current.iter().any(|known| known.is_about_the_same(*sort))
        };
        items.extend(LeadSort::READY.into_iter().filter(is_new).map(|sort| {
            let orders = current.iter().copied().chain([sort]).collect();
            MenuItem::link(format!("Then {}", sort.in_words(schema)), list_href(&query.ordered(orders)))
        }));
    }
    if let [fewer @ .., last] = current.as_slice()
        && !fewer.is_empty()
        // The newest come first among those that fit as well, whatever is asked for.
        && query.ordered(fewer.to_vec()).orders() != current
    {
        items.push(MenuItem::separator());
        let fewer = list_href(&query.ordered(fewer.to_vec()));
        items.push(MenuItem::link(format!("Not {}", last.in_words(schema)), fewer));
    }
    items
}
