//! The few things these screens ask of the browser. Called from event handlers and effects only; what the browser
//! refuses is left undone.

use leptos::prelude::*;
use std::rc::Rc;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{FocusOptions, HtmlElement, HtmlInputElement, KeyboardEvent, UrlSearchParams};

/// A key under which something sent twice is done once: 128 random bits in hexadecimal.
///
/// Not `crypto.randomUUID`, which browsers keep from pages served over plain http in a local network.
pub fn fresh_key() -> String {
    let mut bytes = [0_u8; 16];
    let filled = window().crypto().and_then(|crypto| crypto.get_random_values_with_u8_array(&mut bytes));
    if filled.is_err() {
        // a browser without random numbers: the time and a fraction still tell two drafts of one person apart
        return format!("{}-{}", js_sys::Date::now(), js_sys::Math::random()).replace('.', "-");
    }
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Moves the focus; the browser scrolls there if it must.
pub fn focus(id: &str) {
    if let Some(element) = element(id) {
        drop(element.focus());
    }
}

fn element(id: &str) -> Option<HtmlElement> {
    document().get_element_by_id(id)?.dyn_into().ok()
}

/// Whether there is such an element.
pub fn exists(id: &str) -> bool {
    document().get_element_by_id(id).is_some()
}

/// The identifier of what has the focus, where it has one.
pub fn focused_id() -> Option<String> {
    document().active_element().map(|active| active.id()).filter(|id| !id.is_empty())
}

/// Gives the focus back that an element lost because it was drawn again. Nothing scrolls.
pub fn focus_again(id: &str) {
    let nowhere = document().active_element().is_none_or(|active| active.tag_name() == "BODY");
    if let Some(element) = element(id).filter(|_| nowhere) {
        let options = FocusOptions::new();
        options.set_prevent_scroll(true);
        drop(element.focus_with_options(&options));
    }
}

/// The height of an element in whole pixels; 0 while it is hidden. Never below 0.
pub fn height(id: &str) -> usize {
    element(id).map_or(0, |element| pixels(element.offset_height()))
}

/// How far an element, or the page where that scrolls, is scrolled down.
pub fn scrolled_by(id: &str) -> usize {
    let page = document().document_element().map_or(0, |root| root.scroll_top());
    pixels(scrolled(id).max(page))
}

/// The height of the screen that pages are shown on.
pub fn screen() -> usize {
    document().document_element().map_or(0, |root| pixels(root.client_height()))
}

fn pixels(count: i32) -> usize {
    usize::try_from(count).unwrap_or_default()
}

/// How far an element is scrolled down, in pixels; 0 when it is not there.
pub fn scrolled(id: &str) -> i32 {
    document().get_element_by_id(id).map_or(0, |element| element.scroll_top())
}

/// Scrolls an element and the page to their top.
pub fn scroll_up(id: &str) {
    if let Some(element) = document().get_element_by_id(id) {
        element.set_scroll_top(0);
    }
    window().scroll_to_with_x_and_y(0.0, 0.0);
}

/// How far the page itself is scrolled down, in pixels.
pub fn page_scrolled() -> f64 {
    window().page_y_offset().unwrap_or(0.0)
}

/// What was kept under a name in this browser.
pub fn recall(name: &str) -> Option<String> {
    window().local_storage().ok().flatten()?.get_item(name).ok().flatten()
}

/// Keeps a text in this browser, or forgets it when there is none.
pub fn keep(name: &str, text: Option<&str>) {
    if let Ok(Some(storage)) = window().local_storage() {
        drop(match text {
            Some(text) => storage.set_item(name, text),
            None => storage.remove_item(name),
        });
    }
}

/// Runs `act` for every key pressed outside of fields and dialogs, without Ctrl, Alt or Meta, while the calling
/// component lives. `act` says whether it used the key; the frame's own shortcuts come after.
pub fn on_plain_key(act: impl Fn(&str) -> bool + 'static) {
    // shared, not stored: what is stored belongs to one thread, and a server has many
    let act = Rc::new(act);
    Effect::new(move |_| {
        let act = Rc::clone(&act);
        let listener = Closure::<dyn FnMut(KeyboardEvent)>::new(move |event: KeyboardEvent| {
            let free = !event.default_prevented() && !event.is_composing();
            let plain = !event.ctrl_key() && !event.alt_key() && !event.meta_key();
            if free && plain && !busy_elsewhere() && untrack(|| act(&event.key())) {
                event.prevent_default();
            }
        });
        // on the document, which hears a key before the window does
        let heard = document().add_event_listener_with_callback("keydown", listener.as_ref().unchecked_ref());
        let kept = StoredValue::new_local(heard.is_ok().then_some(listener));
        on_cleanup(move || {
            if let Some(Some(listener)) = kept.try_update_value(Option::take) {
                drop(
                    document()
                        .remove_event_listener_with_callback("keydown", listener.as_ref().unchecked_ref()),
                );
            }
        });
    });
}

/// Whether the focus is where keys mean text, or something lies over the page.
fn busy_elsewhere() -> bool {
    const TEXT: &str =
        "input:not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable=true]";
    let typing = document().active_element().is_some_and(|active| active.matches(TEXT).unwrap_or(false));
    typing || document().query_selector("dialog[open], [popover]:popover-open").ok().flatten().is_some()
}

/// Whether Space does nothing where the focus is: it presses buttons and ticks boxes.
pub fn space_is_free() -> bool {
    const PRESSED: &str = "button, input, summary, [role=menuitem], [role=tab]";
    document().active_element().is_none_or(|active| !active.matches(PRESSED).unwrap_or(false))
}

/// Chooses a radio button or ticks a box, as a press on it would.
pub fn check(id: &str) {
    if let Some(field) =
        document().get_element_by_id(id).and_then(|element| element.dyn_into::<HtmlInputElement>().ok())
    {
        field.set_checked(true);
    }
}

/// Opens a part of the page that can be folded.
pub fn open_details(id: &str) {
    if let Some(element) = document().get_element_by_id(id) {
        drop(element.set_attribute("open", ""));
    }
}

/// Moves the focus to the first field inside an element and chooses what stands in it, so that typing takes its place.
pub fn choose_text_in(id: &str) {
    let Some(element) = document().get_element_by_id(id) else { return };
    let Ok(Some(field)) = element.query_selector("input, select") else { return };
    if let Some(field) = field.dyn_ref::<HtmlElement>() {
        drop(field.focus());
    }
    if let Some(field) = field.dyn_ref::<HtmlInputElement>() {
        field.select();
    }
}

/// Sends a form whose answer nobody waits for; it leaves even when the page is going.
pub fn post_and_go(address: &str, fields: &[(&str, &str)]) {
    let Ok(form) = UrlSearchParams::new() else { return };
    for (name, value) in fields {
        form.append(name, value);
    }
    drop(window().navigator().send_beacon_with_opt_url_search_params(address, Some(&form)));
}

/// Moves the focus to an element, or to the first field inside it.
pub fn focus_first_in(id: &str) {
    let Some(element) = document().get_element_by_id(id) else { return };
    let inside = element.query_selector("input, textarea, button").ok().flatten();
    if let Ok(target) = inside.unwrap_or(element).dyn_into::<HtmlElement>() {
        drop(target.focus());
    }
}
