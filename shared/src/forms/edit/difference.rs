//! What tells two states of a form apart, in words: for people who have to choose one of them.

use crate::forms::{Field, FormDefinition};
use std::collections::BTreeMap;

/// Parts by name.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Difference {
    pub only_mine: Vec<String>,
    pub only_theirs: Vec<String>,
    /// In both, and not the same.
    pub changed: Vec<String>,
}

/// Holds two states of a form against each other.
pub fn difference(mine: &FormDefinition, theirs: &FormDefinition) -> Difference {
    let (own, other) = (parts(mine), parts(theirs));
    let mut found = Difference::default();
    for (key, part) in &own {
        match other.get(key) {
            None => found.only_mine.push(part.name.clone()),
            Some(their) if their.content != part.content => found.changed.push(part.name.clone()),
            Some(_) => {}
        }
    }
    let only_theirs = other.iter().filter(|(key, _)| !own.contains_key(*key));
    found.only_theirs = only_theirs.map(|(_, part)| part.name.clone()).collect();
    if found == Difference::default() && mine != theirs {
        found.changed.push("The order".to_owned());
    }
    found
}

struct Part {
    name: String,
    content: String,
}

/// Everything that has a name, by what identifies it.
fn parts(form: &FormDefinition) -> BTreeMap<(u8, String), Part> {
    let mut parts = BTreeMap::new();
    let mut add = |kind: u8, key: &str, name: &str, content: String| {
        parts.insert((kind, key.to_owned()), Part { name: name.to_owned(), content });
    };
    add(0, "title", "Title of the form", format!("{:?} {:?}", form.title, form.promise));
    for step in &form.steps {
        let name = if step.title.trim().is_empty() { &step.key } else { &step.title };
        let own = format!("{:?} {:?} {:?}", step.title, step.help, step.show_if);
        add(1, &step.key, &format!("Step “{name}”"), own);
        for field in &step.fields {
            add(2, &field.key, Field::name(field), format!("{} {field:?}", step.key));
        }
    }
    for consent in &form.consents {
        let words = format!("{:?} {:?}", consent.text, consent.channels);
        add(3, &consent.key, &format!("Consent text “{}”", consent.key), words);
    }
    add(4, "finish", "What follows the submit", format!("{:?}", form.finish));
    add(5, "theme", "The theme", format!("{:?}", form.theme));
    parts
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::forms::edit::{Edit, FieldChange, apply};
    use crate::forms::seller_form;

    #[test]
    fn both_sides_are_named() {
        let base = seller_form("Juniper Homes");
        let after = |form: &FormDefinition, edit| apply(form, &edit).unwrap().form;
        let mine = after(&base, Edit::RemoveField { field: "beds".into() });
        let renamed = FieldChange::Label("Your full name".into());
        let theirs = after(&base, Edit::ChangeField { field: "name".into(), change: renamed });
        let found = difference(&mine, &theirs);
        assert_eq!(found.only_theirs, ["Bedrooms"]);
        assert_eq!(found.only_mine, [""; 0]);
        assert_eq!(found.changed, ["Your name"]);
        assert_eq!(difference(&base, &base), Difference::default());
        let moved = Edit::MoveField { field: "email".into(), step: "person".into(), to: 0 };
        assert_eq!(difference(&base, &after(&base, moved)).changed, ["The order"]);
    }
}
