//! Questions with given answers: large cards of which one or several are chosen, or the phone's own list.

use super::{Asked, INPUT, LABEL, caption, help};
use leptos::prelude::*;
use shared::forms::{ChoiceStyle, FieldOption};

pub(super) fn view(asked: Asked<'_>, options: &[FieldOption], style: ChoiceStyle) -> AnyView {
    match style {
        ChoiceStyle::Cards | ChoiceStyle::Boxes => cards(asked, options).into_any(),
        ChoiceStyle::List => list(asked, options).into_any(),
    }
}

fn list(asked: Asked<'_>, options: &[FieldOption]) -> impl IntoView + use<> {
    let field = asked.field;
    let wiring = asked.wiring(&field.key);
    let chosen = asked.answer(&field.key);
    let blank = if field.required { "Choose one" } else { "No answer" };
    let options = options
        .iter()
        .map(|option| {
            let selected = option.value == chosen;
            view! { <option value=option.value.clone() selected=selected>{option.label.clone()}</option> }
        })
        .collect_view();
    view! {
        <label for=wiring.id.clone() class=LABEL>{caption(field)}</label>
        {help(field, &wiring.id)}
        <select
            id=wiring.id.clone()
            name=wiring.key.clone()
            required=field.required
            disabled=wiring.disabled
            aria-invalid=wiring.invalid()
            aria-describedby=wiring.described.clone()
            class=INPUT
        >
            <option value="">{blank}</option>
            {options}
        </select>
        {wiring.error_line()}
    }
}

fn cards(asked: Asked<'_>, options: &[FieldOption]) -> impl IntoView + use<> {
    let field = asked.field;
    let wiring = asked.wiring(&field.key);
    let chosen = asked.answer(&field.key);
    let (name, disabled) = (wiring.key.clone(), wiring.disabled);
    let several = field.kind.is_several();
    // Of boxes the browser would want every single one.
    let required = field.required && !several;
    let is_chosen = |value: &str| {
        if several { chosen.split(',').any(|word| word.trim() == value) } else { chosen == value }
    };
    let card = if wiring.error.is_some() {
        "flex min-h-12 items-center gap-3 rounded-lg border border-danger bg-surface px-3.5 py-2.5 text-large transition-colors hover:bg-hover has-checked:border-accent has-checked:bg-accent-soft"
    } else {
        "flex min-h-12 items-center gap-3 rounded-lg border border-edge bg-surface px-3.5 py-2.5 text-large transition-colors hover:bg-hover has-checked:border-accent has-checked:bg-accent-soft"
    };
    let cards = options
        .iter()
        .map(|option| {
            view! {
                <label class=card>
                    <input
                        type=if several { "checkbox" } else { "radio" }
                        name=name.clone()
                        value=option.value.clone()
                        checked=is_chosen(&option.value)
                        data-several=several.then_some("")
                        required=required
                        disabled=disabled
                        class="check size-5!"
                    />
                    <span>{option.label.clone()}</span>
                </label>
            }
        })
        .collect_view();
    let legend = format!("{}-legend", wiring.id);
    view! {
        <fieldset
            id=wiring.id.clone()
            tabindex="-1"
            role=if several { "group" } else { "radiogroup" }
            aria-labelledby=legend.clone()
            aria-required=required.then_some("true")
            aria-invalid=wiring.invalid()
            aria-describedby=wiring.described.clone()
            class="outline-none"
        >
            <legend id=legend.clone() class=LABEL>{caption(field)}</legend>
            {help(field, &wiring.id)}
            <div class="mt-2 grid gap-2">{cards}</div>
        </fieldset>
        {wiring.error_line()}
    }
}
