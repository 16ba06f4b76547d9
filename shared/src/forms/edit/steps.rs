//! Changes of steps.

use super::repair::{following, forget_missing, keep_order, step_index, step_mut};
use super::{Place, StepChange, gone, keys};
use crate::errors::Problem;
use crate::forms::{FormDefinition, MAX_STEPS, Step};

fn room(form: &FormDefinition) -> Result<(), Problem> {
    if form.steps.len() < MAX_STEPS {
        return Ok(());
    }
    Err(Problem::new("form.steps", format!("A form has at most {MAX_STEPS} steps.")))
}

pub(super) fn add(form: &mut FormDefinition, at: usize) -> Result<Place, Problem> {
    room(form)?;
    let key = keys::for_step(form, "step_1");
    let step = Step {
        key: key.clone(),
        title: "New step".to_owned(),
        help: String::new(),
        fields: Vec::new(),
        show_if: None,
    };
    form.steps.insert(at.min(form.steps.len()), step);
    Ok(Place::Step(key))
}

pub(super) fn copy(form: &mut FormDefinition, step: &str) -> Result<Place, Problem> {
    room(form)?;
    let index = step_index(form, step)?;
    let mut copy = form.steps.get(index).cloned().ok_or_else(gone)?;
    let key = keys::for_step(form, &copy.key);
    copy.key.clone_from(&key);
    form.steps.insert(index + 1, Step { fields: Vec::new(), ..copy.clone() });
    let mut renamed: Vec<(String, String)> = Vec::new();
    for mut field in copy.fields {
        super::fields::room(form, &field.kind)?;
        let fresh = keys::for_field(form, &field.key);
        // Within the step, the copies ask about each other.
        field.show_if = field.show_if.as_ref().map(|condition| following(condition, &renamed));
        renamed.push((std::mem::replace(&mut field.key, fresh.clone()), fresh));
        field.maps_to = None;
        step_mut(form, &key)?.fields.push(field);
    }
    Ok(Place::Step(key))
}

pub(super) fn remove(
    form: &mut FormDefinition,
    step: &str,
    repaired: &mut Vec<String>,
) -> Result<Place, Problem> {
    let index = step_index(form, step)?;
    form.steps.remove(index);
    forget_missing(form, repaired);
    let neighbour = form.steps.get(index).or_else(|| form.steps.last());
    Ok(neighbour.map_or(Place::Form, |step| Place::Step(step.key.clone())))
}

pub(super) fn move_to(form: &mut FormDefinition, step: &str, to: usize) -> Result<Place, Problem> {
    let before = form.clone();
    let index = step_index(form, step)?;
    let moved = form.steps.remove(index);
    form.steps.insert(to.min(form.steps.len()), moved);
    keep_order(&before, form)?;
    Ok(Place::Step(step.to_owned()))
}

pub(super) fn change(form: &mut FormDefinition, key: &str, change: &StepChange) -> Result<Place, Problem> {
    let before = form.clone();
    let step = step_mut(form, key)?;
    match change {
        StepChange::Title(text) => step.title.clone_from(text),
        StepChange::Help(text) => step.help.clone_from(text),
        StepChange::ShowIf(condition) => {
            step.show_if.clone_from(condition);
            keep_order(&before, form)?;
        }
    }
    Ok(Place::Step(key.to_owned()))
}
