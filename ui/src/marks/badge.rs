//! A short word on a tone.
use leptos::prelude::*;

use crate::icon::{Icon, IconSize, Symbol};
use crate::style::{Tone, classes};

/// The word carries the meaning; the tone only helps the eye.
#[component]
pub fn Badge(
    #[prop(optional, into)] tone: Signal<Tone>,
    #[prop(optional)] icon: Option<Symbol>,
    #[prop(optional, into)] title: Option<String>,
    #[prop(optional, into)] class: String,
    children: Children,
) -> impl IntoView {
    let look = move || {
        classes(&[
            "inline-flex h-5 items-center gap-1 rounded-sm px-1.5 text-caption font-medium whitespace-nowrap",
            tone.get().soft(),
            &class,
        ])
    };
    view! {
        <span class=look title=title>
            {icon.map(|icon| view! { <Icon icon size=IconSize::Xs /> })}
            {children()}
        </span>
    }
}
