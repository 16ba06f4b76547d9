//! The month in five figures: value, trend against the same days of the month before, and what the trend means.

use crate::features::leads::answered::exact_span;
use leptos::prelude::*;
use shared::home::{Figure, FigureKind};
use ui::{Sparkline, Tone};

/// From here on a change is told in percent; below, percents of a handful would exaggerate.
const ENOUGH_FOR_PERCENT: i64 = 20;

/// A figure as it is read.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Words {
    value: String,
    /// "+18 %", "−6 min 40 s", "same"; `None` while there is nothing to compare with.
    trend: Option<String>,
    tone: Tone,
}

fn words(figure: &Figure) -> Words {
    let duration = figure.kind == FigureKind::MedianResponse;
    let value = match (duration, figure.value) {
        (true, ..=0) => "None yet".to_owned(),
        (true, seconds) => exact_span(seconds),
        (false, count) => ui::group_thousands(&count.to_string()),
    };
    if duration && (figure.value <= 0 || figure.before <= 0) {
        return Words { value, trend: None, tone: Tone::Neutral };
    }
    let change = figure.value - figure.before;
    let sign = if change < 0 { "−" } else { "+" };
    let size = change.saturating_abs();
    let trend = match (duration, change) {
        (_, 0) => "same".to_owned(),
        (true, _) => format!("{sign}{}", exact_span(size)),
        (false, _) if figure.before >= ENOUGH_FOR_PERCENT => {
            format!("{sign}{} %", (size * 100 + figure.before / 2) / figure.before)
        }
        (false, _) => format!("{sign}{size}"),
    };
    let better = (change > 0) == figure.kind.more_is_better();
    let tone = match (change, better) {
        (0, _) => Tone::Neutral,
        (_, true) => Tone::Success,
        (_, false) => Tone::Danger,
    };
    Words { value, trend: Some(trend), tone }
}

/// The rows behind a figure, or by whom it came about.
const fn rows_of(kind: FigureKind) -> &'static str {
    match kind {
        FigureKind::NewLeads => "/leads?all=1",
        FigureKind::Qualified => "/leads?status=qualified",
        FigureKind::Converted => "/leads?status=converted",
        FigureKind::MedianResponse | FigureKind::Calls => "/team?period=month",
    }
}

#[component]
pub(super) fn Figures(figures: Vec<Figure>, this_month: String, last_month: String) -> impl IntoView {
    let against = format!("against the same days of {last_month}");
    let cards = figures.into_iter().map(|figure| card(&figure, &last_month)).collect_view();
    view! {
        <section aria-labelledby="month" class="mt-8">
            <div class="flex min-h-9 flex-wrap items-center gap-x-2">
                <h2 id="month" class="font-semibold">
                    {format!("{this_month} so far")}
                </h2>
                <span class="text-muted">{against}</span>
            </div>
            <ul class="mt-1 grid grid-cols-2 gap-3 md:grid-cols-3 xl:grid-cols-5">{cards}</ul>
        </section>
    }
}

fn card(figure: &Figure, last_month: &str) -> impl IntoView + use<> {
    let words = words(figure);
    let inside = inside(figure, words, last_month);
    view! {
        <li class="min-w-0">
            <a
                href=rows_of(figure.kind)
                class="flex h-full flex-col rounded-lg border border-line p-3.5 hover:bg-hover"
            >
                {inside}
            </a>
        </li>
    }
}

fn inside(figure: &Figure, words: Words, last_month: &str) -> impl IntoView + use<> {
    let look = match words.tone {
        Tone::Success => "num shrink-0 whitespace-nowrap text-caption text-success",
        Tone::Danger => "num shrink-0 whitespace-nowrap text-caption text-danger",
        _ => "num shrink-0 whitespace-nowrap text-caption text-faint",
    };
    let trend = words.trend.map_or_else(
        || view! { <span class=look>"nothing to compare"</span> }.into_any(),
        |trend| {
            let spoken = format!(" as in {last_month}");
            let than = if trend == "same" { spoken } else { format!(" on {last_month}") };
            view! {
                <span class=look>
                    {trend}
                    <span class="sr-only">{than}</span>
                </span>
            }
            .into_any()
        },
    );
    let points: Vec<f64> = figure.days.iter().map(|value| point(*value)).collect();
    view! {
        <span class="text-muted">{figure.kind.label()}</span>
        <span class="num mt-1 text-title font-semibold">{words.value}</span>
        <span class="mt-2.5 flex items-end justify-between gap-2">
            {trend}
            <span class="min-w-0 overflow-hidden">
                <Sparkline points tone=words.tone />
            </span>
        </span>
    }
}

/// A count as a height; heights need no more than 32 bits.
fn point(value: i64) -> f64 {
    f64::from(i32::try_from(value).unwrap_or(i32::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn figure(kind: FigureKind, value: i64, before: i64) -> Figure {
        Figure { kind, value, before, days: Vec::new() }
    }

    #[test]
    fn trends_say_percent_only_of_enough() {
        for (kind, value, before, shown, trend, tone) in [
            (FigureKind::NewLeads, 78, 66, "78", Some("+18 %"), Tone::Success),
            (FigureKind::NewLeads, 1284, 2568, "1,284", Some("−50 %"), Tone::Danger),
            (FigureKind::Calls, 11, 8, "11", Some("+3"), Tone::Success),
            (FigureKind::Converted, 3, 4, "3", Some("−1"), Tone::Danger),
            (FigureKind::Converted, 0, 0, "0", Some("same"), Tone::Neutral),
            (FigureKind::MedianResponse, 250, 650, "4 min 10 s", Some("−6 min 40 s"), Tone::Success),
            (FigureKind::MedianResponse, 650, 250, "10 min 50 s", Some("+6 min 40 s"), Tone::Danger),
            (FigureKind::MedianResponse, 250, 0, "4 min 10 s", None, Tone::Neutral),
            (FigureKind::MedianResponse, 0, 250, "None yet", None, Tone::Neutral),
        ] {
            let words = words(&figure(kind, value, before));
            assert_eq!(
                (words.value.as_str(), words.trend.as_deref(), words.tone),
                (shown, trend, tone),
                "{kind:?}"
            );
        }
    }
}
