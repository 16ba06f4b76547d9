//! Which value of a payload goes into which field, and what is done to it on the way. Plain data: stored as JSON, edited
//! on a screen. What stops saving one says `check`, what one makes of a payload says `apply`.

use crate::fields::{CustomField, FieldType};
use crate::forms::{ConsentText, StandardField};
use crate::ids::CustomFieldId;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;

/// The whole way from payload to answers. An empty one maps nothing.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Mapping {
    pub fields: Vec<MappedField>,
    /// The texts that people agreed to where the payload comes from. Versions are given when the mapping is saved: a
    /// changed text gets a new one.
    pub consents: Vec<ConsentText>,
}

/// One field.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MappedField {
    pub into: Target,
    pub from: Taken,
    #[serde(default)]
    pub change: Change,
}

/// Where a value goes.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "type")]
pub enum Target {
    /// What forms ask for.
    Field { field: StandardField },
    /// What the organization added. A value that cannot be read there refuses nothing: it stays among the answers.
    Custom { field: CustomFieldId },
    /// Agreement to one of the mapping's texts, by its key.
    Consent { consent: String },
    /// Where the lead came from: the word of a [`crate::leads::LeadSource`]. Without it the source's own word counts.
    LeadSource,
    /// The campaign that brought the person.
    Campaign,
}

/// Where a value comes from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "type")]
pub enum Taken {
    /// The values at these paths that are there, joined. See [`super::ValuePath`] for how a path is written.
    Paths { paths: Vec<String>, join: Join },
    /// The same for every payload.
    Text { text: String },
}

/// What stands between joined values.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Join {
    #[default]
    Space,
    Comma,
}

/// What is done to a value before it is checked like an answer.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "type")]
pub enum Change {
    #[default]
    AsIs,
    /// `Otis GRANGER` becomes `Otis Granger`; `McDonald` stays.
    Capitals,
    /// To a number of this country unless it names one itself: its calling code, `1` for the United States.
    Phone { country: String },
    /// `625k`, `$625,000.00`, `1.2 million`.
    Money,
    /// `3`, `3.0`, `1,800 sq ft`. Bathrooms may be halves.
    Number,
    /// `true`, `yes`, `y`, `1`, `on` and their opposites.
    YesNo,
    /// Taken apart into street, unit, city, state and ZIP; city and state stand in where the payload has none.
    Address { city: String, region: String },
    /// Replaced by a table. Without `otherwise`, a value that is not in it refuses the payload.
    LookUp { rows: Vec<LookUp>, otherwise: Option<String> },
}

/// One row of a table.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct LookUp {
    /// As it comes; capitals and spaces around it do not matter.
    pub came: String,
    /// The word it becomes.
    pub becomes: String,
}

impl Target {
    /// A standard field.
    pub const fn field(field: StandardField) -> Self {
        Self::Field { field }
    }

    /// The custom field it is, if it is one of these.
    pub fn custom<'f>(&self, fields: &'f [CustomField]) -> Option<&'f CustomField> {
        match self {
            Self::Custom { field } => fields.iter().find(|known| known.id == *field),
            _ => None,
        }
    }

    /// As the screen calls it. `fields` are those of the organization, here and below.
    pub fn label(&self, fields: &[CustomField]) -> Cow<'static, str> {
        match self {
            Self::Field { field } => field.label().into(),
            Self::Custom { .. } => match self.custom(fields) {
                Some(field) => field.label.clone().into(),
                None => "A field that is gone".into(),
            },
            Self::Consent { consent } => format!("Consent, {consent}").into(),
            Self::LeadSource => "Source".into(),
            Self::Campaign => "Campaign".into(),
        }
    }

    /// What is usually done to a value that goes there.
    pub fn usual_change(&self, fields: &[CustomField]) -> Change {
        use StandardField as F;
        match self {
            Self::Field { field } => match field {
                F::ContactName => Change::Capitals,
                F::ContactPhone => Change::Phone { country: "1".to_owned() },
                F::PropertyAddress => Change::Address { city: String::new(), region: String::new() },
                F::AskingPrice | F::MortgageBalance => Change::Money,
                F::PropertyBeds | F::PropertyHalfBaths | F::PropertyArea | F::PropertyYearBuilt => {
                    Change::Number
                }
                _ => Change::AsIs,
            },
            Self::Custom { .. } => match self.custom(fields).map(|field| field.field_type) {
                Some(FieldType::Number) => Change::Number,
                Some(FieldType::Money) => Change::Money,
                Some(FieldType::YesNo) => Change::YesNo,
                _ => Change::AsIs,
            },
            Self::Consent { .. } => Change::YesNo,
            Self::LeadSource => Change::LookUp { rows: Vec::new(), otherwise: None },
            Self::Campaign => Change::AsIs,
        }
    }
}

impl Change {
    /// As the screen calls it.
    pub fn label(&self) -> Cow<'static, str> {
        match self {
            Self::AsIs => "As it is".into(),
            Self::Capitals => "Tidy capitals".into(),
            Self::Phone { country } => format!("To +{country} number").into(),
            Self::Money => "To money".into(),
            Self::Number => "To number".into(),
            Self::YesNo => "Yes or no".into(),
            Self::Address { .. } => "Parse address".into(),
            Self::LookUp { .. } => "Look up".into(),
        }
    }
}

impl Taken {
    /// One path.
    pub fn path(path: impl Into<String>) -> Self {
        Self::Paths { paths: vec![path.into()], join: Join::Space }
    }

    /// As the screen writes it: `home.line + home.zip`.
    pub fn label(&self) -> String {
        match self {
            Self::Paths { paths, .. } => paths.join(" + "),
            Self::Text { text } => format!("“{text}”"),
        }
    }
}

impl Join {
    pub(super) const fn as_str(self) -> &'static str {
        match self {
            Self::Space => " ",
            Self::Comma => ", ",
        }
    }
}

impl Mapping {
    /// The paths it names, as written, by field.
    pub fn paths(&self) -> impl Iterator<Item = (usize, &str)> {
        self.fields.iter().enumerate().flat_map(|(index, field)| {
            let paths: &[String] = match &field.from {
                Taken::Paths { paths, .. } => paths,
                Taken::Text { .. } => &[],
            };
            paths.iter().map(move |path| (index, path.as_str()))
        })
    }

    /// The consent text of a key.
    pub fn consent(&self, key: &str) -> Option<&ConsentText> {
        self.consents.iter().find(|consent| consent.key == key)
    }
}
