//! A mapping at work: from the values of a payload to answers, with what became of each field. Pure, so that a screen
//! shows the result while somebody types, with the rules that hold on the server.

use super::convert::{self, Converted};
use super::definition::{MOST, consent_key, said_key};
use super::mapping::{Change, MappedField, Mapping, Taken, Target};
use super::path::ValuePath;
use super::states::RefusedReason;
use crate::errors::{FieldError, Problem};
use crate::fields::{CustomField, FieldType, FieldValue};
use crate::forms::{Answers, FormDefinition, StandardField, address_part_keys, answer, parse_all};
use crate::leads::LeadSource;
use crate::values::yes_no;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// Characters of a value that are shown.
const SHOWN: usize = 200;
/// Values that are named as not used.
const UNUSED: usize = 100;
/// Characters of all joined values of a field.
const JOINED: usize = 20_000;

/// What a mapping makes of a payload.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Applied {
    /// By key of the mapping's form.
    pub answers: Answers,
    /// One a field, in order.
    pub results: Vec<FieldResult>,
    pub lead_source: Option<LeadSource>,
    pub campaign: Option<String>,
    /// Why the payload would be refused; empty when it would not.
    pub refusals: Vec<Refusal>,
    /// Paths of values that feed nothing. They stay in the raw payload.
    pub unused: Vec<String>,
}

/// What became of one field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FieldResult {
    /// As a person reads it.
    Fine {
        shown: String,
    },
    /// The payload has nothing there.
    Missing,
    /// It cannot be read in the field that it goes into, and stays among the answers.
    Kept {
        shown: String,
        why: String,
    },
    Wrong(Refusal),
}

/// Why a payload was or would be refused.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Refusal {
    pub reason: RefusedReason,
    /// Where in the payload, for example `person.tel`; several with commas between them.
    pub path: Option<String>,
    /// In a sentence.
    pub message: String,
    /// The beginning of what stood there.
    pub came: Option<String>,
}

/// What a field finds.
enum Found {
    Nothing,
    Text(String),
    /// What stands there is no single value.
    Wrong(Problem, String),
}

impl Mapping {
    /// Applies the mapping. `payload` is what [`super::read_body`] made of a body, `fields` are those of the organization.
    pub fn apply(&self, payload: &Value, fields: &[CustomField]) -> Applied {
        let mut applied = Applied::default();
        for field in &self.fields {
            let result = match find(&field.from, payload) {
                Found::Nothing => FieldResult::Missing,
                Found::Wrong(problem, came) => wrong(field, problem, &came),
                Found::Text(text) => {
                    let done = match field.into.custom(fields) {
                        Some(custom) => put_custom(custom, field, &text, &mut applied),
                        None => put(self, field, &text, &mut applied),
                    };
                    done.unwrap_or_else(|problem| wrong(field, problem, &text))
                }
            };
            applied.results.push(result);
        }
        let unreachable = self.validate(fields, &mut applied);
        let mut reach_is_wrong = false;
        for (field, result) in self.fields.iter().zip(&applied.results) {
            if let FieldResult::Wrong(refusal) = result {
                applied.refusals.push(refusal.clone());
                reach_is_wrong |= is_reach(&field.into);
            }
        }
        if unreachable && !reach_is_wrong {
            applied.refusals.push(self.unreachable());
        }
        applied.unused = self.unused(payload);
        applied
    }

    /// Runs the validator of forms and gives each error to the field it is about. `true` when all is well but that
    /// nobody could be reached.
    fn validate(&self, fields: &[CustomField], applied: &mut Applied) -> bool {
        let form = self.definition("", fields);
        let mut unreachable = false;
        let errors = parse_all(&form, &applied.answers).err().unwrap_or_default();
        for error in errors {
            let answer = error.path.strip_prefix("answers.").unwrap_or_default();
            if error.code == "contact.unreachable" {
                unreachable = true;
                continue;
            }
            let base = answer.split('.').next().unwrap_or_default();
            let place = self.fields.iter().position(|field| is_answered_by(&field.into, base));
            let Some((place, field)) = place.and_then(|place| Some((place, self.fields.get(place)?))) else {
                // A definition that asks for nothing has no phone and no email either.
                applied.refusals.push(refused(error));
                continue;
            };
            if let Some(slot) = applied.results.get_mut(place)
                && !matches!(slot, FieldResult::Wrong(_))
            {
                let came = match slot {
                    FieldResult::Fine { shown } => shown.clone(),
                    _ => String::new(),
                };
                let FieldError { code: _, message, .. } = error;
                *slot = FieldResult::Wrong(Refusal {
                    reason: RefusedReason::Field,
                    path: path_of(field),
                    message,
                    came: Some(came).filter(|came| !came.is_empty()),
                });
            }
        }
        self.show(&form, applied);
        unreachable
    }

