//! Switching endpoints on and off, by members and by what they answered.

use super::release::{self, Release};
use super::rows;
use crate::actor::Actor;
use crate::context::Context;
use crate::error::{Error, Result};
use crate::events::{self, Subject};
use crate::jobs::{self, Cause};
use chrono::{DateTime, Utc};
use entity::webhook_endpoints;
use sea_orm::ActiveValue::Set;
use sea_orm::{ActiveModelTrait as _, DatabaseTransaction, IntoActiveModel as _};
use shared::WebhookEndpointId;
use shared::events::EventKind;
use shared::roles::Permission;
use shared::webhooks::{DisabledReason, EndpointState, Held};

/// Switches an endpoint off. What waits is held; events that happen from now on are not kept for it.
///
/// Errors: [`Error::Forbidden`]; [`Error::NotFound`]; [`Error::Conflict`] when it is off already.
pub async fn disable(cx: &Context, actor: &Actor, endpoint: WebhookEndpointId) -> Result<()> {
    actor.require(Permission::ManageWebhooks)?;
    let (context, actor) = (cx.clone(), actor.clone());
    cx.write(move |tx| {
        Box::pin(async move {
            let row = rows::own(tx, &actor, endpoint, true).await?;
            if !rows::is_enabled(&row) {
                return Err(Error::Conflict("This endpoint is switched off already.".to_owned()));
            }
            switch_off(&context, tx, &actor, row, DisabledReason::ByMember, context.now()).await
        })
    })
    .await
}

/// Switches an endpoint off within a transaction that holds its row.
pub(super) async fn switch_off(
    cx: &Context,
    tx: &DatabaseTransaction,
    actor: &Actor,
    row: webhook_endpoints::Model,
    reason: DisabledReason,
    now: DateTime<Utc>,
) -> Result<()> {
    let (host, version, id) = (rows::host(&row), row.version, row.id);
    let mut change = row.into_active_model();
    change.state = Set(EndpointState::Disabled.as_str().to_owned());
    change.disabled_reason = Set(Some(reason.as_str().to_owned()));
    change.disabled_at = Set(Some(now));
    change.updated_at = Set(now);
    change.version = Set(version + 1);
    change.update(tx).await?;
    let subject = Subject::WebhookEndpoint(WebhookEndpointId::from_uuid(id));
    let kind = EventKind::WebhookEndpointDisabled { host, reason };
    events::append(cx, tx, actor, now, subject, kind).await?;
    Ok(())
}

/// Switches an endpoint on, with a clean slate; what was held goes out or is cancelled.
///
/// Errors: [`Error::Forbidden`]; [`Error::NotFound`]; [`Error::Conflict`] when it is on already.
pub async fn enable(cx: &Context, actor: &Actor, endpoint: WebhookEndpointId, held: Held) -> Result<()> {
    actor.require(Permission::ManageWebhooks)?;
    let (context, actor) = (cx.clone(), actor.clone());
    cx.write(move |tx| {
        Box::pin(async move {
            rows::own(tx, &actor, endpoint, false).await?;
            let now = context.now();
            if held == Held::Drop {
                // Deliveries before their endpoint, as everybody else who locks both.
                rows::cancel_waiting(tx, actor.org().uuid(), endpoint.uuid(), now).await?;
            }
            let row = rows::own(tx, &actor, endpoint, true).await?;
            if rows::is_enabled(&row) {
                return Err(Error::Conflict("This endpoint is switched on already.".to_owned()));
            }
            let (host, version) = (rows::host(&row), row.version);
            let mut change = row.into_active_model();
            change.state = Set(EndpointState::Enabled.as_str().to_owned());
            change.disabled_reason = Set(None);
            change.disabled_at = Set(None);
            change.failing_since = Set(None);
            change.slow_until = Set(None);
            change.updated_at = Set(now);
            change.version = Set(version + 1);
            change.update(tx).await?;
            if held == Held::Send {
                let (cause, release) = (Cause::of(&actor), Release { endpoint });
                jobs::enqueue(&context, tx, &cause, &release, &release::after_a_change()).await?;
            }
            let subject = Subject::WebhookEndpoint(endpoint);
            events::append(&context, tx, &actor, now, subject, EventKind::WebhookEndpointEnabled { host })
                .await?;
            Ok(())
        })
    })
    .await
}
