//! The address of a house and what is known of it.

use super::Writing;
use crate::error::{Error, Result};
use crate::leads::UNKNOWN_ASKING;
use crate::properties;
use entity::{leads, properties as houses};
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait as _, EntityTrait as _, ExprTrait as _, QueryFilter as _, QueryOrder as _};
use shared::address::Address;
use shared::leads::{Fact, FactValue};
use shared::money::Money;
use shared::properties::PropertyFacts;
use shared::{LeadId, PropertyId};
use uuid::Uuid;

impl Writing<'_> {
    /// Writes the address of the house, or finds or makes the house of a lead that had none. Answers which house it is.
    pub(super) async fn address(
        &self,
        house: Option<Uuid>,
        value: Option<&FactValue>,
    ) -> Result<Option<Uuid>> {
        let Some(FactValue::Address(address)) = value else {
            return Err(Error::internal("an address was emptied"));
        };
        let row = &self.held.row;
        let place = Expr::value(address.place());
        let Some(house) = house else {
            let house = self.found_or_made(address).await?;
            leads::Entity::update_many()
                .col_expr(leads::Column::PropertyId, Expr::value(house))
                .col_expr(leads::Column::Place, place)
                .filter(leads::Column::OrgId.eq(row.org_id))
                .filter(leads::Column::Id.eq(row.id))
                .exec(self.tx)
                .await?;
            return Ok(Some(house));
        };
        houses::Entity::update_many()
            .col_expr(houses::Column::Street, Expr::value(address.street.as_str()))
            .col_expr(houses::Column::Unit, Expr::value(address.unit.clone()))
            .col_expr(houses::Column::City, Expr::value(address.city.as_str()))
            .col_expr(houses::Column::Region, Expr::value(address.region.as_str()))
            .col_expr(houses::Column::PostalCode, Expr::value(address.postal_code.as_str()))
            .col_expr(houses::Column::AddressKey, Expr::value(address.key()))
            .col_expr(houses::Column::UpdatedAt, Expr::value(self.cx.now()))
            .col_expr(houses::Column::Version, Expr::col(houses::Column::Version).add(1))
            .filter(houses::Column::OrgId.eq(row.org_id))
            .filter(houses::Column::Id.eq(house))
            .exec(self.tx)
            .await?;
        leads::Entity::update_many()
            .col_expr(leads::Column::Place, place)
            .filter(leads::Column::OrgId.eq(row.org_id))
            .filter(leads::Column::PropertyId.eq(house))
            .exec(self.tx)
            .await?;
        Ok(Some(house))
    }

    async fn found_or_made(&self, address: &Address) -> Result<Uuid> {
        let (org, key) = (self.actor.org(), address.key());
        let keys = std::slice::from_ref(&key);
        if let Some(known) = properties::match_keys(self.tx, org, keys).await?.remove(&key) {
            return Ok(known.uuid());
        }
        let facts = PropertyFacts { asking: self.before.summary.asking, ..PropertyFacts::default() };
        let id = PropertyId::from_uuid(self.cx.new_id());
        let row = properties::new_row(org, id, address, &facts, self.cx.now());
        properties::insert(self.tx, vec![row]).await?;
        let known = properties::match_keys(self.tx, org, keys).await?.remove(&key);
        known.map(PropertyId::uuid).ok_or_else(|| Error::internal("a property is gone where it was made"))
    }

    /// Writes what is asked for the house: this lead's, and what all leads about the house show.
    pub(super) async fn asking(&self, house: Option<Uuid>, value: Option<&FactValue>) -> Result<()> {
        let minor = money(value);
        if let Some(house) = house {
            self.house_column(house, houses::Column::AskingMinor, minor.into()).await?;
        }
        leads::Entity::update_many()
            .col_expr(leads::Column::AskingMinor, Expr::value(minor.unwrap_or(UNKNOWN_ASKING)))
            .filter(leads::Column::OrgId.eq(self.held.row.org_id))
            .filter(leads::Column::Id.is_in(self.held.of_house()))
            .exec(self.tx)
            .await?;
        Ok(())
    }

    /// Writes another fact of the house; `at` is its place among what was sent.
    pub(super) async fn house(
        &self,
        house: Option<Uuid>,
        fact: Fact,
        at: usize,
        value: Option<&FactValue>,
    ) -> Result<()> {
        let Some(house) = house else {
            let words = "Enter the address first.";
            return Err(Error::invalid(&format!("edits.{at}"), "fact.no_house", words));
        };
        let word = value.map(FactValue::typed);
        let (column, value): (houses::Column, sea_orm::Value) = match fact {
            Fact::PropertyType => (houses::Column::PropertyType, word.into()),
            Fact::Condition => (houses::Column::Condition, word.into()),
            Fact::Occupancy => (houses::Column::Occupancy, word.into()),
            Fact::Beds => (houses::Column::Beds, small(value).into()),
            Fact::Baths => (houses::Column::HalfBaths, small(value).into()),
            Fact::YearBuilt => (houses::Column::YearBuilt, small(value).into()),
            Fact::Area => {
                let area = number(value).and_then(|area| i32::try_from(area).ok());
                (houses::Column::AreaSqft, area.into())
            }
            Fact::Parcel => {
                let key = match value {
                    Some(FactValue::Parcel(parcel)) => Some(parcel.key()),
                    _ => None,
                };
                self.house_column(house, houses::Column::ParcelKey, key.into()).await?;
                (houses::Column::Parcel, word.into())
            }
            Fact::Mortgage => (houses::Column::MortgageMinor, money(value).into()),
            other => return Err(Error::internal(format!("{} is no fact of a house", other.noun()))),
        };
        self.house_column(house, column, value).await
    }

    async fn house_column(&self, house: Uuid, column: houses::Column, value: sea_orm::Value) -> Result<()> {
        houses::Entity::update_many()
            .col_expr(column, Expr::value(value))
            .col_expr(houses::Column::UpdatedAt, Expr::value(self.cx.now()))
            .col_expr(houses::Column::Version, Expr::col(houses::Column::Version).add(1))
            .filter(houses::Column::OrgId.eq(self.held.row.org_id))
            .filter(houses::Column::Id.eq(house))
            .exec(self.tx)
            .await?;
        Ok(())
    }

    /// Another house at this address, by its newest lead. A lead without a house may move into one that is known.
    pub(super) async fn other_house(&self, address: &Address) -> Result<Option<(Option<LeadId>, String)>> {
        let row = &self.held.row;
        let Some(own) = row.property_id else { return Ok(None) };
        let key = address.key();
        let known = properties::match_keys(self.tx, self.actor.org(), std::slice::from_ref(&key)).await?;
        let Some(other) = known.get(&key).filter(|other| other.uuid() != own) else { return Ok(None) };
        let lead = leads::Entity::find()
            .filter(leads::Column::OrgId.eq(row.org_id))
            .filter(leads::Column::PropertyId.eq(other.uuid()))
            .filter(leads::Column::SetAside.eq(false))
            .order_by_desc(leads::Column::CreatedAt)
            .order_by_desc(leads::Column::Id)
            .one(self.tx)
            .await?;
        Ok(Some(match lead {
            Some(lead) => (Some(LeadId::from_uuid(lead.id)), lead.contact_name),
            None => (None, String::new()),
        }))
    }
}

fn money(value: Option<&FactValue>) -> Option<i64> {
    match value {
        Some(FactValue::Money(Money { minor, .. })) => Some(*minor),
        _ => None,
    }
}

fn number(value: Option<&FactValue>) -> Option<u32> {
    match value {
        Some(FactValue::Number(number)) => Some(*number),
        Some(FactValue::Halves(halves)) => Some(u32::from(*halves)),
        _ => None,
    }
}

fn small(value: Option<&FactValue>) -> Option<i16> {
    number(value).and_then(|number| i16::try_from(number).ok())
}
