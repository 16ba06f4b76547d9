//! What a custom field is: its noun, its type, its words.

use crate::errors::{FieldError, FieldErrors, Problem};
use crate::filter::Kind;
use crate::ids::CustomFieldId;
use crate::text;
use crate::words::words;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// Most fields of one noun, archived ones apart.
pub const MAX_FIELDS: usize = 100;
/// Most options of a choice.
pub const MAX_OPTIONS: usize = 100;
/// Longest label, in characters.
const MAX_LABEL: usize = 60;
/// Longest word under which an option is stored.
const MAX_KEY: usize = 40;

words! {
    /// What a custom field belongs to.
    Noun {
        Lead = "lead", "Leads";
        Contact = "contact", "Contacts";
        Property = "property", "Properties";
    }
    /// What a custom field holds. It never changes: values of one type are not those of another.
    FieldType {
        Text = "text", "Text";
        LongText = "long_text", "Long text";
        Number = "number", "Number";
        Money = "money", "Amount";
        Date = "date", "Date";
        YesNo = "yes_no", "Yes or no";
        Choice = "choice", "One of a list";
        Choices = "choices", "Several of a list";
    }
}

impl FieldType {
    /// Whether it has options.
    pub const fn has_options(self) -> bool {
        matches!(self, Self::Choice | Self::Choices)
    }

    /// What can be asked of it in a filter.
    pub const fn kind(self) -> Kind {
        match self {
            Self::Text | Self::LongText => Kind::Text,
            Self::Number => Kind::Number,
            Self::Money => Kind::Money,
            Self::Date => Kind::Day,
            Self::YesNo => Kind::YesNo,
            Self::Choice | Self::Choices => Kind::Choice,
        }
    }
}

/// One answer of a choice.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FieldOption {
    /// What is stored; it stays when the label changes.
    pub key: String,
    pub label: String,
}

/// A custom field as an organization has it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CustomField {
    pub id: CustomFieldId,
    pub noun: Noun,
    pub field_type: FieldType,
    pub label: String,
    /// A line under the input; may be empty.
    pub help: String,
    pub options: Vec<FieldOption>,
    /// No longer offered; its values are kept.
    pub archived: bool,
    pub version: i64,
}

impl CustomField {
    /// The label of an option; an option that was taken away shows its stored word.
    pub fn option_label<'o>(&'o self, key: &'o str) -> &'o str {
        self.options.iter().find(|option| option.key == key).map_or(key, |option| option.label.as_str())
    }
}

/// What a person sends to make or change a field. Noun and type count only when it is made.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct CustomFieldInput {
    /// The word of a [`Noun`].
    pub noun: String,
    /// The word of a [`FieldType`].
    pub field_type: String,
    pub label: String,
    pub help: String,
    /// One label a line; a line that is known keeps its stored word.
    pub options: String,
}

/// A parsed field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewCustomField {
    pub noun: Noun,
    pub field_type: FieldType,
    pub label: String,
    pub help: String,
    pub options: Vec<FieldOption>,
}

impl CustomFieldInput {
    /// Parses the input. `known` are the options there were before: a label that stays keeps its stored word, and so
    /// does a line that took the place of another when the number of lines stayed the same.
    ///
    /// Paths: `noun`, `field_type`, `label`, `help`, `options`.
    pub fn parse(&self, known: &[FieldOption]) -> Result<NewCustomField, Vec<FieldError>> {
        let mut errors = FieldErrors::new();
        let noun = errors.take(
            "noun",
            Noun::from_word(&self.noun)
                .ok_or_else(|| Problem::new("field.noun", "Choose leads, contacts or properties.")),
        );
        let field_type = errors.take(
            "field_type",
            FieldType::from_word(&self.field_type)
                .ok_or_else(|| Problem::new("field.type", "Choose what the field holds.")),
        );
        let label = errors.take("label", text::line(&self.label, MAX_LABEL));
        let help = errors.take("help", text::optional_line(&self.help, 200)).map(Option::unwrap_or_default);
        let options = match field_type {
            Some(field_type) if field_type.has_options() => {
                errors.take("options", options(&self.options, known))
            }
            _ => Some(Vec::new()),
        };
        let parsed = (|| {
            Some(NewCustomField {
                noun: noun?,
                field_type: field_type?,
                label: label?,
                help: help?,
                options: options?,
            })
        })();
        errors.finish(parsed)
    }
}

