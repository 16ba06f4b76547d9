//! A text to take along: an address, a piece of code. Shown whole, copied by one button.

use crate::state::use_hydrated;
use leptos::prelude::*;
use leptos::task::spawn_local;
use ui::{Button, lucide, use_toaster};
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;

/// `what` names the text on the button: "Copy link". Browsers keep the clipboard from pages without https; the text is
/// then selected for the keyboard.
#[component]
pub fn CopyField(
    #[prop(into)] id: String,
    #[prop(into)] label: String,
    #[prop(into)] value: String,
    #[prop(into)] what: String,
    #[prop(default = 1)] rows: u32,
) -> impl IntoView {
    let field = NodeRef::<leptos::html::Textarea>::new();
    let hydrated = use_hydrated();
    let toaster = use_toaster();
    let text = StoredValue::new(value.clone());
    let copy = move || {
        spawn_local(async move {
            if write_clipboard(&text.get_value()).await {
                toaster.success("Copied");
            } else if let Some(field) = field.get_untracked() {
                field.select();
                toaster.info("The text is selected. Press Ctrl C to copy it.");
            }
        });
    };
    view! {
        <div>
            <label for=id.clone() class="mb-1 block font-medium">
                {label}
            </label>
            <div class="flex flex-wrap items-start gap-2">
                <textarea
                    node_ref=field
                    id=id
                    rows=rows
                    readonly
                    spellcheck="false"
                    class="field block min-w-0 flex-1 basis-64 resize-none font-mono text-caption"
                >
                    {value}
                </textarea>
                <Button
                    icon=lucide::LuCopy
                    disabled=Signal::derive(move || !hydrated.get())
                    on_click=move |_| copy()
                >
                    {what}
                </Button>
            </div>
        </div>
    }
}

/// Puts a text on the clipboard; false where the browser does not allow it.
pub async fn write_clipboard(text: &str) -> bool {
    let navigator = window().navigator();
    let clipboard = js_sys::Reflect::get(&navigator, &"clipboard".into()).unwrap_or_default();
    match clipboard.dyn_into::<web_sys::Clipboard>() {
        Ok(clipboard) => JsFuture::from(clipboard.write_text(text)).await.is_ok(),
        Err(_) => false,
    }
}
