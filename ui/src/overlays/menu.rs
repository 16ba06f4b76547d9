//! A button with a list of actions below it. The browser's popover closes it on Esc and on a press outside.
use leptos::ev::{Event, KeyboardEvent};
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

use super::focus::{inside, rove};
use super::menu_item::MenuItem;
use crate::actions::look::{BASE, ButtonKind, ButtonSize};
use crate::icon::{Icon, IconSize, Symbol};
use crate::style::{Align, classes};

const ITEMS: &str = "[role^=menuitem]";
/// Room kept to the edge of the window, in pixels.
const GAP: f64 = 4.0;

/// `label` names the list, and the button too when it shows only an icon or with `label_trigger`.
#[component]
pub fn Menu(
    #[prop(into)] id: String,
    #[prop(into)] label: Signal<String>,
    #[prop(into)] items: Signal<Vec<MenuItem>>,
    #[prop(optional)] icon: Option<Symbol>,
    #[prop(optional)] kind: ButtonKind,
    #[prop(optional)] size: ButtonSize,
    #[prop(optional)] chevron: bool,
    #[prop(optional)] align: Align,
    /// The button is named by `label` although it shows words, for example "Status: New. Change".
    #[prop(optional)]
    label_trigger: bool,
    #[prop(optional, into)] disabled: Signal<bool>,
    #[prop(optional, into)] class: String,
    #[prop(optional)] children: Option<Children>,
) -> impl IntoView {
    let trigger = NodeRef::<leptos::html::Button>::new();
    let list = NodeRef::<leptos::html::Div>::new();
    let open = RwSignal::new(false);
    let close = Callback::new(move |()| {
        if let Some(list) = list.get_untracked() {
            // it is already closed when this fails
            drop(list.hide_popover());
        }
    });
    let on_toggle = move |_: Event| {
        let Some(list) = list.get_untracked() else { return };
        let shown = list.matches(":popover-open").unwrap_or(false);
        open.set(shown);
        if shown {
            rove(&inside(&list, ITEMS), "Home");
        }
    };
    let on_key = move |event: KeyboardEvent| {
        let Some(list) = list.get_untracked() else { return };
        if event.key() == "Tab" {
            close.run(());
        } else if rove(&inside(&list, ITEMS), &event.key()) {
            event.prevent_default();
            event.stop_propagation();
        }
    };
    let alone = icon.is_some() && children.is_none();
    let named = alone || label_trigger;
    let shape = if alone { size.square() } else { size.word() };
    view! {
        <span class="inline-flex">
            <button
                node_ref=trigger
                type="button"
                id=format!("{id}-b")
                class=classes(&[BASE, shape, kind.look(), &class])
                popovertarget=id.clone()
                aria-haspopup="menu"
                aria-expanded=move || if open.get() { "true" } else { "false" }
                aria-label=move || named.then(|| label.get())
                title=move || alone.then(|| label.get())
                disabled=move || disabled.get()
                on:click=move |_| {
                    if let (Some(trigger), Some(list)) = (trigger.get_untracked(), list.get_untracked()) {
                        place(&trigger, &list, align);
                    }
                }
                on:keydown=move |event| {
                    if event.key() == "ArrowDown" && !open.get_untracked() {
                        event.prevent_default();
                        if let Some(trigger) = trigger.get_untracked() {
                            trigger.click();
                        }
                    }
                }
            >
                {icon.map(|icon| view! { <Icon icon /> })}
                {children.map(|children| children())}
                {chevron
                    .then(|| view! { <Icon icon=icondata_lu::LuChevronDown size=IconSize::Sm class="text-faint" /> })}
            </button>
            <div
                node_ref=list
                id=id
                popover="auto"
                role="menu"
                aria-label=move || label.get()
                class="fixed m-0 max-h-[min(70vh,32rem)] w-60 overflow-y-auto rounded-lg border border-line-strong bg-raised p-1 text-body text-ink shadow-float"
                on:toggle=on_toggle
                on:keydown=on_key
            >
                {move || items.get().into_iter().map(|item| item.row(close)).collect_view()}
            </div>
        </span>
    }
}

/// Below the button, or above it when there is more room; never beyond the window.
pub(super) fn place(trigger: &HtmlElement, list: &HtmlElement, align: Align) {
    let Some(root) = document().document_element() else { return };
    let (width, height) = (f64::from(root.client_width()), f64::from(root.client_height()));
    let edge = trigger.get_bounding_client_rect();
    let list: &HtmlElement = list.unchecked_ref();
    let set = |name: &str, pixels: Option<f64>| {
        let text = pixels.map_or_else(|| "auto".to_owned(), |pixels| format!("{pixels}px"));
        // a refused style leaves the list where the browser puts it: usable, only less tidy
        drop(list.style().set_property(name, &text));
    };
    let below = edge.bottom() < height * 0.6;
    set("top", below.then_some(edge.bottom() + GAP));
    set("bottom", (!below).then_some(height - edge.top() + GAP));
    let at_end = align == Align::End || edge.left() > width - 248.0;
    set("left", (!at_end).then_some(edge.left().max(GAP)));
    set("right", at_end.then_some((width - edge.right()).max(GAP)));
}
