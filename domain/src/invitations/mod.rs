//! Asking somebody to become a member: a link that works once, for a week.

mod accept;

pub use accept::{accept, preview};

use crate::actor::Actor;
use crate::context::Context;
use crate::error::{Error, Result};
use crate::events::{self, NewEvent, Subject};
use crate::members::{self, stored_role};
use crate::organizations;
use crate::secrets::new_token;
use crate::users::{self, stored_email};
use chrono::{DateTime, TimeDelta, Utc};
use entity::invitations;
use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::Expr;
use sea_orm::{
    ColumnTrait as _, Condition, ConnectionTrait, EntityTrait as _, QueryFilter as _, QueryOrder as _,
};
use shared::events::EventKind;
use shared::members::{InvitationInput, InvitationLink, InvitationSummary, NewInvitation};
use shared::roles::{Permission, Role};
use shared::{InvitationId, MemberId, OrgId};

/// How long an invitation may be accepted.
pub const LIFETIME: TimeDelta = TimeDelta::days(7);

/// Makes an invitation; an earlier open one for the same email stops working.
///
/// Errors: those of [`InvitationInput::parse`], and `email.member`.
pub async fn create(cx: &Context, actor: &Actor, input: &InvitationInput) -> Result<InvitationLink> {
    let inviter = actor.require_member(Permission::ManageMembers)?;
    let new = input.parse()?;
    let (token, hash) = new_token(cx);
    let (context, by, now) = (cx.clone(), actor.clone(), cx.now());
    let NewInvitation { email, role } = new.clone();
    let id = cx
        .write(move |tx| {
            Box::pin(async move {
                organizations::lock(tx, by.org()).await?;
                if !members::acting_role(tx, &by).await?.may_manage(role) {
                    return Err(Error::Forbidden);
                }
                refuse_member(tx, by.org(), &email).await?;
                let earlier = Condition::all().add(invitations::Column::EmailKey.eq(email.normalized()));
                revoke_where(&context, tx, &by, now, earlier, |_| true).await?;
                let id = InvitationId::from_uuid(context.new_id());
                let row = invitations::ActiveModel {
                    org_id: Set(by.org().uuid()),
                    id: Set(id.uuid()),
                    email: Set(email.as_str().to_owned()),
                    email_key: Set(email.normalized()),
                    role: Set(role.as_str().to_owned()),
                    token_hash: Set(hash),
                    invited_by: Set(inviter.uuid()),
                    created_at: Set(now),
                    expires_at: Set(now + LIFETIME),
                    accepted_at: Set(None),
                    revoked_at: Set(None),
                };
                invitations::Entity::insert(row).exec_without_returning(tx).await?;
                let kind = EventKind::MemberInvited { role };
                events::append(&context, tx, &by, now, Subject::Invitation(id), kind).await?;
                Ok(id)
            })
        })
        .await?;
    let invitation = InvitationSummary {
        id,
        email: new.email,
        role: new.role,
        invited_by: members::names(cx.db().read(), actor.org()).await?.remove(&inviter).unwrap_or_default(),
        expires_at: now + LIFETIME,
    };
    Ok(InvitationLink { invitation, url: format!("{}/invitations/{token}", cx.settings().public_url) })
}

/// Makes an invitation stop working; one that was revoked stays so.
///
/// Errors: a conflict for one that was accepted.
pub async fn revoke(cx: &Context, actor: &Actor, id: InvitationId) -> Result<()> {
    actor.require(Permission::ManageMembers)?;
    let (cx, by, now) = (cx.clone(), actor.clone(), cx.now());
    let context = cx.clone();
    cx.write(move |tx| {
        Box::pin(async move {
            organizations::lock(tx, by.org()).await?;
            let own = members::acting_role(tx, &by).await?;
            let row = invitations::Entity::find_by_id((by.org().uuid(), id.uuid())).one(tx).await?;
            let row = row.ok_or(Error::NotFound("the invitation"))?;
            if !own.may_manage(stored_role(&row.role)?) {
                return Err(Error::Forbidden);
            }
            if row.accepted_at.is_some() {
                return Err(Error::Conflict(
                    "This invitation was accepted already. Remove the member instead.".to_owned(),
                ));
            }
            let this = Condition::all().add(invitations::Column::Id.eq(id.uuid()));
            revoke_where(&context, tx, &by, now, this, |_| true).await
        })
    })
    .await
}

