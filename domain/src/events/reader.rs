//! Reading the log without skipping or repeating, also while others write.
//!
//! On PostgreSQL a transaction draws its sequence numbers before it commits, so "everything after the last number
//! seen" loses rows of transactions that commit late. Rows carry their transaction's id instead, and a reader only
//! takes rows of transactions below the oldest one still running (`pg_snapshot_xmin`): that horizon only moves
//! forward, and below it nothing new can appear. The price is that a long transaction anywhere in the cluster
//! delays readers; it never makes them wrong. On SQLite the single writer makes sequence order commit order.

use super::StoredEvent;
use crate::context::Context;
use crate::error::{Error, Result};
use entity::{event_readers, events};
use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::{Expr, OnConflict};
use sea_orm::{
    ColumnTrait as _, Condition, ConnectionTrait, DatabaseBackend, DatabaseTransaction, EntityTrait as _,
    ExprTrait as _, QueryFilter as _, QueryOrder as _, QuerySelect as _,
};
use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::str::FromStr;

/// A place in the log; `Default` is its beginning.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Position {
    pub(crate) tx: i64,
    pub(crate) seq: i64,
}

impl fmt::Display for Position {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{}", self.tx, self.seq)
    }
}

impl FromStr for Position {
    type Err = Error;
    fn from_str(text: &str) -> Result<Self> {
        let wrong =
            || Error::invalid("position", "position.invalid", "This is not a position of the event log.");
        let (tx, seq) = text.split_once('-').ok_or_else(wrong)?;
        Ok(Self { tx: tx.parse().map_err(|_| wrong())?, seq: seq.parse().map_err(|_| wrong())? })
    }
}

/// Events after `after` that can no longer be preceded by new ones, oldest first, at most `limit`.
pub async fn read_after(db: &impl ConnectionTrait, after: Position, limit: u64) -> Result<Vec<StoredEvent>> {
    let mut query = events::Entity::find().filter(
        Condition::any()
            .add(events::Column::Tx.gt(after.tx))
            .add(events::Column::Tx.eq(after.tx).and(events::Column::Seq.gt(after.seq))),
    );
    if db.get_database_backend() == DatabaseBackend::Postgres {
        query = query.filter(Expr::col(events::Column::Tx).lt(horizon()));
    }
    let rows =
        query.order_by_asc(events::Column::Tx).order_by_asc(events::Column::Seq).limit(limit).all(db).await?;
    rows.into_iter().map(StoredEvent::from_row).collect()
}

/// Where the log ends right now, as far as readers may go.
pub async fn latest_position(db: &impl ConnectionTrait) -> Result<Position> {
    let mut query = events::Entity::find();
    if db.get_database_backend() == DatabaseBackend::Postgres {
        query = query.filter(Expr::col(events::Column::Tx).lt(horizon()));
    }
    let last =
        query.order_by_desc(events::Column::Tx).order_by_desc(events::Column::Seq).limit(1).one(db).await?;
    Ok(last.map_or_else(Position::default, |row| Position { tx: row.tx, seq: row.seq }))
}

fn horizon() -> Expr {
    Expr::cust("pg_snapshot_xmin(pg_current_snapshot())::text::bigint")
}

/// What a reader is handed: some events, in order.
pub type Batch = Vec<StoredEvent>;

/// A named reader whose position is stored: after a crash it goes on where its last committed batch ended.
#[derive(Debug, Clone, Copy)]
pub struct Reader {
    name: &'static str,
    batch: u64,
}

impl Reader {
    /// A reader of this name that takes up to `batch` events at a time.
    pub const fn new(name: &'static str, batch: u64) -> Self {
        Self { name, batch }
    }

    /// Handles the next batch: `handle` and the new position are one transaction, so what the handler writes
    /// happens exactly once. Returns how many events were handled; 0 means the log is read up.
    pub async fn run_once<F>(self, cx: &Context, handle: F) -> Result<usize>
    where
        F: for<'t> FnOnce(
                &'t DatabaseTransaction,
                Batch,
            ) -> Pin<Box<dyn Future<Output = Result<()>> + Send + 't>>
            + Send
            + 'static,
    {
        let cx = cx.clone();
        let db = cx.db().clone();
        db.write(move |tx| {
            Box::pin(async move {
                let position = self.position(&cx, tx).await?;
                let batch = read_after(tx, position, self.batch).await?;
                let Some(last) = batch.last().map(|event| event.position) else { return Ok(0) };
                let count = batch.len();
                handle(tx, batch).await?;
                let row = event_readers::ActiveModel {
                    name: Set(self.name.to_owned()),
                    tx: Set(last.tx),
                    seq: Set(last.seq),
                    updated_at: Set(cx.now()),
                };
                event_readers::Entity::insert(row)
                    .on_conflict(
                        OnConflict::column(event_readers::Column::Name)
                            .update_columns([
                                event_readers::Column::Tx,
                                event_readers::Column::Seq,
                                event_readers::Column::UpdatedAt,
                            ])
                            .to_owned(),
                    )
                    .exec_without_returning(tx)
                    .await?;
                Ok(count)
            })
        })
        .await
    }

    /// The stored position, locked on PostgreSQL so that two processes never run one reader at a time. The row is
    /// made first, because a row that is not there cannot be locked.
    async fn position(self, cx: &Context, tx: &DatabaseTransaction) -> Result<Position> {
        let start = event_readers::ActiveModel {
            name: Set(self.name.to_owned()),
            tx: Set(0),
            seq: Set(0),
            updated_at: Set(cx.now()),
        };
        event_readers::Entity::insert(start)
            .on_conflict(OnConflict::column(event_readers::Column::Name).do_nothing().to_owned())
            .exec_without_returning(tx)
            .await?;
        let mut query = event_readers::Entity::find_by_id(self.name.to_owned());
        if tx.get_database_backend() == DatabaseBackend::Postgres {
            query = query.lock_exclusive();
        }
        Ok(query.one(tx).await?.map_or_else(Position::default, |row| Position { tx: row.tx, seq: row.seq }))
    }
}
