//! Tiers and rules of an organization; `domain::duty` owns the rules.

use sea_orm::entity::prelude::*;

/// One row.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "duty_settings")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub org_id: Uuid,
    #[sea_orm(column_type = "JsonBinary")]
    pub settings: Json,
    pub revision: i64,
    pub updated_at: DateTimeUtc,
}

/// No relations: queries name their joins, and every join names the organization.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
