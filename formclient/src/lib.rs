//! The public form's validators in the browser: `shared`'s own code behind three calls, each from JSON to JSON.
//! What the page does with the answers is `js/form.js`' business.

use serde_json::{Value, json};
use shared::FieldError;
use shared::forms::{Answers, FormDefinition, check_step, parse_all, read_answers};
use wasm_bindgen::prelude::wasm_bindgen;

/// A form whose definition was read once.
#[wasm_bindgen]
pub struct FormChecker {
    definition: FormDefinition,
}

#[wasm_bindgen]
impl FormChecker {
    /// Reads a definition. Throws a sentence when it is none.
    #[wasm_bindgen(constructor)]
    pub fn new(definition: &str) -> Result<FormChecker, String> {
        serde_json::from_str(definition)
            .map(|definition| Self { definition })
            .map_err(|error| format!("this is no form: {error}"))
    }

    /// What is wrong with the answers of one step: a JSON list of `{path, code, message}`, empty when all is well.
    pub fn check_step(&self, step: usize, answers: &str) -> String {
        match read(answers) {
            Ok(answers) => listed(&check_step(&self.definition, step, &answers)),
            Err(errors) => listed(&errors),
        }
    }

    /// What is wrong with a whole submission, as the server would say it: a JSON list, empty when it is accepted.
    pub fn check_all(&self, answers: &str) -> String {
        match read(answers) {
            Ok(answers) => listed(&parse_all(&self.definition, &answers).err().unwrap_or_default()),
            Err(errors) => listed(&errors),
        }
    }

    /// Which steps (by index) and questions (by key) are asked for these answers: `{"steps":[…],"fields":[…]}`.
    pub fn shown(&self, answers: &str) -> String {
        let answers = read(answers).unwrap_or_default();
        let steps = self.definition.shown_steps(&answers);
        let fields: Vec<&str> = steps
            .iter()
            .filter_map(|index| self.definition.steps.get(*index))
            .flat_map(|step| step.shown_fields(&answers))
            .map(|field| field.key.as_str())
            .collect();
        json!({ "steps": steps, "fields": fields }).to_string()
    }
}

fn read(answers: &str) -> Result<Answers, Vec<FieldError>> {
    // What is no JSON reads as nothing, and nothing is no object.
    read_answers(&serde_json::from_str(answers).unwrap_or(Value::Null))
}

fn listed(errors: &[FieldError]) -> String {
    // Texts alone always serialise.
    serde_json::to_string(errors).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use shared::forms::seller_form;

    fn checker() -> FormChecker {
        FormChecker::new(&serde_json::to_string(&seller_form("Juniper Homes")).unwrap()).unwrap()
    }

    #[test]
    fn says_what_the_server_would_say() {
        let errors: Value =
            serde_json::from_str(&checker().check_step(2, r#"{"phone":"512 555 014"}"#)).unwrap();
        assert_eq!(errors[1]["path"], "answers.phone");
        assert_eq!(errors[1]["code"], "phone.too_short");
    }

    #[test]
    fn land_has_no_bedrooms() {
        let shown: Value = serde_json::from_str(&checker().shown(r#"{"property_type":"land"}"#)).unwrap();
        let fields: Vec<&str> =
            shown["fields"].as_array().unwrap().iter().filter_map(Value::as_str).collect();
        assert!(fields.contains(&"situation") && !fields.contains(&"beds"));
        assert_eq!(shown["steps"], json!([0, 1, 2]));
    }

    #[test]
    fn garbage_is_an_error_and_no_panic() {
        for garbage in ["", "[]", "7"] {
            assert!(checker().check_all(garbage).contains("answers.malformed"), "{garbage}");
        }
        assert!(checker().check_all(r#"{"phone":{"b":"c"}}"#).contains("answers.not_text"));
        assert!(FormChecker::new("{}").is_err());
    }
}
