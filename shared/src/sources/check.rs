//! What stops a mapping from being saved. Whether it reads a certain payload is another question: `apply` answers it.

use super::mapping::{Change, LookUp, MappedField, Mapping, Taken, Target};
use super::path::ValuePath;
use crate::address::REGIONS;
use crate::errors::{FieldError, FieldErrors, Problem};
use crate::fields::CustomField;
use crate::forms::StandardField;
use crate::leads::LeadSource;
use crate::text;
use std::collections::BTreeSet;

/// Most fields of a mapping.
pub const MAX_FIELDS: usize = 30;
/// Most paths of a field.
pub const MAX_PATHS: usize = 8;
/// Most rows of a table.
pub const MAX_ROWS: usize = 200;
/// Most consent texts, and longest one in characters.
const CONSENTS: usize = 5;
const CONSENT_TEXT: usize = 2_000;
/// Longest fixed text and longest value of a table, in characters.
const TEXT: usize = 500;

impl Mapping {
    /// Whether it can be saved. `fields` are those of the organization.
    ///
    /// Errors: at `fields`, `fields.N.into`, `fields.N.from.paths.M`, `fields.N.from.text`, `fields.N.change.…`,
    /// `consents`, `consents.N.…`.
    pub fn check(&self, fields: &[CustomField]) -> Result<(), Vec<FieldError>> {
        let mut errors = FieldErrors::new();
        if self.fields.len() > MAX_FIELDS {
            let words = format!("Map at most {MAX_FIELDS} fields.");
            // Nothing else is looked at: what is too long is not worth reading.
            return Err(vec![FieldError::new("fields", "mapping.too_many", words)]);
        }
        let reachable = self.fields.iter().any(|field| {
            let phone = Target::field(StandardField::ContactPhone);
            field.into == phone || field.into == Target::field(StandardField::ContactEmail)
        });
        if !reachable {
            let words = "Map a phone number or an email: a lead needs one of them.";
            errors.push(FieldError::new("fields", "mapping.unreachable", words));
        }
        let mut seen = BTreeSet::new();
        for (index, field) in self.fields.iter().enumerate() {
            let at = format!("fields.{index}");
            if !seen.insert(&field.into) {
                let words = format!("Another field goes into {} already.", field.into.label(fields));
                errors.push(FieldError::new(format!("{at}.into"), "mapping.twice", words));
            }
            self.check_target(field, fields, &at, &mut errors);
            check_taken(field, &at, &mut errors);
            check_change(field, fields, &at, &mut errors);
        }
        self.check_consents(&mut errors);
        errors.finish(Some(()))
    }

    fn check_target(&self, field: &MappedField, fields: &[CustomField], at: &str, errors: &mut FieldErrors) {
        if let Target::Custom { .. } = &field.into {
            let words = match field.into.custom(fields) {
                Some(known) if !known.archived => return,
                Some(known) => format!("“{}” is no longer in use. Choose another field.", known.label),
                None => "This field is not there. Choose another one.".to_owned(),
            };
            errors.push(FieldError::new(format!("{at}.into"), "mapping.field_gone", words));
        }
        let Target::Consent { consent } = &field.into else { return };
        if self.consent(consent).is_none() {
            let words = "Choose one of the texts below.";
            errors.push(FieldError::new(format!("{at}.into"), "mapping.consent", words));
        }
        if matches!(field.from, Taken::Text { .. }) {
            let words = "Consent must come from the payload: it is the person's own word.";
            errors.push(FieldError::new(format!("{at}.from.text"), "mapping.consent_fixed", words));
        }
    }

