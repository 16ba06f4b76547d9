//! Rows of sources and payloads: found within their organization, and as screens see them.

use crate::actor::Actor;
use crate::error::{Error, Result};
use chrono::{DateTime, Utc};
use entity::{inbound_payloads, source_mappings, sources};
use sea_orm::sea_query::LockType;
use sea_orm::{
    ColumnTrait as _, ConnectionTrait, DatabaseBackend, EntityTrait as _, FromQueryResult, QueryFilter as _,
    QueryOrder as _, QuerySelect as _,
};
use shared::leads::LeadSource;
use shared::sources::{
    IdFrom, InboundState, InboundSummary, Mapping, Refusal, RefusedReason, SourceState, Verification,
};
use shared::{InboundPayloadId, LeadId, SourceId};
use uuid::Uuid;

/// A source of the actor's organization that was not deleted.
pub(super) async fn own(
    db: &impl ConnectionTrait,
    actor: &Actor,
    source: SourceId,
    lock: bool,
) -> Result<sources::Model> {
    let mut query = sources::Entity::find_by_id((actor.org().uuid(), source.uuid()))
        .filter(sources::Column::DeletedAt.is_null());
    if lock && db.get_database_backend() == DatabaseBackend::Postgres {
        query = query.lock(LockType::NoKeyUpdate);
    }
    query.one(db).await?.ok_or(Error::NotFound("the source"))
}

/// A payload of the actor's organization, through a source that was not deleted.
pub(super) async fn own_payload(
    db: &impl ConnectionTrait,
    actor: &Actor,
    payload: InboundPayloadId,
    lock: bool,
) -> Result<(inbound_payloads::Model, sources::Model)> {
    let row = payload_row(db, actor.org().uuid(), payload.uuid(), lock).await?;
    let row = row.ok_or(Error::NotFound("the payload"))?;
    let source = own(db, actor, SourceId::from_uuid(row.source_id), false)
        .await
        .map_err(|_| Error::NotFound("the payload"))?;
    Ok((row, source))
}

/// A payload, whatever became of its source.
pub(super) async fn payload_row(
    db: &impl ConnectionTrait,
    org: Uuid,
    payload: Uuid,
    lock: bool,
) -> Result<Option<inbound_payloads::Model>> {
    let mut query = inbound_payloads::Entity::find_by_id((org, payload));
    if lock && db.get_database_backend() == DatabaseBackend::Postgres {
        query = query.lock(LockType::NoKeyUpdate);
    }
    Ok(query.one(db).await?)
}

/// The newest saved mapping of a source.
pub(super) async fn newest_mapping(
    db: &impl ConnectionTrait,
    org: Uuid,
    source: Uuid,
) -> Result<Option<source_mappings::Model>> {
    Ok(source_mappings::Entity::find()
        .filter(source_mappings::Column::OrgId.eq(org))
        .filter(source_mappings::Column::SourceId.eq(source))
        .order_by_desc(source_mappings::Column::Version)
        .one(db)
        .await?)
}

pub(super) fn mapping_of(row: &source_mappings::Model) -> Result<Mapping> {
    Ok(serde_json::from_value(row.mapping.clone())?)
}

pub(super) fn version_of(stored: i32) -> u32 {
    u32::try_from(stored).unwrap_or(0)
}

fn unknown(word: &str) -> Error {
    Error::internal(format!("{word} is no word of a source"))
}

pub(super) fn verification_of(row: &sources::Model) -> Result<Verification> {
    Ok(serde_json::from_value(row.verification.clone())?)
}

pub(super) fn id_from(row: &sources::Model) -> Result<IdFrom> {
    Ok(serde_json::from_value(row.id_from.clone())?)
}

pub(super) fn lead_source(row: &sources::Model) -> Result<LeadSource> {
    LeadSource::from_word(&row.lead_source).ok_or_else(|| unknown(&row.lead_source))
}

pub(super) fn source_state(row: &sources::Model) -> Result<SourceState> {
    SourceState::from_word(&row.state).ok_or_else(|| unknown(&row.state))
}

