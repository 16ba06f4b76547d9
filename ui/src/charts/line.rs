//! How something went over time, against zero, with its name at the end of each line.
use leptos::prelude::*;

use super::chart_table::ChartTable;
use super::scale::{along, figure, round_up};

const LEFT: f64 = 40.0;
const RIGHT: f64 = 300.0;
const TOP: f64 = 16.0;
const BOTTOM: f64 = 144.0;
/// Two names closer than this would lie on each other.
const NAME_GAP: f64 = 14.0;

/// One line. `values` has one value for every label of the chart.
#[derive(Debug, Clone, PartialEq)]
pub struct Series {
    name: String,
    values: Vec<f64>,
    accent: bool,
}

impl Series {
    pub fn new(name: impl Into<String>, values: Vec<f64>) -> Self {
        Self { name: name.into(), values, accent: false }
    }

    /// The line the question is about.
    pub fn accent(mut self) -> Self {
        self.accent = true;
        self
    }
}

/// `title` is the question, `summary` its answer in words, `labels` the places along the time axis, `label_head` what
/// they are ("Week").
#[component]
pub fn LineChart(
    #[prop(into)] title: String,
    #[prop(into)] summary: String,
    #[prop(into)] label_head: String,
    labels: Vec<String>,
    series: Vec<Series>,
) -> impl IntoView {
    let highest = series.iter().flat_map(|line| &line.values).copied().fold(0.0, f64::max);
    let top = round_up(highest);
    let rules = [0.0, top / 2.0, top].map(|value| rule(value, top)).into_iter().collect_view();
    let mut ends: Vec<f64> = Vec::new();
    let lines = series.iter().map(|line| draw(line, top, &mut ends)).collect_view();
    let head = std::iter::once(label_head).chain(series.iter().map(|line| line.name.clone())).collect();
    let rows = labels
        .iter()
        .enumerate()
        .map(|(index, label)| {
            let values = series
                .iter()
                .map(|line| line.values.get(index).map_or_else(|| "–".to_owned(), |v| figure(*v)));
            std::iter::once(label.clone()).chain(values).collect()
        })
        .collect();
    let marks = marks(&labels);
    view! {
        <figure class="min-w-0 rounded-lg border border-line p-4">
            <figcaption class="mb-3 font-medium">{title.clone()}</figcaption>
            <svg viewBox="0 0 400 172" class="w-full overflow-visible" role="img" aria-label=summary>
                {rules}
                {lines}
                {marks}
            </svg>
            <ChartTable caption=title head rows />
        </figure>
    }
}

fn height(value: f64, top: f64) -> f64 {
    BOTTOM - (value / top).clamp(0.0, 1.0) * (BOTTOM - TOP)
}

fn rule(value: f64, top: f64) -> impl IntoView {
    let y = height(value, top);
    view! {
        <path d=format!("M{LEFT} {y:.1}H{RIGHT}") class="stroke-line" />
        <text x=format!("{}", LEFT - 8.0) y=format!("{:.1}", y + 4.0) text-anchor="end" class="num fill-faint text-caption">
            {figure(value)}
        </text>
    }
}

fn draw(line: &Series, top: f64, ends: &mut Vec<f64>) -> impl IntoView + use<> {
    let count = line.values.len();
    let place = |(index, value): (usize, &f64)| {
        format!("{:.1},{:.1}", along(index, count, LEFT, RIGHT), height(*value, top))
    };
    let points = line.values.iter().enumerate().map(place).collect::<Vec<_>>().join(" ");
    let last = line.values.last().copied().unwrap_or_default();
    let end = height(last, top);
    let mut name_at = end + 4.0;
    while ends.iter().any(|taken| (taken - name_at).abs() < NAME_GAP) {
        name_at += NAME_GAP;
    }
    ends.push(name_at);
    let (stroke, width, words) = if line.accent {
        ("stroke-accent-ink", "2", "num fill-accent-ink text-caption font-semibold")
    } else {
        ("stroke-edge", "1.5", "num fill-muted text-caption")
    };
    let dot = line.accent.then(|| {
        view! { <circle cx=format!("{RIGHT}") cy=format!("{end:.1}") r="3.5" class="fill-accent-ink" /> }
    });
    view! {
        <polyline points=points fill="none" class=stroke stroke-width=width stroke-linejoin="round" />
        {dot}
        <text x=format!("{}", RIGHT + 10.0) y=format!("{name_at:.1}") class=words>
            {format!("{} {}", figure(last), line.name)}
        </text>
    }
}

/// At most six labels, evenly chosen.
fn marks(labels: &[String]) -> impl IntoView + use<> {
    let count = labels.len();
    let step = count.div_ceil(6).max(1);
    labels
        .iter()
        .enumerate()
        .step_by(step)
        .map(|(index, label)| {
            let x = along(index, count, LEFT, RIGHT);
            view! {
                <text x=format!("{x:.1}") y="164" text-anchor="middle" class="fill-faint text-caption">
                    {label.clone()}
                </text>
            }
        })
        .collect_view()
}
