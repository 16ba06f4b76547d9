//! Search over every page: leads by name, address, phone or email. A plain form, so it works before the page is alive.

use leptos::ev::KeyboardEvent;
use leptos::prelude::*;
use leptos_router::components::Form;
use leptos_router::hooks::use_location;
use ui::{KeyChip, Search};
use wasm_bindgen::JsCast;

/// The field that `/` focuses.
pub(super) const SEARCH_ID: &str = "search-everywhere";

/// Sends what is typed to the list of leads.
#[component]
pub fn SearchBox() -> impl IntoView {
    let query = use_location().query;
    let text = RwSignal::new(query.with_untracked(|query| query.get("q").unwrap_or_default()));
    Effect::new(move |_| text.set(query.with(|query| query.get("q").unwrap_or_default())));
    let leave = move |event: KeyboardEvent| {
        if event.key() == "Escape"
            && let Some(field) =
                event.target().and_then(|target| target.dyn_into::<web_sys::HtmlElement>().ok())
        {
            // a field that cannot lose the focus keeps it
            drop(field.blur());
        }
    };
    view! {
        <search class="relative min-w-0 flex-1 md:max-w-96" on:keydown=leave>
            <Form method="GET" action="/leads">
                <Search
                    name="q"
                    id=SEARCH_ID
                    label="Search leads"
                    placeholder="Search leads by name, address or phone"
                    value=text
                />
            </Form>
            <Show when=move || text.with(String::is_empty)>
                <span
                    class="pointer-events-none absolute inset-y-0 right-2 hidden items-center md:inline-flex"
                    aria-hidden="true"
                >
                    <KeyChip keys="/" />
                </span>
            </Show>
        </search>
    }
}
