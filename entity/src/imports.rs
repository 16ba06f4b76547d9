//! Files of leads; `domain::imports` owns the rules.

use sea_orm::entity::prelude::*;

/// One row.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "imports")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub org_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub name: String,
    pub kind: String,
    pub encoding: String,
    pub delimiter: Option<String>,
    pub size: i64,
    #[sea_orm(column_type = "JsonBinary")]
    pub columns: Json,
    #[sea_orm(column_type = "JsonBinary")]
    pub certainties: Json,
    #[sea_orm(column_type = "JsonBinary")]
    pub mapping: Json,
    pub remembered: bool,
    pub known: String,
    pub state: String,
    pub total: i64,
    pub position: i64,
    pub created: i64,
    pub attached: i64,
    pub skipped: i64,
    pub refused: i64,
    pub removed: i64,
    pub restored: i64,
    pub kept: i64,
    pub trouble: Option<String>,
    pub job_id: Option<Uuid>,
    pub run_request: Option<Uuid>,
    pub created_by: Uuid,
    pub created_at: DateTimeUtc,
    pub started_by: Option<Uuid>,
    pub started_at: Option<DateTimeUtc>,
    pub finished_at: Option<DateTimeUtc>,
    pub version: i64,
}

/// No relations: queries name their joins, and every join names the organization.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
