//! Changes of consent texts. Which version a text has is decided when the form is published.

use super::repair::forget_missing;
use super::{ConsentChange, Place, gone, keys};
use crate::contacts::Channel;
use crate::errors::Problem;
use crate::forms::{ConsentText, FieldKind, FormDefinition, MAX_CONSENTS};

pub(super) fn add(form: &mut FormDefinition) -> Result<String, Problem> {
    if form.consents.len() >= MAX_CONSENTS {
        return Err(Problem::new(
            "form.consents",
            format!("A form has at most {MAX_CONSENTS} consent texts."),
        ));
    }
    let key = keys::for_consent(form, "contact");
    form.consents.push(ConsentText {
        key: key.clone(),
        version: 0,
        text: String::new(),
        channels: vec![Channel::Call, Channel::Sms],
    });
    Ok(key)
}

/// The text that a new question shows: the first that no question shows yet, or a new one.
pub(super) fn shown_next(form: &mut FormDefinition) -> Result<String, Problem> {
    let free = form.consents.iter().find(|text| !shown(form, &text.key)).map(|text| text.key.clone());
    free.map_or_else(|| add(form), Ok)
}

fn shown(form: &FormDefinition, key: &str) -> bool {
    form.fields().any(|field| matches!(&field.kind, FieldKind::Consent { consent } if consent == key))
}

pub(super) fn remove(
    form: &mut FormDefinition,
    key: &str,
    repaired: &mut Vec<String>,
) -> Result<Place, Problem> {
    form.consent(key).ok_or_else(gone)?;
    form.consents.retain(|text| text.key != key);
    for step in &mut form.steps {
        step.fields.retain(|field| !matches!(&field.kind, FieldKind::Consent { consent } if consent == key));
    }
    forget_missing(form, repaired);
    Ok(Place::Form)
}

pub(super) fn change(form: &mut FormDefinition, key: &str, change: &ConsentChange) -> Result<Place, Problem> {
    let consent = form.consents.iter_mut().find(|text| text.key == key).ok_or_else(gone)?;
    match change {
        ConsentChange::Text(text) => consent.text.clone_from(text),
        ConsentChange::Channel(channel, on) => {
            // In the order of the list, so that ticking twice is no change.
            let covered =
                |known: &Channel| if known == channel { *on } else { consent.channels.contains(known) };
            consent.channels = Channel::ALL.into_iter().filter(covered).collect();
        }
    }
    Ok(Place::Consent(key.to_owned()))
}
