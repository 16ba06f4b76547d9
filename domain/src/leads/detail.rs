//! One lead with everything its page shows, and its neighbours in a list.

use super::list::Asked;
use super::marks;
use super::rows::{self, COLUMNS, SummaryRow, source_of, summaries};
use super::sql::Sql;
use crate::actor::Actor;
use crate::context::Context;
use crate::error::{Error, Result};
use crate::{contacts, duplicates, duty, merges, properties};
use entity::{lead_touches, leads};
use sea_orm::{
    ColumnTrait as _, ConnectionTrait, EntityTrait as _, FromQueryResult as _, QueryFilter as _,
    QueryOrder as _,
};
use shared::leads::{
    DeadReason, Lead, LeadQuery, LeadTouch, MAX_RANKED, Neighbours, Situation, Timing, TouchKind,
};
use shared::roles::Permission;
use shared::{ContactId, LeadId, OrgId, PropertyId};

/// Other leads of the same person or place that a page names.
const RELATED: u64 = 10;

/// The whole lead. One that became part of another is answered with that one.
///
/// Errors: [`Error::Forbidden`], [`Error::NotFound`].
pub async fn get(cx: &Context, actor: &Actor, lead: LeadId) -> Result<Lead> {
    actor.require(Permission::ReadLeads)?;
    let (db, org) = (cx.db().read(), actor.org());
    let lead = merges::standing_lead(db, org, lead).await?;
    read(db, org, lead).await
}

/// The same, also inside a transaction.
pub(super) async fn read(db: &impl ConnectionTrait, org: OrgId, lead: LeadId) -> Result<Lead> {
    let row = stored(db, org, lead).await?;
    let contact = ContactId::from_uuid(row.contact_id);
    let contact = contacts::reached_at(db, org, contact, row.phone.as_deref()).await?;
    let property = match row.property_id {
        Some(id) => Some(properties::get(db, org, PropertyId::from_uuid(id)).await?),
        None => None,
    };
    Ok(Lead {
        summary: rows::summary(db, org, lead).await?,
        contact,
        property,
        situation: word(row.situation.as_deref(), "situation", Situation::from_word)?,
        timing: word(row.timing.as_deref(), "timing", Timing::from_word)?,
        message: row.message.clone(),
        dead_reason: word(row.dead_reason.as_deref(), "reason", DeadReason::from_word)?,
        status_note: row.status_note.clone(),
        touches: touches(db, org, lead).await?,
        related: {
            let related = related(db, org, &row).await?;
            summaries(db, org, related).await?
        },
        marks: marks::of(db, org, &row).await?,
        duty: duty::of_lead(db, org, lead).await?,
        twins: duplicates::twins(db, org, row.contact_id).await?,
    })
}

/// The leads before and after one in the list that `query` describes; its place in pages is not looked at. A lead
/// that no longer belongs to the list still has neighbours there.
///
/// Errors: as [`get`], and [`Error::Invalid`] at `search`, `where`, `sort`.
pub async fn neighbours(cx: &Context, actor: &Actor, lead: LeadId, query: &LeadQuery) -> Result<Neighbours> {
    actor.require(Permission::ReadLeads)?;
    let db = cx.db().read();
    let lead = merges::standing_lead(db, actor.org(), lead).await?;
    let row = rows::row(db, actor.org(), lead).await?;
    let asked = Asked::read(cx, db, actor, query).await?;
    let here = asked.found_row(db, row).await?;
    let plan = asked.plan(db, 1).await?;
    if let Some(ranked) = asked.ranked(db, &plan, MAX_RANKED).await? {
        let (previous, next) = ranked.around(&here);
        return Ok(Neighbours {
            previous: previous.map(LeadId::from_uuid),
            next: next.map(LeadId::from_uuid),
        });
    }
    let place = here.place();
    let mut found = [None, None];
    for (slot, forward) in found.iter_mut().zip([false, true]) {
        let rows = asked.page(db, &plan, Some(&place), forward, 1).await?;
        *slot = rows.first().map(|found| LeadId::from_uuid(found.row.id));
    }
    let [previous, next] = found;
    Ok(Neighbours { previous, next })
}

async fn stored(db: &impl ConnectionTrait, org: OrgId, lead: LeadId) -> Result<leads::Model> {
    leads::Entity::find()
        .filter(leads::Column::OrgId.eq(org.uuid()))
        .filter(leads::Column::Id.eq(lead.uuid()))
        .one(db)
        .await?
        .ok_or(Error::NotFound("the lead"))
}

fn word<T>(stored: Option<&str>, what: &str, read: fn(&str) -> Option<T>) -> Result<Option<T>> {
    stored.map(|word| read(word).ok_or_else(|| rows::unknown(what, word))).transpose()
}

/// The first and the last touch of the lead and of all that became part of it.
async fn touches(db: &impl ConnectionTrait, org: OrgId, lead: LeadId) -> Result<Vec<LeadTouch>> {
    let leads = merges::ids_of_lead(db, org, lead).await?;
    let stored = lead_touches::Entity::find()
        .filter(lead_touches::Column::OrgId.eq(org.uuid()))
        .filter(lead_touches::Column::LeadId.is_in(leads))
        .order_by_asc(lead_touches::Column::CreatedAt)
        .order_by_asc(lead_touches::Column::Id)
        .all(db)
        .await?;
    let first = stored.iter().find(|row| row.kind == "first").cloned();
    let last = stored.iter().rfind(|row| row.kind == "last").cloned();
    first
        .into_iter()
        .chain(last)
        .map(|row| {
            Ok(LeadTouch {
                kind: if row.kind == "first" { TouchKind::First } else { TouchKind::Last },
                source: source_of(&row.source)?,
                touch: serde_json::from_value(row.touch)?,
            })
        })
        .collect()
}

async fn related(db: &impl ConnectionTrait, org: OrgId, lead: &leads::Model) -> Result<Vec<SummaryRow>> {
    let mut sql = Sql::new("SELECT ");
    sql.push(COLUMNS).push(" FROM leads WHERE org_id = ").bind(org.uuid());
    sql.push(" AND set_aside = false AND id <> ")
        .bind(lead.id)
        .push(" AND (contact_id = ")
        .bind(lead.contact_id);
    if let Some(property) = lead.property_id {
        sql.push(" OR property_id = ").bind(property);
    }
    sql.push(&format!(") ORDER BY created_at DESC, id DESC LIMIT {RELATED}"));
    Ok(SummaryRow::find_by_statement(sql.statement(db.get_database_backend())).all(db).await?)
}
