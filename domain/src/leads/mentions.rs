//! Whom notes and calls name: found when they are written, so that a member who is renamed later stays named.

use crate::actor::Actor;
use crate::bulk::{self, Conflict};
use crate::error::Result;
use crate::members;
use entity::mentions;
use sea_orm::ActiveValue::Set;
use sea_orm::{ColumnTrait as _, ConnectionTrait, EntityTrait as _, QueryFilter as _, QueryOrder as _};
use shared::{ActivityId, MemberId, OrgId};
use std::collections::{BTreeSet, HashMap};
use uuid::Uuid;

/// Notes the members whom the text of an activity names, and answers them. Who has left is not named any more.
pub(super) async fn write(
    tx: &impl ConnectionTrait,
    actor: &Actor,
    activity: ActivityId,
    body: &str,
) -> Result<Vec<MemberId>> {
    if !body.contains('@') {
        return Ok(Vec::new());
    }
    let members = members::active_names(tx, actor.org()).await?;
    let names: Vec<&str> = members.iter().map(|(_, name)| name.as_str()).collect();
    let named: BTreeSet<MemberId> = shared::mentions::find(body, &names)
        .into_iter()
        .filter_map(|(_, name)| members.get(name).map(|(id, _)| *id))
        .collect();
    let rows = named
        .iter()
        .map(|member| mentions::ActiveModel {
            org_id: Set(actor.org().uuid()),
            activity_id: Set(activity.uuid()),
            member_id: Set(member.uuid()),
        })
        .collect();
    bulk::insert(tx, rows, Conflict::Keep).await?;
    Ok(named.into_iter().collect())
}

/// Whom activities name, by activity.
pub(super) async fn of(
    db: &impl ConnectionTrait,
    org: OrgId,
    activities: Vec<Uuid>,
) -> Result<HashMap<Uuid, Vec<MemberId>>> {
    let mut found: HashMap<Uuid, Vec<MemberId>> = HashMap::new();
    if activities.is_empty() {
        return Ok(found);
    }
    let rows = mentions::Entity::find()
        .filter(mentions::Column::OrgId.eq(org.uuid()))
        .filter(mentions::Column::ActivityId.is_in(activities))
        .order_by_asc(mentions::Column::MemberId)
        .all(db)
        .await?;
    for row in rows {
        found.entry(row.activity_id).or_default().push(MemberId::from_uuid(row.member_id));
    }
    Ok(found)
}
