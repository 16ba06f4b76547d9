//! A lead as a row of a file says it.

use super::dates::Moment;
use crate::address::Address;
use crate::email::Email;
use crate::fields::{FieldValue, Noun};
use crate::ids::CustomFieldId;
use crate::leads::{DeadReason, LeadSource, LeadStatus, Situation, Timing};
use crate::phone::Phone;
use crate::properties::PropertyFacts;
use std::collections::BTreeMap;

/// Everything that can be imported and is exported. A lead can be reached: it has a phone number or an email.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LeadRow {
    /// Empty when the file names nobody.
    pub name: String,
    pub phones: Vec<Phone>,
    pub emails: Vec<Email>,
    pub address: Option<Address>,
    /// Without an address only the asking price has a place to go.
    pub facts: PropertyFacts,
    pub situation: Option<Situation>,
    pub timing: Option<Timing>,
    /// What the seller said.
    pub message: Option<String>,
    /// What somebody noted; becomes a note of whoever imports.
    pub note: Option<String>,
    pub source: Option<LeadSource>,
    pub status: LeadStatus,
    /// There exactly when the status is dead.
    pub dead_reason: Option<DeadReason>,
    pub status_note: Option<String>,
    /// Email or name of the member.
    pub owner: Option<String>,
    pub created: Option<Moment>,
    /// Names of tags, of the lead and of what it is about; a noun without any is not in it. Those of a property have a place
    /// to go with an address only, as its facts do.
    pub tags: BTreeMap<Noun, Vec<String>>,
    /// What stands in custom fields, of whatever noun.
    pub values: BTreeMap<CustomFieldId, FieldValue>,
}

impl LeadRow {
    /// How the person is called where the file gives no name.
    pub fn display_name(&self) -> String {
        if !self.name.is_empty() {
            return self.name.clone();
        }
        let phone = self.phones.first().map(Phone::display);
        phone.or_else(|| self.emails.first().map(ToString::to_string)).unwrap_or_default()
    }
}
