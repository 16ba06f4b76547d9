//! Statements on `jobs` that several steps share, and how rows become what the domain works with.

use super::claim::Claimed;
use super::job::Cause;
use crate::error::{Error, Result};
use entity::jobs;
use sea_orm::{ConnectionTrait, DatabaseBackend, FromQueryResult as _, Statement, Value};
use shared::jobs::{JobState, JobSummary};
use shared::{EventId, JobId, OrgId, RequestId};

/// Changes the rows that `select` (ids, in order, with its limit) picks, and answers them as they are afterwards.
///
/// On PostgreSQL rows that somebody else is at are left to them. The choice is materialised, because a planner that
/// repeats it picks other rows each time.
pub(super) async fn update_picked(
    tx: &impl ConnectionTrait,
    select: &str,
    set: &str,
    values: Vec<Value>,
) -> Result<Vec<jobs::Model>> {
    let statement = picked(tx.get_database_backend(), select, set, "*", values);
    Ok(jobs::Model::find_by_statement(statement).all(tx).await?)
}

/// The same, when nobody needs to see the rows: how many they were.
pub(super) async fn update_picked_blindly(
    tx: &impl ConnectionTrait,
    select: &str,
    set: &str,
    values: Vec<Value>,
) -> Result<usize> {
    let statement = picked(tx.get_database_backend(), select, set, "id", values);
    Ok(tx.query_all_raw(statement).await?.len())
}

fn picked(
    backend: DatabaseBackend,
    select: &str,
    set: &str,
    returning: &str,
    values: Vec<Value>,
) -> Statement {
    let lock = if backend == DatabaseBackend::Postgres { " FOR UPDATE SKIP LOCKED" } else { "" };
    let sql = format!(
        "WITH picked (picked_id) AS MATERIALIZED ({select}{lock}) \
         UPDATE jobs SET {set} FROM picked WHERE jobs.id = picked.picked_id RETURNING {returning}"
    );
    Statement::from_sql_and_values(backend, sql, values)
}

/// Whether a query finds anything.
pub(super) async fn any(db: &impl ConnectionTrait, sql: &str, values: Vec<Value>) -> Result<bool> {
    let statement = Statement::from_sql_and_values(db.get_database_backend(), sql, values);
    Ok(db.query_one_raw(statement).await?.is_some())
}

/// A claimed row. The lease is there by a CHECK of the table.
pub(super) fn claimed(row: jobs::Model) -> Result<Claimed> {
    let incomplete = || Error::internal("a claimed job has no lease");
    Ok(Claimed {
        lease: super::Lease {
            id: JobId::from_uuid(row.id),
            token: row.lease_token.ok_or_else(incomplete)?,
            attempt: row.attempt,
            started_at: row.started_at.ok_or_else(incomplete)?,
            worker: row.worker.clone().ok_or_else(incomplete)?,
        },
        kind: row.kind,
        version: row.version,
        payload: row.payload,
        queue: row.queue,
        priority: row.priority,
        run_at: row.run_at,
        max_attempts: row.max_attempts,
        cause: Cause {
            org: row.org_id.map(OrgId::from_uuid),
            request: RequestId::from_uuid(row.cause_request),
            event: row.cause_event.map(EventId::from_uuid),
            schedule: row.cause_schedule,
        },
    })
}

/// The state of a stored word.
pub(super) fn state_of(word: &str) -> Result<JobState> {
    JobState::from_word(word).ok_or_else(|| Error::internal(format!("a job is in the unknown state {word}")))
}

/// A row as lists show it.
pub(super) fn summary(row: &jobs::Model) -> Result<JobSummary> {
    Ok(JobSummary {
        id: JobId::from_uuid(row.id),
        kind: row.kind.clone(),
        queue: row.queue.clone(),
        priority: row.priority,
        state: state_of(&row.state)?,
        run_at: row.run_at,
        attempt: row.attempt,
        max_attempts: row.max_attempts,
        created_at: row.created_at,
        started_at: row.started_at,
        finished_at: row.finished_at,
        last_error: row.last_error.clone(),
        cancel_requested: row.cancel_requested,
        of_program: row.org_id.is_none(),
    })
}
