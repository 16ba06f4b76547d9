//! What an answer can mean to contact, property and lead: its name, its key, the answers it knows, and which kind of
//! question can give it.

use super::{ChoiceStyle, FieldKind, FieldOption, StandardField};
use crate::errors::Problem;
use crate::leads::{Situation, Timing};
use crate::properties::{Condition, Occupancy, PropertyType};

/// Longest message, in characters.
const MESSAGE: u16 = 5_000;
/// Longest parcel number, in characters, as [`crate::parcel::MAX_PARCEL`].
const PARCEL: u16 = 40;

impl StandardField {
    /// Every one, in the order a list shows them.
    pub const ALL: [Self; 17] = [
        Self::ContactName,
        Self::ContactPhone,
        Self::ContactEmail,
        Self::PropertyAddress,
        Self::AskingPrice,
        Self::PropertyType,
        Self::PropertyBeds,
        Self::PropertyHalfBaths,
        Self::PropertyArea,
        Self::PropertyYearBuilt,
        Self::PropertyCondition,
        Self::PropertyOccupancy,
        Self::PropertyParcel,
        Self::MortgageBalance,
        Self::Situation,
        Self::Timing,
        Self::Message,
    ];

    /// As screens call it.
    pub const fn label(self) -> &'static str {
        match self {
            Self::ContactName => "Contact name",
            Self::ContactEmail => "Email",
            Self::ContactPhone => "Phone",
            Self::PropertyAddress => "Property address",
            Self::PropertyType => "Property type",
            Self::PropertyBeds => "Beds",
            Self::PropertyHalfBaths => "Baths",
            Self::PropertyArea => "Living area",
            Self::PropertyYearBuilt => "Year built",
            Self::PropertyCondition => "Condition",
            Self::PropertyOccupancy => "Who lives there",
            Self::PropertyParcel => "Parcel number",
            Self::AskingPrice => "Asking price",
            Self::MortgageBalance => "Mortgage balance",
            Self::Situation => "Reason to sell",
            Self::Timing => "Time to sell",
            Self::Message => "Message",
        }
    }

    /// The usual key of the answer.
    pub const fn key(self) -> &'static str {
        match self {
            Self::ContactName => "name",
            Self::ContactEmail => "email",
            Self::ContactPhone => "phone",
            Self::PropertyAddress => "address",
            Self::PropertyType => "property_type",
            Self::PropertyBeds => "beds",
            Self::PropertyHalfBaths => "baths",
            Self::PropertyArea => "area",
            Self::PropertyYearBuilt => "year_built",
            Self::PropertyCondition => "condition",
            Self::PropertyOccupancy => "occupancy",
            Self::PropertyParcel => "parcel",
            Self::AskingPrice => "asking",
            Self::MortgageBalance => "mortgage",
            Self::Situation => "situation",
            Self::Timing => "timing",
            Self::Message => "message",
        }
    }

    /// All answers it knows with their words, where they are few.
    pub fn choices(self) -> Option<Vec<FieldOption>> {
        fn of<'a>(words: impl IntoIterator<Item = (&'a str, &'a str)>) -> Vec<FieldOption> {
            let option = |(value, label): (&str, &str)| FieldOption {
                value: value.to_owned(),
                label: label.to_owned(),
            };
            words.into_iter().map(option).collect()
        }
        Some(match self {
            Self::PropertyType => of(PropertyType::ALL.iter().map(|v| (v.as_str(), v.label()))),
            Self::PropertyCondition => of(Condition::ALL.iter().map(|v| (v.as_str(), v.label()))),
            Self::PropertyOccupancy => of(Occupancy::ALL.iter().map(|v| (v.as_str(), v.label()))),
            Self::Situation => of(Situation::ALL.iter().map(|v| (v.as_str(), v.label()))),
            Self::Timing => of(Timing::ALL.iter().map(|v| (v.as_str(), v.label()))),
            Self::PropertyHalfBaths => (0..=30_u8)
                .map(|halves| FieldOption {
                    value: halves.to_string(),
                    label: format!("{}{}", halves / 2, if halves % 2 == 1 { ".5" } else { "" }),
                })
                .collect(),
            _ => return None,
        })
    }

    /// How a person is usually asked for it.
    pub fn usual_kind(self) -> FieldKind {
        let number = |min, max, unit: &str| FieldKind::Number { min, max, unit: unit.to_owned() };
        match (self, self.choices()) {
            // A list of all 31 would be long to look through.
            (Self::PropertyHalfBaths, Some(options)) => FieldKind::Choice {
                options: options.into_iter().filter(|option| is_usual(&option.value)).collect(),
                style: ChoiceStyle::List,
            },
            (_, Some(options)) => FieldKind::Choice { options, style: ChoiceStyle::List },
            (Self::ContactName, None) => FieldKind::Name,
            (Self::ContactEmail, None) => FieldKind::Email,
            (Self::ContactPhone, None) => FieldKind::Phone,
            (Self::PropertyAddress, None) => FieldKind::Address,
            (Self::PropertyBeds, None) => number(0, 30, ""),
            (Self::PropertyArea, None) => number(1, 1_000_000, "sq ft"),
            (Self::PropertyYearBuilt, None) => number(1600, 2200, ""),
            (Self::AskingPrice | Self::MortgageBalance, None) => FieldKind::Money,
            (Self::PropertyParcel, None) => FieldKind::Text { max: PARCEL },
            (_, None) => FieldKind::LongText { max: MESSAGE },
        }
    }

    /// Whether a question of a kind can give it.
    ///
    /// Errors: `form.meaning` with the kind that would fit, `form.meaning_choices` with the answer that does not.
    pub fn check_kind(self, kind: &FieldKind) -> Result<(), Problem> {
        let fits = match self {
            Self::ContactName => {
                matches!(kind, FieldKind::Name | FieldKind::Text { .. } | FieldKind::Hidden { .. })
            }
            Self::PropertyParcel => matches!(kind, FieldKind::Text { .. } | FieldKind::Hidden { .. }),
            Self::ContactEmail => matches!(kind, FieldKind::Email),
            Self::ContactPhone => matches!(kind, FieldKind::Phone),
            Self::PropertyAddress => matches!(kind, FieldKind::Address),
            Self::AskingPrice | Self::MortgageBalance => matches!(kind, FieldKind::Money),
            Self::PropertyArea | Self::PropertyYearBuilt => matches!(kind, FieldKind::Number { .. }),
            Self::PropertyBeds | Self::PropertyHalfBaths => {
                matches!(kind, FieldKind::Number { .. } | FieldKind::Choice { .. })
            }
            Self::PropertyType
            | Self::PropertyCondition
            | Self::PropertyOccupancy
            | Self::Situation
            | Self::Timing => matches!(kind, FieldKind::Choice { .. }),
            Self::Message => {
                matches!(kind, FieldKind::Text { .. } | FieldKind::LongText { .. } | FieldKind::Hidden { .. })
            }
        };
        if !fits || kind.is_several() {
            let words = format!(
                "{} is filled by another kind of question: {}.",
                self.label(),
                self.usual_kind().label()
            );
            return Err(Problem::new("form.meaning", words));
        }
        match kind {
            FieldKind::Choice { options, .. } => {
                match options.iter().find(|option| !self.knows(&option.value)) {
                    Some(option) => {
                        let words =
                            format!("{} does not know the stored value {}.", self.label(), option.value);
                        Err(Problem::new("form.meaning_choices", words))
                    }
                    None => Ok(()),
                }
            }
            _ => Ok(()),
        }
    }

    /// Whether a stored value of a choice can be taken.
    fn knows(self, value: &str) -> bool {
        match self.choices() {
            Some(options) => options.iter().any(|option| option.value == value),
            None => value.parse::<u8>().is_ok(),
        }
    }
}

