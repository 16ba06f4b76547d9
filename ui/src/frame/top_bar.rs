//! The bar over every page: search and commands, then what the caller puts at its right.
use leptos::prelude::*;

use super::rail::Mark;
use crate::icon::Icon;
use crate::marks::KeyChip;

/// `lead` is what stands at the left (a `CommandButton`), `children` what stands at the right.
#[component]
pub fn TopBar(
    #[prop(optional, into)] lead: Option<ViewFnOnce>,
    #[prop(optional)] children: Option<Children>,
) -> impl IntoView {
    view! {
        <header class="sticky top-0 z-30 flex h-12 items-center gap-1 bg-canvas px-2 max-md:border-b max-md:border-line md:static md:pr-2 md:pl-0">
            <span class="px-1.5 md:hidden">
                <Mark />
                <span class="sr-only">"Empire"</span>
            </span>
            {lead.map(ViewFnOnce::run)}
            <div class="ml-auto flex items-center gap-1">{children.map(|children| children())}</div>
        </header>
    }
}

/// Looks like a search field and opens a dialog.
#[component]
pub fn CommandButton(
    #[prop(into)] label: String,
    #[prop(optional, into)] keys: Option<String>,
    #[prop(into)] on_click: Callback<()>,
) -> impl IntoView {
    view! {
        <button
            type="button"
            aria-haspopup="dialog"
            class="flex h-8 min-w-0 flex-1 items-center gap-2 rounded-md border border-line-strong bg-surface px-2.5 text-faint hover:bg-hover max-md:h-10 md:max-w-96"
            on:click=move |_| on_click.run(())
        >
            <Icon icon=icondata_lu::LuSearch />
            <span class="truncate">{label}</span>
            {keys
                .map(|keys| {
                    view! {
                        <span class="ml-auto hidden md:inline-flex" aria-hidden="true">
                            <KeyChip keys />
                        </span>
                    }
                })}
        </button>
    }
}
