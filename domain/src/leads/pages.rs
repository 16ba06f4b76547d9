//! Rows of a list in its orders, from a place on or back from it.
//!
//! Where columns of the lead are all that the orders read, the rows come straight from the table, along the index of the first
//! order. Else what they read is joined to the rows that match, and they are sorted.

use super::cursor::{Key, Place};
use super::list::{Asked, Plan};
use super::order::{KeyKind, Order, Part};
use super::rows::{COLUMNS, SummaryRow};
use super::sql::Sql;
use crate::error::{Error, Result};
use sea_orm::{ConnectionTrait, DatabaseBackend, FromQueryResult as _, QueryResult};
use uuid::Uuid;

/// What orders read of a lead beside the columns of its row.
const BESIDE: &str = "org_id, contact_id, property_id, situation, timing, dead_reason";

/// A row and what it is sorted by.
#[derive(Debug, Clone)]
pub(super) struct Found {
    pub(super) row: SummaryRow,
    pub(super) keys: Vec<Key>,
}

impl Found {
    pub(super) fn place(&self) -> Place {
        Place { keys: self.keys.clone(), id: self.row.id }
    }
}

/// A column that rows are sorted by, the way it is read.
struct Sorted {
    column: String,
    descending: bool,
    /// Null where nothing is known.
    nullable: bool,
}

impl Asked {
    /// At most `limit` rows beyond a place, in the orders or against them.
    pub(super) async fn page(
        &self,
        db: &impl ConnectionTrait,
        plan: &Plan,
        beyond: Option<&Place>,
        forward: bool,
        limit: u64,
    ) -> Result<Vec<Found>> {
        let parts = self.orders().first().map_or(&[Part::Whole][..], |first| first.parts(forward));
        let is_known = |place: &Place| place.keys.first() != Some(&Key::Nothing);
        let begun = beyond.map(|place| if is_known(place) { Part::Known } else { Part::Unknown });
        let mut found: Vec<Found> = Vec::new();
        let mut passed = begun.is_none();
        for part in parts {
            let begins_here = *part == Part::Whole || begun == Some(*part);
            let left = limit.saturating_sub(u64::try_from(found.len()).unwrap_or(u64::MAX));
            if left == 0 || !(passed || begins_here) {
                continue;
            }
            let beyond = beyond.filter(|_| begins_here);
            passed = true;
            found.extend(self.stretch(db, plan, *part, beyond, forward, left).await?);
        }
        Ok(found)
    }

    async fn stretch(
        &self,
        db: &impl ConnectionTrait,
        plan: &Plan,
        part: Part,
        beyond: Option<&Place>,
        forward: bool,
        limit: u64,
    ) -> Result<Vec<Found>> {
        let backend = db.get_database_backend();
        let mut sql = self.select(backend, COLUMNS, |sql| {
            self.source(sql, backend, plan);
            if let Some(first) = self.orders().first() {
                first.and_in(sql, part);
            }
        });
        let sorted = self.sorted(forward);
        if let Some(place) = beyond {
            sql.push(if self.is_plain() { " AND " } else { " WHERE " });
            self.past(&mut sql, &sorted, place, forward);
        }
        order_by(&mut sql, &sorted, forward);
        sql.push(&format!(" LIMIT {limit}"));
        self.fetch(db, sql).await
    }

    /// All rows of the way, in no order, as long as they are at most `most` and one.
    pub(super) async fn unordered(
        &self,
        db: &impl ConnectionTrait,
        plan: &Plan,
        most: u64,
    ) -> Result<Vec<Found>> {
        let backend = db.get_database_backend();
        let mut sql = self.select(backend, COLUMNS, |sql| {
            self.source(sql, backend, plan);
            sql.push(&format!(" LIMIT {}", most + 1));
        });
        if !self.is_plain() {
            sql.push(" WHERE true");
        }
        self.fetch(db, sql).await
    }

