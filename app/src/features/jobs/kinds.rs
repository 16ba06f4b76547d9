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
    // Waits are told from the moment of the count, so the rows follow every one of them.
    let rows = move || {
        let at = desk.overview.with(|overview| overview.at);
        queue.with(|queue| {
            let queue = queue.as_ref()?;
            Some(queue.kinds.iter().map(|kind| row(&queue.queue, kind, at)).collect_view())
        })
    };
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
            {rows}
        </tbody>
    }
}

fn row(queue: &str, kind: &KindOverview, at: chrono::DateTime<chrono::Utc>) -> impl IntoView + use<> {
    let narrow = Narrow { queue: queue.to_owned(), kind: kind.kind.clone(), ..Narrow::default() };
    let (href, name) = (Place::list(narrow.clone()).href(), kind.kind.clone());
    let (waiting, running) = (count(kind.available), count(kind.executing));
    let dead = Place::list(narrow.in_state(Some(JobState::Dead))).href();
    let hour = kind.last_hour.clone();
    let oldest =
        kind.oldest_waiting.map_or_else(|| "–".to_owned(), |since| span((at - since).num_milliseconds()));
    let points: Vec<f64> = hour.done_in_slots.iter().map(|done| point(*done)).collect();
    let failed = match kind.dead {
        0 => view! { <span>"0"</span> }.into_any(),
        dead_now => view! {
            <TextLink href=dead class="font-medium text-danger!">
                {count(dead_now)}
            </TextLink>
        }
        .into_any(),
    };
    let whose =
        kind.of_program.then(|| view! { <span class="block text-caption text-muted">"Empire itself"</span> });
    view! {
        <TableRow>
            <RowHeader>
                <TextLink href=href class="text-ink!">
                    {name}
                </TextLink>
                {whose}
            </RowHeader>
            <Cell align=Align::End>{waiting}</Cell>
            <Cell align=Align::End>{running}</Cell>
            <Cell align=Align::End>{oldest}</Cell>
            <Cell align=Align::End>{pair(hour.wait_p50_ms, hour.wait_p99_ms)}</Cell>
            <Cell align=Align::End>{pair(hour.run_p50_ms, hour.run_p99_ms)}</Cell>
            <Cell align=Align::End>{count(hour.done)}</Cell>
            <Cell align=Align::End>{failed}</Cell>
            <Cell align=Align::End>
                <span class="flex justify-end">
                    <Sparkline points />
                </span>
            </Cell>
        </TableRow>
    }
}
