//! A bounded piece of a screen.
use leptos::prelude::*;

use crate::style::classes;

/// Bounds what belongs together. Never a card in a card.
#[component]
pub fn Card(#[prop(optional, into)] class: String, children: Children) -> impl IntoView {
    view! { <div class=classes(&["rounded-lg border border-line p-4", &class])>{children()}</div> }
}
