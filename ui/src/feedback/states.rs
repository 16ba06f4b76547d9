//! A place with nothing in it yet, and a place that failed. Both say what can be done.
use leptos::prelude::*;

use crate::actions::{Button, ButtonSize, LinkButton};
use crate::icon::{Icon, IconSize, Symbol};
use crate::layout::heading;
use crate::style::classes;

const PANEL: &str =
    "grid place-content-center justify-items-center rounded-lg border border-line p-6 text-center";

fn height(compact: bool) -> &'static str {
    if compact { "" } else { "min-h-56" }
}

/// Says what belongs here; `children` offers the first step.
#[component]
pub fn EmptyState(
    #[prop(into)] title: Signal<String>,
    #[prop(optional, into)] text: Signal<Option<String>>,
    #[prop(default = 3)] level: u8,
    #[prop(optional)] icon: Option<Symbol>,
    #[prop(optional)] compact: bool,
    #[prop(optional, into)] class: String,
    #[prop(optional)] children: Option<Children>,
) -> impl IntoView {
    let picture = match icon {
        Some(icon) => view! { <Icon icon size=IconSize::Xl class="text-faint" /> }.into_any(),
        None => view! {
            <svg
                viewBox="0 0 64 40"
                class="h-10 text-accent-ink"
                fill="none"
                stroke="currentColor"
                stroke-width="1.4"
                stroke-linejoin="round"
                aria-hidden="true"
            >
                <path d="M10 36V18L24 7l14 11v18M4 36h56M20 36V25h8v11" />
                <path d="M44 36V22h12v14" stroke-dasharray="3 3" />
            </svg>
        }
        .into_any(),
    };
    view! {
        <div class=classes(&[PANEL, height(compact), &class])>
            {picture}
            {heading(level, None, "mt-3 font-semibold", title)}
            {move || text.get().map(|text| view! { <p class="mt-1 max-w-72 text-muted">{text}</p> })}
            {children
                .map(|children| view! { <div class="mt-4 flex flex-wrap justify-center gap-2">{children()}</div> })}
        </div>
    }
}

/// Says what happened and what was kept, and offers the retry: `on_retry`, or `retry_href` without JavaScript.
#[component]
pub fn ErrorState(
    #[prop(into)] title: Signal<String>,
    #[prop(into)] text: Signal<String>,
    #[prop(optional, into)] request_id: Signal<Option<String>>,
    #[prop(default = 3)] level: u8,
    #[prop(optional, into)] on_retry: Option<Callback<()>>,
    #[prop(optional, into)] retry_href: Option<String>,
    #[prop(optional)] compact: bool,
    #[prop(optional, into)] class: String,
) -> impl IntoView {
    let retry = match (on_retry, retry_href) {
        (Some(on_retry), _) => view! {
            <Button size=ButtonSize::Sm icon=icondata_lu::LuRefreshCw class="mt-4" on_click=move |_| on_retry.run(())>
                "Try again"
            </Button>
        }
        .into_any(),
        (None, Some(href)) => view! {
            <LinkButton href size=ButtonSize::Sm icon=icondata_lu::LuRefreshCw class="mt-4">
                "Try again"
            </LinkButton>
        }
        .into_any(),
        (None, None) => ().into_any(),
    };
    view! {
        <div role="alert" class=classes(&[PANEL, height(compact), &class])>
            <Icon icon=icondata_lu::LuCircleAlert size=IconSize::Xl class="text-danger" />
            {heading(level, None, "mt-3 font-semibold", title)}
            <p class="mt-1 max-w-72 text-muted">{move || text.get()}</p>
            {retry}
            {move || {
                request_id
                    .get()
                    .map(|id| view! { <p class="num mt-3 text-caption text-faint">"Request " {id}</p> })
            }}
        </div>
    }
}
