//! The jobs that admins see, as a list and one by one. [`super::whose`] says which those are.

use super::rows;
use super::totals::by;
use super::whose::Whose;
use crate::actor::Actor;
use crate::context::Context;
use crate::error::{Error, Result};
use crate::leads::Sql;
use entity::{job_attempts, jobs};
use sea_orm::{
    ColumnTrait as _, EntityTrait as _, FromQueryResult as _, QueryFilter as _, QueryOrder as _,
    QuerySelect as _,
};
use shared::jobs::{AttemptOutcome, JobAttempt, JobCause, JobDetail, JobPage, JobQuery, JobState};
use shared::paging::{DEFAULT_LIMIT, MAX_LIMIT};
use shared::roles::Permission;
use shared::{EventId, JobId, RequestId};
use std::cmp::Reverse;
use uuid::Uuid;

/// Rows that a search for rare jobs looks at before it hands out a short page.
const LOOK: u64 = 10_000;

/// Some of the jobs, newest first. Errors: [`Error::Forbidden`]; [`Error::Invalid`] at `after`.
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
    let whose = Whose::seen_by(cx.db().read(), actor).await?;
    let (index, which) = index(query.state);
    // Completed jobs may be many and those of a kind few among them: they are looked through in bounded steps.
    let mut end = None;
    if which.is_empty() {
        for whose in &whose {
            end = end.max(self::end(cx, *whose, after).await?);
        }
    }
    let mut found: Vec<jobs::Model> = Vec::new();
    for whose in &whose {
        let mut sql = Sql::new(&format!("SELECT * FROM jobs {} WHERE ", by(cx.db().backend(), index)));
        whose.push(&mut sql);
        sql.push(which);
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
        found.extend(jobs::Model::find_by_statement(statement).all(cx.db().read()).await?);
    }
    found.sort_unstable_by_key(|row| Reverse(row.id));
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
async fn end(cx: &Context, whose: Whose, after: Option<JobId>) -> Result<Option<Uuid>> {
    let mut find = jobs::Entity::find().select_only().column(jobs::Column::Id).filter(whose.condition());
    if let Some(after) = after {
        find = find.filter(jobs::Column::Id.lt(after.uuid()));
    }
    let find = find.order_by_desc(jobs::Column::Id).offset(LOOK).limit(1);
    Ok(find.into_tuple().one(cx.db().read()).await?)
}

/// One job with its runs. Errors: [`Error::Forbidden`]; [`Error::NotFound`].
pub async fn get(cx: &Context, actor: &Actor, job: JobId) -> Result<JobDetail> {
    actor.require(Permission::ManageJobs)?;
    let mut row = None;
    for whose in Whose::seen_by(cx.db().read(), actor).await? {
        let find = jobs::Entity::find_by_id(job.uuid()).filter(whose.condition());
        row = row.or(find.one(cx.db().read()).await?);
    }
    let row = row.ok_or(Error::NotFound("the job"))?;
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
