//! Where one is in a row of steps, or how far something is.
use leptos::prelude::*;

use crate::icon::{Icon, IconSize};

/// `current` counts from 0. The step one is at is named to those who listen.
#[component]
pub fn ProgressSteps(
    #[prop(into)] label: String,
    steps: Vec<String>,
    #[prop(into)] current: Signal<usize>,
) -> impl IntoView {
    let items = steps.into_iter().enumerate().map(|(index, step)| item(index, step, current)).collect_view();
    view! {
        <nav aria-label=label>
            <ol class="flex flex-wrap items-center gap-x-4 gap-y-1">{items}</ol>
        </nav>
    }
}

fn item(index: usize, step: String, current: Signal<usize>) -> impl IntoView {
    let look = move || match index.cmp(&current.get()) {
        std::cmp::Ordering::Less => "flex items-center gap-1.5 text-muted",
        std::cmp::Ordering::Equal => "flex items-center gap-1.5 font-medium text-ink",
        std::cmp::Ordering::Greater => "flex items-center gap-1.5 text-faint",
    };
    let mark = move || {
        if index < current.get() {
            view! { <Icon icon=icondata_lu::LuCheck size=IconSize::Sm label="Done:" class="text-success" /> }
                .into_any()
        } else {
            let look = if index == current.get() {
                "num grid size-5 place-content-center rounded-full bg-accent text-caption text-on-accent"
            } else {
                "num grid size-5 place-content-center rounded-full border border-line-strong text-caption"
            };
            view! { <span class=look aria-hidden="true">{index + 1}</span> }.into_any()
        }
    };
    view! {
        <li class=look aria-current=move || (index == current.get()).then_some("step")>
            {mark}
            <span>{step}</span>
        </li>
    }
}

/// How far something is, from 0 to 100. `label` says what.
#[component]
pub fn ProgressBar(#[prop(into)] label: String, #[prop(into)] percent: Signal<u8>) -> impl IntoView {
    let share = move || percent.get().min(100);
    view! {
        <div role="progressbar" aria-label=label aria-valuemin="0" aria-valuemax="100" aria-valuenow=move || share().to_string()>
            // A drawing, because the content policy allows no style in the page.
            <svg
                viewBox="0 0 100 1"
                preserveAspectRatio="none"
                class="block h-1.5 w-full rounded-full bg-line text-accent"
                aria-hidden="true"
            >
                <rect width=move || share().to_string() height="1" fill="currentColor"></rect>
            </svg>
        </div>
    }
}
