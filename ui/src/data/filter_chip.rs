//! One condition of a filter sentence: what, which value, and a way to take it away.
use leptos::prelude::*;

use crate::icon::{Icon, IconSize};

const REMOVE: &str = "grid h-full w-6 place-content-center border-l border-line text-faint outline-offset-[-2px] hover:bg-hover hover:text-ink max-md:w-10";
const PART: &str = "flex h-full items-center gap-1 px-2 whitespace-nowrap";

/// Reads as "status is **new**". Removing is a link with `remove_href`, else a button with `on_remove`.
#[component]
pub fn FilterChip(
    #[prop(into)] label: String,
    #[prop(into)] value: String,
    #[prop(optional, into)] on_edit: Option<Callback<()>>,
    #[prop(optional, into)] on_remove: Option<Callback<()>>,
    #[prop(optional, into)] remove_href: Option<String>,
) -> impl IntoView {
    let remove = format!("Remove: {}", format!("{label} {value}").trim_start());
    let words = view! {
        <span class="text-muted">{label}</span>
        <span class="font-medium">{value}</span>
    };
    let part = match on_edit {
        Some(on_edit) => view! {
            <button
                type="button"
                class=format!("{PART} outline-offset-[-2px] hover:bg-hover")
                aria-haspopup="dialog"
                on:click=move |_| on_edit.run(())
            >
                {words}
            </button>
        }
        .into_any(),
        None => view! { <span class=PART>{words}</span> }.into_any(),
    };
    let cross = || view! { <Icon icon=icondata_lu::LuX size=IconSize::Xs /> };
    let taker = match (remove_href, on_remove) {
        (Some(href), _) => view! {
            <a href=href class=REMOVE aria-label=remove.clone() title=remove>
                {cross()}
            </a>
        }
        .into_any(),
        (None, Some(on_remove)) => view! {
            <button type="button" class=REMOVE aria-label=remove.clone() title=remove on:click=move |_| on_remove.run(())>
                {cross()}
            </button>
        }
        .into_any(),
        (None, None) => ().into_any(),
    };
    view! {
        <span class="inline-flex h-7 items-center overflow-hidden rounded-md border border-line-strong bg-raised max-md:h-10">
            {part}
            {taker}
        </span>
    }
}
