//! Payloads that get no further than the door: kept for admins to see, as far as that cannot be used to fill the disk.

use super::receive::insert;
use super::rows;
use crate::actor::Actor;
use crate::context::Context;
use crate::error::Result;
use crate::events::{self, Subject};
use chrono::{DateTime, DurationRound as _, TimeDelta, Utc};
use entity::inbound_payloads;
use sea_orm::{
    ColumnTrait as _, ConnectionTrait, EntityTrait as _, ExprTrait as _, PaginatorTrait as _,
    QueryFilter as _, Statement,
};
use shared::events::EventKind;
use shared::sources::{InboundState, Media, Refusal, RefusedReason, read_body};
use shared::{InboundPayloadId, OrgId, RequestId, SourceId};

/// Payloads an hour and source that are kept although nobody knows who sent them, and bytes of each.
const UNPROVED: u64 = 20;
const UNPROVED_BODY: usize = 64 * 1024;
/// Bytes that are kept of what is too large.
const TOO_LARGE_BODY: usize = 16 * 1024;
/// Payloads an hour and source that are kept of what a known sender should not have sent.
const PROVED: u64 = 200;

/// Why it goes no further.
pub(super) enum Keep {
    Refused(Refusal),
    /// It came before, word for word or with other content.
    Duplicate {
        first: InboundPayloadId,
        changed: bool,
    },
}

/// Keeps a payload, or counts it where too many came.
pub(super) async fn keep(cx: &Context, mut row: inbound_payloads::Model, keep: Keep) -> Result<()> {
    let mut reason = None;
    match keep {
        Keep::Refused(refusal) => {
            reason = Some(refusal.reason);
            InboundState::Refused.as_str().clone_into(&mut row.state);
            let most = match refusal.reason {
                RefusedReason::TooLarge => TOO_LARGE_BODY,
                reason if reason.is_unproved() => UNPROVED_BODY,
                _ => row.body.len(),
            };
            if row.body.len() > most {
                row.body.truncate(most);
                row.complete = false;
            }
            set(&mut row, refusal);
        }
        Keep::Duplicate { first, changed } => {
            InboundState::Duplicate.as_str().clone_into(&mut row.state);
            if changed {
                set(
                    &mut row,
                    Refusal {
                        reason: RefusedReason::OtherContent,
                        path: None,
                        message: format!("Came before as {first}, with other content. The first one counts."),
                        came: None,
                    },
                );
            }
        }
    }
    row.person = person(cx, &row).await?;
    let context = cx.clone();
    cx.write(move |tx| {
        Box::pin(async move {
            if !has_room(tx, &row, reason).await? {
                return count(tx, &row).await;
            }
            let (org, source) = (OrgId::from_uuid(row.org_id), SourceId::from_uuid(row.source_id));
            let actor = Actor::system(org, RequestId::from_uuid(row.request_id));
            let (payload, at) = (InboundPayloadId::from_uuid(row.id), row.received_at);
            insert(tx, row).await?;
            if let Some(reason) = reason {
                let kind = EventKind::SourcePayloadRefused { payload, reason };
                events::append(&context, tx, &actor, at, Subject::Source(source), kind).await?;
            }
            Ok(())
        })
    })
    .await
}

/// Writes a refusal into a row.
pub(super) fn set(row: &mut inbound_payloads::Model, refusal: Refusal) {
    let clean = |text: String| text.chars().filter(|c| *c != '\0').collect::<String>();
    row.reason = Some(refusal.reason.as_str().to_owned());
    row.message = Some(clean(refusal.message));
    row.path = refusal.path.map(clean);
    row.came = refusal.came.map(clean);
}

/// Whom it is about, as far as the mapping can tell.
async fn person(cx: &Context, row: &inbound_payloads::Model) -> Result<Option<String>> {
    let media = row.media.as_deref().and_then(Media::from_word).filter(|_| row.complete);
    let Some(value) = media.and_then(|media| read_body(media, &row.body).ok()) else { return Ok(None) };
    let Some(mapping) = rows::newest_mapping(cx.db().read(), row.org_id, row.source_id).await? else {
        return Ok(None);
    };
    Ok(super::map::person(&rows::mapping_of(&mapping)?.apply(&value, &[])))
}

fn hour(at: DateTime<Utc>) -> DateTime<Utc> {
    at.duration_trunc(TimeDelta::hours(1)).unwrap_or(at)
}

/// Whether one more may be kept in this hour. What a source that is switched off refuses are leads: they are kept like
/// those that are taken, each once, because a sender that is refused tries again.
async fn has_room(
    tx: &impl ConnectionTrait,
    row: &inbound_payloads::Model,
    reason: Option<RefusedReason>,
) -> Result<bool> {
    use inbound_payloads::Column as C;
    if reason == Some(RefusedReason::SwitchedOff) {
        let refused = inbound_payloads::Entity::find()
            .filter(C::OrgId.eq(row.org_id))
            .filter(C::SourceId.eq(row.source_id))
            .filter(C::State.eq(InboundState::Refused.as_str()))
            .filter(C::Reason.eq(RefusedReason::SwitchedOff.as_str()));
        let same = match &row.provider_id {
            Some(name) => refused.filter(C::ProviderId.is_not_null()).filter(C::ProviderId.eq(name.as_str())),
            None => refused.filter(C::BodyHash.eq(row.body_hash.clone())),
        };
        return Ok(same.count(tx).await? == 0);
    }
    let unproved: Vec<&str> = RefusedReason::ALL
        .iter()
        .filter(|reason| reason.is_unproved())
        .map(|reason| reason.as_str())
        .collect();
    let kept = inbound_payloads::Entity::find()
        .filter(C::OrgId.eq(row.org_id))
        .filter(C::SourceId.eq(row.source_id))
        .filter(C::ReceivedAt.gte(hour(row.received_at)));
    let (kept, most) = if reason.is_some_and(RefusedReason::is_unproved) {
        (kept.filter(C::Reason.is_in(unproved)), UNPROVED)
    } else {
        let states = [InboundState::Refused, InboundState::Duplicate].map(InboundState::as_str);
        let others = unproved.into_iter().chain([RefusedReason::SwitchedOff.as_str()]);
        let proved = C::Reason.is_null().or(C::Reason.is_not_in(others));
        (kept.filter(C::State.is_in(states)).filter(proved).filter(C::JobId.is_null()), PROVED)
    };
    Ok(kept.count(tx).await? < most)
}

async fn count(tx: &impl ConnectionTrait, row: &inbound_payloads::Model) -> Result<()> {
    let sql = "INSERT INTO source_drops (org_id, source_id, hour, payloads) VALUES ($1, $2, $3, 1) \
               ON CONFLICT (org_id, source_id, hour) DO UPDATE SET payloads = source_drops.payloads + 1";
    let values = [row.org_id.into(), row.source_id.into(), hour(row.received_at).into()];
    tx.execute_raw(Statement::from_sql_and_values(tx.get_database_backend(), sql, values)).await?;
    Ok(())
}
