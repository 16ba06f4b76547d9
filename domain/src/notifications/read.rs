//! Reading one's own notifications; nobody sees those of others.

use crate::actor::Actor;
use crate::context::Context;
use crate::error::{Error, Result};
use crate::members;
use chrono::{DateTime, Utc};
use entity::{leads, notifications};
use sea_orm::sea_query::Expr;
use sea_orm::{
    ColumnTrait as _, Condition, ConnectionTrait, EntityTrait as _, PaginatorTrait as _, QueryFilter as _,
    QueryOrder as _, QuerySelect as _,
};
use shared::notifications::{NoticeKind, Notification, NotificationPage};
use shared::roles::Permission;
use shared::{LeadId, MemberId, NotificationId};
use std::collections::HashMap;
use uuid::Uuid;

/// Rows of a page.
const ROWS: usize = 50;

fn own(actor: &Actor, member: MemberId) -> Condition {
    Condition::all()
        .add(notifications::Column::OrgId.eq(actor.org().uuid()))
        .add(notifications::Column::MemberId.eq(member.uuid()))
}

/// One's own, newest first, 50 a page; `older` is [`NotificationPage::older`] of the page before.
///
/// Errors: [`Error::Forbidden`] for the program; [`Error::NotFound`] when `older` is none of one's own.
pub async fn list(cx: &Context, actor: &Actor, older: Option<NotificationId>) -> Result<NotificationPage> {
    use notifications::Column as C;
    let member = actor.require_member(Permission::ReadLeads)?;
    let db = cx.db().read();
    let mut query = notifications::Entity::find().filter(own(actor, member));
    if let Some(older) = older {
        let before = one(db, actor, member, older).await?;
        query = query.filter(
            Condition::any()
                .add(C::CreatedAt.lt(before.created_at))
                .add(Condition::all().add(C::CreatedAt.eq(before.created_at)).add(C::Id.lt(before.id))),
        );
    }
    let mut rows = query
        .order_by_desc(C::CreatedAt)
        .order_by_desc(C::Id)
        .limit(u64::try_from(ROWS + 1).unwrap_or(u64::MAX))
        .all(db)
        .await?;
    let more = rows.len() > ROWS;
    rows.truncate(ROWS);
    let older = rows.last().filter(|_| more).map(|row| NotificationId::from_uuid(row.id));
    let names = members::names(db, actor.org()).await?;
    let leads = lead_names(db, actor, &rows).await?;
    let rows = rows.into_iter().map(|row| told(row, &names, &leads)).collect::<Result<_>>()?;
    Ok(NotificationPage { rows, older, unread: count(db, actor, member).await? })
}

/// How many of one's own are not read.
///
/// Errors: [`Error::Forbidden`] for the program.
pub async fn unread(cx: &Context, actor: &Actor) -> Result<u64> {
    let member = actor.require_member(Permission::ReadLeads)?;
    count(cx.db().read(), actor, member).await
}

/// Ticks one off; a second time changes nothing.
///
/// Errors: [`Error::Forbidden`] for the program; [`Error::NotFound`] for what is somebody else's.
pub async fn mark_read(cx: &Context, actor: &Actor, id: NotificationId) -> Result<()> {
    let member = actor.require_member(Permission::ReadLeads)?;
    one(cx.db().read(), actor, member, id).await?;
    let only = own(actor, member).add(notifications::Column::Id.eq(id.uuid()));
    tick_off(cx, only).await
}

/// Ticks all of one's own off.
///
/// Errors: [`Error::Forbidden`] for the program.
pub async fn mark_all_read(cx: &Context, actor: &Actor) -> Result<()> {
    let member = actor.require_member(Permission::ReadLeads)?;
    tick_off(cx, own(actor, member)).await
}

async fn tick_off(cx: &Context, which: Condition) -> Result<()> {
    let now: DateTime<Utc> = cx.now();
    cx.db()
        .write(move |tx| {
            Box::pin(async move {
                notifications::Entity::update_many()
                    .col_expr(notifications::Column::ReadAt, Expr::value(now))
                    .filter(which)
                    .filter(notifications::Column::ReadAt.is_null())
                    .exec(tx)
                    .await?;
                Ok(())
            })
        })
        .await
}

async fn one(
    db: &impl ConnectionTrait,
    actor: &Actor,
    member: MemberId,
    id: NotificationId,
) -> Result<notifications::Model> {
    let query = notifications::Entity::find_by_id((actor.org().uuid(), id.uuid()));
    query.filter(own(actor, member)).one(db).await?.ok_or(Error::NotFound("the notification"))
}

async fn count(db: &impl ConnectionTrait, actor: &Actor, member: MemberId) -> Result<u64> {
    let query = notifications::Entity::find().filter(own(actor, member));
    Ok(query.filter(notifications::Column::ReadAt.is_null()).count(db).await?)
}

async fn lead_names(
    db: &impl ConnectionTrait,
    actor: &Actor,
    rows: &[notifications::Model],
) -> Result<HashMap<Uuid, String>> {
    let ids: Vec<Uuid> = rows.iter().filter_map(|row| row.lead_id).collect();
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let names: Vec<(Uuid, String)> = leads::Entity::find()
        .select_only()
        .columns([leads::Column::Id, leads::Column::ContactName])
        .filter(leads::Column::OrgId.eq(actor.org().uuid()))
        .filter(leads::Column::Id.is_in(ids))
        .into_tuple()
        .all(db)
        .await?;
    Ok(names.into_iter().collect())
}

fn told(
    row: notifications::Model,
    names: &HashMap<MemberId, String>,
    leads: &HashMap<Uuid, String>,
) -> Result<Notification> {
    Ok(Notification {
        id: NotificationId::from_uuid(row.id),
        kind: NoticeKind::from_word(&row.kind)
            .ok_or_else(|| Error::internal(format!("a notification of the kind {}", row.kind)))?,
        lead: row.lead_id.map(LeadId::from_uuid),
        lead_name: row.lead_id.and_then(|lead| leads.get(&lead).cloned()),
        subject: row.subject,
        actor: row.actor_id.and_then(|id| names.get(&MemberId::from_uuid(id)).cloned()),
        at: row.created_at,
        read: row.read_at.is_some(),
    })
}
