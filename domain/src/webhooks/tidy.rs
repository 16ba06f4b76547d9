//! The job that forgets old deliveries and finds lost ones; a schedule enqueues it every five minutes.

use super::release::Release;
use crate::context::Context;
use crate::error::Result;
use crate::jobs::{self, Cause, Job, JobContext, JobError, Options, Unique};
use chrono::{DateTime, TimeDelta, Utc};
use sea_orm::{ConnectionTrait as _, FromQueryResult as _, Statement, Value};
use shared::jobs::payloads::Payload;
use shared::{OrgId, WebhookEndpointId};
use std::time::Duration;
use uuid::Uuid;

pub use shared::jobs::payloads::TidyWebhooks as Tidy;

/// Rows a transaction deletes or finds.
const BATCH: u64 = 500;
/// A delivery whose job is gone for so long is lost: its job died without a word, or somebody cancelled it.
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
            tracing::warn!(lost, "webhooks had lost their jobs and were given up");
        }
        release(cx, job.cause()).await?;
        forget(cx, now, old).await?;
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

/// Deletes a batch of old finished deliveries, and their attempts with them.
async fn prune(cx: &Context, old: DateTime<Utc>) -> Result<u64> {
    let sql = "DELETE FROM webhook_deliveries WHERE (org_id, id) IN (SELECT org_id, id FROM webhook_deliveries \
               WHERE finished_at IS NOT NULL AND finished_at < $1 ORDER BY finished_at LIMIT $2)";
    run(cx, sql, vec![old.into(), i64::try_from(BATCH).unwrap_or(i64::MAX).into()]).await
}

/// Gives up deliveries that no job will send: it crashed too often, or somebody cancelled it in the queue.
async fn lost(cx: &Context, now: DateTime<Utc>) -> Result<u64> {
    let sql = "UPDATE webhook_deliveries SET finished_at = $1, next_attempt_at = NULL, \
               state = CASE WHEN EXISTS (SELECT 1 FROM jobs WHERE jobs.id = webhook_deliveries.job_id \
                 AND jobs.state = 'cancelled') THEN 'cancelled' ELSE 'failed' END \
               WHERE state = 'waiting' AND created_at < $2 AND job_id IS NOT NULL \
               AND NOT EXISTS (SELECT 1 FROM jobs WHERE jobs.id = webhook_deliveries.job_id \
                 AND (jobs.finished_at IS NULL OR jobs.finished_at > $2))";
    run(cx, sql, vec![now.into(), (now - LOST).into()]).await
}

/// Sees to it that nothing is held for an endpoint that is switched on.
async fn release(cx: &Context, cause: &Cause) -> Result<()> {
    #[derive(sea_orm::FromQueryResult)]
    struct Row {
        org_id: Uuid,
        id: Uuid,
    }
    let sql = format!(
        "SELECT org_id, id FROM webhook_endpoints WHERE state = 'enabled' AND EXISTS \
         (SELECT 1 FROM webhook_deliveries WHERE webhook_deliveries.org_id = webhook_endpoints.org_id \
          AND webhook_deliveries.endpoint_id = webhook_endpoints.id \
          AND webhook_deliveries.state = 'waiting' AND webhook_deliveries.job_id IS NULL) LIMIT {BATCH}"
    );
    let found = Row::find_by_statement(Statement::from_string(cx.db().backend(), sql));
    let found = found.all(cx.db().read()).await?;
    if found.is_empty() {
        return Ok(());
    }
    let (context, cause) = (cx.clone(), cause.clone());
    cx.write(move |tx| {
        Box::pin(async move {
            for row in found {
                let cause = Cause { org: Some(OrgId::from_uuid(row.org_id)), ..cause.clone() };
                let job = Release { endpoint: WebhookEndpointId::from_uuid(row.id) };
                jobs::enqueue(&context, tx, &cause, &job, &Options::default()).await?;
            }
            Ok(())
        })
    })
    .await
}

/// Forgets secrets and inspectors that ended, and deleted endpoints when nothing points at them any more.
async fn forget(cx: &Context, now: DateTime<Utc>, old: DateTime<Utc>) -> Result<()> {
    let secrets = "UPDATE webhook_endpoints SET previous_secret = NULL, previous_until = NULL \
                   WHERE previous_until IS NOT NULL AND previous_until <= $1";
    run(cx, secrets, vec![now.into()]).await?;
    run(cx, "DELETE FROM webhook_inspectors WHERE expires_at <= $1", vec![now.into()]).await?;
    let endpoints = "DELETE FROM webhook_endpoints WHERE deleted_at IS NOT NULL AND deleted_at < $1 AND NOT EXISTS \
                     (SELECT 1 FROM webhook_deliveries WHERE webhook_deliveries.org_id = webhook_endpoints.org_id \
                      AND webhook_deliveries.endpoint_id = webhook_endpoints.id)";
    run(cx, endpoints, vec![old.into()]).await?;
    Ok(())
}
