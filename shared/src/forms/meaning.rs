//! What an answer fills: a standard field, or one that the organization made, and which questions can fill the latter.

use super::{ChoiceStyle, Field, FieldKind, FieldOption, FormDefinition, StandardField, Value};
use crate::errors::{FieldError, Problem};
use crate::fields::{CustomField, FieldType, MAX_LONG_TEXT, MAX_TEXT};
use crate::ids::CustomFieldId;
use serde::{Deserialize, Serialize};

/// Up to this many answers are shown as buttons, more as a list.
const CARDS: usize = 6;
/// The largest number that a new question allows.
const LARGEST: i64 = 1_000_000;

/// What an answer means to contact, property and lead. As text a word, or the identifier that filters know the field by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Meaning {
    Standard(StandardField),
    Custom(CustomFieldId),
}

impl From<StandardField> for Meaning {
    fn from(field: StandardField) -> Self {
        Self::Standard(field)
    }
}

impl From<CustomFieldId> for Meaning {
    fn from(field: CustomFieldId) -> Self {
        Self::Custom(field)
    }
}

impl Field {
    /// The standard field it fills.
    pub const fn standard(&self) -> Option<StandardField> {
        match self.maps_to {
            Some(Meaning::Standard(field)) => Some(field),
            _ => None,
        }
    }

    /// The custom field it fills.
    pub const fn custom(&self) -> Option<CustomFieldId> {
        match self.maps_to {
            Some(Meaning::Custom(field)) => Some(field),
            _ => None,
        }
    }
}

impl FormDefinition {
    /// [`FormDefinition::check`], and whether the custom fields that it fills are in use and can be filled by its
    /// questions. `fields` are those of the organization.
    pub fn check_with(&self, fields: &[CustomField]) -> Result<(), Vec<FieldError>> {
        let mut errors = self.check().err().unwrap_or_default();
        for (s, step) in self.steps.iter().enumerate() {
            for (f, field) in step.fields.iter().enumerate() {
                if let Some(Err(problem)) = field.custom().map(|id| check_filled(fields, id, &field.kind)) {
                    errors.push(problem.at(format!("steps.{s}.fields.{f}.maps_to")));
                }
            }
        }
        if errors.is_empty() { Ok(()) } else { Err(errors) }
    }
}

fn check_filled(fields: &[CustomField], id: CustomFieldId, kind: &FieldKind) -> Result<(), Problem> {
    match fields.iter().find(|field| field.id == id) {
        None => {
            Err(Problem::new("form.field_gone", "This field is not there. Choose another one, or nothing."))
        }
        Some(field) if field.archived => {
            let words = format!("“{}” is no longer in use. Choose another field, or nothing.", field.label);
            Err(Problem::new("form.field_gone", words))
        }
        Some(field) => field.check_kind(kind),
    }
}

impl CustomField {
    /// All answers it knows with their words, where they are few.
    pub fn answers(&self) -> Option<Vec<FieldOption>> {
        let option = |value: &str, label: &str| FieldOption { value: value.into(), label: label.into() };
        match self.field_type {
            FieldType::YesNo => Some(vec![option("yes", "Yes"), option("no", "No")]),
            FieldType::Choice | FieldType::Choices => {
                Some(self.options.iter().map(|known| option(&known.key, &known.label)).collect())
            }
            _ => None,
        }
    }

    /// The stored word of an answer that came as its label, or in other capitals.
    pub fn answer_of(&self, text: &str) -> Option<String> {
        let wanted = text.trim().to_lowercase();
        let means = |option: &FieldOption| {
            option.value.to_lowercase() == wanted || option.label.to_lowercase() == wanted
        };
        self.answers()?.into_iter().find(means).map(|option| option.value)
    }

    /// How a person is usually asked for it.
    pub fn usual_kind(&self) -> FieldKind {
        match self.field_type {
            FieldType::Text => FieldKind::Text { max: MAX_TEXT },
            FieldType::LongText => FieldKind::LongText { max: MAX_LONG_TEXT },
            FieldType::Number => FieldKind::Number { min: 0, max: LARGEST, unit: String::new() },
            FieldType::Money => FieldKind::Money,
            FieldType::Date => FieldKind::Date,
            FieldType::YesNo | FieldType::Choice | FieldType::Choices => {
                let options = self.answers().unwrap_or_default();
                let style = match self.field_type {
                    FieldType::Choices => ChoiceStyle::Boxes,
                    _ if options.len() > CARDS => ChoiceStyle::List,
                    _ => ChoiceStyle::Cards,
                };
                FieldKind::Choice { options, style }
            }
        }
    }

