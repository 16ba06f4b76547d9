//! The head of the lead table: column widths, and heads that sort by their own address.

use super::choosing::ChooseAll;
use super::state::List;
use crate::features::leads::address::list_href;
use leptos::prelude::*;
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
        <col class="w-[128px] max-[900px]:hidden" />
        <col class="w-[104px]" />
        <col class="w-[92px] max-[1100px]:hidden" />
        {further}
    }
}

/// The names of the columns.
#[component]
pub(super) fn Heads(list: List, may_work: bool) -> impl IntoView {
    let query = list.query;
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
    let further = move || {
        let columns = query.with(|query| query.columns.clone());
        let label = |schema: &LeadSchema, field| {
            schema.get(field).map_or_else(|| "Gone".to_owned(), |info| info.label.clone())
        };
        let labels: Vec<String> =
            list.schema.with(|schema| columns.into_iter().map(|field| label(schema, field)).collect());
        labels.into_iter().map(|label| view! { <HeadCell>{label}</HeadCell> }).collect_view()
    };
    let turned = Signal::derive(move || {
        query.with(|query| list_href(&LeadQuery { sort: turn(query.sort), ..query.clone() }))
    });
    view! {
        {may_work
            .then(|| {
                view! {
                    <HeadCell>
                        <ChooseAll list />
                    </HeadCell>
                }
            })}
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
        {further}
    }
}

/// Newest first, and from there the other way round. The default order stays out of the address.
const fn turn(sort: Option<LeadSort>) -> Option<LeadSort> {
    match sort {
        None | Some(LeadSort::Newest) => Some(LeadSort::Oldest),
        Some(_) => None,
    }
}
