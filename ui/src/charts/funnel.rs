//! Where people leave: each step as a share of the first, and of the step before it.
use leptos::prelude::*;

use super::chart_table::ChartTable;
use super::scale::percent;

/// One step. `shown` is `value` as people read it.
#[derive(Debug, Clone, PartialEq)]
pub struct FunnelStep {
    label: String,
    value: f64,
    shown: String,
}

impl FunnelStep {
    pub fn new(label: impl Into<String>, value: f64, shown: impl Into<String>) -> Self {
        Self { label: label.into(), value, shown: shown.into() }
    }
}

/// The step that loses most is marked by weight and tone, and named in the table like all others.
#[component]
pub fn FunnelChart(
    #[prop(into)] title: String,
    steps: Vec<FunnelStep>,
    #[prop(into)] label_head: String,
    #[prop(into)] value_head: String,
) -> impl IntoView {
    let first = steps.first().map_or(0.0, |step| step.value);
    let shares: Vec<Option<f64>> = std::iter::once(None)
        .chain(steps.windows(2).map(|pair| match pair {
            [before, after] => Some(percent(after.value, before.value)),
            _ => None,
        }))
        .collect();
    let worst = shares.iter().flatten().copied().fold(f64::INFINITY, f64::min);
    let head = vec![label_head, value_head, "Of the step before".to_owned()];
    let rows = steps
        .iter()
        .zip(&shares)
        .map(|(step, share)| {
            let share = share.map_or_else(|| "–".to_owned(), words);
            vec![step.label.clone(), step.shown.clone(), share]
        })
        .collect();
    let items =
        steps.into_iter().zip(shares).map(|(step, share)| item(step, share, first, worst)).collect_view();
    view! {
        <figure class="min-w-0 rounded-lg border border-line p-4">
            <figcaption class="mb-3 font-medium">{title.clone()}</figcaption>
            <ol class="space-y-1.5">{items}</ol>
            <ChartTable caption=title head rows />
        </figure>
    }
}

fn words(share: f64) -> String {
    format!("{share:.0} %")
}

fn item(step: FunnelStep, share: Option<f64>, first: f64, worst: f64) -> impl IntoView {
    let width = format!("{:.1}%", percent(step.value, first));
    let marked = share.is_some_and(|share| share <= worst && share < 100.0);
    let look = if marked { "num text-right font-medium text-warning" } else { "num text-right text-muted" };
    let title = step.label.clone();
    view! {
        <li class="grid grid-cols-[116px_minmax(0,1fr)_52px] items-center gap-3">
            <span class="truncate" title=title>
                {step.label}
            </span>
            <span class="relative h-7 overflow-hidden rounded-sm bg-hover">
                <svg class="absolute inset-0 size-full" aria-hidden="true">
                    <rect width=width height="100%" rx="4" class="fill-accent-soft" />
                </svg>
                <span class="num absolute inset-y-0 left-2 grid place-content-center font-medium">{step.shown}</span>
            </span>
            <span class=look>{share.map(words)}</span>
        </li>
    }
}
