//! The address question: five inputs that browsers fill at once, each with its own error.

use super::{Asked, INPUT, LABEL, help};
use leptos::prelude::*;
use shared::address::REGIONS;
use shared::forms::address_part_keys;

pub(super) fn view(asked: Asked<'_>) -> impl IntoView + use<> {
    let field = asked.field;
    let [street, unit, city, region, postal_code] = address_part_keys(&field.key);
    let required = field.required;
    // The help belongs to the whole question; only the first input is described by it.
    let about = help(field, &super::super::input_id(&street));
    view! {
        <fieldset class="grid grid-cols-6 gap-x-4 gap-y-5">
            <legend class="sr-only">{field.label.clone()}</legend>
            <div class="col-span-6">
                {about}
                {part(asked, &street, field.label.clone(), "address-line1", None, required)}
            </div>
            <div class="col-span-6">
                {part(asked, &unit, "Apartment or unit".to_owned(), "address-line2", None, false)}
            </div>
            <div class="col-span-6">
                {part(asked, &city, "City".to_owned(), "address-level2", None, required)}
            </div>
            <div class="col-span-6 min-[360px]:col-span-3">{state(asked, &region, required)}</div>
            <div class="col-span-6 min-[360px]:col-span-3">
                {part(asked, &postal_code, "ZIP code".to_owned(), "postal-code", Some("numeric"), required)}
            </div>
        </fieldset>
    }
}

fn part(
    asked: Asked<'_>,
    key: &str,
    label: String,
    token: &'static str,
    mode: Option<&'static str>,
    required: bool,
) -> impl IntoView + use<> {
    let wiring = asked.wiring(key);
    let optional = (!required).then(|| view! { <span class="font-normal text-muted">" (optional)"</span> });
    view! {
        <label for=wiring.id.clone() class=LABEL>{label} {optional}</label>
        <input
            id=wiring.id.clone()
            name=wiring.key.clone()
            type="text"
            inputmode=mode
            autocomplete=token
            value=asked.answer(key)
            required=required
            disabled=wiring.disabled
            aria-invalid=wiring.invalid()
            aria-describedby=wiring.described.clone()
            class=INPUT
        />
        {wiring.error_line()}
    }
}

fn state(asked: Asked<'_>, key: &str, required: bool) -> impl IntoView + use<> {
    let wiring = asked.wiring(key);
    let typed = asked.answer(key);
    let chosen = typed.trim().to_ascii_uppercase();
    let known = REGIONS.iter().any(|(code, _)| *code == chosen);
    let options = REGIONS
        .iter()
        .map(|(code, name)| view! { <option value=*code selected=*code == chosen>{*name}</option> })
        .collect_view();
    // An answer that is none of the states is kept, so that the person sees what was sent.
    let other = (!known && !chosen.is_empty())
        .then(|| view! { <option value=typed.clone() selected=true>{typed.clone()}</option> });
    view! {
        <label for=wiring.id.clone() class=LABEL>"State"</label>
        <select
            id=wiring.id.clone()
            name=wiring.key.clone()
            autocomplete="address-level1"
            required=required
            disabled=wiring.disabled
            aria-invalid=wiring.invalid()
            aria-describedby=wiring.described.clone()
            class=INPUT
        >
            <option value="">"Choose"</option>
            {options}
            {other}
        </select>
        {wiring.error_line()}
    }
}
