//! Words for those who listen: what changed on a screen that changes by itself.
use leptos::prelude::*;

/// In the page from the start; speaks whenever `text` changes.
#[component]
pub fn LiveRegion(#[prop(into)] text: Signal<String>, #[prop(optional)] assertive: bool) -> impl IntoView {
    view! {
        <p role=if assertive { "alert" } else { "status" } class="sr-only">
            {move || text.get()}
        </p>
    }
}
