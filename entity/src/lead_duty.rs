//! Tier and escalation of leads; `domain::duty` owns the rules.

use sea_orm::entity::prelude::*;

/// One row.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "lead_duty")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub org_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub lead_id: Uuid,
    pub tier: Option<String>,
    pub missed_at: Option<DateTimeUtc>,
    pub handed_on_at: Option<DateTimeUtc>,
}

/// No relations: queries name their joins, and every join names the organization.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