/// The invitations that can still be accepted, newest first.
pub(crate) async fn open(cx: &Context, org: OrgId) -> Result<Vec<InvitationSummary>> {
    let rows = invitations::Entity::find()
        .filter(unanswered(org))
        .filter(invitations::Column::ExpiresAt.gt(cx.now()))
        .order_by_desc(invitations::Column::CreatedAt)
        .order_by_desc(invitations::Column::Id)
        .all(cx.db().read())
        .await?;
    if rows.is_empty() {
        return Ok(Vec::new());
    }
    let names = members::names(cx.db().read(), org).await?;
    rows.into_iter()
        .map(|row| {
            Ok(InvitationSummary {
                id: InvitationId::from_uuid(row.id),
                email: stored_email(&row.email)?,
                role: stored_role(&row.role)?,
                invited_by: names.get(&MemberId::from_uuid(row.invited_by)).cloned().unwrap_or_default(),
                expires_at: row.expires_at,
            })
        })
        .collect()
}

/// Revokes what a member invited to and, in the role the member has from now on, could not: otherwise a link kept
/// in a drawer would bring back what was taken.
pub(crate) async fn revoke_of(
    cx: &Context,
    tx: &impl ConnectionTrait,
    actor: &Actor,
    member: MemberId,
    now: DateTime<Utc>,
    which: impl Fn(Role) -> bool,
) -> Result<()> {
    let theirs = Condition::all().add(invitations::Column::InvitedBy.eq(member.uuid()));
    revoke_where(cx, tx, actor, now, theirs, which).await
}

async fn revoke_where(
    cx: &Context,
    tx: &impl ConnectionTrait,
    actor: &Actor,
    now: DateTime<Utc>,
    narrowed: Condition,
    which: impl Fn(Role) -> bool,
) -> Result<()> {
    let rows = invitations::Entity::find().filter(unanswered(actor.org())).filter(narrowed).all(tx).await?;
    let mut ids = Vec::with_capacity(rows.len());
    for row in rows {
        if which(stored_role(&row.role)?) {
            ids.push(row.id);
        }
    }
    invitations::Entity::update_many()
        .col_expr(invitations::Column::RevokedAt, Expr::value(now))
        .filter(invitations::Column::OrgId.eq(actor.org().uuid()))
        .filter(invitations::Column::Id.is_in(ids.iter().copied()))
        .exec(tx)
        .await?;
    let revoked: Vec<NewEvent> = ids
        .into_iter()
        .map(|id| NewEvent {
            actor: actor.clone(),
            subject: Subject::Invitation(InvitationId::from_uuid(id)),
            kind: EventKind::InvitationRevoked {},
            at: now,
        })
        .collect();
    events::append_all(cx, tx, &revoked).await
}

fn unanswered(org: OrgId) -> Condition {
    Condition::all()
        .add(invitations::Column::OrgId.eq(org.uuid()))
        .add(invitations::Column::AcceptedAt.is_null())
        .add(invitations::Column::RevokedAt.is_null())
}

async fn refuse_member(tx: &impl ConnectionTrait, org: OrgId, email: &shared::email::Email) -> Result<()> {
    let Some(user) = users::by_email(tx, email).await? else { return Ok(()) };
    let memberships = members::of_user(tx, shared::UserId::from_uuid(user.id)).await?;
    if memberships.iter().any(|row| row.org_id == org.uuid()) {
        return Err(Error::invalid("email", "email.member", "This person is a member already."));
    }
    Ok(())
}
