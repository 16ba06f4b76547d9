//! What a change does to some leads, by sets.

use super::{Before, Outcome, Was, ids, may_give, status as status_of};
use crate::actor::Actor;
use crate::context::Context;
use crate::error::{Error, Result};
use crate::events::{self, NewEvent, Subject};
use crate::leads::{NEVER, Sql, deletion, marks};
use entity::leads;
use sea_orm::ConnectionTrait;
use shared::events::EventKind;
use shared::fields::Noun;
use shared::leads::{DeadReason, LeadStatus, StatusChange};
use shared::tags::Tag;
use shared::{LeadId, MemberId, TagId};

/// Takes one step of the status machine where it is allowed.
pub(super) async fn status(
    cx: &Context,
    tx: &impl ConnectionTrait,
    actor: &Actor,
    rows: &[leads::Model],
    change: &StatusChange,
    outcome: &mut Outcome,
) -> Result<()> {
    let now = cx.now();
    let mut allowed = Vec::new();
    let mut events = Vec::new();
    for row in rows {
        let from = status_of(row)?;
        if from == change.to {
            outcome.same += 1;
            continue;
        }
        if let Err(error) = change.check(from) {
            outcome.refuse(error.message);
            continue;
        }
        let kind = EventKind::LeadStatusChanged {
            from,
            to: change.to,
            reason: change.reason,
            note: change.note.clone(),
        };
        events.push(event(cx, actor, row, kind));
        let reason = row.dead_reason.as_deref().and_then(DeadReason::from_word);
        let answered = row.first_response_at.is_some();
        outcome.before.push(Before {
            lead: LeadId::from_uuid(row.id),
            version: row.version + 1,
            was: Was::Status { status: from, reason, note: row.status_note.clone(), answered },
        });
        allowed.push(row);
    }
    // Leaving `new` is a first answer; a closed lead waits for nobody.
    for new in [true, false] {
        let group: Vec<&leads::Model> =
            allowed.iter().copied().filter(|row| (row.status == LeadStatus::New.as_str()) == new).collect();
        if group.is_empty() {
            continue;
        }
        let mut sql = Sql::new("UPDATE leads SET status = ");
        sql.bind(change.to.as_str());
        sql.push(", dead_reason = ").bind(change.reason.map(DeadReason::as_str));
        sql.push(", status_note = ").bind(change.note.clone());
        if new {
            sql.push(", first_response_at = coalesce(first_response_at, ").bind(now).push(")");
        }
        if new || !change.to.is_open() {
            sql.push(", waiting_until = ").bind(NEVER);
        } else {
            sql.push(", waiting_until = CASE WHEN first_response_at IS NULL THEN respond_by ELSE ");
            sql.bind(NEVER).push(" END");
        }
        sql.push(", last_activity_at = CASE WHEN last_activity_at > ").bind(now);
        sql.push(" THEN last_activity_at ELSE ").bind(now).push(" END");
        finish(tx, sql, cx, &group).await?;
    }
    events::append_all(cx, tx, &events).await
}

/// Gives leads to a member, or to nobody.
pub(super) async fn owner(
    cx: &Context,
    tx: &impl ConnectionTrait,
    actor: &Actor,
    rows: &[leads::Model],
    owner: Option<MemberId>,
    outcome: &mut Outcome,
) -> Result<()> {
    let mut given = Vec::new();
    let mut events = Vec::new();
    for row in rows {
        let from = row.owner_id.map(MemberId::from_uuid);
        if from == owner {
            outcome.same += 1;
        } else if let Err(words) = may_give(actor, row, owner) {
            outcome.refuse(words);
        } else {
            events.push(event(cx, actor, row, EventKind::LeadAssigned { from, to: owner, rule: None }));
            let was = Was::Owner(from);
            outcome.before.push(Before { lead: LeadId::from_uuid(row.id), version: row.version + 1, was });
            given.push(row);
        }
    }
    if !given.is_empty() {
        let mut sql = Sql::new("UPDATE leads SET owner_id = ");
        sql.bind(owner.map(MemberId::uuid));
        finish(tx, sql, cx, &given).await?;
    }
    events::append_all(cx, tx, &events).await
}

/// Adds tags and takes tags away. The version of a lead stays, as when one lead is tagged.
pub(super) async fn tags(
    cx: &Context,
    tx: &impl ConnectionTrait,
    actor: &Actor,
    rows: &[leads::Model],
    (add, remove): (&[Tag], &[TagId]),
    outcome: &mut Outcome,
) -> Result<()> {
    for row in rows {
        match marks::tag(cx, tx, actor, row, (Noun::Lead, row.id), add, remove).await {
            Ok(None) => outcome.same += 1,
            Ok(Some((added, removed))) => {
                let ids = |tags: Vec<Tag>| tags.into_iter().map(|tag| tag.id).collect();
                let was = Was::Tags { added: ids(added), removed: ids(removed) };
                outcome.before.push(Before { lead: LeadId::from_uuid(row.id), version: row.version, was });
            }
            Err(Error::Invalid(errors)) => {
                outcome
                    .refuse(errors.first().map_or("It has too many tags.", |error| error.message.as_str()));
            }
            Err(error) => return Err(error),
        }
    }
    Ok(())
}

/// Sets leads aside.
pub(super) async fn delete(
    cx: &Context,
    tx: &impl ConnectionTrait,
    actor: &Actor,
    rows: &[leads::Model],
    outcome: &mut Outcome,
) -> Result<()> {
    if rows.is_empty() {
        return Ok(());
    }
    outcome.before.extend(rows.iter().map(|row| Before {
        lead: LeadId::from_uuid(row.id),
        version: row.version + 1,
        was: Was::Standing {},
    }));
    deletion::set_aside(cx, tx, actor, &rows.iter().collect::<Vec<_>>()).await
}

/// The end of an update that is an edit of the lead.
pub(in crate::leads) async fn finish(
    tx: &impl ConnectionTrait,
    mut sql: Sql,
    cx: &Context,
    rows: &[&leads::Model],
) -> Result<()> {
    let Some(first) = rows.first() else { return Ok(()) };
    sql.push(", updated_at = ")
        .bind(cx.now())
        .push(", version = version + 1 WHERE org_id = ")
        .bind(first.org_id);
    sql.push(" AND id IN ").bind_all(ids(rows));
    tx.execute_raw(sql.statement(tx.get_database_backend())).await?;
    Ok(())
}

pub(in crate::leads) fn event(cx: &Context, actor: &Actor, row: &leads::Model, kind: EventKind) -> NewEvent {
    let subject = Subject::Lead(LeadId::from_uuid(row.id));
    NewEvent { actor: actor.clone(), subject, kind, at: cx.now() }
}
