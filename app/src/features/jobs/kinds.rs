//! Queues and the kinds of job in them: what waits, how fast it goes, and who stopped what.

use super::address::{Narrow, Place};
use super::pause::Pause;
use super::state::Desk;
use super::words::{count, pair, point, span};
use leptos::prelude::*;
use shared::jobs::{JobState, KindOverview, QueueOverview};
use ui::{
    Align, Cell, EmptyState, HeadCell, RowHeader, Section, Sparkline, Table, TableHead, TableRow, TextLink,
    lucide,
};

#[component]
pub(super) fn Kinds(desk: Desk) -> impl IntoView {
    let names = Memo::new(move |_| {
        desk.overview
            .with(|overview| overview.queues.iter().map(|queue| queue.queue.clone()).collect::<Vec<_>>())
    });
    view! {
        <Section
            id="queues"
            title="Queues and kinds of job"
            note="A pause stops this organization's jobs of a queue. What runs goes on."
            class="mt-6"
        >
            <Show
                when=move || names.with(|names| !names.is_empty())
                fallback=|| {
                    view! {
                        <EmptyState
                            level=3
                            compact=true
                            icon=lucide::LuLayers
                            title="No queue was used in the last hour"
                            text="A queue is shown while it holds jobs, and for an hour after its last one."
                        />
                    }
                }
            >
                <Table label="Table of queues and kinds of job" class="mt-2" table_class="num min-w-[760px]">
                    <TableHead>
                        <HeadCell>"Kind"</HeadCell>
                        <HeadCell align=Align::End>"Waiting"</HeadCell>
                        <HeadCell align=Align::End>"Running"</HeadCell>
                        <HeadCell align=Align::End>"Oldest wait"</HeadCell>
                        <HeadCell align=Align::End>"Starts within"</HeadCell>
                        <HeadCell align=Align::End>"Takes"</HeadCell>
                        <HeadCell align=Align::End>"Done in 1 h"</HeadCell>
                        <HeadCell align=Align::End>"Failed"</HeadCell>
                        <HeadCell align=Align::End>"1 hour"</HeadCell>
                    </TableHead>
                    <For each=move || names.get() key=String::clone let:name>
                        <Queue desk name />
                    </For>
                </Table>
                <p class="mt-2 text-caption text-muted">
                    "Starts within, takes: half of the jobs of the last hour, then 99 of 100."
                </p>
            </Show>
        </Section>
    }
}

/// A queue with its kinds, as a body of the table.
#[component]
fn Queue(desk: Desk, name: String) -> impl IntoView {
    let wanted = name.clone();
    let queue = Memo::new(move |before: Option<&Option<QueueOverview>>| {
        let found = desk
            .overview
            .with(|overview| overview.queues.iter().find(|queue| queue.queue == wanted).cloned());
        found.or_else(|| before.cloned().flatten())
    });
    let kinds = Memo::new(move |_| {
        queue.with(|queue| {
            let kinds = queue.iter().flat_map(|queue| &queue.kinds);
            kinds.map(|kind| kind.kind.clone()).collect::<Vec<_>>()
        })
    });
    let of = StoredValue::new(name.clone());
    let href = Place::list(Narrow { queue: name.clone(), ..Narrow::default() }).href();
    let shown = name.clone();
    view! {
        <tbody>
            <tr class="h-11 bg-sunken">
                <th scope="rowgroup" colspan="9" class="px-4 text-left font-medium">
                    <div class="flex flex-wrap items-center gap-x-3 gap-y-1 py-1">
                        <TextLink href=href class="text-ink!">
                            {shown}
                        </TextLink>
                        <Pause desk queue name />
                    </div>
                </th>
            </tr>
            <For each=move || kinds.get() key=String::clone let:kind>
                <Kind desk queue of=of.get_value() kind />
            </For>
        </tbody>
    }
}

/// Only the words of its cells change, so that its links keep the focus.
#[component]
fn Kind(desk: Desk, queue: Memo<Option<QueueOverview>>, of: String, kind: String) -> impl IntoView {
    let narrow = Narrow { queue: of, kind: kind.clone(), ..Narrow::default() };
    let href = Place::list(narrow.clone()).href();
    let dead_href = Place::list(narrow.in_state(Some(JobState::Dead))).href();
    let wanted = kind.clone();
    let now = Memo::new(move |before: Option<&KindOverview>| {
        let found = queue.with(|queue| {
            let kinds = queue.iter().flat_map(|queue| &queue.kinds);
            kinds.into_iter().find(|kind| kind.kind == wanted).cloned()
        });
        found.or_else(|| before.cloned()).unwrap_or_default()
    });
    let oldest = move || {
        let at = desk.overview.with(|overview| overview.at);
        now.with(|now| now.oldest_waiting)
            .map_or_else(|| "–".to_owned(), |since| span((at - since).num_milliseconds()))
    };
    let of_program = Memo::new(move |_| now.with(|now| now.of_program));
    let slots = Memo::new(move |_| now.with(|now| now.last_hour.done_in_slots.clone()));
    let dead = Memo::new(move |_| now.with(|now| now.dead));
    let any_dead = Memo::new(move |_| dead.get() > 0);
    view! {
        <TableRow>
            <RowHeader>
                <TextLink href class="text-ink!">
                    {kind}
                </TextLink>
                <Show when=move || of_program.get()>
                    <span class="block text-caption text-muted">"Empire itself"</span>
                </Show>
            </RowHeader>
            <Cell align=Align::End>{move || now.with(|now| count(now.available))}</Cell>
            <Cell align=Align::End>{move || now.with(|now| count(now.executing))}</Cell>
            <Cell align=Align::End>{oldest}</Cell>
            <Cell align=Align::End>
                {move || now.with(|now| pair(now.last_hour.wait_p50_ms, now.last_hour.wait_p99_ms))}
            </Cell>
            <Cell align=Align::End>
                {move || now.with(|now| pair(now.last_hour.run_p50_ms, now.last_hour.run_p99_ms))}
            </Cell>
            <Cell align=Align::End>{move || now.with(|now| count(now.last_hour.done))}</Cell>
            <Cell align=Align::End>
                <Show when=move || any_dead.get() fallback=|| "0">
                    <TextLink href=dead_href.clone() class="font-medium text-danger!">
                        {move || count(dead.get())}
                    </TextLink>
                </Show>
            </Cell>
            <Cell align=Align::End>
                <span class="flex justify-end">
                    {move || {
                        let points: Vec<f64> = slots.with(|slots| slots.iter().map(|done| point(*done)).collect());
                        view! { <Sparkline points /> }
                    }}
                </span>
            </Cell>
        </TableRow>
    }
}
