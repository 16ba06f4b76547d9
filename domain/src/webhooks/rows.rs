//! Rows of endpoints and deliveries: found within their organization, and as screens see them.

use super::envelope;
use crate::actor::Actor;
use crate::error::{Error, Result};
use chrono::{DateTime, Utc};
use entity::{webhook_deliveries, webhook_endpoints};
use sea_orm::sea_query::{Expr, LockType};
use sea_orm::{
    ColumnTrait as _, ConnectionTrait, DatabaseBackend, EntityTrait as _, QueryFilter as _, QuerySelect as _,
};
use serde_json::Value;
use shared::webhooks::{
    AttemptSummary, DeliveryState, DeliverySummary, DisabledReason, EndpointState, SecretView,
    WebhookEndpoint, WebhookUrl, Week,
};
use shared::{EventId, WebhookDeliveryId, WebhookEndpointId};
use uuid::Uuid;

/// An endpoint of the actor's organization that was not deleted.
pub(super) async fn own(
    db: &impl ConnectionTrait,
    actor: &Actor,
    endpoint: WebhookEndpointId,
    lock: bool,
) -> Result<webhook_endpoints::Model> {
    endpoint_row(db, actor.org().uuid(), endpoint.uuid(), lock)
        .await?
        .filter(|row| row.deleted_at.is_none())
        .ok_or(Error::NotFound("the endpoint"))
}

/// An endpoint, deleted or not. The lock lets others refer to the row meanwhile: events go on.
pub(super) async fn endpoint_row(
    db: &impl ConnectionTrait,
    org: Uuid,
    endpoint: Uuid,
    lock: bool,
) -> Result<Option<webhook_endpoints::Model>> {
    let mut query = webhook_endpoints::Entity::find_by_id((org, endpoint));
    if lock && db.get_database_backend() == DatabaseBackend::Postgres {
        query = query.lock(LockType::NoKeyUpdate);
    }
    Ok(query.one(db).await?)
}

/// A delivery of the actor's organization, to an endpoint that was not deleted.
pub(super) async fn own_delivery(
    db: &impl ConnectionTrait,
    actor: &Actor,
    delivery: WebhookDeliveryId,
    lock: bool,
) -> Result<(webhook_deliveries::Model, webhook_endpoints::Model)> {
    let mut query = webhook_deliveries::Entity::find()
        .filter(webhook_deliveries::Column::OrgId.eq(actor.org().uuid()))
        .filter(webhook_deliveries::Column::Id.eq(delivery.uuid()));
    if lock && db.get_database_backend() == DatabaseBackend::Postgres {
        query = query.lock(LockType::NoKeyUpdate);
    }
    let row = query.one(db).await?.ok_or(Error::NotFound("the delivery"))?;
    let endpoint = own(db, actor, WebhookEndpointId::from_uuid(row.endpoint_id), false)
        .await
        .map_err(|_| Error::NotFound("the delivery"))?;
    Ok((row, endpoint))
}

/// Gives up everything that waits for an endpoint.
pub(super) async fn cancel_waiting(
    tx: &impl ConnectionTrait,
    org: Uuid,
    endpoint: Uuid,
    now: DateTime<Utc>,
) -> Result<()> {
    use webhook_deliveries::Column as C;
    webhook_deliveries::Entity::update_many()
        .col_expr(C::State, Expr::value(DeliveryState::Cancelled.as_str()))
        .col_expr(C::FinishedAt, Expr::value(Some(now)))
        .col_expr(C::NextAttemptAt, Expr::value(None::<DateTime<Utc>>))
        .filter(C::OrgId.eq(org))
        .filter(C::EndpointId.eq(endpoint))
        .filter(C::State.eq(DeliveryState::Waiting.as_str()))
        .exec(tx)
        .await?;
    Ok(())
}

/// What the log may know of an address.
pub(super) fn host(row: &webhook_endpoints::Model) -> String {
    WebhookUrl::parse(&row.url).map_or_else(|_| String::new(), |url| url.host().to_owned())
}

pub(super) fn types_of(stored: &Value) -> Vec<String> {
    stored.as_array().into_iter().flatten().filter_map(Value::as_str).map(str::to_owned).collect()
}

fn unknown(word: &str) -> Error {
    Error::internal(format!("{word} is no state of a webhook"))
}

/// The state of a stored word.
pub(super) fn state_of(word: &str) -> Result<DeliveryState> {
    DeliveryState::from_word(word).ok_or_else(|| unknown(word))
}

/// Whether it is switched on.
pub(super) fn is_enabled(row: &webhook_endpoints::Model) -> bool {
    row.state == EndpointState::Enabled.as_str()
}

/// An endpoint as screens see it.
pub(super) fn endpoint_view(
    row: webhook_endpoints::Model,
    waiting: u64,
    week: Week,
    now: DateTime<Utc>,
) -> Result<WebhookEndpoint> {
    let ending = |secret: &str| {
        let from = secret.char_indices().rev().nth(3).map_or(0, |(at, _)| at);
        secret.get(from..).unwrap_or_default().to_owned()
    };
    let previous = row.previous_secret.as_deref().zip(row.previous_until.filter(|until| *until > now));
    Ok(WebhookEndpoint {
        id: WebhookEndpointId::from_uuid(row.id),
        description: row.description,
        event_types: types_of(&row.event_types),
        state: EndpointState::from_word(&row.state).ok_or_else(|| unknown(&row.state))?,
        disabled_reason: match row.disabled_reason {
            None => None,
            Some(word) => Some(DisabledReason::from_word(&word).ok_or_else(|| unknown(&word))?),
        },
        disabled_at: row.disabled_at,
        secret: SecretView { ending: ending(&row.secret), since: Some(row.secret_since), until: None },
        previous_secret: previous.map(|(secret, until)| SecretView {
            ending: ending(secret),
            since: None,
            until: Some(until),
        }),
        url: row.url,
        failing_since: row.failing_since,
        slow_until: row.slow_until.filter(|until| *until > now),
        waiting,
        week,
        created_at: row.created_at,
        version: row.version,
    })
}

/// A delivery as a list shows it.
pub(super) fn delivery_view(
    row: &webhook_deliveries::Model,
    last: Option<AttemptSummary>,
    slow_until: Option<DateTime<Utc>>,
) -> Result<DeliverySummary> {
    Ok(DeliverySummary {
        id: WebhookDeliveryId::from_uuid(row.id),
        endpoint: WebhookEndpointId::from_uuid(row.endpoint_id),
        event: (!row.test).then(|| EventId::from_uuid(row.event_id)),
        message: envelope::message_id(row.event_id),
        event_type: row.event_type.clone(),
        test: row.test,
        state: state_of(&row.state)?,
        attempts: row.attempts,
        next_attempt_at: row.next_attempt_at.map(|at| slow_until.map_or(at, |slow| at.max(slow))),
        created_at: row.created_at,
        finished_at: row.finished_at,
        last,
    })
}
