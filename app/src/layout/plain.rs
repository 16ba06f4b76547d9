//! Pages outside the frame: signing in, joining, not found. One column, the mark above it.

use crate::state::use_hydrated;
use leptos::prelude::*;
use ui::{Mark, SkipLink, ThemeSwitch};

/// `aside` stands beside the column on wide screens and is decoration.
#[component]
pub fn PlainPage(#[prop(optional, into)] aside: Option<ViewFnOnce>, children: Children) -> impl IntoView {
    let grid = if aside.is_some() {
        "grid min-h-dvh bg-surface lg:grid-cols-[minmax(0,1fr)_minmax(0,1.1fr)]"
    } else {
        "grid min-h-dvh bg-surface"
    };
    let hydrated = use_hydrated();
    view! {
        <SkipLink />
        <div class=grid>
            <main id="main" tabindex="-1" class="flex flex-col bg-surface px-6 outline-none sm:px-10">
                <div class="flex h-16 items-center gap-2 font-semibold">
                    <Mark />
                    "Empire"
                    <span class="ml-auto" class:invisible=move || !hydrated.get()>
                        <ThemeSwitch />
                    </span>
                </div>
                <div class="m-auto w-full max-w-[340px] py-10">{children()}</div>
            </main>
            {aside.map(ViewFnOnce::run)}
        </div>
    }
}
