//! Rows of a list that open in place, and what is open without being in the list.
use leptos::ev::KeyboardEvent;
use leptos::prelude::*;
use wasm_bindgen::JsCast as _;

use crate::icon::Icon;
use crate::style::classes;

/// A list with a frame around it, for [`OpenableRow`]s.
#[component]
pub fn OpenableRows(
    /// Where no heading says what is listed.
    label: Option<&'static str>,
    children: Children,
) -> impl IntoView {
    view! {
        <ul class="mt-2 overflow-hidden rounded-lg border border-line" aria-label=label>
            {children()}
        </ul>
    }
}

/// A row named by a link that opens it, or closes it when it is open. Escape closes it too.
#[component]
pub fn OpenableRow(
    /// Of the panel.
    #[prop(into)]
    id: String,
    /// Where the link leads: to this row open, or closed when it is open.
    #[prop(into)]
    href: Signal<String>,
    #[prop(into)] open: Signal<bool>,
    #[prop(into)] on_close: Callback<()>,
    #[prop(into)] name: Signal<String>,
    #[prop(optional)] name_class: &'static str,
    /// What is seen when it is open.
    #[prop(into)]
    panel: ViewFn,
    /// What stands behind the name.
    children: Children,
) -> impl IntoView {
    let close = move |event: KeyboardEvent| {
        if event.key() == "Escape" && open.get_untracked() && !elsewhere(&event) {
            on_close.run(());
        }
    };
    let controls = id.clone();
    view! {
        <li class="border-b border-line last:border-0" class:bg-sunken=move || open.get() on:keydown=close>
            <div class="flex flex-wrap items-center gap-x-4 gap-y-0.5 px-4 py-2.5">
                <a
                    href=move || href.get()
                    data-noscroll=""
                    aria-expanded=move || if open.get() { "true" } else { "false" }
                    aria-controls=move || open.get().then(|| controls.clone())
                    class=classes(&["flex min-h-6 min-w-0 items-center gap-2 rounded-sm", name_class])
                >
                    <span class="flex shrink-0 transition-transform" class:rotate-90=move || open.get()>
                        <Icon icon=icondata_lu::LuChevronRight class="text-muted" />
                    </span>
                    <span class="truncate">{move || name.get()}</span>
                </a>
                {children()}
            </div>
            {move || {
                let id = id.clone();
                open.get().then(|| view! { <div id=id>{panel.run()}</div> })
            }}
        </li>
    }
}

/// What is open and not in the list, for example by a link.
#[component]
pub fn OpenedElsewhere(
    #[prop(into)] name: Signal<String>,
    #[prop(optional)] name_class: &'static str,
    /// Where it is closed.
    #[prop(into)]
    href: Signal<String>,
    children: Children,
) -> impl IntoView {
    view! {
        <article aria-labelledby="opened" class="mt-2 rounded-lg border border-line bg-sunken">
            <div class="flex items-center gap-3 px-4 py-2.5">
                <h3 id="opened" class=classes(&["min-w-0 truncate", name_class])>
                    {move || name.get()}
                </h3>
                <a
                    href=move || href.get()
                    data-noscroll=""
                    class="ml-auto rounded-sm text-accent-ink underline-offset-2 hover:underline"
                >
                    "Close"
                </a>
            </div>
            {children()}
        </article>
    }
}

/// Escape belongs to a dialog, and must not cost what somebody typed.
fn elsewhere(event: &KeyboardEvent) -> bool {
    let target = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok());
    target.is_some_and(|element| element.closest("dialog, textarea").is_ok_and(|found| found.is_some()))
}
