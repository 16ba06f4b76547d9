//! Words that other programs use for ours, as lists of properties have them.

use crate::leads::{LeadSource, LeadStatus};
use crate::properties::{Condition, Occupancy, PropertyType};

/// A word of ours that a text means.
pub(super) trait Meant: Sized {
    fn meant(text: &str) -> Option<Self>;
}

fn plain(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

impl Meant for PropertyType {
    fn meant(text: &str) -> Option<Self> {
        Some(match plain(text).as_str() {
            "sfr"
            | "sfh"
            | "singlefamily"
            | "singlefamilyhome"
            | "singlefamilyresidence"
            | "singlefamilyresidential"
            | "residential"
            | "home" => Self::House,
            "townhome" | "rowhouse" => Self::Townhouse,
            "condominium" => Self::Condo,
            "multifamily" | "duplex" | "triplex" | "fourplex" | "quadruplex" => Self::MultiFamily,
            "mobilehome" | "manufactured" | "manufacturedhome" => Self::Mobile,
            "vacantland" | "lot" | "acreage" => Self::Land,
            _ => return Self::from_text(text),
        })
    }
}

impl Meant for Condition {
    fn meant(text: &str) -> Option<Self> {
        Some(match plain(text).as_str() {
            "good" | "excellent" | "turnkey" => Self::MoveInReady,
            "fair" | "average" => Self::Cosmetic,
            "poor" => Self::Repairs,
            "unsound" | "teardown" => Self::Major,
            _ => return Self::from_text(text),
        })
    }
}

impl Meant for Occupancy {
    fn meant(text: &str) -> Option<Self> {
        Some(match plain(text).as_str() {
            "owneroccupied" | "owneroccupant" => Self::Owner,
            "tenantoccupied" | "rented" | "rental" | "renter" => Self::Tenant,
            "empty" | "unoccupied" | "abandoned" => Self::Vacant,
            _ => return Self::from_text(text),
        })
    }
}

impl Meant for LeadSource {
    fn meant(text: &str) -> Option<Self> {
        Some(match plain(text).as_str() {
            "web" | "online" => Self::Website,
            "google" | "adwords" | "ppc" => Self::GoogleAds,
            "facebookads" | "fb" | "meta" => Self::Facebook,
            "bing" | "bingads" => Self::MicrosoftAds,
            "mail" | "mailer" | "postcard" | "letter" => Self::DirectMail,
            "coldcalling" | "phone" => Self::ColdCall,
            _ => return Self::from_text(text),
        })
    }
}

impl Meant for LeadStatus {
    fn meant(text: &str) -> Option<Self> {
        Some(match plain(text).as_str() {
            "open" | "uncontacted" => Self::New,
            "closed" | "lost" => Self::Dead,
            "won" => Self::Converted,
            _ => return Self::from_text(text),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_others_are_understood() {
        assert_eq!(PropertyType::meant("Single-Family Home"), Some(PropertyType::House));
        assert_eq!(PropertyType::meant("multi_family"), Some(PropertyType::MultiFamily));
        assert_eq!(PropertyType::meant("castle"), None);
        assert_eq!(Occupancy::meant("Owner Occupied"), Some(Occupancy::Owner));
        assert_eq!(LeadStatus::meant(" DEAD "), Some(LeadStatus::Dead));
        assert_eq!(LeadSource::meant("Direct mail"), Some(LeadSource::DirectMail));
        assert_eq!(Condition::meant("Needs repairs"), Some(Condition::Repairs));
    }

    #[test]
    fn every_word_and_label_means_itself() {
        for value in PropertyType::ALL {
            assert_eq!(PropertyType::meant(value.as_str()), Some(*value));
            assert_eq!(PropertyType::meant(value.label()), Some(*value));
        }
        for value in Condition::ALL {
            assert_eq!(Condition::meant(value.label()), Some(*value));
        }
        for value in Occupancy::ALL {
            assert_eq!(Occupancy::meant(value.label()), Some(*value));
        }
        for value in LeadStatus::ALL {
            assert_eq!(LeadStatus::meant(value.label()), Some(*value));
        }
        for value in LeadSource::ALL {
            assert_eq!(LeadSource::meant(value.label()), Some(*value));
        }
    }
}
