//! People who can sign in, apart from any organization: found by email, made once.

use crate::context::Context;
use crate::error::{Error, Result};
use chrono::{DateTime, Utc};
use entity::users;
use sea_orm::ActiveValue::Set;
use sea_orm::{ColumnTrait as _, ConnectionTrait, DbErr, EntityTrait as _, QueryFilter as _};
use shared::UserId;
use shared::email::Email;

/// The account of an email, however it is written.
pub(crate) async fn by_email(db: &impl ConnectionTrait, email: &Email) -> Result<Option<users::Model>> {
    Ok(users::Entity::find().filter(users::Column::EmailKey.eq(email.normalized())).one(db).await?)
}

/// Makes an account. Two accounts of one email are a unique violation, which the caller puts into words.
pub(crate) async fn insert(
    cx: &Context,
    tx: &impl ConnectionTrait,
    email: &Email,
    name: &str,
    password_hash: String,
    now: DateTime<Utc>,
) -> Result<UserId, DbErr> {
    let id = cx.new_id();
    let row = users::ActiveModel {
        id: Set(id),
        email: Set(email.as_str().to_owned()),
        email_key: Set(email.normalized()),
        name: Set(name.to_owned()),
        password_hash: Set(password_hash),
        created_at: Set(now),
        updated_at: Set(now),
    };
    users::Entity::insert(row).exec_without_returning(tx).await?;
    Ok(UserId::from_uuid(id))
}

/// An email as it was stored, which was valid when it came in.
pub(crate) fn stored_email(text: &str) -> Result<Email> {
    Email::parse(text).map_err(|problem| Error::internal(format!("a stored email: {}", problem.code)))
}
