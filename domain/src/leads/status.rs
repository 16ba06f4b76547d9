//! Changing where a lead stands.

use super::NEVER;
use super::rows::{self, status_of};
use crate::actor::Actor;
use crate::context::Context;
use crate::error::{Error, Result};
use crate::events::{self, Subject};
use chrono::{DateTime, Utc};
use entity::leads;
use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::Expr;
use sea_orm::{
    ColumnTrait as _, ConnectionTrait, DatabaseBackend, EntityTrait as _, QueryFilter as _, QuerySelect as _,
};
use shared::events::EventKind;
use shared::leads::{LeadStatus, LeadSummary, StatusChange, StatusChangeInput};
use shared::roles::Permission;
use shared::{LeadId, OrgId};

/// Takes one step of the status machine. Leaving `new` is a first answer; a closed lead waits for nobody.
///
/// Errors: [`Error::Forbidden`]; [`Error::Invalid`] at `status`, `reason`, `note`; [`Error::NotFound`];
/// [`Error::Conflict`] when the lead is no longer the version that was looked at.
pub async fn change_status(
    cx: &Context,
    actor: &Actor,
    lead: LeadId,
    input: &StatusChangeInput,
) -> Result<LeadSummary> {
    actor.require(Permission::WorkLeads)?;
    let change = input.parse()?;
    let (cx_in, actor_in) = (cx.clone(), actor.clone());
    cx.write(move |tx| {
        Box::pin(async move {
            let row = locked(tx, actor_in.org(), lead).await?;
            check_version(&row, change.version)?;
            let from = status_of(&row.status)?;
            change.check(from).map_err(|error| Error::Invalid(vec![error]))?;
            apply(&cx_in, tx, &actor_in, &row, from, &change).await?;
            rows::summary(tx, actor_in.org(), lead).await
        })
    })
    .await
}

/// Writes an allowed step and its event.
pub(super) async fn apply(
    cx: &Context,
    tx: &impl ConnectionTrait,
    actor: &Actor,
    row: &leads::Model,
    from: LeadStatus,
    change: &StatusChange,
) -> Result<()> {
    let now = cx.now();
    let first_response_at =
        if from == LeadStatus::New { row.first_response_at.or(Some(now)) } else { row.first_response_at };
    let waits = change.to.is_open() && first_response_at.is_none();
    let update = leads::ActiveModel {
        seq: Set(row.seq),
        status: Set(change.to.as_str().to_owned()),
        dead_reason: Set(change.reason.map(|reason| reason.as_str().to_owned())),
        status_note: Set(change.note.clone()),
        first_response_at: Set(first_response_at),
        waiting_until: Set(if waits { row.respond_by } else { NEVER }),
        last_activity_at: Set(later(now, row.last_activity_at)),
        updated_at: Set(now),
        version: Set(row.version + 1),
        ..Default::default()
    };
    leads::Entity::update(update).validate()?.filter(leads::Column::OrgId.eq(row.org_id)).exec(tx).await?;
    let kind = EventKind::LeadStatusChanged {
        from,
        to: change.to,
        reason: change.reason,
        note: change.note.clone(),
    };
    events::append(cx, tx, actor, now, Subject::Lead(LeadId::from_uuid(row.id)), kind).await?;
    Ok(())
}

/// Clocks may step back; what was last stays last.
fn later(now: DateTime<Utc>, before: DateTime<Utc>) -> DateTime<Utc> {
    Ord::max(now, before)
}

/// The row of a lead that is about to change, locked where the database has row locks.
pub(super) async fn locked(tx: &impl ConnectionTrait, org: OrgId, lead: LeadId) -> Result<leads::Model> {
    let mut query = leads::Entity::find()
        .filter(leads::Column::OrgId.eq(org.uuid()))
        .filter(leads::Column::Id.eq(lead.uuid()));
    if tx.get_database_backend() == DatabaseBackend::Postgres {
        query = query.lock_exclusive();
    }
    let row = query.one(tx).await?.ok_or(Error::NotFound("the lead"))?;
    if row.set_aside {
        return Err(rows::gone(tx, org, lead).await?);
    }
    Ok(row)
}

/// Refuses to change a lead that is no longer what was looked at.
pub(super) fn check_version(row: &leads::Model, seen: i64) -> Result<()> {
    if row.version == seen {
        return Ok(());
    }
    Err(Error::Conflict(
        "Somebody changed this lead meanwhile. Look at it again, then repeat your change.".to_owned(),
    ))
}

/// Notes that something was done on a lead. An answer to the seller also stops the clock.
pub(super) async fn touch(
    tx: &impl ConnectionTrait,
    row: &leads::Model,
    now: DateTime<Utc>,
    answered: bool,
) -> Result<()> {
    let mut update = leads::Entity::update_many()
        .col_expr(leads::Column::LastActivityAt, Expr::value(later(now, row.last_activity_at)))
        .col_expr(leads::Column::UpdatedAt, Expr::value(now))
        .filter(leads::Column::OrgId.eq(row.org_id))
        .filter(leads::Column::Id.eq(row.id));
    if answered {
        update = update
            .col_expr(leads::Column::FirstResponseAt, Expr::value(row.first_response_at.unwrap_or(now)))
            .col_expr(leads::Column::WaitingUntil, Expr::value(NEVER));
    }
    update.exec(tx).await?;
    Ok(())
}
