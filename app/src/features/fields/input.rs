//! The input of a custom field: the control that fits its type, bound to the value as typed.

use leptos::prelude::*;
use shared::fields::{CustomField, FieldType};
use ui::{Checkbox, Choice, DateField, FieldKind, MoneyField, Select, TextArea, TextField};

/// `value` is what [`shared::fields::FieldValue::parse`] reads.
#[component]
pub fn FieldInput(
    field: CustomField,
    value: RwSignal<String>,
    #[prop(optional, into)] error: Signal<Option<String>>,
) -> AnyView {
    let name = field.id.to_string();
    let label = field.label.clone();
    let hint = Some(field.help.clone()).filter(|help| !help.is_empty());
    match field.field_type {
        FieldType::Text => view! { <TextField name label value hint error /> }.into_any(),
        FieldType::LongText => view! { <TextArea name label value hint error /> }.into_any(),
        FieldType::Number => {
            view! { <TextField name label value hint error kind=FieldKind::Number numeric=true /> }.into_any()
        }
        FieldType::Money => view! { <MoneyField name label value hint error /> }.into_any(),
        FieldType::Date => view! { <DateField name label value hint error /> }.into_any(),
        FieldType::YesNo => {
            let choices = vec![Choice::new("yes", "Yes"), Choice::new("no", "No")];
            view! { <Select name label choices value hint error blank="Not known" /> }.into_any()
        }
        FieldType::Choice => {
            let choices: Vec<Choice> =
                field.options.iter().map(|option| Choice::new(&*option.key, &*option.label)).collect();
            view! { <Select name label choices value hint error blank="Not known" /> }.into_any()
        }
        FieldType::Choices => view! { <Several field value error /> }.into_any(),
    }
}

/// Several options, each with a box.
#[component]
fn Several(field: CustomField, value: RwSignal<String>, error: Signal<Option<String>>) -> impl IntoView {
    let id = field.id.to_string();
    let note = format!("{id}-h");
    let described = note.clone();
    let boxes = field
        .options
        .iter()
        .map(|option| {
            let key = option.key.clone();
            let initial = value.with_untracked(|value| has(value, &key));
            let pick = move |on: bool| value.update(|value| *value = with(value, &key, on));
            view! { <Checkbox label=option.label.clone() initial on_change=pick /> }
        })
        .collect_view();
    view! {
        <fieldset aria-describedby=move || error.get().map(|_| described.clone())>
            <legend class="mb-1 font-medium">{field.label.clone()}</legend>
            {boxes}
            {move || {
                let note = note.clone();
                error.get().map(|words| view! { <p id=note class="mt-1 text-caption text-danger">{words}</p> })
            }}
        </fieldset>
    }
}

fn has(value: &str, key: &str) -> bool {
    value.split(',').any(|known| known == key)
}

fn with(value: &str, key: &str, on: bool) -> String {
    let mut keys: Vec<&str> = value.split(',').filter(|known| !known.is_empty() && *known != key).collect();
    if on {
        keys.push(key);
    }
    keys.join(",")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn boxes_add_and_take_away_their_own_word() {
        assert_eq!(with("", "roof", true), "roof");
        assert_eq!(with("roof", "floor", true), "roof,floor");
        assert_eq!(with("roof,floor", "roof", false), "floor");
        assert!(has("roof,floor", "floor") && !has("roofing", "roof"));
    }
}
