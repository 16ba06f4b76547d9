//! The bar at the bottom of phones: at most five places.
use leptos::prelude::*;

use crate::icon::{Icon, IconSize, Symbol};
use crate::style::classes;

/// Holds `BottomItem`s.
#[component]
pub fn BottomBar(children: Children) -> impl IntoView {
    view! {
        <nav
            aria-label="Main"
            class="fixed inset-x-0 bottom-0 z-30 border-t border-line bg-surface pb-[env(safe-area-inset-bottom)] md:hidden"
        >
            <ul class="grid auto-cols-fr grid-flow-col">{children()}</ul>
        </nav>
    }
}

/// One place, icon over word.
#[component]
pub fn BottomItem(
    #[prop(into)] href: String,
    #[prop(into)] label: String,
    icon: Symbol,
    #[prop(into)] current: Signal<bool>,
) -> impl IntoView {
    let look = move || {
        classes(&[
            "flex h-14 flex-col items-center justify-center gap-0.5 text-caption font-medium outline-offset-[-2px]",
            if current.get() { "text-accent-ink" } else { "text-muted" },
        ])
    };
    view! {
        <li>
            <a href=href class=look aria-current=move || current.get().then_some("page")>
                <Icon icon size=IconSize::Lg />
                {label}
            </a>
        </li>
    }
}
