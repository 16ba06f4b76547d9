//! Making, changing and deleting endpoints. Each is an event that names the host and no more of the address.

use super::{inspector, rows, secrets};
use crate::actor::Actor;
use crate::context::Context;
use crate::error::{Error, Result};
use crate::events::{self, Subject};
use entity::webhook_endpoints;
use sea_orm::ActiveValue::Set;
use sea_orm::{
    ActiveModelTrait as _, ColumnTrait as _, EntityTrait as _, IntoActiveModel as _, PaginatorTrait as _,
    QueryFilter as _,
};
use serde_json::json;
use shared::WebhookEndpointId;
use shared::events::EventKind;
use shared::roles::Permission;
use shared::webhooks::{
    CreatedEndpoint, DisabledReason, EndpointState, WebhookEndpointInput, WebhookEndpointParsed,
};

/// Endpoints an organization may have: every event looks at all of them.
const MOST: u64 = 50;

async fn parsed(cx: &Context, actor: &Actor, input: &WebhookEndpointInput) -> Result<WebhookEndpointParsed> {
    let parsed = input.parse()?;
    match inspector::token_of(cx, &parsed.url) {
        // Delivered without a connection, so there is nothing to guard.
        Some(token) if inspector::known(cx, actor.org(), &token).await? => {}
        Some(_) => {
            let words = "This inspector has ended. Open a new one and enter its address.";
            return Err(Error::invalid("url", "inspector.ended", words));
        }
        None => {
            cx.http().check(&parsed.url).map_err(|words| Error::invalid("url", "url.forbidden", words))?;
        }
    }
    Ok(parsed)
}

/// Makes an endpoint that is sent to from now on, and its secret, which nobody can read again.
///
/// Errors: [`Error::Forbidden`]; [`Error::Invalid`] at `url`, `description`, `event_types.N`; [`Error::Conflict`] when
/// there are 50.
pub async fn create(cx: &Context, actor: &Actor, input: &WebhookEndpointInput) -> Result<CreatedEndpoint> {
    actor.require(Permission::ManageWebhooks)?;
    let input = parsed(cx, actor, input).await?;
    let (context, actor) = (cx.clone(), actor.clone());
    cx.write(move |tx| {
        Box::pin(async move {
            let known = webhook_endpoints::Entity::find()
                .filter(webhook_endpoints::Column::OrgId.eq(actor.org().uuid()))
                .filter(webhook_endpoints::Column::DeletedAt.is_null())
                .count(tx)
                .await?;
            if known >= MOST {
                let words = format!("There are {MOST} endpoints already. Delete one that is not used.");
                return Err(Error::Conflict(words));
            }
            let (id, now, secret) = (context.new_id(), context.now(), secrets::new(&context));
            let host = input.url.host().to_owned();
            let row = webhook_endpoints::ActiveModel {
                org_id: Set(actor.org().uuid()),
                id: Set(id),
                url: Set(input.url.into()),
                description: Set(input.description),
                event_types: Set(json!(input.event_types)),
                state: Set(EndpointState::Enabled.as_str().to_owned()),
                disabled_reason: Set(None),
                disabled_at: Set(None),
                secret: Set(secret.clone()),
                secret_since: Set(now),
                previous_secret: Set(None),
                previous_until: Set(None),
                failing_since: Set(None),
                slow_until: Set(None),
                created_at: Set(now),
                updated_at: Set(now),
                deleted_at: Set(None),
                version: Set(1),
            };
            webhook_endpoints::Entity::insert(row).exec_without_returning(tx).await?;
            let id = WebhookEndpointId::from_uuid(id);
            let subject = Subject::WebhookEndpoint(id);
            events::append(&context, tx, &actor, now, subject, EventKind::WebhookEndpointCreated { host })
                .await?;
            Ok(CreatedEndpoint { id, secret })
        })
    })
    .await
}

/// Changes address, description and wanted types. Deliveries that wait go to the new address. `version` is the one that
/// was shown; the new one is answered.
///
/// Errors: as [`create`]; [`Error::NotFound`]; [`Error::Conflict`] when somebody else changed it meanwhile.
pub async fn update(
    cx: &Context,
    actor: &Actor,
    endpoint: WebhookEndpointId,
    version: i64,
    input: &WebhookEndpointInput,
) -> Result<i64> {
    actor.require(Permission::ManageWebhooks)?;
    let input = parsed(cx, actor, input).await?;
    let (context, actor) = (cx.clone(), actor.clone());
    cx.write(move |tx| {
        Box::pin(async move {
            let row = rows::own(tx, &actor, endpoint, true).await?;
            if row.version != version {
                let words = "Somebody else changed this endpoint meanwhile. Load it again.";
                return Err(Error::Conflict(words.to_owned()));
            }
            let (now, host) = (context.now(), input.url.host().to_owned());
            let moved = row.url != input.url.as_str();
            let mut change = row.into_active_model();
            change.url = Set(input.url.into());
            change.description = Set(input.description);
            change.event_types = Set(json!(input.event_types));
            if moved {
                // What the old address did says nothing about the new one.
                change.failing_since = Set(None);
                change.slow_until = Set(None);
            }
            change.updated_at = Set(now);
            change.version = Set(version + 1);
            change.update(tx).await?;
            let subject = Subject::WebhookEndpoint(endpoint);
            events::append(&context, tx, &actor, now, subject, EventKind::WebhookEndpointChanged { host })
                .await?;
            Ok(version + 1)
        })
    })
    .await
}

/// Deletes an endpoint; what waits for it is cancelled. What was sent is kept for 30 days, and seen by nobody.
///
/// Errors: [`Error::Forbidden`]; [`Error::NotFound`].
pub async fn delete(cx: &Context, actor: &Actor, endpoint: WebhookEndpointId) -> Result<()> {
    actor.require(Permission::ManageWebhooks)?;
    let (context, actor) = (cx.clone(), actor.clone());
    cx.write(move |tx| {
        Box::pin(async move {
            rows::own(tx, &actor, endpoint, false).await?;
            let now = context.now();
            // Deliveries before their endpoint, as everybody else who locks both.
            rows::cancel_waiting(tx, actor.org().uuid(), endpoint.uuid(), now).await?;
            let row = rows::own(tx, &actor, endpoint, true).await?;
            let (host, version) = (rows::host(&row), row.version);
            let mut change = row.into_active_model();
            change.state = Set(EndpointState::Disabled.as_str().to_owned());
            change.disabled_reason = Set(Some(DisabledReason::ByMember.as_str().to_owned()));
            change.disabled_at = Set(Some(now));
            change.deleted_at = Set(Some(now));
            change.previous_secret = Set(None);
            change.previous_until = Set(None);
            change.version = Set(version + 1);
            change.update(tx).await?;
            let subject = Subject::WebhookEndpoint(endpoint);
            events::append(&context, tx, &actor, now, subject, EventKind::WebhookEndpointDeleted { host })
                .await?;
            Ok(())
        })
    })
    .await
}
