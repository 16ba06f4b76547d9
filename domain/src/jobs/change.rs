//! What admins do to jobs: send again, stop, send again with another payload. Each is an event.

use super::registry::Registry;
use super::{hint, rows};
use crate::actor::Actor;
use crate::context::Context;
use crate::db::is_unique_violation;
use crate::error::{Error, Result};
use crate::events::{self, Subject};
use entity::jobs;
use sea_orm::sea_query::Expr;
use sea_orm::{
    ColumnTrait as _, ConnectionTrait, DatabaseBackend, EntityTrait as _, QueryFilter as _, QuerySelect as _,
    UpdateMany,
};
use serde_json::Value;
use shared::JobId;
use shared::events::EventKind;
use shared::jobs::JobState;
use shared::jobs::payloads::parse_payload;
use shared::roles::Permission;

/// Runs a job now that waits for later, was cancelled or failed for good. What stopped begins with all its attempts.
///
/// Errors: [`Error::Forbidden`]; [`Error::NotFound`]; [`Error::Conflict`] when it runs, waits or is done already, or
/// when another one like it waits and there may be only one.
pub async fn retry(cx: &Context, actor: &Actor, job: JobId) -> Result<()> {
    again(cx, actor, job, None).await
}

/// The same with another payload: JSON as somebody typed it, in the shape this program writes.
///
/// Errors: as [`retry`]; [`Error::Invalid`] at or below `payload` with the path of the field, or at `kind`.
pub async fn replay(
    cx: &Context,
    actor: &Actor,
    registry: &Registry,
    job: JobId,
    payload: &str,
) -> Result<()> {
    actor.require(Permission::ManageJobs)?;
    let kind = own(cx.db().read(), actor, job, false).await?.kind;
    let payload = parse_payload(payload).map_err(|wrong| Error::Invalid(vec![wrong]))?;
    if holds_nul(&payload) {
        let words = "Leave out the character U+0000; it cannot be stored.";
        return Err(Error::invalid("payload", "payload.nul", words));
    }
    let version = registry.check(&kind, payload.clone())?;
    again(cx, actor, job, Some((version, payload))).await
}

/// PostgreSQL stores no such character.
fn holds_nul(value: &Value) -> bool {
    match value {
        Value::String(text) => text.contains('\0'),
        Value::Array(values) => values.iter().any(holds_nul),
        Value::Object(fields) => fields.iter().any(|(name, value)| name.contains('\0') || holds_nul(value)),
        Value::Null | Value::Bool(_) | Value::Number(_) => false,
    }
}

async fn again(cx: &Context, actor: &Actor, job: JobId, edited: Option<(i32, Value)>) -> Result<()> {
    actor.require(Permission::ManageJobs)?;
    let (context, actor) = (cx.clone(), actor.clone());
    cx.write(move |tx| {
        Box::pin(async move {
            let row = own(tx, &actor, job, true).await?;
            let state = rows::state_of(&row.state)?;
            if !state.can_retry() {
                return Err(Error::Conflict(format!(
                    "This job is {} and cannot be sent again. Look at it again.",
                    state.label().to_lowercase()
                )));
            }
            let now = context.now();
            let mut update = changed(&row)
                .col_expr(jobs::Column::State, Expr::value(JobState::Available.as_str()))
                .col_expr(jobs::Column::RunAt, Expr::value(now))
                .col_expr(jobs::Column::CancelRequested, Expr::value(false))
                .col_expr(jobs::Column::FinishedAt, Expr::value(None::<chrono::DateTime<chrono::Utc>>));
            if !state.is_live() {
                update = update
                    .col_expr(jobs::Column::Attempt, Expr::value(0))
                    .col_expr(jobs::Column::Crashes, Expr::value(0));
            }
            let mut event = EventKind::JobRetried { kind: row.kind.clone() };
            if let Some((version, payload)) = edited {
                update = update
                    .col_expr(jobs::Column::Version, Expr::value(version))
                    .col_expr(jobs::Column::Payload, Expr::value(payload));
                event = EventKind::JobReplayed { kind: row.kind.clone() };
            }
            update.exec(tx).await.map_err(|error| {
                if is_unique_violation(&error) {
                    return Error::Conflict("Another job like this one waits already.".to_owned());
                }
                error.into()
            })?;
            hint::note(tx).await?;
            events::append(&context, tx, &actor, now, Subject::Job(job), event).await?;
            Ok(())
        })
    })
    .await
}

/// Stops a job: a waiting one at once, a running one as soon as its worker sees it, a dead one for the record.
/// Answers the state it is in now.
///
/// Errors: [`Error::Forbidden`]; [`Error::NotFound`]; [`Error::Conflict`] when it is done or cancelled already.
pub async fn cancel(cx: &Context, actor: &Actor, job: JobId) -> Result<JobState> {
    actor.require(Permission::ManageJobs)?;
    let (context, actor) = (cx.clone(), actor.clone());
    cx.write(move |tx| {
        Box::pin(async move {
            let row = own(tx, &actor, job, true).await?;
            let state = rows::state_of(&row.state)?;
            if !state.can_cancel() {
                return Err(Error::Conflict(format!(
                    "This job is {} already.",
                    state.label().to_lowercase()
                )));
            }
            let now = context.now();
            let (state, update) = if state == JobState::Executing {
                if row.cancel_requested {
                    return Ok(state);
                }
                (state, changed(&row).col_expr(jobs::Column::CancelRequested, Expr::value(true)))
            } else {
                let cancelled = JobState::Cancelled;
                let update = changed(&row)
                    .col_expr(jobs::Column::State, Expr::value(cancelled.as_str()))
                    .col_expr(jobs::Column::FinishedAt, Expr::value(now));
                (cancelled, update)
            };
            update.exec(tx).await?;
            hint::note(tx).await?;
            let event = EventKind::JobCancelled { kind: row.kind.clone() };
            events::append(&context, tx, &actor, now, Subject::Job(job), event).await?;
            Ok(state)
        })
    })
    .await
}

fn changed(row: &jobs::Model) -> UpdateMany<jobs::Entity> {
    jobs::Entity::update_many().filter(jobs::Column::OrgId.eq(row.org_id)).filter(jobs::Column::Id.eq(row.id))
}

/// A job of the actor's organization. Jobs of the program itself belong to none.
pub(super) async fn own(
    db: &impl ConnectionTrait,
    actor: &Actor,
    job: JobId,
    lock: bool,
) -> Result<jobs::Model> {
    let mut query = jobs::Entity::find()
        .filter(jobs::Column::OrgId.eq(actor.org().uuid()))
        .filter(jobs::Column::Id.eq(job.uuid()));
    if lock && db.get_database_backend() == DatabaseBackend::Postgres {
        query = query.lock_exclusive();
    }
    query.one(db).await?.ok_or(Error::NotFound("the job"))
}
