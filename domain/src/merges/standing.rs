//! Merges that stand, the last ones first.

use crate::bulk::padded;
use crate::error::Result;
use crate::members;
use entity::{contacts, leads, merges};
use sea_orm::{
    ColumnTrait as _, ConnectionTrait, EntityTrait as _, QueryFilter as _, QueryOrder as _, QuerySelect as _,
};
use shared::merges::MergeSummary;
use shared::{LeadId, MemberId, MergeId, OrgId};
use std::collections::HashMap;
use uuid::Uuid;

/// Merges that a list shows.
const LATELY: u64 = 20;

/// The last merges that were not split again.
pub(crate) async fn lately(db: &impl ConnectionTrait, org: OrgId) -> Result<Vec<MergeSummary>> {
    let rows = merges::Entity::find()
        .filter(merges::Column::OrgId.eq(org.uuid()))
        .filter(merges::Column::SplitAt.is_null())
        .order_by_desc(merges::Column::CreatedAt)
        .order_by_desc(merges::Column::Id)
        .limit(LATELY)
        .all(db)
        .await?;
    if rows.is_empty() {
        return Ok(Vec::new());
    }
    let ids: Vec<Uuid> = rows.iter().flat_map(|row| [row.kept_id, row.joined_id]).collect();
    let names: Vec<(Uuid, String)> = contacts::Entity::find()
        .select_only()
        .columns([contacts::Column::Id, contacts::Column::Name])
        .filter(contacts::Column::OrgId.eq(org.uuid()))
        .filter(contacts::Column::Id.is_in(padded(ids.clone())))
        .into_tuple()
        .all(db)
        .await?;
    let names: HashMap<Uuid, String> = names.into_iter().collect();
    let found: Vec<(Uuid, Uuid)> = leads::Entity::find()
        .select_only()
        .columns([leads::Column::ContactId, leads::Column::Id])
        .filter(leads::Column::OrgId.eq(org.uuid()))
        .filter(leads::Column::ContactId.is_in(padded(ids)))
        .filter(leads::Column::SetAside.eq(false))
        .order_by_asc(leads::Column::Id)
        .into_tuple()
        .all(db)
        .await?;
    // The newest of each person.
    let leads: HashMap<Uuid, Uuid> = found.into_iter().collect();
    let members = members::names(db, org).await?;
    let name = |id: &Uuid| names.get(id).cloned().unwrap_or_default();
    Ok(rows
        .into_iter()
        .map(|row| MergeSummary {
            id: MergeId::from_uuid(row.id),
            name: name(&row.kept_id),
            joined: name(&row.joined_id),
            lead: leads.get(&row.kept_id).copied().map(LeadId::from_uuid),
            by: members.get(&MemberId::from_uuid(row.member_id)).cloned().unwrap_or_default(),
            at: row.created_at,
        })
        .collect())
}
