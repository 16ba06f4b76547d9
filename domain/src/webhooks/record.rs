//! What an attempt changes, in one transaction: its row, the delivery, and how its endpoint stands.

use super::answer::{self, ATTEMPTS, Verdict};
use super::deliver::Deliver;
use super::{mask, rows, state};
use crate::actor::Actor;
use crate::context::Context;
use crate::error::{Error, Result};
use crate::jobs::{JobContext, JobError};
use crate::ports::Posted;
use chrono::{DateTime, TimeDelta, Utc};
use entity::{webhook_attempts, webhook_deliveries, webhook_endpoints};
use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::{Expr, LockType};
use sea_orm::{
    ColumnTrait as _, ConnectionTrait as _, DatabaseBackend, DatabaseTransaction, EntityTrait as _,
    ExprTrait as _, QueryFilter as _, QuerySelect as _, UpdateMany,
};
use shared::OrgId;
use shared::webhooks::{DeliveryState, DisabledReason};
use std::time::Duration;
use uuid::Uuid;

/// An endpoint that only failed for so long is switched off.
const PATIENCE: TimeDelta = TimeDelta::days(5);
/// Longest error that is kept, in characters.
const ERROR: usize = 500;

/// What was sent, and what came of it.
pub(super) struct Attempt {
    pub started_at: DateTime<Utc>,
    pub ended_at: DateTime<Utc>,
    pub headers: Vec<(String, String)>,
    pub posted: Posted,
    /// How the endpoint stood when it was looked at: a success of one that does well changes nothing in it.
    pub failing: bool,
}

/// How the delivery goes on.
enum Next {
    Delivered,
    Failed,
    Later(Duration),
    /// When its endpoint is switched on again.
    Held,
}

/// Keeps an attempt. The error says when the job is to run again.
pub(super) async fn attempt(
    job: &JobContext,
    org: OrgId,
    of: &Deliver,
    attempt: Attempt,
) -> Result<(), JobError> {
    let verdict = answer::judge(&attempt.posted, attempt.ended_at);
    let words = match (&attempt.posted, &verdict) {
        (Ok(answer), _) => format!("answered with {}", answer.status),
        (_, Verdict::Failed { error: Some(error), .. }) => error.clone(),
        _ => "failed".to_owned(),
    };
    let (cx, actor) = (job.cx().clone(), Actor::system(org, job.cause().request));
    let (me, run, of) = (job.id().uuid(), job.attempt(), of.clone());
    let jitter = cx.random();
    let (next, test) = job
        .cx()
        .write(move |tx| {
            Box::pin(async move {
                let Some(delivery) = number(tx, &actor, &of, &attempt, &verdict).await? else {
                    return Ok((Next::Delivered, false));
                };
                // Somebody sent it again while this job did: what comes of that counts.
                if delivery.job_id != Some(me) || delivery.state == DeliveryState::Cancelled.as_str() {
                    this(&delivery).exec(tx).await?;
                    return Ok((Next::Delivered, false));
                }
                let now = attempt.ended_at;
                let on = if delivery.test || (verdict == Verdict::Taken && !attempt.failing) {
                    true
                } else {
                    endpoint(&cx, tx, &actor, &delivery, &verdict, now).await?
                };
                let next = match &verdict {
                    Verdict::Taken => Next::Delivered,
                    _ if delivery.test || run >= ATTEMPTS => Next::Failed,
                    _ if !on => Next::Held,
                    Verdict::Gone => Next::Later(answer::wait(run, jitter)),
                    Verdict::Failed { retry_after, rest, .. } => {
                        let asked = retry_after.iter().chain(rest).copied();
                        let wait = answer::wait(run, jitter);
                        Next::Later(asked.chain([wait]).max().unwrap_or(wait))
                    }
                };
                settle(tx, &delivery, &next, now).await?;
                Ok((next, delivery.test))
            })
        })
        .await?;
    match next {
        Next::Delivered | Next::Held => Ok(()),
        // What came of a test is in the delivery; nobody needs to look after the job.
        Next::Failed if test => Ok(()),
        Next::Failed => Err(JobError::Fail(words)),
        Next::Later(wait) => Err(JobError::RetryAfter(words, wait)),
    }
}

/// Whoever locks both locks the delivery before its endpoint.
async fn locked(
    tx: &DatabaseTransaction,
    org: Uuid,
    of: &Deliver,
) -> Result<Option<webhook_deliveries::Model>> {
    let mut query = webhook_deliveries::Entity::find_by_id((org, of.delivery.uuid()));
    if tx.get_database_backend() == DatabaseBackend::Postgres {
        query = query.lock(LockType::NoKeyUpdate);
    }
    Ok(query.one(tx).await?)
}

/// Gives the attempt its number and keeps it. `None` when the delivery is not there any more; whoever gets one writes
/// the count with [`this`].
async fn number(
    tx: &DatabaseTransaction,
    actor: &Actor,
    of: &Deliver,
    attempt: &Attempt,
    verdict: &Verdict,
) -> Result<Option<webhook_deliveries::Model>> {
    let Some(mut delivery) = locked(tx, actor.org().uuid(), of).await? else { return Ok(None) };
    delivery.attempts += 1;
    let answer = attempt.posted.as_ref().ok();
    let error = match verdict {
        Verdict::Failed { error, .. } => error.as_deref().map(|error| mask::text(error, ERROR)),
        Verdict::Taken | Verdict::Gone => None,
    };
    let took = attempt.ended_at - attempt.started_at;
    let row = webhook_attempts::ActiveModel {
        org_id: Set(delivery.org_id),
        delivery_id: Set(delivery.id),
        number: Set(delivery.attempts),
        started_at: Set(attempt.started_at),
        duration_ms: Set(took.max(TimeDelta::zero()).num_milliseconds()),
        status: Set(answer.and_then(|answer| i16::try_from(answer.status).ok())),
        request_headers: Set(mask::headers(&attempt.headers)),
        response_headers: Set(mask::headers(answer.map_or(&[], |answer| &answer.headers))),
        response_body: Set(answer.map_or_else(String::new, |answer| mask::body(&answer.body))),
        error: Set(error),
    };
    webhook_attempts::Entity::insert(row).exec_without_returning(tx).await?;
    Ok(Some(delivery))
}

