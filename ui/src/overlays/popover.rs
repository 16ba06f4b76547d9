//! A button with a small panel below it, for choices that are more than one press: the panel stays open until the
//! person leaves it. The browser's popover closes it on Esc and on a press outside, with JavaScript or without.
use leptos::ev::Event;
use leptos::prelude::*;

use super::menu::place;
use crate::style::Align;

/// `label` names the panel; `trigger` is what the button shows and `look` its classes.
#[component]
pub fn Popover(
    #[prop(into)] id: String,
    #[prop(into)] label: Signal<String>,
    #[prop(into)] look: Signal<String>,
    #[prop(into)] trigger: ViewFnOnce,
    #[prop(optional)] align: Align,
    children: Children,
) -> impl IntoView {
    let button = NodeRef::<leptos::html::Button>::new();
    let panel = NodeRef::<leptos::html::Div>::new();
    let open = RwSignal::new(false);
    let on_toggle = move |_: Event| {
        open.set(panel.get_untracked().is_some_and(|panel| panel.matches(":popover-open").unwrap_or(false)));
    };
    view! {
        <button
            node_ref=button
            type="button"
            id=format!("{id}-b")
            class=move || look.get()
            popovertarget=id.clone()
            aria-haspopup="dialog"
            aria-expanded=move || if open.get() { "true" } else { "false" }
            on:click=move |_| {
                if let (Some(button), Some(panel)) = (button.get_untracked(), panel.get_untracked()) {
                    place(&button, &panel, align);
                }
            }
        >
            {trigger.run()}
        </button>
        <div
            node_ref=panel
            id=id
            popover="auto"
            role="dialog"
            aria-label=move || label.get()
            class="fixed m-0 max-h-[min(70vh,32rem)] w-60 overflow-y-auto rounded-lg border border-line-strong bg-raised p-1 text-body text-ink shadow-float"
            on:toggle=on_toggle
        >
            {children()}
        </div>
    }
}