fn is_usual(halves: &str) -> bool {
    ["2", "3", "4", "5", "6", "8"].contains(&halves)
}

impl FieldKind {
    /// As screens call it.
    pub const fn label(&self) -> &'static str {
        match self {
            Self::Text { .. } => "Short text",
            Self::LongText { .. } => "Long text",
            Self::Name => "Name",
            Self::Email => "Email",
            Self::Phone => "Phone",
            Self::Address => "Address",
            Self::Number { .. } => "Number",
            Self::Money => "Money",
            Self::Date => "Date",
            Self::Choice { .. } => "Choice",
            Self::Checkbox => "Checkbox",
            Self::Consent { .. } => "Consent",
            Self::Hidden { .. } => "Hidden",
        }
    }

    /// How many answers it gives: an address has its five parts.
    pub const fn inputs(&self) -> usize {
        if matches!(self, Self::Address) { 5 } else { 1 }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_usual_question_fits_and_another_does_not() {
        for field in StandardField::ALL {
            assert_eq!(field.check_kind(&field.usual_kind()), Ok(()), "{field:?}");
            assert_eq!(field.check_kind(&FieldKind::Checkbox).unwrap_err().code, "form.meaning", "{field:?}");
        }
    }

    #[test]
    fn a_choice_may_only_have_answers_that_are_known() {
        let choice = |value: &str| FieldKind::Choice {
            options: vec![FieldOption { value: value.to_owned(), label: "x".to_owned() }],
            style: ChoiceStyle::Cards,
        };
        assert_eq!(
            StandardField::Timing.check_kind(&choice("some_day")).unwrap_err().code,
            "form.meaning_choices"
        );
        assert_eq!(StandardField::PropertyBeds.check_kind(&choice("3")), Ok(()));
        assert_eq!(
            StandardField::PropertyBeds.check_kind(&choice("many")).unwrap_err().code,
            "form.meaning_choices"
        );
    }
}
