//! Who else has a lead open. Nothing of it is kept: it is said again and again, and forgotten when it is not.

use crate::ids::{LeadId, MemberId};
use crate::leads::Edited;
use serde::{Deserialize, Serialize};

/// How often an open page says so, in seconds.
pub const BEAT_SECONDS: u32 = 20;
/// After how many seconds without a word somebody is gone.
pub const GONE_SECONDS: i64 = 45;

/// Somebody who has a lead open, in however many tabs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Present {
    pub member: MemberId,
    pub name: String,
    /// What stands in an open input there.
    pub editing: Vec<Edited>,
}

/// Everybody who has a lead open, by name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LeadPresence {
    pub lead: LeadId,
    pub present: Vec<Present>,
}
