//! Properties: finding the one at an address, and adding those nobody knew yet.
//!
//! Two spellings are one place when their [`Address::key`] is the same; the database holds each key once an
//! organization.

use crate::bulk::padded;
use crate::error::{Error, Result};
use chrono::{DateTime, Utc};
use entity::properties;
use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::{Expr, OnConflict};
use sea_orm::{ColumnTrait as _, ConnectionTrait, EntityTrait as _, QueryFilter as _, QuerySelect as _};
use shared::address::Address;
use shared::money::{Currency, Money};
use shared::parcel::Parcel;
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

/// Many properties, by id.
pub(crate) async fn many(
    db: &impl ConnectionTrait,
    org: OrgId,
    ids: Vec<Uuid>,
) -> Result<HashMap<Uuid, Property>> {
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let rows = properties::Entity::find()
        .filter(properties::Column::OrgId.eq(org.uuid()))
        .filter(properties::Column::Id.is_in(padded(ids)))
        .all(db)
        .await?;
    rows.into_iter().map(|row| Ok((row.id, read(row)?))).collect()
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

/// A piece of land, which two houses with different addresses may turn out to stand on: where, and the key of its number
/// there.
pub(crate) type Land = (String, String);

/// The land of a house; none while its number is not known.
pub(crate) fn land(address: &Address, parcel: Option<&Parcel>) -> Option<Land> {
    parcel.map(|parcel| (area(&address.region, &address.postal_code), parcel.key()))
}

/// Where a number means one piece of land. Counties number their land each for itself and are not known; the state with the
/// first three digits of the ZIP code is about one of them, so that no house is taken for one in another county.
pub(crate) fn area(region: &str, postal_code: &str) -> String {
    format!("{region} {}", postal_code.get(..3).unwrap_or(postal_code))
}

/// The land of many properties, by id; absent where its number is not known.
pub(crate) async fn lands(
    db: &impl ConnectionTrait,
    org: OrgId,
    ids: Vec<Uuid>,
) -> Result<HashMap<Uuid, Land>> {
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    use properties::Column as C;
    let rows: Vec<(Uuid, String, String, Option<String>)> = properties::Entity::find()
        .select_only()
        .columns([C::Id, C::Region, C::PostalCode, C::ParcelKey])
        .filter(properties::Column::OrgId.eq(org.uuid()))
        .filter(properties::Column::Id.is_in(padded(ids)))
        .into_tuple()
        .all(db)
        .await?;
    let land = |(id, region, zip, number): (Uuid, String, String, Option<String>)| {
        Some((id, (area(&region, &zip), number?)))
    };
    Ok(rows.into_iter().filter_map(land).collect())
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
        parcel: Set(facts.parcel.as_ref().map(Parcel::to_string)),
        parcel_key: Set(facts.parcel.as_ref().map(Parcel::key)),
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

/// Fills in what was missing; what somebody knew stays.
pub(crate) async fn learn(
    tx: &impl ConnectionTrait,
    org: Uuid,
    id: Uuid,
    facts: &PropertyFacts,
) -> Result<()> {
    let changes: Vec<(properties::Column, Expr)> = stored(facts)
        .into_iter()
        .map(|(column, value)| {
            let kept = sea_orm::sea_query::Func::coalesce([Expr::col(column), Expr::value(value)]);
            (column, kept.into())
        })
        .collect();
    if !changes.is_empty() {
        let update = properties::Entity::update_many();
        let update =
            changes.into_iter().fold(update, |update, (column, value)| update.col_expr(column, value));
        update
            .filter(properties::Column::OrgId.eq(org))
            .filter(properties::Column::Id.eq(id))
            .exec(tx)
            .await?;
    }
    Ok(())
}

/// Takes out what [`learn`] filled in, where it still is what was filled in.
pub(crate) async fn forget(
    tx: &impl ConnectionTrait,
    org: Uuid,
    id: Uuid,
    facts: &PropertyFacts,
) -> Result<()> {
    for (column, value) in stored(facts) {
        properties::Entity::update_many()
            .col_expr(column, Expr::cust("NULL"))
            .filter(properties::Column::OrgId.eq(org))
            .filter(properties::Column::Id.eq(id))
            .filter(column.eq(value))
            .exec(tx)
            .await?;
    }
    Ok(())
}

/// The facts that are known, as they are stored.
fn stored(facts: &PropertyFacts) -> Vec<(properties::Column, sea_orm::Value)> {
    use properties::Column as C;
    let all: [(C, Option<sea_orm::Value>); 11] = [
        (C::PropertyType, facts.property_type.map(|word| word.as_str().into())),
        (C::Beds, facts.beds.map(|beds| i16::from(beds).into())),
        (C::HalfBaths, facts.half_baths.map(|baths| i16::from(baths).into())),
        (C::AreaSqft, facts.area_sqft.and_then(|area| i32::try_from(area).ok()).map(Into::into)),
        (C::YearBuilt, facts.year_built.and_then(|year| i16::try_from(year).ok()).map(Into::into)),
        (C::Condition, facts.condition.map(|word| word.as_str().into())),
        (C::Occupancy, facts.occupancy.map(|word| word.as_str().into())),
        (C::Parcel, facts.parcel.as_ref().map(|parcel| parcel.as_str().into())),
        (C::ParcelKey, facts.parcel.as_ref().map(|parcel| parcel.key().into())),
        (C::AskingMinor, facts.asking.map(|money| money.minor.into())),
        (C::MortgageMinor, facts.mortgage.map(|money| money.minor.into())),
    ];
    all.into_iter().filter_map(|(column, value)| Some((column, value?))).collect()
}

/// Where a house is.
pub(crate) fn address_of(row: &properties::Model) -> Address {
    Address {
        street: row.street.clone(),
        unit: row.unit.clone(),
        city: row.city.clone(),
        region: row.region.clone(),
        postal_code: row.postal_code.clone(),
    }
}

fn read(row: properties::Model) -> Result<Property> {
    let id = PropertyId::from_uuid(row.id);
    let address = address_of(&row);
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
        parcel: row.parcel.as_deref().map(Parcel::parse).transpose().map_err(|_| broken("parcel"))?,
        asking: money(row.asking_minor),
        mortgage: money(row.mortgage_minor),
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
