//! Secrets of sources: made or taken over from the sender, rotated with a day of overlap, and shown to whoever may,
//! because somebody has to enter them on the other side.

use super::rows;
use crate::actor::Actor;
use crate::context::Context;
use crate::error::{Error, Result};
use crate::events::{self, Subject};
use crate::secrets::{new_token, token_hash};
use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use chrono::{DateTime, TimeDelta, Utc};
use entity::sources;
use sea_orm::ActiveValue::Set;
use sea_orm::{ActiveModelTrait as _, IntoActiveModel as _};
use shared::SourceId;
use shared::events::EventKind;
use shared::roles::Permission;
use shared::sources::{SourceSecret, Verification};

/// What Standard Webhooks puts before a secret.
const PREFIX: &str = "whsec_";
/// How long the previous secret counts as well.
const OVERLAP: TimeDelta = TimeDelta::hours(24);

/// A new secret of 256 bits for a kind of verification; none where the address is the secret.
pub(super) fn new(cx: &Context, verification: &Verification) -> Option<String> {
    match verification {
        Verification::StandardWebhooks => Some(format!("{PREFIX}{}", STANDARD.encode(cx.random::<32>()))),
        Verification::Hmac { .. } | Verification::Basic { .. } => {
            Some(URL_SAFE_NO_PAD.encode(cx.random::<32>()))
        }
        Verification::SecretPath => None,
    }
}

/// The key of a secret, as signatures are made with it. What has no prefix or is no base 64 is taken as it is written.
pub(super) fn key(verification: &Verification, secret: &str) -> Vec<u8> {
    match verification {
        Verification::StandardWebhooks => {
            let text = secret.strip_prefix(PREFIX).unwrap_or(secret);
            STANDARD.decode(text).unwrap_or_else(|_| secret.as_bytes().to_vec())
        }
        _ => secret.as_bytes().to_vec(),
    }
}

/// Where payloads are sent to.
pub(super) fn address(cx: &Context, row: &sources::Model) -> String {
    format!("{}/in/{}/{}", cx.settings().public_url, row.slug, row.token)
}

/// A secret that somebody entered.
fn given(verification: &Verification, text: &str) -> Result<String> {
    let text = text.trim();
    let wrong = |words: &str| Err(Error::invalid("given", "secret.given", words));
    if !(16..=200).contains(&text.len()) || !text.bytes().all(|byte| byte.is_ascii_graphic()) {
        return wrong(
            "Enter a secret of 16 to 200 characters without spaces, or leave it empty for a new one.",
        );
    }
    match verification {
        Verification::SecretPath => wrong("The address is the secret here. Leave this empty for a new one."),
        Verification::StandardWebhooks => {
            let bytes = text.strip_prefix(PREFIX).and_then(|text| STANDARD.decode(text).ok());
            // 24 to 64 bytes, says the specification.
            if bytes.is_some_and(|bytes| (24..=64).contains(&bytes.len())) {
                Ok(text.to_owned())
            } else {
                wrong("Enter a secret that begins with whsec_, as the sender shows it.")
            }
        }
        Verification::Hmac { .. } | Verification::Basic { .. } => Ok(text.to_owned()),
    }
}

/// Sets the secret: `typed`, or a new one where that is blank. For 24 hours the previous one counts as well, so that the
/// sender may change over at any moment. Where the address is the secret, there is a new address.
///
/// Errors: [`Error::Forbidden`]; [`Error::NotFound`]; [`Error::Invalid`] at `given`.
pub async fn rotate(cx: &Context, actor: &Actor, source: SourceId, typed: &str) -> Result<SourceSecret> {
    actor.require(Permission::ManageSources)?;
    let (context, actor, typed) = (cx.clone(), actor.clone(), typed.to_owned());
    cx.write(move |tx| {
        Box::pin(async move {
            let row = rows::own(tx, &actor, source, true).await?;
            let verification = rows::verification_of(&row)?;
            let (now, version, name) = (context.now(), row.version, row.name.clone());
            let until = now + OVERLAP;
            let (secret, token_was) = (row.secret.clone(), row.token_hash.clone());
            let mut change = row.into_active_model();
            let entered = if typed.trim().is_empty() { None } else { Some(given(&verification, &typed)?) };
            if let Some(new) = entered.or_else(|| new(&context, &verification)) {
                change.secret = Set(Some(new));
                change.previous_secret = Set(secret);
                change.previous_token_hash = Set(None);
            } else {
                let (token, hash) = new_token(&context);
                change.token = Set(token);
                change.token_hash = Set(hash);
                change.previous_token_hash = Set(Some(token_was));
                change.previous_secret = Set(None);
            }
            change.secret_since = Set(now);
            change.previous_until = Set(Some(until));
            change.updated_at = Set(now);
            change.version = Set(version + 1);
            let row = change.update(tx).await?;
            let kind = EventKind::SourceSecretRotated { name };
            events::append(&context, tx, &actor, now, Subject::Source(source), kind).await?;
            Ok(view(&context, &row, now))
        })
    })
    .await
}

/// Ends the previous secret now.
///
/// Errors: [`Error::Forbidden`]; [`Error::NotFound`]; [`Error::Conflict`] when there is none.
pub async fn retire(cx: &Context, actor: &Actor, source: SourceId) -> Result<()> {
    actor.require(Permission::ManageSources)?;
    let (context, actor) = (cx.clone(), actor.clone());
    cx.write(move |tx| {
        Box::pin(async move {
            let row = rows::own(tx, &actor, source, true).await?;
            let now = context.now();
            if row.previous_until.is_none_or(|until| until <= now) {
                return Err(Error::Conflict("Only one secret counts already.".to_owned()));
            }
            let (version, name) = (row.version, row.name.clone());
            let mut change = row.into_active_model();
            // Kept to say what a payload was signed with; it opens nothing any more.
            change.previous_until = Set(Some(now));
            change.updated_at = Set(now);
            change.version = Set(version + 1);
            change.update(tx).await?;
            let kind = EventKind::SourceSecretRetired { name };
            events::append(&context, tx, &actor, now, Subject::Source(source), kind).await?;
            Ok(())
        })
    })
    .await
}

/// The secret, to be entered on the sender's side. That somebody looked is an event.
///
/// Errors: [`Error::Forbidden`]; [`Error::NotFound`].
pub async fn show_secret(cx: &Context, actor: &Actor, source: SourceId) -> Result<SourceSecret> {
    actor.require(Permission::ManageSources)?;
    let (context, actor) = (cx.clone(), actor.clone());
    cx.write(move |tx| {
        Box::pin(async move {
            let row = rows::own(tx, &actor, source, false).await?;
            let now = context.now();
            let kind = EventKind::SourceSecretShown { name: row.name.clone() };
            events::append(&context, tx, &actor, now, Subject::Source(source), kind).await?;
            Ok(view(&context, &row, now))
        })
    })
    .await
}

pub(super) fn view(cx: &Context, row: &sources::Model, now: DateTime<Utc>) -> SourceSecret {
    SourceSecret {
        address: address(cx, row),
        secret: row.secret.clone(),
        previous_until: row.previous_until.filter(|until| *until > now),
    }
}

/// The source that a token stands for, by its hash.
pub(super) fn hash_of(token: &str) -> Option<Vec<u8>> {
    let ok =
        token.len() == 43 && token.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_'));
    ok.then(|| token_hash(token))
}
