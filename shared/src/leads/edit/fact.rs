//! The facts of a lead, its person and its house that can be edited, and how each stands in an input and on the page.

use crate::address::Address;
use crate::leads::{Lead, Situation, Timing};
use crate::money::Money;
use crate::parcel::Parcel;
use crate::phone::Phone;
use crate::properties::{Condition, Occupancy, PropertyType};
use crate::words::words;

words! {
    /// What can be edited besides custom fields, in the order of the page. An address is one fact: half of one person's
    /// and half of another's would be a place that nobody meant.
    Fact {
        Name = "name", "Name";
        Phone = "phone", "Phone";
        Email = "email", "Email";
        Situation = "situation", "Why selling";
        Timing = "timing", "When";
        Address = "address", "Address";
        PropertyType = "property_type", "Kind";
        Beds = "beds", "Bedrooms";
        Baths = "baths", "Bathrooms";
        Area = "area", "Area";
        YearBuilt = "year_built", "Built";
        Condition = "condition", "Condition";
        Occupancy = "occupancy", "Occupancy";
        Parcel = "parcel", "Parcel no.";
        Asking = "asking", "Asking";
        Mortgage = "mortgage", "Mortgage";
    }
}

impl Fact {
    /// As it is called in a sentence: "changed the asking price".
    pub const fn noun(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::Phone => "phone",
            Self::Email => "email",
            Self::Situation => "reason to sell",
            Self::Timing => "time to sell",
            Self::Address => "address",
            Self::PropertyType => "kind of property",
            Self::Beds => "bedrooms",
            Self::Baths => "bathrooms",
            Self::Area => "living area",
            Self::YearBuilt => "year built",
            Self::Condition => "condition",
            Self::Occupancy => "occupancy",
            Self::Parcel => "parcel number",
            Self::Asking => "asking price",
            Self::Mortgage => "mortgage",
        }
    }

    /// Whether all leads of the person share it.
    pub const fn is_of_person(self) -> bool {
        matches!(self, Self::Name | Self::Phone | Self::Email)
    }

    /// Whether all leads about the house share it.
    pub const fn is_of_house(self) -> bool {
        !self.is_of_person() && !matches!(self, Self::Situation | Self::Timing)
    }

    /// Whether a person can have several.
    pub const fn is_way(self) -> bool {
        matches!(self, Self::Phone | Self::Email)
    }

    /// Stored words and labels, where one of a list is chosen.
    pub fn choices(self) -> Option<Vec<(&'static str, &'static str)>> {
        macro_rules! of {
            ($words:ty) => {
                <$words>::ALL.iter().map(|word| (word.as_str(), word.label())).collect()
            };
        }
        Some(match self {
            Self::Situation => of!(Situation),
            Self::Timing => of!(Timing),
            Self::PropertyType => of!(PropertyType),
            Self::Condition => of!(Condition),
            // the labels are what a seller says of it
            Self::Occupancy => {
                Occupancy::ALL.iter().map(|word| (word.as_str(), who_lives_there(*word))).collect()
            }
            _ => return None,
        })
    }

    /// What stands in its input: what [`Fact::parse`] reads back. Empty while it is not known. `item` counts phones and
    /// emails.
    pub fn typed(self, lead: &Lead, item: u8) -> String {
        let (item, house) = (usize::from(item), lead.property.as_ref());
        let facts = house.map(|house| &house.facts);
        macro_rules! word {
            ($word:expr) => {
                $word.map(|word| word.as_str().to_owned())
            };
        }
        let typed = match self {
            Self::Name => Some(lead.summary.name.clone()),
            Self::Phone => lead.contact.phones.get(item).map(Phone::display),
            Self::Email => lead.contact.emails.get(item).map(|email| email.as_str().to_owned()),
            Self::Situation => word!(lead.situation),
            Self::Timing => word!(lead.timing),
            Self::Address => house.map(|house| address_typed(&house.address)),
            Self::PropertyType => word!(facts.and_then(|facts| facts.property_type)),
            Self::Beds => facts.and_then(|facts| facts.beds).map(|beds| beds.to_string()),
            Self::Baths => facts.and_then(|facts| facts.half_baths).map(halves),
            Self::Area => facts.and_then(|facts| facts.area_sqft).map(|area| area.to_string()),
            Self::YearBuilt => facts.and_then(|facts| facts.year_built).map(|year| year.to_string()),
            Self::Condition => word!(facts.and_then(|facts| facts.condition)),
            Self::Occupancy => word!(facts.and_then(|facts| facts.occupancy)),
            Self::Parcel => facts.and_then(|facts| facts.parcel.as_ref()).map(Parcel::to_string),
            // what this seller asks before what another lead about the house said
            Self::Asking => {
                lead.summary.asking.or_else(|| facts.and_then(|facts| facts.asking)).map(money_typed)
            }
            Self::Mortgage => facts.and_then(|facts| facts.mortgage).map(money_typed),
        };
        typed.unwrap_or_default()
    }

    /// As people read it; `typed` is what [`Fact::typed`] gives.
    pub fn shown(self, typed: &str) -> String {
        match self {
            _ if typed.is_empty() => String::new(),
            Self::Asking | Self::Mortgage => format!("${typed}"),
            Self::Area => match typed.parse() {
                Ok(area) => format!("{} sq ft", crate::money::grouped(area)),
                Err(_) => typed.to_owned(),
            },
            Self::Address => {
                let [street, unit, city, region, postal_code] = address_parts(typed);
                let unit = if unit.is_empty() { unit } else { format!(", Unit {unit}") };
                format!("{street}{unit}, {city}, {region} {postal_code}")
            }
            _ => match self.choices() {
                Some(choices) => choices
                    .into_iter()
                    .find(|(word, _)| *word == typed)
                    .map_or_else(|| typed.to_owned(), |(_, label)| label.to_owned()),
                None => typed.to_owned(),
            },
        }
    }
}

