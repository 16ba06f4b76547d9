//! Icons of the public form: the classes stand here because the form's stylesheet scans only this folder.

use leptos::prelude::*;
use ui::Symbol;

/// A decorative icon; `class` gives its size.
pub(super) fn icon(icon: Symbol, class: &'static str) -> impl IntoView {
    view! {
        <svg
            class=class
            viewBox="0 0 24 24"
            fill="none"
            stroke="currentColor"
            stroke-width="1.75"
            stroke-linecap="round"
            stroke-linejoin="round"
            aria-hidden="true"
            inner_html=icon.data
        ></svg>
    }
}
