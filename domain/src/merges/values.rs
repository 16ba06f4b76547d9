//! Custom values and tags of records that are merged, row by row.

use super::record::{Change, StoredValue, ValueChange, Values};
use crate::error::Result;
use crate::fields::Of;
use crate::leads::Sql;
use sea_orm::{ConnectionTrait, FromQueryResult};
use shared::OrgId;
use shared::fields::Noun;
use std::collections::BTreeSet;
use uuid::Uuid;

#[derive(FromQueryResult)]
struct Row {
    field_id: Uuid,
    text: Option<String>,
    number: Option<i64>,
}

#[derive(FromQueryResult)]
struct Tagged {
    tag_id: Uuid,
}

/// The values of one record.
pub(super) async fn read(db: &impl ConnectionTrait, org: OrgId, noun: Noun, record: Uuid) -> Result<Values> {
    let of = Of::noun(noun);
    let mut sql = Sql::new(&format!("SELECT field_id, text, number FROM {} WHERE org_id = ", of.values));
    sql.bind(org.uuid()).push(&format!(" AND {} = ", of.record)).bind(record).push(" ORDER BY item");
    let mut values = Values::new();
    for row in Row::find_by_statement(sql.statement(db.get_database_backend())).all(db).await? {
        values.entry(row.field_id).or_default().push(StoredValue { text: row.text, number: row.number });
    }
    Ok(values)
}

/// Puts rows in the place of those of one field.
pub(super) async fn write(
    tx: &impl ConnectionTrait,
    org: OrgId,
    (noun, record): (Noun, Uuid),
    field: Uuid,
    values: &[StoredValue],
) -> Result<()> {
    let (of, backend) = (Of::noun(noun), tx.get_database_backend());
    let mut sql = Sql::new(&format!("DELETE FROM {} WHERE org_id = ", of.values));
    sql.bind(org.uuid()).push(&format!(" AND {} = ", of.record)).bind(record);
    sql.push(" AND field_id = ").bind(field);
    tx.execute_raw(sql.statement(backend)).await?;
    for (item, value) in (0_i16..).zip(values) {
        let columns = format!(
            "INSERT INTO {} (org_id, {}, field_id, item, text, number) VALUES (",
            of.values, of.record
        );
        let mut sql = Sql::new(&columns);
        sql.bind(org.uuid()).push(", ").bind(record).push(", ").bind(field).push(", ").bind(item);
        sql.push(", ").bind(value.text.clone()).push(", ").bind(value.number).push(")");
        tx.execute_raw(sql.statement(backend)).await?;
    }
    Ok(())
}

/// Puts back what nobody changed since. Answers how many fields somebody did.
pub(super) async fn restore(
    tx: &impl ConnectionTrait,
    org: OrgId,
    (noun, record): (Noun, Uuid),
    changes: &[ValueChange],
) -> Result<u64> {
    let now = read(tx, org, noun, record).await?;
    let mut left = 0;
    for ValueChange { field, change } in changes {
        if now.get(field).map_or(&[][..], Vec::as_slice) == change.after {
            write(tx, org, (noun, record), *field, &change.before).await?;
        } else {
            left += 1;
        }
    }
    Ok(left)
}

/// What a field's change is, when it is one.
pub(super) fn change(field: Uuid, before: &Values, after: &[StoredValue]) -> Option<ValueChange> {
    let before = before.get(&field).cloned().unwrap_or_default();
    (before != after).then(|| ValueChange { field, change: Change { before, after: after.to_vec() } })
}

/// The tags of one record.
pub(super) async fn tags(
    db: &impl ConnectionTrait,
    org: OrgId,
    noun: Noun,
    record: Uuid,
) -> Result<BTreeSet<Uuid>> {
    let of = Of::noun(noun);
    let mut sql = Sql::new(&format!("SELECT tag_id FROM {} WHERE org_id = ", of.tags));
    sql.bind(org.uuid()).push(&format!(" AND {} = ", of.record)).bind(record);
    let rows = Tagged::find_by_statement(sql.statement(db.get_database_backend())).all(db).await?;
    Ok(rows.into_iter().map(|row| row.tag_id).collect())
}

/// Adds a tag, or takes it away.
pub(super) async fn tag(
    tx: &impl ConnectionTrait,
    org: OrgId,
    (noun, record): (Noun, Uuid),
    tag: Uuid,
    add: bool,
) -> Result<()> {
    let of = Of::noun(noun);
    let sql = if add {
        let mut sql = Sql::new(&format!("INSERT INTO {} (org_id, {}, tag_id) VALUES (", of.tags, of.record));
        sql.bind(org.uuid()).push(", ").bind(record).push(", ").bind(tag).push(")");
        sql
    } else {
        let mut sql = Sql::new(&format!("DELETE FROM {} WHERE org_id = ", of.tags));
        sql.bind(org.uuid()).push(&format!(" AND {} = ", of.record)).bind(record);
        sql.push(" AND tag_id = ").bind(tag);
        sql
    };
    tx.execute_raw(sql.statement(tx.get_database_backend())).await?;
    Ok(())
}
