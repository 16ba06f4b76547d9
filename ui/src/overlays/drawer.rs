//! Edits something at the side without leaving the page.
use leptos::prelude::*;

use super::dialog::{follow, on_scrim};
use crate::actions::IconButton;
use crate::style::classes;

/// `actions` stand at the foot. Esc, the cross and a press beside it close it.
#[component]
pub fn Drawer(
    #[prop(into)] id: String,
    #[prop(into)] title: Signal<String>,
    open: RwSignal<bool>,
    #[prop(optional, into)] actions: Option<ViewFnOnce>,
    #[prop(optional, into)] class: String,
    #[prop(optional, into)] on_close: Option<Callback<()>>,
    children: Children,
) -> impl IntoView {
    let node = NodeRef::new();
    follow(node, open);
    let title_id = format!("{id}-t");
    let labelled = title_id.clone();
    view! {
        <dialog
            node_ref=node
            id=id
            aria-labelledby=labelled
            class=classes(&[
                "my-0 mr-0 ml-auto h-dvh max-h-none w-full max-w-none border-l border-line-strong bg-raised p-0 text-ink shadow-lift backdrop:bg-scrim sm:w-96",
                &class,
            ])
            on:close=move |_| {
                open.set(false);
                if let Some(on_close) = on_close {
                    on_close.run(());
                }
            }
            on:click=move |event| {
                if on_scrim(&event, node) {
                    open.set(false);
                }
            }
        >
            <div class="flex h-full flex-col">
                <div class="flex h-12 shrink-0 items-center border-b border-line pr-2 pl-4">
                    <h2 id=title_id class="font-semibold">
                        {move || title.get()}
                    </h2>
                    <IconButton
                        icon=icondata_lu::LuX
                        label="Close"
                        keys="Esc"
                        class="ml-auto"
                        on_click=move |_| open.set(false)
                    />
                </div>
                <div class="min-h-0 flex-1 space-y-3 overflow-y-auto p-4">{children()}</div>
                {actions
                    .map(|actions| {
                        view! {
                            <div class="flex shrink-0 items-center justify-end gap-2 border-t border-line p-3">
                                {actions.run()}
                            </div>
                        }
                    })}
            </div>
        </dialog>
    }
}
