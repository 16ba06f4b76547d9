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
use entity::duty_settings;
use sea_orm::{ConnectionTrait, EntityTrait as _};
use shared::duty::DutySettings;
use shared::leads::{LeadSchema, lead_schema};
use shared::{DutyRuleId, OrgId};
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
