//! Signing in and out, and who a cookie stands for. Sessions live in the database; the cookie holds a random token of
//! which only a hash is kept.

pub(crate) mod attempts;
mod store;

use crate::actor::{Actor, Peer};
use crate::context::Context;
use crate::error::{Error, Result};
use crate::events::{self, Subject};
use crate::members::{self, Membership};
use crate::{passwords, users};
use chrono::{DateTime, TimeDelta, Utc};
use shared::email::Email;
use shared::events::EventKind;
use shared::sessions::{MAX_PASSWORD, SessionInfo, SignInInput};
use shared::{FieldErrors, RequestId, SessionId, UserId};
use std::fmt;

pub(crate) use store::{end_all_of, start};

/// A session that is not used this long is over.
pub const IDLE: TimeDelta = TimeDelta::days(7);
/// A session is over after this long, however often it is used.
pub const LIFETIME: TimeDelta = TimeDelta::days(30);

/// A session that has just begun. The token is known nowhere else.
#[derive(Clone, PartialEq, Eq)]
pub struct NewSession {
    /// Value of the cookie.
    pub token: String,
    /// When the session ends at the latest.
    pub expires_at: DateTime<Utc>,
    pub info: SessionInfo,
}

/// Tokens stay out of logs.
impl fmt::Debug for NewSession {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("NewSession").field("info", &self.info).finish_non_exhaustive()
    }
}

/// Who is signed in, with the role of this moment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignedIn {
    pub actor: Actor,
    pub session: SessionId,
    pub info: SessionInfo,
}

/// Starts a session in the organization used last. An unknown email and a wrong password take the same time and
/// give the same answer.
///
/// Errors: `email.…`, `password.empty`, `credentials.wrong` and, for an account without any organization,
/// `members.none`; [`Error::RateLimited`] after too many failures from this address.
pub async fn sign_in(
    cx: &Context,
    request: RequestId,
    input: &SignInInput,
    peer: &Peer,
) -> Result<NewSession> {
    let email = parse(input)?;
    let attempt = attempts::begin(cx, &email, peer).await?;
    let user = users::by_email(cx.db().read(), &email).await?;
    let stored = user.as_ref().map(|user| user.password_hash.as_str());
    // No account has a password that long: nothing to compute, and no megabytes to hash.
    let password = if input.password.chars().count() > MAX_PASSWORD { "" } else { &input.password };
    let right = passwords::matches(password, stored).await?;
    let Some(user) = user.filter(|_| right) else { return Err(attempt.wrong("Email or password is wrong.")) };

    let (context, peer, now) = (cx.clone(), peer.clone(), cx.now());
    cx.write(move |tx| {
        Box::pin(async move {
            attempt.succeeded(tx, now).await?;
            let user = UserId::from_uuid(user.id);
            let Some(membership) = Membership::used_last(tx, user).await? else {
                return Ok(Err(Error::invalid(
                    "email",
                    "members.none",
                    "This account belongs to no organization any more. Ask an owner for an invitation.",
                )));
            };
            start(&context, tx, &membership, request, &peer, now).await.map(Ok)
        })
    })
    .await?
}

/// Who the token stands for; `None` when nobody, when the session is over, or when the member was removed.
pub async fn resolve(cx: &Context, request: RequestId, token: &str) -> Result<Option<SignedIn>> {
    let Some(row) = store::find(cx.db().read(), token).await? else { return Ok(None) };
    let now = cx.now();
    if !row.is_open(now) {
        return Ok(None);
    }
    if now - row.last_seen_at >= TimeDelta::minutes(1) {
        store::touch(cx, &row, now).await?;
    }
    let info = row.info()?;
    let actor = Actor::member(info.org, request, info.member, UserId::from_uuid(row.user_id), info.role);
    Ok(Some(SignedIn { actor, session: SessionId::from_uuid(row.session_id), info }))
}

/// Ends the session; one that is over stays over.
pub async fn sign_out(cx: &Context, signed_in: &SignedIn) -> Result<()> {
    let (context, signed_in, now) = (cx.clone(), signed_in.clone(), cx.now());
    cx.write(move |tx| {
        Box::pin(async move {
            let SignedIn { actor, session, info } = signed_in;
            if store::end(tx, info.org, session, now).await? {
                let kind = EventKind::SessionEnded { member: info.member };
                events::append(&context, tx, &actor, now, Subject::Member(info.member), kind).await?;
            }
            Ok(())
        })
    })
    .await
}

fn parse(input: &SignInInput) -> Result<Email> {
    let mut errors = FieldErrors::new();
    let email = errors.take("email", Email::parse(&input.email));
    if input.password.is_empty() {
        errors.push(shared::FieldError::new("password", "password.empty", "Enter your password."));
    }
    Ok(errors.finish(email)?)
}

impl Membership {
    /// The organization the user was seen in last, else the one joined first.
    async fn used_last(tx: &impl sea_orm::ConnectionTrait, user: UserId) -> Result<Option<Self>> {
        let mut rows = members::of_user(tx, user).await?;
        rows.sort_by_key(|row| (std::cmp::Reverse(row.last_seen_at), row.created_at));
        rows.first().map(Self::from_row).transpose()
    }
}
