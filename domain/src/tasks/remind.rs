//! Reminders: a job at the moment, planned in the transaction that set it. A job that finds another moment, a task that
//! is not open, or a reminder that was given does nothing, so that nothing needs to be unplanned.

use super::store::{locked, subject};
use crate::actor::Actor;
use crate::context::Context;
use crate::error::{Error, Result};
use crate::events;
use crate::jobs::{self, Cause, Job, JobContext, JobError, Options};
use crate::leads;
use crate::notifications::{self, Notice};
use chrono::{DateTime, Utc};
use entity::tasks;
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait as _, ConnectionTrait, EntityTrait as _, QueryFilter as _};
use shared::events::EventKind;
use shared::jobs::payloads::Payload;
use shared::notifications::NoticeKind;
use shared::tasks::TaskState;
use shared::{LeadId, MemberId, TaskId};

pub use shared::jobs::payloads::RemindOfTask as Remind;

/// Plans the reminder, if there is to be one. A moment that has passed reminds at once.
pub(super) async fn plan(
    cx: &Context,
    tx: &impl ConnectionTrait,
    actor: &Actor,
    task: TaskId,
    at: Option<DateTime<Utc>>,
) -> Result<()> {
    if let Some(at) = at {
        let options = Options { run_at: Some(at), ..Options::default() };
        jobs::enqueue(cx, tx, &Cause::of(actor), &Remind { task }, &options).await?;
    }
    Ok(())
}

impl Job for Remind {
    const KIND: &'static str = <Self as Payload>::KIND;
    const VERSION: i32 = <Self as Payload>::VERSION;

    async fn run(&self, job: &JobContext) -> Result<(), JobError> {
        let actor = job.actor().ok_or_else(|| JobError::Fail("a reminder of no organization".to_owned()))?;
        match remind(job.cx(), &actor, self.task).await {
            Ok(()) | Err(Error::NotFound(_)) => Ok(()),
            Err(error) => Err(error.into()),
        }
    }
}

async fn remind(cx: &Context, actor: &Actor, task: TaskId) -> Result<()> {
    let (cx_in, actor_in) = (cx.clone(), actor.clone());
    cx.write(move |tx| {
        Box::pin(async move {
            let (cx, actor, now) = (&cx_in, &actor_in, cx_in.now());
            let row = locked(tx, actor.org(), task).await?;
            let given = |at: &DateTime<Utc>| row.reminded_at.is_some_and(|given| given == *at);
            let Some(at) = row.remind_at.filter(|at| *at <= now && !given(at)) else { return Ok(()) };
            if row.state != TaskState::Open.as_str() {
                return Ok(());
            }
            let lead = row.lead_id.map(LeadId::from_uuid);
            if let Some(lead) = lead
                && leads::is_deleted(tx, actor.org(), lead).await?
            {
                return Ok(());
            }
            tasks::Entity::update_many()
                .col_expr(tasks::Column::RemindedAt, Expr::value(at))
                .filter(tasks::Column::OrgId.eq(row.org_id))
                .filter(tasks::Column::Id.eq(row.id))
                .exec(tx)
                .await?;
            let kind = EventKind::TaskReminded { task, title: row.title.clone() };
            let event = events::append(cx, tx, actor, now, subject(&row), kind).await?;
            let notice =
                Notice { kind: NoticeKind::Reminder, lead, subject: row.title.clone(), event: Some(event) };
            let assignee = MemberId::from_uuid(row.assignee_id);
            notifications::push(cx, tx, actor, &[assignee], &notice).await
        })
    })
    .await
}
