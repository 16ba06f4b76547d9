//! Enqueueing, always in the caller's transaction: a job exists if and only if the change that wants it does.

use super::hint;
use super::job::{Cause, Job, Unique};
use crate::context::Context;
use crate::error::{Error, Result};
use crate::leads::NEVER;
use chrono::{DateTime, TimeDelta, Utc};
use entity::jobs;
use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::{Expr, OnConflict};
use sea_orm::{
    ColumnTrait as _, ConnectionTrait, EntityTrait as _, QueryFilter as _, QuerySelect as _, QueryTrait as _,
};
use serde_json::Value;
use sha2::{Digest as _, Sha256};
use shared::jobs::JobState;
use shared::{JobId, OrgId};
use std::collections::HashMap;
use std::time::Duration;
use uuid::Uuid;

/// Rows a statement; SQLite takes 32,766 values.
const CHUNK: usize = 500;
/// A job that kept ours out may end at the same moment; then ours is tried again.
const TRIES: usize = 4;

/// What differs from the rules of the job's type.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// Not before.
    pub run_at: Option<DateTime<Utc>>,
    /// Smaller goes first.
    pub priority: Option<i16>,
    pub unique: Option<Unique>,
    /// Wait this long for another one like it: each one that arrives takes the place of the one that waits, with its
    /// payload, and starts the wait anew. Goes before `run_at` and `unique`.
    pub debounce: Option<Duration>,
}

