//! Moving steps and questions: what is lifted, where it would come to lie, and whether it may. The same for keys and for
//! pointers; where a pointer is, `pointer` says.

use shared::forms::FormDefinition;
use shared::forms::edit::{Edit, apply};

/// What is on its way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum What {
    Step(String),
    Field(String),
}

/// A place among others, counted without what is lifted. A step's own place has no step around it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Spot {
    pub(super) step: String,
    pub(super) at: usize,
}

/// Something lifted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Lift {
    pub(super) what: What,
    pub(super) spot: Spot,
    /// Why it cannot be put there.
    pub(super) refused: Option<String>,
}

/// Where a key leads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Way {
    Back,
    On,
}

impl Lift {
    /// Lifts something where it lies.
    pub(super) fn new(form: &FormDefinition, what: What) -> Option<Self> {
        let spot = match &what {
            What::Step(key) => {
                let at = form.steps.iter().position(|step| step.key == *key)?;
                Spot { step: String::new(), at }
            }
            What::Field(key) => form.steps.iter().find_map(|step| {
                let at = step.fields.iter().position(|field| field.key == *key)?;
                Some(Spot { step: step.key.clone(), at })
            })?,
        };
        Some(Self { what, spot, refused: None })
    }

    /// Held over another place.
    pub(super) fn over(&self, form: &FormDefinition, spot: Spot) -> Self {
        let mut lift = Self { spot, ..self.clone() };
        lift.refused = apply(form, &lift.edit()).err().map(|problem| problem.message);
        lift
    }

    /// Held over the next place on a way; where there is none, over the same.
    pub(super) fn along(&self, form: &FormDefinition, way: Way) -> Self {
        let spot = self.neighbour(form, way).unwrap_or_else(|| self.spot.clone());
        self.over(form, spot)
    }

    fn neighbour(&self, form: &FormDefinition, way: Way) -> Option<Spot> {
        let within = |at: usize, last: usize| match way {
            Way::Back => at.checked_sub(1),
            Way::On => (at < last).then_some(at + 1),
        };
        let key = match &self.what {
            What::Step(_) => {
                let at = within(self.spot.at, form.steps.len().saturating_sub(1))?;
                return Some(Spot { step: String::new(), at });
            }
            What::Field(key) => key,
        };
        let room = |index: usize| {
            let step = form.steps.get(index)?;
            Some((step.key.clone(), step.fields.iter().filter(|field| field.key != *key).count()))
        };
        let index = form.steps.iter().position(|step| step.key == self.spot.step)?;
        let (step, last) = room(index)?;
        if let Some(at) = within(self.spot.at, last) {
            return Some(Spot { step, at });
        }
        match way {
            Way::Back => room(index.checked_sub(1)?).map(|(step, last)| Spot { step, at: last }),
            Way::On => room(index + 1).map(|(step, _)| Spot { step, at: 0 }),
        }
    }

    /// The change that puts it down here.
    pub(super) fn edit(&self) -> Edit {
        let to = self.spot.at;
        match &self.what {
            What::Step(key) => Edit::MoveStep { step: key.clone(), to },
            What::Field(key) => Edit::MoveField { field: key.clone(), step: self.spot.step.clone(), to },
        }
    }

    /// Where it is held, for those who listen.
    pub(super) fn words(&self, form: &FormDefinition) -> String {
        let place = match &self.what {
            What::Step(_) => format!("Place {} of {}", self.spot.at + 1, form.steps.len()),
            What::Field(key) => {
                let step = form.steps.iter().zip(1..).find(|(step, _)| step.key == self.spot.step);
                let Some((step, number)) = step else { return String::new() };
                let others = step.fields.iter().filter(|field| field.key != *key).count();
                format!("Step {number}, {}, place {} of {}", step.title, self.spot.at + 1, others + 1)
            }
        };
        match &self.refused {
            Some(reason) => format!("{place}. Not here: {reason}"),
            None => place,
        }
    }

    /// What it is called.
    pub(super) fn name(&self, form: &FormDefinition) -> String {
        match &self.what {
            What::Step(key) => {
                form.steps.iter().find(|step| step.key == *key).map_or(key.clone(), |step| step.title.clone())
            }
            What::Field(key) => form.field(key).map_or(key.clone(), |field| field.name().to_owned()),
        }
    }

    /// Whether it would come to lie before the question of a key.
    pub(super) fn is_before(&self, form: &FormDefinition, step: &str, key: &str) -> bool {
        let What::Field(lifted) = &self.what else { return false };
        let Some(step) = form.steps.iter().find(|known| known.key == step && known.key == self.spot.step)
        else {
            return false;
        };
        let mut others = step.fields.iter().filter(|field| field.key != *lifted);
        others.position(|field| field.key == key) == Some(self.spot.at)
    }

    /// Whether it would come to lie behind all questions of a step.
    pub(super) fn is_last_in(&self, form: &FormDefinition, step: &str) -> bool {
        let What::Field(lifted) = &self.what else { return false };
        let found = form.steps.iter().find(|known| known.key == step && known.key == self.spot.step);
        found.is_some_and(|step| {
            self.spot.at >= step.fields.iter().filter(|field| field.key != *lifted).count()
        })
    }

    /// Whether a lifted step would come to lie before another one; `None` is behind all of them.
    pub(super) fn is_before_step(&self, form: &FormDefinition, key: Option<&str>) -> bool {
        let What::Step(lifted) = &self.what else { return false };
        let others: Vec<&str> =
            form.steps.iter().map(|step| step.key.as_str()).filter(|step| step != lifted).collect();
        others.get(self.spot.at).copied() == key
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use shared::forms::seller_form;

    fn lifted(what: What) -> (FormDefinition, Lift) {
        let form = seller_form("Juniper Homes");
        let lift = Lift::new(&form, what).unwrap();
        (form, lift)
    }

    #[test]
    fn a_question_goes_from_step_to_step() {
        let (form, lift) = lifted(What::Field("email".into()));
        assert_eq!(lift.words(&form), "Step 3, How do we reach you?, place 3 of 5");
        let mut up = lift.clone();
        for _ in 0..3 {
            up = up.along(&form, Way::Back);
        }
        assert_eq!(up.words(&form), "Step 2, What should we know?, place 8 of 8");
        assert!(up.is_last_in(&form, "house") && !up.is_before(&form, "person", "name"));
        let down = up.along(&form, Way::On);
        assert!(down.is_before(&form, "person", "name"));
        let end = (0..9).fold(down, |lift, _| lift.along(&form, Way::On));
        assert_eq!(end.words(&form), "Step 3, How do we reach you?, place 5 of 5");
        assert!(apply(&form, &end.edit()).is_ok());
    }

    #[test]
    fn what_may_not_go_somewhere_says_so_before_it_is_put_down() {
        let (form, lift) = lifted(What::Field("beds".into()));
        let up = (0..3).fold(lift, |lift, _| lift.along(&form, Way::Back));
        assert!(up.words(&form).contains("Not here: “Bedrooms” depends on"), "{}", up.words(&form));
        let (form, lift) = lifted(What::Step("place".into()));
        assert!(lift.along(&form, Way::On).refused.is_some());
        assert_eq!(lift.along(&form, Way::Back), lift);
        let (form, lift) = lifted(What::Step("person".into()));
        let up = lift.along(&form, Way::Back);
        assert!(up.is_before_step(&form, Some("house")) && !up.is_before_step(&form, None));
        assert_eq!(up.words(&form), "Place 2 of 3");
    }
}
