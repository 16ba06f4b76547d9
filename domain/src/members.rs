//! Users in an organization: who there is, which role each has, and how they leave. How they join is
//! `invitations`' and `organizations`' business.

use crate::actor::Actor;
use crate::context::Context;
use crate::error::{Error, Result};
use crate::events::{self, NewEvent, Subject};
use crate::users::stored_email;
use crate::{duty, invitations, organizations, sessions, tasks};
use chrono::{DateTime, Utc};
use entity::{leads, members, users};
use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::{Expr, LockType};
use sea_orm::{
    ColumnTrait as _, ConnectionTrait, DatabaseBackend, DbErr, EntityTrait as _, ExprTrait as _,
    PaginatorTrait as _, QueryFilter as _, QueryOrder as _, QuerySelect as _,
};
use shared::events::EventKind;
use shared::members::{MemberSummary, Team};
use shared::roles::{Permission, Role};
use shared::{LeadId, MemberId, OrgId, RequestId, UserId};
use std::collections::HashMap;
use uuid::Uuid;

/// Rows of one statement that many bound values go into; SQLite takes 32,766 values.
const CHUNK: usize = 1_000;

/// A user in an organization.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Membership {
    pub(crate) org: OrgId,
    pub(crate) member: MemberId,
    pub(crate) user: UserId,
    pub(crate) role: Role,
}

impl Membership {
    pub(crate) fn from_row(row: &members::Model) -> Result<Self> {
        Ok(Self {
            org: OrgId::from_uuid(row.org_id),
            member: MemberId::from_uuid(row.id),
            user: UserId::from_uuid(row.user_id),
            role: stored_role(&row.role)?,
        })
    }

    /// The member acting because of `request`.
    pub(crate) const fn actor(&self, request: RequestId) -> Actor {
        Actor::member(self.org, request, self.member, self.user, self.role)
    }
}

/// Everybody in the organization by name and, for those who may invite, the open invitations.
pub async fn list(cx: &Context, actor: &Actor) -> Result<Team> {
    actor.require(Permission::ReadMembers)?;
    let rows = with_users(cx.db().read(), actor.org(), false).await?;
    let away = duty::away(cx.db().read(), actor.org()).await?;
    let mut members = rows
        .into_iter()
        .map(|(member, user)| {
            Ok(MemberSummary {
                id: MemberId::from_uuid(member.id),
                email: stored_email(&user.email)?,
                name: user.name,
                role: stored_role(&member.role)?,
                joined_at: member.created_at,
                last_seen_at: member.last_seen_at,
                away: away.contains(&MemberId::from_uuid(member.id)),
            })
        })
        .collect::<Result<Vec<_>>>()?;
    members.sort_by_cached_key(|member| (member.name.to_lowercase(), member.id));
    let invitations = if actor.may(Permission::ManageMembers) {
        invitations::open(cx, actor.org()).await?
    } else {
        Vec::new()
    };
    Ok(Team { members, invitations })
}

/// The names of all members there ever were: what they did stays theirs.
pub async fn names(db: &impl ConnectionTrait, org: OrgId) -> Result<HashMap<MemberId, String>> {
    let rows = with_users(db, org, true).await?;
    Ok(rows.into_iter().map(|(member, user)| (MemberId::from_uuid(member.id), user.name)).collect())
}

/// The members who were not removed, with their names.
pub(crate) async fn active_names(db: &impl ConnectionTrait, org: OrgId) -> Result<Vec<(MemberId, String)>> {
    let rows = with_users(db, org, false).await?;
    Ok(rows.into_iter().map(|(member, user)| (MemberId::from_uuid(member.id), user.name)).collect())
}

/// Gives a member another role; the same role again changes nothing.
///
/// Errors: `role.unknown` and `role.own` at `role`; a conflict when no owner would be left.
pub async fn change_role(cx: &Context, actor: &Actor, id: MemberId, role: &str) -> Result<()> {
    actor.require(Permission::ManageMembers)?;
    let to = role.parse::<Role>().map_err(|problem| vec![problem.at("role")])?;
    if actor.member_id() == Some(id) {
        return Err(Error::invalid(
            "role",
            "role.own",
            "Ask another owner or admin to change your own role.",
        ));
    }
    let (cx, by, now) = (cx.clone(), actor.clone(), cx.now());
    let context = cx.clone();
    cx.write(move |tx| {
        Box::pin(async move {
            organizations::lock(tx, by.org()).await?;
            let own = acting_role(tx, &by).await?;
            let row = active(tx, by.org(), id).await?.ok_or(Error::NotFound("the member"))?;
            let from = stored_role(&row.role)?;
            if !own.may_manage(from) || !own.may_manage(to) {
                return Err(Error::Forbidden);
            }
            if from == to {
                return Ok(());
            }
            if from == Role::Owner {
                require_another_owner(tx, &by, id).await?;
            }
            update(tx, &row, [(members::Column::Role, Expr::value(to.as_str()))]).await?;
            invitations::revoke_of(&context, tx, &by, id, now, |invited| !to.may_manage(invited)).await?;
            let kind = EventKind::MemberRoleChanged { member: id, from, to };
            events::append(&context, tx, &by, now, Subject::Member(id), kind).await?;
            Ok(())
        })
    })
    .await
}

