//! What stands in the further columns of a list: any field that a filter may ask about, in words.

use super::facts::facts;
use crate::error::Result;
use crate::{days, fields, members, tags};
use chrono::DateTime;
use chrono_tz::Tz;
use sea_orm::ConnectionTrait;
use shared::filter::{Facts as _, FieldInfo, Kind, Value};
use shared::leads::{LeadField, LeadSchema, LeadSummary, lead_schema};
use shared::{LeadId, MemberId, Money, OrgId};
use std::collections::HashMap;

/// Fills in the wanted columns of some rows. A field that is gone leaves its column empty.
pub(super) async fn fill(
    db: &impl ConnectionTrait,
    org: OrgId,
    wanted: &[LeadField],
    rows: &mut [LeadSummary],
) -> Result<()> {
    if wanted.is_empty() || rows.is_empty() {
        return Ok(());
    }
    let ids: Vec<LeadId> = rows.iter().map(|row| row.id).collect();
    let known: HashMap<LeadId, _> =
        facts(db, org, &ids).await?.into_iter().map(|facts| (facts.id, facts)).collect();
    let words = Words {
        schema: lead_schema(&fields::all(db, org).await?, &tags::all(db, org).await?),
        names: members::names(db, org).await?,
        zone: days::zone_of(db, org).await?,
    };
    for row in rows {
        let of_row = known.get(&row.id);
        row.columns = wanted
            .iter()
            .map(|field| of_row.map(|facts| words.all(*field, &facts.values(*field))).unwrap_or_default())
            .collect();
    }
    Ok(())
}

struct Words {
    schema: LeadSchema,
    names: HashMap<MemberId, String>,
    zone: Tz,
}

impl Words {
    fn all(&self, field: LeadField, values: &[Value]) -> String {
        let Some(info) = self.schema.get(field) else { return String::new() };
        values.iter().map(|value| self.one(info, value)).collect::<Vec<_>>().join(", ")
    }

    fn one(&self, info: &FieldInfo<LeadField>, value: &Value) -> String {
        match value {
            Value::Text(text) => text.clone(),
            Value::Word(word) if info.kind == Kind::Member => {
                word.parse().ok().and_then(|id| self.names.get(&id)).cloned().unwrap_or_default()
            }
            Value::Word(word) => {
                let option = info.options.iter().find(|(known, _)| known == word);
                option.map_or_else(|| word.clone(), |(_, label)| label.clone())
            }
            Value::Number(number) if info.kind == Kind::Money => Money::usd(*number).to_string(),
            Value::Number(number) => number.to_string(),
            Value::Time(time) => day(time.with_timezone(&self.zone)),
            Value::Day(day) => day.format("%b %-d, %Y").to_string(),
            Value::YesNo(yes) => if *yes { "Yes" } else { "No" }.to_owned(),
        }
    }
}

fn day(time: DateTime<Tz>) -> String {
    time.format("%b %-d, %Y").to_string()
}
