//! A button with words. Blocks its own press while disabled or busy; what a press does is the caller's.
use leptos::ev::MouseEvent;
use leptos::prelude::*;

use super::look::{BASE, ButtonKind, ButtonSize};
use crate::icon::{Icon, Symbol};
use crate::style::classes;

/// Whether pressing it sends the form around it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum ButtonType {
    #[default]
    Button,
    Submit,
}

/// A verb with its object: "Save view". With `busy`, room for `busy_label` is kept from the start so nothing moves.
/// With a `reason`, a disabled button stays focusable and says why.
#[component]
pub fn Button(
    #[prop(optional)] kind: ButtonKind,
    #[prop(optional)] size: ButtonSize,
    #[prop(optional)] button_type: ButtonType,
    #[prop(optional)] icon: Option<Symbol>,
    #[prop(optional, into)] disabled: Signal<bool>,
    #[prop(optional, into)] reason: Signal<Option<String>>,
    #[prop(optional, into)] busy: Option<Signal<bool>>,
    #[prop(default = "Saving".to_owned(), into)] busy_label: String,
    #[prop(optional, into)] name: Option<String>,
    #[prop(optional, into)] value: Option<String>,
    #[prop(optional, into)] id: Option<String>,
    #[prop(optional, into)] class: String,
    #[prop(optional, into)] on_click: Option<Callback<MouseEvent>>,
    children: Children,
) -> impl IntoView {
    let is_busy = move || busy.is_some_and(|busy| busy.get());
    let explained = move || disabled.get() && reason.get().is_some();
    let blocked = move || disabled.get_untracked() || busy.is_some_and(|busy| busy.get_untracked());
    let label = label(icon, busy, busy_label, children);
    view! {
        <button
            // an explained button is not `disabled` for the browser, so it must not submit either
            type=move || if button_type == ButtonType::Submit && !explained() { "submit" } else { "button" }
            id=id
            name=name
            value=value
            class=classes(&[BASE, size.word(), kind.look(), &class])
            class:opacity-50=explained
            disabled=move || disabled.get() && !explained()
            aria-disabled=move || (explained() || is_busy()).then_some("true")
            aria-busy=move || is_busy().then_some("true")
            title=move || if disabled.get() { reason.get() } else { None }
            on:click=move |event| {
                if blocked() {
                    event.prevent_default();
                    event.stop_propagation();
                } else if let Some(on_click) = on_click {
                    on_click.run(event);
                }
            }
        >
            {label}
        </button>
    }
}

fn label(
    icon: Option<Symbol>,
    busy: Option<Signal<bool>>,
    busy_label: String,
    children: Children,
) -> AnyView {
    let mark = icon.map(|icon| view! { <Icon icon /> });
    let Some(busy) = busy else {
        return (mark, children()).into_any();
    };
    view! {
        <span class="grid">
            <span
                class="col-start-1 row-start-1 inline-flex items-center justify-center gap-1.5"
                class:invisible=move || busy.get()
            >
                {mark}
                {children()}
            </span>
            <span
                class="col-start-1 row-start-1 inline-flex items-center justify-center gap-1.5"
                class:invisible=move || !busy.get()
            >
                <Icon icon=icondata_lu::LuLoaderCircle class="animate-spin" />
                {busy_label}
            </span>
        </span>
    }
    .into_any()
}