    /// The ids of all rows in their orders, where they are sorted anyway: a list that is read from its beginning to its end
    /// is sorted once.
    pub(super) async fn sorted_ids(
        &self,
        db: &impl ConnectionTrait,
        plan: &Plan,
    ) -> Result<Option<Vec<Uuid>>> {
        if self.index().is_some() {
            return Ok(None);
        }
        let backend = db.get_database_backend();
        let mut sql = self.select(backend, "id", |sql| self.source(sql, backend, plan));
        order_by(&mut sql, &self.sorted(true), true);
        let rows = db.query_all_raw(sql.statement(backend)).await?;
        let ids = rows.iter().map(|row| row.try_get::<Uuid>("", "id"));
        Ok(Some(ids.collect::<std::result::Result<_, _>>()?))
    }

    /// Where a lead stands in the orders, whether it belongs to the list or not.
    pub(super) async fn found_row(&self, db: &impl ConnectionTrait, row: SummaryRow) -> Result<Found> {
        let keys = self.orders().iter().map(|order| order.key_in(&row)).collect::<Option<Vec<Key>>>();
        if let Some(keys) = keys {
            return Ok(Found { row, keys });
        }
        let sql = self.select(db.get_database_backend(), COLUMNS, |sql| {
            sql.push(" FROM leads WHERE org_id = ").bind(self.org);
            sql.push(" AND set_aside = false AND id = ").bind(row.id);
        });
        let found = self.fetch(db, sql).await?;
        found.into_iter().next().ok_or(Error::NotFound("the lead"))
    }

    /// Whether columns of the lead are all that the orders read.
    fn is_plain(&self) -> bool {
        self.orders().iter().enumerate().all(|(at, order)| order.column(at == 0).is_some())
    }

    /// `SELECT … FROM` what `source` leaves, with the keys of the orders that are no columns of the lead as `k0`, `k1` and so on.
    fn select(&self, backend: DatabaseBackend, columns: &str, source: impl FnOnce(&mut Sql)) -> Sql {
        let mut sql = Sql::new("SELECT ");
        if self.is_plain() {
            sql.push(columns);
            source(&mut sql);
            return sql;
        }
        let orders = self.orders();
        let keyed = || orders.iter().enumerate().filter(|(at, order)| order.column(*at == 0).is_none());
        sql.push(columns);
        for (at, _) in keyed().filter(|_| columns == COLUMNS) {
            sql.push(&format!(", k{at}"));
        }
        sql.push(" FROM (SELECT leads.*");
        for (at, order) in keyed() {
            sql.push(", ");
            order.write(&mut sql, backend, at);
            sql.push(&format!(" AS k{at}"));
        }
        sql.push(&format!(" FROM (SELECT {COLUMNS}, {BESIDE}"));
        source(&mut sql);
        sql.push(") AS leads");
        if keyed().any(|(_, order)| order.needs_property()) {
            sql.push(" LEFT JOIN properties AS p ON p.org_id = leads.org_id AND p.id = leads.property_id");
        }
        for (at, order) in keyed() {
            order.join(&mut sql, at);
        }
        sql.push(") AS keyed");
        sql
    }

    async fn fetch(&self, db: &impl ConnectionTrait, sql: Sql) -> Result<Vec<Found>> {
        let rows = db.query_all_raw(sql.statement(db.get_database_backend())).await?;
        let found = rows.iter().map(|result| {
            let row = SummaryRow::from_query_result(result, "")?;
            let keys = self.orders().iter().enumerate().map(|(at, order)| match order.key_in(&row) {
                Some(key) => Ok(key),
                None => read_key(result, order, at),
            });
            let keys = keys.collect::<Result<Vec<Key>>>()?;
            Ok(Found { row, keys })
        });
        found.collect()
    }

