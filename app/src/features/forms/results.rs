//! What happened on the version that visitors see: who saw it, how far they came, and where they came from.

use super::rpc::get_form_results;
use crate::layout::write_clipboard;
use crate::rpc::AppError;
use crate::state::ask;
use crate::state::{live, use_hydrated};
use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::FormId;
use shared::forms::{FormResults, PublishedVersion};
use ui::{
    ButtonSize, FunnelChart, FunnelStep, IconButton, Section, Skeleton, SkeletonShape, lucide, use_toaster,
};

/// One step of the way through a form.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Figure {
    label: String,
    many: u64,
    /// Of the step before, in percent.
    share: Option<u64>,
    /// Of the first step, in percent.
    whole: u64,
    /// More people are lost here than anywhere else.
    worst: bool,
}

/// Views, starts, the steps behind the first one, and what was sent.
fn way(results: &FormResults) -> Vec<Figure> {
    let steps = results.steps.iter().zip(1..).skip(1);
    let steps = steps.map(|(step, number)| (format!("Step {number}"), step.reached));
    let first = [("Saw the form".to_owned(), results.views), ("Started".to_owned(), results.started)];
    let all: Vec<(String, u64)> =
        first.into_iter().chain(steps).chain([("Sent it".to_owned(), results.submitted)]).collect();
    let top = all.iter().map(|(_, many)| *many).max().unwrap_or(0);
    let before = std::iter::once(None).chain(all.iter().map(|(_, many)| Some(*many)));
    let mut figures: Vec<Figure> = all
        .iter()
        .zip(before)
        .map(|((label, many), before)| Figure {
            label: label.clone(),
            many: *many,
            share: before.and_then(|before| percent(*many, before)),
            whole: percent(*many, top).unwrap_or(0),
            worst: false,
        })
        .collect();
    let least = figures.iter().filter_map(|figure| figure.share).min();
    let worst = figures.iter_mut().find(|figure| figure.share.is_some() && figure.share == least);
    if let Some(worst) = worst.filter(|worst| worst.share.is_some_and(|share| share < 100)) {
        worst.worst = true;
    }
    figures
}

/// A rounded share; more than all is all. None of nothing.
fn percent(part: u64, whole: u64) -> Option<u64> {
    (whole > 0).then(|| (part.min(whole) * 100 + whole / 2) / whole)
}

/// The foot of the builder: the way through the form in one line, and the code that embeds it.
#[component]
pub(super) fn ResultsStrip(
    form: FormId,
    published: RwSignal<Option<PublishedVersion>>,
    embed_code: StoredValue<String>,
    sites: usize,
) -> impl IntoView {
    let version =
        Memo::new(move |_| published.with(|published| published.as_ref().map(|published| published.version)));
    let known = RwSignal::new(None::<Result<FormResults, AppError>>);
    let load = move || {
        if version.get_untracked().is_some() {
            spawn_local(async move {
                let answer = get_form_results(form, None).await;
                known.try_set(Some(answer));
            });
        }
    };
    Effect::new(move |_| {
        version.track();
        load();
    });
    live::on_event(|event| matches!(event.name.as_str(), "form.started" | "form.submitted"), load);
    let about = move || match version.get() {
        None => "Not published yet".to_owned(),
        Some(version) => format!("Version {version}, 30 days"),
    };
    let figures = move || match known.get() {
        Some(Ok(results)) => view! {
            <ol class="grid min-w-0 flex-1 grid-cols-[repeat(auto-fit,minmax(104px,1fr))] gap-2 max-md:mt-2">
                {way(&results).into_iter().map(figure).collect_view()}
            </ol>
        }
        .into_any(),
        Some(Err(error)) => {
            view! { <p class="min-w-0 flex-1 text-muted">"Results could not be loaded. " {error.message}</p> }
                .into_any()
        }
        None => view! { <p class="min-w-0 flex-1"></p> }.into_any(),
    };
    view! {
        <section
            aria-labelledby="res"
            class="shrink-0 border-t border-line bg-surface px-4 py-2.5 max-md:pb-4 md:flex md:flex-wrap md:items-center md:gap-x-6 md:gap-y-2"
        >
            <div class="shrink-0 md:w-32">
                <h2 id="res" class="font-semibold">
                    "Results"
                </h2>
                <p class="text-caption text-muted">{about}</p>
            </div>
            {figures}
            <Embed code=embed_code sites />
        </section>
    }
}

fn figure(figure: Figure) -> impl IntoView {
    let share = figure.share.map(|share| {
        let look =
            if figure.worst { "text-caption font-medium text-warning" } else { "text-caption text-muted" };
        view! {
            <span class=look>
                {format!("{share} %")}
                <span class="sr-only">" of the step before"</span>
            </span>
        }
    });
    let bar = if figure.worst { "fill-warning" } else { "fill-accent" };
    view! {
        <li class="min-w-0">
            <span class="block truncate text-muted">{figure.label}</span>
            <span class="num flex items-baseline gap-2">
                <span class="text-large font-semibold">{figure.many}</span>
                {share}
            </span>
            <svg class="mt-1 block h-1.5 w-full rounded-full bg-line" aria-hidden="true">
                <rect width=format!("{}%", figure.whole) height="100%" rx="3" class=bar />
            </svg>
        </li>
    }
}

