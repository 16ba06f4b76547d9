//! One of up to five, all visible: radios below each other, or chips beside each other.
use leptos::prelude::*;

use super::frame::{described_by, field_id, invalid, note};
use super::value::hand_on;
use crate::choice::Choice;
use crate::style::classes;

const CHIP: &str = "inline-flex h-7 items-center rounded-md border border-line-strong px-2.5 font-medium text-muted hover:bg-hover has-checked:border-accent-ink has-checked:bg-accent-soft has-checked:text-accent-ink has-disabled:cursor-not-allowed has-disabled:text-faint has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-focus max-md:h-10";

#[derive(Clone, Copy)]
struct Row {
    chip: bool,
    required: bool,
    value: Option<RwSignal<String>>,
    on_change: Option<Callback<String>>,
}

/// `label` is the legend, spoken but not shown with `label_hidden`.
#[component]
pub fn RadioGroup(
    #[prop(into)] name: String,
    #[prop(into)] label: String,
    choices: Vec<Choice>,
    #[prop(optional)] value: Option<RwSignal<String>>,
    #[prop(optional, into)] initial: Option<String>,
    #[prop(optional)] label_hidden: bool,
    #[prop(optional)] required: bool,
    #[prop(optional, into)] hint: Signal<Option<String>>,
    #[prop(optional, into)] error: Signal<Option<String>>,
    #[prop(optional, into)] id: Option<String>,
    #[prop(optional, into)] class: String,
    #[prop(optional, into)] on_change: Option<Callback<String>>,
) -> impl IntoView {
    let row = Row { chip: false, required, value, on_change };
    let rows = rows(&name, choices, initial, row);
    let id = field_id(id, &name);
    let below = note(&id, hint, error);
    view! {
        <fieldset
            role="radiogroup"
            class=class
            aria-invalid=invalid(error)
            aria-describedby=described_by(&id, hint, error)
            id=id.clone()
        >
            <legend class=if label_hidden { "sr-only" } else { "mb-1 font-medium" }>{label}</legend>
            <div class="space-y-1">{rows}</div>
            {below}
        </fieldset>
    }
}

/// The same choice as chips, one keystroke each.
#[component]
pub fn ChoiceChips(
    #[prop(into)] name: String,
    #[prop(into)] label: String,
    choices: Vec<Choice>,
    #[prop(optional)] value: Option<RwSignal<String>>,
    #[prop(optional, into)] initial: Option<String>,
    #[prop(optional)] label_hidden: bool,
    #[prop(optional)] required: bool,
    #[prop(optional, into)] hint: Signal<Option<String>>,
    #[prop(optional, into)] error: Signal<Option<String>>,
    #[prop(optional, into)] id: Option<String>,
    #[prop(optional, into)] class: String,
    #[prop(optional, into)] on_change: Option<Callback<String>>,
) -> impl IntoView {
    let row = Row { chip: true, required, value, on_change };
    let rows = rows(&name, choices, initial, row);
    let id = field_id(id, &name);
    let below = note(&id, hint, error);
    view! {
        <fieldset
            role="radiogroup"
            class=class
            aria-invalid=invalid(error)
            aria-describedby=described_by(&id, hint, error)
            id=id.clone()
        >
            <legend class=if label_hidden { "sr-only" } else { "mb-1 font-medium" }>{label}</legend>
            <div class="flex flex-wrap gap-1.5">{rows}</div>
            {below}
        </fieldset>
    }
}

fn rows(name: &str, choices: Vec<Choice>, initial: Option<String>, row: Row) -> impl IntoView + use<> {
    let first = super::value::first_text(row.value, initial);
    choices
        .into_iter()
        .map(|choice| {
            let first = choice.value == first;
            radio(name.to_owned(), choice, first, row)
        })
        .collect_view()
}

fn radio(name: String, choice: Choice, first: bool, row: Row) -> impl IntoView {
    let node: NodeRef<leptos::html::Input> = NodeRef::new();
    let Choice { value: own, label, disabled, keys } = choice;
    let off = disabled.is_some();
    let (tip, reason) = if row.chip { (disabled, None) } else { (None, disabled) };
    let mine = own.clone();
    // the same rule as for text fields: what stands in the page at first wins, then the signal leads
    Effect::new(move |met: Option<bool>| {
        let Some(value) = row.value else { return true };
        let wanted = value.with(|value| *value == mine);
        let Some(field) = node.get() else { return false };
        if met == Some(true) {
            field.set_checked(wanted);
        } else if field.checked() && !wanted {
            value.set(mine.clone());
        }
        true
    });
    let sent = own.clone();
    view! {
        <label
            class=if row.chip { CHIP } else { "flex min-h-6 items-center gap-2 has-disabled:text-faint" }
            title=tip
        >
            <input
                node_ref=node
                type="radio"
                name=name
                value=own
                class=classes(&[if row.chip { "sr-only" } else { "check" }])
                checked=first
                required=row.required
                disabled=off
                on:change=move |_| hand_on(sent.clone(), row.value, row.on_change)
            />
            {label}
            {keys.map(|keys| view! { <span class="ml-1.5 text-faint" aria-hidden="true">{keys}</span> })}
            {reason.map(|reason| view! { <span class="text-caption">{reason}</span> })}
        </label>
    }
}
