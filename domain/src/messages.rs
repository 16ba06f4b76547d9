//! Messages to sellers that are written and not sent yet: kept, changed, put away. Nothing here sends.

use crate::actor::Actor;
use crate::context::Context;
use crate::error::{Error, Result};
use crate::events::{self, Subject};
use crate::{leads, members, merges};
use entity::message_drafts as rows;
use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::Expr;
use sea_orm::{
    ColumnTrait as _, ConnectionTrait, DatabaseBackend, EntityTrait as _, QueryFilter as _, QueryOrder as _,
    QuerySelect as _,
};
use shared::contacts::Channel;
use shared::events::EventKind;
use shared::leads::OwnerRef;
use shared::messages::{MessageDraft, MessageInput};
use shared::roles::Permission;
use shared::{LeadId, MemberId, MessageDraftId, OrgId};

/// The drafts of a lead, the newest first.
///
/// Errors: [`Error::Forbidden`]; [`Error::NotFound`] for the lead.
pub async fn of_lead(cx: &Context, actor: &Actor, lead: LeadId) -> Result<Vec<MessageDraft>> {
    actor.require(Permission::ReadLeads)?;
    let (db, org) = (cx.db().read(), actor.org());
    let lead = merges::standing_lead(db, org, lead).await?;
    leads::exists(db, org, lead).await?;
    let leads = merges::ids_of_lead(db, org, lead).await?;
    let found = rows::Entity::find()
        .filter(rows::Column::OrgId.eq(org.uuid()))
        .filter(rows::Column::LeadId.is_in(leads))
        .filter(rows::Column::DiscardedAt.is_null())
        .order_by_desc(rows::Column::CreatedAt)
        .order_by_desc(rows::Column::Id)
        .all(db)
        .await?;
    with_names(db, org, found).await
}

/// Keeps a draft, once for each key of a member.
///
/// Errors: [`Error::Forbidden`]; [`Error::Invalid`] at the paths of [`MessageInput::parse`]; [`Error::NotFound`] for the
/// lead; [`Error::Conflict`] when the key was used on another lead.
pub async fn write(cx: &Context, actor: &Actor, input: &MessageInput) -> Result<MessageDraft> {
    let member = actor.require_member(Permission::WorkLeads)?;
    let new = input.parse()?;
    let (cx_in, actor_in) = (cx.clone(), actor.clone());
    let written = cx.write(move |tx| {
        Box::pin(async move {
            let (cx, actor, org, now) = (&cx_in, &actor_in, actor_in.org(), cx_in.now());
            if let Some(same) = with_key(tx, org, member, &new.key).await? {
                return only_of(tx, org, same, new.lead).await;
            }
            leads::exists(tx, org, new.lead).await?;
            let draft = MessageDraftId::from_uuid(cx.new_id());
            let row = rows::ActiveModel {
                org_id: Set(org.uuid()),
                id: Set(draft.uuid()),
                lead_id: Set(new.lead.uuid()),
                member_id: Set(member.uuid()),
                channel: Set(new.channel.as_str().to_owned()),
                subject: Set(new.subject),
                body: Set(new.body),
                created_at: Set(now),
                updated_at: Set(now),
                discarded_at: Set(None),
                key: Set(new.key),
                version: Set(1),
            };
            rows::Entity::insert(row).exec_without_returning(tx).await?;
            let kind = EventKind::LeadMessageDrafted { draft, channel: new.channel };
            events::append(cx, tx, actor, now, Subject::Lead(new.lead), kind).await?;
            shown(tx, org, draft).await
        })
    });
    match written.await {
        // The same key at the same moment: the other one was faster.
        Err(Error::Internal(cause))
            if cause.downcast_ref::<sea_orm::DbErr>().is_some_and(crate::db::is_unique_violation) =>
        {
            let (db, org) = (cx.db().read(), actor.org());
            let same = with_key(db, org, member, &input.key).await?.ok_or(Error::Internal(cause))?;
            only_of(db, org, same, input.parse()?.lead).await
        }
        result => result,
    }
}

/// Changes the words of a draft, or its channel. Its lead stays.
///
/// Errors: as [`write`]; [`Error::NotFound`] for a draft that is not here or was put away; [`Error::Conflict`] when it is
/// no longer the version that was looked at.
pub async fn change(
    cx: &Context,
    actor: &Actor,
    draft: MessageDraftId,
    version: i64,
    input: &MessageInput,
) -> Result<MessageDraft> {
    actor.require_member(Permission::WorkLeads)?;
    let new = input.parse()?;
    let (cx_in, actor_in) = (cx.clone(), actor.clone());
    cx.write(move |tx| {
        Box::pin(async move {
            let (cx, actor, org, now) = (&cx_in, &actor_in, actor_in.org(), cx_in.now());
            let row = locked(tx, org, draft, version).await?;
            rows::Entity::update_many()
                .col_expr(rows::Column::Channel, Expr::value(new.channel.as_str()))
                .col_expr(rows::Column::Subject, Expr::value(new.subject))
                .col_expr(rows::Column::Body, Expr::value(new.body))
                .col_expr(rows::Column::UpdatedAt, Expr::value(now))
                .col_expr(rows::Column::Version, Expr::value(row.version + 1))
                .filter(rows::Column::OrgId.eq(row.org_id))
                .filter(rows::Column::Id.eq(row.id))
                .exec(tx)
                .await?;
            let lead = Subject::Lead(LeadId::from_uuid(row.lead_id));
            let kind = EventKind::LeadMessageDraftChanged { draft, channel: new.channel };
            events::append(cx, tx, actor, now, lead, kind).await?;
            shown(tx, org, draft).await
        })
    })
    .await
}

