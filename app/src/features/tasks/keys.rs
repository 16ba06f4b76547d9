//! J and K go through the boxes of tasks, X ticks the one off that has the focus.

use crate::features::leads::browser;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

/// Listens while the calling component lives.
pub(super) fn listen() {
    browser::on_plain_key(|key| match key {
        "j" => go(1),
        "k" => go(-1),
        "x" => tick(),
        _ => false,
    });
}

fn boxes() -> Vec<HtmlElement> {
    let Ok(found) = document().query_selector_all("[data-task]") else { return Vec::new() };
    (0..found.length()).filter_map(|index| found.get(index)?.dyn_into().ok()).collect()
}

fn focused(boxes: &[HtmlElement]) -> Option<usize> {
    let active = document().active_element()?;
    boxes.iter().position(|one| active.is_same_node(Some(one.as_ref())))
}

fn go(step: isize) -> bool {
    let boxes = boxes();
    let next = match focused(&boxes) {
        Some(at) => at.saturating_add_signed(step).min(boxes.len().saturating_sub(1)),
        None => 0,
    };
    boxes.get(next).is_some_and(|one| one.focus().is_ok())
}

fn tick() -> bool {
    let boxes = boxes();
    let Some(at) = focused(&boxes) else { return false };
    let next = if at + 1 < boxes.len() { at + 1 } else { at.saturating_sub(1) };
    if let Some(one) = boxes.get(at) {
        one.click();
    }
    // the row goes away with the answer; the focus stays in the list
    boxes.get(next).is_some_and(|one| one.focus().is_ok())
}
