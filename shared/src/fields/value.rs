//! What stands in a custom field: as typed, as stored, and as shown.

use super::{CustomField, FieldType};
use crate::errors::Problem;
use crate::filter::{self, When};
use crate::ids::CustomFieldId;
use crate::money::{Currency, Money};
use crate::text;
use chrono::{Datelike as _, NaiveDate};
use serde::{Deserialize, Serialize};
use std::fmt;

/// Longest text, in characters.
pub const MAX_TEXT: u16 = 200;
/// Longest long text, in characters.
pub const MAX_LONG_TEXT: u16 = 4_000;
/// Numbers go from minus to plus this.
const MAX_NUMBER: i64 = 1_000_000_000_000;

/// The value of a field. A field that is empty has none.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "type", content = "value")]
pub enum FieldValue {
    Text(String),
    Number(i64),
    Money(Money),
    Date(NaiveDate),
    YesNo(bool),
    /// Stored words of options, in the order of the options.
    Choices(Vec<String>),
}

/// One field as a person sends it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FieldValueInput {
    pub field: CustomFieldId,
    /// As typed; empty takes the value away. Of a choice, stored words with commas between them; `yes` or `no`.
    pub text: String,
}

/// A value as the database keeps it: a text or a number, several of them for several choices.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Stored {
    Text(String),
    Number(i64),
}

impl FieldValue {
    /// Reads what a person typed into a field; `None` for an empty one.
    ///
    /// Errors: `value.number`, `value.date`, `value.yes_no`, `value.option`, those of [`text::line`] and [`Money::parse`].
    pub fn parse(field: &CustomField, typed: &str) -> Result<Option<Self>, Problem> {
        if typed.trim().is_empty() {
            return Ok(None);
        }
        Ok(Some(match field.field_type {
            FieldType::Text => Self::Text(text::line(typed, usize::from(MAX_TEXT))?),
            FieldType::LongText => Self::Text(text::paragraph(typed, usize::from(MAX_LONG_TEXT))?),
            FieldType::Number => Self::Number(number(typed)?),
            FieldType::Money => Self::Money(Money::parse(typed, Currency::Usd)?),
            FieldType::Date => Self::Date(date(typed)?),
            FieldType::YesNo => Self::YesNo(match typed.trim().to_lowercase().as_str() {
                "yes" => true,
                "no" => false,
                _ => return Err(Problem::new("value.yes_no", "Choose yes or no.")),
            }),
            FieldType::Choice | FieldType::Choices => choices(field, typed)?,
        }))
    }

    /// The rows that keep it.
    pub fn stored(&self) -> Vec<Stored> {
        match self {
            Self::Text(text) => vec![Stored::Text(text.clone())],
            Self::Number(number) => vec![Stored::Number(*number)],
            Self::Money(money) => vec![Stored::Number(money.minor)],
            Self::Date(day) => vec![Stored::Number(day_number(*day))],
            Self::YesNo(yes) => vec![Stored::Number(i64::from(*yes))],
            Self::Choices(keys) => keys.iter().cloned().map(Stored::Text).collect(),
        }
    }

    /// The value of rows; `None` when they are not of the field's type.
    pub fn from_stored(field_type: FieldType, rows: &[Stored]) -> Option<Self> {
        match (field_type, rows) {
            (FieldType::Text | FieldType::LongText, [Stored::Text(text)]) => Some(Self::Text(text.clone())),
            (FieldType::Number, [Stored::Number(number)]) => Some(Self::Number(*number)),
            (FieldType::Money, [Stored::Number(minor)]) => Some(Self::Money(Money::usd(*minor))),
            (FieldType::Date, [Stored::Number(day)]) => day_of(*day).map(Self::Date),
            (FieldType::YesNo, [Stored::Number(yes)]) => Some(Self::YesNo(*yes != 0)),
            (FieldType::Choice | FieldType::Choices, [_, ..]) => rows
                .iter()
                .map(|row| match row {
                    Stored::Text(key) => Some(key.clone()),
                    Stored::Number(_) => None,
                })
                .collect::<Option<_>>()
                .map(Self::Choices),
            _ => None,
        }
    }

    /// As it stands in an input: what [`FieldValue::parse`] reads back.
    pub fn typed(&self) -> String {
        match self {
            Self::Text(text) => text.clone(),
            Self::Number(number) => number.to_string(),
            Self::Money(money) => money.to_string(),
            Self::Date(day) => When::Day(*day).to_string(),
            Self::YesNo(yes) => if *yes { "yes" } else { "no" }.to_owned(),
            Self::Choices(keys) => keys.join(","),
        }
    }

    /// As people read it.
    pub fn shown(&self, field: &CustomField) -> String {
        match self {
            Self::Date(day) => day.format("%b %-d, %Y").to_string(),
            Self::YesNo(yes) => if *yes { "Yes" } else { "No" }.to_owned(),
            Self::Choices(keys) => {
                keys.iter().map(|key| field.option_label(key)).collect::<Vec<_>>().join(", ")
            }
            Self::Text(_) | Self::Number(_) | Self::Money(_) => self.typed(),
        }
    }

