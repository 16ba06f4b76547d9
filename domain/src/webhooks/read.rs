//! What members see of endpoints and deliveries.

use super::rows;
use crate::actor::Actor;
use crate::context::Context;
use crate::error::{Error, Result};
use chrono::TimeDelta;
use entity::{webhook_attempts, webhook_deliveries, webhook_endpoints};
use sea_orm::{
    ColumnTrait as _, EntityTrait as _, FromQueryResult, QueryFilter as _, QueryOrder as _, QuerySelect as _,
    Statement,
};
use serde_json::Value;
use shared::paging::{DEFAULT_LIMIT, MAX_LIMIT};
use shared::roles::Permission;
use shared::webhooks::{
    AttemptSummary, DeliveryAttempt, DeliveryDetail, DeliveryPage, DeliveryQuery, DeliveryState, Header,
    WebhookEndpoint, Week,
};
use shared::{WebhookDeliveryId, WebhookEndpointId};
use std::collections::HashMap;
use uuid::Uuid;

/// The organization's endpoints, oldest first. Errors: [`Error::Forbidden`].
pub async fn list(cx: &Context, actor: &Actor) -> Result<Vec<WebhookEndpoint>> {
    actor.require(Permission::ManageWebhooks)?;
    let found = webhook_endpoints::Entity::find()
        .filter(webhook_endpoints::Column::OrgId.eq(actor.org().uuid()))
        .filter(webhook_endpoints::Column::DeletedAt.is_null())
        .order_by_asc(webhook_endpoints::Column::Id)
        .all(cx.db().read())
        .await?;
    let mut counts = counts(cx, actor).await?;
    let view = |row: webhook_endpoints::Model| {
        let (waiting, week) = counts.remove(&row.id).unwrap_or_default();
        rows::endpoint_view(row, waiting, week, cx.now())
    };
    found.into_iter().map(view).collect()
}

/// One endpoint. Errors: [`Error::Forbidden`]; [`Error::NotFound`].
pub async fn get(cx: &Context, actor: &Actor, endpoint: WebhookEndpointId) -> Result<WebhookEndpoint> {
    actor.require(Permission::ManageWebhooks)?;
    let row = rows::own(cx.db().read(), actor, endpoint, false).await?;
    let (waiting, week) = counts(cx, actor).await?.remove(&row.id).unwrap_or_default();
    rows::endpoint_view(row, waiting, week, cx.now())
}

/// What waits, and how the last seven days went, by endpoint.
async fn counts(cx: &Context, actor: &Actor) -> Result<HashMap<Uuid, (u64, Week)>> {
    #[derive(FromQueryResult)]
    struct Row {
        endpoint_id: Uuid,
        state: String,
        number: i64,
    }
    let db = cx.db();
    let sql = "SELECT endpoint_id, state, count(*) AS number FROM webhook_deliveries \
               WHERE org_id = $1 AND endpoint_id IN (SELECT id FROM webhook_endpoints WHERE org_id = $1) \
                 AND state = 'waiting' AND NOT test GROUP BY endpoint_id, state \
               UNION ALL SELECT endpoint_id, state, count(*) AS number FROM webhook_deliveries \
               WHERE org_id = $1 AND endpoint_id IN (SELECT id FROM webhook_endpoints WHERE org_id = $1) \
                 AND created_at >= $2 AND state IN ('delivered', 'failed') AND NOT test \
               GROUP BY endpoint_id, state";
    let values = [actor.org().uuid().into(), (cx.now() - TimeDelta::days(7)).into()];
    let statement = Statement::from_sql_and_values(db.backend(), sql, values);
    let mut counts: HashMap<Uuid, (u64, Week)> = HashMap::new();
    for row in Row::find_by_statement(statement).all(db.read()).await? {
        let (waiting, week) = counts.entry(row.endpoint_id).or_default();
        let number = u64::try_from(row.number).unwrap_or(0);
        match rows::state_of(&row.state)? {
            DeliveryState::Waiting => *waiting = number,
            DeliveryState::Delivered => week.delivered = number,
            DeliveryState::Failed => week.failed = number,
            DeliveryState::Cancelled => {}
        }
    }
    Ok(counts)
}