    /// What was accepted reads as it reads on a lead.
    fn show(&self, form: &FormDefinition, applied: &mut Applied) {
        for (field, result) in self.fields.iter().zip(&mut applied.results) {
            if let (Target::Field { field }, FieldResult::Fine { shown }) = (&field.into, result)
                && let Some(asked) = form.field(field.key())
                && let Some(words) = answer(asked, &applied.answers)
            {
                *shown = cut(&words);
            }
        }
    }

    fn unreachable(&self) -> Refusal {
        let paths: Vec<String> =
            self.fields.iter().filter(|field| is_reach(&field.into)).filter_map(path_of).collect();
        let paths = (!paths.is_empty()).then(|| paths.join(", "));
        Refusal {
            reason: RefusedReason::Unreachable,
            message: match &paths {
                Some(paths) => format!("Neither phone nor email: {paths} came empty."),
                None => "Neither phone nor email is mapped.".to_owned(),
            },
            path: paths,
            came: None,
        }
    }

    /// The values that feed no field, lists as a whole.
    fn unused(&self, payload: &Value) -> Vec<String> {
        let used: Vec<ValuePath> = self.paths().filter_map(|(_, path)| ValuePath::parse(path).ok()).collect();
        let mut unused = Vec::new();
        collect(payload, &ValuePath::default(), &used, &mut unused);
        unused
    }
}

fn collect(value: &Value, at: &ValuePath, used: &[ValuePath], unused: &mut Vec<String>) {
    let Value::Object(members) = value else { return };
    for (name, member) in members {
        let path = at.down_to(name);
        if unused.len() >= UNUSED {
            return;
        }
        let is_used =
            used.iter().any(|used| used.covers(&path) || (!member.is_object() && path.covers(used)));
        if is_used {
            continue;
        }
        match member {
            Value::Object(inner) if !inner.is_empty() => collect(member, &path, used, unused),
            _ => unused.push(path.to_string()),
        }
    }
}

fn is_reach(into: &Target) -> bool {
    matches!(into, Target::Field { field: StandardField::ContactPhone | StandardField::ContactEmail })
}

fn is_answered_by(into: &Target, answer: &str) -> bool {
    match into {
        Target::Field { field } => field.key() == answer,
        Target::Custom { field } => field.to_string() == answer,
        Target::Consent { consent } => consent_key(consent) == answer || said_key(consent) == answer,
        Target::LeadSource | Target::Campaign => false,
    }
}

fn find(from: &Taken, payload: &Value) -> Found {
    let (paths, join) = match from {
        Taken::Text { text } => return Found::Text(text.clone()),
        Taken::Paths { paths, join } => (paths, join),
    };
    let mut parts: Vec<String> = Vec::new();
    for path in paths {
        let value = match ValuePath::parse(path) {
            Ok(path) => path.get(payload),
            Err(problem) => return Found::Wrong(problem, String::new()),
        };
        match value.map(text_of) {
            None => {}
            Some(Ok(text)) if text.trim().is_empty() => {}
            Some(Ok(text)) => parts.push(text.trim().to_owned()),
            Some(Err(problem)) => return Found::Wrong(problem, String::new()),
        }
    }
    let text: String = parts.join(join.as_str()).chars().take(JOINED).collect();
    if text.is_empty() { Found::Nothing } else { Found::Text(text) }
}

/// A single value as text, or several of a list with commas.
fn text_of(value: &Value) -> Result<String, Problem> {
    let several = || Problem::new("value.several", "Several values stand there. Choose one of them.");
    Ok(match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        Value::Bool(yes) => yes.to_string(),
        // 625000.0 is how some programs write 625000.
        Value::Number(number) => {
            let text = number.to_string();
            text.strip_suffix(".0").map_or_else(|| text.clone(), str::to_owned)
        }
        Value::Object(_) => return Err(several()),
        Value::Array(list) => {
            let single = |value: &Value| match value {
                Value::Array(_) | Value::Object(_) => Err(several()),
                value => text_of(value),
            };
            let parts = list.iter().map(single).collect::<Result<Vec<_>, _>>()?;
            parts.into_iter().filter(|part| !part.trim().is_empty()).collect::<Vec<_>>().join(", ")
        }
    })
}