    /// Whether a question of a kind can fill it. What the host page fills in can be anything: what of it cannot be read
    /// stays an answer.
    ///
    /// Errors: `form.meaning` with the kind that would fit, `form.meaning_choices` with the answer that does not,
    /// `form.meaning_max` with the most that it holds.
    pub fn check_kind(&self, kind: &FieldKind) -> Result<(), Problem> {
        if !self.takes(kind) {
            let usual = self.usual_kind().label();
            let words = format!("“{}” is filled by another kind of question: {usual}.", self.label);
            return Err(Problem::new("form.meaning", words));
        }
        let most = if self.field_type == FieldType::Text { MAX_TEXT } else { MAX_LONG_TEXT };
        match kind {
            FieldKind::Text { max } | FieldKind::LongText { max } if *max > most => {
                let words = format!(
                    "“{}” holds up to {most} characters. Let the question allow no more.",
                    self.label
                );
                Err(Problem::new("form.meaning_max", words))
            }
            FieldKind::Choice { options, .. } => {
                let known = self.answers().unwrap_or_default();
                let unknown = |option: &&FieldOption| known.iter().all(|known| known.value != option.value);
                let Some(option) = options.iter().find(unknown) else { return Ok(()) };
                let words = format!("“{}” has no option that is stored as {}.", self.label, option.value);
                Err(Problem::new("form.meaning_choices", words))
            }
            _ => Ok(()),
        }
    }

    /// Whether a question of a kind could fill it once its answers are those of the field.
    pub const fn takes(&self, kind: &FieldKind) -> bool {
        use FieldKind as K;
        match self.field_type {
            FieldType::Text => {
                matches!(kind, K::Text { .. } | K::Name | K::Email | K::Phone | K::Hidden { .. })
            }
            FieldType::LongText => {
                matches!(kind, K::LongText { .. } | K::Text { .. } | K::Name | K::Hidden { .. })
            }
            FieldType::Number => matches!(kind, K::Number { .. } | K::Hidden { .. }),
            FieldType::Money => matches!(kind, K::Money | K::Hidden { .. }),
            FieldType::Date => matches!(kind, K::Date | K::Hidden { .. }),
            FieldType::YesNo => {
                matches!(kind, K::Checkbox | K::Choice { .. } | K::Hidden { .. }) && !kind.is_several()
            }
            FieldType::Choice => matches!(kind, K::Choice { .. } | K::Hidden { .. }) && !kind.is_several(),
            FieldType::Choices => matches!(kind, K::Choice { .. } | K::Hidden { .. }),
        }
    }
}

