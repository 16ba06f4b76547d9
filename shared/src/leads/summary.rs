//! A lead in a row, a lead on its page, and a lead that a person adds by hand.

use super::{DeadReason, LeadMarks, LeadSource, LeadStatus, Situation, Timing};
use crate::address::{Address, AddressInput};
use crate::attribution::Touch;
use crate::contacts::Contact;
use crate::duplicates::TwinHint;
use crate::duty::LeadDuty;
use crate::email::Email;
use crate::errors::{FieldError, FieldErrors, Problem};
use crate::ids::{LeadId, MemberId};
use crate::money::{Currency, Money};
use crate::phone::Phone;
use crate::properties::Property;
use crate::text;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// A member as the owner of something.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OwnerRef {
    pub id: MemberId,
    pub name: String,
}

/// A lead in a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LeadSummary {
    pub id: LeadId,
    pub name: String,
    /// Street and city; `None` while no property is known.
    pub place: Option<String>,
    pub phone: Option<Phone>,
    pub status: LeadStatus,
    pub source: LeadSource,
    pub owner: Option<OwnerRef>,
    pub asking: Option<Money>,
    pub created_at: DateTime<Utc>,
    /// When the first answer is due; `None` once somebody answered.
    pub respond_by: Option<DateTime<Utc>>,
    pub first_response_at: Option<DateTime<Utc>>,
    pub last_activity_at: DateTime<Utc>,
    pub version: i64,
    /// What stands in the further columns that a list was asked for, in their order, in words.
    pub columns: Vec<String>,
}

/// Which visit a touch was.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TouchKind {
    First,
    Last,
}

/// One stored touch of a lead.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LeadTouch {
    pub kind: TouchKind,
    pub source: LeadSource,
    pub touch: Touch,
}

/// A lead on its page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Lead {
    pub summary: LeadSummary,
    pub contact: Contact,
    pub property: Option<Property>,
    pub situation: Option<Situation>,
    pub timing: Option<Timing>,
    /// What the seller wrote.
    pub message: Option<String>,
    pub dead_reason: Option<DeadReason>,
    pub status_note: Option<String>,
    pub touches: Vec<LeadTouch>,
    /// Other leads of the same contact or property.
    pub related: Vec<LeadSummary>,
    pub marks: LeadMarks,
    pub duty: LeadDuty,
    /// Others who may be the same person.
    pub twins: Vec<TwinHint>,
}

/// The leads before and after one, in the list it was opened from.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Neighbours {
    pub previous: Option<LeadId>,
    pub next: Option<LeadId>,
}

/// What a person sends to add a lead by hand.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct LeadInput {
    pub name: String,
    pub email: String,
    pub phone: String,
    pub address: AddressInput,
    pub asking: String,
    /// The word of a [`LeadSource`]; empty means added by hand.
    pub source: String,
    pub note: String,
    /// Made by the client once per lead: sending it twice adds it once.
    pub key: String,
}

/// A parsed lead.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewLead {
    pub name: String,
    pub email: Option<Email>,
    pub phone: Option<Phone>,
    pub address: Option<Address>,
    pub asking: Option<Money>,
    pub source: LeadSource,
    pub note: Option<String>,
    pub key: String,
}

impl LeadInput {
    /// Parses the input; a lead needs a name and one way to reach the person.
    ///
    /// Paths: `name`, `email`, `phone`, `address.*`, `asking`, `source`, `note`, `key`.
    pub fn parse(&self) -> Result<NewLead, Vec<FieldError>> {
        let mut errors = FieldErrors::new();
        let name = errors.take("name", text::person_name(&self.name));
        let blank = |value: &str| value.trim().is_empty();
        let email = if blank(&self.email) {
            Some(None)
        } else {
            errors.take("email", Email::parse(&self.email)).map(Some)
        };
        let phone = if blank(&self.phone) {
            Some(None)
        } else {
            errors.take("phone", Phone::parse(&self.phone)).map(Some)
        };
        if blank(&self.email) && blank(&self.phone) {
            errors.push(FieldError::new(
                "phone",
                "contact.unreachable",
                "Enter a phone number or an email, for example 512 555 0134.",
            ));
        }
        let parts = [&self.address.street, &self.address.unit, &self.address.city, &self.address.postal_code];
        let address = if parts.iter().all(|part| blank(part)) {
            Some(None)
        } else {
            match Address::parse(&self.address) {
                Ok(address) => Some(Some(address)),
                Err(list) => {
                    for error in list {
                        errors.push(error.under("address"));
                    }
                    None
                }
            }
        };
        let asking = if blank(&self.asking) {
            Some(None)
        } else {
            errors.take("asking", Money::parse(&self.asking, Currency::Usd)).map(Some)
        };
        let source = if blank(&self.source) {
            Some(LeadSource::Manual)
        } else {
            errors.take(
                "source",
                LeadSource::from_word(&self.source)
                    .ok_or_else(|| Problem::new("source.unknown", "Choose one of the listed sources.")),
            )
        };
        let note = if blank(&self.note) {
            Some(None)
        } else {
            errors.take("note", text::paragraph(&self.note, 10_000)).map(Some)
        };
        if !(8..=64).contains(&self.key.len())
            || !self.key.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
        {
            errors.push(FieldError::new("key", "lead.key", "Reload the page and try again."));
        }
        let parsed = (|| {
            Some(NewLead {
                name: name?,
                email: email?,
                phone: phone?,
                address: address?,
                asking: asking?,
                source: source?,
                note: note?,
                key: self.key.clone(),
            })
        })();
        errors.finish(parsed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn input() -> LeadInput {
        LeadInput {
            name: "Otis Granger".into(),
            phone: "512 555 0199".into(),
            key: "abcdefgh".into(),
            ..LeadInput::default()
        }
    }

    #[test]
    fn a_name_and_a_phone_are_enough() {
        let lead = input().parse().unwrap();
        assert_eq!((lead.source, lead.address, lead.email), (LeadSource::Manual, None, None));
    }

    #[test]
    fn all_errors_come_at_once() {
        let wrong = LeadInput {
            name: String::new(),
            phone: String::new(),
            asking: "much".into(),
            source: "moon".into(),
            address: AddressInput { street: "917 Tillery St".into(), ..AddressInput::default() },
            ..input()
        };
        let paths: Vec<String> = wrong.parse().unwrap_err().into_iter().map(|e| e.path).collect();
        assert_eq!(
            paths,
            ["name", "phone", "address.city", "address.region", "address.postal_code", "asking", "source"]
        );
    }
}
