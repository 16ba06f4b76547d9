//! A form to begin with: one step that asks who somebody is.

use super::{Edit, NewField, apply};
use crate::forms::{Finish, FormDefinition, StandardField, Step, Theme};

/// A form with a name, a phone number and an email, ready to publish.
pub fn blank_form(title: &str) -> FormDefinition {
    let step = "contact";
    let form = FormDefinition {
        title: title.to_owned(),
        steps: vec![Step {
            key: step.to_owned(),
            title: "How do we reach you?".to_owned(),
            help: String::new(),
            fields: Vec::new(),
            show_if: None,
        }],
        consents: Vec::new(),
        theme: Theme::default(),
        finish: Finish::ThankYou {
            title: "Thank you. We have your answers.".to_owned(),
            text: "Somebody from our team looks at them now.".to_owned(),
            steps: Vec::new(),
        },
        promise: String::new(),
    };
    let fields = [StandardField::ContactName, StandardField::ContactPhone, StandardField::ContactEmail];
    fields.into_iter().zip(0..).fold(form, |form, (field, at)| {
        let edit = Edit::AddField { step: step.to_owned(), at, field: NewField::Standard(field) };
        // The step is there and has room.
        apply(&form, &edit).map_or(form, |edited| edited.form)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_can_be_published_as_it_is() {
        let form = blank_form("Get in touch");
        assert_eq!(form.check(), Ok(()));
        assert_eq!(
            form.fields().map(|field| field.key.as_str()).collect::<Vec<_>>(),
            ["name", "phone", "email"]
        );
    }
}
