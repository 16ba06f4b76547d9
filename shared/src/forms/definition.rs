//! What a form is made of. Plain data: stored as JSON, sent to the browser, edited by the builder.

use super::{Condition, Meaning};
use crate::contacts::Channel;
use serde::{Deserialize, Serialize};

/// A whole form.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FormDefinition {
    /// Title of the page and of the frame it is embedded in.
    pub title: String,
    /// One question group a screen.
    pub steps: Vec<Step>,
    /// The texts that a consent field shows.
    pub consents: Vec<ConsentText>,
    pub theme: Theme,
    pub finish: Finish,
    /// A line under the first button: what it costs, how long it takes.
    #[serde(default)]
    pub promise: String,
}

/// One screen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Step {
    /// Stable key, for events and drop-off figures.
    pub key: String,
    /// The question, as a heading.
    pub title: String,
    #[serde(default)]
    pub help: String,
    pub fields: Vec<Field>,
    /// The step is left out when this does not hold.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub show_if: Option<Condition>,
}

/// One question.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Field {
    /// Key of the answer; unique in the form; lower case letters, digits and underscores.
    pub key: String,
    pub label: String,
    #[serde(default)]
    pub help: String,
    #[serde(default)]
    pub placeholder: String,
    pub kind: FieldKind,
    #[serde(default)]
    pub required: bool,
    /// Sensitive answers are never saved before the submit.
    #[serde(default)]
    pub sensitive: bool,
    #[serde(default)]
    pub width: Width,
    /// The field is left out when this does not hold.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub show_if: Option<Condition>,
    /// What the answer means to the lead.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub maps_to: Option<Meaning>,
    /// Token of the HTML `autocomplete` attribute.
    #[serde(default)]
    pub autocomplete: String,
}

/// How a question is answered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "type")]
pub enum FieldKind {
    /// One line, up to `max` characters.
    Text {
        max: u16,
    },
    /// Several lines, up to `max` characters.
    LongText {
        max: u16,
    },
    Name,
    Email,
    Phone,
    /// Street, unit, city, state and ZIP: five inputs, keys `key.street` and so on.
    Address,
    /// A whole number between `min` and `max`.
    Number {
        min: i64,
        max: i64,
        unit: String,
    },
    /// An amount in US dollars.
    Money,
    /// A calendar date, `YYYY-MM-DD`.
    Date,
    /// One of several, or, with boxes, any of them. Several answers are one text, with commas between them.
    Choice {
        options: Vec<FieldOption>,
        style: ChoiceStyle,
    },
    /// Yes or no; required means it must be yes.
    Checkbox,
    /// Agreement to one of the form's consent texts; never required, never pre-ticked.
    Consent {
        consent: String,
    },
    /// Filled by the host page.
    Hidden {
        max: u16,
    },
}

/// One of several answers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FieldOption {
    /// What is stored.
    pub value: String,
    pub label: String,
}

/// How a choice looks, and with it how many answers it takes.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ChoiceStyle {
    /// Large buttons, one below the other.
    #[default]
    Cards,
    /// A drop-down list.
    List,
    /// Boxes to tick, several at a time.
    Boxes,
}

/// How much of the row a field takes on a wide screen.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Width {
    #[default]
    Full,
    Half,
}

/// What every contact, property and lead has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StandardField {
    ContactName,
    ContactEmail,
    ContactPhone,
    PropertyAddress,
    PropertyType,
    PropertyBeds,
    /// Choice of half baths: `2`, `3` (one and a half), …
    PropertyHalfBaths,
    PropertyArea,
    PropertyYearBuilt,
    PropertyCondition,
    PropertyOccupancy,
    /// The number a county knows the land by.
    PropertyParcel,
    AskingPrice,
    MortgageBalance,
    Situation,
    Timing,
    Message,
}

/// A text that a person agrees to, for certain channels. A changed text needs a new version.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConsentText {
    pub key: String,
    pub version: u32,
    pub text: String,
    pub channels: Vec<Channel>,
}

/// How the public page looks.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Theme {
    /// Accent as `#rrggbb`; empty means the standard one.
    pub accent: String,
    pub radius: Radius,
}

/// How round controls are.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Radius {
    Square,
    #[default]
    Soft,
    Round,
}

/// What follows the submit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "type")]
pub enum Finish {
    /// A page of thanks that says what happens next.
    ThankYou { title: String, text: String, steps: Vec<FinishStep> },
    /// Another page, https only.
    Redirect { url: String },
}

/// One thing that happens next.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FinishStep {
    pub title: String,
    pub text: String,
}

impl FormDefinition {
    /// All fields in order.
    pub fn fields(&self) -> impl Iterator<Item = &Field> {
        self.steps.iter().flat_map(|step| &step.fields)
    }

    /// The field of a key.
    pub fn field(&self, key: &str) -> Option<&Field> {
        self.fields().find(|field| field.key == key)
    }

    /// The consent text of a key.
    pub fn consent(&self, key: &str) -> Option<&ConsentText> {
        self.consents.iter().find(|consent| consent.key == key)
    }
}

impl FormDefinition {
    /// Whether both look and ask the same. The numbers of consent texts do not count: they are given when the form is
    /// published.
    pub fn is_like(&self, other: &Self) -> bool {
        let unnumbered = |form: &Self| {
            let mut form = form.clone();
            form.consents.iter_mut().for_each(|consent| consent.version = 0);
            form
        };
        unnumbered(self) == unnumbered(other)
    }
}

impl FieldKind {
    /// Whether it takes several answers at a time.
    pub const fn is_several(&self) -> bool {
        matches!(self, Self::Choice { style: ChoiceStyle::Boxes, .. })
    }
}

impl Field {
    /// What it is called where its question is not shown: the question itself, or its key.
    pub fn name(&self) -> &str {
        if self.label.trim().is_empty() { &self.key } else { &self.label }
    }
}
