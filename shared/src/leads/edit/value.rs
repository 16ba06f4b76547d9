//! What was typed into the input of a fact, read.

use super::fact::{Fact, address_parts, address_typed, halves, money_typed};
use crate::address::{Address, AddressInput};
use crate::email::Email;
use crate::errors::{FieldError, Problem};
use crate::money::{Currency, Money};
use crate::parcel::Parcel;
use crate::phone::Phone;
use crate::text;

/// A fact that is known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FactValue {
    Text(String),
    Phone(Phone),
    Email(Email),
    /// The stored word of a choice.
    Word(&'static str),
    Number(u32),
    /// Bathrooms in halves.
    Halves(u8),
    Money(Money),
    Address(Address),
    Parcel(Parcel),
}

impl FactValue {
    /// As it stands in an input; the same text for the same value, however it was typed.
    pub fn typed(&self) -> String {
        match self {
            Self::Text(text) => text.clone(),
            Self::Phone(phone) => phone.display(),
            Self::Email(email) => email.as_str().to_owned(),
            Self::Word(word) => (*word).to_owned(),
            Self::Number(number) => number.to_string(),
            Self::Halves(baths) => halves(*baths),
            Self::Money(money) => money_typed(*money),
            Self::Address(address) => address_typed(address),
            Self::Parcel(parcel) => parcel.to_string(),
        }
    }
}

impl Fact {
    /// Reads what a person typed; `None` when it was emptied. An address comes as its five parts, a line each, or in one
    /// line.
    ///
    /// Errors have no path, those of an address the name of the part.
    pub fn parse(self, typed: &str) -> Result<Option<FactValue>, Vec<FieldError>> {
        let read = self.read(typed);
        read.map_err(|error| match error {
            Trouble::One(problem) => vec![problem.at("")],
            Trouble::Parts(errors) => errors,
        })
    }

    fn read(self, typed: &str) -> Result<Option<FactValue>, Trouble> {
        if self == Self::Address {
            return address(typed).map(|address| Some(FactValue::Address(address))).map_err(Trouble::Parts);
        }
        if typed.trim().is_empty() {
            return match self {
                Self::Name => {
                    Err(Problem::new("name.empty", "Enter a name, for example Henrik Sandoval.").into())
                }
                _ => Ok(None),
            };
        }
        if let Some(choices) = self.choices() {
            let chosen = choices.into_iter().find(|(word, _)| *word == typed.trim());
            return match chosen {
                Some((word, _)) => Ok(Some(FactValue::Word(word))),
                None => Err(Problem::new("fact.choice", "Choose one of the list.").into()),
            };
        }
        Ok(Some(match self {
            Self::Phone => FactValue::Phone(Phone::parse(typed)?),
            Self::Email => FactValue::Email(Email::parse(typed)?),
            Self::Asking | Self::Mortgage => FactValue::Money(Money::parse(typed, Currency::Usd)?),
            Self::Beds => FactValue::Number(number(typed, 0, 30, "a whole number from 0 to 30")?),
            Self::Area => FactValue::Number(number(typed, 1, 1_000_000, "square feet, for example 1,412")?),
            Self::YearBuilt => FactValue::Number(number(typed, 1600, 2200, "a year, for example 1954")?),
            Self::Baths => FactValue::Halves(baths(typed)?),
            Self::Parcel => FactValue::Parcel(Parcel::parse(typed)?),
            _ => FactValue::Text(text::person_name(typed)?),
        }))
    }
}

enum Trouble {
    One(Problem),
    Parts(Vec<FieldError>),
}

impl From<Problem> for Trouble {
    fn from(problem: Problem) -> Self {
        Self::One(problem)
    }
}

fn address(typed: &str) -> Result<Address, Vec<FieldError>> {
    let [street, unit, city, region, postal_code] = address_parts(typed);
    Address::parse(&AddressInput { street, unit, city, region, postal_code })
}

fn number(typed: &str, least: u32, most: u32, wanted: &str) -> Result<u32, Problem> {
    let digits: String = typed.chars().filter(|c| !matches!(c, ',' | ' ' | '\u{a0}')).collect();
    let number = digits.parse().ok().filter(|number| (least..=most).contains(number));
    number.ok_or_else(|| Problem::new("fact.number", format!("Enter {wanted}.")))
}

