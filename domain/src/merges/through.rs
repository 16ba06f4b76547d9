//! Reading through merges: where somebody or some lead went, and who and what became part of one.

use crate::bulk::padded;
use crate::error::Result;
use entity::{merged_contacts, merged_leads};
use sea_orm::{ColumnTrait as _, ConnectionTrait, EntityTrait as _, QueryFilter as _, QuerySelect as _};
use shared::{LeadId, OrgId};
use std::collections::HashMap;
use uuid::Uuid;

/// Whom some people were merged into. Whoever stands is absent.
pub(crate) async fn roots(
    db: &impl ConnectionTrait,
    org: OrgId,
    contacts: Vec<Uuid>,
) -> Result<HashMap<Uuid, Uuid>> {
    if contacts.is_empty() {
        return Ok(HashMap::new());
    }
    let rows: Vec<(Uuid, Uuid)> = merged_contacts::Entity::find()
        .select_only()
        .columns([merged_contacts::Column::ContactId, merged_contacts::Column::IntoId])
        .filter(merged_contacts::Column::OrgId.eq(org.uuid()))
        .filter(merged_contacts::Column::ContactId.is_in(padded(contacts)))
        .into_tuple()
        .all(db)
        .await?;
    Ok(rows.into_iter().collect())
}

/// A person and everybody who was merged into them.
pub(crate) async fn ids_of_contact(
    db: &impl ConnectionTrait,
    org: OrgId,
    contact: Uuid,
) -> Result<Vec<Uuid>> {
    let mut ids: Vec<Uuid> = merged_contacts::Entity::find()
        .select_only()
        .column(merged_contacts::Column::ContactId)
        .filter(merged_contacts::Column::OrgId.eq(org.uuid()))
        .filter(merged_contacts::Column::IntoId.eq(contact))
        .into_tuple()
        .all(db)
        .await?;
    ids.push(contact);
    Ok(ids)
}

/// A lead and every lead that was merged into it.
pub(crate) async fn ids_of_lead(db: &impl ConnectionTrait, org: OrgId, lead: LeadId) -> Result<Vec<Uuid>> {
    let mut ids: Vec<Uuid> = merged_leads::Entity::find()
        .select_only()
        .column(merged_leads::Column::LeadId)
        .filter(merged_leads::Column::OrgId.eq(org.uuid()))
        .filter(merged_leads::Column::IntoId.eq(lead.uuid()))
        .into_tuple()
        .all(db)
        .await?;
    ids.push(lead.uuid());
    Ok(ids)
}

/// The lead itself, or the one it became part of. It says nothing about whether there is such a lead.
pub(crate) async fn standing_lead(db: &impl ConnectionTrait, org: OrgId, lead: LeadId) -> Result<LeadId> {
    let into = merged_leads::Entity::find_by_id((org.uuid(), lead.uuid())).one(db).await?;
    Ok(into.map_or(lead, |row| LeadId::from_uuid(row.into_id)))
}
