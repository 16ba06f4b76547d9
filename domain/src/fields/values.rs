//! What stands in custom fields: rows of a text or a number each.

use crate::bulk::{self, Conflict};
use crate::error::{Error, Result};
use crate::leads::Sql;
use sea_orm::{ConnectionTrait, FromQueryResult, Value};
use shared::fields::{CustomField, FieldValue, FieldValueInput, Noun, Stored};
use shared::{CustomFieldId, FieldError, OrgId};
use std::collections::{BTreeMap, HashMap};
use uuid::Uuid;

/// The values of one record.
pub(crate) type CustomFieldValues = BTreeMap<CustomFieldId, FieldValue>;

/// Where the values of a noun are kept.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Of {
    /// The table.
    pub(crate) values: &'static str,
    /// The column that names the record, there and among the tags.
    pub(crate) record: &'static str,
    /// The table of its tags.
    pub(crate) tags: &'static str,
}

impl Of {
    /// The place of a noun.
    pub(crate) const fn noun(noun: Noun) -> Self {
        match noun {
            Noun::Lead => Self { values: "lead_values", record: "lead_id", tags: "lead_tags" },
            Noun::Contact => Self { values: "contact_values", record: "contact_id", tags: "contact_tags" },
            Noun::Property => {
                Self { values: "property_values", record: "property_id", tags: "property_tags" }
            }
        }
    }
}

#[derive(FromQueryResult)]
struct Row {
    record: Uuid,
    field_id: Uuid,
    text: Option<String>,
    number: Option<i64>,
}

/// The values of some records of one noun, by record and field.
pub(crate) async fn all_of(
    db: &impl ConnectionTrait,
    org: OrgId,
    noun: Noun,
    fields: &[CustomField],
    records: &[Uuid],
) -> Result<HashMap<Uuid, CustomFieldValues>> {
    let mut found: HashMap<Uuid, BTreeMap<CustomFieldId, Vec<Stored>>> = HashMap::new();
    if records.is_empty() || !fields.iter().any(|field| field.noun == noun) {
        return Ok(HashMap::new());
    }
    let of = Of::noun(noun);
    let mut sql = Sql::new(&format!(
        "SELECT {} AS record, field_id, text, number FROM {} WHERE org_id = ",
        of.record, of.values
    ));
    sql.bind(org.uuid()).push(&format!(" AND {} IN ", of.record)).bind_all(records.iter().copied());
    sql.push(" ORDER BY item");
    for row in Row::find_by_statement(sql.statement(db.get_database_backend())).all(db).await? {
        let stored = match (row.text, row.number) {
            (Some(text), _) => Stored::Text(text),
            (None, Some(number)) => Stored::Number(number),
            (None, None) => continue,
        };
        found
            .entry(row.record)
            .or_default()
            .entry(CustomFieldId::from_uuid(row.field_id))
            .or_default()
            .push(stored);
    }
    let read = |rows: BTreeMap<CustomFieldId, Vec<Stored>>| {
        rows.into_iter()
            .filter_map(|(id, stored)| {
                let field = fields.iter().find(|field| field.id == id)?;
                FieldValue::from_stored(field.field_type, &stored).map(|value| (id, value))
            })
            .collect()
    };
    Ok(found.into_iter().map(|(record, rows)| (record, read(rows))).collect())
}

/// Reads what was typed into fields of one noun. Paths: `fields.N`.
pub(crate) fn parse(
    fields: &[CustomField],
    noun: Noun,
    input: &[FieldValueInput],
) -> Result<Vec<(CustomFieldId, Option<FieldValue>)>> {
    let mut errors = Vec::new();
    let mut read = Vec::new();
    for (index, typed) in input.iter().enumerate() {
        let path = format!("fields.{index}");
        let field =
            fields.iter().find(|field| field.id == typed.field && field.noun == noun && !field.archived);
        let Some(field) = field else {
            errors.push(FieldError::new(
                path,
                "field.gone",
                "This field is no longer in use. Reload the page.",
            ));
            continue;
        };
        match FieldValue::parse(field, &typed.text) {
            Ok(value) => read.push((field.id, value)),
            Err(problem) => errors.push(problem.at(path)),
        }
    }
    if errors.is_empty() { Ok(read) } else { Err(Error::Invalid(errors)) }
}

