//! The other end of an invitation: what the person sees who opens the link, and joining.

use crate::actor::Peer;
use crate::context::Context;
use crate::db::is_unique_violation;
use crate::error::{Error, Result};
use crate::events::{self, Subject};
use crate::members::{self, stored_role};
use crate::secrets::token_hash;
use crate::sessions::attempts::{self, Attempt};
use crate::sessions::{self, NewSession};
use crate::users::{self, stored_email};
use crate::{organizations, passwords};
use chrono::{DateTime, Utc};
use entity::{invitations, users as user_rows};
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait as _, ConnectionTrait, EntityTrait as _, QueryFilter as _};
use shared::email::Email;
use shared::events::EventKind;
use shared::members::InvitationPreview;
use shared::sessions::{AcceptInvitationInput, MAX_PASSWORD, check_new_password};
use shared::{FieldError, FieldErrors, MemberId, OrgId, RequestId, UserId, text};

/// What an invitation is about, for whoever holds its link.
///
/// Errors: not found for a made-up or revoked link, a conflict for one that was accepted or has expired.
pub async fn preview(cx: &Context, token: &str) -> Result<InvitationPreview> {
    let row = usable(cx.db().read(), token, cx.now()).await?;
    let org = OrgId::from_uuid(row.org_id);
    let email = stored_email(&row.email)?;
    Ok(InvitationPreview {
        organization: organizations::get(cx, org).await?.name,
        role: stored_role(&row.role)?,
        invited_by: inviter(cx.db().read(), &row).await?,
        has_account: users::by_email(cx.db().read(), &email).await?.is_some(),
        email,
    })
}

/// Who accepts: somebody new, or an account that proved its password.
enum Person {
    New { name: String, password_hash: String },
    Known { user: UserId, attempt: Attempt },
}

/// Makes the person a member and signs them in. An existing account gives its password, a new one chooses a name and
/// a password.
///
/// Errors: as [`preview`]; `name.…` and `password.…` for a new account, `credentials.wrong` for an existing one.
pub async fn accept(
    cx: &Context,
    request: RequestId,
    input: &AcceptInvitationInput,
    peer: &Peer,
) -> Result<NewSession> {
    let row = usable(cx.db().read(), &input.token, cx.now()).await?;
    let email = stored_email(&row.email)?;
    let person = match users::by_email(cx.db().read(), &email).await? {
        Some(user) => prove(cx, &email, &user, &input.password, peer).await?,
        None => register(cx, &email, input).await?,
    };

    let (context, token, peer, now) = (cx.clone(), input.token.clone(), peer.clone(), cx.now());
    cx.write(move |tx| {
        Box::pin(async move {
            let org = OrgId::from_uuid(row.org_id);
            organizations::lock(tx, org).await?;
            // Read again under the lock: two may have opened the link.
            let row = usable(tx, &token, now).await?;
            let role = stored_role(&row.role)?;
            let user = match person {
                Person::Known { user, attempt } => {
                    attempt.succeeded(tx, now).await?;
                    user
                }
                Person::New { name, password_hash } => {
                    users::insert(&context, tx, &email, &name, password_hash, now).await.map_err(|error| {
                        if is_unique_violation(&error) { account_appeared() } else { error.into() }
                    })?
                }
            };
            invitations::Entity::update_many()
                .col_expr(invitations::Column::AcceptedAt, Expr::value(now))
                .filter(invitations::Column::OrgId.eq(row.org_id))
                .filter(invitations::Column::Id.eq(row.id))
                .exec(tx)
                .await?;
            let joined = members::join(&context, tx, org, user, role, now).await?;
            let kind = EventKind::MemberJoined { member: joined.member, role };
            let actor = joined.actor(request);
            events::append(&context, tx, &actor, now, Subject::Member(joined.member), kind).await?;
            sessions::start(&context, tx, &joined, request, &peer, now).await
        })
    })
    .await
}

async fn prove(
    cx: &Context,
    email: &Email,
    user: &user_rows::Model,
    password: &str,
    peer: &Peer,
) -> Result<Person> {
    if password.is_empty() {
        return Err(Error::invalid("password", "password.empty", "Enter the password of your account."));
    }
    let attempt = attempts::begin(cx, email, peer).await?;
    let fits = password.chars().count() <= MAX_PASSWORD;
    if !fits || !passwords::matches(password, Some(&user.password_hash)).await? {
        return Err(attempt.wrong("This is not the password of your account."));
    }
    Ok(Person::Known { user: UserId::from_uuid(user.id), attempt })
}

async fn register(cx: &Context, email: &Email, input: &AcceptInvitationInput) -> Result<Person> {
    let mut errors = FieldErrors::new();
    let name = errors.take("name", text::person_name(&input.name));
    let password = errors.take("password", check_new_password(&input.password, email.as_str()));
    let name = errors.finish(password.and(name)).map_err(Error::from)?;
    Ok(Person::New { name, password_hash: passwords::hash(cx, &input.password).await? })
}

/// The invitation of a token, if it can be accepted at `now`.
async fn usable(db: &impl ConnectionTrait, token: &str, now: DateTime<Utc>) -> Result<invitations::Model> {
    let found = invitations::Entity::find()
        .filter(invitations::Column::TokenHash.eq(token_hash(token)))
        .filter(invitations::Column::RevokedAt.is_null())
        .one(db)
        .await?;
    let row = found.ok_or(Error::NotFound("the invitation"))?;
    if row.accepted_at.is_some() {
        return Err(Error::Conflict("This invitation was accepted already. Sign in instead.".to_owned()));
    }
    if row.expires_at <= now {
        return Err(Error::Conflict(format!(
            "This invitation has expired. Ask {} for a new one.",
            inviter(db, &row).await?
        )));
    }
    Ok(row)
}

async fn inviter(db: &impl ConnectionTrait, row: &invitations::Model) -> Result<String> {
    let names = members::names(db, OrgId::from_uuid(row.org_id)).await?;
    Ok(names.get(&MemberId::from_uuid(row.invited_by)).cloned().unwrap_or_default())
}

fn account_appeared() -> Error {
    Error::Invalid(vec![FieldError::new(
        "password",
        "account.appeared",
        "An account with this email was made meanwhile. Enter its password.",
    )])
}
