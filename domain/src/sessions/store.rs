//! The rows behind sessions.

use super::{IDLE, LIFETIME, NewSession};
use crate::actor::Peer;
use crate::context::Context;
use crate::error::{Error, Result};
use crate::events::{self, Subject};
use crate::members::{Membership, stored_role};
use crate::secrets::{new_token, token_hash};
use crate::users::stored_email;
use chrono::{DateTime, Utc};
use entity::{members, organizations, sessions, users};
use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::Expr;
use sea_orm::{
    ColumnTrait as _, ConnectionTrait, EntityTrait as _, FromQueryResult, JoinType, QueryFilter as _,
    QuerySelect as _,
};
use shared::events::EventKind;
use shared::sessions::SessionInfo;
use shared::{MemberId, OrgId, RequestId, SessionId};
use uuid::Uuid;

/// A session with everything a request wants to know about it.
#[derive(Debug, FromQueryResult)]
pub(super) struct Row {
    org_id: Uuid,
    pub(super) session_id: Uuid,
    member_id: Uuid,
    pub(super) user_id: Uuid,
    pub(super) last_seen_at: DateTime<Utc>,
    expires_at: DateTime<Utc>,
    ended_at: Option<DateTime<Utc>>,
    removed_at: Option<DateTime<Utc>>,
    role: String,
    organization: String,
    time_zone: String,
    name: String,
    email: String,
}

impl Row {
    pub(super) fn is_open(&self, now: DateTime<Utc>) -> bool {
        self.ended_at.is_none()
            && self.removed_at.is_none()
            && now < self.expires_at
            && now < self.last_seen_at + IDLE
    }

    pub(super) fn info(&self) -> Result<SessionInfo> {
        Ok(SessionInfo {
            org: OrgId::from_uuid(self.org_id),
            organization: self.organization.clone(),
            time_zone: self.time_zone.clone(),
            member: MemberId::from_uuid(self.member_id),
            name: self.name.clone(),
            email: stored_email(&self.email)?,
            role: stored_role(&self.role)?,
        })
    }
}

/// Begins a session. Every sign-in gets a token of its own: none that existed before gains anything by it.
pub(crate) async fn start(
    cx: &Context,
    tx: &impl ConnectionTrait,
    who: &Membership,
    request: RequestId,
    peer: &Peer,
    now: DateTime<Utc>,
) -> Result<NewSession> {
    let (token, hash) = new_token(cx);
    let expires_at = now + LIFETIME;
    let row = sessions::ActiveModel {
        org_id: Set(who.org.uuid()),
        id: Set(cx.new_id()),
        member_id: Set(who.member.uuid()),
        user_id: Set(who.user.uuid()),
        token_hash: Set(hash),
        ip: Set(peer.ip.clone()),
        user_agent: Set(peer.user_agent.clone()),
        created_at: Set(now),
        last_seen_at: Set(now),
        expires_at: Set(expires_at),
        ended_at: Set(None),
    };
    sessions::Entity::insert(row).exec_without_returning(tx).await?;
    seen(tx, who.org.uuid(), who.member.uuid(), now).await?;
    let kind = EventKind::SessionStarted { member: who.member };
    events::append(cx, tx, &who.actor(request), now, Subject::Member(who.member), kind).await?;
    let row = find(tx, &token).await?.ok_or_else(|| Error::internal("the new session cannot be read"))?;
    Ok(NewSession { token, expires_at, info: row.info()? })
}

/// The session of a token, open or not.
pub(super) async fn find(db: &impl ConnectionTrait, token: &str) -> Result<Option<Row>> {
    let member = sessions::Entity::belongs_to(members::Entity)
        .from((sessions::Column::OrgId, sessions::Column::MemberId))
        .to((members::Column::OrgId, members::Column::Id));
    let organization = sessions::Entity::belongs_to(organizations::Entity)
        .from(sessions::Column::OrgId)
        .to(organizations::Column::Id);
    let user =
        sessions::Entity::belongs_to(users::Entity).from(sessions::Column::UserId).to(users::Column::Id);
    let query = sessions::Entity::find()
        .join(JoinType::InnerJoin, member.into())
        .join(JoinType::InnerJoin, organization.into())
        .join(JoinType::InnerJoin, user.into())
        .filter(sessions::Column::TokenHash.eq(token_hash(token)))
        .select_only()
        .columns([
            sessions::Column::OrgId,
            sessions::Column::MemberId,
            sessions::Column::UserId,
            sessions::Column::LastSeenAt,
            sessions::Column::ExpiresAt,
            sessions::Column::EndedAt,
        ])
        .column_as(sessions::Column::Id, "session_id")
        .columns([members::Column::RemovedAt, members::Column::Role])
        .column_as(organizations::Column::Name, "organization")
        .column(organizations::Column::TimeZone)
        .columns([users::Column::Name, users::Column::Email]);
    Ok(query.into_model::<Row>().one(db).await?)
}

/// Notes that the session is in use.
pub(super) async fn touch(cx: &Context, row: &Row, now: DateTime<Utc>) -> Result<()> {
    let (org, session, member) = (row.org_id, row.session_id, row.member_id);
    // Not through the context: a sign of life is no event, so no reader need wake up.
    cx.db()
        .write(move |tx| {
            Box::pin(async move {
                sessions::Entity::update_many()
                    .col_expr(sessions::Column::LastSeenAt, Expr::value(now))
                    .filter(sessions::Column::OrgId.eq(org))
                    .filter(sessions::Column::Id.eq(session))
                    .exec(tx)
                    .await?;
                seen(tx, org, member, now).await
            })
        })
        .await
}

/// `false` when it was over already.
pub(super) async fn end(
    tx: &impl ConnectionTrait,
    org: OrgId,
    session: SessionId,
    now: DateTime<Utc>,
) -> Result<bool> {
    let ended = sessions::Entity::update_many()
        .col_expr(sessions::Column::EndedAt, Expr::value(now))
        .filter(sessions::Column::OrgId.eq(org.uuid()))
        .filter(sessions::Column::Id.eq(session.uuid()))
        .filter(sessions::Column::EndedAt.is_null())
        .exec(tx)
        .await?;
    Ok(ended.rows_affected > 0)
}

/// Ends every session of a member.
pub(crate) async fn end_all_of(
    tx: &impl ConnectionTrait,
    org: OrgId,
    member: MemberId,
    now: DateTime<Utc>,
) -> Result<()> {
    sessions::Entity::update_many()
        .col_expr(sessions::Column::EndedAt, Expr::value(now))
        .filter(sessions::Column::OrgId.eq(org.uuid()))
        .filter(sessions::Column::MemberId.eq(member.uuid()))
        .filter(sessions::Column::EndedAt.is_null())
        .exec(tx)
        .await?;
    Ok(())
}

async fn seen(tx: &impl ConnectionTrait, org: Uuid, member: Uuid, now: DateTime<Utc>) -> Result<()> {
    members::Entity::update_many()
        .col_expr(members::Column::LastSeenAt, Expr::value(now))
        .filter(members::Column::OrgId.eq(org))
        .filter(members::Column::Id.eq(member))
        .exec(tx)
        .await?;
    Ok(())
}
