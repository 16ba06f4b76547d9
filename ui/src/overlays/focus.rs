//! Moves the focus among elements; only ever called from event handlers in the browser.
use leptos::prelude::document;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};

/// Focuses the element with this id; nothing happens if there is none.
pub(crate) fn focus_on(id: &str) {
    if let Some(element) = document().get_element_by_id(id) {
        focus(&element);
    }
}

fn focus(element: &Element) {
    if let Some(element) = element.dyn_ref::<HtmlElement>() {
        // the only failure is an element that cannot take the focus, and then it stays where it is
        drop(element.focus());
    }
}

/// All elements inside that match, in document order.
pub(crate) fn inside(container: &Element, selector: &str) -> Vec<Element> {
    let Ok(found) = container.query_selector_all(selector) else { return Vec::new() };
    (0..found.length()).filter_map(|index| found.item(index)?.dyn_into::<Element>().ok()).collect()
}

/// Moves the focus as `key` asks (arrows, Home, End, a first letter). Returns whether it did.
pub(crate) fn rove(items: &[Element], key: &str) -> bool {
    let active = document().active_element();
    let here = active.and_then(|active| items.iter().position(|item| *item == active));
    let count = items.len();
    let next = match (key, here) {
        ("Home", _) | ("ArrowDown", None) => 0,
        ("End", _) | ("ArrowUp", None) => count.saturating_sub(1),
        ("ArrowDown", Some(here)) => {
            if here + 1 == count {
                0
            } else {
                here + 1
            }
        }
        ("ArrowUp", Some(here)) => here.checked_sub(1).unwrap_or(count.saturating_sub(1)),
        _ => match starting_with(items, here, key) {
            Some(found) => found,
            None => return false,
        },
    };
    items.get(next).inspect(|item| focus(item)).is_some()
}

fn starting_with(items: &[Element], here: Option<usize>, key: &str) -> Option<usize> {
    let letter = key.chars().next().filter(|_| key.chars().count() == 1)?.to_lowercase().next()?;
    let from = here.map_or(0, |here| here + 1);
    let order = (from..items.len()).chain(0..from.min(items.len()));
    order.into_iter().find(|index| {
        items
            .get(*index)
            .and_then(|item| item.text_content())
            .and_then(|text| text.trim().chars().next()?.to_lowercase().next())
            == Some(letter)
    })
}
