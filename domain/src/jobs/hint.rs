//! Waking workers early. Only hints: the table is the truth, and whoever misses one finds the jobs by looking.

use crate::db::Write;
use crate::error::Result;
use sea_orm::{ConnectionTrait, DatabaseBackend};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use tokio::sync::Notify;

/// The channel of `NOTIFY` that wakes workers of other processes on PostgreSQL.
pub(super) const CHANNEL: &str = "empire_jobs";

/// Rings when this process committed jobs that may run now.
#[derive(Clone, Default)]
pub struct Hint(Arc<Notify>);

impl Hint {
    /// Wakes a worker.
    pub fn ring(&self) {
        self.0.notify_one();
    }

    /// Returns at the next ring, or at once if it rang since.
    pub async fn wait(&self) {
        self.0.notified().await;
    }
}

/// Whether a write transaction enqueued something that may run at once.
#[derive(Clone, Default)]
pub(crate) struct Enqueued(Arc<AtomicBool>);

tokio::task_local! {
    static CURRENT: Enqueued;
}

impl Enqueued {
    /// Does the work of a transaction and notices what it enqueues.
    pub(crate) fn watch<T: Send + 'static>(self, work: Write<'_, T>) -> Write<'_, T> {
        Box::pin(CURRENT.scope(self, work))
    }

    /// Whether it did.
    pub(crate) fn any(&self) -> bool {
        self.0.load(Ordering::Acquire)
    }
}

/// Notes in the running transaction that jobs may run once it is committed.
pub(super) async fn note(tx: &impl ConnectionTrait) -> Result<()> {
    let known = CURRENT.try_with(|enqueued| enqueued.0.swap(true, Ordering::AcqRel)).unwrap_or(false);
    if !known && tx.get_database_backend() == DatabaseBackend::Postgres {
        tx.execute_unprepared("NOTIFY empire_jobs").await?;
    }
    Ok(())
}