    /// As a filter sees it.
    pub fn values(&self) -> Vec<filter::Value> {
        match self {
            Self::Text(text) => vec![filter::Value::Text(text.clone())],
            Self::Number(number) => vec![filter::Value::Number(*number)],
            Self::Money(money) => vec![filter::Value::Number(money.minor)],
            Self::Date(day) => vec![filter::Value::Day(*day)],
            Self::YesNo(yes) => vec![filter::Value::YesNo(*yes)],
            Self::Choices(keys) => keys.iter().cloned().map(filter::Value::Word).collect(),
        }
    }
}

/// Days since the first of January of the year 1.
pub fn day_number(day: NaiveDate) -> i64 {
    i64::from(day.num_days_from_ce())
}

fn day_of(number: i64) -> Option<NaiveDate> {
    i32::try_from(number).ok().and_then(NaiveDate::from_num_days_from_ce_opt)
}

fn number(typed: &str) -> Result<i64, Problem> {
    let digits: String = typed.trim().chars().filter(|c| !matches!(c, ',' | ' ' | '_' | '\u{a0}')).collect();
    let number = digits.replace('−', "-").parse::<i64>().ok();
    number.filter(|number| number.abs() <= MAX_NUMBER).ok_or_else(|| {
        Problem::new("value.number", "Enter a whole number up to a trillion, for example 1,250.")
    })
}

fn date(typed: &str) -> Result<NaiveDate, Problem> {
    match typed.trim().parse() {
        Ok(When::Day(day)) => Ok(day),
        _ => Err(Problem::new("value.date", "Enter a date as year-month-day, for example 2026-03-31.")),
    }
}

fn choices(field: &CustomField, typed: &str) -> Result<FieldValue, Problem> {
    let wanted: Vec<&str> = typed.split(',').map(str::trim).filter(|word| !word.is_empty()).collect();
    if let Some(word) = wanted.iter().find(|word| !field.options.iter().any(|option| option.key == **word)) {
        let shown: String = word.chars().take(40).collect();
        return Err(Problem::new("value.option", format!("“{shown}” is none of the options.")));
    }
    let options = field.options.iter().filter(|option| wanted.contains(&option.key.as_str()));
    let keys: Vec<String> = options.map(|option| option.key.clone()).collect();
    if field.field_type == FieldType::Choice && keys.len() > 1 {
        return Err(Problem::new("value.option", "Choose one of the options."));
    }
    Ok(FieldValue::Choices(keys))
}

impl fmt::Display for Stored {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Text(text) => f.write_str(text),
            Self::Number(number) => write!(f, "{number}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::{FieldOption, Noun};
    use super::*;
    use proptest::prelude::*;
    use uuid::Uuid;

    fn field(field_type: FieldType) -> CustomField {
        let option = |key: &str| FieldOption { key: key.into(), label: key.to_uppercase() };
        CustomField {
            id: CustomFieldId::from_uuid(Uuid::nil()),
            noun: Noun::Lead,
            field_type,
            label: "Field".into(),
            help: String::new(),
            options: vec![option("a"), option("b"), option("c")],
            archived: false,
            version: 1,
        }
    }

    #[test]
    fn each_type_reads_its_own() {
        let read = |field_type, typed: &str| FieldValue::parse(&field(field_type), typed);
        let ok = |field_type, typed: &str| read(field_type, typed).unwrap().unwrap();
        assert_eq!(ok(FieldType::Number, " 1,250 "), FieldValue::Number(1_250));
        assert_eq!(ok(FieldType::Number, "−3"), FieldValue::Number(-3));
        assert_eq!(ok(FieldType::Money, "385k"), FieldValue::Money(Money::usd(38_500_000)));
        assert_eq!(ok(FieldType::YesNo, "Yes"), FieldValue::YesNo(true));
        assert_eq!(ok(FieldType::Choices, "c, a"), FieldValue::Choices(vec!["a".into(), "c".into()]));
        assert_eq!(ok(FieldType::Date, "2024-02-29").shown(&field(FieldType::Date)), "Feb 29, 2024");
        assert_eq!(read(FieldType::Text, "  ").unwrap(), None);
        for (field_type, typed, code) in [
            (FieldType::Number, "1.5", "value.number"),
            (FieldType::Number, "99999999999999", "value.number"),
            (FieldType::Date, "today", "value.date"),
            (FieldType::Date, "2023-02-29", "value.date"),
            (FieldType::YesNo, "maybe", "value.yes_no"),
            (FieldType::Choice, "a,b", "value.option"),
            (FieldType::Choice, "z", "value.option"),
            (FieldType::Text, "a\u{0}b", "text.control"),
        ] {
            assert_eq!(read(field_type, typed).unwrap_err().code, code, "{field_type:?} {typed}");
        }
    }

    proptest! {
        #[test]
        fn stored_and_typed_values_come_back(which in 0..FieldType::ALL.len(), typed in "[ -~é]{0,30}|[0-9]{1,9}|20[0-9]{2}-0[1-9]-1[0-9]|yes|[abc](,[abc]){0,2}") {
            let field = field(FieldType::ALL[which]);
            if let Ok(Some(value)) = FieldValue::parse(&field, &typed) {
                let read = FieldValue::from_stored(field.field_type, &value.stored());
                prop_assert_eq!(read.as_ref(), Some(&value));
                prop_assert_eq!(FieldValue::parse(&field, &value.typed()), Ok(Some(value)));
            }
        }
    }
}
