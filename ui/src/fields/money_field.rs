//! An amount: the currency stands before it, thousands are grouped when the field is left.
use leptos::prelude::*;

use super::frame::{Frame, described_by, field_id, invalid};
use super::value::{first_text, hand_on, keep_in_step};
use crate::style::classes;

/// Groups the whole part of a plain amount (`1234567.5` to `1,234,567.5`); anything else is left as typed.
pub fn group_thousands(text: &str) -> String {
    let plain: String = text.trim().chars().filter(|c| *c != ',').collect();
    let (whole, cents) = match plain.split_once('.') {
        Some((whole, cents)) => (whole, Some(cents)),
        None => (plain.as_str(), None),
    };
    let digits = |part: &str| part.chars().all(|c| c.is_ascii_digit());
    if whole.is_empty() || !digits(whole) || !cents.is_none_or(digits) {
        return text.to_owned();
    }
    let mut grouped = String::new();
    for (index, digit) in whole.chars().enumerate() {
        if index > 0 && (whole.len() - index).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    match cents {
        Some(cents) => format!("{grouped}.{cents}"),
        None => grouped,
    }
}

/// Submits what is shown; the reader on the other side accepts grouped figures.
#[component]
pub fn MoneyField(
    #[prop(into)] name: String,
    #[prop(into)] label: String,
    #[prop(optional)] value: Option<RwSignal<String>>,
    #[prop(optional, into)] initial: Option<String>,
    #[prop(default = "$".to_owned(), into)] currency: String,
    #[prop(optional, into)] hint: Signal<Option<String>>,
    #[prop(optional, into)] error: Signal<Option<String>>,
    #[prop(optional)] required: bool,
    #[prop(optional, into)] disabled: Signal<bool>,
    #[prop(optional, into)] placeholder: Option<String>,
    #[prop(optional)] touch: bool,
    #[prop(optional)] label_hidden: bool,
    #[prop(optional)] optional_mark: bool,
    #[prop(optional, into)] id: Option<String>,
    #[prop(optional, into)] class: String,
    #[prop(optional, into)] on_input: Option<Callback<String>>,
    #[prop(optional, into)] on_change: Option<Callback<String>>,
) -> impl IntoView {
    let id = field_id(id, &name);
    let node: NodeRef<leptos::html::Input> = NodeRef::new();
    keep_in_step(node, value);
    let described = described_by(&id, hint, error);
    let look = classes(&["field num pl-6! text-right", if touch { "h-11!" } else { "" }]);
    let leave = move |event| {
        let grouped = group_thousands(&event_target_value(&event));
        if let Some(field) = node.try_get_untracked().flatten() {
            field.set_value(&grouped);
        }
        hand_on(grouped, value, on_change);
    };
    let control = view! {
        <span class="relative block">
            <span class="absolute inset-y-0 left-2.5 grid place-content-center text-muted" aria-hidden="true">
                {currency}
            </span>
            <input
                node_ref=node
                id=id.clone()
                name=name
                inputmode="decimal"
                autocomplete="off"
                class=look
                value=group_thousands(&first_text(value, initial))
                placeholder=placeholder
                required=required
                disabled=move || disabled.get()
                aria-invalid=invalid(error)
                aria-describedby=described
                on:input=move |event| hand_on(event_target_value(&event), value, on_input)
                on:change=leave
            />
        </span>
    };
    Frame { id, label, label_hidden, optional_mark, hint, error, action: None, class }
        .around(control.into_any())
}

#[cfg(test)]
mod tests {
    use super::group_thousands;

    #[test]
    fn groups_amounts_and_keeps_everything_else() {
        for (typed, shown) in [
            ("540000", "540,000"),
            ("540,000", "540,000"),
            ("1234567.50", "1,234,567.50"),
            ("999", "999"),
            ("", ""),
            ("about 500k", "about 500k"),
            ("-4000", "-4000"),
        ] {
            assert_eq!(group_thousands(typed), shown, "{typed}");
        }
    }
}