fn options(lines: &str, known: &[FieldOption]) -> Result<Vec<FieldOption>, Problem> {
    let mut labels = Vec::new();
    for line in lines.lines().filter(|line| !line.trim().is_empty()) {
        let label = text::line(line, MAX_LABEL)?;
        if labels.contains(&label) {
            return Err(Problem::new("field.option_twice", format!("“{label}” stands there twice.")));
        }
        labels.push(label);
        if labels.len() > MAX_OPTIONS {
            return Err(Problem::new("field.options", format!("Name at most {MAX_OPTIONS} options.")));
        }
    }
    if labels.is_empty() {
        return Err(Problem::new("field.options", "Name at least one option, one a line."));
    }
    let same_number = labels.len() == known.len();
    let mut taken: BTreeSet<String> = known.iter().map(|option| option.key.clone()).collect();
    let mut options = Vec::new();
    for (index, label) in labels.iter().enumerate() {
        let same = known.iter().find(|option| option.label == *label);
        // A renamed line: nobody else has its old label, and nothing moved.
        let renamed = known.get(index).filter(|old| same_number && !labels.contains(&old.label));
        let key = same.or(renamed).map_or_else(|| new_key(label, &taken), |option| option.key.clone());
        taken.insert(key.clone());
        options.push(FieldOption { key, label: label.clone() });
    }
    Ok(options)
}

/// The word an option is stored under: of its label's letters and digits, and unlike all others.
fn new_key(label: &str, taken: &BTreeSet<String>) -> String {
    let mut word = String::new();
    for c in label.to_lowercase().chars() {
        if c.is_ascii_alphanumeric() {
            word.push(c);
        } else if !word.is_empty() && !word.ends_with('_') {
            word.push('_');
        }
    }
    let word: String = word.trim_end_matches('_').chars().take(MAX_KEY - 4).collect();
    let word = if word.is_empty() { "option".to_owned() } else { word };
    let numbered = (2..).map(|number| format!("{word}_{number}"));
    std::iter::once(word.clone()).chain(numbered).find(|key| !taken.contains(key)).unwrap_or(word)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn input(options: &str) -> CustomFieldInput {
        CustomFieldInput {
            noun: "lead".into(),
            field_type: "choice".into(),
            label: "Motivation".into(),
            options: options.into(),
            ..CustomFieldInput::default()
        }
    }

    fn keys(options: &[FieldOption]) -> Vec<&str> {
        options.iter().map(|option| option.key.as_str()).collect()
    }

    #[test]
    fn options_get_words_of_their_own() {
        let twice = input("Very high\n\n Very  high \nLow!").parse(&[]);
        assert_eq!(twice.unwrap_err()[0].code, "field.option_twice");
        let made = input("Very high\nVery-high\nLow!\n李\n高").parse(&[]).unwrap();
        assert_eq!(keys(&made.options), ["very_high", "very_high_2", "low", "option", "option_2"]);
    }

    #[test]
    fn options_keep_their_words_when_labels_change_or_move() {
        let before = input("High\nLow").parse(&[]).unwrap().options;
        let moved = input("Low\nHigh\nNone").parse(&before).unwrap().options;
        assert_eq!(keys(&moved), ["low", "high", "none"]);
        let renamed = input("Very high\nLow").parse(&before).unwrap().options;
        assert_eq!(keys(&renamed), ["high", "low"]);
        // A word that was taken away is not given to something else.
        let replaced =
            input("Low\nHigh").parse(&input("Low\nMiddle\nHigh").parse(&[]).unwrap().options).unwrap();
        assert_eq!(keys(&replaced.options), ["low", "high"]);
    }

    #[test]
    fn all_errors_come_at_once() {
        let wrong = CustomFieldInput { noun: "moon".into(), field_type: String::new(), ..input("") };
        let paths: Vec<String> = wrong.parse(&[]).unwrap_err().into_iter().map(|e| e.path).collect();
        assert_eq!(paths, ["noun", "field_type"]);
        assert_eq!(input("").parse(&[]).unwrap_err()[0].path, "options");
        let many = (0..=MAX_OPTIONS).map(|n| n.to_string()).collect::<Vec<_>>().join("\n");
        assert_eq!(input(&many).parse(&[]).unwrap_err()[0].code, "field.options");
    }
}
