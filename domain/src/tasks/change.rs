//! Adding a task and changing its words, time or assignee.

use super::remind;
use super::store::{check_version, locked, shown, subject};
use crate::actor::Actor;
use crate::context::Context;
use crate::days;
use crate::error::{Error, Result};
use crate::events;
use crate::notifications::{self, Notice};
use crate::{leads, members};
use chrono::{DateTime, TimeDelta, Utc};
use entity::tasks;
use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait as _, ConnectionTrait, EntityTrait as _, QueryFilter as _};
use shared::events::EventKind;
use shared::notifications::NoticeKind;
use shared::roles::Permission;
use shared::tasks::{NewTask, Task, TaskInput, TaskState};
use shared::{EventId, LeadId, MemberId, OrgId, TaskId};

/// Adds a task, once for each key of a member, and tells the assignee.
///
/// Errors: [`Error::Forbidden`]; [`Error::Invalid`] at the paths of [`TaskInput::parse`], and at `assignee` for a
/// member who does not work leads; [`Error::NotFound`] for the lead or the member.
pub async fn add(cx: &Context, actor: &Actor, input: &TaskInput) -> Result<Task> {
    let member = actor.require_member(Permission::WorkLeads)?;
    let task = input.parse()?;
    let (cx_in, actor_in) = (cx.clone(), actor.clone());
    let added = cx.write(move |tx| {
        Box::pin(async move {
            let (cx, actor) = (&cx_in, &actor_in);
            if let Some(id) = with_key(tx, actor.org(), member, &task.key).await? {
                return shown(tx, actor.org(), id).await;
            }
            let assignee = assignee(tx, actor, task.assignee.unwrap_or(member)).await?;
            if let Some(lead) = task.lead {
                leads::exists(tx, actor.org(), lead).await?;
            }
            let id = TaskId::from_uuid(cx.new_id());
            insert(cx, tx, actor, member, assignee, id, &task).await?;
            shown(tx, actor.org(), id).await
        })
    });
    match added.await {
        // The same key at the same moment: the other one was faster.
        Err(Error::Internal(cause))
            if cause.downcast_ref::<sea_orm::DbErr>().is_some_and(crate::db::is_unique_violation) =>
        {
            let key = input.key.as_str();
            let same = with_key(cx.db().read(), actor.org(), member, key).await?;
            shown(cx.db().read(), actor.org(), same.ok_or(Error::Internal(cause))?).await
        }
        result => result,
    }
}

/// Changes an open task. Its lead stays; another assignee is told, another time is reminded of anew.
///
/// Errors: as [`add`]; [`Error::NotFound`] for the task; [`Error::Conflict`] when it is no longer the version that was
/// looked at, or not open.
pub async fn change(
    cx: &Context,
    actor: &Actor,
    id: TaskId,
    version: i64,
    input: &TaskInput,
) -> Result<Task> {
    let member = actor.require_member(Permission::WorkLeads)?;
    let task = input.parse()?;
    let (cx_in, actor_in) = (cx.clone(), actor.clone());
    cx.write(move |tx| {
        Box::pin(async move {
            let (cx, actor, now) = (&cx_in, &actor_in, cx_in.now());
            // First the member, then what names it: removing a member takes its locks in the same order.
            let assignee = assignee(tx, actor, task.assignee.unwrap_or(member)).await?;
            let row = locked(tx, actor.org(), id).await?;
            check_version(&row, version)?;
            if row.state != TaskState::Open.as_str() {
                return Err(Error::Conflict("Only an open task can be changed. Reopen it first.".to_owned()));
            }
            let (due_at, remind_at) = times(tx, actor.org(), &task).await?;
            tasks::Entity::update_many()
                .col_expr(tasks::Column::Kind, Expr::value(task.kind.as_str()))
                .col_expr(tasks::Column::Place, Expr::value(task.place.clone()))
                .col_expr(tasks::Column::Title, Expr::value(task.title.clone()))
                .col_expr(tasks::Column::Note, Expr::value(task.note.clone()))
                .col_expr(tasks::Column::DueAt, Expr::value(due_at))
                .col_expr(tasks::Column::RemindAt, Expr::value(remind_at))
                .col_expr(tasks::Column::AssigneeId, Expr::value(assignee.uuid()))
                .col_expr(tasks::Column::UpdatedAt, Expr::value(now))
                .col_expr(tasks::Column::Version, Expr::value(row.version + 1))
                .filter(tasks::Column::OrgId.eq(row.org_id))
                .filter(tasks::Column::Id.eq(row.id))
                .exec(tx)
                .await?;
            let kind = EventKind::TaskChanged { task: id, title: task.title.clone(), assignee };
            let event = events::append(cx, tx, actor, now, subject(&row), kind).await?;
            if row.assignee_id != assignee.uuid() {
                let lead = row.lead_id.map(LeadId::from_uuid);
                tell(cx, tx, actor, assignee, lead, &task.title, event).await?;
            }
            if remind_at != row.remind_at {
                remind::plan(cx, tx, actor, id, remind_at).await?;
            }
            shown(tx, actor.org(), id).await
        })
    })
    .await
}

