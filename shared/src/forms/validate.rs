//! The validator of forms. The same code runs as you type in the visitor's browser and before a submission is stored.

use super::{ChoiceStyle, Field, FieldKind, FieldOption, FormDefinition, Meaning, StandardField, Step};
use crate::address::{Address, AddressInput};
use crate::contacts::Channel;
use crate::email::Email;
use crate::errors::{FieldError, Problem};
use crate::ids::CustomFieldId;
use crate::money::{Currency, Money};
use crate::phone::Phone;
use crate::text;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Answers as typed, by field key; an address has five keys, see [`address_part_keys`].
pub type Answers = BTreeMap<String, String>;

/// Most answers that are looked at.
pub const MAX_ANSWERS: usize = 300;

/// A parsed answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "type", content = "value")]
pub enum Value {
    Text(String),
    Email(Email),
    Phone(Phone),
    Address(Address),
    Number(i64),
    Money(Money),
    Date(chrono::NaiveDate),
    /// The stored word; several with commas between them.
    Choice(String),
    Checked(bool),
}

/// Whether a person agreed to a text, per channel it covers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConsentGiven {
    pub channel: Channel,
    pub granted: bool,
    pub text: String,
    pub text_version: u32,
}

/// Everything a valid submission says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ParsedAnswers {
    /// By field key; blank optional answers and hidden questions are absent.
    pub values: BTreeMap<String, Value>,
    /// By meaning.
    pub standard: BTreeMap<StandardField, Value>,
    /// By custom field, as it would be typed there.
    pub custom: BTreeMap<CustomFieldId, String>,
    /// One entry a channel of every consent question that was shown.
    pub consents: Vec<ConsentGiven>,
}

/// The five keys of an address question: street, unit, city, region, postal code.
pub fn address_part_keys(key: &str) -> [String; 5] {
    ["street", "unit", "city", "region", "postal_code"].map(|part| format!("{key}.{part}"))
}

impl FormDefinition {
    /// Indexes of the steps that are shown for these answers.
    pub fn shown_steps(&self, answers: &Answers) -> Vec<usize> {
        self.steps
            .iter()
            .enumerate()
            .filter(|(_, step)| step.show_if.as_ref().is_none_or(|c| c.holds(answers)))
            .map(|(index, _)| index)
            .collect()
    }

    /// The question that an answer's key belongs to: its own key, or one of the five parts of an address.
    pub fn asked_by(&self, key: &str) -> Option<&Field> {
        let (base, part) = key.split_once('.').map_or((key, None), |(base, part)| (base, Some(part)));
        self.field(base).filter(|field| match (&field.kind, part) {
            (FieldKind::Address, Some(part)) => {
                ["street", "unit", "city", "region", "postal_code"].contains(&part)
            }
            (FieldKind::Address, None) => false,
            (_, part) => part.is_none(),
        })
    }
}

impl Step {
    /// The questions that are asked for these answers.
    pub fn shown_fields<'a>(&'a self, answers: &'a Answers) -> impl Iterator<Item = &'a Field> {
        self.fields.iter().filter(|field| field.show_if.as_ref().is_none_or(|c| c.holds(answers)))
    }
}

/// Reads answers from JSON: an object of texts by key.
///
/// Errors: `answers.malformed` when it is no object, `answers.not_text` for each value that is no text.
pub fn read_answers(json: &serde_json::Value) -> Result<Answers, Vec<FieldError>> {
    let Some(object) = json.as_object() else {
        return Err(vec![FieldError::new(
            "answers",
            "answers.malformed",
            "Send the answers as an object of texts.",
        )]);
    };
    let mut answers = Answers::new();
    let mut errors = Vec::new();
    for (key, value) in object {
        match value.as_str() {
            Some(text) => {
                answers.insert(key.clone(), text.to_owned());
            }
            None => errors.push(FieldError::new(
                format!("answers.{}", printable(key)),
                "answers.not_text",
                "Send this answer as a text.",
            )),
        }
    }
    if errors.is_empty() { Ok(answers) } else { Err(errors) }
}

/// A key from outside, as it may stand in a path.
fn printable(key: &str) -> String {
    key.chars().filter(|c| !c.is_control()).take(60).collect()
}

