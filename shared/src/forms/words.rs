//! Answers in words: what was sent, as a person reads it.

use super::{Answers, Condition, Field, FieldKind, FormDefinition, address_part_keys};
use crate::money::{Currency, Money};
use crate::phone::Phone;

impl FormDefinition {
    /// Questions and answers as a person reads them, in the order of the form; only what was asked and answered.
    /// Consents are left out: the ledger shows them with their words.
    pub fn in_words(&self, answers: &Answers) -> Vec<(String, String)> {
        self.shown_steps(answers)
            .into_iter()
            .filter_map(|index| self.steps.get(index))
            .flat_map(|step| step.shown_fields(answers))
            .filter_map(|field| {
                let question = if field.label.is_empty() { &field.key } else { &field.label };
                Some((question.clone(), answer(field, answers)?))
            })
            .collect()
    }
}

impl Condition {
    /// As a person reads it: `When would you like to sell? is “Within 30 days” or “In 3 months”`.
    pub fn in_words(&self, form: &FormDefinition) -> String {
        let joined = |parts: &[Self], word: &str| {
            parts.iter().map(|part| part.in_words(form)).collect::<Vec<_>>().join(word)
        };
        match self {
            Self::All(parts) => joined(parts, " and "),
            Self::Any(parts) => joined(parts, " or "),
            Self::Not(inner) => match inner.as_ref() {
                Self::Is { .. } | Self::OneOf { .. } | Self::Filled { .. } => inner.compared(form, "is not"),
                other => format!("not ({})", other.in_words(form)),
            },
            comparison => comparison.compared(form, "is"),
        }
    }

    fn compared(&self, form: &FormDefinition, is: &str) -> String {
        let field = self.field().and_then(|key| form.field(key));
        let name = field.map_or(self.field().unwrap_or_default(), Field::name);
        if let Self::Filled { .. } = self {
            let ticked = matches!(
                field.map(|field| &field.kind),
                Some(FieldKind::Checkbox | FieldKind::Consent { .. })
            );
            return format!("{name} {is} {}", if ticked { "ticked" } else { "answered" });
        }
        let label = |value: &String| {
            let known = match field.map(|field| &field.kind) {
                Some(FieldKind::Choice { options, .. }) => {
                    options.iter().find(|option| option.value == *value)
                }
                _ => None,
            };
            format!("“{}”", known.map_or(value, |option| &option.label))
        };
        let values: Vec<String> = self.values().iter().map(label).collect();
        format!("{name} {is} {}", values.join(" or "))
    }
}

/// One answer as a person reads it; `None` when there is none, and for consents.
pub(crate) fn answer(field: &Field, answers: &Answers) -> Option<String> {
    let typed = |key: &str| answers.get(key).map(|text| text.trim()).filter(|text| !text.is_empty());
    match &field.kind {
        FieldKind::Consent { .. } => None,
        FieldKind::Address => {
            let parts = address_part_keys(&field.key);
            let [street, unit, city, region, zip] = &parts;
            let unit = typed(unit).map(|unit| format!("Unit {unit}"));
            let state = [typed(region), typed(zip)].into_iter().flatten().collect::<Vec<_>>().join(" ");
            let all = [typed(street), unit.as_deref(), typed(city), Some(state.as_str())];
            let line: Vec<&str> = all.into_iter().flatten().filter(|part| !part.is_empty()).collect();
            Some(line.join(", ")).filter(|line| !line.is_empty())
        }
        FieldKind::Checkbox => typed(&field.key).map(|_| "Yes".to_owned()),
        FieldKind::Choice { options, .. } => typed(&field.key).map(|value| {
            let label = |value: &str| {
                let known = options.iter().find(|option| option.value == value);
                known.map_or(value, |option| option.label.as_str()).to_owned()
            };
            if !field.kind.is_several() {
                return label(value);
            }
            value.split(',').map(|word| label(word.trim())).collect::<Vec<_>>().join(", ")
        }),
        FieldKind::Money => typed(&field.key).map(|value| {
            Money::parse(value, Currency::Usd).map_or_else(|_| value.to_owned(), |money| money.to_string())
        }),
        FieldKind::Phone => typed(&field.key)
            .map(|value| Phone::parse(value).map_or_else(|_| value.to_owned(), |phone| phone.display())),
        FieldKind::Number { unit, .. } => {
            typed(&field.key).map(|value| format!("{value} {unit}").trim_end().to_owned())
        }
        FieldKind::Text { .. }
        | FieldKind::LongText { .. }
        | FieldKind::Name
        | FieldKind::Email
        | FieldKind::Date
        | FieldKind::Hidden { .. } => typed(&field.key).map(str::to_owned),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::forms::seller_form;

    #[test]
    fn answers_read_like_the_form() {
        let answers: Answers = [
            ("address.street", "917 Tillery St"),
            ("address.unit", ""),
            ("address.city", "Austin"),
            ("address.region", "TX"),
            ("address.postal_code", "78702"),
            ("property_type", "house"),
            ("condition", "repairs"),
            ("beds", "3"),
            ("baths", "4"),
            ("situation", "inherited"),
            ("timing", "within_30_days"),
            ("asking", "540k"),
            ("name", "Henrik Sandoval"),
            ("phone", "(512) 555-0148"),
            ("contact_consent", "yes"),
        ]
        .into_iter()
        .map(|(key, value)| (key.to_owned(), value.to_owned()))
        .collect();
        let told = seller_form("Juniper Homes").in_words(&answers);
        let told: Vec<(&str, &str)> = told.iter().map(|(q, a)| (q.as_str(), a.as_str())).collect();
        assert_eq!(
            told,
            [
                ("Street address", "917 Tillery St, Austin, TX 78702"),
                ("What kind of property is it?", "House"),
                ("What condition is it in?", "Needs repairs"),
                ("Bedrooms", "3"),
                ("Bathrooms", "2"),
                ("Why are you selling?", "I inherited it"),
                ("When would you like to sell?", "Within 30 days"),
                ("Asking price in dollars", "$540,000"),
                ("Your name", "Henrik Sandoval"),
                ("Mobile phone", "512 555 0148"),
            ]
        );
    }

    #[test]
    fn conditions_read_like_a_sentence() {
        let form = seller_form("Juniper Homes");
        let words = |condition: Condition| condition.in_words(&form);
        assert_eq!(
            words(form.field("beds").unwrap().show_if.clone().unwrap()),
            "What kind of property is it? is not “Land”"
        );
        let soon = Condition::OneOf {
            field: "timing".into(),
            values: vec!["within_30_days".into(), "nobody_knows".into()],
        };
        let reached = Condition::Not(Box::new(Condition::Filled { field: "email".into() }));
        assert_eq!(
            words(Condition::All(vec![soon, reached, Condition::Filled { field: "contact_consent".into() }])),
            "When would you like to sell? is “Within 30 days” or “nobody_knows” and Email is not answered and \
             contact_consent is ticked"
        );
    }
}