async fn with_key(
    db: &impl ConnectionTrait,
    org: OrgId,
    member: MemberId,
    key: &str,
) -> Result<Option<TaskId>> {
    let row = tasks::Entity::find()
        .filter(tasks::Column::OrgId.eq(org.uuid()))
        .filter(tasks::Column::CreatedBy.eq(member.uuid()))
        .filter(tasks::Column::Key.eq(key))
        .one(db)
        .await?;
    Ok(row.map(|row| TaskId::from_uuid(row.id)))
}

/// The member, who stays one until the transaction ends and may work leads.
async fn assignee(tx: &impl ConnectionTrait, actor: &Actor, id: MemberId) -> Result<MemberId> {
    let row = members::hold_active(tx, actor.org(), id).await?.ok_or(Error::NotFound("the member"))?;
    if members::stored_role(&row.role)?.may(Permission::WorkLeads) {
        return Ok(id);
    }
    Err(Error::invalid(
        "assignee",
        "assignee.role",
        "Choose a member who works leads: a viewer cannot be given a task.",
    ))
}

/// When it is due and when to remind, of what the clocks of the organization were read as.
async fn times(
    tx: &impl ConnectionTrait,
    org: OrgId,
    task: &NewTask,
) -> Result<(DateTime<Utc>, Option<DateTime<Utc>>)> {
    let zone = days::zone_of(tx, org).await?;
    let due = days::moment(zone, task.due.date(), task.due.time());
    Ok((due, task.remind.map(|minutes| due - TimeDelta::minutes(minutes))))
}

async fn insert(
    cx: &Context,
    tx: &impl ConnectionTrait,
    actor: &Actor,
    by: MemberId,
    assignee: MemberId,
    id: TaskId,
    task: &NewTask,
) -> Result<()> {
    let (due_at, remind_at) = times(tx, actor.org(), task).await?;
    let now = cx.now();
    let row = tasks::Model {
        org_id: actor.org().uuid(),
        id: id.uuid(),
        lead_id: task.lead.map(LeadId::uuid),
        kind: task.kind.as_str().to_owned(),
        title: task.title.clone(),
        place: task.place.clone(),
        note: task.note.clone(),
        due_at,
        remind_at,
        reminded_at: None,
        assignee_id: assignee.uuid(),
        state: TaskState::Open.as_str().to_owned(),
        done_at: None,
        done_by: None,
        created_by: by.uuid(),
        created_at: now,
        updated_at: now,
        key: task.key.clone(),
        version: 1,
    };
    let about = subject(&row);
    tasks::Entity::insert(all_set(row)).exec_without_returning(tx).await?;
    let kind = EventKind::TaskCreated { task: id, title: task.title.clone(), assignee };
    let event = events::append(cx, tx, actor, now, about, kind).await?;
    tell(cx, tx, actor, assignee, task.lead, &task.title, event).await?;
    remind::plan(cx, tx, actor, id, remind_at).await
}

fn all_set(row: tasks::Model) -> tasks::ActiveModel {
    tasks::ActiveModel {
        org_id: Set(row.org_id),
        id: Set(row.id),
        lead_id: Set(row.lead_id),
        kind: Set(row.kind),
        title: Set(row.title),
        place: Set(row.place),
        note: Set(row.note),
        due_at: Set(row.due_at),
        remind_at: Set(row.remind_at),
        reminded_at: Set(row.reminded_at),
        assignee_id: Set(row.assignee_id),
        state: Set(row.state),
        done_at: Set(row.done_at),
        done_by: Set(row.done_by),
        created_by: Set(row.created_by),
        created_at: Set(row.created_at),
        updated_at: Set(row.updated_at),
        key: Set(row.key),
        version: Set(row.version),
    }
}

/// Tells whose task it is.
async fn tell(
    cx: &Context,
    tx: &impl ConnectionTrait,
    actor: &Actor,
    assignee: MemberId,
    lead: Option<LeadId>,
    title: &str,
    event: EventId,
) -> Result<()> {
    let notice =
        Notice { kind: NoticeKind::TaskAssigned, lead, subject: title.to_owned(), event: Some(event) };
    notifications::push(cx, tx, actor, &[assignee], &notice).await
}
