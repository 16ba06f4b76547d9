//! Five figures and two charts: is it keeping up, and how long do things take.

use super::address::{Narrow, Place};
use super::state::Desk;
use super::words::{GOAL_WAIT_MS, Sums, a_minute, count, point, share, span, sums};
use crate::state::use_zone;
use leptos::prelude::*;
use shared::jobs::{JobOverview, JobState, SLOTS};
use std::cmp::Reverse;
use ui::{Bar, BarChart, LineChart, Series, clock_text};

/// Minutes of a part of the hour.
const PART: i64 = 5;
/// Bars a chart has room for.
const BARS: usize = 6;

/// One figure: name, value, what it means, and whether that is good.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Figure {
    name: &'static str,
    value: String,
    note: String,
    look: &'static str,
    href: Option<String>,
}

const PLAIN: &str = "num text-caption text-muted";
const GOOD: &str = "num text-caption text-success";
const BAD: &str = "num text-caption text-danger";

fn figures(overview: &JobOverview) -> [Figure; 5] {
    let Sums { waiting, later, dead, done, bad_runs, oldest_ms } = sums(overview);
    let rows = |state: JobState| Some(Place::list(Narrow::default().in_state(Some(state))).href());
    let within = if overview.counted_seconds >= 3_600 {
        "in the last hour".to_owned()
    } else {
        format!("in the last {}", span(overview.counted_seconds.saturating_mul(1_000)))
    };
    let late = oldest_ms.is_some_and(|ms| ms >= GOAL_WAIT_MS);
    let many = bad_runs.saturating_mul(100) >= (done + bad_runs).max(1);
    [
        Figure {
            name: "Done a minute",
            value: a_minute(done, overview.counted_seconds),
            note: format!("{} {within}", count(done)),
            look: PLAIN,
            href: rows(JobState::Completed),
        },
        Figure {
            name: "Waiting",
            value: count(waiting),
            note: if later == 0 {
                "None for later".to_owned()
            } else {
                format!("{} for later", count(later))
            },
            look: PLAIN,
            href: rows(JobState::Available),
        },
        Figure {
            name: "Oldest wait",
            value: oldest_ms.map_or_else(|| "None".to_owned(), span),
            note: "Goal under 5 s".to_owned(),
            look: if late { BAD } else { GOOD },
            href: None,
        },
        Figure {
            name: "Failed, tried again",
            value: share(bad_runs, done + bad_runs),
            note: "Goal under 1 %".to_owned(),
            look: if many { BAD } else { GOOD },
            href: rows(JobState::Retryable),
        },
        Figure {
            name: "Failed for good",
            value: count(dead),
            note: if dead == 0 { "Nobody is needed".to_owned() } else { "Need a person".to_owned() },
            look: if dead == 0 { GOOD } else { BAD },
            href: rows(JobState::Dead),
        },
    ]
}

#[component]
pub(super) fn Figures(desk: Desk) -> impl IntoView {
    let all = Memo::new(move |_| desk.overview.with(figures));
    let cells = all.get_untracked().into_iter().enumerate().map(|(place, first)| cell(all, place, first));
    view! {
        <dl class="mt-3 grid grid-cols-2 gap-x-5 border-y border-line sm:grid-cols-3 md:grid-cols-5">
            {cells.collect_view()}
        </dl>
    }
}

/// Only the words of a figure change, so that its link keeps the focus.
fn cell(all: Memo<[Figure; 5]>, place: usize, first: Figure) -> impl IntoView {
    let now = move || all.with(|all| all.get(place).cloned());
    let shown = move || now().map(|figure| figure.value);
    let value = match first.href {
        Some(href) => view! {
            <a href=href data-noscroll="" class="rounded-sm hover:underline">
                {shown}
            </a>
        }
        .into_any(),
        None => shown.into_any(),
    };
    view! {
        <div class="min-w-0 border-line py-3 md:border-l md:pl-5 md:first:border-0 md:first:pl-0">
            <dt class="text-muted">{first.name}</dt>
            <dd class="num mt-0.5 text-title font-semibold">{value}</dd>
            <dd class=move || now().map(|figure| figure.look)>{move || now().map(|figure| figure.note)}</dd>
        </div>
    }
}

#[component]
pub(super) fn Charts(desk: Desk) -> impl IntoView {
    let zone = use_zone();
    // To the minute, so that charts are drawn anew when they have something new to say.
    let minute = |overview: &JobOverview| overview.at.timestamp_millis().div_euclid(60_000) * 60_000;
    let rates = Memo::new(move |_| desk.overview.with(|overview| (minute(overview), slots(overview))));
    let durations = Memo::new(move |_| desk.overview.with(durations));
    let any = Memo::new(move |_| rates.with(|(_, slots)| slots.iter().any(|done| *done > 0)));
    let rate = move || {
        let (at, slots) = rates.get();
        let labels = (0..SLOTS)
            .map(|slot| {
                let back = i64::try_from(SLOTS - slot).unwrap_or_default() * PART * 60_000;
                clock_text(at - back, zone.minutes_at(at - back))
            })
            .collect();
        let highest = slots.iter().copied().max().unwrap_or_default();
        let now = slots.last().copied().unwrap_or_default();
        let words = format!(
            "{} jobs a minute in the last five minutes; at most {} in the hour.",
            a_minute(now, PART * 60),
            a_minute(highest, PART * 60)
        );
        let points = slots.iter().map(|done| point(*done) / point(PART)).collect();
        let series = vec![Series::new("done", points).accent()];
        view! { <LineChart title="Are we keeping up? Jobs a minute" summary=words label_head="From" labels series /> }
    };
    let took = move || {
        let rows = durations
            .get()
            .into_iter()
            .map(|(kind, half, all)| {
                Bar::new(kind, point(all), span(all)).note(format!("half {}", span(half)))
            })
            .collect();
        view! {
            <BarChart
                title="How long do 99 of 100 jobs take?"
                rows
                label_head="Kind"
                value_head="99 of 100 within"
                note_head="Half of them"
            />
        }
    };
    view! {
        <Show when=move || any.get()>
            <div class="mt-6 grid gap-4 lg:grid-cols-2">
                <div class="min-w-0">{rate}</div>
                <div class="min-w-0">{took}</div>
            </div>
        </Show>
    }
}

/// What was done in the parts of the hour, over all queues.
fn slots(overview: &JobOverview) -> Vec<i64> {
    let mut all = vec![0; SLOTS];
    for kind in overview.queues.iter().flat_map(|queue| &queue.kinds) {
        for (sum, done) in all.iter_mut().zip(&kind.last_hour.done_in_slots) {
            *sum += done;
        }
    }
    all
}

/// The kinds that take longest: name, half within, nearly all within.
fn durations(overview: &JobOverview) -> Vec<(String, i64, i64)> {
    let mut found: Vec<(String, i64, i64)> = overview
        .queues
        .iter()
        .flat_map(|queue| &queue.kinds)
        .filter_map(|kind| Some((kind.kind.clone(), kind.last_hour.run_p50_ms?, kind.last_hour.run_p99_ms?)))
        .collect();
    found.sort_by_key(|(_, _, all)| Reverse(*all));
    found.truncate(BARS);
    found
}
