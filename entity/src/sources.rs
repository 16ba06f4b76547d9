//! Ways in for programs of others; `domain::sources` owns the rules.

use sea_orm::entity::prelude::*;

/// One row.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "sources")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub org_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub form_id: Uuid,
    pub name: String,
    pub slug: String,
    pub token: String,
    pub token_hash: Vec<u8>,
    pub previous_token_hash: Option<Vec<u8>>,
    #[sea_orm(column_type = "JsonBinary")]
    pub verification: Json,
    #[sea_orm(column_type = "JsonBinary")]
    pub id_from: Json,
    pub lead_source: String,
    pub state: String,
    pub secret: Option<String>,
    pub secret_since: DateTimeUtc,
    pub previous_secret: Option<String>,
    pub previous_until: Option<DateTimeUtc>,
    pub created_at: DateTimeUtc,
    pub updated_at: DateTimeUtc,
    pub deleted_at: Option<DateTimeUtc>,
    pub version: i64,
}

/// No relations: queries name their joins, and every join names the organization.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
