//! Properties: parcels with their buildings.

use sea_orm::entity::prelude::*;

/// One row.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "properties")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub org_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub street: String,
    pub unit: Option<String>,
    pub city: String,
    pub region: String,
    pub postal_code: String,
    pub address_key: String,
    pub property_type: Option<String>,
    pub beds: Option<i16>,
    pub half_baths: Option<i16>,
    pub area_sqft: Option<i32>,
    pub year_built: Option<i16>,
    pub condition: Option<String>,
    pub occupancy: Option<String>,
    pub parcel: Option<String>,
    pub parcel_key: Option<String>,
    pub asking_minor: Option<i64>,
    pub mortgage_minor: Option<i64>,
    pub currency: String,
    pub created_at: DateTimeUtc,
    pub updated_at: DateTimeUtc,
    pub version: i64,
}

/// No relations: queries name their joins, and every join names the organization.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
