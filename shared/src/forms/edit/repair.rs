//! Conditions after a change: they follow a new name, lose what is gone, and may not look ahead.

use super::gone;
use crate::errors::Problem;
use crate::forms::{Condition, Field, FormDefinition, Step};
use std::collections::BTreeSet;

/// A condition with each comparison replaced by what `change` makes of it. What loses its last part is gone itself.
fn rewritten(condition: &Condition, change: &dyn Fn(&Condition) -> Option<Condition>) -> Option<Condition> {
    let parts = |parts: &[Condition]| -> Vec<Condition> {
        parts.iter().filter_map(|part| rewritten(part, change)).collect()
    };
    match condition {
        Condition::Is { .. } | Condition::OneOf { .. } | Condition::Filled { .. } => change(condition),
        Condition::Not(inner) => rewritten(inner, change).map(|inner| Condition::Not(Box::new(inner))),
        Condition::All(all) => joined(parts(all), all.is_empty(), Condition::All),
        Condition::Any(any) => joined(parts(any), any.is_empty(), Condition::Any),
    }
}

fn joined(
    mut left: Vec<Condition>,
    was_empty: bool,
    join: fn(Vec<Condition>) -> Condition,
) -> Option<Condition> {
    match left.len() {
        0 if !was_empty => None,
        1 => left.pop(),
        _ => Some(join(left)),
    }
}

/// Rewrites every condition; notes the names of those that lost something.
fn rewrite(
    form: &mut FormDefinition,
    repaired: &mut Vec<String>,
    change: &dyn Fn(&Condition) -> Option<Condition>,
) {
    let mut one = |place: &mut Option<Condition>, name: &str| {
        let Some(condition) = place.as_ref() else { return };
        let after = rewritten(condition, change);
        if after != *place {
            repaired.push(name.to_owned());
            *place = after;
        }
    };
    for step in &mut form.steps {
        one(&mut step.show_if, &step.title);
        for field in &mut step.fields {
            let name = field.name().to_owned();
            one(&mut field.show_if, &name);
        }
    }
}

/// Takes out what looks at questions that are not there.
pub(super) fn forget_missing(form: &mut FormDefinition, repaired: &mut Vec<String>) {
    let there: BTreeSet<String> = form.fields().map(|field| field.key.clone()).collect();
    rewrite(form, repaired, &|comparison| {
        comparison.field().is_some_and(|field| there.contains(field)).then(|| comparison.clone())
    });
}

/// Takes an answer out of what is asked about a question.
pub(super) fn forget_answer(form: &mut FormDefinition, key: &str, answer: &str, repaired: &mut Vec<String>) {
    rewrite(form, repaired, &|comparison| match comparison {
        Condition::Is { field, value } if field == key && value == answer => None,
        Condition::OneOf { field, values } if field == key && values.iter().any(|value| value == answer) => {
            let values: Vec<String> = values.iter().filter(|value| *value != answer).cloned().collect();
            (!values.is_empty()).then(|| Condition::OneOf { field: field.clone(), values })
        }
        other => Some(other.clone()),
    });
}

/// Lets conditions follow a question to its new key.
pub(super) fn follow_key(form: &mut FormDefinition, from: &str, to: &str) {
    rewrite(form, &mut Vec::new(), &|comparison| Some(renamed(comparison, from, to)));
}

/// A condition that follows questions to their new keys.
pub(super) fn following(condition: &Condition, keys: &[(String, String)]) -> Condition {
    let follow = |comparison: &Condition| {
        let new = keys.iter().find(|(from, _)| comparison.field() == Some(from));
        Some(new.map_or_else(|| comparison.clone(), |(from, to)| renamed(comparison, from, to)))
    };
    rewritten(condition, &follow).unwrap_or_else(|| condition.clone())
}

fn renamed(comparison: &Condition, from: &str, to: &str) -> Condition {
    let mut comparison = comparison.clone();
    if let Condition::Is { field, .. } | Condition::OneOf { field, .. } | Condition::Filled { field } =
        &mut comparison
        && field == from
    {
        to.clone_into(field);
    }
    comparison
}

/// Lets conditions follow an answer to its new stored value.
pub(super) fn follow_answer(form: &mut FormDefinition, key: &str, from: &str, to: &str) {
    let new = |value: &String| if value == from { to.to_owned() } else { value.clone() };
    rewrite(form, &mut Vec::new(), &|comparison| {
        Some(match comparison {
            Condition::Is { field, value } if field == key => {
                Condition::Is { field: field.clone(), value: new(value) }
            }
            Condition::OneOf { field, values } if field == key => {
                Condition::OneOf { field: field.clone(), values: values.iter().map(new).collect() }
            }
            other => other.clone(),
        })
    });
}

/// Who asks about a question that comes later, or is not there: pairs of names and keys.
fn forward(form: &FormDefinition) -> BTreeSet<(String, String)> {
    let mut earlier = BTreeSet::new();
    let mut found = BTreeSet::new();
    let mut look = |condition: &Option<Condition>, name: &str, earlier: &BTreeSet<&str>| {
        let ahead = condition.iter().flat_map(Condition::fields).filter(|key| !earlier.contains(key));
        found.extend(ahead.map(|key| (name.to_owned(), key.to_owned())));
    };
    for step in &form.steps {
        look(&step.show_if, &step.title, &earlier);
        for field in &step.fields {
            look(&field.show_if, field.name(), &earlier);
            earlier.insert(field.key.as_str());
        }
    }
    found
}

/// Refuses what would make a condition look ahead that did not before.
///
/// Errors: `form.condition_order`.
pub(super) fn keep_order(before: &FormDefinition, after: &FormDefinition) -> Result<(), Problem> {
    let known = forward(before);
    match forward(after).into_iter().find(|pair| !known.contains(pair)) {
        None => Ok(()),
        Some((asker, key)) => {
            let asked = after.field(&key).map_or(key.as_str(), Field::name);
            let words = format!("“{asker}” depends on “{asked}”, so it stays behind it.");
            Err(Problem::new("form.condition_order", words))
        }
    }
}

/// Where a step stands.
pub(super) fn step_index(form: &FormDefinition, step: &str) -> Result<usize, Problem> {
    form.steps.iter().position(|known| known.key == step).ok_or_else(gone)
}

/// A step to change.
pub(super) fn step_mut<'a>(form: &'a mut FormDefinition, step: &str) -> Result<&'a mut Step, Problem> {
    form.steps.iter_mut().find(|known| known.key == step).ok_or_else(gone)
}

/// A question to change.
pub(super) fn field_mut<'a>(form: &'a mut FormDefinition, field: &str) -> Result<&'a mut Field, Problem> {
    form.steps.iter_mut().flat_map(|step| &mut step.fields).find(|known| known.key == field).ok_or_else(gone)
}

/// Where a question stands: step and place.
pub(super) fn field_index(form: &FormDefinition, field: &str) -> Result<(usize, usize), Problem> {
    let places = form.steps.iter().enumerate();
    let mut found = places
        .filter_map(|(s, step)| step.fields.iter().position(|known| known.key == field).map(|f| (s, f)));
    found.next().ok_or_else(gone)
}
