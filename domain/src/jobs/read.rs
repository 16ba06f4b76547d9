//! What admins see: their own organization's jobs. Jobs of the program itself belong to no organization and are seen
//! by no member; they are in the metrics and the log.

use super::totals::{Row, by, live};
use super::{change, pauses, rows};
use crate::actor::Actor;
use crate::context::Context;
use crate::error::{Error, Result};
use crate::leads::Sql;
use chrono::{DateTime, TimeDelta, Utc};
use entity::{job_attempts, jobs};
use sea_orm::{
    ColumnTrait as _, EntityTrait as _, FromQueryResult, QueryFilter as _, QueryOrder as _, QuerySelect as _,
    Statement,
};
use shared::jobs::{
    AttemptOutcome, JobAttempt, JobCause, JobDetail, JobPage, JobQuery, JobState, KindOverview, LastHour,
    QueueOverview,
};
use shared::paging::{DEFAULT_LIMIT, MAX_LIMIT};
use shared::roles::Permission;
use shared::{EventId, JobId, RequestId};
use std::collections::BTreeMap;
use uuid::Uuid;

/// Rows that a search for rare jobs looks at before it hands out a short page.
const LOOK: u64 = 10_000;
/// Finished jobs that the figures of the last hour are made of.
const SAMPLE: usize = 10_000;

/// Some of the organization's jobs, newest first. Errors: [`Error::Forbidden`]; [`Error::Invalid`] at `after`.
pub async fn list(cx: &Context, actor: &Actor, query: &JobQuery) -> Result<JobPage> {
    actor.require(Permission::ManageJobs)?;
    let limit = usize::from(query.limit.unwrap_or(DEFAULT_LIMIT).clamp(1, MAX_LIMIT));
    let after = match &query.after {
        None => None,
        Some(after) => Some(after.parse::<JobId>().map_err(|_| {
            let words = "This place in the list is not known. Open the list from its beginning.";
            Error::invalid("after", "cursor.invalid", words)
        })?),
    };
    if [&query.queue, &query.kind].into_iter().flatten().any(|word| word.contains('\0')) {
        // PostgreSQL cannot even be asked.
        return Ok(JobPage::default());
    }
    let (index, which) = index(query.state);
    // Completed jobs may be many and those of a kind few among them: they are looked through in bounded steps.
    let end = if which.is_empty() { end(cx, actor, after).await? } else { None };
    let mut sql = Sql::new(&format!("SELECT * FROM jobs {}", by(cx.db().backend(), index)));
    sql.push(" WHERE org_id = ").bind(actor.org().uuid()).push(which);
    if let Some(after) = after {
        sql.push(" AND id < ").bind(after.uuid());
    }
    if let Some(end) = end {
        sql.push(" AND id >= ").bind(end);
    }
    let words = [("state", query.state.map(JobState::as_str)), ("queue", query.queue.as_deref())];
    for (column, word) in words.into_iter().chain([("kind", query.kind.as_deref())]) {
        if let Some(word) = word {
            sql.push(&format!(" AND {column} = ")).bind(word);
        }
    }
    sql.push(" ORDER BY id DESC LIMIT ").bind(i64::try_from(limit + 1).unwrap_or(i64::MAX));
    let statement = sql.statement(cx.db().backend());
    let mut found = jobs::Model::find_by_statement(statement).all(cx.db().read()).await?;
    let more = found.len() > limit;
    found.truncate(limit);
    let next = if more { found.last().map(|row| row.id) } else { end };
    Ok(JobPage {
        items: found.iter().map(rows::summary).collect::<Result<_>>()?,
        next: next.map(|id| JobId::from_uuid(id).to_string()),
    })
}

/// The index that holds few rows besides those in this state, and its predicate word for word.
const fn index(state: Option<JobState>) -> (&'static str, &'static str) {
    match state {
        None | Some(JobState::Completed) => ("jobs_org", ""),
        Some(JobState::Available) => ("jobs_ready", " AND state = 'available'"),
        Some(JobState::Scheduled | JobState::Retryable) => {
            ("jobs_due", " AND state IN ('scheduled', 'retryable')")
        }
        Some(JobState::Executing) => ("jobs_running", " AND state = 'executing'"),
        Some(JobState::Cancelled | JobState::Dead) => ("jobs_stopped", " AND state IN ('cancelled', 'dead')"),
    }
}

/// The job [`LOOK`] rows further on; none when there are fewer.
async fn end(cx: &Context, actor: &Actor, after: Option<JobId>) -> Result<Option<Uuid>> {
    let mut find = jobs::Entity::find()
        .select_only()
        .column(jobs::Column::Id)
        .filter(jobs::Column::OrgId.eq(actor.org().uuid()));
    if let Some(after) = after {
        find = find.filter(jobs::Column::Id.lt(after.uuid()));
    }
    let find = find.order_by_desc(jobs::Column::Id).offset(LOOK).limit(1);
    Ok(find.into_tuple().one(cx.db().read()).await?)
}