    fn check_consents(&self, errors: &mut FieldErrors) {
        if self.consents.len() > CONSENTS {
            let words = format!("Use at most {CONSENTS} consent texts.");
            errors.push(FieldError::new("consents", "mapping.consents", words));
            return;
        }
        let mut seen = BTreeSet::new();
        for (index, consent) in self.consents.iter().enumerate() {
            let at = format!("consents.{index}");
            let key_ok = (1..=24).contains(&consent.key.len())
                && consent.key.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_')
                && seen.insert(consent.key.as_str());
            if !key_ok {
                let words = "Use lower case letters, digits and underscores, each key once.";
                errors.push(FieldError::new(format!("{at}.key"), "consent.key", words));
            }
            errors.take(&format!("{at}.text"), text::paragraph(&consent.text, CONSENT_TEXT));
            if consent.channels.is_empty() || consent.channels.len() > 3 {
                let words = "Choose what the text covers: calls, text messages, email.";
                errors.push(FieldError::new(format!("{at}.channels"), "consent.channels", words));
            }
        }
    }
}

fn check_taken(field: &MappedField, at: &str, errors: &mut FieldErrors) {
    match &field.from {
        Taken::Paths { paths, .. } => {
            if paths.is_empty() || paths.len() > MAX_PATHS {
                let words = format!("Choose between 1 and {MAX_PATHS} values of the payload.");
                errors.push(FieldError::new(format!("{at}.from.paths"), "mapping.paths", words));
                return;
            }
            for (place, path) in paths.iter().enumerate() {
                errors.take(&format!("{at}.from.paths.{place}"), ValuePath::parse(path));
            }
        }
        Taken::Text { text } => {
            errors.take(&format!("{at}.from.text"), text::paragraph(text, TEXT));
        }
    }
}

fn check_change(field: &MappedField, fields: &[CustomField], at: &str, errors: &mut FieldErrors) {
    match &field.change {
        Change::Phone { country } => {
            let ok = (1..=3).contains(&country.len())
                && country.bytes().all(|b| b.is_ascii_digit())
                && !country.starts_with('0');
            if !ok {
                let words = "Enter a calling code, for example 1.";
                errors.push(FieldError::new(format!("{at}.change.country"), "phone.country", words));
            }
        }
        Change::Address { city, region } => {
            errors.take(&format!("{at}.change.city"), text::optional_line(city, 60));
            let known = REGIONS.iter().any(|(code, _)| code.eq_ignore_ascii_case(region.trim()));
            if !(region.trim().is_empty() || known) {
                let words = "Choose the state, for example TX.";
                errors.push(FieldError::new(format!("{at}.change.region"), "address.region", words));
            }
        }
        Change::LookUp { rows, otherwise } => {
            check_table(&field.into, fields, (rows, otherwise.as_deref()), at, errors);
        }
        Change::AsIs | Change::Capitals | Change::Money | Change::Number | Change::YesNo => {}
    }
    let address = field.into == Target::field(StandardField::PropertyAddress);
    if address != matches!(field.change, Change::Address { .. }) {
        let words = if address {
            "An address is taken apart: choose Parse address."
        } else {
            "Only an address is taken apart. Choose something else."
        };
        errors.push(FieldError::new(format!("{at}.change"), "mapping.address", words));
    }
}

fn check_table(
    into: &Target,
    fields: &[CustomField],
    (rows, otherwise): (&[LookUp], Option<&str>),
    at: &str,
    errors: &mut FieldErrors,
) {
    let at = format!("{at}.change");
    if rows.is_empty() || rows.len() > MAX_ROWS {
        let words = format!("Fill in the table: between 1 and {MAX_ROWS} rows.");
        errors.push(FieldError::new(format!("{at}.rows"), "look_up.rows", words));
        return;
    }
    let mut seen = BTreeSet::new();
    for (place, row) in rows.iter().enumerate() {
        errors.take(&format!("{at}.rows.{place}.came"), text::line(&row.came, TEXT));
        if !seen.insert(row.came.trim().to_lowercase()) {
            let words = "This value is in the table already.";
            errors.push(FieldError::new(format!("{at}.rows.{place}.came"), "look_up.twice", words));
        }
        errors.take(&format!("{at}.rows.{place}.becomes"), word_fits(into, fields, &row.becomes));
    }
    if let Some(word) = otherwise {
        errors.take(&format!("{at}.otherwise"), word_fits(into, fields, word));
    }
}

