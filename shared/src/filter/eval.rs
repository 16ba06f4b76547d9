//! A filter evaluated in memory, for one record.

use super::{Check, Field, Filter, Test};
use crate::ids::MemberId;
use chrono::{DateTime, NaiveDate, Utc};

/// One value of a field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    Text(String),
    /// The stored word of a choice, an identifier as text, or `nobody` for what belongs to no member.
    Word(String),
    /// A number, or an amount in minor units.
    Number(i64),
    Time(DateTime<Utc>),
    Day(NaiveDate),
    YesNo(bool),
}

/// A record that can be asked for its fields.
pub trait Facts<F> {
    /// All values of a field; none when it is empty.
    fn values(&self, field: F) -> Vec<Value>;
}

/// When and for whom a filter is evaluated.
pub struct Moment<'m> {
    /// Who `me` is.
    pub me: Option<MemberId>,
    /// The day it is where the organization works.
    pub today: NaiveDate,
    /// When a day begins there.
    pub begins: &'m dyn Fn(NaiveDate) -> DateTime<Utc>,
}

impl<F: Field> Filter<F> {
    /// Whether the condition holds for a record.
    pub fn holds(&self, facts: &impl Facts<F>, moment: &Moment<'_>) -> bool {
        match self {
            Self::All(parts) => parts.iter().all(|part| part.holds(facts, moment)),
            Self::Any(parts) => parts.iter().any(|part| part.holds(facts, moment)),
            Self::Not(inner) => !inner.holds(facts, moment),
            Self::Test(test) => test.holds(facts, moment),
        }
    }
}

impl<F: Field> Test<F> {
    fn holds(&self, facts: &impl Facts<F>, moment: &Moment<'_>) -> bool {
        let values = facts.values(self.field);
        match &self.check {
            Check::Filled => !values.is_empty(),
            Check::Empty => values.is_empty(),
            check => values.iter().any(|value| check.accepts(value, moment)),
        }
    }
}

impl Check {
    fn accepts(&self, value: &Value, moment: &Moment<'_>) -> bool {
        match (self, value) {
            (Self::Filled, _) => true,
            (Self::Is(wanted), Value::Text(text)) => wanted.iter().any(|w| w.eq_ignore_ascii_case(text)),
            (Self::Is(wanted), Value::Word(word)) => {
                let me = moment.me.map(|me| me.to_string());
                wanted.iter().any(|w| w == word || (w == "me" && me.as_ref() == Some(word)))
            }
            (Self::Is(wanted), Value::Number(number)) => wanted.iter().any(|w| w.parse() == Ok(*number)),
            (Self::Is(wanted), Value::YesNo(yes)) => {
                wanted.iter().any(|w| w == if *yes { "yes" } else { "no" })
            }
            (Self::Contains(part), Value::Text(text)) => {
                text.to_ascii_lowercase().contains(&part.to_ascii_lowercase())
            }
            (Self::StartsWith(part), Value::Text(text)) => {
                text.to_ascii_lowercase().starts_with(&part.to_ascii_lowercase())
            }
            (Self::AtLeast(least), Value::Number(number)) => number >= least,
            (Self::AtMost(most), Value::Number(number)) => number <= most,
            (Self::Since(when), Value::Time(time)) => *time >= (moment.begins)(when.resolve(moment.today)),
            (Self::Before(when), Value::Time(time)) => *time < (moment.begins)(when.resolve(moment.today)),
            (Self::Since(when), Value::Day(day)) => *day >= when.resolve(moment.today),
            (Self::Before(when), Value::Day(day)) => *day < when.resolve(moment.today),
            // The field is of another kind than the question; `Schema::check` refuses such filters.
            _ => false,
        }
    }
}
