//! What was imported before.

use super::address::import_href;
use super::words::{came_of, tone};
use leptos::prelude::*;
use shared::imports::ImportSummary;
use ui::{
    Align, Badge, Cell, EmptyState, HeadCell, RelativeTime, RowHeader, Section, Table, TableBody, TableHead,
    TableRow, TextLink, lucide,
};

#[component]
pub(super) fn Earlier(imports: Vec<ImportSummary>) -> impl IntoView {
    let inside = if imports.is_empty() {
        view! {
            <EmptyState
                level=3
                icon=lucide::LuFileSpreadsheet
                title="No imports yet"
                text="Every file you import is listed here, with what came of it and the way to take it back."
            />
        }
        .into_any()
    } else {
        let rows = imports.into_iter().map(|import| view! { <Row import /> }).collect_view();
        view! {
            <Table label="Table of imports" class="mt-2" table_class="min-w-[620px]">
                <TableHead>
                    <HeadCell>"File"</HeadCell>
                    <HeadCell>"What came of it"</HeadCell>
                    <HeadCell>"By"</HeadCell>
                    <HeadCell align=Align::End>"When"</HeadCell>
                </TableHead>
                <TableBody>{rows}</TableBody>
            </Table>
        }
        .into_any()
    };
    view! {
        <Section id="earlier" title="Imports" class="mt-7">
            {inside}
        </Section>
    }
}

#[component]
fn Row(import: ImportSummary) -> impl IntoView {
    let now = crate::state::use_now();
    let zone = crate::state::use_zone();
    let (href, name, by) = (import_href(&import.id.to_string()), import.name.clone(), import.by.clone());
    let (state, words) = (import.state, came_of(&import));
    let at = import.finished_at.or(import.started_at).unwrap_or(import.created_at).timestamp_millis();
    view! {
        <TableRow>
            <RowHeader>
                <span class="flex min-w-0 items-center gap-2">
                    <TextLink href class="truncate font-medium">
                        {name}
                    </TextLink>
                    <Badge tone=tone(state)>{state.label()}</Badge>
                </span>
            </RowHeader>
            <Cell class="num">{words}</Cell>
            <Cell>{by}</Cell>
            <Cell align=Align::End>
                <RelativeTime at now offset_minutes=zone.minutes_at(at) />
            </Cell>
        </TableRow>
    }
}
