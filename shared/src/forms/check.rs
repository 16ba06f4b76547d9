//! Whether a form can be published: it asks for something, each question can be answered and means one thing, conditions
//! look backwards, and there is a way to reach the person.

use super::{Condition, Field, FieldKind, Finish, FormDefinition, MAX_OPTIONS, StandardField, Step};
use crate::errors::{FieldError, Problem};
use crate::origin::Origin;
use std::collections::{BTreeMap, BTreeSet};

/// Names that the public page uses itself; an answer under one of them would be taken for something else.
pub const RESERVED_KEYS: [&str; 5] = ["company_website", "embed", "origin", "resume", "step"];

/// Most characters that may be asked for in one text.
const MAX_TEXT: u16 = 10_000;

/// Questions before a place, by key.
type Earlier<'a> = BTreeMap<&'a str, &'a Field>;

impl FormDefinition {
    /// Whether the definition holds together: it keeps to its [bounds](Self::check_bounds), and has unique keys, words on
    /// everything, known consents, conditions that look backwards, meanings that fit, a way to reach the person. Paths
    /// point into the definition, for example `steps.1.fields.0.key`.
    pub fn check(&self) -> Result<(), Vec<FieldError>> {
        self.check_bounds()?;
        let mut errors = Vec::new();
        if self.title.trim().is_empty() {
            errors.push(FieldError::new("title", "form.title", "Give the form a title."));
        }
        if self.steps.is_empty() {
            errors.push(FieldError::new("steps", "form.steps", "Add a step: a form has between 1 and 20."));
        }
        let mut earlier = Earlier::new();
        let mut step_keys = BTreeSet::new();
        let mut meanings = BTreeSet::new();
        for (s, step) in self.steps.iter().enumerate() {
            let at = format!("steps.{s}");
            check_step(step, &at, &mut step_keys, &mut errors);
            errors.extend(condition_problem(step.show_if.as_ref(), &earlier, &at));
            for (f, field) in step.fields.iter().enumerate() {
                let at = format!("{at}.fields.{f}");
                self.check_field(field, &at, &mut errors);
                errors.extend(condition_problem(field.show_if.as_ref(), &earlier, &at));
                if earlier.insert(&field.key, field).is_some() {
                    let words = "Another field has this key already.";
                    errors.push(FieldError::new(format!("{at}.key"), "form.key_twice", words));
                }
                let always = step.show_if.is_none() && field.show_if.is_none();
                if let (true, Some(meaning)) = (always, field.maps_to)
                    && !meanings.insert(meaning)
                {
                    let name = field.standard().map_or("this field", StandardField::label);
                    let words = format!("Another question that is always asked fills {name} already.");
                    errors.push(FieldError::new(format!("{at}.maps_to"), "form.meaning_twice", words));
                }
            }
        }
        let contact = [Some(StandardField::ContactEmail), Some(StandardField::ContactPhone)];
        if !self.fields().any(|field| contact.contains(&field.standard())) {
            errors.push(FieldError::new("steps", "form.unreachable", "Ask for a phone number or an email."));
        }
        self.check_consents(&mut errors);
        self.check_finish(&mut errors);
        let hex = self.theme.accent.strip_prefix('#');
        let hex = hex.is_some_and(|hex| hex.len() == 6 && hex.bytes().all(|b| b.is_ascii_hexdigit()));
        if !self.theme.accent.is_empty() && !hex {
            let words = "Enter a colour as #rrggbb, for example #1d4ed8.";
            errors.push(FieldError::new("theme.accent", "form.accent", words));
        }
        if errors.is_empty() { Ok(()) } else { Err(errors) }
    }

    fn check_field(&self, field: &Field, at: &str, errors: &mut Vec<FieldError>) {
        let mut wrong = |part: &str, problem: Problem| errors.push(problem.at(format!("{at}.{part}")));
        if let Err(problem) = check_key(&field.key) {
            wrong("key", problem);
        }
        let named = matches!(field.kind, FieldKind::Consent { .. } | FieldKind::Hidden { .. });
        if field.label.trim().is_empty() && !named {
            wrong("label", Problem::new("form.label", "Write the question."));
        }
        match &field.kind {
            FieldKind::Consent { consent } if self.consent(consent).is_none() => {
                wrong("kind", Problem::new("form.consent", "Choose one of the form's consent texts."));
            }
            FieldKind::Consent { .. } if field.required => {
                wrong(
                    "required",
                    Problem::new("form.consent_required", "Consent is asked for, never required."),
                );
            }
            FieldKind::Text { max } | FieldKind::LongText { max } | FieldKind::Hidden { max }
                if !(1..=MAX_TEXT).contains(max) =>
            {
                let words = format!("Allow between 1 and {MAX_TEXT} characters.");
                wrong("kind.max", Problem::new("form.text_max", words));
            }
            FieldKind::Number { min, max, .. } if min > max => {
                wrong(
                    "kind.max",
                    Problem::new("form.range", "The largest number is smaller than the smallest."),
                );
            }
            FieldKind::Choice { options, .. } => {
                for (part, problem) in option_problems(options, field.kind.is_several()) {
                    wrong(&part, problem);
                }
            }
            _ => {}
        }
        if let Some(Err(problem)) = field.standard().map(|meaning| meaning.check_kind(&field.kind)) {
            wrong("maps_to", problem);
        }
    }

