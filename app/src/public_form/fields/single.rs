//! Questions with one input: lines, amounts, dates, long texts, ticks.

use super::{Asked, INPUT, LABEL, caption, help};
use crate::public_form::document::escaped;
use leptos::prelude::*;
use shared::forms::FieldKind;

/// How a line is typed: `type`, `inputmode`, and the `autocomplete` token when the form names none.
fn typing(kind: &FieldKind) -> (&'static str, Option<&'static str>, &'static str) {
    match kind {
        FieldKind::Email => ("email", Some("email"), "email"),
        FieldKind::Phone => ("tel", Some("tel"), "tel"),
        FieldKind::Name => ("text", None, "name"),
        FieldKind::Number { .. } => ("text", Some("numeric"), "off"),
        FieldKind::Money => ("text", Some("decimal"), "off"),
        FieldKind::Date => ("date", None, "off"),
        _ => ("text", None, "off"),
    }
}

pub(super) fn line_input(asked: Asked<'_>) -> impl IntoView + use<> {
    let field = asked.field;
    let wiring = asked.wiring(&field.key);
    let (kind, mode, token) = typing(&field.kind);
    let token = if field.autocomplete.is_empty() { token.to_owned() } else { field.autocomplete.clone() };
    let class = if matches!(field.kind, FieldKind::Number { .. } | FieldKind::Money | FieldKind::Phone) {
        "field num mt-2 h-12! rounded-lg! px-3.5! text-large"
    } else {
        INPUT
    };
    let placeholder = (!field.placeholder.is_empty()).then(|| field.placeholder.clone());
    view! {
        <label for=wiring.id.clone() class=LABEL>{caption(field)}</label>
        {help(field, &wiring.id)}
        <input
            id=wiring.id.clone()
            name=wiring.key.clone()
            type=kind
            inputmode=mode
            autocomplete=token
            placeholder=placeholder
            value=asked.answer(&field.key)
            required=field.required
            disabled=wiring.disabled
            aria-invalid=wiring.invalid()
            aria-describedby=wiring.described.clone()
            class=class
        />
        {wiring.error_line()}
    }
}

pub(super) fn long(asked: Asked<'_>) -> impl IntoView + use<> {
    let field = asked.field;
    let wiring = asked.wiring(&field.key);
    let placeholder = (!field.placeholder.is_empty()).then(|| field.placeholder.clone());
    view! {
        <label for=wiring.id.clone() class=LABEL>{caption(field)}</label>
        {help(field, &wiring.id)}
        // The parser drops a first line break: one is given to it.
        <textarea
            id=wiring.id.clone()
            name=wiring.key.clone()
            rows="4"
            placeholder=placeholder
            required=field.required
            disabled=wiring.disabled
            aria-invalid=wiring.invalid()
            aria-describedby=wiring.described.clone()
            class="field mt-2 rounded-lg! px-3.5! py-3! text-large"
            inner_html=format!("\n{}", escaped(&asked.answer(&field.key)))
        ></textarea>
        {wiring.error_line()}
    }
}

/// A box to tick beside its words. The words may be long, so they are the label.
pub(super) fn tick(asked: Asked<'_>, words: String) -> impl IntoView + use<> {
    let field = asked.field;
    let wiring = asked.wiring(&field.key);
    let ticked = matches!(asked.answer(&field.key).trim(), "on" | "true" | "yes" | "1");
    view! {
        <label class="flex min-h-11 gap-3 py-1">
            <input
                type="checkbox"
                id=wiring.id.clone()
                name=wiring.key.clone()
                value="on"
                checked=ticked
                required=field.required
                disabled=wiring.disabled
                aria-invalid=wiring.invalid()
                aria-describedby=wiring.described.clone()
                class="check mt-0.5 size-5!"
            />
            <span class="text-body text-muted">{words}</span>
        </label>
        {help(field, &wiring.id)}
        {wiring.error_line()}
    }
}
