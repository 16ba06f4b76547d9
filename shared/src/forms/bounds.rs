//! How large a form may be, and what no text of it may hold: what is past this is not even kept as a draft.

use super::{Condition, FieldKind, Finish, FormDefinition, MAX_CONDITION_DEPTH};
use crate::errors::FieldError;
use crate::text;

/// Most steps of a form.
pub const MAX_STEPS: usize = 20;
/// Most answers a form asks for; an address counts as five.
pub const MAX_INPUTS: usize = 150;
/// Most answers to choose from.
pub const MAX_OPTIONS: usize = 100;
/// Most consent texts.
pub const MAX_CONSENTS: usize = 10;
/// Most bytes of a definition as JSON: it stands in every page of the form.
pub const MAX_BYTES: usize = 128 * 1024;

/// Most comparisons of a condition, and most things that are said to happen next.
const MAX_COMPARISONS: usize = 50;
const MAX_FINISH_STEPS: usize = 10;
/// Longest key, line, paragraph and address, in characters.
const KEY: usize = 40;
const LINE: usize = 200;
const PARAGRAPH: usize = 2_000;
const ADDRESS: usize = 2_000;

impl FormDefinition {
    /// Whether it is small enough to be kept and free of what cannot be stored. Whether it can be published is
    /// [`check`](Self::check)'s question.
    ///
    /// Errors: `form.steps`, `form.inputs`, `form.options`, `form.consents`, `form.finish_steps`,
    /// `form.condition_depth`, `form.condition_size`, `text.too_long`, `text.control`, and `form.too_large` at the root.
    pub fn check_bounds(&self) -> Result<(), Vec<FieldError>> {
        let mut errors = self.too_many();
        // What is too much is not worth reading.
        if errors.is_empty() {
            errors = self.conditions_too_large();
        }
        if errors.is_empty() {
            errors = self.texts().iter().filter_map(Text::problem).collect();
        }
        let large = serde_json::to_string(self).map_or(true, |json| json.len() > MAX_BYTES);
        if errors.is_empty() && large {
            let words = format!("The form is larger than {} kB. Shorten its texts.", MAX_BYTES / 1024);
            errors.push(FieldError::new("", "form.too_large", words));
        }
        if errors.is_empty() { Ok(()) } else { Err(errors) }
    }

    fn too_many(&self) -> Vec<FieldError> {
        let mut errors = Vec::new();
        let mut most = |many: usize, most: usize, path: String, code: &str, words: String| {
            if many > most {
                errors.push(FieldError::new(path, code, words));
            }
        };
        let words = format!("A form has at most {MAX_STEPS} steps.");
        most(self.steps.len(), MAX_STEPS, "steps".to_owned(), "form.steps", words);
        let inputs: usize = self.fields().map(|field| field.kind.inputs()).sum();
        let words = format!("A form asks for at most {MAX_INPUTS} answers; an address counts as five.");
        most(inputs, MAX_INPUTS, "steps".to_owned(), "form.inputs", words);
        let words = format!("A form has at most {MAX_CONSENTS} consent texts.");
        most(self.consents.len(), MAX_CONSENTS, "consents".to_owned(), "form.consents", words);
        if let Finish::ThankYou { steps, .. } = &self.finish {
            let words = format!("Say at most {MAX_FINISH_STEPS} things that happen next.");
            most(steps.len(), MAX_FINISH_STEPS, "finish.steps".to_owned(), "form.finish_steps", words);
        }
        for (s, step) in self.steps.iter().enumerate() {
            for (f, field) in step.fields.iter().enumerate() {
                if let FieldKind::Choice { options, .. } = &field.kind {
                    let words = format!("A choice has between 1 and {MAX_OPTIONS} answers.");
                    let path = format!("steps.{s}.fields.{f}.kind.options");
                    most(options.len(), MAX_OPTIONS, path, "form.options", words);
                }
            }
        }
        errors
    }

