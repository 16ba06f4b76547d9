//! Taking a change of many leads back, lead by lead, where nobody has changed them since.

use super::{Before, CHUNK, KEPT, Was, apply, locked, status};
use crate::actor::Actor;
use crate::context::Context;
use crate::error::{Error, Result};
use crate::events::{self, NewEvent};
use crate::leads::{NEVER, Sql, deletion, marks};
use crate::tags;
use entity::{bulk_changes, leads};
use sea_orm::ActiveValue::Set;
use sea_orm::{
    ActiveModelTrait as _, ConnectionTrait, DatabaseBackend, EntityTrait as _, IntoActiveModel as _,
    QuerySelect as _,
};
use shared::events::EventKind;
use shared::fields::Noun;
use shared::leads::{BulkUndone, DeadReason};
use shared::roles::Permission;
use shared::tags::Tag;
use shared::{BulkChangeId, LeadId, MemberId};
use std::collections::HashMap;

/// Puts every lead back that nobody changed since; the status machine is not asked, because the lead was there before.
///
/// Errors: [`Error::Forbidden`]; [`Error::NotFound`] for a change of somebody else, or one that is older than a day;
/// [`Error::Conflict`] when it was taken back already.
pub async fn undo(cx: &Context, actor: &Actor, change: BulkChangeId) -> Result<BulkUndone> {
    let me = actor.require_member(Permission::WorkLeads)?;
    let (cx_in, actor) = (cx.clone(), actor.clone());
    cx.write(move |tx| {
        Box::pin(async move {
            let now = cx_in.now();
            let mut query = bulk_changes::Entity::find_by_id((actor.org().uuid(), change.uuid()));
            if tx.get_database_backend() == DatabaseBackend::Postgres {
                query = query.lock_exclusive();
            }
            let row =
                query.one(tx).await?.filter(|row| row.member_id == me.uuid() && row.created_at > now - KEPT);
            let row = row.ok_or(Error::NotFound("the change"))?;
            if row.undone_at.is_some() {
                return Err(Error::Conflict("This change was taken back already.".to_owned()));
            }
            let before: Vec<Before> = serde_json::from_value(row.before.clone())?;
            let mut done = BulkUndone { restored: 0, kept: 0 };
            for chunk in before.chunks(CHUNK) {
                let ids: Vec<LeadId> = chunk.iter().map(|before| before.lead).collect();
                let rows = if chunk.iter().any(|before| matches!(before.was, Was::Standing {})) {
                    actor.require(Permission::DeleteLeads)?;
                    deletion::locked(tx, actor.org(), &ids).await?
                } else {
                    locked(tx, actor.org(), &ids).await?
                };
                let rows: HashMap<LeadId, leads::Model> =
                    rows.into_iter().map(|row| (LeadId::from_uuid(row.id), row)).collect();
                let restored = restore(&cx_in, tx, &actor, &rows, chunk).await?;
                done.restored += restored;
                done.kept += u64::try_from(chunk.len()).unwrap_or(u64::MAX) - restored;
            }
            let mut row = row.into_active_model();
            row.undone_at = Set(Some(now));
            row.update(tx).await?;
            Ok(done)
        })
    })
    .await
}

async fn restore(
    cx: &Context,
    tx: &impl ConnectionTrait,
    actor: &Actor,
    rows: &HashMap<LeadId, leads::Model>,
    before: &[Before],
) -> Result<u64> {
    let all = tags::all(tx, actor.org()).await?;
    let mut events: Vec<NewEvent> = Vec::new();
    let mut deleted: Vec<&leads::Model> = Vec::new();
    let mut restored = 0;
    for before in before {
        let Some(row) = rows.get(&before.lead).filter(|row| row.version == before.version) else { continue };
        match &before.was {
            Was::Status { status: was, reason, note, answered } => {
                let waits = was.is_open() && !answered;
                let mut sql = Sql::new("UPDATE leads SET status = ");
                sql.bind(was.as_str()).push(", dead_reason = ").bind(reason.map(DeadReason::as_str));
                sql.push(", status_note = ").bind(note.clone());
                if !answered {
                    sql.push(", first_response_at = NULL");
                }
                sql.push(", waiting_until = ").bind(if waits { row.respond_by } else { NEVER });
                apply::finish(tx, sql, cx, &[row]).await?;
                let (from, to) = (status(row)?, *was);
                let kind = EventKind::LeadStatusChanged { from, to, reason: *reason, note: note.clone() };
                events.push(apply::event(cx, actor, row, kind));
            }
            Was::Owner(owner) => {
                let mut sql = Sql::new("UPDATE leads SET owner_id = ");
                sql.bind(owner.map(MemberId::uuid));
                apply::finish(tx, sql, cx, &[row]).await?;
                let from = row.owner_id.map(MemberId::from_uuid);
                events.push(apply::event(
                    cx,
                    actor,
                    row,
                    EventKind::LeadAssigned { from, to: *owner, rule: None },
                ));
            }
            Was::Tags { added, removed } => {
                let back: Vec<Tag> = all.iter().filter(|tag| removed.contains(&tag.id)).cloned().collect();
                marks::tag(cx, tx, actor, row, (Noun::Lead, row.id), &back, added).await?;
            }
            Was::Standing {} => deleted.push(row),
        }
        restored += 1;
    }
    events::append_all(cx, tx, &events).await?;
    deletion::bring_back(cx, tx, actor, &deleted).await?;
    Ok(restored)
}
