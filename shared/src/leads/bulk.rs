//! One change for many leads at once, and taking it back.

use super::{LeadQuery, StatusChangeInput, TagChange};
use crate::ids::{BulkChangeId, LeadId, MemberId};
use serde::{Deserialize, Serialize};

/// Most leads of one change.
pub const MAX_BULK: usize = 10_000;

/// What is done to every lead that was chosen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "change", content = "to")]
pub enum BulkChange {
    /// The version in it is not looked at.
    Status(StatusChangeInput),
    Owner(Option<MemberId>),
    Tags(TagChange),
    /// Takes them out of every list, until they are restored.
    Delete,
}

/// Which leads are changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BulkLeads {
    These(Vec<LeadId>),
    /// All that the query asks for at the moment of the change, on whatever page of them one is.
    Matching(LeadQuery),
}

/// A change as it is sent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BulkInput {
    pub leads: BulkLeads,
    pub change: BulkChange,
}

/// What came of a change.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BulkDone {
    /// What takes it back; `None` when nothing changed.
    pub id: Option<BulkChangeId>,
    /// Leads that are different now.
    pub changed: u64,
    /// Leads that were like that before.
    pub same: u64,
    /// Leads that could not be changed, by the reason in words.
    pub refused: Vec<(String, u64)>,
}

/// What came of taking a change back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct BulkUndone {
    /// Leads that are as they were before.
    pub restored: u64,
    /// Leads that somebody changed since; they stay as they are.
    pub kept: u64,
}