/// Changes a text and puts it where it belongs; answers how it reads.
fn put(
    mapping: &Mapping,
    field: &MappedField,
    text: &str,
    applied: &mut Applied,
) -> Result<FieldResult, Problem> {
    let fine = |shown| Ok(FieldResult::Fine { shown });
    let standard = match &field.into {
        Target::Field { field } => Some(*field),
        _ => None,
    };
    let text = match convert::change(&field.change, standard, text)? {
        Converted::Text(text) => text,
        Converted::Address(parts) => {
            let Some(standard) = standard else { return fine(cut(text)) };
            let values = [parts.street, parts.unit, parts.city, parts.region, parts.postal_code];
            let shown = values.iter().filter(|part| !part.is_empty()).cloned().collect::<Vec<_>>().join(", ");
            for (part, value) in address_part_keys(standard.key()).into_iter().zip(values) {
                applied.answers.entry(part).or_insert(value);
            }
            return fine(cut(&shown));
        }
    };
    let shown = cut(&text);
    match &field.into {
        Target::Field { field: standard } => {
            let value = choice(*standard, &text).unwrap_or(text);
            applied.answers.entry(standard.key().to_owned()).or_insert(value);
        }
        Target::Consent { consent } => {
            let yes = yes_no(&text)?;
            if mapping.consent(consent).is_some() {
                let said = if yes { "Yes" } else { "No" };
                applied.answers.entry(said_key(consent)).or_insert_with(|| said.to_owned());
                let agreed = if yes { "yes" } else { "" };
                applied.answers.entry(consent_key(consent)).or_insert_with(|| agreed.to_owned());
            }
            return fine(if yes { "Yes" } else { "No" }.to_owned());
        }
        Target::LeadSource => {
            let found = LeadSource::from_text(&text).ok_or_else(|| {
                let words = format!("“{shown}” is not a source here yet. Choose one in the table.");
                Problem::new("source.unknown", words)
            })?;
            applied.lead_source.get_or_insert(found);
            return fine(found.label().to_owned());
        }
        Target::Campaign => {
            applied.campaign.get_or_insert_with(|| shown.clone());
        }
        // Of a field that is gone nobody knows what it holds.
        Target::Custom { field } => {
            applied.answers.entry(field.to_string()).or_insert_with(|| answerable(&text));
        }
    }
    fine(shown)
}

/// Puts a text into a custom field. What cannot be read there stays as it came.
fn put_custom(
    custom: &CustomField,
    field: &MappedField,
    text: &str,
    applied: &mut Applied,
) -> Result<FieldResult, Problem> {
    let text = match convert::change(&field.change, None, text) {
        Ok(Converted::Text(changed)) => changed,
        // Whoever made the table said what becomes of everything else.
        Err(problem) if matches!(field.change, Change::LookUp { .. }) => return Err(problem),
        Ok(Converted::Address(_)) | Err(_) => text.to_owned(),
    };
    let word = |part: &str| custom.answer_of(part).unwrap_or_else(|| part.trim().to_owned());
    let text = match custom.field_type {
        FieldType::Choices => text.split(',').map(word).collect::<Vec<_>>().join(","),
        FieldType::Choice | FieldType::YesNo => word(&text),
        _ => text,
    };
    let text = answerable(&text);
    let result = match FieldValue::parse(custom, &text) {
        Ok(Some(value)) => FieldResult::Fine { shown: cut(&value.shown(custom)) },
        Ok(None) => FieldResult::Missing,
        Err(problem) => FieldResult::Kept { shown: cut(&text), why: problem.message },
    };
    applied.answers.entry(custom.id.to_string()).or_insert(text);
    Ok(result)
}

/// What of a text can be an answer, whatever it says.
fn answerable(text: &str) -> String {
    let printable = |c: &char| !c.is_control() || matches!(c, '\n' | '\t');
    text.chars().filter(printable).take(usize::from(MOST)).collect()
}

/// The stored word of a choice that came as its label, or in other capitals.
fn choice(field: StandardField, text: &str) -> Option<String> {
    let wanted = text.trim().to_lowercase();
    let same = |word: &str| word.to_lowercase() == wanted;
    let options = field.choices()?;
    // Numbers of baths are halves by now: their labels would be read as something else.
    let labels = field != StandardField::PropertyHalfBaths;
    let found = options.into_iter().find(|option| same(&option.value) || (labels && same(&option.label)));
    found.map(|option| option.value)
}

fn path_of(field: &MappedField) -> Option<String> {
    match &field.from {
        Taken::Paths { paths, .. } => Some(paths.join(", ")),
        Taken::Text { .. } => None,
    }
}

fn wrong(field: &MappedField, problem: Problem, came: &str) -> FieldResult {
    FieldResult::Wrong(Refusal {
        reason: RefusedReason::Field,
        path: path_of(field),
        message: problem.message,
        came: Some(cut(came)).filter(|came| !came.is_empty()),
    })
}

fn refused(error: FieldError) -> Refusal {
    Refusal { reason: RefusedReason::Field, path: None, message: error.message, came: None }
}

fn cut(text: &str) -> String {
    text.chars().filter(|c| !c.is_control()).take(SHOWN).collect()
}

#[cfg(test)]
mod tests;
