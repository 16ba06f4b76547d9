//! The rail at the left: where one can go. Icons keep their names when the words fold away.
use leptos::prelude::*;

use crate::icon::{Icon, Symbol};
use crate::style::classes;

/// The house mark.
#[component]
pub fn Mark() -> impl IntoView {
    view! {
        <svg
            class="size-5 shrink-0 text-accent-ink"
            viewBox="0 0 20 20"
            fill="none"
            stroke="currentColor"
            stroke-width="1.8"
            stroke-linejoin="round"
            aria-hidden="true"
        >
            <path d="M3 17V8l7-5 7 5v9M3 17h14M7 17v-6h6M7 14h4" />
        </svg>
    }
}

/// `children` and `foot` hold `RailItem`s; the foot stands at the bottom.
#[component]
pub fn Rail(
    #[prop(into)] brand: Signal<String>,
    #[prop(optional, into)] foot: Option<ViewFnOnce>,
    children: Children,
) -> impl IntoView {
    view! {
        <nav aria-label="Main" class="row-span-2 hidden flex-col overflow-y-auto px-2 pb-2 md:flex">
            <div class="flex h-12 shrink-0 items-center gap-2.5 px-2 font-semibold max-xl:justify-center">
                <Mark />
                <span class="truncate max-xl:sr-only">{move || brand.get()}</span>
            </div>
            <ul class="flex flex-col gap-0.5">{children()}</ul>
            {foot.map(|foot| view! { <ul class="mt-auto flex flex-col gap-0.5 pt-2">{foot.run()}</ul> })}
        </nav>
    }
}

/// One place. `count` is how many things wait there, `count_words` how to say it ("need you").
#[component]
pub fn RailItem(
    #[prop(into)] href: String,
    #[prop(into)] label: String,
    icon: Symbol,
    #[prop(optional, into)] keys: Option<String>,
    #[prop(optional, into)] count: Signal<Option<String>>,
    #[prop(default = "need you".to_owned(), into)] count_words: String,
    #[prop(into)] current: Signal<bool>,
) -> impl IntoView {
    let title = keys.map_or_else(|| label.clone(), |keys| format!("{label} ({keys})"));
    let look = move || {
        classes(&[
            "flex h-8 items-center gap-2.5 rounded-md px-2 font-medium outline-offset-[-2px] max-xl:justify-center",
            if current.get() {
                "bg-raised text-ink shadow-card ring-1 ring-line"
            } else {
                "text-muted hover:bg-hover hover:text-ink"
            },
        ])
    };
    let waiting = move || {
        let words = count_words.clone();
        count.get().map(|count| {
            view! {
                <span class="num ml-auto text-caption text-muted max-xl:sr-only">
                    {count}
                    <span class="sr-only">" " {words}</span>
                </span>
            }
        })
    };
    view! {
        <li>
            <a href=href class=look title=title aria-current=move || current.get().then_some("page")>
                <span class="contents" class:text-accent-ink=move || current.get()>
                    <Icon icon />
                </span>
                <span class="max-xl:sr-only">{label}</span>
                {waiting}
            </a>
        </li>
    }
}
