//! The key or keys that do the same as a control.
use leptos::prelude::*;

/// `"Ctrl K"` becomes two chips.
#[component]
pub fn KeyChip(#[prop(into)] keys: String) -> impl IntoView {
    let chips =
        keys.split_whitespace().map(|key| view! { <kbd class="kbd">{key.to_owned()}</kbd> }).collect_view();
    view! { <span class="inline-flex gap-0.5">{chips}</span> }
}
