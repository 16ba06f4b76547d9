//! The jobs, newest first: in which state, what went wrong, how often it was tried. One of them may be open.

use super::address::{Narrow, Place};
use super::panel::Panel;
use super::state::Desk;
use super::words::{count, in_state, mark};
use crate::layout::Failure;
use crate::state::{use_now, use_zone};
use leptos::ev::KeyboardEvent;
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;
use shared::JobId;
use shared::jobs::{JobOverview, JobState, JobSummary};
use ui::{
    EmptyState, FilterChip, Icon, LinkButton, LoadMore, RelativeTime, Section, StatusGlyph, TabLink,
    TabLinks, TimeMode, lucide,
};
use wasm_bindgen::JsCast as _;

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
    let any = Memo::new(move |_| desk.rows.with(|rows| !rows.is_empty()));
    let ids = move || desk.rows.with(|rows| rows.iter().map(|row| row.id).collect::<Vec<_>>());
    view! {
        <Section id="jobs" title="Jobs" class="mt-6">
            <div class="border-b border-line">
                <TabLinks label="Jobs by state" links />
            </div>
            <Chips desk />
            {move || {
                desk.failed
                    .get()
                    .map(|error| view! { <Failure error what="the jobs" level=3 on_retry=move || desk.load() /> })
            }}
            <Elsewhere desk />
            <div aria-busy=move || desk.busy.get().then_some("true") class:opacity-60=move || desk.busy.get()>
                <Show when=move || any.get() fallback=move || view! { <Nothing desk /> }>
                    <ul class="mt-2 overflow-hidden rounded-lg border border-line">
                        <For each=ids key=|id| *id let:id>
                            <Row desk id />
                        </For>
                    </ul>
                </Show>
            </div>
            <Show when=move || desk.next.with(Option::is_some)>
                <div class="mt-2">
                    <LoadMore on_more=move |()| desk.load_more() busy=desk.more_busy />
                </div>
            </Show>
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
        if desk.failed.with(Option::is_some) {
            return ().into_any();
        }
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

/// A job that is open and not in the list, for example by a link.
#[component]
fn Elsewhere(desk: Desk) -> impl IntoView {
    let missing = Memo::new(move |_| {
        let job = desk.job.get()?;
        let listed = desk.rows.with(|rows| rows.iter().any(|row| row.id.to_string() == job));
        (!listed).then_some(job)
    });
    move || {
        missing.get().map(|_| {
            let close = move || desk.place.with(|place| place.with_job(None).href());
            let kind = move || {
                desk.detail.with(|detail| match detail {
                    Some((_, Ok(detail))) => detail.summary.kind.clone(),
                    _ => "The job you opened".to_owned(),
                })
            };
            view! {
                <article aria-labelledby="opened" class="mt-2 rounded-lg border border-line bg-sunken">
                    <div class="flex items-center gap-3 px-4 py-2.5">
                        <h3 id="opened" class="min-w-0 truncate font-medium">
                            {kind}
                        </h3>
                        <a
                            href=close
                            data-noscroll=""
                            class="ml-auto rounded-sm text-accent-ink underline-offset-2 hover:underline"
                        >
                            "Close"
                        </a>
                    </div>
                    <Panel desk />
                </article>
            }
        })
    }
}

#[component]
fn Row(desk: Desk, id: JobId) -> impl IntoView {
    let job = Memo::new(move |before: Option<&Option<JobSummary>>| {
        // a row that leaves keeps its words until it is gone
        let found = desk.rows.with(|rows| rows.iter().find(|row| row.id == id).cloned());
        found.or_else(|| before.cloned().flatten())
    });
    let name = id.to_string();
    let open = {
        let name = name.clone();
        Memo::new(move |_| desk.job.with(|job| job.as_deref() == Some(name.as_str())))
    };
    let href = move || {
        let job = (!open.get()).then(|| name.clone());
        desk.place.with(|place| place.with_job(job).href())
    };
    let navigate = StoredValue::new(use_navigate());
    let close = move |event: KeyboardEvent| {
        if event.key() == "Escape" && open.get_untracked() && !elsewhere(&event) {
            let href = desk.place.with_untracked(|place| place.with_job(None).href());
            let options = NavigateOptions { scroll: false, ..NavigateOptions::default() };
            navigate.with_value(|go| go(&href, options));
        }
    };
    let panel = format!("job-{id}");
    let controls = panel.clone();
    view! {
        <li class="border-b border-line last:border-0" class:bg-sunken=move || open.get() on:keydown=close>
            <div class="flex flex-wrap items-center gap-x-4 gap-y-0.5 px-4 py-2.5">
                <a
                    href=href
                    data-noscroll=""
                    aria-expanded=move || if open.get() { "true" } else { "false" }
                    aria-controls=move || open.get().then(|| controls.clone())
                    class="flex min-h-6 min-w-0 items-center gap-2 rounded-sm font-medium"
                >
                    <span class="flex shrink-0 transition-transform" class:rotate-90=move || open.get()>
                        <Icon icon=lucide::LuChevronRight class="text-muted" />
                    </span>
                    <span class="truncate">
                        {move || job.with(|job| job.as_ref().map(|job| job.kind.clone()))}
                    </span>
                </a>
                {move || job.with(|job| job.as_ref().map(cells))}
            </div>
            {move || {
                let id = panel.clone();
                open.get().then(|| view! {
                    <div id=id>
                        <Panel desk />
                    </div>
                })
            }}
        </li>
    }
}

/// Escape belongs to a dialog, and must not cost what somebody typed.
fn elsewhere(event: &KeyboardEvent) -> bool {
    let target = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok());
    target.is_some_and(|element| element.closest("dialog, textarea").is_ok_and(|found| found.is_some()))
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