    /// What rows are sorted by, the id last. It goes the way of the first order, as the indexes do.
    fn sorted(&self, forward: bool) -> Vec<Sorted> {
        let orders = self.orders();
        let mut sorted: Vec<Sorted> = orders
            .iter()
            .enumerate()
            .map(|(at, order)| {
                let column = order.column(at == 0);
                Sorted {
                    column: column.map_or_else(|| format!("k{at}"), str::to_owned),
                    descending: order.descending == forward,
                    nullable: column.is_none(),
                }
            })
            .collect();
        let first = orders.first().is_some_and(|order| order.descending);
        sorted.push(Sorted { column: "id".to_owned(), descending: first == forward, nullable: false });
        sorted
    }

    /// The rows behind a place.
    fn past(&self, sql: &mut Sql, sorted: &[Sorted], place: &Place, forward: bool) {
        let sign = |descending: bool| if descending { '<' } else { '>' };
        let mut values: Vec<Option<sea_orm::Value>> = self
            .orders()
            .iter()
            .zip(sorted)
            .zip(&place.keys)
            .map(|((order, sorted), key)| match key {
                Key::Nothing if sorted.nullable => None,
                key => Some(order.stored(key)),
            })
            .collect();
        values.push(Some(place.id.into()));
        if let ([first, id], [Some(key), Some(last)]) = (sorted, values.as_slice())
            && first.descending == id.descending
            && !first.nullable
        {
            // One comparison of pairs, which both databases answer from the index of the order.
            sql.push(&format!("({}, id) {} ", first.column, sign(first.descending)));
            sql.bind_all([key.clone(), last.clone()]);
            return;
        }
        // The first comparison is told by the others. It lets a database begin at the place in the index of the first order.
        if let (Some(first), Some(Some(value))) = (sorted.first(), values.first())
            && !first.nullable
        {
            sql.push(&format!("{} {}= ", first.column, sign(first.descending)));
            sql.bind(value.clone()).push(" AND ");
        }
        sql.push("(");
        for (at, (column, value)) in sorted.iter().zip(&values).enumerate() {
            if at > 0 {
                sql.push(" OR ");
            }
            sql.push("(");
            for (equal, value) in sorted.iter().zip(&values).take(at) {
                match value {
                    Some(value) => sql.push(&format!("{} = ", equal.column)).bind(value.clone()),
                    None => sql.push(&format!("{} IS NULL", equal.column)),
                };
                sql.push(" AND ");
            }
            behind(sql, column, value.as_ref(), forward);
            sql.push(")");
        }
        sql.push(")");
    }
}

/// The rows whose value comes behind another, in a column where nulls are last when it is read forwards and else first.
fn behind(sql: &mut Sql, sorted: &Sorted, value: Option<&sea_orm::Value>, forward: bool) {
    let Sorted { column, descending, nullable } = sorted;
    match value {
        Some(value) => {
            let sign = if *descending { '<' } else { '>' };
            sql.push(&format!("({column} {sign} ")).bind(value.clone());
            if *nullable && forward {
                sql.push(&format!(" OR {column} IS NULL"));
            }
            sql.push(")");
        }
        None if forward => {
            sql.push("false");
        }
        None => {
            sql.push(&format!("{column} IS NOT NULL"));
        }
    }
}

fn order_by(sql: &mut Sql, sorted: &[Sorted], forward: bool) {
    let order: Vec<String> = sorted
        .iter()
        .map(|Sorted { column, descending, nullable }| {
            let way = if *descending { "DESC" } else { "ASC" };
            let nulls = match (nullable, forward) {
                (false, _) => "",
                (true, true) => " NULLS LAST",
                (true, false) => " NULLS FIRST",
            };
            format!("{column} {way}{nulls}")
        })
        .collect();
    sql.push(&format!(" ORDER BY {}", order.join(", ")));
}

fn read_key(result: &QueryResult, order: &Order, at: usize) -> Result<Key> {
    let name = format!("k{at}");
    let key = match order.kind() {
        KeyKind::Time => result.try_get::<Option<_>>("", &name)?.map(Key::Time),
        KeyKind::Text => result.try_get::<Option<_>>("", &name)?.map(Key::Text),
        KeyKind::Number => result.try_get::<Option<_>>("", &name)?.map(Key::Number),
    };
    Ok(key.unwrap_or(Key::Nothing))
}
