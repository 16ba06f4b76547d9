//! A button that is an icon alone. It always has a name and shows it on hover.
use leptos::ev::MouseEvent;
use leptos::prelude::*;

use super::button::ButtonType;
use super::look::{BASE, ButtonKind, ButtonSize};
use crate::icon::{Icon, Symbol};
use crate::style::classes;

/// `label` says what it does; `keys` is the shortcut named in the tooltip. `pressed` makes it a toggle.
#[component]
pub fn IconButton(
    icon: Symbol,
    #[prop(into)] label: Signal<String>,
    #[prop(optional, into)] keys: Option<String>,
    #[prop(default = ButtonKind::Quiet)] kind: ButtonKind,
    #[prop(optional)] size: ButtonSize,
    #[prop(optional)] button_type: ButtonType,
    #[prop(optional, into)] disabled: Signal<bool>,
    #[prop(optional, into)] reason: Signal<Option<String>>,
    #[prop(optional, into)] pressed: Option<Signal<bool>>,
    #[prop(optional, into)] id: Option<String>,
    #[prop(optional, into)] class: String,
    #[prop(optional, into)] on_click: Option<Callback<MouseEvent>>,
) -> impl IntoView {
    let explained = move || disabled.get() && reason.get().is_some();
    let title = move || match (explained(), &keys) {
        (true, _) => format!("{}. {}", label.get(), reason.get().unwrap_or_default()),
        (false, Some(keys)) => format!("{} ({keys})", label.get()),
        (false, None) => label.get(),
    };
    view! {
        <button
            type=if button_type == ButtonType::Submit { "submit" } else { "button" }
            id=id
            class=classes(&[BASE, size.square(), kind.look(), &class])
            class:opacity-50=explained
            disabled=move || disabled.get() && !explained()
            aria-disabled=move || explained().then_some("true")
            aria-label=move || label.get()
            aria-pressed=move || pressed.map(|pressed| if pressed.get() { "true" } else { "false" })
            title=title
            on:click=move |event| {
                if disabled.get_untracked() {
                    event.prevent_default();
                } else if let Some(on_click) = on_click {
                    on_click.run(event);
                }
            }
        >
            <Icon icon />
        </button>
    }
}