/// Checks the answers of one step. Paths are `answers.<key>`.
///
/// An index that is not shown has nothing to check and is fine.
pub fn check_step(form: &FormDefinition, step: usize, answers: &Answers) -> Vec<FieldError> {
    let Some(step) = form.steps.get(step) else { return Vec::new() };
    step.shown_fields(answers).filter_map(|field| parse_field(field, answers).err()).flatten().collect()
}

/// Parses a whole submission, or says everything that is wrong with it. Paths are `answers.<key>`.
///
/// Answers to questions that are not shown are ignored; unknown keys are an error, because silently dropping
/// what somebody sent would lose it. A NUL is refused wherever it stands: PostgreSQL cannot store one.
pub fn parse_all(form: &FormDefinition, answers: &Answers) -> Result<ParsedAnswers, Vec<FieldError>> {
    if answers.len() > MAX_ANSWERS {
        return Err(vec![FieldError::new(
            "answers",
            "answers.too_many",
            format!("Send at most {MAX_ANSWERS} answers."),
        )]);
    }
    let mut errors: Vec<FieldError> = answers
        .keys()
        .filter(|key| form.asked_by(key).is_none())
        .map(|key| {
            FieldError::new(
                format!("answers.{}", printable(key)),
                "answers.unknown",
                "This form has no such question.",
            )
        })
        .collect();
    let mut parsed = ParsedAnswers::default();
    for index in form.shown_steps(answers) {
        let Some(step) = form.steps.get(index) else { continue };
        for field in step.shown_fields(answers) {
            match parse_field(field, answers) {
                Ok(value) => keep(form, field, value, &mut parsed),
                Err(list) => errors.extend(list),
            }
        }
    }
    for (key, value) in answers {
        let path = format!("answers.{key}");
        if value.contains('\0') && !errors.iter().any(|error| error.path == path) {
            errors.push(text::unprintable().at(path));
        }
    }
    let reachable = [StandardField::ContactEmail, StandardField::ContactPhone]
        .iter()
        .any(|f| parsed.standard.contains_key(f));
    if errors.is_empty() && !reachable {
        errors.push(unreachable_error(form));
    }
    if errors.is_empty() { Ok(parsed) } else { Err(errors) }
}

fn unreachable_error(form: &FormDefinition) -> FieldError {
    let key = form
        .fields()
        .find(|f| matches!(f.standard(), Some(StandardField::ContactPhone | StandardField::ContactEmail)))
        .map_or_else(|| "answers".to_owned(), |f| format!("answers.{}", f.key));
    FieldError::new(key, "contact.unreachable", "Enter a phone number or an email, so that we can answer.")
}

fn keep(form: &FormDefinition, field: &Field, value: Option<Value>, parsed: &mut ParsedAnswers) {
    if let FieldKind::Consent { consent } = &field.kind
        && let Some(consent) = form.consent(consent)
    {
        let granted = value == Some(Value::Checked(true));
        parsed.consents.extend(consent.channels.iter().map(|channel| ConsentGiven {
            channel: *channel,
            granted,
            text: consent.text.clone(),
            text_version: consent.version,
        }));
    }
    if let Some(value) = value {
        match field.maps_to {
            Some(Meaning::Standard(meaning)) => {
                parsed.standard.insert(meaning, value.clone());
            }
            Some(Meaning::Custom(custom)) => parsed.custom.extend(value.typed().map(|text| (custom, text))),
            None => {}
        }
        parsed.values.insert(field.key.clone(), value);
    }
}

/// Parses one answer; `None` when it is blank and need not be given.
fn parse_field(field: &Field, answers: &Answers) -> Result<Option<Value>, Vec<FieldError>> {
    let path = format!("answers.{}", field.key);
    if field.kind == FieldKind::Address {
        return parse_address(field, answers, &path);
    }
    let raw = answers.get(&field.key).map_or("", String::as_str);
    if matches!(field.kind, FieldKind::Checkbox | FieldKind::Consent { .. }) {
        let ticked = matches!(raw.trim(), "on" | "true" | "yes" | "1");
        return if field.required && !ticked {
            Err(vec![Problem::new("checkbox.required", "Tick this to go on.").at(path)])
        } else {
            Ok(Some(Value::Checked(ticked)))
        };
    }
    if raw.trim().is_empty() {
        return if field.required { Err(vec![missing(field).at(path)]) } else { Ok(None) };
    }
    parse_value(&field.kind, raw).map(Some).map_err(|problem| vec![problem.at(path)])
}

