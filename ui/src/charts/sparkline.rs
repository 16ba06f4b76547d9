//! The shape of a trend beside its figure; says nothing on its own and is hidden from those who listen.
use leptos::prelude::*;

use super::scale::along;
use crate::style::{Tone, classes};

const WIDTH: f64 = 112.0;
const HEIGHT: f64 = 32.0;
const INSET: f64 = 3.0;

/// Oldest first. Fewer than two points draw nothing, since there is no trend yet.
#[component]
pub fn Sparkline(points: Vec<f64>, #[prop(default = Tone::Accent)] tone: Tone) -> impl IntoView {
    let (low, high) = points
        .iter()
        .copied()
        .filter(|point| point.is_finite())
        .fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), point| (low.min(point), high.max(point)));
    let count = points.len();
    let places: Vec<(f64, f64)> = points
        .into_iter()
        .enumerate()
        .filter(|(_, point)| point.is_finite())
        .map(|(index, point)| {
            let share = if high > low { (point - low) / (high - low) } else { 0.5 };
            (along(index, count, 2.0, WIDTH - 2.0), HEIGHT - INSET - share * (HEIGHT - 2.0 * INSET))
        })
        .collect();
    (places.len() > 1).then(|| {
        let line = places.iter().map(|(x, y)| format!("{x:.1},{y:.1}")).collect::<Vec<_>>().join(" ");
        let end = places.last().copied().unwrap_or_default();
        view! {
            <svg
                class=classes(&["shrink-0 overflow-visible", tone.ink()])
                width="112"
                height="32"
                viewBox="0 0 112 32"
                fill="none"
                aria-hidden="true"
            >
                <polyline points=line stroke="currentColor" stroke-width="1.5" stroke-linejoin="round" stroke-linecap="round" />
                <circle cx=format!("{:.1}", end.0) cy=format!("{:.1}", end.1) r="2" fill="currentColor" />
            </svg>
        }
    })
}
