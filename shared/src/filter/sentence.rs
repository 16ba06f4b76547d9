//! A filter in words: "asking price is at least $250,000 and (beds is 3 or 4, or tags is Hot)".

use super::{Check, Field, Filter, Kind, Schema, Test, When};
use crate::money::Money;

/// What identifiers are called.
pub trait Names {
    /// The name behind `me`, `nobody` or a member's identifier.
    fn member(&self, word: &str) -> String;
}

/// The condition in words; empty for one that leaves everything in.
pub fn sentence<F: Field>(filter: &Filter<F>, schema: &Schema<F>, names: &impl Names) -> String {
    match filter {
        Filter::All(parts) => joined(parts, " and ", schema, names),
        Filter::Any(parts) => joined(parts, " or ", schema, names),
        Filter::Not(inner) => match inner.as_ref() {
            Filter::Test(Test { field, check: Check::Is(values) }) => {
                let (label, words) = (label(*field, schema), words(*field, values, schema, names));
                format!("{label} is not {words}")
            }
            inner => format!("not ({})", sentence(inner, schema, names)),
        },
        Filter::Test(test) => test_words(test, schema, names),
    }
}

fn joined<F: Field>(parts: &[Filter<F>], with: &str, schema: &Schema<F>, names: &impl Names) -> String {
    let parts: Vec<String> = parts
        .iter()
        .map(|part| match part {
            Filter::All(inner) | Filter::Any(inner) if inner.len() > 1 => {
                format!("({})", sentence(part, schema, names))
            }
            part => sentence(part, schema, names),
        })
        .collect();
    parts.join(with)
}

fn label<F: Field>(field: F, schema: &Schema<F>) -> String {
    schema.get(field).map_or_else(|| "a field that is gone".to_owned(), |info| lower_first(&info.label))
}

/// "Year built" inside a sentence; a name in capitals keeps them.
pub fn lower_first(label: &str) -> String {
    let mut chars = label.chars();
    match (chars.next(), chars.clone().next()) {
        (Some(first), Some(second)) if second.is_lowercase() => first.to_lowercase().chain(chars).collect(),
        _ => label.to_owned(),
    }
}

fn test_words<F: Field>(test: &Test<F>, schema: &Schema<F>, names: &impl Names) -> String {
    let label = label(test.field, schema);
    let kind = schema.get(test.field).map(|info| info.kind);
    let amount = |number: i64| match kind {
        Some(Kind::Money) => Money::usd(number).to_string(),
        _ => number.to_string(),
    };
    let asked = test.check.offer().label();
    match &test.check {
        Check::Filled | Check::Empty => format!("{label} {asked}"),
        Check::Is(values) => format!("{label} is {}", words(test.field, values, schema, names)),
        Check::Contains(text) | Check::StartsWith(text) => format!("{label} {asked} “{text}”"),
        Check::AtLeast(number) | Check::AtMost(number) => format!("{label} {asked} {}", amount(*number)),
        Check::Since(when) | Check::Before(when) => format!("{label} {asked} {}", day(*when)),
    }
}

fn day(when: When) -> String {
    match when {
        When::Day(day) => day.format("%b %-d, %Y").to_string(),
        When::FromToday(0) => "today".to_owned(),
        When::FromToday(-1) => "yesterday".to_owned(),
        When::FromToday(1) => "tomorrow".to_owned(),
        When::FromToday(days) if days < 0 => format!("{} days ago", days.unsigned_abs()),
        When::FromToday(days) => format!("{days} days from today"),
    }
}

fn words<F: Field>(field: F, values: &[String], schema: &Schema<F>, names: &impl Names) -> String {
    let info = schema.get(field);
    let words: Vec<String> = values
        .iter()
        .map(|value| match info.map(|info| info.kind) {
            Some(Kind::Member) => names.member(value),
            Some(Kind::Money) => {
                value.parse().map_or_else(|_| value.clone(), |minor| Money::usd(minor).to_string())
            }
            Some(Kind::Choice | Kind::Tags) => info
                .and_then(|info| info.options.iter().find(|(word, _)| word == value))
                .map_or_else(|| value.clone(), |(_, label)| label.clone()),
            Some(Kind::Text) => format!("“{value}”"),
            _ => value.clone(),
        })
        .collect();
    or(&words)
}

/// "a, b or c".
pub fn or(words: &[String]) -> String {
    match words {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., last] => format!("{} or {last}", first.join(", ")),
    }
}