fn missing(field: &Field) -> Problem {
    match &field.kind {
        FieldKind::Email => Email::parse("").err(),
        FieldKind::Phone => Phone::parse("").err(),
        FieldKind::Name => text::person_name("").err(),
        kind if kind.is_several() => Some(Problem::new("choice.empty", "Choose at least one answer.")),
        FieldKind::Choice { .. } => Some(Problem::new("choice.empty", "Choose one of the answers.")),
        FieldKind::Money => Money::parse("", Currency::Usd).err(),
        _ => None,
    }
    .unwrap_or_else(|| Problem::new("text.empty", "Fill this in."))
}

fn parse_value(kind: &FieldKind, raw: &str) -> Result<Value, Problem> {
    match kind {
        FieldKind::Text { max } | FieldKind::Hidden { max } => {
            text::line(raw, usize::from(*max)).map(Value::Text)
        }
        FieldKind::LongText { max } => text::paragraph(raw, usize::from(*max)).map(Value::Text),
        FieldKind::Name => text::person_name(raw).map(Value::Text),
        FieldKind::Email => Email::parse(raw).map(Value::Email),
        FieldKind::Phone => Phone::parse(raw).map(Value::Phone),
        FieldKind::Money => Money::parse(raw, Currency::Usd).map(Value::Money),
        FieldKind::Number { min, max, unit } => {
            let cleaned: String = raw.trim().chars().filter(|c| !matches!(c, ',' | ' ')).collect();
            let range = || {
                let unit = if unit.is_empty() { String::new() } else { format!(" {unit}") };
                Problem::new("number.range", format!("Enter a whole number from {min} to {max}{unit}."))
            };
            let number: i64 = cleaned.parse().map_err(|_| range())?;
            if (*min..=*max).contains(&number) { Ok(Value::Number(number)) } else { Err(range()) }
        }
        FieldKind::Date => chrono::NaiveDate::parse_from_str(raw.trim(), "%Y-%m-%d")
            .ok()
            .filter(|date| (1900..=2200).contains(&chrono::Datelike::year(date)))
            .map(Value::Date)
            .ok_or_else(|| {
                Problem::new("date.invalid", "Enter a date as year-month-day, for example 2026-08-31.")
            }),
        FieldKind::Choice { options, style: ChoiceStyle::Boxes } => several(options, raw),
        FieldKind::Choice { options, .. } => options
            .iter()
            .find(|option| option.value == raw.trim())
            .map(|option| Value::Choice(option.value.clone()))
            .ok_or_else(|| Problem::new("choice.unknown", "Choose one of the answers.")),
        // Handled before: they are not one text.
        FieldKind::Address | FieldKind::Checkbox | FieldKind::Consent { .. } => Ok(Value::Checked(false)),
    }
}

/// Several answers, in the order of the question.
fn several(options: &[FieldOption], raw: &str) -> Result<Value, Problem> {
    let given: Vec<&str> = raw.split(',').map(str::trim).filter(|word| !word.is_empty()).collect();
    let unknown = given.iter().any(|word| options.iter().all(|option| option.value != *word));
    if unknown || given.is_empty() {
        return Err(Problem::new("choice.unknown", "Choose from the answers."));
    }
    let chosen = options.iter().filter(|option| given.contains(&option.value.as_str()));
    Ok(Value::Choice(chosen.map(|option| option.value.as_str()).collect::<Vec<_>>().join(",")))
}

