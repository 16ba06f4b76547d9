//! Jobs; `domain::jobs` owns how they change.

use sea_orm::entity::prelude::*;

/// One row.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "jobs")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub org_id: Option<Uuid>,
    pub kind: String,
    pub version: i32,
    #[sea_orm(column_type = "JsonBinary")]
    pub payload: Json,
    pub queue: String,
    pub priority: i16,
    pub state: String,
    pub run_at: DateTimeUtc,
    pub attempt: i32,
    pub max_attempts: i32,
    pub crashes: i32,
    pub unique_key: Option<Vec<u8>>,
    pub unique_scope: Option<String>,
    pub lease_token: Option<Uuid>,
    pub lease_until: Option<DateTimeUtc>,
    pub worker: Option<String>,
    pub started_at: Option<DateTimeUtc>,
    pub cancel_requested: bool,
    pub last_error: Option<String>,
    pub cause_request: Uuid,
    pub cause_event: Option<Uuid>,
    pub cause_schedule: Option<String>,
    pub created_at: DateTimeUtc,
    pub finished_at: Option<DateTimeUtc>,
}

/// No relations: queries name their joins.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
