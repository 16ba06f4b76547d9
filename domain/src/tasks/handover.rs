//! What becomes of the open tasks of a member who leaves: they go to whoever removes them, so that none is forgotten.

use super::store::subject;
use crate::actor::Actor;
use crate::context::Context;
use crate::error::Result;
use crate::events::{self, NewEvent};
use chrono::{DateTime, Utc};
use entity::tasks;
use sea_orm::sea_query::Expr;
use sea_orm::{
    ColumnTrait as _, ConnectionTrait, EntityTrait as _, ExprTrait as _, QueryFilter as _, QueryOrder as _,
};
use shared::events::EventKind;
use shared::tasks::TaskState;
use shared::{MemberId, TaskId};

/// Rows of one statement that many bound values go into; SQLite takes 32,766 values.
const CHUNK: usize = 1_000;

/// Gives the open tasks of `from` to the member who acts. The program, and whoever leaves by
/// themselves, leave them where they are.
pub(crate) async fn hand_over(
    cx: &Context,
    tx: &impl ConnectionTrait,
    actor: &Actor,
    from: MemberId,
    now: DateTime<Utc>,
) -> Result<()> {
    let Some(to) = actor.member_id().filter(|to| *to != from) else { return Ok(()) };
    let open = || {
        tasks::Column::OrgId
            .eq(actor.org().uuid())
            .and(tasks::Column::AssigneeId.eq(from.uuid()))
            .and(tasks::Column::State.eq(TaskState::Open.as_str()))
    };
    let rows = tasks::Entity::find().filter(open()).order_by_asc(tasks::Column::Id).all(tx).await?;
    tasks::Entity::update_many()
        .col_expr(tasks::Column::AssigneeId, Expr::value(to.uuid()))
        .col_expr(tasks::Column::UpdatedAt, Expr::value(now))
        .col_expr(tasks::Column::Version, Expr::col(tasks::Column::Version).add(1))
        .filter(open())
        .exec(tx)
        .await?;
    let events: Vec<NewEvent> = rows
        .into_iter()
        .map(|row| NewEvent {
            actor: actor.clone(),
            subject: subject(&row),
            kind: EventKind::TaskChanged { task: TaskId::from_uuid(row.id), title: row.title, assignee: to },
            at: now,
        })
        .collect();
    for chunk in events.chunks(CHUNK) {
        events::append_all(cx, tx, chunk).await?;
    }
    Ok(())
}
