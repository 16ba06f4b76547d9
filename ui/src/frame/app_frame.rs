//! Three folds of one map: rail with words, rail of icons, bottom bar.
use leptos::prelude::*;

use crate::style::classes;

/// First in the tab order of every page.
#[component]
pub fn SkipLink() -> impl IntoView {
    view! {
        // External to the app's router, which would change the address and leave the focus where it is.
        <a href="#main" rel="external" class="skip-link">
            "Skip to content"
        </a>
    }
}

/// `rail`, `top` and `bottom` hold `Rail`, `TopBar` and `BottomBar`. With `scroll` (the default) the main region scrolls;
/// without, it is a column whose parts scroll on their own, as a list with an open item needs.
#[component]
pub fn AppFrame(
    #[prop(into)] rail: ViewFnOnce,
    #[prop(into)] top: ViewFnOnce,
    #[prop(into)] bottom: ViewFnOnce,
    #[prop(default = Signal::stored(true), into)] scroll: Signal<bool>,
    children: Children,
) -> impl IntoView {
    let main = move || {
        classes(&[
            "min-w-0 bg-surface outline-none max-md:min-h-[calc(100dvh-3rem)] max-md:pb-20 md:mr-2 md:mb-2 md:overflow-hidden md:rounded-xl md:border md:border-line",
            if scroll.get() { "md:overflow-y-auto!" } else { "relative flex flex-col" },
        ])
    };
    view! {
        <SkipLink />
        <div class="min-h-dvh md:grid md:h-dvh md:grid-cols-[56px_minmax(0,1fr)] md:grid-rows-[48px_minmax(0,1fr)] xl:grid-cols-[204px_minmax(0,1fr)]">
            {rail.run()}
            {top.run()}
            <main id="main" tabindex="-1" class=main>
                {children()}
            </main>
        </div>
        {bottom.run()}
    }
}
