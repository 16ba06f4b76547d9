//! Duty: until when a new lead is to be answered, who gets it, and what happens when nobody answers.

mod apply;
mod preview;
mod seats;
mod settings;
mod watch;

pub use preview::preview;
pub use settings::{get, save, set_away};
pub use watch::{Watch, Watched, watch};

pub(crate) use apply::OnDuty;

use crate::error::Result;
use crate::{fields, tags};
use entity::{duty_away, duty_settings, lead_duty};
use sea_orm::{ColumnTrait as _, ConnectionTrait, EntityTrait as _, QueryFilter as _};
use shared::duty::{DutySettings, LeadDuty};
use shared::leads::{LeadSchema, lead_schema};
use shared::{DutyRuleId, LeadId, MemberId, OrgId};
use std::collections::BTreeSet;
use uuid::Uuid;

/// In the place of a rule for leads that are handed on because nobody answered.
const HAND_ON: DutyRuleId = DutyRuleId::from_uuid(Uuid::nil());

async fn stored(db: &impl ConnectionTrait, org: OrgId) -> Result<Option<(DutySettings, i64)>> {
    let row = duty_settings::Entity::find_by_id(org.uuid()).one(db).await?;
    row.map(read).transpose()
}

fn read(row: duty_settings::Model) -> Result<(DutySettings, i64)> {
    Ok((serde_json::from_value(row.settings)?, row.revision))
}

async fn schema(db: &impl ConnectionTrait, org: OrgId) -> Result<LeadSchema> {
    Ok(lead_schema(&fields::all(db, org).await?, &tags::all(db, org).await?))
}

/// The members who get no leads by rules at present; some of them may have been removed.
pub(crate) async fn away(db: &impl ConnectionTrait, org: OrgId) -> Result<BTreeSet<MemberId>> {
    let rows = duty_away::Entity::find().filter(duty_away::Column::OrgId.eq(org.uuid())).all(db).await?;
    Ok(rows.into_iter().map(|row| MemberId::from_uuid(row.member_id)).collect())
}

/// What is known of a lead beyond its deadline.
pub(crate) async fn of_lead(db: &impl ConnectionTrait, org: OrgId, lead: LeadId) -> Result<LeadDuty> {
    let row = lead_duty::Entity::find_by_id((org.uuid(), lead.uuid())).one(db).await?;
    Ok(row.map_or_else(LeadDuty::default, |row| LeadDuty {
        tier: row.tier,
        missed_at: row.missed_at,
        handed_on_at: row.handed_on_at,
    }))
}