    fn conditions_too_large(&self) -> Vec<FieldError> {
        let mut errors = Vec::new();
        for (path, condition) in self.conditions() {
            if condition.depth() > MAX_CONDITION_DEPTH {
                let words = format!("Nest conditions at most {MAX_CONDITION_DEPTH} deep.");
                errors.push(FieldError::new(path, "form.condition_depth", words));
            } else if condition.size() > MAX_COMPARISONS {
                let words = format!("Use at most {MAX_COMPARISONS} comparisons in a condition.");
                errors.push(FieldError::new(path, "form.condition_size", words));
            }
        }
        errors
    }

    /// Every condition with its path.
    pub(super) fn conditions(&self) -> Vec<(String, &Condition)> {
        let mut found = Vec::new();
        for (s, step) in self.steps.iter().enumerate() {
            found.extend(step.show_if.as_ref().map(|condition| (format!("steps.{s}.show_if"), condition)));
            for (f, field) in step.fields.iter().enumerate() {
                let path = format!("steps.{s}.fields.{f}.show_if");
                found.extend(field.show_if.as_ref().map(|condition| (path, condition)));
            }
        }
        found
    }

    /// Every text with its path and bound.
    fn texts(&self) -> Vec<Text<'_>> {
        let mut all = Vec::new();
        let mut add = |path: String, written, most| all.push(Text { path, written, most });
        add("title".to_owned(), self.title.as_str(), LINE);
        add("promise".to_owned(), self.promise.as_str(), LINE);
        add("theme.accent".to_owned(), self.theme.accent.as_str(), KEY);
        for (s, step) in self.steps.iter().enumerate() {
            let at = format!("steps.{s}");
            add(format!("{at}.key"), &step.key, KEY);
            add(format!("{at}.title"), &step.title, LINE);
            add(format!("{at}.help"), &step.help, PARAGRAPH);
            for (f, field) in step.fields.iter().enumerate() {
                let at = format!("{at}.fields.{f}");
                add(format!("{at}.key"), &field.key, KEY);
                add(format!("{at}.label"), &field.label, LINE);
                add(format!("{at}.help"), &field.help, PARAGRAPH);
                add(format!("{at}.placeholder"), &field.placeholder, LINE);
                add(format!("{at}.autocomplete"), &field.autocomplete, KEY);
                match &field.kind {
                    FieldKind::Number { unit, .. } => add(format!("{at}.kind.unit"), unit, KEY),
                    FieldKind::Consent { consent } => add(format!("{at}.kind.consent"), consent, KEY),
                    FieldKind::Choice { options, .. } => {
                        for (o, option) in options.iter().enumerate() {
                            add(format!("{at}.kind.options.{o}.value"), &option.value, LINE);
                            add(format!("{at}.kind.options.{o}.label"), &option.label, LINE);
                        }
                    }
                    _ => {}
                }
            }
        }
        for (path, condition) in self.conditions() {
            for comparison in condition.comparisons() {
                let texts =
                    comparison.field().into_iter().chain(comparison.values().iter().map(String::as_str));
                texts.for_each(|text| add(path.clone(), text, LINE));
            }
        }
        for (c, consent) in self.consents.iter().enumerate() {
            add(format!("consents.{c}.key"), &consent.key, KEY);
            add(format!("consents.{c}.text"), &consent.text, PARAGRAPH);
        }
        match &self.finish {
            Finish::Redirect { url } => add("finish.url".to_owned(), url, ADDRESS),
            Finish::ThankYou { title, text, steps } => {
                add("finish.title".to_owned(), title, LINE);
                add("finish.text".to_owned(), text, PARAGRAPH);
                for (n, step) in steps.iter().enumerate() {
                    add(format!("finish.steps.{n}.title"), &step.title, LINE);
                    add(format!("finish.steps.{n}.text"), &step.text, PARAGRAPH);
                }
            }
        }
        all
    }
}

/// A text somewhere in a form.
struct Text<'a> {
    path: String,
    written: &'a str,
    most: usize,
}

