//! One of up to fifteen: the platform's own list.
use leptos::prelude::*;

use super::frame::{Frame, described_by, field_id, invalid};
use super::value::{first_text, hand_on, keep_in_step};
use crate::choice::Choice;
use crate::style::classes;

/// `blank` adds a first option with an empty value, for example "Any status".
#[component]
pub fn Select(
    #[prop(into)] name: String,
    #[prop(into)] label: String,
    #[prop(into)] choices: Signal<Vec<Choice>>,
    #[prop(optional)] value: Option<RwSignal<String>>,
    #[prop(optional, into)] initial: Option<String>,
    #[prop(optional, into)] blank: Option<String>,
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
    keep_in_step::<leptos::html::Select>(node, value);
    let described = described_by(&id, hint, error);
    let first = first_text(value, initial);
    let blank = blank.map(|blank| view! { <option value="">{blank}</option> });
    let options = move || {
        // after the first render the signal knows better than the initial value
        let chosen = value.map_or_else(|| first.clone(), |value| value.get_untracked());
        choices.get().into_iter().map(|choice| option(choice, &chosen)).collect_view()
    };
    let control = view! {
        <select
            node_ref=node
            id=id.clone()
            name=name
            class=classes(&["field", if touch { "h-11!" } else { "" }])
            required=required
            disabled=move || disabled.get()
            aria-invalid=invalid(error)
            aria-describedby=described
            on:change=move |event| hand_on(event_target_value(&event), value, on_change)
        >
            {blank}
            {options}
        </select>
    };
    Frame { id, label, label_hidden, optional_mark, hint, error, action: None, class }
        .around(control.into_any())
}

pub(super) fn option(choice: Choice, chosen: &str) -> impl IntoView + use<> {
    let selected = choice.value == chosen;
    let words = match &choice.disabled {
        Some(reason) => format!("{} ({reason})", choice.label),
        None => choice.label,
    };
    view! {
        <option value=choice.value selected=selected disabled=choice.disabled.is_some()>
            {words}
        </option>
    }
}
