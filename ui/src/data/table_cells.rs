//! The cells of a table: plain heads, heads that sort, row heads, figures.
use leptos::prelude::*;

use crate::icon::{Icon, IconSize};
use crate::style::{Align, classes};

/// Which way a column is sorted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SortDirection {
    Ascending,
    Descending,
}

const HEAD: &str = "h-8 px-2 text-caption font-medium whitespace-nowrap text-muted first:pl-4 last:pr-4";
const SORT: &str = "-mx-1 inline-flex h-6 items-center gap-1 rounded-sm px-1 hover:bg-hover hover:text-ink";

fn side(align: Align) -> &'static str {
    match align {
        Align::Start => "text-left",
        Align::End => "text-right",
    }
}

/// A column's name.
#[component]
pub fn HeadCell(
    #[prop(optional)] align: Align,
    #[prop(optional, into)] class: String,
    children: Children,
) -> impl IntoView {
    view! {
        <th scope="col" class=classes(&[HEAD, side(align), &class])>
            {children()}
        </th>
    }
}

/// A column's name that sorts. With `href` it is a link and works without JavaScript. `rank` says which of several orders
/// it is; only the first is told as the table's order.
#[component]
pub fn SortHeader(
    #[prop(into)] label: String,
    #[prop(into)] direction: Signal<Option<SortDirection>>,
    #[prop(optional)] align: Align,
    #[prop(optional, into)] rank: Signal<Option<usize>>,
    #[prop(optional, into)] href: Option<Signal<String>>,
    #[prop(optional, into)] on_sort: Option<Callback<()>>,
    #[prop(optional, into)] class: String,
) -> impl IntoView {
    let sorted = move || {
        direction.get().filter(|_| rank.get().is_none_or(|rank| rank == 1)).map(|direction| match direction {
            SortDirection::Ascending => "ascending",
            SortDirection::Descending => "descending",
        })
    };
    let arrow = move || {
        direction.get().map(|direction| {
            let icon = match direction {
                SortDirection::Ascending => icondata_lu::LuArrowUp,
                SortDirection::Descending => icondata_lu::LuArrowDown,
            };
            let place = rank.get().map(|rank| view! { <span class="num text-faint">{rank}</span> });
            view! {
                <Icon icon size=IconSize::Xs />
                {place}
            }
        })
    };
    let control = match href {
        Some(href) => view! {
            <a href=move || href.get() class=SORT class:text-ink=move || direction.get().is_some()>
                {label}
                {arrow}
            </a>
        }
        .into_any(),
        None => view! {
            <button
                type="button"
                class=SORT
                class:text-ink=move || direction.get().is_some()
                on:click=move |_| {
                    if let Some(on_sort) = on_sort {
                        on_sort.run(());
                    }
                }
            >
                {label}
                {arrow}
            </button>
        }
        .into_any(),
    };
    view! {
        <th scope="col" class=classes(&[HEAD, side(align), &class]) aria-sort=sorted>
            {control}
        </th>
    }
}

/// The cell that names its row.
#[component]
pub fn RowHeader(#[prop(optional, into)] class: String, children: Children) -> impl IntoView {
    view! {
        <th scope="row" class=classes(&["px-2 text-left font-normal first:pl-4 last:pr-4", &class])>
            {children()}
        </th>
    }
}

/// A value; at the end side it is a figure with tabular digits.
#[component]
pub fn Cell(
    #[prop(optional)] align: Align,
    #[prop(optional, into)] class: String,
    children: Children,
) -> impl IntoView {
    let look = match align {
        Align::Start => "px-2 first:pl-4 last:pr-4",
        Align::End => "num px-2 text-right first:pl-4 last:pr-4",
    };
    view! { <td class=classes(&[look, &class])>{children()}</td> }
}
