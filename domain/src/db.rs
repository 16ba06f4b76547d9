//! The two databases behind one handle: readers, one write path, and what differs between SQLite and PostgreSQL.

use crate::error::{Error, Result};
use sea_orm::sqlx::sqlite::{SqliteJournalMode, SqliteSynchronous};
use sea_orm::{
    ConnectOptions, ConnectionTrait as _, Database, DatabaseBackend, DatabaseConnection, DatabaseTransaction,
    DbErr, RuntimeErr, SqliteTransactionMode, TransactionOptions, TransactionTrait,
};
use std::future::Future;
use std::pin::Pin;
use std::time::Duration;
use tracing::Instrument as _;

/// The work of one write transaction.
pub type Write<'t, T> = Pin<Box<dyn Future<Output = Result<T>> + Send + 't>>;

/// Handle on the database; cheap to clone.
#[derive(Clone)]
pub struct Db {
    reader: DatabaseConnection,
    writer: DatabaseConnection,
}

impl Db {
    /// Connects. `sqlite:path` and `sqlite://path` create the file; `postgres://…` needs a running server.
    ///
    /// SQLite runs in WAL mode with `synchronous=FULL`, so a commit is on disk when it is acknowledged, with one
    /// writing connection and `connections` readers. PostgreSQL shares one pool of `connections`.
    pub async fn connect(url: &str, connections: u32) -> Result<Self, DbErr> {
        if url.starts_with("sqlite:") {
            let url = if url.contains('?') { url.to_owned() } else { format!("{url}?mode=rwc") };
            let writer = Database::connect(sqlite_options(&url, 1)).await?;
            let reader = Database::connect(sqlite_options(&url, connections.max(1))).await?;
            return Ok(Self { reader, writer });
        }
        let pool = Database::connect(postgres_options(url, connections)).await?;
        Ok(Self { reader: pool.clone(), writer: pool })
    }

    /// For reading. Writes go through [`Db::write`].
    pub const fn read(&self) -> &DatabaseConnection {
        &self.reader
    }

    /// For migrations, which bring their own transactions.
    pub const fn migrations(&self) -> &DatabaseConnection {
        &self.writer
    }

    /// Which of the two it is.
    pub fn backend(&self) -> DatabaseBackend {
        self.reader.get_database_backend()
    }

    /// `true` on SQLite.
    pub fn is_sqlite(&self) -> bool {
        self.backend() == DatabaseBackend::Sqlite
    }

    /// Runs `work` in one write transaction, `BEGIN IMMEDIATE` on SQLite. It runs in a task of its own: a client
    /// that hangs up must not leave a transaction half open (and sqlx 0.9 would hand such a connection out again).
    pub async fn write<T, F>(&self, work: F) -> Result<T>
    where
        T: Send + 'static,
        F: for<'t> FnOnce(&'t DatabaseTransaction) -> Write<'t, T> + Send + 'static,
    {
        let writer = self.writer.clone();
        let task = async move {
            let tx = writer.begin_with_options(write_options()).await?;
            match work(&tx).await {
                Ok(value) => {
                    tx.commit().await?;
                    Ok(value)
                }
                Err(error) => {
                    if let Err(rollback) = tx.rollback().await {
                        tracing::warn!(error = %rollback, "rollback failed; the connection is dropped");
                    }
                    Err(error)
                }
            }
        };
        tokio::spawn(task.in_current_span()).await.map_err(|error| Error::Internal(Box::new(error)))?
    }

    /// Lets SQLite look at samples of tables that grew, so that it chooses among indexes by how they are filled. Without,
    /// it takes an organization for a few rows. PostgreSQL looks by itself.
    pub async fn keep_statistics(&self) -> Result<(), DbErr> {
        if self.is_sqlite() {
            // Analyse where it is worth it, in all tables, with a limit on the rows looked at.
            self.writer.execute_unprepared("PRAGMA optimize=0x10012").await?;
        }
        Ok(())
    }

    /// The pools by name: open connections, and how many of them are idle. PostgreSQL has one for everything.
    pub fn pools(&self) -> Vec<(&'static str, u32, usize)> {
        if self.is_sqlite() {
            let (reader, writer) =
                (self.reader.get_sqlite_connection_pool(), self.writer.get_sqlite_connection_pool());
            return vec![
                ("read", reader.size(), reader.num_idle()),
                ("write", writer.size(), writer.num_idle()),
            ];
        }
        let pool = self.writer.get_postgres_connection_pool();
        vec![("all", pool.size(), pool.num_idle())]
    }

    /// Closes every connection; on SQLite this folds the write-ahead log into the file.
    pub async fn close(self) -> Result<(), DbErr> {
        self.reader.close().await?;
        self.writer.close().await
    }
}

fn write_options() -> TransactionOptions {
    TransactionOptions {
        sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate),
        ..TransactionOptions::default()
    }
}

fn sqlite_options(url: &str, connections: u32) -> ConnectOptions {
    let mut options = ConnectOptions::new(url);
    options
        .max_connections(connections)
        .min_connections(1)
        .sqlx_logging(false)
        .acquire_timeout(Duration::from_secs(10))
        .map_sqlx_sqlite_opts(|sqlite| {
            sqlite
                .journal_mode(SqliteJournalMode::Wal)
                .synchronous(SqliteSynchronous::Full)
                .foreign_keys(true)
                .busy_timeout(Duration::from_secs(10))
                .pragma("cache_size", "-16000")
                .pragma("mmap_size", "268435456")
                .pragma("temp_store", "memory")
                .pragma("journal_size_limit", "67108864")
        });
    options
}

fn postgres_options(url: &str, connections: u32) -> ConnectOptions {
    let mut options = ConnectOptions::new(url);
    options
        .max_connections(connections.max(2))
        .min_connections(1)
        .sqlx_logging(false)
        .acquire_timeout(Duration::from_secs(10))
        .max_lifetime(Duration::from_mins(10))
        .map_sqlx_postgres_opts(|postgres| {
            postgres.options([
                ("idle_in_transaction_session_timeout", "60s"),
                ("TimeZone", "UTC"),
                // Our statements are short and read through indexes from memory or solid-state disks.
                ("random_page_cost", "1.1"),
                ("jit", "off"),
            ])
        })
        // sqlx 0.9.0 can return a connection inside a transaction when a future is dropped during BEGIN.
        .map_sqlx_postgres_before_acquire(|connection, _| {
            Box::pin(async move {
                sea_orm::sqlx::Executor::execute(&mut *connection, "ROLLBACK").await?;
                Ok(true)
            })
        });
    options
}

/// Whether an error says that a unique key exists already.
pub fn is_unique_violation(error: &DbErr) -> bool {
    matches!(error.sql_err(), Some(sea_orm::SqlErr::UniqueConstraintViolation(_)))
}

/// Whether the same transaction may well succeed when it is run again: it met another one, and one of them had to give way.
pub(crate) fn may_pass_again(error: &DbErr) -> bool {
    let cause = match error {
        DbErr::Exec(RuntimeErr::SqlxError(cause)) | DbErr::Query(RuntimeErr::SqlxError(cause)) => {
            cause.as_ref()
        }
        _ => return false,
    };
    // PostgreSQL: a deadlock that was broken, and what could not be put in a row.
    let met = |said: &dyn sea_orm::sqlx::error::DatabaseError| {
        said.code().is_some_and(|code| matches!(&*code, "40P01" | "40001"))
    };
    is_unique_violation(error) || matches!(cause, sea_orm::sqlx::Error::Database(said) if met(said.as_ref()))
}
