//! A table with rows in every state, a filter sentence, and the ways to the rest.
use leptos::prelude::*;

use super::part;
use crate::{
    Align, Button, ButtonKind, ButtonSize, Cell, Checkbox, FilterChip, Glyph, HeadCell, LoadMore, Pager,
    RowHeader, ScoreBar, SortDirection, SortHeader, StatusGlyph, Table, TableBody, TableHead, TableRow, Tone,
    use_toaster,
};

const ROWS: [(&str, &str, bool, bool, u8, &str); 4] = [
    ("Otis Granger", "Rest", false, false, 74, "$625,000"),
    ("Delphine Marsh", "Selected", true, false, 76, "$410,000"),
    ("Henrik Sandoval", "Under the cursor keys", false, true, 81, "$540,000"),
    ("Bram Vandersloot", "Selected and under the cursor keys", true, true, 66, "$590,000"),
];

fn row(
    (name, state, selected, cursor, score, asking): (
        &'static str,
        &'static str,
        bool,
        bool,
        u8,
        &'static str,
    ),
) -> impl IntoView {
    view! {
        <TableRow selected cursor>
            <Cell>
                <Checkbox label=format!("Select {name}") label_hidden=true initial=selected />
            </Cell>
            <RowHeader>
                <span class="block font-medium">{name}</span>
                <span class="text-caption text-muted">{state}</span>
            </RowHeader>
            <Cell>
                <StatusGlyph glyph=Glyph::Quarter tone=Tone::Info label="Contacted" />
            </Cell>
            <Cell align=Align::End>
                <ScoreBar score />
            </Cell>
            <Cell align=Align::End>{asking}</Cell>
        </TableRow>
    }
}

fn table() -> AnyView {
    let direction = RwSignal::new(Some(SortDirection::Descending));
    let turn = move || {
        direction.update(|direction| {
            *direction = match direction {
                Some(SortDirection::Descending) => Some(SortDirection::Ascending),
                _ => Some(SortDirection::Descending),
            };
        });
    };
    view! {
        <Table label="Row states" table_class="min-w-[620px]">
            <TableHead>
                <HeadCell class="w-10"><span class="sr-only">"Select"</span></HeadCell>
                <HeadCell>"Lead"</HeadCell>
                <HeadCell>"Status"</HeadCell>
                <SortHeader label="Score" direction on_sort=turn align=Align::End />
                <SortHeader label="Asking" direction=None href="#c-table" align=Align::End />
            </TableHead>
            <TableBody>{ROWS.map(row).into_iter().collect_view()}</TableBody>
        </Table>
    }
    .into_any()
}

fn sentence() -> AnyView {
    let toaster = use_toaster();
    view! {
        <p class="flex flex-wrap items-center gap-1.5">
            <span class="text-muted">"Leads where"</span>
            <FilterChip label="status is" value="new or contacted" on_edit=move || toaster.info("Edit the status") on_remove=move || toaster.info("Removed") />
            <span class="text-muted">"and"</span>
            <FilterChip label="market is" value="Austin" remove_href="#c-table" />
            <FilterChip label="owner is" value="Priya" />
            <Button kind=ButtonKind::Quiet size=ButtonSize::Sm>"Add filter"</Button>
        </p>
    }
    .into_any()
}

pub(super) fn all() -> AnyView {
    let toaster = use_toaster();
    let inside = view! {
        <div class="space-y-3">
            {sentence()} {table()}
            <Pager label="Pages of leads" summary="1–50 of 1,284" older=Some("#c-table".to_owned()) />
            <LoadMore on_more=move || toaster.info("50 more leads") />
            <LoadMore on_more=|| () busy=true label="Load more notes" />
        </div>
    };
    part("c-table", "48 px rows with two lines, 36 px with one. Text left, figures right.", inside.into_any())
}
