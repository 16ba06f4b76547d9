//! A dialog without a heading of its own: what is inside says by itself what it is.
use leptos::prelude::*;

use super::dialog::{follow, on_scrim};
use crate::style::classes;

/// `label` names it for those who do not see it. Esc and a press beside it close it.
#[component]
pub fn BareDialog(
    #[prop(into)] id: String,
    #[prop(into)] label: String,
    open: RwSignal<bool>,
    #[prop(optional, into)] class: String,
    children: Children,
) -> impl IntoView {
    let node = NodeRef::new();
    follow(node, open);
    view! {
        <dialog
            node_ref=node
            id=id
            aria-label=label
            class=classes(&[
                "overflow-hidden rounded-xl border border-line-strong bg-raised p-0 text-ink shadow-lift backdrop:bg-scrim",
                &class,
            ])
            on:close=move |_| open.set(false)
            on:click=move |event| {
                if on_scrim(&event, node) {
                    open.set(false);
                }
            }
        >
            {children()}
        </dialog>
    }
}
