//! All sources with their day.

use super::address::{ADD, source_href};
use super::state::Desk;
use super::words::{count, standing};
use crate::state::{use_now, use_zone};
use leptos::prelude::*;
use shared::SourceId;
use shared::sources::{SourceState, SourceSummary};
use ui::{
    Align, Badge, ButtonKind, Cell, EmptyState, HeadCell, LinkButton, RelativeTime, RowHeader, Table,
    TableBody, TableHead, TableRow, TextLink, TimeMode, lucide,
};

#[component]
pub(super) fn Sources(desk: Desk) -> impl IntoView {
    let any = Memo::new(move |_| desk.sources.with(|sources| !sources.is_empty()));
    let ids = move || desk.sources.with(|all| all.iter().map(|one| one.id).collect::<Vec<_>>());
    view! {
        <Show when=move || any.get() fallback=|| view! { <Empty /> }>
            <Table label="Sources" class="mt-4" table_class="min-w-[640px]">
                <TableHead>
                    <HeadCell>"Source"</HeadCell>
                    <HeadCell align=Align::End>"Today"</HeadCell>
                    <HeadCell align=Align::End>"New leads"</HeadCell>
                    <HeadCell align=Align::End>"Joined"</HeadCell>
                    <HeadCell align=Align::End>"Refused"</HeadCell>
                    <HeadCell align=Align::End>"Waiting"</HeadCell>
                    <HeadCell align=Align::End>"Last arrival"</HeadCell>
                </TableHead>
                <TableBody>
                    <For each=ids key=|id| *id let:id>
                        <Row desk id />
                    </For>
                </TableBody>
            </Table>
        </Show>
    }
}

#[component]
fn Row(desk: Desk, id: SourceId) -> impl IntoView {
    let source = Memo::new(move |before: Option<&Option<SourceSummary>>| {
        // One that leaves keeps its words until it is gone.
        let found = desk.sources.with(|all| all.iter().find(|one| one.id == id).cloned());
        found.or_else(|| before.cloned().flatten())
    });
    let href = source_href(&id.to_string());
    let refused = href.clone();
    let number = move |of: fn(&SourceSummary) -> u64| {
        move || source.with(|source| source.as_ref().map(|source| count(of(source))))
    };
    let any_refused =
        Memo::new(move |_| source.with(|source| source.as_ref().is_some_and(|s| s.refused > 0)));
    view! {
        <TableRow>
            <RowHeader>
                <span class="flex min-w-0 items-center gap-2">
                    <span class="min-w-0">
                        <TextLink href=href class="block truncate font-medium">
                            {move || source.with(|source| source.as_ref().map(|source| source.name.clone()))}
                        </TextLink>
                        <span class="block truncate text-caption text-muted">
                            {move || source.with(|source| source.as_ref().map(|source| source.verification.label()))}
                        </span>
                    </span>
                    {move || source.with(|source| source.as_ref().map(standing)).map(|(tone, label)| view! { <Badge tone>{label}</Badge> })}
                </span>
            </RowHeader>
            <Cell align=Align::End>{number(|source| source.today.received)}</Cell>
            <Cell align=Align::End>{number(|source| source.today.new_leads)}</Cell>
            <Cell align=Align::End>{number(|source| source.today.joined)}</Cell>
            <Cell align=Align::End>
                <Show when=move || any_refused.get() fallback=|| "0">
                    <TextLink href=format!("{refused}#payloads") class="font-medium text-danger!">
                        {number(|source| source.refused)}
                    </TextLink>
                </Show>
            </Cell>
            <Cell align=Align::End>{number(|source| source.waiting)}</Cell>
            <Cell align=Align::End>
                {move || source.with(|source| source.as_ref().map(|source| view! { <Last source=source.clone() /> }))}
            </Cell>
        </TableRow>
    }
}

#[component]
pub(super) fn Last(source: SourceSummary) -> impl IntoView {
    let (zone, now) = (use_zone(), use_now());
    match source.last_received_at {
        Some(at) => {
            let at = at.timestamp_millis();
            view! { <RelativeTime at now mode=TimeMode::Ago offset_minutes=zone.minutes_at(at) /> }.into_any()
        }
        None if source.state == SourceState::Disabled => "never".into_any(),
        None => "nothing yet".into_any(),
    }
}

#[component]
fn Empty() -> impl IntoView {
    view! {
        <EmptyState
            level=2
            icon=lucide::LuImport
            title="No sources yet"
            text="A source is a way in for another program: a listing site, an advertising network, a call center. It sends what it knows to an address of its own, you say which value goes where, and each payload becomes a lead like one from a form."
            class="mt-4"
        >
            <LinkButton kind=ButtonKind::Primary href=ADD>
                "Add the first source"
            </LinkButton>
        </EmptyState>
    }
}