/// Street, unit, city, state and ZIP of what [`Fact::typed`] gives for an address.
pub fn address_parts(typed: &str) -> [String; 5] {
    let mut parts = typed.split('\n');
    std::array::from_fn(|_| parts.next().unwrap_or_default().to_owned())
}

/// The parts of an address, a line each.
pub(super) fn address_typed(address: &Address) -> String {
    let unit = address.unit.as_deref().unwrap_or_default();
    [&*address.street, unit, &*address.city, &*address.region, &*address.postal_code].join("\n")
}

/// Dollars without their sign, for a field that shows it.
pub(super) fn money_typed(money: Money) -> String {
    money.to_string().trim_start_matches('$').to_owned()
}

/// Half bathrooms as people count them: 5 is "2.5".
pub(super) fn halves(halves: u8) -> String {
    format!("{}{}", halves / 2, if halves % 2 == 1 { ".5" } else { "" })
}

const fn who_lives_there(who: Occupancy) -> &'static str {
    match who {
        Occupancy::Owner => "Owner lives there",
        Occupancy::Tenant => "Tenants live there",
        Occupancy::Vacant => "Empty",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_typed_is_shown_in_words() {
        for (fact, typed, shown) in [
            (Fact::Name, "Ana Okafor", "Ana Okafor"),
            (Fact::Area, "1412", "1,412 sq ft"),
            (Fact::Asking, "540,000", "$540,000"),
            (Fact::Occupancy, "vacant", "Empty"),
            (Fact::Condition, "repairs", "Needs repairs"),
            (Fact::Condition, "gone", "gone"),
            (
                Fact::Address,
                "917 Tillery St\n4B\nAustin\nTX\n78702",
                "917 Tillery St, Unit 4B, Austin, TX 78702",
            ),
            (Fact::Address, "917 Tillery St\n\nAustin\nTX\n78702", "917 Tillery St, Austin, TX 78702"),
            (Fact::Phone, "", ""),
        ] {
            assert_eq!(fact.shown(typed), shown, "{fact:?}");
        }
        assert_eq!((halves(5), halves(4), halves(0)), ("2.5".into(), "2".into(), "0".into()));
    }

    #[test]
    fn every_fact_belongs_somewhere() {
        for fact in Fact::ALL {
            assert!(!(fact.is_of_person() && fact.is_of_house()), "{fact:?}");
            assert!(!fact.noun().is_empty());
        }
        assert!(Fact::Asking.is_of_house() && !Fact::Timing.is_of_house());
    }
}
