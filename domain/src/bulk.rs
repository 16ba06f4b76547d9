//! Many rows in few statements whose text repeats, so that the database prepares each of them once.
//!
//! A statement that names every row has another text for every number of rows, and is parsed and planned anew each
//! time. Here rows go in chunks of 1, 2, 4 … rows and lists are filled up to such a size: a handful of texts a table.

use crate::error::{Error, Result};
use crate::leads::Sql;
use sea_orm::{
    ActiveModelTrait, ActiveValue, ConnectionTrait, DatabaseBackend, EntityName as _, EntityTrait,
    IdenStatic, Iterable as _, Statement, Value,
};
use shared::OrgId;
use std::fmt::Write as _;
use uuid::Uuid;

/// Rows in one statement at most. 128 rows of 30 columns stay far below the 32,766 parameters of SQLite.
const MOST: usize = 128;
/// Pairs in one condition at most: databases read chains of alternatives in depth.
const PAIRS: usize = 64;

/// What to do about rows that are there already.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Conflict {
    Refuse,
    /// Whichever unique key it is about.
    Keep,
}

/// Inserts all rows, in order. All of them set the same columns.
pub(crate) async fn insert<A>(tx: &impl ConnectionTrait, mut rows: Vec<A>, conflict: Conflict) -> Result<()>
where
    A: ActiveModelTrait,
{
    let Some(first) = rows.first() else { return Ok(()) };
    let columns: Vec<_> = <A::Entity as EntityTrait>::Column::iter()
        .filter(|column| !matches!(first.get(*column), ActiveValue::NotSet))
        .collect();
    let names: Vec<&str> = columns.iter().map(IdenStatic::as_str).collect();
    let values_of =
        |row: &mut A| columns.iter().filter_map(|column| row.take(*column).into_value()).collect();
    insert_into(tx, A::Entity::default().table_name(), &names, &mut rows, values_of, conflict).await
}

/// Inserts rows into a table that no entity stands for: `values_of` takes those of a row, in the order of the columns.
pub(crate) async fn insert_into<R>(
    tx: &impl ConnectionTrait,
    table: &str,
    columns: &[&str],
    rows: &mut [R],
    values_of: impl Fn(&mut R) -> Vec<Value>,
    conflict: Conflict,
) -> Result<()> {
    let backend = tx.get_database_backend();
    let mut from = 0;
    while from < rows.len() {
        let size = chunk(rows.len() - from);
        let chunk = rows.get_mut(from..from + size).unwrap_or_default();
        let values: Vec<Value> = chunk.iter_mut().flat_map(&values_of).collect();
        // A value too few would move all that follow into their neighbours' columns, and SQLite would not mind.
        if values.len() != size * columns.len() {
            return Err(Error::internal(format!("rows of {table} differ in their columns")));
        }
        let sql = text(table, columns, size, conflict, backend);
        tx.execute_raw(Statement::from_sql_and_values(backend, sql, values)).await?;
        from += size;
    }
    Ok(())
}

/// Deletes the rows of an organization in which both columns are as one of the pairs.
pub(crate) async fn delete_pairs(
    tx: &impl ConnectionTrait,
    table: &str,
    columns: [&str; 2],
    org: OrgId,
    pairs: Vec<(Uuid, Uuid)>,
) -> Result<()> {
    let [one, other] = columns;
    for pairs in pairs.chunks(PAIRS) {
        let mut sql = Sql::new(&format!("DELETE FROM {table} WHERE org_id = "));
        sql.bind(org.uuid());
        for (index, pair) in padded(pairs.to_vec()).into_iter().enumerate() {
            sql.push(if index == 0 { " AND ((" } else { " OR (" });
            sql.push(&format!("{one} = "))
                .bind(pair.0)
                .push(&format!(" AND {other} = "))
                .bind(pair.1)
                .push(")");
        }
        sql.push(")");
        tx.execute_raw(sql.statement(tx.get_database_backend())).await?;
    }
    Ok(())
}

/// The same list, its last value repeated until its length is a power of two: as part of `IN (…)` it means the same.
pub(crate) fn padded<T: Clone>(mut list: Vec<T>) -> Vec<T> {
    if let Some(last) = list.last().cloned() {
        list.resize(list.len().next_power_of_two(), last);
    }
    list
}

/// The largest power of two that does not exceed what is left.
const fn chunk(left: usize) -> usize {
    let mut size = MOST;
    while size > left {
        size /= 2;
    }
    size
}

fn text(table: &str, columns: &[&str], rows: usize, conflict: Conflict, backend: DatabaseBackend) -> String {
    let mut sql = format!("INSERT INTO \"{table}\" (\"{}\") VALUES ", columns.join("\", \""));
    for row in 0..rows {
        sql.push_str(if row == 0 { "(" } else { "), (" });
        for column in 0..columns.len() {
            if column > 0 {
                sql.push(',');
            }
            if backend == DatabaseBackend::Postgres {
                // Writing to a String cannot fail.
                write!(sql, "${}", row * columns.len() + column + 1).ok();
            } else {
                sql.push('?');
            }
        }
    }
    sql.push(')');
    if conflict == Conflict::Keep {
        sql.push_str(" ON CONFLICT DO NOTHING");
    }
    sql
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chunks_are_powers_of_two_and_add_up() {
        for rows in 1..300 {
            let (mut left, mut sizes) = (rows, Vec::new());
            while left > 0 {
                sizes.push(chunk(left));
                left -= chunk(left);
            }
            assert_eq!(sizes.iter().sum::<usize>(), rows);
            assert!(sizes.iter().all(|size| size.is_power_of_two() && *size <= MOST));
        }
    }

    #[test]
    fn lists_are_filled_with_what_is_in_them() {
        assert_eq!(padded(Vec::<u8>::new()), [0; 0]);
        assert_eq!(padded(vec![1, 2, 3]), [1, 2, 3, 3]);
        assert_eq!(padded(vec![1, 2, 3, 4]), [1, 2, 3, 4]);
    }

    #[test]
    fn the_text_depends_on_the_number_of_rows_only() {
        let text = |backend| text("leads", &["id", "key"], 2, Conflict::Keep, backend);
        assert_eq!(
            text(DatabaseBackend::Postgres),
            r#"INSERT INTO "leads" ("id", "key") VALUES ($1,$2), ($3,$4) ON CONFLICT DO NOTHING"#
        );
        assert_eq!(
            text(DatabaseBackend::Sqlite),
            r#"INSERT INTO "leads" ("id", "key") VALUES (?,?), (?,?) ON CONFLICT DO NOTHING"#
        );
    }
}