fn parse_address(field: &Field, answers: &Answers, path: &str) -> Result<Option<Value>, Vec<FieldError>> {
    let [street, unit, city, region, postal_code] =
        address_part_keys(&field.key).map(|key| answers.get(&key).cloned().unwrap_or_default());
    // The state alone may be pre-chosen, so it does not count as an answer.
    let blank = [&street, &unit, &city, &postal_code].iter().all(|part| part.trim().is_empty());
    if blank && !field.required {
        return Ok(None);
    }
    Address::parse(&AddressInput { street, unit, city, region, postal_code })
        .map(|address| Some(Value::Address(address)))
        .map_err(|errors| errors.into_iter().map(|error| error.under(path)).collect())
}

#[cfg(test)]
mod tests {
    use super::super::seller_form;
    use super::*;
    use proptest::prelude::*;

    fn good() -> Answers {
        [
            ("address.street", "917 Tillery St"),
            ("address.city", "Austin"),
            ("address.region", "TX"),
            ("address.postal_code", "78702"),
            ("property_type", "house"),
            ("condition", "repairs"),
            ("situation", "inherited"),
            ("timing", "within_30_days"),
            ("name", "Henrik Sandoval"),
            ("phone", "512 555 0148"),
            ("email", "h.sandoval@example.com"),
            ("contact_consent", "on"),
        ]
        .into_iter()
        .map(|(k, v)| (k.to_owned(), v.to_owned()))
        .collect()
    }

    #[test]
    fn a_whole_submission_is_parsed() {
        let parsed = parse_all(&seller_form("Juniper Homes"), &good()).unwrap();
        assert!(
            matches!(&parsed.standard[&StandardField::ContactPhone], Value::Phone(p) if p.e164() == "+15125550148")
        );
        assert!(parsed.consents.iter().all(|c| c.granted));
        assert!(parsed.consents.iter().any(|c| c.channel == Channel::Sms));
    }

    #[test]
    fn every_wrong_answer_has_its_path() {
        let mut answers = good();
        answers.insert("phone".into(), "512 555 014".into());
        answers.insert("address.postal_code".into(), "x".into());
        answers.insert("evil".into(), "1".into());
        answers.insert("address".into(), "1".into());
        let errors = parse_all(&seller_form("Juniper Homes"), &answers).unwrap_err();
        let paths: Vec<&str> = errors.iter().map(|e| e.path.as_str()).collect();
        assert_eq!(
            paths,
            ["answers.address", "answers.evil", "answers.address.postal_code", "answers.phone"]
        );
    }

    #[test]
    fn consent_that_is_not_given_is_recorded_as_refused() {
        let mut answers = good();
        answers.remove("contact_consent");
        let parsed = parse_all(&seller_form("Juniper Homes"), &answers).unwrap();
        assert!(!parsed.consents.is_empty() && parsed.consents.iter().all(|c| !c.granted));
    }

    #[test]
    fn a_nul_is_refused_even_where_nobody_looks() {
        for key in ["contact_consent", "beds", "name"] {
            let mut answers = good();
            answers.insert("property_type".into(), "land".into());
            answers.insert(key.into(), "a\0".into());
            let errors = parse_all(&seller_form("Juniper Homes"), &answers).unwrap_err();
            assert_eq!(errors.len(), 1);
            assert_eq!(
                (errors[0].path.as_str(), errors[0].code.as_str()),
                (format!("answers.{key}").as_str(), "text.control")
            );
        }
    }

    #[test]
    fn too_many_answers_are_refused_whole() {
        let answers: Answers = (0..=MAX_ANSWERS).map(|i| (format!("k{i}"), String::new())).collect();
        assert_eq!(parse_all(&seller_form("J"), &answers).unwrap_err()[0].code, "answers.too_many");
    }

    proptest! {
        #[test]
        fn step_by_step_and_whole_agree(key in "phone|email|name|timing|address\\.street|asking", value in ".{0,30}") {
            let form = seller_form("Juniper Homes");
            let mut answers = good();
            answers.insert(key, value);
            let stepwise: Vec<FieldError> =
                form.shown_steps(&answers).into_iter().flat_map(|i| check_step(&form, i, &answers)).collect();
            match parse_all(&form, &answers) {
                Ok(_) => prop_assert!(stepwise.is_empty()),
                Err(all) if all[0].code == "contact.unreachable" => prop_assert!(stepwise.is_empty()),
                Err(all) => prop_assert_eq!(stepwise, all),
            }
        }
    }
}
