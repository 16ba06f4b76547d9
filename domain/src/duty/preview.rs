//! What settings would have given of the newest leads, without giving anything.

use super::apply::{Beginning, OnDuty};
use super::settings::parse;
use crate::actor::Actor;
use crate::context::Context;
use crate::error::Result;
use crate::leads::{self, LeadFacts};
use entity::leads as lead_rows;
use sea_orm::{ColumnTrait as _, EntityTrait as _, QueryFilter as _, QueryOrder as _, QuerySelect as _};
use shared::duty::{DutyInput, Preview};
use shared::roles::Permission;
use shared::{LeadId, MemberId};
use std::collections::{BTreeMap, HashMap};
use uuid::Uuid;

/// Leads that are looked at.
const NEWEST: u64 = 100;

/// Goes through the newest leads, the oldest of them first, as if they began now with nobody as their owner. Conditions
/// on what happened to a lead later, such as its status, are asked of the lead as it is.
///
/// Errors: [`crate::Error::Forbidden`]; [`crate::Error::Invalid`] at the paths of [`DutyInput::parse`].
pub async fn preview(cx: &Context, actor: &Actor, input: &DutyInput) -> Result<Preview> {
    actor.require(Permission::ManageDuty)?;
    let new = parse(cx, actor, input).await?;
    let (db, org) = (cx.db().read(), actor.org());
    let ids: Vec<Uuid> = lead_rows::Entity::find()
        .select_only()
        .column(lead_rows::Column::Id)
        .filter(lead_rows::Column::OrgId.eq(org.uuid()))
        .filter(lead_rows::Column::SetAside.eq(false))
        .order_by_desc(lead_rows::Column::CreatedAt)
        .order_by_desc(lead_rows::Column::Id)
        .limit(NEWEST)
        .into_tuple()
        .all(db)
        .await?;
    let ids: Vec<LeadId> = ids.into_iter().rev().map(LeadId::from_uuid).collect();
    let known = leads::facts(db, org, &ids).await?;
    let known: HashMap<LeadId, LeadFacts> = known.into_iter().map(|facts| (facts.id, facts)).collect();
    let mut on_duty = OnDuty::of(cx, db, org, new.settings, false).await?;
    let mut preview = Preview::default();
    let mut given: BTreeMap<MemberId, u32> = BTreeMap::new();
    let mut tiers: BTreeMap<String, u32> = BTreeMap::new();
    for facts in ids.iter().filter_map(|id| known.get(id)) {
        preview.leads += 1;
        let Beginning { tier, given: to } = on_duty.decide(facts);
        match to {
            Some((_, member)) => *given.entry(member).or_default() += 1,
            None => preview.left += 1,
        }
        if let Some(tier) = tier {
            *tiers.entry(tier.name.clone()).or_default() += 1;
        }
    }
    preview.given = given.into_iter().collect();
    preview.given.sort_by_key(|(member, leads)| (std::cmp::Reverse(*leads), *member));
    preview.tiers = tiers.into_iter().collect();
    Ok(preview)
}
