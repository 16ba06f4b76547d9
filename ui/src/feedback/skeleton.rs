//! The shape of what comes, while it comes.
use leptos::prelude::*;

use crate::style::classes;

/// What the thing will look like.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum SkeletonShape {
    /// Lines of text.
    #[default]
    Line,
    /// Rows of a table with its head.
    Rows,
    /// One card with a title.
    Card,
}

const WIDTHS: [(&str, &str); 4] =
    [("w-2/5", "w-1/4"), ("w-3/5", "w-2/5"), ("w-1/2", "w-1/3"), ("w-2/3", "w-1/2")];

/// `label` is spoken, for example "Loading leads"; `count` is the number of lines or rows (4).
#[component]
pub fn Skeleton(
    #[prop(into)] label: String,
    #[prop(optional)] shape: SkeletonShape,
    #[prop(default = 4)] count: usize,
    #[prop(optional, into)] class: String,
) -> impl IntoView {
    let widths = WIDTHS.iter().cycle().take(count);
    let inside = match shape {
        SkeletonShape::Line => widths
            .map(|(wide, _)| view! { <span class=classes(&["skeleton block h-3", wide])></span> })
            .collect_view()
            .into_any(),
        SkeletonShape::Rows => view! {
            <div class="flex h-8 items-center gap-6 border-b border-line px-4">
                <span class="skeleton h-2.5 w-12"></span>
                <span class="skeleton h-2.5 w-16"></span>
            </div>
            {widths.map(|(wide, narrow)| row(wide, narrow)).collect_view()}
        }
        .into_any(),
        SkeletonShape::Card => view! {
            <span class="skeleton block h-4 w-1/3"></span>
            {widths.map(|(wide, _)| view! { <span class=classes(&["skeleton block h-3", wide])></span> }).collect_view()}
        }
        .into_any(),
    };
    let frame = match shape {
        SkeletonShape::Line => "space-y-2.5",
        SkeletonShape::Rows => "rounded-lg border border-line",
        SkeletonShape::Card => "space-y-3 rounded-lg border border-line p-4",
    };
    view! {
        <div role="status" aria-label=label class=classes(&[frame, &class])>
            {inside}
        </div>
    }
}

fn row(wide: &'static str, narrow: &'static str) -> impl IntoView {
    view! {
        <div class="flex h-12 items-center gap-3 border-b border-line px-4 last:border-0">
            <span class="skeleton size-4"></span>
            <span class="flex-1">
                <span class=classes(&["skeleton block h-3", wide])></span>
                <span class=classes(&["skeleton mt-1.5 block h-2", narrow])></span>
            </span>
            <span class="skeleton h-3 w-14"></span>
        </div>
    }
}