/// The code that embeds the form, ready to be copied.
#[component]
fn Embed(code: StoredValue<String>, sites: usize) -> impl IntoView {
    let hydrated = use_hydrated();
    let toaster = use_toaster();
    let copy = move || {
        spawn_local(async move {
            if write_clipboard(&code.get_value()).await {
                toaster.success("Copied");
            } else {
                toaster.error(
                    "Not copied",
                    "Your browser keeps the clipboard. Select the code and press Ctrl C.",
                );
            }
        });
    };
    let allowed = match sites {
        0 => "No site may show it yet".to_owned(),
        1 => "Allowed on 1 site".to_owned(),
        many => format!("Allowed on {many} sites"),
    };
    view! {
        <div class="min-w-0 max-md:mt-3 md:w-full lg:w-56 xl:w-76">
            <div class="flex h-8 items-center gap-1 rounded-md border border-line-strong bg-sunken pl-2.5">
                <span class="text-muted max-lg:sr-only">"Embed"</span>
                <code class="min-w-0 flex-1 truncate font-mono text-caption">{code.get_value()}</code>
                <IconButton
                    icon=lucide::LuCopy
                    label="Copy embed code"
                    size=ButtonSize::Sm
                    disabled=Signal::derive(move || !hydrated.get())
                    on_click=move |_| copy()
                />
            </div>
            <p class="mt-1 text-caption text-muted">{allowed}</p>
        </div>
    }
}

/// The page of a form: its funnel by step, and where those who sent it came from.
#[component]
pub(super) fn Results(form: FormId) -> impl IntoView {
    let results = ask(move || form, |form| get_form_results(form, None));
    let inside = move || {
        Suspend::new(async move {
            match results.await {
                Ok(results) => view! { <Figures results /> }.into_any(),
                Err(error) => view! { <p class="mt-2 text-muted">{error.message}</p> }.into_any(),
            }
        })
    };
    view! {
        <Section id="results" title="Results of the last 30 days">
            <Transition fallback=|| {
                view! { <Skeleton shape=SkeletonShape::Card label="Loading the results" class="mt-2" /> }
            }>{inside}</Transition>
        </Section>
    }
}

#[component]
fn Figures(results: FormResults) -> impl IntoView {
    let named = results.steps.iter().map(|step| step.title.clone());
    let labels = ["Saw the form".to_owned(), "Started".to_owned()].into_iter().chain(named.skip(1));
    let labels = labels.chain(["Sent it".to_owned()]);
    // Visitors from before views were counted are in no view: measured by those, everybody would seem lost.
    let uncounted = results.views < results.started;
    let steps = labels
        .zip(way(&results))
        .skip(usize::from(uncounted))
        .map(|(label, figure)| {
            let many = u32::try_from(figure.many).unwrap_or(u32::MAX);
            FunnelStep::new(label, f64::from(many), figure.many.to_string())
        })
        .collect::<Vec<_>>();
    let sources = results
        .sources
        .iter()
        .map(|figure| {
            view! {
                <li class="flex items-baseline justify-between gap-3 border-b border-line py-1.5 last:border-0">
                    <span>{figure.source.label()}</span>
                    <span class="num font-medium">{figure.submitted}</span>
                </li>
            }
        })
        .collect_view();
    let none = results.sources.is_empty();
    view! {
        <p class="text-muted">{format!("Version {}. Programs that read the web are not counted.", results.version)}</p>
        <div class="mt-2 grid gap-4 sm:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]">
            <FunnelChart title="Where do visitors leave?" steps label_head="Step" value_head="Visitors" />
            <div class="rounded-lg border border-line p-4">
                <h3 class="font-medium">"Where did those who sent it come from?"</h3>
                {if none {
                    view! { <p class="mt-2 text-muted">"Nobody has sent this version yet."</p> }.into_any()
                } else {
                    view! { <ul class="mt-2">{sources}</ul> }.into_any()
                }}
            </div>
        </div>
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use shared::forms::StepFigure;

    fn results(views: u64, reached: [u64; 3], submitted: u64) -> FormResults {
        let steps = reached.map(|reached| StepFigure { title: "x".into(), reached }).into();
        let started = reached[0];
        FormResults { version: 1, views, started, steps, submitted, sources: Vec::new() }
    }

    #[test]
    fn the_way_names_every_step_and_marks_the_worst() {
        let way = way(&results(2_410, [1_184, 873, 611], 574));
        let told: Vec<(&str, u64, Option<u64>)> =
            way.iter().map(|figure| (figure.label.as_str(), figure.many, figure.share)).collect();
        assert_eq!(
            told,
            [
                ("Saw the form", 2_410, None),
                ("Started", 1_184, Some(49)),
                ("Step 2", 873, Some(74)),
                ("Step 3", 611, Some(70)),
                ("Sent it", 574, Some(94)),
            ]
        );
        assert!(way[1].worst && way.iter().filter(|figure| figure.worst).count() == 1);
    }

    #[test]
    fn nothing_has_no_shares() {
        assert!(way(&results(0, [0; 3], 0)).iter().all(|figure| figure.share.is_none() && !figure.worst));
        // Frames that were shown before views were counted.
        assert_eq!(way(&results(0, [3, 3, 3], 3))[1].share, None);
    }
}