/// The update of a delivery that counts the attempt.
fn this(delivery: &webhook_deliveries::Model) -> UpdateMany<webhook_deliveries::Entity> {
    webhook_deliveries::Entity::update_many()
        .col_expr(webhook_deliveries::Column::Attempts, Expr::value(delivery.attempts))
        .filter(webhook_deliveries::Column::OrgId.eq(delivery.org_id))
        .filter(webhook_deliveries::Column::Id.eq(delivery.id))
}

async fn settle(
    tx: &DatabaseTransaction,
    delivery: &webhook_deliveries::Model,
    next: &Next,
    now: DateTime<Utc>,
) -> Result<()> {
    use webhook_deliveries::Column as C;
    let (state, at) = match next {
        Next::Delivered => (DeliveryState::Delivered, None),
        Next::Failed => (DeliveryState::Failed, None),
        Next::Later(wait) => (DeliveryState::Waiting, TimeDelta::from_std(*wait).ok().map(|wait| now + wait)),
        Next::Held => (DeliveryState::Waiting, None),
    };
    let mut update = this(delivery)
        .col_expr(C::State, Expr::value(state.as_str()))
        .col_expr(C::NextAttemptAt, Expr::value(at))
        .col_expr(C::FinishedAt, Expr::value(state.is_finished().then_some(now)));
    match next {
        Next::Delivered => update = update.col_expr(C::DeliveredAt, Expr::value(Some(now))),
        Next::Held => update = update.col_expr(C::JobId, Expr::value(None::<Uuid>)),
        Next::Failed | Next::Later(_) => {}
    }
    update.exec(tx).await?;
    Ok(())
}

/// Notes how the endpoint did. Answers whether it is still sent to.
async fn endpoint(
    cx: &Context,
    tx: &DatabaseTransaction,
    actor: &Actor,
    delivery: &webhook_deliveries::Model,
    verdict: &Verdict,
    now: DateTime<Utc>,
) -> Result<bool> {
    use webhook_endpoints::Column as C;
    let this = || {
        webhook_endpoints::Entity::update_many()
            .filter(C::OrgId.eq(delivery.org_id))
            .filter(C::Id.eq(delivery.endpoint_id))
    };
    if *verdict == Verdict::Taken {
        this()
            .col_expr(C::FailingSince, Expr::value(None::<DateTime<Utc>>))
            .filter(C::FailingSince.is_not_null())
            .exec(tx)
            .await?;
        return Ok(true);
    }
    let row = rows::endpoint_row(tx, delivery.org_id, delivery.endpoint_id, true).await?;
    let row = row.ok_or(Error::NotFound("the endpoint"))?;
    if !rows::is_enabled(&row) {
        return Ok(false);
    }
    let reason = match (verdict, row.failing_since) {
        (Verdict::Gone, _) => Some(DisabledReason::Gone),
        (_, Some(since)) if now - since >= PATIENCE => Some(DisabledReason::Failing),
        _ => None,
    };
    if let Some(reason) = reason {
        state::switch_off(cx, tx, actor, row, reason, now).await?;
        return Ok(false);
    }
    let mut update = this();
    let mut changed = false;
    if row.failing_since.is_none() {
        update = update.col_expr(C::FailingSince, Expr::value(Some(now)));
        changed = true;
    }
    if let Verdict::Failed { rest: Some(rest), .. } = verdict {
        let until = TimeDelta::from_std(*rest).map_or(now, |rest| now + rest);
        if row.slow_until.is_none_or(|known| known < until) {
            update = update.col_expr(C::SlowUntil, Expr::value(Some(until)));
            changed = true;
        }
    }
    if changed {
        update.exec(tx).await?;
    }
    Ok(true)
}

/// Lets go of a delivery whose endpoint is switched off: it waits without a job. When somebody switched it on meanwhile,
/// the job stays and runs again at once.
pub(super) async fn hold(job: &JobContext, org: Uuid, of: &Deliver) -> Result<(), JobError> {
    let (me, of) = (job.id().uuid(), of.clone());
    let held = job
        .cx()
        .write(move |tx| {
            Box::pin(async move {
                locked(tx, org, &of).await?;
                // Locked, so that whoever switches it on sees this delivery without a job.
                let endpoint = rows::endpoint_row(tx, org, of.endpoint.uuid(), true).await?;
                if endpoint.is_some_and(|row| rows::is_enabled(&row)) {
                    return Ok(false);
                }
                use webhook_deliveries::Column as C;
                let waiting = C::State.eq(DeliveryState::Waiting.as_str());
                webhook_deliveries::Entity::update_many()
                    .col_expr(C::JobId, Expr::value(None::<Uuid>))
                    .col_expr(C::NextAttemptAt, Expr::value(None::<DateTime<Utc>>))
                    .filter(C::OrgId.eq(org).and(C::Id.eq(of.delivery.uuid())))
                    .filter(C::JobId.eq(me).and(waiting))
                    .exec(tx)
                    .await?;
                Ok(true)
            })
        })
        .await?;
    if held { Ok(()) } else { Err(JobError::Snooze(Duration::ZERO)) }
}
