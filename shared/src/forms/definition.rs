//! What a form is made of. Plain data: stored as JSON, sent to the browser, edited by the builder.

use super::Condition;
use crate::contacts::Channel;
use crate::errors::{FieldError, Problem};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

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
    pub maps_to: Option<StandardField>,
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
    /// One of several.
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

/// How a choice looks.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ChoiceStyle {
    /// Large buttons, one below the other.
    #[default]
    Cards,
    /// A drop-down list.
    List,
}

/// How much of the row a field takes on a wide screen.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Width {
    #[default]
    Full,
    Half,
}

/// What an answer means to contact, property and lead.
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

    /// Whether the definition holds together: unique keys, known consents, conditions that look backwards,
    /// a way to reach the person. Paths point into the definition, for example `steps.1.fields.0.key`.
    pub fn check(&self) -> Result<(), Vec<FieldError>> {
        let mut errors = Vec::new();
        let mut seen = BTreeSet::new();
        if self.steps.is_empty() || self.steps.len() > 20 {
            errors.push(FieldError::new("steps", "form.steps", "A form has between 1 and 20 steps."));
        }
        for (s, step) in self.steps.iter().enumerate() {
            let at = format!("steps.{s}");
            if step.fields.len() > 50 {
                errors.push(FieldError::new(
                    format!("{at}.fields"),
                    "form.fields",
                    "A step has at most 50 fields.",
                ));
            }
            if let Some(condition) = &step.show_if {
                errors.extend(condition_problem(condition, &seen).map(|p| p.at(format!("{at}.show_if"))));
            }
            for (f, field) in step.fields.iter().enumerate() {
                let at = format!("{at}.fields.{f}");
                let key_ok = !field.key.is_empty()
                    && field.key.len() <= 40
                    && field.key.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_');
                if !key_ok {
                    errors.push(FieldError::new(
                        format!("{at}.key"),
                        "form.key",
                        "Use lower case letters, digits and underscores.",
                    ));
                }
                if let Some(condition) = &field.show_if {
                    errors.extend(condition_problem(condition, &seen).map(|p| p.at(format!("{at}.show_if"))));
                }
                if !seen.insert(field.key.clone()) {
                    errors.push(FieldError::new(
                        format!("{at}.key"),
                        "form.key_twice",
                        "Another field has this key already.",
                    ));
                }
                match &field.kind {
                    FieldKind::Consent { consent } if self.consent(consent).is_none() => {
                        errors.push(FieldError::new(
                            format!("{at}.kind"),
                            "form.consent",
                            "Choose one of the form's consent texts.",
                        ));
                    }
                    FieldKind::Consent { .. } if field.required => {
                        errors.push(FieldError::new(
                            format!("{at}.required"),
                            "form.consent_required",
                            "Consent is asked for, never required.",
                        ));
                    }
                    FieldKind::Choice { options, .. } if options.is_empty() || options.len() > 100 => {
                        errors.push(FieldError::new(
                            format!("{at}.kind"),
                            "form.options",
                            "A choice has between 1 and 100 answers.",
                        ));
                    }
                    _ => {}
                }
            }
        }
        let reachable = self
            .fields()
            .any(|f| matches!(f.maps_to, Some(StandardField::ContactEmail | StandardField::ContactPhone)));
        if !reachable {
            errors.push(FieldError::new("steps", "form.unreachable", "Ask for a phone number or an email."));
        }
        if let Finish::Redirect { url } = &self.finish
            && !url.starts_with("https://")
        {
            errors.push(FieldError::new(
                "finish.url",
                "form.redirect",
                "Redirect to an address that begins with https://.",
            ));
        }
        let accent = &self.theme.accent;
        let hex = accent
            .strip_prefix('#')
            .is_some_and(|h| h.len() == 6 && h.bytes().all(|b| b.is_ascii_hexdigit()));
        if !accent.is_empty() && !hex {
            errors.push(FieldError::new(
                "theme.accent",
                "form.accent",
                "Enter a colour as #rrggbb, for example #1d4ed8.",
            ));
        }
        if errors.is_empty() { Ok(()) } else { Err(errors) }
    }
}

fn condition_problem(condition: &Condition, known: &BTreeSet<String>) -> Option<Problem> {
    if condition.depth() > super::MAX_CONDITION_DEPTH {
        return Some(Problem::new("form.condition_depth", "Nest conditions at most 8 deep."));
    }
    condition.fields().into_iter().find(|field| !known.contains(*field)).map(|field| {
        Problem::new("form.condition_field", format!("No earlier question has the key {field}."))
    })
}