/// Ends a membership: sessions and open invitations end with it, leads are left without an owner, open tasks go
/// to whoever removes.
///
/// Errors: a conflict when no owner would be left.
pub async fn remove(cx: &Context, actor: &Actor, id: MemberId) -> Result<()> {
    actor.require(Permission::ManageMembers)?;
    let (cx, by, now) = (cx.clone(), actor.clone(), cx.now());
    let context = cx.clone();
    cx.write(move |tx| {
        Box::pin(async move {
            organizations::lock(tx, by.org()).await?;
            let own = acting_role(tx, &by).await?;
            let row = active(tx, by.org(), id).await?.ok_or(Error::NotFound("the member"))?;
            let role = stored_role(&row.role)?;
            if !own.may_manage(role) {
                return Err(Error::Forbidden);
            }
            if role == Role::Owner {
                require_another_owner(tx, &by, id).await?;
            }
            // First the member, then the leads: assigning takes its locks in the same order.
            update(tx, &row, [(members::Column::RemovedAt, Expr::value(now))]).await?;
            sessions::end_all_of(tx, by.org(), id, now).await?;
            invitations::revoke_of(&context, tx, &by, id, now, |_| true).await?;
            release_leads(&context, tx, &by, id, now).await?;
            tasks::hand_over(&context, tx, &by, id, now).await?;
            let kind = EventKind::MemberRemoved { member: id };
            events::append(&context, tx, &by, now, Subject::Member(id), kind).await?;
            Ok(())
        })
    })
    .await
}

/// A member who was not removed.
pub(crate) async fn active(
    db: &impl ConnectionTrait,
    org: OrgId,
    id: MemberId,
) -> Result<Option<members::Model>> {
    let query = members::Entity::find_by_id((org.uuid(), id.uuid()));
    Ok(query.filter(members::Column::RemovedAt.is_null()).one(db).await?)
}

/// [`active`], and the member stays so until the transaction ends. To be called before the rows that will name the
/// member are touched.
pub(crate) async fn hold_active(
    tx: &impl ConnectionTrait,
    org: OrgId,
    id: MemberId,
) -> Result<Option<members::Model>> {
    let mut query = members::Entity::find_by_id((org.uuid(), id.uuid()));
    if tx.get_database_backend() == DatabaseBackend::Postgres {
        query = query.lock(LockType::Share);
    }
    Ok(query.one(tx).await?.filter(|row| row.removed_at.is_none()))
}

/// The memberships of a user that were not ended.
pub(crate) async fn of_user(db: &impl ConnectionTrait, user: UserId) -> Result<Vec<members::Model>> {
    let query = members::Entity::find().filter(members::Column::UserId.eq(user.uuid()));
    Ok(query.filter(members::Column::RemovedAt.is_null()).all(db).await?)
}

/// Makes a user a member. Whoever was removed comes back as the member they were, so their history stays theirs.
///
/// Errors: a conflict for somebody who is a member already.
pub(crate) async fn join(
    cx: &Context,
    tx: &impl ConnectionTrait,
    org: OrgId,
    user: UserId,
    role: Role,
    now: DateTime<Utc>,
) -> Result<Membership> {
    let earlier = members::Entity::find()
        .filter(members::Column::OrgId.eq(org.uuid()))
        .filter(members::Column::UserId.eq(user.uuid()))
        .one(tx)
        .await?;
    let member = match earlier {
        Some(row) if row.removed_at.is_none() => {
            return Err(Error::Conflict(
                "This account belongs to the organization already. Sign in instead.".to_owned(),
            ));
        }
        Some(row) => {
            let back = [
                (members::Column::RemovedAt, Expr::value(None::<DateTime<Utc>>)),
                (members::Column::CreatedAt, Expr::value(now)),
                (members::Column::Role, Expr::value(role.as_str())),
            ];
            update(tx, &row, back).await?;
            row.id
        }
        None => {
            let id = cx.new_id();
            let row = members::ActiveModel {
                org_id: Set(org.uuid()),
                id: Set(id),
                user_id: Set(user.uuid()),
                role: Set(role.as_str().to_owned()),
                created_at: Set(now),
                last_seen_at: Set(None),
                removed_at: Set(None),
                version: Set(1),
            };
            members::Entity::insert(row).exec_without_returning(tx).await?;
            id
        }
    };
    Ok(Membership { org, member: MemberId::from_uuid(member), user, role })
}

