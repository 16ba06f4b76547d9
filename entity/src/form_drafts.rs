//! Forms that were begun.

use sea_orm::entity::prelude::*;

/// One row.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "form_drafts")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub org_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub form_id: Uuid,
    pub form_version: i32,
    pub token_hash: Vec<u8>,
    #[sea_orm(column_type = "JsonBinary")]
    pub answers: Json,
    pub step: i32,
    #[sea_orm(column_type = "JsonBinary")]
    pub attribution: Json,
    pub host_origin: Option<String>,
    pub ip: Option<String>,
    pub user_agent: Option<String>,
    pub started_at: DateTimeUtc,
    pub updated_at: DateTimeUtc,
    pub abandoned_at: Option<DateTimeUtc>,
    pub submitted_at: Option<DateTimeUtc>,
    pub reached: i32,
}

/// No relations: queries name their joins, and every join names the organization.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
