//! Leads that were deleted and can be restored.

use super::LeadStatus;
use crate::ids::LeadId;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// A deleted lead.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeletedLead {
    pub id: LeadId,
    pub name: String,
    /// Street and city, when they are known.
    pub place: Option<String>,
    /// Where it stood, and stands again when it is restored.
    pub status: LeadStatus,
    /// The name of whoever deleted it.
    pub by: String,
    pub at: DateTime<Utc>,
}

/// Deleted leads, those that were deleted last first.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeletedPage {
    pub rows: Vec<DeletedLead>,
    /// The last of them, when there are older ones.
    pub older: Option<LeadId>,
}