/// The role the actor has at this moment, which may be less than when the request came in. The program acts as an
/// owner does.
pub(crate) async fn acting_role(tx: &impl ConnectionTrait, actor: &Actor) -> Result<Role> {
    let role = match actor.member_id() {
        Some(id) => stored_role(&active(tx, actor.org(), id).await?.ok_or(Error::Forbidden)?.role)?,
        None if actor.may(Permission::ManageMembers) => Role::Owner,
        None => return Err(Error::Forbidden),
    };
    if role.may(Permission::ManageMembers) { Ok(role) } else { Err(Error::Forbidden) }
}

/// A role as it was stored.
pub(crate) fn stored_role(word: &str) -> Result<Role> {
    word.parse().map_err(|_| Error::internal(format!("a stored role: {word}")))
}

async fn with_users(
    db: &impl ConnectionTrait,
    org: OrgId,
    removed_too: bool,
) -> Result<Vec<(members::Model, users::Model)>> {
    let mut query = members::Entity::find().filter(members::Column::OrgId.eq(org.uuid()));
    if !removed_too {
        query = query.filter(members::Column::RemovedAt.is_null());
    }
    let rows = query.all(db).await?;
    let mut people: HashMap<Uuid, users::Model> = users::Entity::find()
        .filter(users::Column::Id.is_in(rows.iter().map(|row| row.user_id)))
        .all(db)
        .await?
        .into_iter()
        .map(|user| (user.id, user))
        .collect();
    Ok(rows.into_iter().filter_map(|row| people.remove(&row.user_id).map(|user| (row, user))).collect())
}

async fn require_another_owner(tx: &impl ConnectionTrait, actor: &Actor, id: MemberId) -> Result<()> {
    let others = members::Entity::find()
        .filter(members::Column::OrgId.eq(actor.org().uuid()))
        .filter(members::Column::Role.eq(Role::Owner.as_str()))
        .filter(members::Column::RemovedAt.is_null())
        .filter(members::Column::Id.ne(id.uuid()))
        .count(tx)
        .await?;
    if others == 0 {
        return Err(Error::Conflict(
            "An organization needs an owner. Make somebody else an owner first.".to_owned(),
        ));
    }
    Ok(())
}

async fn update<const N: usize>(
    tx: &impl ConnectionTrait,
    row: &members::Model,
    values: [(members::Column, Expr); N],
) -> Result<(), DbErr> {
    let mut statement = members::Entity::update_many()
        .filter(members::Column::OrgId.eq(row.org_id))
        .filter(members::Column::Id.eq(row.id))
        .col_expr(members::Column::Version, Expr::col(members::Column::Version).add(1));
    for (column, value) in values {
        statement = statement.col_expr(column, value);
    }
    statement.exec(tx).await?;
    Ok(())
}

async fn release_leads(
    cx: &Context,
    tx: &impl ConnectionTrait,
    actor: &Actor,
    member: MemberId,
    now: DateTime<Utc>,
) -> Result<()> {
    // Those that are set aside are released when they stand again.
    let owned = || {
        leads::Column::OrgId
            .eq(actor.org().uuid())
            .and(leads::Column::OwnerId.eq(member.uuid()))
            .and(leads::Column::SetAside.eq(false))
    };
    let released: Vec<Uuid> = leads::Entity::find()
        .select_only()
        .column(leads::Column::Id)
        .filter(owned())
        .order_by_asc(leads::Column::Id)
        .into_tuple()
        .all(tx)
        .await?;
    leads::Entity::update_many()
        .col_expr(leads::Column::OwnerId, Expr::value(None::<Uuid>))
        .col_expr(leads::Column::UpdatedAt, Expr::value(now))
        .col_expr(leads::Column::Version, Expr::col(leads::Column::Version).add(1))
        .filter(owned())
        .exec(tx)
        .await?;
    let events: Vec<NewEvent> = released
        .into_iter()
        .map(|id| NewEvent {
            actor: actor.clone(),
            subject: Subject::Lead(LeadId::from_uuid(id)),
            kind: EventKind::LeadAssigned { from: Some(member), to: None, rule: None },
            at: now,
        })
        .collect();
    for chunk in events.chunks(CHUNK) {
        events::append_all(cx, tx, chunk).await?;
    }
    Ok(())
}
