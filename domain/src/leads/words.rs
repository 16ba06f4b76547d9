//! The words by which leads are found, made anew after something of them changed.

use super::search::Findable;
use crate::bulk::padded;
use crate::error::Result;
use crate::{contacts, fields, properties};
use entity::leads;
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait as _, ConnectionTrait, EntityTrait as _, QueryFilter as _, QueryOrder as _};
use shared::OrgId;
use shared::fields::Noun;
use shared::filter::Value;
use std::collections::BTreeSet;
use uuid::Uuid;

/// Reads what is known of some leads and stores their words, where they are others now.
pub(crate) async fn renew(tx: &impl ConnectionTrait, org: OrgId, concerned: &[Uuid]) -> Result<()> {
    if concerned.is_empty() {
        return Ok(());
    }
    let rows = leads::Entity::find()
        .filter(leads::Column::OrgId.eq(org.uuid()))
        .filter(leads::Column::Id.is_in(padded(concerned.to_vec())))
        .order_by_asc(leads::Column::Id)
        .all(tx)
        .await?;
    let people: BTreeSet<Uuid> = rows.iter().map(|row| row.contact_id).collect();
    let ways = contacts::reach(tx, org, people.into_iter().collect()).await?;
    let houses: BTreeSet<Uuid> = rows.iter().filter_map(|row| row.property_id).collect();
    let houses = properties::many(tx, org, houses.into_iter().collect()).await?;
    let known = fields::all(tx, org).await?;
    let values = fields::all_of(tx, org, Noun::Lead, &known, concerned).await?;
    for row in rows {
        let (emails, phones) = ways.get(&row.contact_id).cloned().unwrap_or_default();
        let house = row.property_id.and_then(|id| houses.get(&id));
        let texts = values.get(&row.id).into_iter().flatten().flat_map(|(_, value)| value.values());
        let texts: Vec<String> = texts
            .filter_map(|value| match value {
                Value::Text(text) => Some(text),
                _ => None,
            })
            .collect();
        let lead = Findable {
            name: &row.contact_name,
            emails: &emails,
            phones: &phones,
            address: house.map(|house| &house.address),
            parcel: house.and_then(|house| house.facts.parcel.as_ref()),
            texts: &texts,
        };
        let words = lead.search_text();
        if words == row.search_text {
            continue;
        }
        leads::Entity::update_many()
            .col_expr(leads::Column::SearchText, Expr::value(words))
            .filter(leads::Column::OrgId.eq(row.org_id))
            .filter(leads::Column::Id.eq(row.id))
            .exec(tx)
            .await?;
    }
    Ok(())
}
