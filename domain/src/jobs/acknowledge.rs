//! How runs end: many acknowledgements in one transaction, each valid only under the lease it was claimed with.

use super::claim::Lease;
use super::job::stored;
use crate::context::Context;
use crate::error::Result;
use crate::leads::Sql;
use chrono::{DateTime, Utc};
use entity::job_attempts;
use sea_orm::ActiveValue::Set;
use sea_orm::{ConnectionTrait, EntityTrait as _, FromQueryResult as _, Value};
use shared::JobId;
use shared::jobs::{AttemptOutcome, JobState};
use std::collections::{BTreeMap, HashSet};
use uuid::Uuid;

/// Rows a statement.
const CHUNK: usize = 500;

/// How a run ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// The work is done.
    Done,
    /// It failed; there is another attempt at this time.
    Retry { error: String, at: DateTime<Utc> },
    /// It failed for good.
    Dead { error: String },
    /// It wants to be asked later; costs no attempt.
    Snooze { until: DateTime<Utc> },
    /// Somebody cancelled it, and it stopped.
    Cancelled,
    /// The worker stops; somebody else shall run it. Costs no attempt.
    GivenBack,
}

/// One run and its end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ack {
    pub lease: Lease,
    pub outcome: Outcome,
    pub ended_at: DateTime<Utc>,
}

/// Writes how runs ended, all in one transaction. Answers the jobs whose lease was still valid; for the others
/// somebody else has the word, and nothing changes.
///
/// A job that somebody cancelled while it ran is not tried again, whatever its run says.
pub async fn acknowledge(cx: &Context, acks: Vec<Ack>) -> Result<HashSet<JobId>> {
    if acks.is_empty() {
        return Ok(HashSet::new());
    }
    let context = cx.clone();
    cx.db().write(move |tx| Box::pin(async move { write(&context, tx, &acks).await })).await
}

/// The same within a transaction.
pub(super) async fn write(cx: &Context, tx: &impl ConnectionTrait, acks: &[Ack]) -> Result<HashSet<JobId>> {
    let (done, others): (Vec<&Ack>, Vec<&Ack>) = acks.iter().partition(|ack| ack.outcome == Outcome::Done);
    let mut valid = HashSet::with_capacity(acks.len());
    for chunk in done.chunks(CHUNK) {
        complete(tx, chunk, &mut valid).await?;
    }
    for chunk in others.chunks(CHUNK) {
        let mut still = HashSet::new();
        settle(tx, chunk, &mut still).await?;
        keep(cx, tx, chunk, &still).await?;
        valid.extend(still);
    }
    Ok(valid)
}

#[derive(sea_orm::FromQueryResult)]
struct Changed {
    id: Uuid,
}

async fn changed(tx: &impl ConnectionTrait, sql: Sql, into: &mut HashSet<JobId>) -> Result<()> {
    let rows = Changed::find_by_statement(sql.statement(tx.get_database_backend())).all(tx).await?;
    into.extend(rows.into_iter().map(|row| JobId::from_uuid(row.id)));
    Ok(())
}

/// Jobs of one claim share their token, so a batch needs few statements.
async fn complete(tx: &impl ConnectionTrait, acks: &[&Ack], valid: &mut HashSet<JobId>) -> Result<()> {
    let mut claims: BTreeMap<Uuid, Vec<&Ack>> = BTreeMap::new();
    for ack in acks {
        claims.entry(ack.lease.token).or_default().push(ack);
    }
    for (token, acks) in claims {
        let Some(ended_at) = acks.iter().map(|ack| ack.ended_at).max() else { continue };
        let mut sql =
            Sql::new("UPDATE jobs SET state = 'completed', lease_token = NULL, lease_until = NULL, ");
        sql.push("finished_at = ").bind(ended_at);
        sql.push(" WHERE lease_token = ").bind(token);
        sql.push(" AND state = 'executing' AND id IN ").bind_all(acks.iter().map(|ack| ack.lease.id.uuid()));
        sql.push(" RETURNING id");
        changed(tx, sql, valid).await?;
    }
    Ok(())
}