/// "2", "2.5"; up to thirty.
fn baths(typed: &str) -> Result<u8, Problem> {
    let (whole, fraction) = typed.trim().split_once('.').unwrap_or((typed.trim(), ""));
    let half = match fraction {
        "" | "0" => Some(0),
        "5" => Some(1),
        _ => None,
    };
    let all_digits = !whole.is_empty() && whole.bytes().all(|digit| digit.is_ascii_digit());
    let whole = whole.parse::<u8>().ok().filter(|_| all_digits);
    let halves = whole.zip(half).and_then(|(whole, half)| whole.checked_mul(2)?.checked_add(half));
    halves
        .filter(|halves| *halves <= 60)
        .ok_or_else(|| Problem::new("fact.baths", "Enter bathrooms in halves from 0 to 30, for example 2.5."))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn code(fact: Fact, typed: &str) -> (String, String) {
        let error = fact.parse(typed).unwrap_err().remove(0);
        (error.path, error.code)
    }

    #[test]
    fn each_fact_reads_its_own() {
        let typed = |fact: Fact, typed: &str| fact.parse(typed).unwrap().map(|value| value.typed());
        for (fact, text, read) in [
            (Fact::Name, "  Ana   Okafor ", "Ana Okafor"),
            (Fact::Phone, "(512) 555-0134", "512 555 0134"),
            (Fact::Email, "Ana@Example.com", "Ana@example.com"),
            (Fact::Asking, "540k", "540,000"),
            (Fact::Mortgage, "$120,000.50", "120,000.50"),
            (Fact::Beds, "3", "3"),
            (Fact::Baths, "2.5", "2.5"),
            (Fact::Baths, "2.0", "2"),
            (Fact::Area, "1,412", "1412"),
            (Fact::YearBuilt, "1954", "1954"),
            (Fact::Condition, "repairs", "repairs"),
            (
                Fact::Address,
                "917 Tillery St, Unit 4B, Austin, TX 78702",
                "917 Tillery St\n4B\nAustin\nTX\n78702",
            ),
            (Fact::Address, "917 Tillery St\n\nAustin\ntexas\n78702", "917 Tillery St\n\nAustin\nTX\n78702"),
        ] {
            let wanted = if fact == Fact::Email {
                Email::parse(text).unwrap().as_str().to_owned()
            } else {
                read.to_owned()
            };
            assert_eq!(typed(fact, text), Some(wanted), "{fact:?}");
        }
        for fact in Fact::ALL.iter().filter(|fact| !matches!(fact, Fact::Name | Fact::Address)) {
            assert_eq!(fact.parse("  "), Ok(None), "{fact:?}");
        }
    }

    #[test]
    fn what_cannot_be_read_says_why() {
        for (fact, typed, wanted) in [
            (Fact::Name, " ", "name.empty"),
            (Fact::Name, "http://x.example", "name.looks_like_url"),
            (Fact::Phone, "12", "phone.too_short"),
            (Fact::Asking, "much", "money.invalid"),
            (Fact::Beds, "31", "fact.number"),
            (Fact::Beds, "3.5", "fact.number"),
            (Fact::Baths, "2.3", "fact.baths"),
            (Fact::Baths, "+2", "fact.baths"),
            (Fact::Baths, "99", "fact.baths"),
            (Fact::YearBuilt, "54", "fact.number"),
            (Fact::Condition, "fine", "fact.choice"),
        ] {
            assert_eq!(code(fact, typed), (String::new(), wanted.to_owned()), "{fact:?} {typed}");
        }
        assert_eq!(code(Fact::Email, "ana@").0, "");
        assert_eq!(code(Fact::Address, "917 Tillery St\n\nAustin\nTX\n").0, "postal_code");
        assert_eq!(code(Fact::Address, "").0, "street");
    }

    proptest! {
        #[test]
        fn what_was_read_reads_back(which in 0..Fact::ALL.len(), typed in "[ -~é]{0,24}|[0-9]{1,10}|512 555 0[0-9]{3}|[1-9]{1,3} Oak St\n4?\nAustin\nTX\n787[0-9]{2}|[a-z]{1,5}@example.com|[0-9]{1,2}\\.5") {
            let fact = Fact::ALL[which];
            if let Ok(Some(value)) = fact.parse(&typed) {
                prop_assert_eq!(fact.parse(&value.typed()), Ok(Some(value)));
            }
        }
    }
}
