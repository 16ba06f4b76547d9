//! A date by the platform's own picker; the value is always `YYYY-MM-DD`.
use leptos::prelude::*;

use super::frame::{Frame, described_by, field_id, invalid};
use super::value::{first_text, hand_on, keep_in_step};
use crate::style::classes;

/// `min` and `max` are `YYYY-MM-DD` too.
#[component]
pub fn DateField(
    #[prop(into)] name: String,
    #[prop(into)] label: String,
    #[prop(optional)] value: Option<RwSignal<String>>,
    #[prop(optional, into)] initial: Option<String>,
    #[prop(optional, into)] min: Option<String>,
    #[prop(optional, into)] max: Option<String>,
    #[prop(optional, into)] hint: Signal<Option<String>>,
    #[prop(optional, into)] error: Signal<Option<String>>,
    #[prop(optional)] required: bool,
    #[prop(optional, into)] disabled: Signal<bool>,
    #[prop(optional)] touch: bool,
    #[prop(optional)] label_hidden: bool,
    #[prop(optional)] optional_mark: bool,
    #[prop(optional, into)] id: Option<String>,
    #[prop(optional, into)] class: String,
    #[prop(optional, into)] on_change: Option<Callback<String>>,
) -> impl IntoView {
    let id = field_id(id, &name);
    let node = NodeRef::new();
    keep_in_step::<leptos::html::Input>(node, value);
    let described = described_by(&id, hint, error);
    let control = view! {
        <input
            node_ref=node
            id=id.clone()
            name=name
            type="date"
            min=min
            max=max
            class=classes(&["field num", if touch { "h-11!" } else { "" }])
            value=first_text(value, initial)
            required=required
            disabled=move || disabled.get()
            aria-invalid=invalid(error)
            aria-describedby=described
            on:change=move |event| hand_on(event_target_value(&event), value, on_change)
        />
    };
    Frame { id, label, label_hidden, optional_mark, hint, error, action: None, class }
        .around(control.into_any())
}
