//! Deleting leads and restoring them. A deleted lead is set aside: it is in no list, count, search or agenda, and nothing
//! of what happened on it is lost. Whoever comes in again after that begins a new lead.

use super::Sql;
use super::bulk::{event, finish};
use super::rows::status_of;
use super::status;
use crate::actor::Actor;
use crate::bulk::{self, Conflict, padded};
use crate::context::Context;
use crate::error::{Error, Result};
use crate::{events, members, merges};
use entity::{deleted_leads, leads};
use sea_orm::ActiveValue::Set;
use sea_orm::{
    ColumnTrait as _, Condition, ConnectionTrait, DatabaseBackend, EntityTrait as _, QueryFilter as _,
    QueryOrder as _, QuerySelect as _,
};
use shared::events::EventKind;
use shared::leads::{DeletedLead, DeletedPage};
use shared::roles::Permission;
use shared::{LeadId, MemberId, OrgId};
use std::collections::{BTreeSet, HashMap};
use uuid::Uuid;

/// Leads of one page.
const ROWS: usize = 50;

/// Rows of `tasks` that are not of a deleted lead, in a condition.
pub(crate) const TASKS_OF_OTHERS: &str = "NOT EXISTS (SELECT 1 FROM deleted_leads d \
     WHERE d.org_id = tasks.org_id AND d.lead_id = tasks.lead_id)";

/// Deleted leads, 50 a page, those that were deleted last first; `older` is [`DeletedPage::older`] of the page before.
///
/// Errors: [`Error::Forbidden`]; [`Error::NotFound`] when `older` is no deleted lead.
pub async fn deleted(cx: &Context, actor: &Actor, older: Option<LeadId>) -> Result<DeletedPage> {
    use deleted_leads::Column as C;
    actor.require(Permission::DeleteLeads)?;
    let (db, org) = (cx.db().read(), actor.org());
    let mut query = deleted_leads::Entity::find().filter(C::OrgId.eq(org.uuid()));
    if let Some(older) = older {
        let last = deleted_leads::Entity::find_by_id((org.uuid(), older.uuid())).one(db).await?;
        let last = last.ok_or(Error::NotFound("the deleted lead"))?;
        query = query.filter(
            Condition::any()
                .add(C::DeletedAt.lt(last.deleted_at))
                .add(Condition::all().add(C::DeletedAt.eq(last.deleted_at)).add(C::LeadId.lt(last.lead_id))),
        );
    }
    let mut found = query
        .order_by_desc(C::DeletedAt)
        .order_by_desc(C::LeadId)
        .limit(u64::try_from(ROWS + 1).unwrap_or(u64::MAX))
        .all(db)
        .await?;
    let more = found.len() > ROWS;
    found.truncate(ROWS);
    let older = found.last().filter(|_| more).map(|row| LeadId::from_uuid(row.lead_id));
    let ids: Vec<Uuid> = found.iter().map(|row| row.lead_id).collect();
    let rows = leads::Entity::find()
        .filter(leads::Column::OrgId.eq(org.uuid()))
        .filter(leads::Column::Id.is_in(padded(ids)))
        .all(db)
        .await?;
    let rows: HashMap<Uuid, leads::Model> = rows.into_iter().map(|row| (row.id, row)).collect();
    let names = members::names(db, org).await?;
    let rows = found
        .into_iter()
        .filter_map(|gone| Some((rows.get(&gone.lead_id)?, gone)))
        .map(|(row, gone)| {
            Ok(DeletedLead {
                id: LeadId::from_uuid(row.id),
                name: row.contact_name.clone(),
                place: row.place.clone(),
                status: status_of(&row.status)?,
                by: names.get(&MemberId::from_uuid(gone.member_id)).cloned().unwrap_or_default(),
                at: gone.deleted_at,
            })
        })
        .collect::<Result<_>>()?;
    Ok(DeletedPage { rows, older })
}

/// Deletes one lead.
///
/// Errors: [`Error::Forbidden`]; [`Error::NotFound`]; [`Error::Conflict`] when it became part of another one.
pub async fn delete(cx: &Context, actor: &Actor, lead: LeadId) -> Result<()> {
    actor.require(Permission::DeleteLeads)?;
    let (cx_in, actor) = (cx.clone(), actor.clone());
    cx.write(move |tx| {
        Box::pin(async move {
            let row = status::locked(tx, actor.org(), lead).await?;
            set_aside(&cx_in, tx, &actor, &[&row]).await
        })
    })
    .await
}

