//! How things compare: bars from zero with their figure beside them.
use leptos::prelude::*;

use super::chart_table::ChartTable;
use super::scale::percent;
use crate::actions::TextLink;

/// One bar. `shown` is `value` as people read it.
#[derive(Debug, Clone, PartialEq)]
pub struct Bar {
    label: String,
    value: f64,
    shown: String,
    note: Option<String>,
    accent: bool,
    href: Option<String>,
}

impl Bar {
    pub fn new(label: impl Into<String>, value: f64, shown: impl Into<String>) -> Self {
        Self { label: label.into(), value, shown: shown.into(), note: None, accent: false, href: None }
    }

    /// A second figure at the right, for example a cost.
    pub fn note(mut self, note: impl Into<String>) -> Self {
        self.note = Some(note.into());
        self
    }

    /// The bar the eye should find.
    pub fn accent(mut self) -> Self {
        self.accent = true;
        self
    }

    /// Where the rows behind it are.
    pub fn href(mut self, href: impl Into<String>) -> Self {
        self.href = Some(href.into());
        self
    }
}

/// `title` is the question; the heads name the columns of the table behind.
#[component]
pub fn BarChart(
    #[prop(into)] title: String,
    rows: Vec<Bar>,
    #[prop(into)] label_head: String,
    #[prop(into)] value_head: String,
    #[prop(optional, into)] note_head: Option<String>,
) -> impl IntoView {
    let highest = rows.iter().map(|bar| bar.value).fold(0.0, f64::max);
    let noted = note_head.is_some();
    let head = [label_head, value_head].into_iter().chain(note_head).collect();
    let cells = rows
        .iter()
        .map(|bar| {
            let note = noted.then(|| bar.note.clone().unwrap_or_else(|| "–".to_owned()));
            [bar.label.clone(), bar.shown.clone()].into_iter().chain(note).collect()
        })
        .collect();
    view! {
        <figure class="min-w-0 rounded-lg border border-line p-4">
            <figcaption class="mb-3 font-medium">{title.clone()}</figcaption>
            <ul class="space-y-2">{rows.into_iter().map(|bar| row(bar, highest, noted)).collect_view()}</ul>
            <ChartTable caption=title head rows=cells />
        </figure>
    }
}

fn row(bar: Bar, highest: f64, noted: bool) -> impl IntoView {
    let width = format!("{:.1}%", percent(bar.value, highest));
    let label = bar.label.clone();
    let name = match bar.href {
        Some(href) => view! { <TextLink href class="truncate">{label}</TextLink> }.into_any(),
        None => view! { <span class="truncate">{label}</span> }.into_any(),
    };
    let look = if noted {
        "grid grid-cols-[96px_minmax(0,1fr)_auto_64px] items-center gap-3"
    } else {
        "grid grid-cols-[96px_minmax(0,1fr)_auto] items-center gap-3"
    };
    view! {
        <li class=look title=bar.label>
            {name}
            <svg class="h-4 w-full" aria-hidden="true">
                <rect width=width height="100%" rx="4" class=if bar.accent { "fill-accent" } else { "fill-edge" } />
            </svg>
            <span class="num text-right font-medium">{bar.shown}</span>
            {noted.then(|| view! { <span class="num text-right text-muted">{bar.note}</span> })}
        </li>
    }
}
