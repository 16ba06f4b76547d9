//! Changes of the answers of a choice.

use super::fields::option;
use super::repair::{field_mut, follow_answer, forget_answer};
use super::{FieldChange, gone};
use crate::errors::Problem;
use crate::fields::CustomField;
use crate::forms::{FieldKind, FieldOption, FormDefinition, MAX_OPTIONS};

fn options_mut<'a>(form: &'a mut FormDefinition, key: &str) -> Result<&'a mut Vec<FieldOption>, Problem> {
    match &mut field_mut(form, key)?.kind {
        FieldKind::Choice { options, .. } => Ok(options),
        _ => Err(gone()),
    }
}

pub(super) fn change(
    form: &mut FormDefinition,
    key: &str,
    change: &FieldChange,
    repaired: &mut Vec<String>,
) -> Result<(), Problem> {
    let options = options_mut(form, key)?;
    match change {
        FieldChange::AddOption => {
            if options.len() >= MAX_OPTIONS {
                let words = format!("A choice has between 1 and {MAX_OPTIONS} answers.");
                return Err(Problem::new("form.options", words));
            }
            let fresh =
                (options.len() + 1..).map(|number| (format!("choice_{number}"), format!("Choice {number}")));
            let mut fresh = fresh.filter(|(value, _)| options.iter().all(|known| known.value != *value));
            let (value, label) = fresh.next().unwrap_or_default();
            options.push(option(&value, &label));
        }
        FieldChange::RemoveOption(index) => {
            if *index >= options.len() {
                return Err(gone());
            }
            let removed = options.remove(*index);
            if options.iter().all(|known| known.value != removed.value) {
                forget_answer(form, key, &removed.value, repaired);
            }
        }
        FieldChange::MoveOption { from, to } => {
            if *from >= options.len() {
                return Err(gone());
            }
            let moved = options.remove(*from);
            options.insert((*to).min(options.len()), moved);
        }
        FieldChange::OptionLabel(index, label) => {
            options.get_mut(*index).ok_or_else(gone)?.label.clone_from(label);
        }
        FieldChange::OptionValue(index, value) => {
            let changed = options.get_mut(*index).ok_or_else(gone)?;
            let before = std::mem::replace(&mut changed.value, value.clone());
            // While two answers store the same, it cannot be told which of them is meant.
            if options.iter().all(|known| known.value != before) {
                follow_answer(form, key, &before, value);
            }
        }
        _ => {}
    }
    Ok(())
}

/// Makes the answers of a choice those that a custom field knows. An answer that stays keeps its words and what is asked
/// about it, one that only reads the same keeps the latter.
pub(super) fn take_over(
    form: &mut FormDefinition,
    key: &str,
    custom: &CustomField,
    repaired: &mut Vec<String>,
) -> Result<(), Problem> {
    let (FieldKind::Choice { options, .. }, Some(answers)) =
        (&mut field_mut(form, key)?.kind, custom.answers())
    else {
        return Ok(());
    };
    let with_words = |mut answer: FieldOption| {
        if let Some(asked) = options.iter().find(|asked| asked.value == answer.value) {
            answer.label.clone_from(&asked.label);
        }
        answer
    };
    let after: Vec<FieldOption> = answers.into_iter().map(with_words).collect();
    let before = std::mem::replace(options, after.clone());
    for asked in before.iter().filter(|asked| after.iter().all(|answer| answer.value != asked.value)) {
        match custom.answer_of(&asked.label) {
            Some(value) => follow_answer(form, key, &asked.value, &value),
            None => forget_answer(form, key, &asked.value, repaired),
        }
    }
    Ok(())
}
