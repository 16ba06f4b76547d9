//! An event as it was read.

use super::Position;
use crate::error::Result;
use chrono::{DateTime, Utc};
use entity::events;
use shared::events::{EventKind, LiveEvent};
use shared::{EventId, LeadId, MemberId, OrgId, RequestId};
use uuid::Uuid;

/// One entry of the log.
#[derive(Debug, Clone, PartialEq)]
pub struct StoredEvent {
    pub position: Position,
    pub org: OrgId,
    pub id: EventId,
    pub kind: EventKind,
    /// `member`, `visitor` or `system`.
    pub actor_kind: String,
    pub actor: Option<MemberId>,
    pub subject_kind: String,
    pub subject: Uuid,
    pub correlation: RequestId,
    pub at: DateTime<Utc>,
}

impl StoredEvent {
    /// Reads a row; an event whose payload no longer parses is a fault that must be seen.
    pub(crate) fn from_row(row: events::Model) -> Result<Self> {
        Ok(Self {
            position: Position { tx: row.tx, seq: row.seq },
            org: OrgId::from_uuid(row.org_id),
            id: EventId::from_uuid(row.id),
            kind: serde_json::from_value(row.payload)?,
            actor_kind: row.actor_kind,
            actor: row.actor_id.map(MemberId::from_uuid),
            subject_kind: row.subject_kind,
            subject: row.subject_id,
            correlation: RequestId::from_uuid(row.correlation_id),
            at: row.at,
        })
    }

    /// The lead it is about, if it is about one.
    pub fn lead(&self) -> Option<LeadId> {
        (self.subject_kind == "lead").then(|| LeadId::from_uuid(self.subject))
    }

    /// What open screens are told.
    pub fn to_live(&self) -> LiveEvent {
        LiveEvent {
            id: self.id,
            position: self.position.to_string(),
            name: self.kind.name().to_owned(),
            lead: self.lead(),
        }
    }
}
