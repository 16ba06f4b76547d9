//! What people mark leads with: tags, and values of custom fields; on the lead itself, its contact and its property.

use super::status::locked;
use super::words;
use crate::actor::Actor;
use crate::context::Context;
use crate::error::{Error, Result};
use crate::events::{self, Subject};
use crate::{fields, merges, tags};
use chrono::{DateTime, Utc};
use entity::leads;
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait as _, ConnectionTrait, EntityTrait as _, QueryFilter as _};
use shared::events::EventKind;
use shared::fields::{FieldValueInput, Noun};
use shared::leads::{LeadMarks, TagChange};
use shared::roles::Permission;
use shared::tags::Tag;
use shared::{LeadId, OrgId, TagId};
use uuid::Uuid;

/// The tags and values of a lead, its contact and its property.
///
/// Errors: [`Error::Forbidden`], [`Error::NotFound`].
pub async fn marks(cx: &Context, actor: &Actor, lead: LeadId) -> Result<LeadMarks> {
    actor.require(Permission::ReadLeads)?;
    let (db, org) = (cx.db().read(), actor.org());
    let lead = merges::standing_lead(db, org, lead).await?;
    let row = leads::Entity::find()
        .filter(leads::Column::OrgId.eq(org.uuid()))
        .filter(leads::Column::Id.eq(lead.uuid()))
        .one(db)
        .await?
        .ok_or(Error::NotFound("the lead"))?;
    of(db, org, &row).await
}

pub(super) async fn of(db: &impl ConnectionTrait, org: OrgId, row: &leads::Model) -> Result<LeadMarks> {
    let fields = fields::all(db, org).await?;
    let mut marks = LeadMarks::default();
    for noun in Noun::ALL {
        let Some(record) = record(row, *noun) else { continue };
        let values = fields::all_of(db, org, *noun, &fields, &[record]).await?.remove(&record);
        marks.values.extend(values.unwrap_or_default());
        let found = tags::of(db, org, *noun, &[record]).await?.remove(&record).unwrap_or_default();
        match noun {
            Noun::Lead => marks.tags = found,
            Noun::Contact => marks.contact_tags = found,
            Noun::Property => marks.property_tags = found,
        }
    }
    Ok(marks)
}

/// Adds tags to a lead, its contact or its property, and takes some away. A name that is no tag yet becomes one. What is
/// there already, or gone already, is no error.
///
/// Errors: [`Error::Forbidden`]; [`Error::NotFound`], also for the property of a lead without one; [`Error::Invalid`] at
/// `tags`, `tags.N`; [`Error::Conflict`] when the organization would have more than 500 tags.
pub async fn change_tags(
    cx: &Context,
    actor: &Actor,
    lead: LeadId,
    noun: Noun,
    change: &TagChange,
) -> Result<LeadMarks> {
    actor.require(Permission::WorkLeads)?;
    let (cx_in, actor_in, change) = (cx.clone(), actor.clone(), change.clone());
    cx.write(move |tx| {
        Box::pin(async move {
            let row = locked(tx, actor_in.org(), lead).await?;
            let record = record(&row, noun).ok_or(Error::NotFound("the property"))?;
            let add = tags::named(&cx_in, tx, &actor_in, &change.add).await?;
            tag(&cx_in, tx, &actor_in, &row, (noun, record), &add, &change.remove).await?;
            Ok(())
        })
    })
    .await?;
    marks(cx, actor, lead).await
}

/// [`change_tags`] of one record in a transaction of the caller. Answers what was added and removed, if anything was.
pub(super) async fn tag(
    cx: &Context,
    tx: &impl ConnectionTrait,
    actor: &Actor,
    row: &leads::Model,
    (noun, record): (Noun, Uuid),
    add: &[Tag],
    remove: &[TagId],
) -> Result<Option<(Vec<Tag>, Vec<Tag>)>> {
    let (added, removed) = tags::mark(tx, actor.org(), noun, record, add, remove).await?;
    if added.is_empty() && removed.is_empty() {
        return Ok(None);
    }
    let names = |tags: &[Tag]| tags.iter().map(|tag| tag.name.clone()).collect();
    let kind = EventKind::LeadTagsChanged { of: noun, added: names(&added), removed: names(&removed) };
    note(cx, tx, actor, row, kind, cx.now()).await?;
    Ok(Some((added, removed)))
}

/// Puts what was typed into fields of a lead, its contact or its property; an empty text empties a field. Fields that are
/// not named stay, so two people who fill in different ones do not meet.
///
/// Errors: [`Error::Forbidden`]; [`Error::NotFound`], also for the property of a lead without one; [`Error::Invalid`] at
/// `fields.N`.
pub async fn set_fields(
    cx: &Context,
    actor: &Actor,
    lead: LeadId,
    noun: Noun,
    input: &[FieldValueInput],
) -> Result<LeadMarks> {
    actor.require(Permission::WorkLeads)?;
    let (cx_in, actor_in, input) = (cx.clone(), actor.clone(), input.to_vec());
    cx.write(move |tx| {
        Box::pin(async move {
            let row = locked(tx, actor_in.org(), lead).await?;
            let record = record(&row, noun).ok_or(Error::NotFound("the property"))?;
            let fields = fields::all(tx, actor_in.org()).await?;
            let changed = fields::write(tx, actor_in.org(), noun, &fields, record, &input).await?;
            if !changed.is_empty() {
                if noun == Noun::Lead {
                    words::renew(tx, actor_in.org(), &[record]).await?;
                }
                let kind = EventKind::LeadFieldsChanged { of: noun, fields: changed };
                note(&cx_in, tx, &actor_in, &row, kind, cx_in.now()).await?;
            }
            Ok(())
        })
    })
    .await?;
    marks(cx, actor, lead).await
}

/// The record of a noun that a lead is about.
fn record(row: &leads::Model, noun: Noun) -> Option<Uuid> {
    match noun {
        Noun::Lead => Some(row.id),
        Noun::Contact => Some(row.contact_id),
        Noun::Property => row.property_id,
    }
}

/// Records that a lead was marked. Its version stays: nobody's view of its facts became old.
async fn note(
    cx: &Context,
    tx: &impl ConnectionTrait,
    actor: &Actor,
    row: &leads::Model,
    kind: EventKind,
    now: DateTime<Utc>,
) -> Result<()> {
    leads::Entity::update_many()
        .col_expr(leads::Column::UpdatedAt, Expr::value(now))
        .filter(leads::Column::OrgId.eq(row.org_id))
        .filter(leads::Column::Id.eq(row.id))
        .exec(tx)
        .await?;
    events::append(cx, tx, actor, now, Subject::Lead(LeadId::from_uuid(row.id)), kind).await?;
    Ok(())
}
