//! The head of the lead table: column widths, and heads that sort by their own address.

use crate::features::leads::address::list_href;
use leptos::prelude::*;
use shared::leads::{LeadQuery, LeadSort};
use ui::{Align, HeadCell, SortDirection, SortHeader};

/// Widths in the order of the columns; the first takes what is left.
#[component]
pub(super) fn Columns() -> impl IntoView {
    view! {
        <col />
        <col class="w-[128px]" />
        <col class="w-[164px]" />
        <col class="w-[132px]" />
        <col class="w-[128px] max-[900px]:hidden" />
        <col class="w-[104px]" />
        <col class="w-[92px] max-[1100px]:hidden" />
    }
}

/// The names of the columns.
#[component]
pub(super) fn Heads(#[prop(into)] query: Signal<LeadQuery>) -> impl IntoView {
    let sorted = move |sort: LeadSort, direction: SortDirection| {
        Signal::derive(move || query.with(|query| (query.sort == Some(sort)).then_some(direction)))
    };
    let by = move |sort: LeadSort| {
        Signal::derive(move || {
            query.with(|query| list_href(&LeadQuery { sort: Some(sort), ..query.clone() }))
        })
    };
    let created = Signal::derive(move || match query.with(|query| query.sort) {
        None | Some(LeadSort::Newest) => Some(SortDirection::Descending),
        Some(LeadSort::Oldest) => Some(SortDirection::Ascending),
        Some(_) => None,
    });
    let turned = Signal::derive(move || {
        query.with(|query| list_href(&LeadQuery { sort: turn(query.sort), ..query.clone() }))
    });
    view! {
        <SortHeader label="Lead" direction=sorted(LeadSort::Name, SortDirection::Ascending) href=by(LeadSort::Name) />
        <HeadCell>"Status"</HeadCell>
        <SortHeader
            label="Respond by"
            direction=sorted(LeadSort::RespondBy, SortDirection::Ascending)
            href=by(LeadSort::RespondBy)
        />
        <HeadCell>"Owner"</HeadCell>
        <HeadCell class="max-[900px]:hidden">"Source"</HeadCell>
        <SortHeader
            label="Asking"
            align=Align::End
            class="max-[1100px]:pr-4"
            direction=sorted(LeadSort::Asking, SortDirection::Descending)
            href=by(LeadSort::Asking)
        />
        <SortHeader label="Created" align=Align::End class="max-[1100px]:hidden" direction=created href=turned />
    }
}

/// Newest first, and from there the other way round. The default order stays out of the address.
const fn turn(sort: Option<LeadSort>) -> Option<LeadSort> {
    match sort {
        None | Some(LeadSort::Newest) => Some(LeadSort::Oldest),
        Some(_) => None,
    }
}
