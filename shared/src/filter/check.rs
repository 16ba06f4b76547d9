//! Whether a filter asks what its fields can answer.

use super::{Check, Field, Filter, Kind, MAX_TESTS, MAX_TEXT, Test};
use crate::errors::Problem;
use crate::ids::MemberId;

/// What is known about a field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldInfo<F> {
    pub field: F,
    /// As it stands on the screen, for example `Year built`.
    pub label: String,
    pub kind: Kind,
    /// Stored word and label of everything that can be chosen; for [`Kind::Choice`] and [`Kind::Tags`].
    pub options: Vec<(String, String)>,
    /// It may hold more than one value, so that nothing can be put in its order.
    pub several: bool,
}

/// The fields that a filter may ask about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Schema<F>(pub Vec<FieldInfo<F>>);

impl<F: Field> Schema<F> {
    /// What is known about a field; `None` when there is none like it (any more).
    pub fn get(&self, field: F) -> Option<&FieldInfo<F>> {
        self.0.iter().find(|info| info.field == field)
    }

    /// Whether every test asks what its field can answer.
    ///
    /// Errors: `filter.field` (the field is gone), `filter.kind` (it cannot be asked that), `filter.option` (no such
    /// choice), `filter.text` (empty, too long or unprintable), `filter.too_many`.
    pub fn check(&self, filter: &Filter<F>) -> Result<(), Problem> {
        let tests = filter.tests();
        if tests.len() > MAX_TESTS {
            return Err(Problem::new(
                "filter.too_many",
                format!("The filter has {} conditions: use at most {MAX_TESTS}.", tests.len()),
            ));
        }
        tests.into_iter().try_for_each(|test| self.check_test(test))
    }

    fn check_test(&self, test: &Test<F>) -> Result<(), Problem> {
        let info = self.get(test.field).ok_or_else(|| {
            Problem::new(
                "filter.field",
                "The filter asks about a field that does not exist any more. Take that condition away.",
            )
        })?;
        let label = &info.label;
        if !info.kind.offers().contains(&test.check.offer()) {
            return Err(Problem::new(
                "filter.kind",
                format!("{label} cannot be asked whether it {}.", test.check.offer().label()),
            ));
        }
        match &test.check {
            Check::Is(values) => values.iter().try_for_each(|value| info.check_value(value)),
            Check::Contains(text) | Check::StartsWith(text) => check_text(label, text),
            _ => Ok(()),
        }
    }
}

impl<F> FieldInfo<F> {
    fn check_value(&self, value: &str) -> Result<(), Problem> {
        let known = match self.kind {
            Kind::Text => return check_text(&self.label, value),
            Kind::Number | Kind::Money => value.parse::<i64>().is_ok(),
            Kind::YesNo => matches!(value, "yes" | "no"),
            Kind::Member => matches!(value, "me" | "nobody") || value.parse::<MemberId>().is_ok(),
            Kind::Choice | Kind::Tags => self.options.iter().any(|(word, _)| word == value),
            Kind::Time | Kind::Day => false,
        };
        if known {
            return Ok(());
        }
        let shown: String = value.chars().take(40).collect();
        Err(Problem::new(
            "filter.option",
            format!("{} cannot be “{shown}”: choose another value.", self.label),
        ))
    }
}

fn check_text(label: &str, text: &str) -> Result<(), Problem> {
    if text.trim().is_empty() {
        return Err(Problem::new("filter.text", format!("Enter what {label} should be.")));
    }
    if text.chars().count() > MAX_TEXT {
        return Err(Problem::new("filter.text", format!("Use at most {MAX_TEXT} characters for {label}.")));
    }
    if text.chars().any(char::is_control) {
        return Err(Problem::new("filter.text", "Remove the characters that cannot be shown."));
    }
    Ok(())
}