    fn check_consents(&self, errors: &mut Vec<FieldError>) {
        let mut seen = BTreeSet::new();
        for (index, consent) in self.consents.iter().enumerate() {
            let mut wrong = |part: &str, code, words: &str| {
                errors.push(FieldError::new(format!("consents.{index}.{part}"), code, words));
            };
            if check_key(&consent.key).is_err() || !seen.insert(&consent.key) {
                wrong("key", "form.key", "Use lower case letters, digits and underscores, each key once.");
            }
            if consent.text.trim().is_empty() {
                wrong("text", "form.consent_text", "Write what people agree to.");
            }
            if consent.channels.is_empty() || consent.channels.len() > 3 {
                wrong(
                    "channels",
                    "consent.channels",
                    "Choose what the text covers: calls, text messages, email.",
                );
            }
        }
    }

    fn check_finish(&self, errors: &mut Vec<FieldError>) {
        match &self.finish {
            Finish::Redirect { url } if !url.starts_with("https://") || Origin::parse(url).is_err() => {
                let words = "Redirect to an address that begins with https://.";
                errors.push(FieldError::new("finish.url", "form.redirect", words));
            }
            Finish::ThankYou { title, .. } if title.trim().is_empty() => {
                errors.push(FieldError::new(
                    "finish.title",
                    "form.finish_title",
                    "Thank people in a few words.",
                ));
            }
            Finish::ThankYou { steps, .. } => {
                for (index, _) in steps.iter().enumerate().filter(|(_, step)| step.title.trim().is_empty()) {
                    let path = format!("finish.steps.{index}.title");
                    errors.push(FieldError::new(path, "form.finish_step", "Say what happens, or remove it."));
                }
            }
            Finish::Redirect { .. } => {}
        }
    }
}

/// Whether a text can be the key of an answer.
///
/// Errors: `form.key`, `form.key_reserved`.
pub(super) fn check_key(key: &str) -> Result<(), Problem> {
    let plain = !key.is_empty()
        && key.len() <= 40
        && !key.starts_with('_')
        && key.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_');
    if !plain {
        return Err(Problem::new("form.key", "Use lower case letters, digits and underscores."));
    }
    if RESERVED_KEYS.contains(&key) {
        return Err(Problem::new("form.key_reserved", "The form uses this name itself. Choose another one."));
    }
    Ok(())
}

fn check_step<'a>(step: &'a Step, at: &str, seen: &mut BTreeSet<&'a str>, errors: &mut Vec<FieldError>) {
    let mut wrong = |part: &str, code, words: &str| {
        errors.push(FieldError::new(format!("{at}.{part}"), code, words));
    };
    if check_key(&step.key).is_err() || !seen.insert(&step.key) {
        wrong("key", "form.step_key", "Use lower case letters, digits and underscores, each key once.");
    }
    if step.title.trim().is_empty() {
        wrong("title", "form.step_title", "Give the step a heading.");
    }
    if step.fields.is_empty() {
        wrong("fields", "form.step_empty", "Add a field, or remove the step.");
    }
}

fn option_problems(options: &[super::FieldOption], several: bool) -> Vec<(String, Problem)> {
    if options.is_empty() {
        let words = format!("A choice has between 1 and {MAX_OPTIONS} answers.");
        return vec![("kind.options".to_owned(), Problem::new("form.options", words))];
    }
    let mut problems = Vec::new();
    let mut seen = BTreeSet::new();
    for (index, option) in options.iter().enumerate() {
        if option.label.trim().is_empty() {
            let problem = Problem::new("form.option_label", "Write the answer.");
            problems.push((format!("kind.options.{index}.label"), problem));
        }
        if option.value.is_empty() || option.value.trim() != option.value {
            let problem = Problem::new("form.option_value", "Say what is stored, without spaces around it.");
            problems.push((format!("kind.options.{index}.value"), problem));
        } else if several && option.value.contains(',') {
            let problem =
                Problem::new("form.option_value", "Store it without a comma: several answers may be given.");
            problems.push((format!("kind.options.{index}.value"), problem));
        } else if !seen.insert(&option.value) {
            let problem = Problem::new("form.option_twice", "Another answer stores this already.");
            problems.push((format!("kind.options.{index}.value"), problem));
        }
    }
    problems
}

fn condition_problem(condition: Option<&Condition>, earlier: &Earlier<'_>, at: &str) -> Option<FieldError> {
    let problem =
        condition?.comparisons().into_iter().find_map(|comparison| comparison_problem(comparison, earlier));
    problem.map(|problem| problem.at(format!("{at}.show_if")))
}

