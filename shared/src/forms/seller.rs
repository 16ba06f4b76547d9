//! The ready-made seller form: where the house is, what it is like and why it is sold, how to reach the seller.

use super::{
    ChoiceStyle, ConsentText, Field, FieldKind, FieldOption, Finish, FinishStep, FormDefinition,
    StandardField, Step, Theme, Width,
};
use crate::contacts::Channel;
use crate::leads::{Situation, Timing};
use crate::properties::{Condition, Occupancy, PropertyType};

/// The seller form of a business, ready to publish.
pub fn seller_form(business: &str) -> FormDefinition {
    FormDefinition {
        title: "Sell your house".to_owned(),
        promise: "About one minute. No cost, no agents.".to_owned(),
        steps: vec![place(), house(), person()],
        consents: vec![ConsentText {
            key: "contact".to_owned(),
            version: 1,
            text: format!(
                "{business} may call, text and email me about this house, also with automated technology. \
                 Not needed to get an offer. Message and data rates may apply; reply STOP at any time."
            ),
            channels: vec![Channel::Call, Channel::Sms, Channel::Email],
        }],
        theme: Theme::default(),
        finish: Finish::ThankYou {
            title: "Thank you. We have your house.".to_owned(),
            text: "Somebody from our team looks at it now.".to_owned(),
            steps: vec![
                finish_step(
                    "A five-minute call",
                    "Usually within 15 minutes during the day. You tell us about the house.",
                ),
                finish_step("A look at the house", "At a time that suits you. By video if you are away."),
                finish_step("A written offer", "Within 24 hours of the visit. No obligation."),
            ],
        },
    }
}

fn finish_step(title: &str, text: &str) -> FinishStep {
    FinishStep { title: title.to_owned(), text: text.to_owned() }
}

fn place() -> Step {
    Step {
        key: "place".to_owned(),
        title: "Where is the house?".to_owned(),
        help: "We buy in any condition.".to_owned(),
        show_if: None,
        fields: vec![
            Field {
                required: true,
                maps_to: Some(StandardField::PropertyAddress.into()),
                ..field("address", "Street address", FieldKind::Address)
            },
            Field {
                required: true,
                maps_to: Some(StandardField::PropertyType.into()),
                ..field(
                    "property_type",
                    "What kind of property is it?",
                    choice(PropertyType::ALL.iter().map(|v| (v.as_str(), v.label())), ChoiceStyle::List),
                )
            },
        ],
    }
}

fn house() -> Step {
    let not_land = super::Condition::Not(Box::new(super::Condition::Is {
        field: "property_type".to_owned(),
        value: "land".to_owned(),
    }));
    let about_house = |field: Field| Field { show_if: Some(not_land.clone()), ..field };
    Step {
        key: "house".to_owned(),
        title: "What should we know?".to_owned(),
        help: "A rough answer is fine.".to_owned(),
        show_if: None,
        fields: vec![
            about_house(Field {
                required: true,
                maps_to: Some(StandardField::PropertyCondition.into()),
                ..field(
                    "condition",
                    "What condition is it in?",
                    choice(Condition::ALL.iter().map(|v| (v.as_str(), v.label())), ChoiceStyle::List),
                )
            }),
            about_house(Field {
                width: Width::Half,
                maps_to: Some(StandardField::PropertyBeds.into()),
                ..field("beds", "Bedrooms", FieldKind::Number { min: 0, max: 30, unit: String::new() })
            }),
            about_house(Field {
                width: Width::Half,
                maps_to: Some(StandardField::PropertyHalfBaths.into()),
                ..field(
                    "baths",
                    "Bathrooms",
                    choice(
                        [("2", "1"), ("3", "1.5"), ("4", "2"), ("5", "2.5"), ("6", "3"), ("8", "4 or more")],
                        ChoiceStyle::List,
                    ),
                )
            }),
            about_house(Field {
                maps_to: Some(StandardField::PropertyOccupancy.into()),
                ..field(
                    "occupancy",
                    "Who lives there?",
                    choice(Occupancy::ALL.iter().map(|v| (v.as_str(), v.label())), ChoiceStyle::List),
                )
            }),
            Field {
                required: true,
                maps_to: Some(StandardField::Situation.into()),
                ..field(
                    "situation",
                    "Why are you selling?",
                    choice(Situation::ALL.iter().map(|v| (v.as_str(), v.label())), ChoiceStyle::List),
                )
            },
            Field {
                required: true,
                maps_to: Some(StandardField::Timing.into()),
                ..field(
                    "timing",
                    "When would you like to sell?",
                    choice(Timing::ALL.iter().map(|v| (v.as_str(), v.label())), ChoiceStyle::Cards),
                )
            },
            Field {
                help: "If you have a price in mind.".to_owned(),
                placeholder: "385,000".to_owned(),
                maps_to: Some(StandardField::AskingPrice.into()),
                ..field("asking", "Asking price in dollars", FieldKind::Money)
            },
        ],
    }
}

fn person() -> Step {
    Step {
        key: "person".to_owned(),
        title: "How do we reach you?".to_owned(),
        help: "One of us calls you, nobody else.".to_owned(),
        show_if: None,
        fields: vec![
            Field {
                required: true,
                maps_to: Some(StandardField::ContactName.into()),
                autocomplete: "name".to_owned(),
                ..field("name", "Your name", FieldKind::Name)
            },
            Field {
                required: true,
                maps_to: Some(StandardField::ContactPhone.into()),
                autocomplete: "tel".to_owned(),
                placeholder: "512 555 0134".to_owned(),
                ..field("phone", "Mobile phone", FieldKind::Phone)
            },
            Field {
                maps_to: Some(StandardField::ContactEmail.into()),
                autocomplete: "email".to_owned(),
                ..field("email", "Email", FieldKind::Email)
            },
            Field {
                maps_to: Some(StandardField::Message.into()),
                ..field("message", "Anything else?", FieldKind::LongText { max: 2_000 })
            },
            field("contact_consent", "", FieldKind::Consent { consent: "contact".to_owned() }),
        ],
    }
}

fn field(key: &str, label: &str, kind: FieldKind) -> Field {
    Field {
        key: key.to_owned(),
        label: label.to_owned(),
        help: String::new(),
        placeholder: String::new(),
        kind,
        required: false,
        sensitive: false,
        width: Width::Full,
        show_if: None,
        maps_to: None,
        autocomplete: String::new(),
    }
}

fn choice<'a>(options: impl IntoIterator<Item = (&'a str, &'a str)>, style: ChoiceStyle) -> FieldKind {
    let options = options
        .into_iter()
        .map(|(value, label)| FieldOption { value: value.to_owned(), label: label.to_owned() })
        .collect();
    FieldKind::Choice { options, style }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn holds_together() {
        assert_eq!(seller_form("Juniper Homes").check(), Ok(()));
    }

    #[test]
    fn survives_storage() {
        let form = seller_form("Juniper Homes");
        let json = serde_json::to_string(&form).unwrap();
        assert_eq!(serde_json::from_str::<FormDefinition>(&json).unwrap(), form);
    }

    #[test]
    fn broken_definitions_are_named() {
        let mut form = seller_form("Juniper Homes");
        form.steps[1].fields[0].key = "address".into();
        form.steps[2].fields[4].kind = FieldKind::Consent { consent: "gone".into() };
        form.theme.accent = "blue".into();
        form.finish = Finish::Redirect { url: "javascript:alert(1)".into() };
        let codes: Vec<String> = form.check().unwrap_err().into_iter().map(|e| e.code).collect();
        assert_eq!(codes, ["form.key_twice", "form.consent", "form.redirect", "form.accent"]);
    }
}