impl Value {
    /// As it would be typed into a custom field; `None` for what says nothing: a box that is left unticked is no “no”.
    pub fn typed(&self) -> Option<String> {
        match self {
            Self::Text(text) | Self::Choice(text) => Some(text.clone()),
            Self::Email(email) => Some(email.as_str().to_owned()),
            Self::Phone(phone) => Some(phone.display()),
            Self::Number(number) => Some(number.to_string()),
            Self::Money(money) => Some(money.to_string()),
            Self::Date(day) => Some(day.to_string()),
            Self::Checked(true) => Some("yes".to_owned()),
            Self::Checked(false) | Self::Address(_) => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fields::{self, FieldValue, Noun};
    use crate::forms::edit::blank_form;
    use crate::forms::{Answers, parse_all};
    use uuid::Uuid;

    fn field(field_type: FieldType) -> CustomField {
        let option = |key: &str| fields::FieldOption { key: key.into(), label: key.to_uppercase() };
        CustomField {
            id: CustomFieldId::from_uuid(Uuid::from_u128(7)),
            noun: Noun::Lead,
            field_type,
            label: "Motivation".into(),
            help: String::new(),
            options: if field_type.has_options() { vec![option("high"), option("low")] } else { Vec::new() },
            archived: false,
            version: 1,
        }
    }

    fn filled(field: &CustomField, kind: FieldKind) -> FormDefinition {
        let mut form = blank_form("Quick offer");
        let mut asked = form.steps[0].fields[0].clone();
        asked.key = "custom".into();
        asked.required = false;
        asked.kind = kind;
        asked.maps_to = Some(field.id.into());
        form.steps[0].fields.push(asked);
        form
    }

    fn codes(form: &FormDefinition, fields: &[CustomField]) -> Vec<String> {
        form.check_with(fields).err().unwrap_or_default().into_iter().map(|error| error.code).collect()
    }

    #[test]
    fn stored_definitions_say_what_they_said() {
        let meaning = |json: &str| serde_json::from_str::<Meaning>(json);
        assert_eq!(meaning("\"asking_price\"").unwrap(), StandardField::AskingPrice.into());
        let id = field(FieldType::Text).id;
        assert_eq!(serde_json::to_string(&Meaning::Custom(id)).unwrap(), format!("\"{id}\""));
        assert_eq!(meaning(&format!("\"{id}\"")).unwrap(), Meaning::Custom(id));
        assert!(meaning("\"castle\"").is_err());
        for known in StandardField::ALL {
            let text = serde_json::to_string(&known).unwrap();
            assert_eq!(serde_json::to_string(&Meaning::from(known)).unwrap(), text);
            assert_eq!(meaning(&text).unwrap(), known.into());
        }
    }

    #[test]
    fn the_usual_question_fits_and_is_read_back() {
        for field_type in FieldType::ALL {
            let field = field(*field_type);
            let form = filled(&field, field.usual_kind());
            assert_eq!(codes(&form, std::slice::from_ref(&field)), [""; 0], "{field_type:?}");
            let typed = match field_type {
                FieldType::Number => "1,250",
                FieldType::Money => "385k",
                FieldType::Date => "2026-03-31",
                FieldType::YesNo => "no",
                FieldType::Choice => "low",
                FieldType::Choices => "low, high,low",
                FieldType::Text | FieldType::LongText => "next to the church",
            };
            let said = [("name", "Ana Ruiz"), ("phone", "512 555 0148"), ("custom", typed)];
            let answers: Answers = said.map(|(key, text)| (key.to_owned(), text.to_owned())).into();
            let parsed = parse_all(&form, &answers).unwrap();
            let said = &parsed.custom[&field.id];
            assert!(FieldValue::parse(&field, said).unwrap().is_some(), "{field_type:?} {said}");
        }
    }

    #[test]
    fn what_cannot_fill_it_is_said() {
        let (text, choice) = (field(FieldType::Text), field(FieldType::Choice));
        assert_eq!(text.check_kind(&FieldKind::Money).unwrap_err().code, "form.meaning");
        assert_eq!(text.check_kind(&FieldKind::Text { max: 201 }).unwrap_err().code, "form.meaning_max");
        assert_eq!(text.check_kind(&FieldKind::Hidden { max: 9_000 }), Ok(()));
        let option = FieldOption { value: "middle".into(), label: "Middle".into() };
        let other = FieldKind::Choice { options: vec![option], style: ChoiceStyle::Cards };
        let problem = choice.check_kind(&other).unwrap_err();
        assert_eq!(problem.message, "“Motivation” has no option that is stored as middle.");
        let form = filled(&choice, choice.usual_kind());
        assert_eq!(codes(&form, &[]), ["form.field_gone"]);
        let archived = CustomField { archived: true, ..choice.clone() };
        let errors = form.check_with(&[archived]).unwrap_err();
        assert_eq!(errors[0].path, "steps.0.fields.3.maps_to");
        assert_eq!(errors[0].message, "“Motivation” is no longer in use. Choose another field, or nothing.");
        assert_eq!(choice.answer_of(" HIGH ").as_deref(), Some("high"));
    }

    #[test]
    fn several_answers_are_one_text_in_the_order_of_the_question() {
        let field = field(FieldType::Choices);
        let mut form = filled(&field, field.usual_kind());
        form.steps[0].fields[3].required = true;
        let parsed = |said: &str| {
            let said = [("name", "Ana Ruiz"), ("phone", "512 555 0148"), ("custom", said)];
            let answers: Answers = said.map(|(key, text)| (key.to_owned(), text.to_owned())).into();
            let told = form.in_words(&answers).into_iter().next_back();
            parse_all(&form, &answers)
                .map(|parsed| (parsed.custom[&field.id].clone(), told))
                .map_err(|errors| errors.into_iter().map(|error| error.message).collect::<Vec<_>>())
        };
        let (stored, told) = parsed("low, high").unwrap();
        assert_eq!((stored.as_str(), told.unwrap().1.as_str()), ("high,low", "LOW, HIGH"));
        assert_eq!(parsed("low,moon").unwrap_err(), ["Choose from the answers."]);
        assert_eq!(parsed(" ").unwrap_err(), ["Choose at least one answer."]);
        // One answer of several is no single one, neither of the organization's fields nor of the standard ones.
        let boxes = field.usual_kind();
        let single = CustomField { field_type: FieldType::Choice, ..field.clone() };
        assert_eq!(single.check_kind(&boxes).unwrap_err().code, "form.meaning");
        assert_eq!(StandardField::Timing.check_kind(&boxes).unwrap_err().code, "form.meaning");
    }

    #[test]
    fn an_unticked_box_says_nothing() {
        assert_eq!(Value::Checked(false).typed(), None);
        assert_eq!(Value::Checked(true).typed().as_deref(), Some("yes"));
    }
}
