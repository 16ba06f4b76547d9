//! Light or dark: the system decides until a person does. The choice is kept on the device.
use leptos::prelude::*;

use crate::actions::IconButton;

const KEY: &str = "theme";

/// Belongs inline into `<head>` so that the kept choice holds before the first paint.
pub const THEME_SCRIPT: &str = "try{var t=localStorage.getItem(\"theme\");if(t===\"light\"||t===\"dark\")document.documentElement.dataset.theme=t}catch(e){}";

/// Switches and keeps the choice; where storage is refused the switch still works for this page.
#[component]
pub fn ThemeSwitch(#[prop(optional, into)] class: String) -> impl IntoView {
    view! {
        <IconButton
            icon=icondata_lu::LuSunMoon
            label="Switch between light and dark"
            class
            on_click=move |_| switch()
        />
    }
}

fn switch() {
    let Some(root) = document().document_element() else { return };
    let dark = match root.get_attribute("data-theme") {
        Some(theme) => theme == "dark",
        None => window()
            .match_media("(prefers-color-scheme: dark)")
            .ok()
            .flatten()
            .is_some_and(|query| query.matches()),
    };
    let next = if dark { "light" } else { "dark" };
    // setting an attribute on <html> fails only for an invalid name
    drop(root.set_attribute("data-theme", next));
    if let Ok(Some(storage)) = window().local_storage() {
        drop(storage.set_item(KEY, next));
    }
}
