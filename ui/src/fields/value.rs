//! Keeps a field and a signal in step without losing what was typed before the page came alive.
use leptos::html::ElementType;
use leptos::prelude::*;
use wasm_bindgen::JsCast;

/// An element whose text can be read and written.
pub(crate) trait HoldsText {
    fn text(&self) -> String;
    fn set_text(&self, text: &str);
}

impl HoldsText for web_sys::HtmlInputElement {
    fn text(&self) -> String {
        self.value()
    }
    fn set_text(&self, text: &str) {
        self.set_value(text);
    }
}

impl HoldsText for web_sys::HtmlTextAreaElement {
    fn text(&self) -> String {
        self.value()
    }
    fn set_text(&self, text: &str) {
        self.set_value(text);
    }
}

impl HoldsText for web_sys::HtmlSelectElement {
    fn text(&self) -> String {
        self.value()
    }
    fn set_text(&self, text: &str) {
        self.set_value(text);
    }
}

/// On the first run the field wins: it may hold what a person typed, or the browser restored, before hydration.
/// From then on the signal is written to the field whenever they differ.
pub(crate) fn keep_in_step<E>(node: NodeRef<E>, value: Option<RwSignal<String>>)
where
    E: ElementType + 'static,
    E::Output: HoldsText + JsCast + Clone + 'static,
{
    let Some(value) = value else { return };
    Effect::new(move |met: Option<bool>| {
        let wanted = value.get();
        let Some(field) = node.get() else { return false };
        let shown = field.text();
        if shown != wanted {
            if met == Some(true) {
                field.set_text(&wanted);
            } else {
                value.set(shown);
            }
        }
        true
    });
}

/// The same for a checkbox or a switch.
pub(crate) fn keep_checked(node: NodeRef<leptos::html::Input>, checked: Option<RwSignal<bool>>) {
    let Some(checked) = checked else { return };
    Effect::new(move |met: Option<bool>| {
        let wanted = checked.get();
        let Some(field) = node.get() else { return false };
        if field.checked() != wanted {
            if met == Some(true) {
                field.set_checked(wanted);
            } else {
                checked.set(field.checked());
            }
        }
        true
    });
}

/// What the field holds at first: the signal's value, else the plain initial one.
pub(crate) fn first_text(value: Option<RwSignal<String>>, initial: Option<String>) -> String {
    value.map(|value| value.get_untracked()).or(initial).unwrap_or_default()
}

/// Writes what was typed into the signal and tells the caller.
pub(crate) fn hand_on(text: String, value: Option<RwSignal<String>>, callback: Option<Callback<String>>) {
    // A field that is taken away while it has the focus still says that it changed, when its signals are gone.
    if let Some(value) = value
        && value.try_with_untracked(|old| *old != text) == Some(true)
    {
        value.set(text.clone());
    }
    if let Some(callback) = callback {
        callback.try_run(text);
    }
}
