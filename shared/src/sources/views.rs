//! What the screen of sources shows.

use super::apply::Refusal;
use super::body::Media;
use super::input::{IdFrom, Verification};
use super::mapping::Mapping;
use super::states::{InboundState, SourceState};
use crate::fields::CustomField;
use crate::ids::{InboundPayloadId, LeadId, SourceId};
use crate::leads::LeadSource;
use crate::paging::Slice;
use crate::webhooks::{Header, SecretView};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// A source in the list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SourceSummary {
    pub id: SourceId,
    pub name: String,
    pub slug: String,
    pub state: SourceState,
    pub verification: Verification,
    pub lead_source: LeadSource,
    /// The saved mapping; none while payloads wait for the first one.
    pub mapping_version: Option<u32>,
    pub today: Today,
    /// Payloads that wait for a mapping or for their turn.
    pub waiting: u64,
    /// Refused payloads that are kept.
    pub refused: u64,
    pub last_received_at: Option<DateTime<Utc>>,
}

/// Payloads since midnight where the organization is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Today {
    /// All that came, refused ones included that were only counted.
    pub received: u64,
    pub new_leads: u64,
    /// Added to a lead that was there.
    pub joined: u64,
    /// Came before.
    pub duplicates: u64,
    pub refused: u64,
}

/// A source with everything an admin sets.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Source {
    pub summary: SourceSummary,
    /// Where payloads are sent to. Part of it is secret.
    pub address: String,
    pub id_from: IdFrom,
    /// None where the address is the secret.
    pub secret: Option<SecretView>,
    /// Counts as well until `until`.
    pub previous_secret: Option<SecretView>,
    /// The newest saved one.
    pub mapping: Option<MappingVersion>,
    /// What the organization added to what leads have, archived ones too.
    #[serde(default)]
    pub fields: Vec<CustomField>,
    pub created_at: DateTime<Utc>,
    pub version: i64,
}

/// A saved mapping.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MappingVersion {
    /// From 1.
    pub version: u32,
    pub mapping: Mapping,
    pub saved_at: DateTime<Utc>,
    /// Name of the member.
    pub saved_by: Option<String>,
}

/// What saving a mapping did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct SavedMapping {
    pub version: u32,
    /// Payloads that waited for the first mapping and are mapped now.
    pub released: u64,
}

/// A source that was just made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CreatedSource {
    pub id: SourceId,
    pub secret: SourceSecret,
}

/// The secret of a source, readable: the sender needs it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SourceSecret {
    pub address: String,
    /// None where the address is the secret.
    pub secret: Option<String>,
    /// Until then the one before counts as well.
    pub previous_until: Option<DateTime<Utc>>,
}

/// Which payloads a list should hold.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct InboundQuery {
    pub state: Option<InboundState>,
    /// [`Slice::next`] of the page before.
    pub after: Option<String>,
    /// Rows a page holds; at most [`crate::paging::MAX_LIMIT`].
    pub limit: Option<u16>,
}

/// Some payloads, newest first.
pub type InboundPage = Slice<InboundSummary>;

/// A payload as a list shows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct InboundSummary {
    pub id: InboundPayloadId,
    pub source: SourceId,
    pub received_at: DateTime<Utc>,
    pub state: InboundState,
    /// Whom it is about, as far as it could be read.
    pub person: Option<String>,
    /// Why it was refused or came before.
    pub refusal: Option<Refusal>,
    /// What the sender calls it.
    pub provider_id: Option<String>,
    pub lead: Option<LeadId>,
    /// The lead was there before.
    pub joined: bool,
    /// The mapping that was used last.
    pub mapping_version: Option<u32>,
    /// A member changed its body.
    pub edited: bool,
    /// Bytes of the body as it came.
    pub size: u64,
    /// The whole body is kept.
    pub complete: bool,
    /// May be mapped again as it is.
    pub replayable: bool,
    /// May be mapped again after a member looked at its body.
    pub editable: bool,
}

/// A payload with everything that is kept of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct InboundPayload {
    pub summary: InboundSummary,
    /// Signatures and passwords are masked.
    pub headers: Vec<Header>,
    /// None when it is neither JSON nor a form.
    pub media: Option<Media>,
    /// As it came; what is no text is replaced. [`super::read_body`] makes values of it.
    pub body: String,
    pub edited: Option<EditedBody>,
    /// Address it came from.
    pub ip: Option<String>,
}

/// A body that a member changed; the original stays beside it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EditedBody {
    /// JSON.
    pub body: String,
    pub at: DateTime<Utc>,
    /// Name of the member.
    pub by: Option<String>,
}

/// What a payload would do under a mapping. Nothing is saved.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Preview {
    /// What would refuse it.
    pub refusals: Vec<Refusal>,
    /// None when it would be refused.
    pub would: Option<Foreseen>,
}

/// What an accepted payload would become.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Foreseen {
    pub contact: ForeseenContact,
    /// None when no address was sent.
    pub property: Option<ForeseenProperty>,
    pub lead: ForeseenLead,
    pub source: LeadSource,
}

/// Who it would be about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "type")]
pub enum ForeseenContact {
    Known {
        name: String,
        by: KnownBy,
        /// A lead of this person, to look at.
        lead: Option<LeadId>,
        /// A phone number or email nobody knew of this person.
        learns: bool,
    },
    New {
        name: String,
    },
}

/// What somebody is recognised by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum KnownBy {
    Phone,
    Email,
}

/// Which house it would be about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "type")]
pub enum ForeseenProperty {
    Known { place: String },
    New { place: String },
}

/// Which lead it would be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "type")]
pub enum ForeseenLead {
    New,
    /// The open lead about the same person and house moves up.
    Joins {
        lead: LeadId,
    },
}

/// Whether a refused payload would pass under a mapping that is not saved yet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Verdict {
    pub payload: InboundPayloadId,
    /// Why not; none means it would pass.
    pub refusal: Option<Refusal>,
}
