//! Leads, with copies of what their list shows.

use sea_orm::entity::prelude::*;

/// One row.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "leads")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub seq: i64,
    pub org_id: Uuid,
    pub id: Uuid,
    pub contact_id: Uuid,
    pub property_id: Option<Uuid>,
    pub form_id: Option<Uuid>,
    pub source: String,
    pub status: String,
    pub dead_reason: Option<String>,
    pub status_note: Option<String>,
    pub owner_id: Option<Uuid>,
    pub situation: Option<String>,
    pub timing: Option<String>,
    pub message: Option<String>,
    pub contact_name: String,
    pub place: Option<String>,
    pub phone: Option<String>,
    pub asking_minor: i64,
    pub search_text: String,
    pub created_at: DateTimeUtc,
    pub updated_at: DateTimeUtc,
    pub respond_by: DateTimeUtc,
    pub first_response_at: Option<DateTimeUtc>,
    pub waiting_until: DateTimeUtc,
    pub last_activity_at: DateTimeUtc,
    pub key: Option<String>,
    pub version: i64,
    pub set_aside: bool,
}

/// No relations: queries name their joins, and every join names the organization.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
