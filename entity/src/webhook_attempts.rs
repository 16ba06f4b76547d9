//! Attempts to deliver a webhook, as far as they may be kept.

use sea_orm::entity::prelude::*;

/// One row.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "webhook_attempts")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub org_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub delivery_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub number: i32,
    pub started_at: DateTimeUtc,
    pub duration_ms: i64,
    pub status: Option<i16>,
    #[sea_orm(column_type = "JsonBinary")]
    pub request_headers: Json,
    #[sea_orm(column_type = "JsonBinary")]
    pub response_headers: Json,
    pub response_body: String,
    pub error: Option<String>,
}

/// No relations: queries name their joins, and every join names the organization.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
