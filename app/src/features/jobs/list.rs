//! The jobs, newest first: in which state, what went wrong, how often it was tried. One of them may be open.

use super::address::{Narrow, Place};
use super::panel::Panel;
use super::state::Desk;
use super::words::{count, in_state, mark};
use crate::layout::{KeysetRows, RowLook};
use crate::state::{use_now, use_zone};
use leptos::prelude::*;
use shared::jobs::{JobDetail, JobOverview, JobState, JobSummary};
use ui::{
    EmptyState, FilterChip, LinkButton, RelativeTime, Section, StatusGlyph, TabLink, TabLinks, TimeMode,
    lucide,
};

/// The states in the order of how soon somebody wants to know.
const STATES: [JobState; 7] = [
    JobState::Dead,
    JobState::Retryable,
    JobState::Available,
    JobState::Executing,
    JobState::Scheduled,
    JobState::Completed,
    JobState::Cancelled,
];

#[component]
pub(super) fn Jobs(desk: Desk) -> impl IntoView {
    // A memo: links that are made anew lose the focus.
    let links = Memo::new(move |_| {
        let narrow = desk.narrow.get();
        desk.overview.with(|overview| tabs(&narrow, overview))
    });
    let look = RowLook {
        one: "job",
        name: |job: &JobSummary| job.kind.clone(),
        name_of: |detail: &JobDetail| Some(detail.summary.kind.clone()),
        name_class: "font-medium",
        cells: Callback::new(|job: Memo<Option<JobSummary>>| {
            (move || job.with(|job| job.as_ref().map(cells))).into_any()
        }),
        panel: Callback::new(move |()| view! { <Panel desk /> }.into_any()),
        href: Callback::new(move |job| desk.place.with(|place| place.with_job(job).href())),
    };
    view! {
        <Section id="jobs" title="Jobs" class="mt-6">
            <div class="border-b border-line">
                <TabLinks label="Jobs by state" links />
            </div>
            <Chips desk />
            <KeysetRows list=desk.jobs look nothing=move || view! { <Nothing desk /> } />
        </Section>
    }
}

fn tabs(narrow: &Narrow, overview: &JobOverview) -> Vec<TabLink> {
    let all =
        TabLink::new(Place::list(narrow.in_state(None)).href(), "All").current(narrow.state().is_none());
    let states = STATES.into_iter().map(|state| {
        let href = Place::list(narrow.in_state(Some(state))).href();
        let tab = TabLink::new(href, state.label()).current(narrow.state() == Some(state));
        match counted(narrow, overview, state) {
            Some(number) => tab.count(count(number)),
            None => tab,
        }
    });
    std::iter::once(all).chain(states).collect()
}

/// How many jobs the list would hold in a state; `None` where that is not counted.
fn counted(narrow: &Narrow, overview: &JobOverview, state: JobState) -> Option<i64> {
    in_state(&shared::jobs::KindOverview::default(), state)?;
    let kinds = overview.queues.iter().flat_map(|queue| queue.kinds.iter().map(move |kind| (queue, kind)));
    let held = kinds.filter(|(queue, kind)| narrow.holds(&queue.queue, &kind.kind));
    Some(held.filter_map(|(_, kind)| in_state(kind, state)).sum())
}

/// The queue and kind that the list is narrowed to.
#[component]
fn Chips(desk: Desk) -> impl IntoView {
    move || {
        let narrow = desk.narrow.get();
        let queue = Place::list(Narrow { queue: String::new(), ..narrow.clone() }).href();
        let kind = Place::list(Narrow { kind: String::new(), ..narrow.clone() }).href();
        let chips: Vec<_> = [("Queue is", narrow.queue, queue), ("Kind is", narrow.kind, kind)]
            .into_iter()
            .filter(|(_, value, _)| !value.is_empty())
            .map(|(label, value, href)| view! { <FilterChip label value remove_href=href /> })
            .collect();
        (!chips.is_empty()).then(|| view! { <div class="mt-2 flex flex-wrap gap-2">{chips}</div> })
    }
}

#[component]
fn Nothing(desk: Desk) -> impl IntoView {
    move || {
        let narrow = desk.narrow.get();
        if narrow == Narrow::default() {
            return view! {
                <EmptyState
                    level=3
                    compact=true
                    icon=lucide::LuListChecks
                    title="No jobs yet"
                    text="What Empire does later or elsewhere, such as sending webhooks, is listed here."
                />
            }
            .into_any();
        }
        let title = match narrow.state() {
            Some(JobState::Dead) => "Nothing failed for good",
            _ => "No job is like this",
        };
        view! {
            <EmptyState level=3 compact=true icon=lucide::LuListChecks title>
                <LinkButton href=super::address::QUEUE>"Show all jobs"</LinkButton>
            </EmptyState>
        }
        .into_any()
    }
}

fn cells(job: &JobSummary) -> impl IntoView + use<> {
    let (glyph, tone) = mark(job.state);
    let label = if job.cancel_requested && job.state == JobState::Executing {
        "Stopping".to_owned()
    } else {
        job.state.label().to_owned()
    };
    let failed = matches!(job.state, JobState::Dead | JobState::Retryable);
    let error = job.last_error.clone().filter(|_| failed);
    let tries = match job.attempt {
        0 => None,
        1 => Some("1 try".to_owned()),
        many => Some(format!("{many} tries")),
    };
    let whose = if job.of_program { "Empire itself".to_owned() } else { job.queue.clone() };
    view! {
        <StatusGlyph glyph tone label />
        <span class="min-w-0 flex-1 basis-40 truncate text-danger">{error}</span>
        <span class="truncate text-muted max-sm:hidden">{whose}</span>
        <span class="num text-caption text-muted">
            {tries.map(|tries| format!("{tries}, "))}
            <When job=job.clone() />
        </span>
    }
}

/// When it ended, began or will begin.
#[component]
fn When(job: JobSummary) -> impl IntoView {
    let zone = use_zone();
    let ahead = matches!(job.state, JobState::Scheduled | JobState::Retryable);
    let at = job.finished_at.or(job.started_at.filter(|_| !ahead)).unwrap_or(job.run_at).timestamp_millis();
    view! { <RelativeTime at now=use_now() mode=TimeMode::Ago offset_minutes=zone.minutes_at(at) /> }
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::DateTime;
    use shared::jobs::{KindOverview, QueueOverview};

    #[test]
    fn tabs_count_what_their_list_would_hold() {
        let kind = |name: &str, dead| KindOverview { kind: name.into(), dead, ..KindOverview::default() };
        let queue =
            |name: &str, kinds| QueueOverview { queue: name.into(), paused: None, stopped: false, kinds };
        let overview = JobOverview {
            at: DateTime::UNIX_EPOCH,
            queues: vec![queue("a", vec![kind("x", 1), kind("y", 2)]), queue("b", vec![kind("x", 4)])],
            counted_seconds: 3_600,
        };
        let dead = |queue: &str, kind: &str| {
            let narrow = Narrow { queue: queue.into(), kind: kind.into(), ..Narrow::default() };
            counted(&narrow, &overview, JobState::Dead)
        };
        assert_eq!(
            (dead("", ""), dead("a", ""), dead("", "x"), dead("b", "y")),
            (Some(7), Some(3), Some(5), Some(0))
        );
        assert_eq!(counted(&Narrow::default(), &overview, JobState::Completed), None);
    }
}
