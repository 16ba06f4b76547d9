//! The form that a mapping stands for: what it fills in is checked and taken in by the same rules as what people send.

use super::mapping::{Mapping, Target};
use crate::fields::{CustomField, FieldType, MAX_LONG_TEXT};
use crate::forms::{
    ChoiceStyle, Condition as When, Field, FieldKind, Finish, FormDefinition, StandardField, Step, Theme,
    Width,
};
use crate::ids::CustomFieldId;
use std::collections::BTreeSet;

/// Characters of what goes into a custom field.
pub(super) const MOST: u16 = 2_000;

impl Mapping {
    /// The form. `title` is the name of the source, `fields` are those of the organization.
    pub fn definition(&self, title: &str, fields: &[CustomField]) -> FormDefinition {
        let mut seen = BTreeSet::new();
        let fields =
            self.fields.iter().filter(|field| seen.insert(&field.into)).flat_map(|field| match &field.into {
                Target::Field { field } => vec![standard(*field)],
                Target::Custom { field: id } => vec![custom(*id, field.into.custom(fields))],
                Target::Consent { consent } => self.agreement(consent),
                Target::LeadSource | Target::Campaign => Vec::new(),
            });
        FormDefinition {
            title: title.to_owned(),
            steps: vec![Step {
                key: "payload".to_owned(),
                title: title.to_owned(),
                help: String::new(),
                fields: fields.collect(),
                show_if: None,
            }],
            consents: self.consents.clone(),
            theme: Theme::default(),
            finish: Finish::ThankYou { title: title.to_owned(), text: String::new(), steps: Vec::new() },
            promise: String::new(),
        }
    }

    /// What was said, and, if anything was, the consent: a payload that says nothing must not count as a refusal.
    fn agreement(&self, consent: &str) -> Vec<Field> {
        if self.consent(consent).is_none() {
            return Vec::new();
        }
        let said = said_key(consent);
        let when = When::Filled { field: said.clone() };
        vec![
            Field {
                label: "Agreed to be contacted".to_owned(),
                ..field(said, FieldKind::Hidden { max: 10 })
            },
            Field {
                show_if: Some(when),
                ..field(consent_key(consent), FieldKind::Consent { consent: consent.to_owned() })
            },
        ]
    }
}

/// The key of the answer that a consent is given by.
pub(super) fn consent_key(consent: &str) -> String {
    format!("agreed_{consent}")
}

/// The key of what was said about a consent: yes or no.
pub(super) fn said_key(consent: &str) -> String {
    format!("said_{consent}")
}

fn standard(standard: StandardField) -> Field {
    let kind = match standard.choices() {
        // Whatever comes is looked up in the whole list.
        Some(options) => FieldKind::Choice { options, style: ChoiceStyle::List },
        None => standard.usual_kind(),
    };
    let label = standard.label().to_owned();
    Field { label, maps_to: Some(standard.into()), ..field(standard.key().to_owned(), kind) }
}

/// Whatever comes is an answer; what it says in the field is read when the lead is written.
fn custom(id: CustomFieldId, known: Option<&CustomField>) -> Field {
    let kind = match known.map(|known| known.field_type) {
        Some(FieldType::LongText) => FieldKind::LongText { max: MAX_LONG_TEXT },
        _ => FieldKind::Hidden { max: MOST },
    };
    let label = known.map(|known| known.label.clone()).unwrap_or_default();
    Field { label, maps_to: Some(id.into()), ..field(id.to_string(), kind) }
}

fn field(key: String, kind: FieldKind) -> Field {
    Field {
        key,
        label: String::new(),
        help: String::new(),
        placeholder: String::new(),
        kind,
        required: false,
        sensitive: false,
        width: Width::Full,
        show_if: None,
        maps_to: None,
        autocomplete: String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::contacts::Channel;
    use crate::forms::ConsentText;
    use crate::sources::{Change, MappedField, Taken};

    #[test]
    fn a_mapping_of_everything_is_a_form_that_holds_together() {
        let consent = |key: &str| ConsentText {
            key: key.to_owned(),
            version: 4,
            text: "We may call you.".to_owned(),
            channels: vec![Channel::Call],
        };
        let targets = StandardField::ALL
            .map(Target::field)
            .into_iter()
            .chain([Target::LeadSource, Target::Campaign])
            .chain(["call", "sms"].map(|key| Target::Consent { consent: key.to_owned() }));
        let mapping = Mapping {
            fields: targets
                .map(|into| MappedField { into, from: Taken::path("a"), change: Change::AsIs })
                .collect(),
            consents: vec![consent("call"), consent("sms")],
        };
        let form = mapping.definition("Northbeam listings", &[]);
        assert_eq!(form.check(), Ok(()));
        assert_eq!(form.fields().count(), StandardField::ALL.len() + 4);
    }
}
