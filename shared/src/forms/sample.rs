//! Answers that bring a question onto the page, for whoever looks at a form before anybody has answered it.

use super::{Answers, Condition, FieldKind, FormDefinition};

impl FormDefinition {
    /// Answers for which a step is shown, and with it a question, if one is named. Where no answers can do that, as
    /// near as they come.
    pub fn answers_showing(&self, step: usize, field: Option<&str>) -> Answers {
        let mut answers = Answers::new();
        let Some(shown) = self.steps.get(step) else { return answers };
        let asked = field.and_then(|key| shown.fields.iter().find(|field| field.key == key));
        for condition in shown.show_if.iter().chain(asked.and_then(|field| field.show_if.as_ref())) {
            self.satisfy(condition, true, &mut answers);
        }
        // What a condition asks about may itself be asked under one.
        let mut looked = 0;
        while looked < answers.len() && looked < self.fields().count() {
            looked = answers.len();
            let keys: Vec<String> = answers.keys().cloned().collect();
            let conditions =
                keys.iter().filter_map(|key| self.field(key)).filter_map(|field| field.show_if.as_ref());
            for condition in conditions {
                self.satisfy(condition, true, &mut answers);
            }
        }
        answers
    }

    /// Makes a condition hold, or not.
    fn satisfy(&self, condition: &Condition, wanted: bool, answers: &mut Answers) {
        if condition.holds(answers) == wanted {
            return;
        }
        let mut say = |field: &str, value: String| {
            answers.insert(field.to_owned(), value);
        };
        match (condition, wanted) {
            (Condition::Is { field, value }, true) => say(field, value.clone()),
            (Condition::OneOf { field, values }, true) => {
                if let Some(value) = values.first() {
                    say(field, value.clone());
                }
            }
            (Condition::Filled { field }, true) => say(field, self.some_answer(field)),
            (
                Condition::Is { field, .. } | Condition::OneOf { field, .. } | Condition::Filled { field },
                false,
            ) => {
                answers.remove(field);
            }
            (Condition::Not(inner), wanted) => self.satisfy(inner, !wanted, answers),
            (Condition::All(parts), true) | (Condition::Any(parts), false) => {
                for part in parts {
                    self.satisfy(part, wanted, answers);
                }
            }
            (Condition::Any(parts), true) | (Condition::All(parts), false) => {
                if let Some(part) = parts.first() {
                    self.satisfy(part, wanted, answers);
                }
            }
        }
    }

    /// Something that a question can be answered with.
    fn some_answer(&self, key: &str) -> String {
        let answer = match self.field(key).map(|field| &field.kind) {
            Some(FieldKind::Choice { options, .. }) => {
                options.first().map_or("", |option| option.value.as_str())
            }
            Some(FieldKind::Checkbox | FieldKind::Consent { .. }) => "on",
            Some(FieldKind::Number { min, .. }) => return min.to_string(),
            Some(FieldKind::Money) => "385,000",
            Some(FieldKind::Date) => "2030-01-01",
            Some(FieldKind::Email) => "h.sandoval@example.com",
            Some(FieldKind::Phone) => "512 555 0134",
            _ => "Henrik Sandoval",
        };
        answer.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::forms::seller_form;

    #[test]
    fn what_is_asked_only_sometimes_can_be_brought_onto_the_page() {
        let mut form = seller_form("Juniper Homes");
        let is = |field: &str, value: &str| Condition::Is { field: field.into(), value: value.into() };
        let vacant = Condition::OneOf { field: "occupancy".into(), values: vec!["vacant".into()] };
        form.steps[2].show_if = Some(Condition::Any(vec![is("timing", "asap"), vacant.clone()]));
        form.steps[2].fields[3].show_if = Some(Condition::All(vec![
            Condition::Filled { field: "email".into() },
            Condition::Not(Box::new(is("situation", "inherited"))),
            vacant,
        ]));
        for (s, step) in form.steps.iter().enumerate() {
            for field in &step.fields {
                let answers = form.answers_showing(s, Some(&field.key));
                assert!(form.shown_steps(&answers).contains(&s), "{}", field.key);
                assert!(step.shown_fields(&answers).any(|shown| shown.key == field.key), "{}", field.key);
            }
        }
        assert_eq!(form.answers_showing(0, Some("address")), Answers::new());
    }
}
