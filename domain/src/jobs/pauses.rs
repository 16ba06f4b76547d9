//! Queues that an organization stopped for its own jobs. Other organizations' jobs go on.

use crate::actor::Actor;
use crate::context::Context;
use crate::error::{Error, Result};
use crate::events::{self, Subject};
use entity::job_pauses;
use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::OnConflict;
use sea_orm::{ColumnTrait as _, ConnectionTrait, EntityTrait as _, QueryFilter as _, QuerySelect as _};
use shared::OrgId;
use shared::events::EventKind;
use shared::roles::Permission;
use std::collections::BTreeSet;

/// Longest name of a queue, in bytes.
const NAME: usize = 60;

/// Stops the organization's jobs of a queue; what runs goes on. Pausing twice is pausing once.
///
/// Errors: [`Error::Forbidden`]; [`Error::Invalid`] at `queue`.
pub async fn pause(cx: &Context, actor: &Actor, queue: &str) -> Result<()> {
    actor.require(Permission::ManageJobs)?;
    check(queue)?;
    let (context, actor, queue) = (cx.clone(), actor.clone(), queue.to_owned());
    cx.write(move |tx| {
        Box::pin(async move {
            let now = context.now();
            let row = job_pauses::ActiveModel {
                org_id: Set(actor.org().uuid()),
                queue: Set(queue.clone()),
                paused_at: Set(now),
            };
            let new = job_pauses::Entity::insert(row)
                .on_conflict(
                    OnConflict::columns([job_pauses::Column::OrgId, job_pauses::Column::Queue])
                        .do_nothing()
                        .to_owned(),
                )
                .exec_without_returning(tx)
                .await?;
            if new == 1 {
                let subject = Subject::Organization(actor.org());
                events::append(&context, tx, &actor, now, subject, EventKind::QueuePaused { queue }).await?;
            }
            Ok(())
        })
    })
    .await
}

/// Lets the organization's jobs of a queue run again.
///
/// Errors: [`Error::Forbidden`]; [`Error::Invalid`] at `queue`.
pub async fn resume(cx: &Context, actor: &Actor, queue: &str) -> Result<()> {
    actor.require(Permission::ManageJobs)?;
    check(queue)?;
    let (context, actor, queue) = (cx.clone(), actor.clone(), queue.to_owned());
    cx.write(move |tx| {
        Box::pin(async move {
            let gone = job_pauses::Entity::delete_by_id((actor.org().uuid(), queue.clone())).exec(tx).await?;
            if gone.rows_affected == 1 {
                super::hint::note(tx).await?;
                let (now, subject) = (context.now(), Subject::Organization(actor.org()));
                events::append(&context, tx, &actor, now, subject, EventKind::QueueResumed { queue }).await?;
            }
            Ok(())
        })
    })
    .await
}

fn check(queue: &str) -> Result<()> {
    if queue.trim().is_empty() || queue.len() > NAME || queue.chars().any(char::is_control) {
        return Err(Error::invalid("queue", "queue.name", "Enter the name of a queue, such as webhooks."));
    }
    Ok(())
}

/// Which of these queues some organization paused.
pub(super) async fn among(tx: &impl ConnectionTrait, queues: &[String]) -> Result<BTreeSet<String>> {
    let names: Vec<String> = job_pauses::Entity::find()
        .select_only()
        .column(job_pauses::Column::Queue)
        .distinct()
        .filter(job_pauses::Column::Queue.is_in(queues))
        .into_tuple()
        .all(tx)
        .await?;
    Ok(names.into_iter().collect())
}

/// Which queues this organization paused.
pub(super) async fn of(db: &impl ConnectionTrait, org: OrgId) -> Result<BTreeSet<String>> {
    let rows = job_pauses::Entity::find().filter(job_pauses::Column::OrgId.eq(org.uuid())).all(db).await?;
    Ok(rows.into_iter().map(|row| row.queue).collect())
}
