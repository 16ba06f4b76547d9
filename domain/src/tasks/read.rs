//! The agenda, what is due today, and the tasks of a lead.

use super::store::with_names;
use crate::actor::Actor;
use crate::context::Context;
use crate::days;
use crate::error::{Error, Result};
use crate::{leads, members, merges};
use chrono::Days;
use entity::tasks;
use sea_orm::sea_query::Expr;
use sea_orm::{
    ColumnTrait as _, Condition, EntityTrait as _, PaginatorTrait as _, QueryFilter as _, QueryOrder as _,
    QuerySelect as _, Select,
};
use shared::roles::Permission;
use shared::tasks::{Agenda, Task, TaskState, Whose};
use shared::{LeadId, MemberId, TaskId};

/// Tasks of a slice of the agenda.
const ROWS: usize = 100;
/// Tasks that the first screen shows.
const TODAY: u64 = 5;
/// Closed tasks that the page of a lead shows, the newest.
const CLOSED: u64 = 10;

fn open(actor: &Actor) -> Select<tasks::Entity> {
    tasks::Entity::find()
        .filter(tasks::Column::OrgId.eq(actor.org().uuid()))
        .filter(tasks::Column::State.eq(TaskState::Open.as_str()))
        .filter(Expr::cust(leads::TASKS_OF_OTHERS))
}

/// Open tasks, the soonest first, 100 a slice; `later` is [`Agenda::later`] of the slice before. Those of others are
/// for whoever may assign leads.
///
/// Errors: [`Error::Forbidden`]; [`Error::NotFound`] for a member or a task that is not here.
pub async fn agenda(cx: &Context, actor: &Actor, whose: Whose, later: Option<TaskId>) -> Result<Agenda> {
    use tasks::Column as C;
    let me = actor.require_member(Permission::ReadLeads)?;
    let (db, org) = (cx.db().read(), actor.org());
    let mut query = open(actor);
    let one = match whose {
        Whose::Mine => Some(me),
        Whose::Of(member) => Some(member),
        Whose::Everybody => None,
    };
    if one != Some(me) {
        actor.require(Permission::AssignLeads)?;
    }
    if let Some(member) = one {
        if member != me && !members::names(db, org).await?.contains_key(&member) {
            return Err(Error::NotFound("the member"));
        }
        query = query.filter(C::AssigneeId.eq(MemberId::uuid(member)));
    }
    if let Some(later) = later {
        let last = tasks::Entity::find_by_id((org.uuid(), later.uuid())).one(db).await?;
        let last = last.ok_or(Error::NotFound("the task"))?;
        query = query.filter(
            Condition::any()
                .add(C::DueAt.gt(last.due_at))
                .add(Condition::all().add(C::DueAt.eq(last.due_at)).add(C::Id.gt(last.id))),
        );
    }
    let mut rows = query
        .order_by_asc(C::DueAt)
        .order_by_asc(C::Id)
        .limit(u64::try_from(ROWS + 1).unwrap_or(u64::MAX))
        .all(db)
        .await?;
    let more = rows.len() > ROWS;
    rows.truncate(ROWS);
    let later = rows.last().filter(|_| more).map(|row| TaskId::from_uuid(row.id));
    Ok(Agenda { tasks: with_names(db, org, rows).await?, later })
}

/// The first of one's own open tasks that are due before the day ends, and how many there are in all.
///
/// Errors: [`Error::Forbidden`].
pub async fn due_today(cx: &Context, actor: &Actor) -> Result<(Vec<Task>, u64)> {
    let me = actor.require_member(Permission::ReadLeads)?;
    let (db, org) = (cx.db().read(), actor.org());
    let zone = days::zone_of(db, org).await?;
    let today = days::day_of(zone, cx.now());
    let end = days::begin(zone, today.checked_add_days(Days::new(1)).unwrap_or(today));
    let query =
        open(actor).filter(tasks::Column::AssigneeId.eq(me.uuid())).filter(tasks::Column::DueAt.lt(end));
    let count = query.clone().count(db).await?;
    let rows =
        query.order_by_asc(tasks::Column::DueAt).order_by_asc(tasks::Column::Id).limit(TODAY).all(db).await?;
    Ok((with_names(db, org, rows).await?, count))
}

/// The tasks of a lead: the open ones, the soonest first, then the last that were closed.
///
/// Errors: [`Error::Forbidden`]; [`Error::NotFound`].
pub async fn of_lead(cx: &Context, actor: &Actor, lead: LeadId) -> Result<Vec<Task>> {
    use tasks::Column as C;
    actor.require(Permission::ReadLeads)?;
    let (db, org) = (cx.db().read(), actor.org());
    let lead = merges::standing_lead(db, org, lead).await?;
    leads::exists(db, org, lead).await?;
    // Those of leads that became part of this one are as much to do.
    let leads = merges::ids_of_lead(db, org, lead).await?;
    let mine = open(actor).filter(C::LeadId.is_in(leads.clone()));
    let mut rows = mine.order_by_asc(C::DueAt).order_by_asc(C::Id).all(db).await?;
    let closed = tasks::Entity::find()
        .filter(C::OrgId.eq(org.uuid()))
        .filter(C::LeadId.is_in(leads))
        .filter(C::State.ne(TaskState::Open.as_str()))
        .order_by_desc(C::UpdatedAt)
        .order_by_desc(C::Id)
        .limit(CLOSED)
        .all(db)
        .await?;
    rows.extend(closed);
    with_names(db, org, rows).await
}
