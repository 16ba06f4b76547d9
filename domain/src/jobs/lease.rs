//! What keeps claimed jobs claimed, and what brings the others back: heartbeat, rescue, promotion.

use super::acknowledge::attempt;
use super::claim::Lease;
use super::rows;
use crate::context::Context;
use crate::error::{Error, Result};
use crate::leads::Sql;
use chrono::{TimeDelta, Utc};
use entity::{job_attempts, jobs};
use sea_orm::{ConnectionTrait, EntityTrait as _, FromQueryResult as _, Statement};
use shared::JobId;
use shared::jobs::AttemptOutcome;
use std::collections::{BTreeSet, HashSet};
use uuid::Uuid;

/// How long a lease holds without a heartbeat. A crashed worker's jobs are resumed this long afterwards, plus the
/// seconds until the next rescue.
pub const LEASE: TimeDelta = TimeDelta::seconds(30);
/// A job that took its process down so often is dead: it would take down the next one as well.
pub const POISON: i32 = 5;
/// Leases a statement renews.
const CHUNK: usize = 500;

#[derive(sea_orm::FromQueryResult)]
struct Id {
    id: Uuid,
}

/// Renews leases for another `lease`. Answers the jobs that are still ours; a run of any other one is in vain.
pub async fn heartbeat(cx: &Context, leases: Vec<Lease>, lease: TimeDelta) -> Result<HashSet<JobId>> {
    let until = cx.now() + lease;
    cx.db()
        .write(move |tx| {
            Box::pin(async move {
                let mut ours = HashSet::with_capacity(leases.len());
                for chunk in leases.chunks(CHUNK) {
                    let tokens: BTreeSet<Uuid> = chunk.iter().map(|lease| lease.token).collect();
                    let mut sql = Sql::new("UPDATE jobs SET lease_until = ");
                    sql.bind(until).push(" WHERE state = 'executing' AND lease_token IN ").bind_all(tokens);
                    sql.push(" AND id IN ").bind_all(chunk.iter().map(|lease| lease.id.uuid()));
                    sql.push(" RETURNING id");
                    let rows =
                        Id::find_by_statement(sql.statement(tx.get_database_backend())).all(tx).await?;
                    ours.extend(rows.into_iter().map(|row| JobId::from_uuid(row.id)));
                }
                Ok(ours)
            })
        })
        .await
}

/// Running jobs that somebody wants to stop, of all workers.
pub async fn stopping(db: &impl ConnectionTrait) -> Result<HashSet<JobId>> {
    let sql = "SELECT id FROM jobs WHERE state = 'executing' AND cancel_requested";
    let rows = Id::find_by_statement(Statement::from_string(db.get_database_backend(), sql)).all(db).await?;
    Ok(rows.into_iter().map(|row| JobId::from_uuid(row.id)).collect())
}

/// Gives back jobs whose lease ran out, at most `limit`. That counts as a crash instead of an attempt; the
/// [`POISON`]th one kills the job. Returns how many there were.
pub async fn rescue(cx: &Context, limit: u32) -> Result<usize> {
    let now = cx.now();
    let look = "SELECT 1 FROM jobs WHERE state = 'executing' AND lease_until < $1 LIMIT 1";
    if !rows::any(cx.db().read(), look, vec![now.into()]).await? {
        return Ok(0);
    }
    let context = cx.clone();
    let rescued = cx
        .db()
        .write(move |tx| {
            Box::pin(async move {
                let select = "SELECT id FROM jobs WHERE state = 'executing' AND lease_until < $1 LIMIT $2";
                let ends = "(cancel_requested OR crashes + 1 >= $3)";
                let set = format!(
                    "crashes = crashes + 1, attempt = attempt - 1, lease_token = NULL, lease_until = NULL, \
                     state = CASE WHEN cancel_requested THEN 'cancelled' WHEN crashes + 1 >= $3 THEN 'dead' \
                     ELSE 'available' END, finished_at = CASE WHEN {ends} THEN $1 END, \
                     last_error = CASE WHEN cancel_requested THEN last_error ELSE $4 END"
                );
                let values = vec![now.into(), i64::from(limit).into(), POISON.into(), CRASHED.into()];
                let crashed = rows::update_picked(tx, select, &set, values).await?;
                let attempts =
                    crashed.iter().map(|row| lost_run(&context, row)).collect::<Result<Vec<_>>>()?;
                if !attempts.is_empty() {
                    job_attempts::Entity::insert_many(attempts).exec_without_returning(tx).await?;
                }
                Ok(crashed.len())
            })
        })
        .await?;
    if rescued > 0 {
        super::measure::crashed(rescued);
        tracing::warn!(rescued, "jobs of workers that are gone were given back");
        cx.hint().ring();
    }
    Ok(rescued)
}

const CRASHED: &str = "the worker went away while it ran the job";

fn lost_run(cx: &Context, row: &jobs::Model) -> Result<job_attempts::ActiveModel> {
    let incomplete = || Error::internal("a rescued job was never started");
    let lease = Lease {
        id: JobId::from_uuid(row.id),
        token: Uuid::nil(),
        attempt: row.attempt + 1,
        started_at: row.started_at.ok_or_else(incomplete)?,
        worker: row.worker.clone().ok_or_else(incomplete)?,
    };
    Ok(attempt(cx, &lease, cx.now(), AttemptOutcome::Crashed, Some(CRASHED.to_owned())))
}

/// Makes available what is due, at most `limit`. Returns how many there were.
pub async fn promote(cx: &Context, limit: u32) -> Result<usize> {
    let now = cx.now();
    let look = "SELECT 1 FROM jobs WHERE state IN ('scheduled', 'retryable') AND run_at <= $1 LIMIT 1";
    if !rows::any(cx.db().read(), look, vec![now.into()]).await? {
        return Ok(0);
    }
    let promoted = cx
        .db()
        .write(move |tx| {
            Box::pin(async move {
                let select = "SELECT id FROM jobs WHERE state IN ('scheduled', 'retryable') AND run_at <= $1 \
                              ORDER BY run_at LIMIT $2";
                let values = vec![now.into(), i64::from(limit).into()];
                rows::update_picked_blindly(tx, select, "state = 'available'", values).await
            })
        })
        .await?;
    if promoted > 0 {
        cx.hint().ring();
    }
    Ok(promoted)
}

/// When the next waiting job is due.
pub(super) async fn next_due(db: &impl ConnectionTrait) -> Result<Option<chrono::DateTime<Utc>>> {
    #[derive(sea_orm::FromQueryResult)]
    struct Due {
        run_at: chrono::DateTime<Utc>,
    }
    let sql = "SELECT run_at FROM jobs WHERE state IN ('scheduled', 'retryable') ORDER BY run_at LIMIT 1";
    let due = Due::find_by_statement(Statement::from_string(db.get_database_backend(), sql)).one(db).await?;
    Ok(due.map(|due| due.run_at))
}
