//! Properties: a parcel and its building, as known so far.

use crate::address::Address;
use crate::ids::PropertyId;
use crate::money::Money;
use crate::parcel::Parcel;
use crate::words::words;
use serde::{Deserialize, Serialize};

words! {
    /// What stands on the parcel.
    PropertyType {
        House = "house", "House";
        Townhouse = "townhouse", "Townhouse";
        Condo = "condo", "Condo";
        MultiFamily = "multi_family", "Multi-family, 2 to 4 units";
        Mobile = "mobile", "Mobile home";
        Land = "land", "Land";
        Other = "other", "Something else";
    }
    /// The state of the building.
    Condition {
        MoveInReady = "move_in_ready", "Move-in ready";
        Cosmetic = "cosmetic", "Needs paint and floors";
        Repairs = "repairs", "Needs repairs";
        Major = "major", "Needs major work";
    }
    /// Who lives there.
    Occupancy {
        Owner = "owner", "I live there";
        Tenant = "tenant", "Tenants live there";
        Vacant = "vacant", "It is empty";
    }
}

/// Everything known about a property; figures are as stated by the seller until somebody checks them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Property {
    pub id: PropertyId,
    pub address: Address,
    pub facts: PropertyFacts,
}

/// The facts apart from the address.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct PropertyFacts {
    pub property_type: Option<PropertyType>,
    pub beds: Option<u8>,
    /// Bathrooms in halves: 5 means two and a half.
    pub half_baths: Option<u8>,
    /// Living area in square feet.
    pub area_sqft: Option<u32>,
    pub year_built: Option<u16>,
    pub condition: Option<Condition>,
    pub occupancy: Option<Occupancy>,
    pub parcel: Option<Parcel>,
    pub asking: Option<Money>,
    /// What is still owed.
    pub mortgage: Option<Money>,
}

impl PropertyFacts {
    /// `3 bed, 2 bath, 1,412 sq ft, 1954`: the parts that are known.
    pub fn summary(&self) -> Option<String> {
        let mut parts = Vec::new();
        if let Some(beds) = self.beds {
            parts.push(format!("{beds} bed"));
        }
        if let Some(halves) = self.half_baths {
            parts.push(format!("{}{} bath", halves / 2, if halves % 2 == 1 { ".5" } else { "" }));
        }
        if let Some(area) = self.area_sqft {
            parts.push(format!(
                "{} sq ft",
                Money::usd(i64::from(area) * 100).to_string().trim_start_matches('$')
            ));
        }
        if let Some(year) = self.year_built {
            parts.push(year.to_string());
        }
        if parts.is_empty() { None } else { Some(parts.join(", ")) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn summary_names_only_what_is_known() {
        let facts = PropertyFacts {
            beds: Some(3),
            half_baths: Some(5),
            area_sqft: Some(1412),
            ..PropertyFacts::default()
        };
        assert_eq!(facts.summary().as_deref(), Some("3 bed, 2.5 bath, 1,412 sq ft"));
        assert_eq!(PropertyFacts::default().summary(), None);
    }

    #[test]
    fn words_round_trip() {
        for value in PropertyType::ALL {
            assert_eq!(PropertyType::from_word(value.as_str()), Some(*value));
        }
        assert_eq!(PropertyType::from_word("castle"), None);
    }
}
