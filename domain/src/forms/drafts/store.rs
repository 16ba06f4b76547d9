//! Rows of drafts. Every query names the organization, the sweep's excepted: it serves all of them.

use crate::actor::Peer;
use crate::error::{Error, Result};
use crate::secrets;
use chrono::{DateTime, Utc};
use entity::form_drafts::{self, Column};
use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::{Expr, LockBehavior, LockType};
use sea_orm::{
    ColumnTrait as _, ConnectionTrait, EntityTrait as _, ExprTrait as _, QueryFilter as _, QueryOrder as _,
    QuerySelect as _,
};
use shared::forms::PublicForm;
use shared::{DraftId, FormId, OrgId};

pub(crate) struct New {
    pub(crate) id: DraftId,
    pub(crate) token_hash: Vec<u8>,
    pub(crate) answers: serde_json::Value,
    pub(crate) step: i32,
    pub(crate) attribution: serde_json::Value,
    pub(crate) host_origin: Option<String>,
    pub(crate) peer: Peer,
}

pub(crate) fn stored_version(form: &PublicForm) -> Result<i32> {
    i32::try_from(form.version).map_err(|error| Error::Internal(Box::new(error)))
}

pub(crate) async fn insert(
    db: &impl ConnectionTrait,
    org: OrgId,
    form: FormId,
    version: i32,
    new: New,
    now: DateTime<Utc>,
) -> Result<()> {
    let row = form_drafts::ActiveModel {
        org_id: Set(org.uuid()),
        id: Set(new.id.uuid()),
        form_id: Set(form.uuid()),
        form_version: Set(version),
        token_hash: Set(new.token_hash),
        answers: Set(new.answers),
        step: Set(new.step),
        attribution: Set(new.attribution),
        host_origin: Set(new.host_origin),
        ip: Set(new.peer.ip),
        user_agent: Set(new.peer.user_agent),
        started_at: Set(now),
        updated_at: Set(now),
        abandoned_at: Set(None),
        submitted_at: Set(None),
        reached: Set(new.step),
    };
    form_drafts::Entity::insert(row).exec_without_returning(db).await?;
    Ok(())
}

pub(crate) async fn by_token(
    db: &impl ConnectionTrait,
    form: &PublicForm,
    token: &str,
    oldest: DateTime<Utc>,
) -> Result<Option<form_drafts::Model>> {
    Ok(form_drafts::Entity::find()
        .filter(Column::TokenHash.eq(secrets::token_hash(token)))
        .filter(Column::OrgId.eq(form.org.uuid()))
        .filter(Column::FormId.eq(form.id.uuid()))
        .filter(Column::UpdatedAt.gte(oldest))
        .one(db)
        .await?)
}

/// `false` when there is no such draft or it was sent. The form's version goes along: the answers were checked
/// against it.
pub(crate) async fn update(
    db: &impl ConnectionTrait,
    form: &PublicForm,
    token: &str,
    answers: serde_json::Value,
    step: i32,
    now: DateTime<Utc>,
    oldest: DateTime<Utc>,
) -> Result<bool> {
    let further = Expr::case(Expr::col(Column::Reached).lt(step), step).finally(Expr::col(Column::Reached));
    let changed = form_drafts::Entity::update_many()
        .col_expr(Column::Answers, Expr::value(answers))
        .col_expr(Column::Step, Expr::value(step))
        .col_expr(Column::Reached, further.into())
        .col_expr(Column::FormVersion, Expr::value(stored_version(form)?))
        .col_expr(Column::UpdatedAt, Expr::value(now))
        .filter(Column::TokenHash.eq(secrets::token_hash(token)))
        .filter(Column::OrgId.eq(form.org.uuid()))
        .filter(Column::FormId.eq(form.id.uuid()))
        .filter(Column::UpdatedAt.gte(oldest))
        .filter(Column::SubmittedAt.is_null())
        .exec(db)
        .await?;
    Ok(changed.rows_affected == 1)
}

/// Marks up to `most` drafts of all organizations as abandoned that nobody touched since `idle_since`, and returns
/// them. Rows another process is at are left to it.
pub(crate) async fn abandon(
    db: &impl ConnectionTrait,
    idle_since: DateTime<Utc>,
    most: u64,
    now: DateTime<Utc>,
) -> Result<Vec<form_drafts::Model>> {
    let idle: Vec<uuid::Uuid> = form_drafts::Entity::find()
        .select_only()
        .column(Column::Id)
        .filter(Column::UpdatedAt.lte(idle_since))
        .filter(Column::AbandonedAt.is_null())
        .filter(Column::SubmittedAt.is_null())
        .order_by_asc(Column::UpdatedAt)
        .limit(most)
        .lock_with_behavior(LockType::Update, LockBehavior::SkipLocked)
        .into_tuple()
        .all(db)
        .await?;
    if idle.is_empty() {
        return Ok(Vec::new());
    }
    Ok(form_drafts::Entity::update_many()
        .col_expr(Column::AbandonedAt, Expr::value(now))
        .filter(Column::Id.is_in(idle))
        // Leads to the index of idle drafts.
        .filter(Column::UpdatedAt.lte(idle_since))
        .filter(Column::AbandonedAt.is_null())
        .filter(Column::SubmittedAt.is_null())
        .exec_with_returning(db)
        .await?)
}