/// Lets a deleted lead stand again, as it was.
///
/// Errors: [`Error::Forbidden`]; [`Error::NotFound`] for what is not deleted.
pub async fn restore(cx: &Context, actor: &Actor, lead: LeadId) -> Result<()> {
    actor.require(Permission::DeleteLeads)?;
    let (cx_in, actor) = (cx.clone(), actor.clone());
    cx.write(move |tx| {
        Box::pin(async move {
            let rows = locked(tx, actor.org(), &[lead]).await?;
            if rows.is_empty() {
                return Err(Error::NotFound("the deleted lead"));
            }
            bring_back(&cx_in, tx, &actor, &rows.iter().collect::<Vec<_>>()).await
        })
    })
    .await
}

/// Whether a lead is deleted.
pub(crate) async fn is_deleted(db: &impl ConnectionTrait, org: OrgId, lead: LeadId) -> Result<bool> {
    Ok(deleted_leads::Entity::find_by_id((org.uuid(), lead.uuid())).one(db).await?.is_some())
}

/// The deleted ones of some leads, in the order in which everybody locks them.
pub(super) async fn locked(
    tx: &impl ConnectionTrait,
    org: OrgId,
    ids: &[LeadId],
) -> Result<Vec<leads::Model>> {
    let ids: Vec<Uuid> = ids.iter().map(|id| id.uuid()).collect();
    let deleted: Vec<Uuid> = deleted_leads::Entity::find()
        .select_only()
        .column(deleted_leads::Column::LeadId)
        .filter(deleted_leads::Column::OrgId.eq(org.uuid()))
        .filter(deleted_leads::Column::LeadId.is_in(padded(ids)))
        .into_tuple()
        .all(tx)
        .await?;
    let mut query = leads::Entity::find()
        .filter(leads::Column::OrgId.eq(org.uuid()))
        .filter(leads::Column::Id.is_in(padded(deleted)))
        .order_by_asc(leads::Column::Id);
    if tx.get_database_backend() == DatabaseBackend::Postgres {
        query = query.lock_exclusive();
    }
    // Whoever waited for the lock may have been slower than somebody who restored it.
    Ok(query.all(tx).await?.into_iter().filter(|row| row.set_aside).collect())
}

/// Sets leads that stand aside.
pub(super) async fn set_aside(
    cx: &Context,
    tx: &impl ConnectionTrait,
    actor: &Actor,
    rows: &[&leads::Model],
) -> Result<()> {
    let member = actor.require_member(Permission::DeleteLeads)?;
    let deleted = rows.iter().map(|row| deleted_leads::ActiveModel {
        org_id: Set(row.org_id),
        lead_id: Set(row.id),
        member_id: Set(member.uuid()),
        deleted_at: Set(cx.now()),
    });
    bulk::insert(tx, deleted.collect(), Conflict::Refuse).await?;
    let mut sql = Sql::new("UPDATE leads SET set_aside = ");
    sql.bind(true);
    finish(tx, sql, cx, rows).await?;
    let told: Vec<_> = rows.iter().map(|row| event(cx, actor, row, EventKind::LeadDeleted {})).collect();
    events::append_all(cx, tx, &told).await
}

/// Lets deleted leads stand again: with whom their person was merged into meanwhile, and without an owner who left.
pub(super) async fn bring_back(
    cx: &Context,
    tx: &impl ConnectionTrait,
    actor: &Actor,
    rows: &[&leads::Model],
) -> Result<()> {
    let Some(first) = rows.first() else { return Ok(()) };
    let (org, backend) = (first.org_id, tx.get_database_backend());
    let ids: Vec<Uuid> = rows.iter().map(|row| row.id).collect();
    deleted_leads::Entity::delete_many()
        .filter(deleted_leads::Column::OrgId.eq(org))
        .filter(deleted_leads::Column::LeadId.is_in(padded(ids.clone())))
        .exec(tx)
        .await?;
    let people: BTreeSet<Uuid> = rows.iter().map(|row| row.contact_id).collect();
    for (joined, into) in merges::roots(tx, actor.org(), people.into_iter().collect()).await? {
        let mut sql = Sql::new("UPDATE leads SET contact_id = ");
        sql.bind(into).push(" WHERE org_id = ").bind(org).push(" AND contact_id = ").bind(joined);
        sql.push(" AND id IN ").bind_all(ids.iter().copied());
        tx.execute_raw(sql.statement(backend)).await?;
    }
    let mut sql = Sql::new("UPDATE leads SET owner_id = NULL WHERE org_id = ");
    sql.bind(org).push(" AND id IN ").bind_all(ids);
    sql.push(" AND owner_id IN (SELECT id FROM members WHERE org_id = ").bind(org);
    sql.push(" AND removed_at IS NOT NULL)");
    tx.execute_raw(sql.statement(backend)).await?;
    let mut sql = Sql::new("UPDATE leads SET set_aside = ");
    sql.bind(false);
    finish(tx, sql, cx, rows).await?;
    let told: Vec<_> = rows.iter().map(|row| event(cx, actor, row, EventKind::LeadRestored {})).collect();
    events::append_all(cx, tx, &told).await
}
