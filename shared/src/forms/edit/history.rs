//! A form with the way it came: every change can be taken back, and done again.

use super::{ConsentChange, Edit, Edited, FieldChange, StepChange, apply};
use crate::errors::Problem;
use crate::forms::FormDefinition;
use std::mem;

/// Changes that can be taken back; the oldest go first.
const MOST: usize = 200;

/// Typing in one place is one change until [`settle`](History::settle) ends it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct History {
    past: Vec<FormDefinition>,
    now: FormDefinition,
    future: Vec<FormDefinition>,
    typing: Option<Spot>,
}

/// A text that is being typed: what it belongs to and which of its texts it is.
type Spot = (String, &'static str, usize);

impl History {
    /// A form without changes.
    pub const fn new(form: FormDefinition) -> Self {
        Self { past: Vec::new(), now: form, future: Vec::new(), typing: None }
    }

    /// As it is now.
    pub const fn form(&self) -> &FormDefinition {
        &self.now
    }

    /// Makes a change. What is refused, or changes nothing, leaves no trace.
    ///
    /// Errors: as [`apply`].
    pub fn edit(&mut self, edit: &Edit) -> Result<Edited, Problem> {
        let edited = apply(&self.now, edit)?;
        let spot = spot(edit);
        let goes_on = spot.is_some() && spot == self.typing;
        if edited.form != self.now {
            if goes_on {
                self.now = edited.form.clone();
                self.future.clear();
            } else {
                self.put(edited.form.clone());
            }
            self.typing = spot;
        }
        Ok(edited)
    }

    /// Takes another form in the place of this one, as one change.
    pub fn put(&mut self, form: FormDefinition) {
        self.typing = None;
        if form == self.now {
            return;
        }
        self.past.push(mem::replace(&mut self.now, form));
        if self.past.len() > MOST {
            self.past.remove(0);
        }
        self.future.clear();
    }

    /// Takes the numbers that consent texts were given when the form was published. That is no change of anybody's.
    pub fn number_consents(&mut self, published: &FormDefinition) {
        for consent in &mut self.now.consents {
            if let Some(known) = published.consent(&consent.key) {
                consent.version = known.version;
            }
        }
    }

    /// Ends what is being typed: what is typed next is a change of its own.
    pub fn settle(&mut self) {
        self.typing = None;
    }

    /// Whether something can be taken back.
    pub const fn can_undo(&self) -> bool {
        !self.past.is_empty()
    }

    /// Whether something that was taken back can be done again.
    pub const fn can_redo(&self) -> bool {
        !self.future.is_empty()
    }

    /// Takes the last change back; false when there is none.
    pub fn undo(&mut self) -> bool {
        self.typing = None;
        let Some(before) = self.past.pop() else { return false };
        self.future.push(mem::replace(&mut self.now, before));
        true
    }

    /// Does it again; false when nothing was taken back.
    pub fn redo(&mut self) -> bool {
        self.typing = None;
        let Some(after) = self.future.pop() else { return false };
        self.past.push(mem::replace(&mut self.now, after));
        true
    }
}

/// Where a change types, if it does.
fn spot(edit: &Edit) -> Option<Spot> {
    Some(match edit {
        Edit::Title(_) => (String::new(), "title", 0),
        Edit::Promise(_) => (String::new(), "promise", 0),
        Edit::Theme(_) => (String::new(), "theme", 0),
        Edit::Finish(_) => (String::new(), "finish", 0),
        Edit::ChangeStep { step, change: StepChange::Title(_) } => (step.clone(), "step", 0),
        Edit::ChangeStep { step, change: StepChange::Help(_) } => (step.clone(), "step_help", 0),
        Edit::ChangeConsent { consent, change: ConsentChange::Text(_) } => (consent.clone(), "consent", 0),
        Edit::ChangeField { field, change } => {
            let (part, index) = match change {
                FieldChange::Label(_) => ("label", 0),
                FieldChange::Help(_) => ("help", 0),
                FieldChange::Placeholder(_) => ("placeholder", 0),
                FieldChange::Autocomplete(_) => ("autocomplete", 0),
                FieldChange::Kind(_) => ("kind", 0),
                FieldChange::ShowIf(_) => ("show_if", 0),
                FieldChange::OptionLabel(index, _) => ("option", *index),
                FieldChange::OptionValue(index, _) => ("value", *index),
                _ => return None,
            };
            (field.clone(), part, index)
        }
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::forms::seller_form;

    #[test]
    fn typing_is_one_change_until_it_settles() {
        let form = seller_form("Juniper Homes");
        let mut history = History::new(form.clone());
        for text in ["S", "Se", "Sel"] {
            history.edit(&Edit::Title(text.into())).unwrap();
        }
        history.settle();
        history.edit(&Edit::Title("Sell".into())).unwrap();
        assert!(history.undo());
        assert_eq!(history.form().title, "Sel");
        assert!(history.undo());
        assert_eq!(history.form(), &form);
        assert!(!history.undo() && history.redo() && history.redo() && !history.redo());
        assert_eq!(history.form().title, "Sell");
    }

    #[test]
    fn what_changes_nothing_is_no_change() {
        let form = seller_form("Juniper Homes");
        let mut history = History::new(form.clone());
        history.edit(&Edit::Title(form.title.clone())).unwrap();
        assert!(history.edit(&Edit::RemoveField { field: "nobody".into() }).is_err());
        history.put(form);
        assert!(!history.can_undo());
    }

    #[test]
    fn a_new_change_forgets_what_was_taken_back() {
        let mut history = History::new(seller_form("Juniper Homes"));
        history.edit(&Edit::AddStep { at: 0 }).unwrap();
        history.undo();
        history.edit(&Edit::Title("Other".into())).unwrap();
        assert!(!history.can_redo());
    }
}
