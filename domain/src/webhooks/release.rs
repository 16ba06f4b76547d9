//! The job that gives held deliveries of an endpoint a job each, some at a time, oldest first.

use super::deliver::Deliver;
use super::rows;
use crate::context::Context;
use crate::error::Result;
use crate::jobs::{self, Cause, Job, JobContext, JobError, Options, Unique};
use crate::leads::Sql;
use sea_orm::{ConnectionTrait as _, DatabaseBackend, DatabaseTransaction, FromQueryResult as _, Statement};
use shared::jobs::payloads::Payload;
use shared::{EventId, WebhookDeliveryId, WebhookEndpointId};
use std::time::Duration;
use uuid::Uuid;

pub use shared::jobs::payloads::ReleaseWebhooks as Release;

/// Deliveries a transaction.
const BATCH: usize = 200;
/// What is sent late lets newer events go first.
const PRIORITY: i16 = 5;

/// For changes that hold something: beside one that waits, which may run before the change is there to be seen.
pub(super) fn after_a_change() -> Options {
    Options { unique: Some(Unique::No), ..Options::default() }
}

impl Job for Release {
    const KIND: &'static str = <Self as Payload>::KIND;
    const VERSION: i32 = <Self as Payload>::VERSION;
    const TIME_OUT: Duration = Duration::from_mins(10);
    const UNIQUE: Unique = Unique::Waiting;

    async fn run(&self, job: &JobContext) -> Result<(), JobError> {
        let Some(org) = job.cause().org else {
            return Err(JobError::Fail("an endpoint belongs to an organization".to_owned()));
        };
        loop {
            let (cx, cause, endpoint) = (job.cx().clone(), job.cause().clone(), self.endpoint);
            let released = job
                .cx()
                .write(move |tx| Box::pin(async move { batch(&cx, tx, &cause, org.uuid(), endpoint).await }));
            if released.await? < BATCH || job.is_cancelled() {
                return Ok(());
            }
        }
    }
}

#[derive(sea_orm::FromQueryResult)]
struct Held {
    id: Uuid,
    event_id: Uuid,
}

async fn batch(
    cx: &Context,
    tx: &DatabaseTransaction,
    cause: &Cause,
    org: Uuid,
    endpoint: WebhookEndpointId,
) -> Result<usize> {
    let row = rows::endpoint_row(tx, org, endpoint.uuid(), false).await?;
    if !row.is_some_and(|row| rows::is_enabled(&row)) {
        return Ok(0);
    }
    let backend = tx.get_database_backend();
    let lock = if backend == DatabaseBackend::Postgres { " FOR NO KEY UPDATE SKIP LOCKED" } else { "" };
    let sql = format!(
        "SELECT id, event_id FROM webhook_deliveries WHERE org_id = $1 AND endpoint_id = $2 \
         AND state = 'waiting' AND job_id IS NULL ORDER BY id LIMIT {BATCH}{lock}"
    );
    let values = [org.into(), endpoint.uuid().into()];
    let held = Held::find_by_statement(Statement::from_sql_and_values(backend, sql, values)).all(tx).await?;
    if held.is_empty() {
        return Ok(0);
    }
    let causes: Vec<Cause> =
        held.iter().map(|held| cause.clone().event(EventId::from_uuid(held.event_id))).collect();
    let work: Vec<Deliver> = held
        .iter()
        .map(|held| Deliver { endpoint, delivery: WebhookDeliveryId::from_uuid(held.id) })
        .collect();
    let work: Vec<(&Cause, &Deliver)> = causes.iter().zip(&work).collect();
    let options = Options { priority: Some(PRIORITY), ..Options::default() };
    let jobs = jobs::enqueue_each(cx, tx, &work, &options).await?;
    let mut sql = Sql::new("WITH given (of_id, of_job) AS (VALUES ");
    for (index, (held, job)) in held.iter().zip(&jobs).enumerate() {
        sql.push(if index > 0 { ", " } else { "" }).bind_all([held.id, job.uuid()]);
    }
    sql.push(") UPDATE webhook_deliveries SET job_id = of_job, next_attempt_at = ").bind(cx.now());
    sql.push(" FROM given WHERE id = of_id AND org_id = ").bind(org);
    tx.execute_raw(sql.statement(backend)).await?;
    Ok(held.len())
}
