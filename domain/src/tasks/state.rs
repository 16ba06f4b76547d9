//! Ticking a task off, taking it up again, cancelling it.

use super::remind;
use super::store::{check_version, locked, shown, state_of, subject};
use crate::actor::Actor;
use crate::context::Context;
use crate::error::Result;
use crate::events;
use entity::tasks;
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait as _, EntityTrait as _, QueryFilter as _};
use shared::events::EventKind;
use shared::roles::Permission;
use shared::tasks::{Task, TaskState};
use shared::{MemberId, TaskId};

/// Brings a task into a state. One that is there already stays as it is, whoever brought it there.
///
/// Errors: [`crate::Error::Forbidden`]; [`crate::Error::NotFound`]; [`crate::Error::Conflict`] when it is no longer the
/// version that was looked at.
pub async fn set_state(cx: &Context, actor: &Actor, id: TaskId, version: i64, to: TaskState) -> Result<Task> {
    let member = actor.require_member(Permission::WorkLeads)?;
    let (cx_in, actor_in) = (cx.clone(), actor.clone());
    cx.write(move |tx| {
        Box::pin(async move {
            let (cx, actor, now) = (&cx_in, &actor_in, cx_in.now());
            let row = locked(tx, actor.org(), id).await?;
            if state_of(&row)? == to {
                return shown(tx, actor.org(), id).await;
            }
            check_version(&row, version)?;
            let done = to == TaskState::Done;
            tasks::Entity::update_many()
                .col_expr(tasks::Column::State, Expr::value(to.as_str()))
                .col_expr(tasks::Column::DoneAt, Expr::value(done.then_some(now)))
                .col_expr(tasks::Column::DoneBy, Expr::value(done.then_some(MemberId::uuid(member))))
                .col_expr(tasks::Column::UpdatedAt, Expr::value(now))
                .col_expr(tasks::Column::Version, Expr::value(row.version + 1))
                .filter(tasks::Column::OrgId.eq(row.org_id))
                .filter(tasks::Column::Id.eq(row.id))
                .exec(tx)
                .await?;
            let (task, title) = (id, row.title.clone());
            let kind = match to {
                TaskState::Open => EventKind::TaskReopened { task, title },
                TaskState::Done => EventKind::TaskCompleted { task, title },
                TaskState::Cancelled => EventKind::TaskCancelled { task, title },
            };
            events::append(cx, tx, actor, now, subject(&row), kind).await?;
            // Its job may have come and gone while it was not open.
            let ahead = row.remind_at.filter(|at| to == TaskState::Open && *at > now);
            remind::plan(cx, tx, actor, id, ahead).await?;
            shown(tx, actor.org(), id).await
        })
    })
    .await
}
