//! Properties: finding the one at an address, and adding those nobody knew yet.
//!
//! Two spellings are one place when their [`Address::key`] is the same; the database holds each key once an
//! organization.

use crate::error::{Error, Result};
use chrono::{DateTime, Utc};
use entity::properties;
use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::OnConflict;
use sea_orm::{ColumnTrait as _, ConnectionTrait, EntityTrait as _, QueryFilter as _, QuerySelect as _};
use shared::address::Address;
use shared::money::{Currency, Money};
use shared::properties::{Condition, Occupancy, Property, PropertyFacts, PropertyType};
use shared::{OrgId, PropertyId};
use std::collections::HashMap;
use uuid::Uuid;

/// A property on a page.
pub(crate) async fn get(db: &impl ConnectionTrait, org: OrgId, id: PropertyId) -> Result<Property> {
    let row = properties::Entity::find_by_id((org.uuid(), id.uuid()))
        .one(db)
        .await?
        .ok_or(Error::NotFound("the property"))?;
    read(row)
}

/// Which property stands at each of many address keys, in one query. Keys of no property are absent.
pub(crate) async fn match_keys(
    db: &impl ConnectionTrait,
    org: OrgId,
    keys: &[String],
) -> Result<HashMap<String, PropertyId>> {
    if keys.is_empty() {
        return Ok(HashMap::new());
    }
    let rows: Vec<(String, Uuid)> = properties::Entity::find()
        .select_only()
        .columns([properties::Column::AddressKey, properties::Column::Id])
        .filter(properties::Column::OrgId.eq(org.uuid()))
        .filter(properties::Column::AddressKey.is_in(keys))
        .into_tuple()
        .all(db)
        .await?;
    Ok(rows.into_iter().map(|(key, id)| (key, PropertyId::from_uuid(id))).collect())
}

/// A property that is about to be written.
pub(crate) fn new_row(
    org: OrgId,
    id: PropertyId,
    address: &Address,
    facts: &PropertyFacts,
    now: DateTime<Utc>,
) -> properties::ActiveModel {
    let minor = |money: Option<Money>| money.map(|money| money.minor);
    properties::ActiveModel {
        org_id: Set(org.uuid()),
        id: Set(id.uuid()),
        street: Set(address.street.clone()),
        unit: Set(address.unit.clone()),
        city: Set(address.city.clone()),
        region: Set(address.region.clone()),
        postal_code: Set(address.postal_code.clone()),
        address_key: Set(address.key()),
        property_type: Set(facts.property_type.map(|word| word.as_str().to_owned())),
        beds: Set(facts.beds.map(i16::from)),
        half_baths: Set(facts.half_baths.map(i16::from)),
        // Beyond what the column holds is beyond any building: left out rather than refused.
        area_sqft: Set(facts.area_sqft.and_then(|area| i32::try_from(area).ok())),
        year_built: Set(facts.year_built.and_then(|year| i16::try_from(year).ok())),
        condition: Set(facts.condition.map(|word| word.as_str().to_owned())),
        occupancy: Set(facts.occupancy.map(|word| word.as_str().to_owned())),
        asking_minor: Set(minor(facts.asking)),
        mortgage_minor: Set(minor(facts.mortgage)),
        currency: Set(Currency::Usd.code().to_owned()),
        created_at: Set(now),
        updated_at: Set(now),
        version: Set(1),
    }
}

/// Writes new properties in one statement. Where another transaction was faster with an address, its property stays:
/// look the keys up again with [`match_keys`] before naming an id.
pub(crate) async fn insert(tx: &impl ConnectionTrait, rows: Vec<properties::ActiveModel>) -> Result<()> {
    if rows.is_empty() {
        return Ok(());
    }
    properties::Entity::insert_many(rows)
        .on_conflict(
            OnConflict::columns([properties::Column::OrgId, properties::Column::AddressKey])
                .do_nothing()
                .to_owned(),
        )
        .exec_without_returning(tx)
        .await?;
    Ok(())
}

fn read(row: properties::Model) -> Result<Property> {
    let id = PropertyId::from_uuid(row.id);
    let broken = |what: &str| Error::internal(format!("the stored {what} of {id} cannot be read"));
    let money = |minor: Option<i64>| minor.map(Money::usd);
    let facts = PropertyFacts {
        property_type: word(row.property_type, PropertyType::from_word, || broken("type"))?,
        beds: row.beds.map(u8::try_from).transpose().map_err(|_| broken("beds"))?,
        half_baths: row.half_baths.map(u8::try_from).transpose().map_err(|_| broken("baths"))?,
        area_sqft: row.area_sqft.map(u32::try_from).transpose().map_err(|_| broken("area"))?,
        year_built: row.year_built.map(u16::try_from).transpose().map_err(|_| broken("year"))?,
        condition: word(row.condition, Condition::from_word, || broken("condition"))?,
        occupancy: word(row.occupancy, Occupancy::from_word, || broken("occupancy"))?,
        asking: money(row.asking_minor),
        mortgage: money(row.mortgage_minor),
    };
    let address = Address {
        street: row.street,
        unit: row.unit,
        city: row.city,
        region: row.region,
        postal_code: row.postal_code,
    };
    Ok(Property { id, address, facts })
}

fn word<T>(
    stored: Option<String>,
    read: fn(&str) -> Option<T>,
    broken: impl Fn() -> Error,
) -> Result<Option<T>> {
    stored.map(|word| read(&word).ok_or_else(&broken)).transpose()
}
