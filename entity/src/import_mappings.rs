//! The columns people chose for files of leads.

use sea_orm::entity::prelude::*;

/// One row.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "import_mappings")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub org_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub headings: Vec<u8>,
    #[sea_orm(column_type = "JsonBinary")]
    pub mapping: Json,
    pub saved_at: DateTimeUtc,
    #[sea_orm(column_type = "JsonBinary", nullable)]
    pub names: Option<Json>,
}

/// No relations: queries name their joins, and every join names the organization.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
