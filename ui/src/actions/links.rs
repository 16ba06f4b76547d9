//! Links: one that looks like a button, one that reads as text. Both are plain anchors.
use leptos::prelude::*;

use super::look::{BASE, ButtonKind, ButtonSize};
use crate::icon::{Icon, Symbol};
use crate::style::classes;

/// Goes somewhere and looks like a button.
#[component]
pub fn LinkButton(
    #[prop(into)] href: Signal<String>,
    #[prop(optional)] kind: ButtonKind,
    #[prop(optional)] size: ButtonSize,
    #[prop(optional)] icon: Option<Symbol>,
    #[prop(optional, into)] class: String,
    #[prop(optional)] new_tab: bool,
    children: Children,
) -> impl IntoView {
    view! {
        <a
            href=move || href.get()
            class=classes(&[BASE, size.word(), kind.look(), &class])
            target=new_tab.then_some("_blank")
            rel=new_tab.then_some("noopener")
        >
            {icon.map(|icon| view! { <Icon icon /> })}
            {children()}
        </a>
    }
}

/// A link inside or beside text.
#[component]
pub fn TextLink(
    #[prop(into)] href: Signal<String>,
    #[prop(optional, into)] class: String,
    children: Children,
) -> impl IntoView {
    view! {
        <a
            href=move || href.get()
            class=classes(&["rounded-sm text-accent-ink underline-offset-2 hover:underline", &class])
        >
            {children()}
        </a>
    }
}
