//! A yes that is sent with a form, or a row that is picked.
use leptos::prelude::*;

use super::frame::{described_by, field_id, invalid, note};
use super::value::keep_checked;
use crate::style::classes;

/// Sends `value` (`true` unless given) under `name` while checked. `label_hidden` keeps the name for those who listen.
#[component]
pub fn Checkbox(
    #[prop(into)] label: String,
    #[prop(optional, into)] name: String,
    #[prop(optional)] checked: Option<RwSignal<bool>>,
    #[prop(optional)] initial: bool,
    #[prop(default = "true".to_owned(), into)] value: String,
    #[prop(optional, into)] indeterminate: Signal<bool>,
    #[prop(optional, into)] disabled: Signal<bool>,
    #[prop(optional)] required: bool,
    #[prop(optional)] label_hidden: bool,
    #[prop(optional, into)] hint: Signal<Option<String>>,
    #[prop(optional, into)] error: Signal<Option<String>>,
    #[prop(optional, into)] id: Option<String>,
    #[prop(optional, into)] class: String,
    #[prop(optional, into)] on_change: Option<Callback<bool>>,
) -> impl IntoView {
    let named = !name.is_empty();
    let id = if named || id.is_some() { Some(field_id(id, &name)) } else { None };
    let note_id = id.clone().unwrap_or_default();
    let node = NodeRef::new();
    keep_checked(node, checked);
    Effect::new(move |_| {
        let mixed = indeterminate.get();
        if let Some(field) = node.get() {
            field.set_indeterminate(mixed);
        }
    });
    let first = checked.map_or(initial, |checked| checked.get_untracked());
    let described = described_by(&note_id, hint, error);
    let spoken = label_hidden.then(|| label.clone());
    let below = id.is_some().then(|| note(&note_id, hint, error));
    view! {
        <div class=class>
            <label
                class=if label_hidden { "-m-1.5 inline-flex p-1.5" } else { "flex min-h-6 items-center gap-2" }
                class:text-faint=move || disabled.get()
            >
                <input
                    node_ref=node
                    id=id
                    name=named.then_some(name)
                    type="checkbox"
                    value=value
                    class=classes(&["check"])
                    checked=first
                    required=required
                    disabled=move || disabled.get()
                    aria-label=spoken
                    aria-invalid=invalid(error)
                    aria-describedby=described
                    on:change=move |event| {
                        let now = event_target_checked(&event);
                        if let Some(checked) = checked {
                            checked.set(now);
                        }
                        if let Some(on_change) = on_change {
                            on_change.run(now);
                        }
                    }
                />
                {(!label_hidden).then_some(label)}
            </label>
            {below}
        </div>
    }
}