/// Whether a word of a table is one that the target knows.
fn word_fits(into: &Target, fields: &[CustomField], word: &str) -> Result<(), Problem> {
    let word = text::line(word, TEXT)?;
    let known = match into {
        Target::LeadSource => LeadSource::from_word(&word).is_some(),
        Target::Consent { .. } => crate::values::yes_no(&word).is_ok(),
        Target::Field { .. } | Target::Custom { .. } => {
            into.words(fields).is_none_or(|options| options.iter().any(|option| option.value == word))
        }
        Target::Campaign => true,
    };
    if known { Ok(()) } else { Err(Problem::new("look_up.word", "Choose one of the words of this field.")) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::contacts::Channel;
    use crate::forms::ConsentText;

    fn field(into: Target, from: Taken, change: Change) -> MappedField {
        MappedField { into, from, change }
    }

    fn paths(mapping: &Mapping) -> Vec<String> {
        mapping.check(&[]).unwrap_err().into_iter().map(|error| error.path).collect()
    }

    #[test]
    fn a_phone_is_enough() {
        let phone = Target::field(StandardField::ContactPhone);
        let change = phone.usual_change(&[]);
        let mapping =
            Mapping { fields: vec![field(phone, Taken::path("tel"), change)], consents: Vec::new() };
        assert_eq!(mapping.check(&[]), Ok(()));
        assert_eq!(paths(&Mapping::default()), ["fields"]);
    }

    #[test]
    fn everything_that_stops_saving_is_said_at_its_place() {
        let phone = Target::field(StandardField::ContactPhone);
        let row = |came: &str, becomes: &str| LookUp { came: came.into(), becomes: becomes.into() };
        let table = |rows| Change::LookUp { rows, otherwise: Some("moon".into()) };
        let mapping = Mapping {
            fields: vec![
                field(phone.clone(), Taken::path("a..b"), Change::Phone { country: "0x".into() }),
                field(phone, Taken::Text { text: " ".into() }, Change::AsIs),
                field(
                    Target::LeadSource,
                    Taken::path("src"),
                    table(vec![row("a", "x"), row(" A", "referral")]),
                ),
                field(Target::Campaign, Taken::path("c"), table(Vec::new())),
                field(
                    Target::Consent { consent: "call".into() },
                    Taken::Text { text: "yes".into() },
                    Change::YesNo,
                ),
                field(Target::field(StandardField::PropertyAddress), Taken::path("a"), Change::AsIs),
                field(
                    Target::field(StandardField::Message),
                    Taken::Paths { paths: Vec::new(), join: crate::sources::Join::Comma },
                    Change::Address { city: String::new(), region: "Bavaria".into() },
                ),
            ],
            consents: vec![ConsentText {
                key: "Call".into(),
                version: 1,
                text: String::new(),
                channels: vec![],
            }],
        };
        assert_eq!(
            paths(&mapping),
            [
                "fields.0.from.paths.0",
                "fields.0.change.country",
                "fields.1.into",
                "fields.1.from.text",
                "fields.2.change.rows.0.becomes",
                "fields.2.change.rows.1.came",
                "fields.2.change.otherwise",
                "fields.3.change.rows",
                "fields.4.into",
                "fields.4.from.text",
                "fields.5.change",
                "fields.6.from.paths",
                "fields.6.change.region",
                "fields.6.change",
                "consents.0.key",
                "consents.0.text",
                "consents.0.channels",
            ]
        );
        let many = Mapping { fields: vec![mapping.fields[0].clone(); 31], consents: Vec::new() };
        assert_eq!(paths(&many), ["fields"]);
        let consents =
            ConsentText { key: "a".into(), version: 1, text: "b".into(), channels: vec![Channel::Sms] };
        let many = Mapping { consents: vec![consents; 6], ..Mapping::default() };
        assert_eq!(paths(&many), ["fields", "consents"]);
    }
}
