//! Changing a form: typed changes of a definition, and what each of them does to the rest of it.
//!
//! Keys stay unique, and conditions keep looking backwards at questions that are there: what would break that is refused
//! with its reason, what can be repaired is repaired and said. A form that is being edited may be unfinished; whether it
//! can be published is [`FormDefinition::check`]'s question.

mod blank;
mod choices;
mod consents;
mod difference;
mod fields;
mod history;
mod keys;
mod place;
mod repair;
mod rules;
mod steps;

pub use blank::blank_form;
pub use difference::{Difference, difference};
pub use fields::NewField;
pub use history::History;
pub use keys::slug;
pub use rules::{Rule, Rules, Test};

use super::{Condition, FieldKind, Finish, FormDefinition, Meaning, Theme, Width};
use crate::contacts::Channel;
use crate::errors::Problem;
use crate::fields::CustomField;

/// One change. Steps, questions and consent texts are named by their keys.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Edit {
    Title(String),
    Promise(String),
    Theme(Theme),
    Finish(Finish),
    /// A new step at this place.
    AddStep {
        at: usize,
    },
    /// The same step once more, behind itself.
    CopyStep {
        step: String,
    },
    RemoveStep {
        step: String,
    },
    /// To this place, counted without the step itself.
    MoveStep {
        step: String,
        to: usize,
    },
    ChangeStep {
        step: String,
        change: StepChange,
    },
    /// A new question at this place of a step.
    AddField {
        step: String,
        at: usize,
        field: NewField,
    },
    /// A new question that fills a custom field, at this place of a step.
    AddCustom {
        step: String,
        at: usize,
        field: CustomField,
    },
    /// The same question once more, behind itself.
    CopyField {
        field: String,
    },
    RemoveField {
        field: String,
    },
    /// To this place of a step, counted without the question itself.
    MoveField {
        field: String,
        step: String,
        to: usize,
    },
    ChangeField {
        field: String,
        change: FieldChange,
    },
    AddConsent,
    /// The questions that show it go with it.
    RemoveConsent {
        consent: String,
    },
    ChangeConsent {
        consent: String,
        change: ConsentChange,
    },
}

/// What is changed of a step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum StepChange {
    Title(String),
    Help(String),
    ShowIf(Option<Condition>),
}

/// What is changed of a question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FieldChange {
    /// Conditions that look at the question follow.
    Key(String),
    Label(String),
    Help(String),
    Placeholder(String),
    Required(bool),
    Sensitive(bool),
    Width(Width),
    ShowIf(Option<Condition>),
    MapsTo(Option<Meaning>),
    /// It fills a custom field, and a choice takes over the answers that the field knows.
    Fills(CustomField),
    Autocomplete(String),
    /// Settings of the same kind: a question does not become another one.
    Kind(FieldKind),
    AddOption,
    /// Conditions that named it name it no longer.
    RemoveOption(usize),
    MoveOption {
        from: usize,
        to: usize,
    },
    OptionLabel(usize, String),
    /// Conditions that name it follow.
    OptionValue(usize, String),
}

/// What is changed of a consent text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ConsentChange {
    Text(String),
    Channel(Channel, bool),
}

/// A part of a form.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Place {
    /// The form as a whole.
    #[default]
    Form,
    Step(String),
    Field(String),
    Consent(String),
    Finish,
}

/// A form after a change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edited {
    pub form: FormDefinition,
    /// What was changed, or, where it is gone, what stands in its place.
    pub at: Place,
    /// Names of steps and questions whose condition was repaired.
    pub repaired: Vec<String>,
}

/// Makes a change.
///
/// Errors: what [`FormDefinition::check`] says of counts and keys; `form.gone` for what is no longer there;
/// `form.condition_order` where a condition would look at a later question.
pub fn apply(form: &FormDefinition, edit: &Edit) -> Result<Edited, Problem> {
    let mut changed = form.clone();
    let form = &mut changed;
    let mut repaired = Vec::new();
    let at = match edit {
        Edit::Title(text) => {
            form.title.clone_from(text);
            Place::Form
        }
        Edit::Promise(text) => {
            form.promise.clone_from(text);
            Place::Form
        }
        Edit::Theme(theme) => {
            form.theme.clone_from(theme);
            Place::Form
        }
        Edit::Finish(finish) => {
            form.finish.clone_from(finish);
            Place::Finish
        }
        Edit::AddStep { at } => steps::add(form, *at)?,
        Edit::CopyStep { step } => steps::copy(form, step)?,
        Edit::RemoveStep { step } => steps::remove(form, step, &mut repaired)?,
        Edit::MoveStep { step, to } => steps::move_to(form, step, *to)?,
        Edit::ChangeStep { step, change } => steps::change(form, step, change)?,
        Edit::AddField { step, at, field } => fields::add(form, step, *at, *field)?,
        Edit::AddCustom { step, at, field } => fields::add_custom(form, step, *at, field)?,
        Edit::CopyField { field } => fields::copy(form, field)?,
        Edit::RemoveField { field } => fields::remove(form, field, &mut repaired)?,
        Edit::MoveField { field, step, to } => fields::move_to(form, field, step, *to)?,
        Edit::ChangeField { field, change } => fields::change(form, field, change, &mut repaired)?,
        Edit::AddConsent => Place::Consent(consents::add(form)?),
        Edit::RemoveConsent { consent } => consents::remove(form, consent, &mut repaired)?,
        Edit::ChangeConsent { consent, change } => consents::change(form, consent, change)?,
    };
    repaired.dedup();
    Ok(Edited { form: changed, at, repaired })
}

/// What was meant is no longer there: somebody else, or an undone change, has removed it.
fn gone() -> Problem {
    Problem::new("form.gone", "This is no longer in the form.")
}

#[cfg(test)]
mod tests;
