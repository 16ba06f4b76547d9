//! Facts as label and value.
use leptos::prelude::*;

use crate::style::classes;

/// Holds `DefinitionRow`s.
#[component]
pub fn DefinitionList(#[prop(optional, into)] class: String, children: Children) -> impl IntoView {
    view! {
        <dl class=classes(&["grid grid-cols-[minmax(78px,auto)_minmax(0,1fr)] gap-x-3 gap-y-1.5", &class])>
            {children()}
        </dl>
    }
}

/// One fact; `note` says where it is from or what it allows.
#[component]
pub fn DefinitionRow(
    #[prop(into)] label: String,
    #[prop(optional, into)] note: Signal<Option<String>>,
    children: Children,
) -> impl IntoView {
    view! {
        <dt class="text-muted">{label}</dt>
        <dd class="num min-w-0 break-words">
            {children()}
            {move || note.get().map(|note| view! { <span class="block text-caption text-faint">{note}</span> })}
        </dd>
    }
}
