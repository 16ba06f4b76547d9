//! Parts of a form and the paths of what is said about them.

use super::Place;
use crate::forms::FormDefinition;

impl FormDefinition {
    /// The part that a path of [`check`](Self::check) points into.
    pub fn place_of(&self, path: &str) -> Place {
        let parts: Vec<&str> = path.split('.').collect();
        let index = |at: usize| parts.get(at).and_then(|part| part.parse::<usize>().ok());
        match (parts.first().copied(), index(1)) {
            (Some("steps"), Some(s)) => {
                let Some(step) = self.steps.get(s) else { return Place::Form };
                let field = (parts.get(2) == Some(&"fields")).then(|| index(3)).flatten();
                match field.and_then(|f| step.fields.get(f)) {
                    Some(field) => Place::Field(field.key.clone()),
                    None => Place::Step(step.key.clone()),
                }
            }
            (Some("consents"), Some(c)) => {
                self.consents.get(c).map_or(Place::Form, |consent| Place::Consent(consent.key.clone()))
            }
            (Some("finish"), _) => Place::Finish,
            _ => Place::Form,
        }
    }

    /// The path of a part; `None` when it is not there.
    pub fn path_of(&self, place: &Place) -> Option<String> {
        match place {
            Place::Form => Some(String::new()),
            Place::Finish => Some("finish".to_owned()),
            Place::Step(key) => {
                self.steps.iter().position(|step| step.key == *key).map(|s| format!("steps.{s}"))
            }
            Place::Field(key) => {
                let (s, f) = super::repair::field_index(self, key).ok()?;
                Some(format!("steps.{s}.fields.{f}"))
            }
            Place::Consent(key) => {
                self.consents.iter().position(|consent| consent.key == *key).map(|c| format!("consents.{c}"))
            }
        }
    }

    /// The step on which a part is shown, by its place: the first one for what is shown on all or on none.
    pub fn step_of(&self, place: &Place) -> usize {
        let index = match place {
            Place::Step(key) => self.steps.iter().position(|step| step.key == *key),
            Place::Field(key) => super::repair::field_index(self, key).ok().map(|(s, _)| s),
            Place::Consent(_) | Place::Form | Place::Finish => None,
        };
        index.unwrap_or(0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::forms::seller_form;

    #[test]
    fn parts_and_paths_belong_together() {
        let form = seller_form("Juniper Homes");
        let places = [
            (Place::Field("beds".into()), "steps.1.fields.1"),
            (Place::Step("person".into()), "steps.2"),
            (Place::Consent("contact".into()), "consents.0"),
            (Place::Finish, "finish"),
        ];
        for (place, path) in places {
            assert_eq!(form.path_of(&place).as_deref(), Some(path));
            assert_eq!(form.place_of(&format!("{path}.label")), place);
        }
        assert_eq!(form.place_of("title"), Place::Form);
        assert_eq!(form.place_of("steps.9.title"), Place::Form);
        assert_eq!(form.path_of(&Place::Field("gone".into())), None);
        assert_eq!(form.step_of(&Place::Field("beds".into())), 1);
    }
}