/// Puts values in the place of those of one record; `None` empties a field. Answers the fields that changed.
pub(crate) async fn write(
    tx: &impl ConnectionTrait,
    org: OrgId,
    noun: Noun,
    fields: &[CustomField],
    record: Uuid,
    input: &[FieldValueInput],
) -> Result<Vec<CustomFieldId>> {
    let wanted = parse(fields, noun, input)?;
    let known = all_of(tx, org, noun, fields, &[record]).await?.remove(&record).unwrap_or_default();
    let of = Of::noun(noun);
    let backend = tx.get_database_backend();
    let mut changed = Vec::new();
    for (id, value) in wanted {
        if known.get(&id) == value.as_ref() {
            continue;
        }
        let mut sql = Sql::new(&format!("DELETE FROM {} WHERE org_id = ", of.values));
        sql.bind(org.uuid()).push(&format!(" AND {} = ", of.record)).bind(record);
        sql.push(" AND field_id = ").bind(id.uuid());
        tx.execute_raw(sql.statement(backend)).await?;
        for (item, stored) in (0_i16..).zip(value.iter().flat_map(FieldValue::stored)) {
            let (text, number) = match stored {
                Stored::Text(text) => (Some(text), None),
                Stored::Number(number) => (None, Some(number)),
            };
            let columns = format!(
                "INSERT INTO {} (org_id, {}, field_id, item, text, number) VALUES (",
                of.values, of.record
            );
            let mut sql = Sql::new(&columns);
            sql.bind(org.uuid()).push(", ").bind(record).push(", ").bind(id.uuid()).push(", ").bind(item);
            sql.push(", ").bind(text).push(", ").bind(number).push(")");
            tx.execute_raw(sql.statement(backend)).await?;
        }
        changed.push(id);
    }
    Ok(changed)
}

/// A value, or one of several: record, field, place, and what stands there.
type Item = (Uuid, CustomFieldId, i16, Stored);

/// Puts values where there are none, in a few statements for all of them.
pub(crate) async fn insert_many(
    tx: &impl ConnectionTrait,
    org: OrgId,
    noun: Noun,
    values: &[(Uuid, CustomFieldId, FieldValue)],
    conflict: Conflict,
) -> Result<()> {
    let mut items: Vec<Item> = Vec::with_capacity(values.len());
    for (record, field, value) in values {
        items.extend((0_i16..).zip(value.stored()).map(|(item, stored)| (*record, *field, item, stored)));
    }
    let of = Of::noun(noun);
    let columns = ["org_id", of.record, "field_id", "item", "text", "number"];
    let values = |item: &mut Item| values_of(org, item);
    bulk::insert_into(tx, of.values, &columns, &mut items, values, conflict).await
}

fn values_of(org: OrgId, (record, field, item, stored): &mut Item) -> Vec<Value> {
    let (text, number) = match stored {
        Stored::Text(text) => (Some(std::mem::take(text)), None),
        Stored::Number(number) => (None, Some(*number)),
    };
    vec![org.uuid().into(), (*record).into(), field.uuid().into(), (*item).into(), text.into(), number.into()]
}

/// Empties fields.
pub(crate) async fn remove_many(
    tx: &impl ConnectionTrait,
    org: OrgId,
    noun: Noun,
    values: Vec<(Uuid, CustomFieldId)>,
) -> Result<()> {
    let of = Of::noun(noun);
    let pairs = values.into_iter().map(|(record, field)| (record, field.uuid())).collect();
    bulk::delete_pairs(tx, of.values, [of.record, "field_id"], org, pairs).await
}
