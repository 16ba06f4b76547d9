//! The job that forgets old payloads and finds lost ones; a schedule enqueues it every five minutes.

use super::{replay, rows};
use crate::context::Context;
use crate::error::Result;
use crate::jobs::{Cause, Job, JobContext, JobError, Unique};
use chrono::{DateTime, TimeDelta, Utc};
use sea_orm::{ConnectionTrait as _, FromQueryResult, Statement, Value};
use shared::OrgId;
use shared::jobs::payloads::Payload;
use shared::sources::RefusedReason;
use std::time::Duration;
use uuid::Uuid;

pub use shared::jobs::payloads::TidySources as Tidy;

/// Rows a transaction deletes.
const BATCH: u64 = 200;
/// A payload whose job is gone for so long is lost: it crashed too often, or somebody cancelled it.
const LOST: TimeDelta = TimeDelta::minutes(2);

impl Job for Tidy {
    const KIND: &'static str = <Self as Payload>::KIND;
    const VERSION: i32 = <Self as Payload>::VERSION;
    /// The next five minutes bring another one.
    const MAX_ATTEMPTS: i32 = 1;
    const TIME_OUT: Duration = Duration::from_mins(4);
    const UNIQUE: Unique = Unique::Live;

    async fn run(&self, job: &JobContext) -> Result<(), JobError> {
        let (cx, now) = (job.cx(), job.cx().now());
        let old = now - TimeDelta::days(i64::from(self.keep_days));
        while prune(cx, old).await? == BATCH && !job.is_cancelled() {}
        let lost = lost(cx, now).await?;
        if lost > 0 {
            tracing::warn!(lost, "payloads had lost their jobs and were given up");
        }
        give_jobs(cx, job.cause()).await?;
        forget(cx, old).await?;
        Ok(())
    }
}

async fn run(cx: &Context, sql: &'static str, values: Vec<Value>) -> Result<u64> {
    cx.db()
        .write(move |tx| {
            Box::pin(async move {
                let statement = Statement::from_sql_and_values(tx.get_database_backend(), sql, values);
                Ok(tx.execute_raw(statement).await?.rows_affected())
            })
        })
        .await
}

/// Deletes a batch of old payloads. What became a lead is in its submission.
async fn prune(cx: &Context, old: DateTime<Utc>) -> Result<u64> {
    let sql = "DELETE FROM inbound_payloads WHERE (org_id, id) IN (SELECT org_id, id FROM inbound_payloads \
               WHERE received_at < $1 ORDER BY received_at LIMIT $2)";
    run(cx, sql, vec![old.into(), i64::try_from(BATCH).unwrap_or(i64::MAX).into()]).await
}

/// Gives up payloads that no job will map. An admin sees them, and may replay them.
async fn lost(cx: &Context, now: DateTime<Utc>) -> Result<u64> {
    let sql = "UPDATE inbound_payloads SET state = 'refused', reason = $1, message = $2 \
               WHERE state = 'received' AND received_at < $3 AND job_id IS NOT NULL \
               AND NOT EXISTS (SELECT 1 FROM jobs WHERE jobs.id = inbound_payloads.job_id \
                 AND (jobs.finished_at IS NULL OR jobs.finished_at > $3))";
    let words = "This payload could not be written: its job ended. Replay it.";
    run(cx, sql, vec![RefusedReason::Failed.as_str().into(), words.into(), (now - LOST).into()]).await
}

/// Sees to it that nothing waits for a mapping that is there.
async fn give_jobs(cx: &Context, cause: &Cause) -> Result<()> {
    #[derive(FromQueryResult)]
    struct Row {
        org_id: Uuid,
        source_id: Uuid,
    }
    let sql =
        "SELECT DISTINCT org_id, source_id FROM inbound_payloads WHERE state = 'received' AND job_id IS NULL";
    let found = Row::find_by_statement(Statement::from_string(cx.db().backend(), sql));
    for row in found.all(cx.db().read()).await? {
        if rows::newest_mapping(cx.db().read(), row.org_id, row.source_id).await?.is_none() {
            continue;
        }
        let (context, cause) =
            (cx.clone(), Cause { org: Some(OrgId::from_uuid(row.org_id)), ..cause.clone() });
        cx.write(move |tx| {
            Box::pin(async move { replay::give_jobs(&context, tx, &cause, row.org_id, row.source_id).await })
        })
        .await?;
    }
    Ok(())
}

/// Forgets counts that are old, and secrets that ended so long ago that nothing they signed is kept.
async fn forget(cx: &Context, old: DateTime<Utc>) -> Result<()> {
    run(cx, "DELETE FROM source_drops WHERE hour < $1", vec![old.into()]).await?;
    let sql = "UPDATE sources SET previous_secret = NULL, previous_token_hash = NULL, previous_until = NULL \
               WHERE previous_until < $1";
    run(cx, sql, vec![old.into()]).await?;
    Ok(())
}
