//! Signing secrets: made, rotated with a day of overlap, and what they sign.

use super::rows;
use crate::actor::Actor;
use crate::context::Context;
use crate::error::{Error, Result};
use crate::events::{self, Subject};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use chrono::{DateTime, TimeDelta, Utc};
use entity::webhook_endpoints;
use hmac::{Hmac, KeyInit as _, Mac as _};
use sea_orm::ActiveValue::Set;
use sea_orm::{ActiveModelTrait as _, IntoActiveModel as _};
use sha2::Sha256;
use shared::WebhookEndpointId;
use shared::events::EventKind;
use shared::roles::Permission;
use shared::webhooks::RotatedSecret;

/// What Standard Webhooks puts before a secret.
const PREFIX: &str = "whsec_";
/// How long the previous secret signs as well.
const OVERLAP: TimeDelta = TimeDelta::hours(24);

/// A new secret of 256 bits.
pub(super) fn new(cx: &Context) -> String {
    format!("{PREFIX}{}", STANDARD.encode(cx.random::<32>()))
}

/// The header `webhook-signature`: one signature a secret, the current one first.
///
/// Errors: [`Error::Internal`] when a stored secret is none.
pub(crate) fn signatures<'a>(
    secrets: impl IntoIterator<Item = &'a str>,
    message: &str,
    at: DateTime<Utc>,
    body: &str,
) -> Result<String> {
    let mut header = String::new();
    for secret in secrets {
        let key = secret.strip_prefix(PREFIX).and_then(|text| STANDARD.decode(text).ok());
        let key = key.ok_or_else(|| Error::internal("the secret of a webhook is unreadable"))?;
        let mut mac =
            Hmac::<Sha256>::new_from_slice(&key).map_err(|error| Error::internal(error.to_string()))?;
        mac.update(format!("{message}.{}.", at.timestamp()).as_bytes());
        mac.update(body.as_bytes());
        let signature = STANDARD.encode(mac.finalize().into_bytes());
        header.push_str(if header.is_empty() { "v1," } else { " v1," });
        header.push_str(&signature);
    }
    Ok(header)
}

/// The secrets that sign at this time.
pub(super) fn valid(endpoint: &webhook_endpoints::Model, at: DateTime<Utc>) -> Vec<&str> {
    let previous = endpoint.previous_until.is_some_and(|until| until > at);
    let previous = endpoint.previous_secret.as_deref().filter(|_| previous);
    std::iter::once(endpoint.secret.as_str()).chain(previous).collect()
}

/// Makes a new secret. For 24 hours deliveries carry the signature of the previous one as well, so that the receiver may
/// change over at any moment; one from before that stops signing at once.
///
/// Errors: [`Error::Forbidden`]; [`Error::NotFound`].
pub async fn rotate(cx: &Context, actor: &Actor, endpoint: WebhookEndpointId) -> Result<RotatedSecret> {
    actor.require(Permission::ManageWebhooks)?;
    let (context, actor) = (cx.clone(), actor.clone());
    cx.write(move |tx| {
        Box::pin(async move {
            let row = rows::own(tx, &actor, endpoint, true).await?;
            let (now, secret, host) = (context.now(), new(&context), rows::host(&row));
            let (previous, version) = (row.secret.clone(), row.version);
            let mut change = row.into_active_model();
            change.secret = Set(secret.clone());
            change.secret_since = Set(now);
            change.previous_secret = Set(Some(previous));
            change.previous_until = Set(Some(now + OVERLAP));
            change.updated_at = Set(now);
            change.version = Set(version + 1);
            change.update(tx).await?;
            let subject = Subject::WebhookEndpoint(endpoint);
            events::append(&context, tx, &actor, now, subject, EventKind::WebhookSecretRotated { host })
                .await?;
            Ok(RotatedSecret { secret, previous_until: now + OVERLAP })
        })
    })
    .await
}

/// Ends the previous secret now.
///
/// Errors: [`Error::Forbidden`]; [`Error::NotFound`]; [`Error::Conflict`] when there is none.
pub async fn retire(cx: &Context, actor: &Actor, endpoint: WebhookEndpointId) -> Result<()> {
    actor.require(Permission::ManageWebhooks)?;
    let (context, actor) = (cx.clone(), actor.clone());
    cx.write(move |tx| {
        Box::pin(async move {
            let row = rows::own(tx, &actor, endpoint, true).await?;
            let now = context.now();
            if row.previous_until.is_none_or(|until| until <= now) {
                return Err(Error::Conflict("Only one secret signs already.".to_owned()));
            }
            let (host, version) = (rows::host(&row), row.version);
            let mut change = row.into_active_model();
            change.previous_secret = Set(None);
            change.previous_until = Set(None);
            change.updated_at = Set(now);
            change.version = Set(version + 1);
            change.update(tx).await?;
            let subject = Subject::WebhookEndpoint(endpoint);
            events::append(&context, tx, &actor, now, subject, EventKind::WebhookSecretRetired { host })
                .await?;
            Ok(())
        })
    })
    .await
}