pub(super) fn is_enabled(row: &sources::Model) -> bool {
    row.state == SourceState::Enabled.as_str()
}

/// A payload without its body and headers.
#[derive(Debug, Clone, FromQueryResult)]
pub(super) struct Listed {
    pub id: Uuid,
    pub source_id: Uuid,
    pub received_at: DateTime<Utc>,
    pub media: Option<String>,
    pub size: i64,
    pub complete: bool,
    pub state: String,
    pub reason: Option<String>,
    pub message: Option<String>,
    pub path: Option<String>,
    pub came: Option<String>,
    pub provider_id: Option<String>,
    pub person: Option<String>,
    pub mapping_version: Option<i32>,
    pub lead_id: Option<Uuid>,
    pub joined: bool,
    pub edited_at: Option<DateTime<Utc>>,
}

impl Listed {
    /// What is read of the table.
    pub(super) const COLUMNS: [inbound_payloads::Column; 17] = {
        use inbound_payloads::Column as C;
        [
            C::Id,
            C::SourceId,
            C::ReceivedAt,
            C::Media,
            C::Size,
            C::Complete,
            C::State,
            C::Reason,
            C::Message,
            C::Path,
            C::Came,
            C::ProviderId,
            C::Person,
            C::MappingVersion,
            C::LeadId,
            C::Joined,
            C::EditedAt,
        ]
    };
}

impl From<&inbound_payloads::Model> for Listed {
    fn from(row: &inbound_payloads::Model) -> Self {
        Self {
            id: row.id,
            source_id: row.source_id,
            received_at: row.received_at,
            media: row.media.clone(),
            size: row.size,
            complete: row.complete,
            state: row.state.clone(),
            reason: row.reason.clone(),
            message: row.message.clone(),
            path: row.path.clone(),
            came: row.came.clone(),
            provider_id: row.provider_id.clone(),
            person: row.person.clone(),
            mapping_version: row.mapping_version,
            lead_id: row.lead_id,
            joined: row.joined,
            edited_at: row.edited_at,
        }
    }
}

/// The state of a stored word.
pub(super) fn state_of(word: &str) -> Result<InboundState> {
    InboundState::from_word(word).ok_or_else(|| unknown(word))
}

/// Why a payload was refused, or counts as one that came before with other content.
pub(super) fn refusal_of(row: &Listed) -> Result<Option<Refusal>> {
    let Some(word) = row.reason.as_deref() else { return Ok(None) };
    let reason = RefusedReason::from_word(word).ok_or_else(|| unknown(word))?;
    Ok(Some(Refusal {
        reason,
        path: row.path.clone(),
        message: row.message.clone().unwrap_or_default(),
        came: row.came.clone(),
    }))
}

/// Whether a payload may be mapped again as it is: its sender is known, and all of it is there.
pub(super) fn is_replayable(row: &Listed) -> Result<bool> {
    let proved = refusal_of(row)?.is_some_and(|refusal| !refusal.reason.is_unproved());
    let whole = proved && row.complete && row.media.is_some();
    Ok(state_of(&row.state)? == InboundState::Refused && (whole || row.edited_at.is_some()))
}

/// A payload as a list shows it.
pub(super) fn summary(row: &Listed) -> Result<InboundSummary> {
    let state = state_of(&row.state)?;
    Ok(InboundSummary {
        id: InboundPayloadId::from_uuid(row.id),
        source: SourceId::from_uuid(row.source_id),
        received_at: row.received_at,
        state,
        person: row.person.clone(),
        refusal: refusal_of(row)?,
        provider_id: row.provider_id.clone(),
        lead: row.lead_id.map(LeadId::from_uuid),
        joined: row.joined,
        mapping_version: row.mapping_version.map(version_of),
        edited: row.edited_at.is_some(),
        size: u64::try_from(row.size).unwrap_or(0),
        complete: row.complete,
        replayable: is_replayable(row)?,
        editable: state == InboundState::Refused,
    })
}
