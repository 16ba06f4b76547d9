//! Signing secrets: made, rotated with a day of overlap, and what they sign.

use super::rows;
use crate::actor::Actor;
use crate::context::Context;
use crate::error::{Error, Result};
use crate::events::{self, Subject};
use crate::secrets::{read_stamp, stamp};
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
/// How long a ticket is good for.
const TICKET: TimeDelta = TimeDelta::minutes(1);

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
        let mac = mac(secret, message, at, body.as_bytes());
        let mac = mac.ok_or_else(|| Error::internal("the secret of a webhook is unreadable"))?;
        let signature = STANDARD.encode(mac.finalize().into_bytes());
        header.push_str(if header.is_empty() { "v1," } else { " v1," });
        header.push_str(&signature);
    }
    Ok(header)
}

/// Whether `signature`, in base 64, was made with this secret. Compared in constant time.
pub(super) fn is_signed(
    secret: &str,
    message: &str,
    at: DateTime<Utc>,
    body: &[u8],
    signature: &str,
) -> bool {
    let signature = STANDARD.decode(signature).unwrap_or_default();
    mac(secret, message, at, body).is_some_and(|mac| mac.verify_slice(&signature).is_ok())
}

fn mac(secret: &str, message: &str, at: DateTime<Utc>, body: &[u8]) -> Option<Hmac<Sha256>> {
    let key = STANDARD.decode(secret.strip_prefix(PREFIX)?).ok()?;
    let mut mac = Hmac::<Sha256>::new_from_slice(&key).ok()?;
    mac.update(format!("{message}.{}.", at.timestamp()).as_bytes());
    mac.update(body);
    Some(mac)
}

/// The secrets that sign at this time.
pub(super) fn valid(endpoint: &webhook_endpoints::Model, at: DateTime<Utc>) -> Vec<&str> {
    let previous = endpoint.previous_until.is_some_and(|until| until > at);
    let previous = endpoint.previous_secret.as_deref().filter(|_| previous);
    std::iter::once(endpoint.secret.as_str()).chain(previous).collect()
}

/// Lets the member who just made a secret see it on the next page, where no script can keep it: good for a minute, for
/// this member and this secret.
pub fn ticket(cx: &Context, actor: &Actor, endpoint: WebhookEndpointId) -> String {
    stamp(cx, &purpose(actor, endpoint), cx.now())
}

fn purpose(actor: &Actor, endpoint: WebhookEndpointId) -> String {
    let member = actor.member_id().map(|member| member.to_string()).unwrap_or_default();
    format!("webhook secret {} {member} {endpoint}", actor.org())
}

/// The secret a [`ticket`] was given for.
///
/// Errors: [`Error::Forbidden`]; [`Error::NotFound`]; [`Error::Conflict`] when the ticket is none, is too old, or was
/// given before this secret.
pub async fn reveal(
    cx: &Context,
    actor: &Actor,
    endpoint: WebhookEndpointId,
    ticket: &str,
) -> Result<String> {
    actor.require(Permission::ManageWebhooks)?;
    let row = rows::own(cx.db().read(), actor, endpoint, false).await?;
    let since = row.secret_since;
    read_stamp(cx, &purpose(actor, endpoint), ticket)
        .filter(|given| *given >= since && *given <= since + TICKET && cx.now() <= *given + TICKET)
        .map(|_| row.secret)
        .ok_or_else(|| Error::Conflict("A secret is shown once. Rotate it to get another one.".to_owned()))
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
