//! What happened, newest first: who, what, when, and the thing itself below.
use leptos::prelude::*;

use crate::icon::{Icon, IconSize, Symbol};
use crate::style::{Tone, classes};
use crate::time::RelativeTime;

/// Holds `TimelineItem`s.
#[component]
pub fn Timeline(#[prop(optional, into)] class: String, children: Children) -> impl IntoView {
    view! { <ol class=class>{children()}</ol> }
}

/// Reads "**actor** text"; `children` is the content, for example a note's words. `at` is unix milliseconds.
#[component]
pub fn TimelineItem(
    icon: Symbol,
    #[prop(optional)] tone: Tone,
    #[prop(into)] actor: String,
    #[prop(into)] text: String,
    #[prop(into)] at: Signal<i64>,
    #[prop(into)] now: Signal<i64>,
    #[prop(optional, into)] offset_minutes: Signal<i32>,
    #[prop(optional, into)] id: Option<String>,
    #[prop(optional)] children: Option<Children>,
) -> impl IntoView {
    view! {
        <li
            id=id
            class="relative flex gap-3 pb-5 before:absolute before:top-7 before:bottom-1 before:left-3 before:w-px before:bg-line last:before:hidden"
        >
            <span class=classes(&["grid size-6 shrink-0 place-content-center rounded-full bg-hover", tone.ink()])>
                <Icon icon size=IconSize::Sm />
            </span>
            <div class="min-w-0 flex-1 pt-0.5">
                <p class="flex gap-2">
                    <span class="min-w-0 flex-1">
                        <span class="font-medium">{actor}</span>
                        " "
                        <span class="text-muted">{text}</span>
                    </span>
                    <RelativeTime at now offset_minutes class="shrink-0 text-caption leading-5 text-faint" />
                </p>
                {children.map(|children| children())}
            </div>
        </li>
    }
}
