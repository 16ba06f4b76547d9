//! Rows of tasks: found, locked, and shown with the names of who and what they are about.

use crate::error::{Error, Result};
use crate::events::Subject;
use crate::members;
use entity::{leads, tasks};
use sea_orm::{
    ColumnTrait as _, ConnectionTrait, DatabaseBackend, EntityTrait as _, QueryFilter as _, QuerySelect as _,
};
use shared::leads::OwnerRef;
use shared::tasks::{Task, TaskKind, TaskLead, TaskState};
use shared::{LeadId, MemberId, OrgId, TaskId};
use std::collections::HashMap;
use uuid::Uuid;

/// The row of a task that is about to change, locked where the database has row locks.
pub(super) async fn locked(tx: &impl ConnectionTrait, org: OrgId, id: TaskId) -> Result<tasks::Model> {
    let mut query = tasks::Entity::find_by_id((org.uuid(), id.uuid()));
    if tx.get_database_backend() == DatabaseBackend::Postgres {
        query = query.lock_exclusive();
    }
    query.one(tx).await?.ok_or(Error::NotFound("the task"))
}

/// Refuses to change a task that is no longer what was looked at.
pub(super) fn check_version(row: &tasks::Model, seen: i64) -> Result<()> {
    if row.version == seen {
        return Ok(());
    }
    Err(Error::Conflict(
        "Somebody changed this task meanwhile. Look at it again, then repeat your change.".to_owned(),
    ))
}

/// What events of a task are about: its lead, so that its timeline tells them.
pub(super) fn subject(row: &tasks::Model) -> Subject {
    match row.lead_id {
        Some(lead) => Subject::Lead(LeadId::from_uuid(lead)),
        None => Subject::Task(TaskId::from_uuid(row.id)),
    }
}

pub(super) fn state_of(row: &tasks::Model) -> Result<TaskState> {
    TaskState::from_word(&row.state)
        .ok_or_else(|| Error::internal(format!("a task in the state {}", row.state)))
}

/// One task as screens show it.
pub(super) async fn shown(db: &impl ConnectionTrait, org: OrgId, id: TaskId) -> Result<Task> {
    let row = tasks::Entity::find_by_id((org.uuid(), id.uuid())).one(db).await?;
    let row = row.ok_or(Error::NotFound("the task"))?;
    with_names(db, org, vec![row]).await?.pop().ok_or(Error::NotFound("the task"))
}

/// Rows as screens show them, in their order.
pub(super) async fn with_names(
    db: &impl ConnectionTrait,
    org: OrgId,
    rows: Vec<tasks::Model>,
) -> Result<Vec<Task>> {
    if rows.is_empty() {
        return Ok(Vec::new());
    }
    let names = members::names(db, org).await?;
    let leads = leads_of(db, org, &rows).await?;
    rows.into_iter()
        .map(|row| {
            let assignee = MemberId::from_uuid(row.assignee_id);
            Ok(Task {
                id: TaskId::from_uuid(row.id),
                lead: row.lead_id.and_then(|lead| leads.get(&lead).cloned()),
                due_at: row.due_at,
                remind_at: row.remind_at,
                assignee: OwnerRef { id: assignee, name: names.get(&assignee).cloned().unwrap_or_default() },
                state: state_of(&row)?,
                done_at: row.done_at,
                version: row.version,
                kind: TaskKind::from_word(&row.kind)
                    .ok_or_else(|| Error::internal(format!("a task of the kind {}", row.kind)))?,
                place: row.place,
                title: row.title,
                note: row.note,
            })
        })
        .collect()
}

async fn leads_of(
    db: &impl ConnectionTrait,
    org: OrgId,
    rows: &[tasks::Model],
) -> Result<HashMap<Uuid, TaskLead>> {
    let ids: Vec<Uuid> = rows.iter().filter_map(|row| row.lead_id).collect();
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let found: Vec<(Uuid, String, Option<String>)> = leads::Entity::find()
        .select_only()
        .columns([leads::Column::Id, leads::Column::ContactName, leads::Column::Place])
        .filter(leads::Column::OrgId.eq(org.uuid()))
        .filter(leads::Column::Id.is_in(ids))
        .into_tuple()
        .all(db)
        .await?;
    Ok(found
        .into_iter()
        .map(|(id, name, place)| (id, TaskLead { id: LeadId::from_uuid(id), name, place }))
        .collect())
}