impl Text<'_> {
    fn problem(&self) -> Option<FieldError> {
        if self.written.chars().count() > self.most {
            let words = format!("Use at most {} characters.", self.most);
            return Some(FieldError::new(&self.path, "text.too_long", words));
        }
        // A NUL cannot be stored, and nothing else of the kind can be seen.
        let unseen = self.written.chars().any(|c| c.is_control() && !matches!(c, '\n' | '\r' | '\t'));
        unseen.then(|| text::unprintable().at(&self.path))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::forms::{ChoiceStyle, ConsentText, Field, FieldOption, seller_form};

    fn codes(form: &FormDefinition) -> Vec<(String, String)> {
        let errors = form.check_bounds().err().unwrap_or_default();
        errors.into_iter().map(|error| (error.path, error.code)).collect()
    }

    fn one(path: &str, code: &str) -> Vec<(String, String)> {
        vec![(path.to_owned(), code.to_owned())]
    }

    #[test]
    fn an_unfinished_form_may_be_kept() {
        let mut form = seller_form("Juniper Homes");
        form.steps.clear();
        form.title.clear();
        assert_eq!(form.check_bounds(), Ok(()));
        assert!(form.check().is_err());
    }

    #[test]
    fn too_much_of_anything_is_named() {
        let form = seller_form("Juniper Homes");
        let mut steps = form.clone();
        steps.steps = vec![form.steps[2].clone(); MAX_STEPS + 1];
        assert_eq!(codes(&steps), one("steps", "form.steps"));

        let mut inputs = form.clone();
        let address: Field = form.steps[0].fields[0].clone();
        inputs.steps[0].fields = vec![address; 31];
        assert_eq!(codes(&inputs), one("steps", "form.inputs"));

        let mut options = form.clone();
        let option = FieldOption { value: "a".into(), label: "a".into() };
        options.steps[0].fields[1].kind =
            FieldKind::Choice { options: vec![option; MAX_OPTIONS + 1], style: ChoiceStyle::default() };
        assert_eq!(codes(&options), one("steps.0.fields.1.kind.options", "form.options"));

        let mut consents = form.clone();
        let consent: ConsentText = form.consents[0].clone();
        consents.consents = vec![consent; MAX_CONSENTS + 1];
        assert_eq!(codes(&consents), one("consents", "form.consents"));
    }

    #[test]
    fn texts_are_bounded_and_printable_wherever_they_stand() {
        let mut form = seller_form("Juniper Homes");
        form.steps[1].fields[0].label = "x".repeat(201);
        form.steps[1].fields[1].show_if =
            Some(Condition::Is { field: "property_type".into(), value: "a\0".into() });
        form.consents[0].text = "\u{1b}[2J".into();
        assert_eq!(
            form.check_bounds()
                .unwrap_err()
                .into_iter()
                .map(|error| (error.path, error.code))
                .collect::<Vec<_>>(),
            [
                ("steps.1.fields.0.label".to_owned(), "text.too_long".to_owned()),
                ("steps.1.fields.1.show_if".to_owned(), "text.control".to_owned()),
                ("consents.0.text".to_owned(), "text.control".to_owned()),
            ]
        );
    }

    #[test]
    fn conditions_are_bounded_in_depth_and_size() {
        let mut form = seller_form("Juniper Homes");
        let leaf = Condition::Filled { field: "property_type".into() };
        let deep = (0..8).fold(leaf.clone(), |inner, _| Condition::Not(Box::new(inner)));
        form.steps[1].show_if = Some(deep);
        assert_eq!(codes(&form), one("steps.1.show_if", "form.condition_depth"));
        form.steps[1].show_if = Some(Condition::Any(vec![leaf; 51]));
        assert_eq!(codes(&form), one("steps.1.show_if", "form.condition_size"));
    }

    #[test]
    fn the_whole_is_bounded() {
        let mut form = seller_form("Juniper Homes");
        let step = form.steps[2].clone();
        form.steps = vec![step; MAX_STEPS];
        for step in &mut form.steps {
            step.help = "ü".repeat(2_000);
            for field in &mut step.fields {
                field.help = "ü".repeat(2_000);
            }
        }
        assert_eq!(codes(&form), one("", "form.too_large"));
    }
}
