//! A search field: its label is spoken, its lens is seen.
use leptos::prelude::*;

use super::frame::{Frame, described_by, field_id, invalid};
use super::value::{first_text, hand_on, keep_in_step};
use crate::icon::Icon;

/// `label_shown` puts the label above, as on other fields.
#[component]
pub fn Search(
    #[prop(into)] name: String,
    #[prop(into)] label: String,
    #[prop(optional)] label_shown: bool,
    #[prop(optional)] value: Option<RwSignal<String>>,
    #[prop(optional, into)] initial: Option<String>,
    #[prop(optional, into)] hint: Signal<Option<String>>,
    #[prop(optional, into)] error: Signal<Option<String>>,
    #[prop(optional, into)] placeholder: Option<String>,
    #[prop(optional, into)] id: Option<String>,
    #[prop(optional, into)] class: String,
    #[prop(optional, into)] on_input: Option<Callback<String>>,
    #[prop(optional, into)] on_change: Option<Callback<String>>,
) -> impl IntoView {
    let id = field_id(id, &name);
    let node = NodeRef::new();
    keep_in_step::<leptos::html::Input>(node, value);
    let described = described_by(&id, hint, error);
    let control = view! {
        <span class="relative block">
            <span class="absolute inset-y-0 left-2.5 grid place-content-center text-faint">
                <Icon icon=icondata_lu::LuSearch />
            </span>
            <input
                node_ref=node
                id=id.clone()
                name=name
                type="search"
                class="field pl-8!"
                autocomplete="off"
                value=first_text(value, initial)
                placeholder=placeholder
                aria-invalid=invalid(error)
                aria-describedby=described
                on:input=move |event| hand_on(event_target_value(&event), value, on_input)
                on:change=move |event| hand_on(event_target_value(&event), value, on_change)
            />
        </span>
    };
    Frame { id, label, label_hidden: !label_shown, optional_mark: false, hint, error, action: None, class }
        .around(control.into_any())
}