/// Some deliveries to an endpoint, newest first.
///
/// Errors: [`Error::Forbidden`]; [`Error::NotFound`]; [`Error::Invalid`] at `after`.
pub async fn deliveries(
    cx: &Context,
    actor: &Actor,
    endpoint: WebhookEndpointId,
    query: &DeliveryQuery,
) -> Result<DeliveryPage> {
    use webhook_deliveries::Column as C;
    actor.require(Permission::ManageWebhooks)?;
    let db = cx.db().read();
    let limit = usize::from(query.limit.unwrap_or(DEFAULT_LIMIT).clamp(1, MAX_LIMIT));
    let after = match &query.after {
        None => None,
        Some(after) => Some(after.parse::<WebhookDeliveryId>().map_err(|_| {
            let words = "This place in the list is not known. Open the list from its beginning.";
            Error::invalid("after", "cursor.invalid", words)
        })?),
    };
    let row = rows::own(db, actor, endpoint, false).await?;
    let mut find =
        webhook_deliveries::Entity::find().filter(C::OrgId.eq(row.org_id)).filter(C::EndpointId.eq(row.id));
    if let Some(after) = after {
        find = find.filter(C::Id.lt(after.uuid()));
    }
    if let Some(state) = query.state {
        find = find.filter(C::State.eq(state.as_str()));
    }
    if let Some(name) = &query.event_type {
        if name.contains('\0') {
            // PostgreSQL cannot even be asked.
            return Ok(DeliveryPage::default());
        }
        find = find.filter(C::EventType.eq(name.as_str()));
    }
    let more = u64::try_from(limit + 1).unwrap_or(u64::MAX);
    let mut found = find.order_by_desc(C::Id).limit(more).all(db).await?;
    let more = found.len() > limit;
    found.truncate(limit);
    let mut last = newest(cx, &row, &found).await?;
    Ok(DeliveryPage {
        next: found.last().filter(|_| more).map(|row| WebhookDeliveryId::from_uuid(row.id).to_string()),
        items: found
            .iter()
            .map(|delivery| rows::delivery_view(delivery, last.remove(&delivery.id), row.slow_until))
            .collect::<Result<_>>()?,
    })
}

#[derive(FromQueryResult)]
struct Ended {
    delivery_id: Uuid,
    started_at: chrono::DateTime<chrono::Utc>,
    duration_ms: i64,
    status: Option<i16>,
    error: Option<String>,
}

/// The newest attempt of each delivery.
async fn newest(
    cx: &Context,
    endpoint: &webhook_endpoints::Model,
    found: &[webhook_deliveries::Model],
) -> Result<HashMap<Uuid, AttemptSummary>> {
    use webhook_attempts::Column as C;
    let rows = webhook_attempts::Entity::find()
        .select_only()
        .columns([C::DeliveryId, C::StartedAt, C::DurationMs, C::Status, C::Error])
        .filter(C::OrgId.eq(endpoint.org_id))
        .filter(C::DeliveryId.is_in(found.iter().map(|row| row.id)))
        .order_by_asc(C::Number)
        .into_model::<Ended>()
        .all(cx.db().read())
        .await?;
    // A later one takes the place of an earlier one.
    Ok(rows
        .into_iter()
        .map(|row| {
            let Ended { delivery_id, started_at, duration_ms, status, error } = row;
            (delivery_id, AttemptSummary { started_at, duration_ms, status, error })
        })
        .collect())
}

/// One delivery with what was sent and answered. Errors: [`Error::Forbidden`]; [`Error::NotFound`].
pub async fn delivery(cx: &Context, actor: &Actor, delivery: WebhookDeliveryId) -> Result<DeliveryDetail> {
    actor.require(Permission::ManageWebhooks)?;
    let (row, endpoint) = rows::own_delivery(cx.db().read(), actor, delivery, false).await?;
    let kept = webhook_attempts::Entity::find()
        .filter(webhook_attempts::Column::OrgId.eq(row.org_id))
        .filter(webhook_attempts::Column::DeliveryId.eq(row.id))
        .order_by_desc(webhook_attempts::Column::Number)
        .all(cx.db().read())
        .await?;
    let attempts: Vec<DeliveryAttempt> = kept.into_iter().map(attempt).collect();
    let last = attempts.first().map(|attempt| attempt.outcome.clone());
    let summary = rows::delivery_view(&row, last, endpoint.slow_until)?;
    Ok(DeliveryDetail { summary, body: row.body, attempts })
}

fn attempt(row: webhook_attempts::Model) -> DeliveryAttempt {
    DeliveryAttempt {
        number: row.number,
        outcome: AttemptSummary {
            started_at: row.started_at,
            duration_ms: row.duration_ms,
            status: row.status,
            error: row.error,
        },
        request_headers: headers(row.request_headers),
        response_headers: headers(row.response_headers),
        response_body: row.response_body,
    }
}

fn headers(stored: Value) -> Vec<Header> {
    serde_json::from_value(stored).unwrap_or_default()
}
