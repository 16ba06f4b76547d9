//! A word more about a value, on hover and on focus; Esc takes it away.
use leptos::prelude::*;

use crate::marks::KeyChip;

/// The value can take the focus so that keyboards reach the text too. Buttons do not need this: they carry a title.
#[component]
pub fn Tooltip(
    #[prop(into)] id: String,
    #[prop(into)] text: Signal<String>,
    #[prop(optional, into)] keys: Option<String>,
    children: Children,
) -> impl IntoView {
    let dismissed = RwSignal::new(false);
    view! {
        <span
            class="group/tip relative inline-flex"
            on:keydown=move |event| {
                if event.key() == "Escape" {
                    dismissed.set(true);
                }
            }
            on:mouseleave=move |_| dismissed.set(false)
            on:focusout=move |_| dismissed.set(false)
        >
            <span
                tabindex="0"
                role="note"
                class="rounded-sm underline decoration-line-strong decoration-dotted underline-offset-4"
                aria-describedby=id.clone()
            >
                {children()}
            </span>
            <span
                id=id
                role="tooltip"
                class="invisible absolute bottom-full left-0 z-20 flex items-center gap-2 pb-1.5 text-caption whitespace-nowrap group-focus-within/tip:visible group-hover/tip:visible"
                class:hidden=move || dismissed.get()
            >
                <span class="num flex items-center gap-2 rounded-md bg-ink px-2 py-1 text-canvas shadow-float">
                    {move || text.get()}
                    {keys.map(|keys| view! { <KeyChip keys /> })}
                </span>
            </span>
        </span>
    }
}
