//! What came through sources; `domain::sources` owns the rules.

use sea_orm::entity::prelude::*;

/// One row.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "inbound_payloads")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub org_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub source_id: Uuid,
    pub received_at: DateTimeUtc,
    pub request_id: Uuid,
    pub ip: Option<String>,
    #[sea_orm(column_type = "JsonBinary")]
    pub headers: Json,
    pub media: Option<String>,
    pub body: Vec<u8>,
    pub body_hash: Vec<u8>,
    pub size: i64,
    pub complete: bool,
    pub state: String,
    pub reason: Option<String>,
    pub message: Option<String>,
    pub path: Option<String>,
    pub came: Option<String>,
    pub provider_id: Option<String>,
    pub person: Option<String>,
    pub mapping_version: Option<i32>,
    pub job_id: Option<Uuid>,
    pub submission_id: Option<Uuid>,
    pub lead_id: Option<Uuid>,
    pub joined: bool,
    pub edited_body: Option<String>,
    pub edited_at: Option<DateTimeUtc>,
    pub edited_by: Option<Uuid>,
}

/// No relations: queries name their joins, and every join names the organization.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
