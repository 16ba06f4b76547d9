//! A native list whose choices stand in named groups. What needs no groups takes the smaller `Select`.
use leptos::prelude::*;

use super::frame::{Frame, described_by, field_id, invalid};
use super::select::option;
use super::value::{hand_on, keep_in_step};
use crate::choice::Choice;

/// Choices under one name; those without a name stand alone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChoiceGroup {
    pub label: String,
    pub choices: Vec<Choice>,
}

impl ChoiceGroup {
    pub fn new(label: impl Into<String>, choices: Vec<Choice>) -> Self {
        Self { label: label.into(), choices }
    }
}

/// `blank` adds a first option with an empty value, for example "Nothing".
#[component]
pub fn GroupedSelect(
    #[prop(into)] name: String,
    #[prop(into)] label: String,
    #[prop(into)] groups: Signal<Vec<ChoiceGroup>>,
    value: RwSignal<String>,
    #[prop(optional, into)] blank: Option<String>,
    #[prop(optional, into)] error: Signal<Option<String>>,
    #[prop(optional, into)] on_change: Option<Callback<String>>,
) -> impl IntoView {
    let id = field_id(None, &name);
    let hint = Signal::derive(|| None::<String>);
    let node = NodeRef::new();
    keep_in_step::<leptos::html::Select>(node, Some(value));
    let described = described_by(&id, hint, error);
    let blank = blank.map(|blank| view! { <option value="">{blank}</option> });
    let options = move || {
        let chosen = value.get_untracked();
        let group = |ChoiceGroup { label, choices }: ChoiceGroup| {
            let options = choices.into_iter().map(|choice| option(choice, &chosen)).collect_view();
            if label.is_empty() {
                options.into_any()
            } else {
                view! { <optgroup label=label>{options}</optgroup> }.into_any()
            }
        };
        groups.get().into_iter().filter(|group| !group.choices.is_empty()).map(group).collect_view()
    };
    let control = view! {
        <select
            node_ref=node
            id=id.clone()
            name=name
            class="field"
            aria-invalid=invalid(error)
            aria-describedby=described
            on:change=move |event| hand_on(event_target_value(&event), Some(value), on_change)
        >
            {blank}
            {options}
        </select>
    };
    Frame {
        id,
        label,
        label_hidden: false,
        optional_mark: false,
        hint,
        error,
        action: None,
        class: String::new(),
    }
    .around(control.into_any())
}