/// One job with its runs. Errors: [`Error::Forbidden`]; [`Error::NotFound`].
pub async fn get(cx: &Context, actor: &Actor, job: JobId) -> Result<JobDetail> {
    actor.require(Permission::ManageJobs)?;
    let row = change::own(cx.db().read(), actor, job, false).await?;
    let kept = job_attempts::Entity::find()
        .filter(job_attempts::Column::JobId.eq(row.id))
        .order_by_asc(job_attempts::Column::Id)
        .all(cx.db().read())
        .await?;
    let mut attempts = kept.into_iter().map(attempt).collect::<Result<Vec<_>>>()?;
    let state = rows::state_of(&row.state)?;
    let last = match state {
        JobState::Executing => Some(AttemptOutcome::Running),
        JobState::Completed => Some(AttemptOutcome::Completed),
        _ => None,
    };
    if let (Some(outcome), Some(started_at), Some(worker)) = (last, row.started_at, row.worker.clone()) {
        let (attempt, ended_at) = (row.attempt, row.finished_at);
        attempts.push(JobAttempt { attempt, started_at, ended_at, outcome, error: None, worker });
    }
    Ok(JobDetail {
        summary: rows::summary(&row)?,
        version: row.version,
        payload: row.payload,
        cause: JobCause {
            request: RequestId::from_uuid(row.cause_request),
            event: row.cause_event.map(EventId::from_uuid),
            schedule: row.cause_schedule,
        },
        crashes: row.crashes,
        attempts,
    })
}

fn attempt(row: job_attempts::Model) -> Result<JobAttempt> {
    Ok(JobAttempt {
        attempt: row.attempt,
        started_at: row.started_at,
        ended_at: Some(row.ended_at),
        outcome: AttemptOutcome::from_word(&row.outcome)
            .ok_or_else(|| Error::internal(format!("a run ended in an unknown way: {}", row.outcome)))?,
        error: row.error,
        worker: row.worker,
    })
}

#[derive(FromQueryResult)]
struct Finished {
    queue: String,
    kind: String,
    state: String,
    run_at: DateTime<Utc>,
    started_at: Option<DateTime<Utc>>,
}

/// The organization's queues and kinds: what waits, runs and failed, and how the last hour went.
/// Errors: [`Error::Forbidden`].
pub async fn overview(cx: &Context, actor: &Actor) -> Result<Vec<QueueOverview>> {
    actor.require(Permission::ManageJobs)?;
    let db = cx.db();
    let org: sea_orm::Value = actor.org().uuid().into();
    let mut kinds: BTreeMap<(String, String), KindOverview> = BTreeMap::new();
    let sql = live(db.backend(), "org_id = $1");
    let statement = Statement::from_sql_and_values(db.backend(), sql, [org.clone()]);
    for row in Row::find_by_statement(statement).all(db.read()).await? {
        let kind = kinds.entry((row.queue, row.kind)).or_default();
        let state = rows::state_of(&row.state)?;
        *match state {
            JobState::Available => &mut kind.available,
            JobState::Scheduled => &mut kind.scheduled,
            JobState::Executing => &mut kind.executing,
            JobState::Retryable => &mut kind.retryable,
            _ => &mut kind.dead,
        } += row.number;
        if state == JobState::Available {
            kind.oldest_waiting = Some(row.oldest);
        }
    }
    let sql = format!(
        "SELECT queue, kind, state, run_at, started_at FROM jobs \
         WHERE org_id = $1 AND finished_at IS NOT NULL AND finished_at > $2 ORDER BY finished_at DESC LIMIT {SAMPLE}"
    );
    let since = cx.now() - TimeDelta::hours(1);
    let statement = Statement::from_sql_and_values(db.backend(), sql, [org, since.into()]);
    let finished = Finished::find_by_statement(statement).all(db.read()).await?;
    let exact = finished.len() < SAMPLE;
    let mut waits: BTreeMap<(String, String), Vec<i64>> = BTreeMap::new();
    for row in finished {
        let key = (row.queue, row.kind);
        let hour = &mut kinds.entry(key.clone()).or_default().last_hour;
        match rows::state_of(&row.state)? {
            JobState::Completed => hour.done += 1,
            JobState::Dead => hour.failed += 1,
            _ => continue,
        }
        if let Some(started) = row.started_at {
            waits.entry(key).or_default().push((started - row.run_at).num_milliseconds().max(0));
        }
    }
    for (key, mut waits) in waits {
        waits.sort_unstable();
        if let Some(kind) = kinds.get_mut(&key) {
            kind.last_hour.wait_p50_ms = rank(&waits, 50);
            kind.last_hour.wait_p99_ms = rank(&waits, 99);
        }
    }
    let paused = pauses::of(db.read(), actor.org()).await?;
    let mut queues: BTreeMap<String, QueueOverview> = BTreeMap::new();
    let empty = |queue: &str| QueueOverview {
        queue: queue.to_owned(),
        paused: paused.contains(queue),
        kinds: Vec::new(),
    };
    for queue in &paused {
        queues.insert(queue.clone(), empty(queue));
    }
    for ((queue, name), kind) in kinds {
        let last_hour = LastHour { exact, ..kind.last_hour };
        let kind = KindOverview { kind: name, last_hour, ..kind };
        queues.entry(queue.clone()).or_insert_with(|| empty(&queue)).kinds.push(kind);
    }
    Ok(queues.into_values().collect())
}

/// Nearest rank of sorted figures.
fn rank(sorted: &[i64], percent: usize) -> Option<i64> {
    sorted.get((sorted.len() * percent).div_ceil(100).saturating_sub(1)).copied()
}

#[cfg(test)]
mod tests {
    use super::rank;

    #[test]
    fn ranks_are_figures_that_occurred() {
        assert_eq!(rank(&[], 50), None);
        assert_eq!(rank(&[7], 99), Some(7));
        let figures: Vec<i64> = (1..=200).collect();
        assert_eq!((rank(&figures, 50), rank(&figures, 99)), (Some(100), Some(198)));
    }
}
