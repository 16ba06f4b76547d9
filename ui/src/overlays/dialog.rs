//! Asks one question and names the thing. The browser's own dialog keeps the focus inside and gives it back.
use leptos::ev::MouseEvent;
use leptos::prelude::*;

use crate::style::classes;

/// Shows or hides the element as `open` says, and tells `open` when the browser closed it (Esc).
pub(super) fn follow(node: NodeRef<leptos::html::Dialog>, open: RwSignal<bool>) {
    Effect::new(move |_| {
        let wanted = open.get();
        let Some(dialog) = node.get() else { return };
        if wanted && !dialog.open() {
            if dialog.is_connected() {
                show(&dialog, open);
            } else {
                // What was loaded for this opening is not in the page yet.
                request_animation_frame(move || show(&dialog, open));
            }
        } else if !wanted && dialog.open() {
            dialog.close();
        }
    });
}

fn show(dialog: &web_sys::HtmlDialogElement, open: RwSignal<bool>) {
    if dialog.show_modal().is_err() {
        open.set(false);
    }
}

/// True when the press was on the scrim: the dialog element itself has no area of its own.
pub(super) fn on_scrim(event: &MouseEvent, node: NodeRef<leptos::html::Dialog>) -> bool {
    match (event.target(), node.get_untracked()) {
        (Some(target), Some(dialog)) => *AsRef::<web_sys::EventTarget>::as_ref(&dialog) == target,
        _ => false,
    }
}

/// `actions` are the buttons, the safe one first. `children` may hold fields.
#[component]
pub fn Dialog(
    #[prop(into)] id: String,
    #[prop(into)] title: Signal<String>,
    #[prop(optional, into)] description: Signal<Option<String>>,
    open: RwSignal<bool>,
    #[prop(optional, into)] actions: Option<ViewFnOnce>,
    #[prop(optional, into)] class: String,
    #[prop(optional, into)] on_close: Option<Callback<()>>,
    #[prop(optional)] children: Option<Children>,
) -> impl IntoView {
    let node = NodeRef::new();
    follow(node, open);
    let (title_id, text_id) = (format!("{id}-t"), format!("{id}-d"));
    let described = text_id.clone();
    let labelled = title_id.clone();
    view! {
        <dialog
            node_ref=node
            id=id
            aria-labelledby=labelled
            aria-describedby=move || description.get().map(|_| described.clone())
            class=classes(&[
                "m-auto w-[calc(100%-2rem)] max-w-96 rounded-xl border border-line-strong bg-raised p-0 text-ink shadow-lift backdrop:bg-scrim",
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
            <div class="p-5">
                <h2 id=title_id class="text-large font-semibold">
                    {move || title.get()}
                </h2>
                {move || {
                    let id = text_id.clone();
                    description.get().map(|text| view! { <p id=id class="mt-1.5 text-muted">{text}</p> })
                }}
                {children.map(|children| view! { <div class="mt-4">{children()}</div> })}
                {actions
                    .map(|actions| {
                        view! { <div class="mt-5 flex flex-wrap justify-end gap-2">{actions.run()}</div> }
                    })}
            </div>
        </dialog>
    }
}