/// What an outcome makes of the row.
struct Change {
    state: JobState,
    run_at: Option<DateTime<Utc>>,
    /// Attempts that are given back.
    back: i32,
    error: Option<String>,
}

impl Change {
    fn of(outcome: &Outcome) -> Self {
        let to = |state, run_at, back, error: Option<&String>| Self {
            state,
            run_at,
            back,
            error: error.map(|error| stored(error)),
        };
        match outcome {
            Outcome::Done => to(JobState::Completed, None, 0, None),
            Outcome::Retry { error, at } => to(JobState::Retryable, Some(*at), 0, Some(error)),
            Outcome::Dead { error } => to(JobState::Dead, None, 0, Some(error)),
            Outcome::Snooze { until } => to(JobState::Scheduled, Some(*until), 1, None),
            Outcome::Cancelled => to(JobState::Cancelled, None, 0, None),
            Outcome::GivenBack => to(JobState::Available, None, 1, None),
        }
    }
}

async fn settle(tx: &impl ConnectionTrait, acks: &[&Ack], valid: &mut HashSet<JobId>) -> Result<()> {
    let mut sql = Sql::new("WITH ended (of_id, of_token, to_state, to_run_at, back, said, at) AS (VALUES ");
    for (index, ack) in acks.iter().enumerate() {
        let change = Change::of(&ack.outcome);
        let row: [Value; 7] = [
            ack.lease.id.uuid().into(),
            ack.lease.token.into(),
            change.state.as_str().into(),
            change.run_at.into(),
            change.back.into(),
            change.error.into(),
            ack.ended_at.into(),
        ];
        sql.push(if index > 0 { ", " } else { "" }).bind_all(row);
    }
    let stops = "cancel_requested AND to_state IN ('available', 'scheduled', 'retryable')";
    sql.push(&format!(
        ") UPDATE jobs SET \
           state = CASE WHEN {stops} THEN 'cancelled' ELSE to_state END, \
           finished_at = CASE WHEN {stops} OR to_state IN ('completed', 'cancelled', 'dead') THEN at END, \
           run_at = COALESCE(to_run_at, run_at), attempt = attempt - back, last_error = COALESCE(said, last_error), \
           lease_token = NULL, lease_until = NULL \
         FROM ended WHERE jobs.id = of_id AND lease_token = of_token AND state = 'executing' RETURNING id"
    ));
    changed(tx, sql, valid).await
}

/// Keeps the runs that did not end well.
async fn keep(cx: &Context, tx: &impl ConnectionTrait, acks: &[&Ack], valid: &HashSet<JobId>) -> Result<()> {
    let rows: Vec<_> = acks
        .iter()
        .filter(|ack| valid.contains(&ack.lease.id))
        .filter_map(|ack| {
            let (outcome, error) = match &ack.outcome {
                Outcome::Retry { error, .. } | Outcome::Dead { error } => {
                    (AttemptOutcome::Failed, Some(stored(error)))
                }
                Outcome::Cancelled => (AttemptOutcome::Cancelled, None),
                Outcome::Done | Outcome::Snooze { .. } | Outcome::GivenBack => return None,
            };
            Some(attempt(cx, &ack.lease, ack.ended_at, outcome, error))
        })
        .collect();
    if !rows.is_empty() {
        job_attempts::Entity::insert_many(rows).exec_without_returning(tx).await?;
    }
    Ok(())
}

/// The row of a run that did not end well.
pub(super) fn attempt(
    cx: &Context,
    lease: &Lease,
    ended_at: DateTime<Utc>,
    outcome: AttemptOutcome,
    error: Option<String>,
) -> job_attempts::ActiveModel {
    job_attempts::ActiveModel {
        id: Set(cx.new_id()),
        job_id: Set(lease.id.uuid()),
        attempt: Set(lease.attempt),
        started_at: Set(lease.started_at),
        ended_at: Set(ended_at),
        outcome: Set(outcome.as_str().to_owned()),
        error: Set(error),
        worker: Set(lease.worker.clone()),
    }
}
