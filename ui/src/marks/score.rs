//! A score from 0 to 100 as a figure with a bar.
use leptos::prelude::*;

use crate::style::classes;

/// `score` is clamped to 100. `title` says what the figure means.
#[component]
pub fn ScoreBar(
    score: u8,
    #[prop(optional, into)] title: Option<String>,
    #[prop(optional, into)] class: String,
) -> impl IntoView {
    let score = score.min(100);
    let fill = match score {
        70.. => "fill-success",
        40..70 => "fill-accent",
        _ => "fill-edge",
    };
    view! {
        <span
            class=classes(&["inline-flex items-center gap-2", &class])
            title=title.unwrap_or_else(|| format!("{score} of 100"))
        >
            <span class="num w-6 text-right font-medium">{score}</span>
            <svg class="h-1 w-8 rounded-full bg-line" aria-hidden="true">
                <rect class=fill width=format!("{score}%") height="100%" rx="2" />
            </svg>
        </span>
    }
}