/// A row to be.
pub(super) struct NewJob {
    pub id: Uuid,
    pub cause: Cause,
    pub kind: String,
    pub version: i32,
    pub payload: Value,
    pub queue: String,
    pub priority: i16,
    pub max_attempts: i32,
    pub run_at: DateTime<Utc>,
    pub unique: Option<(Vec<u8>, &'static str)>,
}

/// Enqueues a job. Answers the id of the one that exists already where the job is unique.
pub async fn enqueue<J: Job>(
    cx: &Context,
    tx: &impl ConnectionTrait,
    cause: &Cause,
    job: &J,
    options: &Options,
) -> Result<JobId> {
    let ids = enqueue_all(cx, tx, cause, std::slice::from_ref(job), options).await?;
    ids.first().copied().ok_or_else(|| Error::internal("a job was enqueued without an id"))
}

/// Enqueues many jobs of one kind with few statements. Answers one id for each, in order.
pub async fn enqueue_all<J: Job>(
    cx: &Context,
    tx: &impl ConnectionTrait,
    cause: &Cause,
    jobs: &[J],
    options: &Options,
) -> Result<Vec<JobId>> {
    let jobs: Vec<(&Cause, &J)> = jobs.iter().map(|job| (cause, job)).collect();
    enqueue_each(cx, tx, &jobs, options).await
}

/// The same for jobs that have a cause each.
pub async fn enqueue_each<J: Job>(
    cx: &Context,
    tx: &impl ConnectionTrait,
    jobs: &[(&Cause, &J)],
    options: &Options,
) -> Result<Vec<JobId>> {
    let now = cx.now();
    let run_at = match options.debounce {
        Some(wait) => after(now, wait),
        None => options.run_at.unwrap_or(now),
    };
    let unique =
        if options.debounce.is_some() { Unique::Waiting } else { options.unique.unwrap_or(J::UNIQUE) };
    let mut rows = Vec::with_capacity(jobs.len());
    for (cause, job) in jobs {
        rows.push(NewJob {
            id: cx.new_id(),
            cause: (*cause).clone(),
            kind: J::KIND.to_owned(),
            version: J::VERSION,
            payload: serde_json::to_value(job)?,
            queue: job.queue(),
            priority: options.priority.unwrap_or(J::PRIORITY),
            max_attempts: J::MAX_ATTEMPTS,
            run_at,
            unique: unique_key::<J>(cause.org, *job, unique, now, options.debounce.is_some())?,
        });
    }
    let ids = insert(tx, rows, now, options.debounce.is_some()).await?;
    Ok(ids.into_iter().map(JobId::from_uuid).collect())
}

/// Inserts rows; answers the id of each, or of the row that keeps it out.
pub(super) async fn insert(
    tx: &impl ConnectionTrait,
    rows: Vec<NewJob>,
    now: DateTime<Utc>,
    debounce: bool,
) -> Result<Vec<Uuid>> {
    if rows.iter().any(|row| row.run_at <= now) {
        hint::note(tx).await?;
    }
    let mut ids = Vec::with_capacity(rows.len());
    for chunk in rows.chunks(CHUNK) {
        if chunk.iter().all(|row| row.unique.is_none()) {
            let models = chunk.iter().map(|row| model(row, now));
            jobs::Entity::insert_many(models).exec_without_returning(tx).await?;
            ids.extend(chunk.iter().map(|row| row.id));
        } else {
            ids.extend(insert_unique(tx, chunk, now, debounce).await?);
        }
    }
    Ok(ids)
}

async fn insert_unique(
    tx: &impl ConnectionTrait,
    rows: &[NewJob],
    now: DateTime<Utc>,
    debounce: bool,
) -> Result<Vec<Uuid>> {
    let mut ids: HashMap<Uuid, Uuid> = HashMap::with_capacity(rows.len());
    for _ in 0..TRIES {
        let missing: Vec<&NewJob> = rows.iter().filter(|row| !ids.contains_key(&row.id)).collect();
        if missing.is_empty() {
            break;
        }
        let mut insert = jobs::Entity::insert_many(missing.iter().map(|row| model(row, now)))
            .on_conflict(OnConflict::new().do_nothing().to_owned())
            .into_query();
        insert.returning_col(jobs::Column::Id);
        for row in tx.query_all(&insert).await? {
            let id: Uuid = row.try_get("", "id")?;
            ids.insert(id, id);
        }
        let kept_out: Vec<&NewJob> = missing.into_iter().filter(|row| !ids.contains_key(&row.id)).collect();
        if kept_out.is_empty() {
            break;
        }
        let holders = holders(tx, &kept_out).await?;
        for row in kept_out {
            let Some(holder) = row.unique.as_ref().and_then(|(key, _)| holders.get(key)) else { continue };
            if !debounce || postpone(tx, *holder, row).await? {
                ids.insert(row.id, *holder);
            }
        }
    }
    rows.iter().map(|row| ids.get(&row.id).copied().ok_or(Error::Unavailable("the job queue"))).collect()
}

/// Who has the unique keys of these rows.
async fn holders(tx: &impl ConnectionTrait, rows: &[&NewJob]) -> Result<HashMap<Vec<u8>, Uuid>> {
    let keys = rows.iter().filter_map(|row| row.unique.as_ref().map(|(key, _)| key.clone()));
    // The predicate of the partial index, word for word.
    let holds = "unique_key IS NOT NULL AND (state IN ('available', 'scheduled', 'executing', 'retryable') \
                 OR (unique_scope = 'period' AND state = 'completed'))";
    let found: Vec<(Uuid, Option<Vec<u8>>)> = jobs::Entity::find()
        .select_only()
        .columns([jobs::Column::Id, jobs::Column::UniqueKey])
        .filter(jobs::Column::UniqueKey.is_in(keys))
        .filter(Expr::cust(holds))
        .into_tuple()
        .all(tx)
        .await?;
    Ok(found.into_iter().filter_map(|(id, key)| Some((key?, id))).collect())
}

/// Lets the waiting job wait anew, for the newer payload. `false` when it does not wait any more.
async fn postpone(tx: &impl ConnectionTrait, holder: Uuid, row: &NewJob) -> Result<bool> {
    let waiting = [JobState::Available, JobState::Scheduled].map(JobState::as_str);
    let done = jobs::Entity::update_many()
        .col_expr(jobs::Column::RunAt, Expr::value(row.run_at))
        .col_expr(jobs::Column::State, Expr::value(JobState::Scheduled.as_str()))
        .col_expr(jobs::Column::Payload, Expr::value(row.payload.clone()))
        .col_expr(jobs::Column::Version, Expr::value(row.version))
        .filter(jobs::Column::Id.eq(holder))
        .filter(jobs::Column::State.is_in(waiting))
        .exec(tx)
        .await?;
    Ok(done.rows_affected == 1)
}

fn model(row: &NewJob, now: DateTime<Utc>) -> jobs::ActiveModel {
    let state = if row.run_at <= now { JobState::Available } else { JobState::Scheduled };
    let (unique_key, unique_scope) = row
        .unique
        .as_ref()
        .map_or((None, None), |(key, scope)| (Some(key.clone()), Some((*scope).to_owned())));
    jobs::ActiveModel {
        id: Set(row.id),
        org_id: Set(row.cause.org.map(OrgId::uuid)),
        kind: Set(row.kind.clone()),
        version: Set(row.version),
        payload: Set(row.payload.clone()),
        queue: Set(row.queue.clone()),
        priority: Set(row.priority),
        state: Set(state.as_str().to_owned()),
        run_at: Set(row.run_at),
        attempt: Set(0),
        max_attempts: Set(row.max_attempts),
        crashes: Set(0),
        unique_key: Set(unique_key),
        unique_scope: Set(unique_scope),
        lease_token: Set(None),
        lease_until: Set(None),
        worker: Set(None),
        started_at: Set(None),
        cancel_requested: Set(false),
        last_error: Set(None),
        cause_request: Set(row.cause.request.uuid()),
        cause_event: Set(row.cause.event.map(shared::EventId::uuid)),
        cause_schedule: Set(row.cause.schedule.clone()),
        created_at: Set(now),
        finished_at: Set(None),
    }
}

fn unique_key<J: Job>(
    org: Option<OrgId>,
    job: &J,
    unique: Unique,
    now: DateTime<Utc>,
    debounce: bool,
) -> Result<Option<(Vec<u8>, &'static str)>> {
    let (scope, period) = match unique {
        Unique::No => return Ok(None),
        Unique::Waiting => ("waiting", 0),
        Unique::Live => ("live", 0),
        Unique::Every(period) => {
            let micros = i64::try_from(period.as_micros()).unwrap_or(i64::MAX).max(1);
            ("period", now.timestamp_micros().div_euclid(micros))
        }
    };
    let args = job.unique_by()?.to_string();
    let org = org.map(OrgId::uuid).unwrap_or_default();
    let period = period.to_be_bytes();
    let parts: [&[u8]; 5] = [
        org.as_bytes(),
        // A debounced job replaces one that waits; it must not replace a job of another rule.
        if debounce { b"debounce" } else { scope.as_bytes() },
        J::KIND.as_bytes(),
        &period,
        args.as_bytes(),
    ];
    Ok(Some((hash(&parts), scope)))
}

/// SHA-256 of the parts, each with its length before it.
fn hash(parts: &[&[u8]]) -> Vec<u8> {
    let mut hash = Sha256::new();
    for part in parts {
        hash.update(u64::try_from(part.len()).unwrap_or(u64::MAX).to_be_bytes());
        hash.update(part);
    }
    hash.finalize().to_vec()
}

/// The moment `wait` after `now`; one that no calendar holds is never.
pub(super) fn after(now: DateTime<Utc>, wait: Duration) -> DateTime<Utc> {
    let wait = TimeDelta::from_std(wait).unwrap_or(TimeDelta::MAX);
    now.checked_add_signed(wait).map_or(NEVER, |at| at.min(NEVER))
}
