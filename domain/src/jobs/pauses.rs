//! Queues that an organization stopped for its own jobs. Other organizations' jobs go on.

use crate::actor::Actor;
use crate::context::Context;
use crate::error::{Error, Result};
use crate::events::{self, Subject};
use crate::members;
use entity::{events as event_rows, job_pauses, job_queues};
use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::OnConflict;
use sea_orm::{ColumnTrait as _, ConnectionTrait, EntityTrait as _, QueryFilter as _, QuerySelect as _};
use shared::events::EventKind;
use shared::jobs::QueuePause;
use shared::roles::Permission;
use shared::{MemberId, OrgId};
use std::collections::{BTreeMap, BTreeSet};

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

/// The queues this organization paused: since when, and who it was, as the event log knows it.
pub(super) async fn of(db: &impl ConnectionTrait, org: OrgId) -> Result<BTreeMap<String, QueuePause>> {
    let rows = job_pauses::Entity::find().filter(job_pauses::Column::OrgId.eq(org.uuid())).all(db).await?;
    if rows.is_empty() {
        return Ok(BTreeMap::new());
    }
    // The pause and its event were written with one time.
    let said = event_rows::Entity::find()
        .filter(event_rows::Column::OrgId.eq(org.uuid()))
        .filter(event_rows::Column::SubjectId.eq(org.uuid()))
        .filter(event_rows::Column::Kind.eq("queue.paused"))
        .filter(event_rows::Column::At.is_in(rows.iter().map(|row| row.paused_at)))
        .all(db)
        .await?;
    let names = members::names(db, org).await?;
    let by = |row: &job_pauses::Model| {
        let event = said.iter().find(|event| {
            event.at == row.paused_at
                && event.payload.pointer("/data/queue").and_then(serde_json::Value::as_str)
                    == Some(&row.queue)
        });
        event.and_then(|event| names.get(&MemberId::from_uuid(event.actor_id?)).cloned())
    };
    Ok(rows.iter().map(|row| (row.queue.clone(), QueuePause { at: row.paused_at, by: by(row) })).collect())
}

/// The queues that the operator stopped for everybody.
pub(super) async fn by_operator(db: &impl ConnectionTrait) -> Result<BTreeSet<String>> {
    let names: Vec<String> = job_queues::Entity::find()
        .select_only()
        .column(job_queues::Column::Name)
        .filter(job_queues::Column::Paused.eq(true))
        .into_tuple()
        .all(db)
        .await?;
    Ok(names.into_iter().collect())
}
