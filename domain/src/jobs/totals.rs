//! Figures over all organizations, for metrics. No names, no payloads.

use super::rows::state_of;
use crate::context::Context;
use crate::error::Result;
use chrono::{DateTime, Utc};
use sea_orm::{DatabaseBackend, FromQueryResult, Statement};
use shared::jobs::JobState;

/// Unfinished jobs of one queue, kind and state.
#[derive(Debug, Clone, PartialEq)]
pub struct Total {
    pub queue: String,
    pub kind: String,
    pub state: JobState,
    pub count: i64,
    /// When the first of them could have run.
    pub oldest: DateTime<Utc>,
}

#[derive(FromQueryResult)]
pub(super) struct Row {
    pub queue: String,
    pub kind: String,
    pub state: String,
    pub number: i64,
    pub oldest: DateTime<Utc>,
}

/// Counts live and dead jobs. Costs as much as there are of them, whatever the number of finished ones.
pub async fn totals(cx: &Context) -> Result<Vec<Total>> {
    let sql = live(cx.db().backend(), "TRUE");
    let statement = Statement::from_string(cx.db().backend(), sql);
    let rows = Row::find_by_statement(statement).all(cx.db().read()).await?;
    rows.into_iter()
        .map(|row| {
            Ok(Total {
                state: state_of(&row.state)?,
                queue: row.queue,
                kind: row.kind,
                count: row.number,
                oldest: row.oldest,
            })
        })
        .collect()
}

/// Counts by queue, kind and state: one branch for each partial index, with its predicate word for word.
pub(super) fn live(backend: DatabaseBackend, whose: &str) -> String {
    [
        ("jobs_ready", "state = 'available'"),
        ("jobs_due", "state IN ('scheduled', 'retryable')"),
        ("jobs_running", "state = 'executing'"),
        ("jobs_stopped", "state = 'dead' AND state IN ('cancelled', 'dead')"),
    ]
    .map(|(index, which)| {
        format!(
            "SELECT queue, kind, state, count(*) AS number, min(run_at) AS oldest FROM jobs {} \
             WHERE {which} AND {whose} GROUP BY queue, kind, state",
            by(backend, index)
        )
    })
    .join(" UNION ALL ")
}

/// Names the index to SQLite, which knows nothing of how many rows there are and would rather read all that an
/// organization has. PostgreSQL counts for itself.
pub(super) fn by(backend: DatabaseBackend, index: &str) -> String {
    if backend == DatabaseBackend::Sqlite { format!("INDEXED BY {index}") } else { String::new() }
}