fn comparison_problem(comparison: &Condition, earlier: &Earlier<'_>) -> Option<Problem> {
    let (key, values) = (comparison.field()?, comparison.values());
    let Some(asked) = earlier.get(key) else {
        return Some(Problem::new("form.condition_field", format!("No earlier question has the key {key}.")));
    };
    if matches!(comparison, Condition::OneOf { .. }) && values.is_empty() {
        let words = format!("Choose an answer of {} to look for.", asked.name());
        return Some(Problem::new("form.condition_value", words));
    }
    match &asked.kind {
        // Its five parts are answers, the whole is none.
        FieldKind::Address => {
            Some(Problem::new("form.condition_kind", format!("{} cannot be compared.", asked.name())))
        }
        kind if kind.is_several() && !matches!(comparison, Condition::Filled { .. }) => {
            let words = format!("{} takes several answers: ask whether it is answered.", asked.name());
            Some(Problem::new("form.condition_kind", words))
        }
        FieldKind::Choice { options, .. } => {
            let unknown = values.iter().find(|value| options.iter().all(|option| option.value != **value))?;
            let words = format!("{} has no answer that stores {unknown}.", asked.name());
            Some(Problem::new("form.condition_value", words))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::forms::{FieldOption, seller_form};

    fn codes(form: &FormDefinition) -> Vec<(String, String)> {
        form.check().err().unwrap_or_default().into_iter().map(|error| (error.path, error.code)).collect()
    }

    fn broken(change: impl FnOnce(&mut FormDefinition)) -> Vec<(String, String)> {
        let mut form = seller_form("Juniper Homes");
        change(&mut form);
        codes(&form)
    }

    fn one(path: &str, code: &str) -> Vec<(String, String)> {
        vec![(path.to_owned(), code.to_owned())]
    }

    #[test]
    fn everything_has_words() {
        assert_eq!(broken(|form| form.title = "  ".into()), one("title", "form.title"));
        assert_eq!(broken(|form| form.steps[1].title.clear()), one("steps.1.title", "form.step_title"));
        assert_eq!(
            broken(|form| form.steps[0].fields[1].label.clear()),
            one("steps.0.fields.1.label", "form.label")
        );
        assert_eq!(
            broken(|form| form.steps[2].fields[4].label.clear()),
            [],
            "a consent has its text instead"
        );
        assert_eq!(
            broken(|form| form.consents[0].text = " ".into()),
            one("consents.0.text", "form.consent_text")
        );
        assert_eq!(
            broken(|form| form.finish =
                Finish::ThankYou { title: String::new(), text: String::new(), steps: vec![] }),
            one("finish.title", "form.finish_title")
        );
    }

    #[test]
    fn keys_are_plain_unique_and_not_the_pages_own() {
        for key in ["", "Name", "a b", "_go", "ü", &"x".repeat(41)] {
            assert_eq!(check_key(key).unwrap_err().code, "form.key", "{key}");
        }
        for key in RESERVED_KEYS {
            assert_eq!(check_key(key).unwrap_err().code, "form.key_reserved", "{key}");
        }
        assert_eq!(broken(|form| form.steps[1].key = "place".into()), one("steps.1.key", "form.step_key"));
    }

    #[test]
    fn conditions_look_backwards_at_answers_that_can_be() {
        let when = |condition| broken(|form| form.steps[1].fields[1].show_if = Some(condition));
        let at = "steps.1.fields.1.show_if";
        let is = |field: &str, value: &str| Condition::Is { field: field.into(), value: value.into() };
        assert_eq!(when(is("timing", "asap")), one(at, "form.condition_field"));
        assert_eq!(when(is("address", "x")), one(at, "form.condition_kind"));
        assert_eq!(when(is("property_type", "castle")), one(at, "form.condition_value"));
        assert_eq!(when(is("property_type", "land")), []);
    }

    #[test]
    fn a_meaning_is_given_once_and_by_the_right_kind() {
        assert_eq!(
            broken(|form| form.steps[2].fields[2].maps_to = Some(StandardField::ContactName.into())),
            [
                ("steps.2.fields.2.maps_to".to_owned(), "form.meaning".to_owned()),
                ("steps.2.fields.2.maps_to".to_owned(), "form.meaning_twice".to_owned()),
            ]
        );
    }

    #[test]
    fn choices_can_be_told_apart() {
        let option = |value: &str, label: &str| FieldOption { value: value.into(), label: label.into() };
        let problems = option_problems(
            &[option("a", "A"), option("a", ""), option(" b", "B"), option("c,d", "C")],
            true,
        );
        let problems: Vec<(&str, &str)> =
            problems.iter().map(|(at, problem)| (at.as_str(), problem.code)).collect();
        assert_eq!(
            problems,
            [
                ("kind.options.1.label", "form.option_label"),
                ("kind.options.1.value", "form.option_twice"),
                ("kind.options.2.value", "form.option_value"),
                ("kind.options.3.value", "form.option_value"),
            ]
        );
    }
}