/// Puts a draft away. One that is away already stays so.
///
/// Errors: [`Error::Forbidden`]; [`Error::NotFound`]; [`Error::Conflict`] when it is no longer the version that was looked
/// at.
pub async fn discard(cx: &Context, actor: &Actor, draft: MessageDraftId, version: i64) -> Result<()> {
    actor.require_member(Permission::WorkLeads)?;
    let (cx_in, actor_in) = (cx.clone(), actor.clone());
    cx.write(move |tx| {
        Box::pin(async move {
            let (cx, actor, org, now) = (&cx_in, &actor_in, actor_in.org(), cx_in.now());
            let known = rows::Entity::find_by_id((org.uuid(), draft.uuid())).one(tx).await?;
            if known.is_some_and(|row| row.discarded_at.is_some()) {
                return Ok(());
            }
            let row = locked(tx, org, draft, version).await?;
            rows::Entity::update_many()
                .col_expr(rows::Column::DiscardedAt, Expr::value(now))
                .col_expr(rows::Column::UpdatedAt, Expr::value(now))
                .col_expr(rows::Column::Version, Expr::value(row.version + 1))
                .filter(rows::Column::OrgId.eq(row.org_id))
                .filter(rows::Column::Id.eq(row.id))
                .exec(tx)
                .await?;
            let lead = Subject::Lead(LeadId::from_uuid(row.lead_id));
            let channel = channel_of(&row)?;
            let kind = EventKind::LeadMessageDraftDiscarded { draft, channel };
            events::append(cx, tx, actor, now, lead, kind).await?;
            Ok(())
        })
    })
    .await
}

/// A draft that is about to change, locked where the database has row locks.
async fn locked(
    tx: &impl ConnectionTrait,
    org: OrgId,
    draft: MessageDraftId,
    seen: i64,
) -> Result<rows::Model> {
    let mut query = rows::Entity::find_by_id((org.uuid(), draft.uuid()));
    if tx.get_database_backend() == DatabaseBackend::Postgres {
        query = query.lock_exclusive();
    }
    let row = query.one(tx).await?.filter(|row| row.discarded_at.is_none());
    let row = row.ok_or(Error::NotFound("the draft"))?;
    if row.version == seen {
        return Ok(row);
    }
    Err(Error::Conflict(
        "Somebody changed this draft meanwhile. Look at it again, then repeat your change.".to_owned(),
    ))
}

async fn with_key(
    db: &impl ConnectionTrait,
    org: OrgId,
    member: MemberId,
    key: &str,
) -> Result<Option<rows::Model>> {
    Ok(rows::Entity::find()
        .filter(rows::Column::OrgId.eq(org.uuid()))
        .filter(rows::Column::MemberId.eq(member.uuid()))
        .filter(rows::Column::Key.eq(key))
        .one(db)
        .await?)
}

/// What was kept under a key before, if it is of the same lead.
async fn only_of(
    db: &impl ConnectionTrait,
    org: OrgId,
    row: rows::Model,
    lead: LeadId,
) -> Result<MessageDraft> {
    if row.lead_id != lead.uuid() {
        return Err(Error::Conflict(
            "This was kept on another lead already. Reload the page and try again.".to_owned(),
        ));
    }
    shown(db, org, MessageDraftId::from_uuid(row.id)).await
}

async fn shown(db: &impl ConnectionTrait, org: OrgId, draft: MessageDraftId) -> Result<MessageDraft> {
    let row = rows::Entity::find_by_id((org.uuid(), draft.uuid())).one(db).await?;
    let row = row.ok_or(Error::NotFound("the draft"))?;
    with_names(db, org, vec![row]).await?.pop().ok_or(Error::NotFound("the draft"))
}

async fn with_names(
    db: &impl ConnectionTrait,
    org: OrgId,
    found: Vec<rows::Model>,
) -> Result<Vec<MessageDraft>> {
    if found.is_empty() {
        return Ok(Vec::new());
    }
    let names = members::names(db, org).await?;
    found
        .into_iter()
        .map(|row| {
            let author = MemberId::from_uuid(row.member_id);
            Ok(MessageDraft {
                id: MessageDraftId::from_uuid(row.id),
                channel: channel_of(&row)?,
                author: OwnerRef { id: author, name: names.get(&author).cloned().unwrap_or_default() },
                updated_at: row.updated_at,
                version: row.version,
                subject: row.subject,
                body: row.body,
            })
        })
        .collect()
}

fn channel_of(row: &rows::Model) -> Result<Channel> {
    Channel::from_word(&row.channel)
        .ok_or_else(|| Error::internal(format!("a draft for the channel {}", row.channel)))
}
