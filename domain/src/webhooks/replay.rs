//! Sending again what was sent or given up, and sending a test. A replay has the identifier of the first time, so a
//! receiver that keeps identifiers does nothing twice.

use super::deliver::Deliver;
use super::fan_out::{self, NewDelivery};
use super::release::{self, Release};
use super::{envelope, rows};
use crate::actor::Actor;
use crate::context::Context;
use crate::error::{Error, Result};
use crate::events::{self, Subject};
use crate::jobs::{self, Cause, Options};
use chrono::{DateTime, Utc};
use entity::{webhook_deliveries, webhook_endpoints};
use sea_orm::sea_query::Expr;
use sea_orm::{
    ColumnTrait as _, Condition, DatabaseTransaction, EntityTrait as _, ExprTrait as _, QueryFilter as _,
    UpdateMany,
};
use serde_json::{Map, json};
use shared::events::{EventKind, TEST};
use shared::roles::Permission;
use shared::webhooks::{DeliveryState, ReplayRange};
use shared::{EventId, JobId, WebhookDeliveryId, WebhookEndpointId};
use uuid::Uuid;

/// Sends one delivery now, whatever became of it; where its endpoint is switched off, it is held until it is on again.
///
/// Errors: [`Error::Forbidden`]; [`Error::NotFound`].
pub async fn replay(cx: &Context, actor: &Actor, delivery: WebhookDeliveryId) -> Result<()> {
    actor.require(Permission::ManageWebhooks)?;
    let (context, actor) = (cx.clone(), actor.clone());
    cx.write(move |tx| {
        Box::pin(async move {
            let (row, endpoint) = rows::own_delivery(tx, &actor, delivery, true).await?;
            let now = context.now();
            let job = if rows::is_enabled(&endpoint) || row.test {
                let work = Deliver { endpoint: WebhookEndpointId::from_uuid(endpoint.id), delivery };
                let cause = Cause::of(&actor);
                let cause = if row.test { cause } else { cause.event(EventId::from_uuid(row.event_id)) };
                Some(jobs::enqueue(&context, tx, &cause, &work, &Options::default()).await?)
            } else {
                None
            };
            again(job, now)
                .filter(webhook_deliveries::Column::OrgId.eq(row.org_id))
                .filter(webhook_deliveries::Column::Id.eq(row.id))
                .exec(tx)
                .await?;
            noted(&context, tx, &actor, &endpoint, 1, now).await
        })
    })
    .await
}

/// Sends everything again that was delivered, given up or cancelled, of events of a range of time. Tests are left out.
/// Answers how many deliveries; they go out one after the other.
///
/// Errors: [`Error::Forbidden`]; [`Error::NotFound`]; [`Error::Invalid`] at `to`.
pub async fn replay_range(
    cx: &Context,
    actor: &Actor,
    endpoint: WebhookEndpointId,
    range: ReplayRange,
) -> Result<u64> {
    actor.require(Permission::ManageWebhooks)?;
    if range.from >= range.to {
        return Err(Error::invalid("to", "range.empty", "Choose an end that is after the beginning."));
    }
    use webhook_deliveries::Column as C;
    let which = Condition::all()
        .add(C::State.ne(DeliveryState::Waiting.as_str()))
        .add(C::CreatedAt.gte(range.from).and(C::CreatedAt.lt(range.to)));
    many(cx, actor, endpoint, which).await
}

/// Sends everything again that was given up, of events since a time. Answers how many deliveries.
///
/// Errors: [`Error::Forbidden`]; [`Error::NotFound`].
pub async fn replay_failed(
    cx: &Context,
    actor: &Actor,
    endpoint: WebhookEndpointId,
    since: DateTime<Utc>,
) -> Result<u64> {
    actor.require(Permission::ManageWebhooks)?;
    use webhook_deliveries::Column as C;
    let which =
        Condition::all().add(C::State.eq(DeliveryState::Failed.as_str())).add(C::CreatedAt.gte(since));
    many(cx, actor, endpoint, which).await
}

async fn many(cx: &Context, actor: &Actor, endpoint: WebhookEndpointId, which: Condition) -> Result<u64> {
    let (context, actor) = (cx.clone(), actor.clone());
    cx.write(move |tx| {
        Box::pin(async move {
            let row = rows::own(tx, &actor, endpoint, false).await?;
            let now = context.now();
            let deliveries = again(None, now)
                .filter(webhook_deliveries::Column::OrgId.eq(row.org_id))
                .filter(webhook_deliveries::Column::EndpointId.eq(row.id))
                .filter(webhook_deliveries::Column::Test.eq(false))
                .filter(which)
                .exec(tx)
                .await?
                .rows_affected;
            if deliveries > 0 {
                if rows::is_enabled(&row) {
                    let release = Release { endpoint };
                    jobs::enqueue(&context, tx, &Cause::of(&actor), &release, &release::after_a_change())
                        .await?;
                }
                noted(&context, tx, &actor, &row, deliveries, now).await?;
            }
            Ok(deliveries)
        })
    })
    .await
}

/// Waiting anew, with this job or held.
fn again(job: Option<JobId>, now: DateTime<Utc>) -> UpdateMany<webhook_deliveries::Entity> {
    use webhook_deliveries::Column as C;
    webhook_deliveries::Entity::update_many()
        .col_expr(C::State, Expr::value(DeliveryState::Waiting.as_str()))
        .col_expr(C::JobId, Expr::value(job.map(JobId::uuid)))
        .col_expr(C::NextAttemptAt, Expr::value(job.map(|_| now)))
        .col_expr(C::FinishedAt, Expr::value(None::<DateTime<Utc>>))
}

async fn noted(
    cx: &Context,
    tx: &DatabaseTransaction,
    actor: &Actor,
    endpoint: &webhook_endpoints::Model,
    deliveries: u64,
    now: DateTime<Utc>,
) -> Result<()> {
    let subject = Subject::WebhookEndpoint(WebhookEndpointId::from_uuid(endpoint.id));
    let kind = EventKind::WebhookDeliveriesReplayed { host: rows::host(endpoint), deliveries };
    events::append(cx, tx, actor, now, subject, kind).await?;
    Ok(())
}

/// Sends a test of type `webhook.test`, once, also to an endpoint that is switched off. What comes of it is in the
/// delivery and changes nothing about the endpoint.
///
/// Errors: [`Error::Forbidden`]; [`Error::NotFound`].
pub async fn send_test(
    cx: &Context,
    actor: &Actor,
    endpoint: WebhookEndpointId,
) -> Result<WebhookDeliveryId> {
    actor.require(Permission::ManageWebhooks)?;
    let (context, actor) = (cx.clone(), actor.clone());
    cx.write(move |tx| {
        Box::pin(async move {
            let row = rows::own(tx, &actor, endpoint, false).await?;
            let (now, id, event): (_, Uuid, Uuid) = (context.now(), context.new_id(), context.new_id());
            let delivery = WebhookDeliveryId::from_uuid(id);
            let values = [
                json!(actor.org()),
                json!({ "type": "webhook_endpoint", "id": endpoint }),
                json!(actor.kind_word()),
                json!(actor.request()),
            ];
            let mut data: Map<_, _> = envelope::COMMON.into_iter().map(str::to_owned).zip(values).collect();
            data.insert("message".to_owned(), json!("A test from Empire. Nothing happened."));
            let body = envelope::text(TEST.name, now, data)?;
            let work = Deliver { endpoint, delivery };
            let job = jobs::enqueue(&context, tx, &Cause::of(&actor), &work, &Options::default()).await?;
            let new = NewDelivery {
                org: row.org_id,
                id,
                endpoint: row.id,
                event,
                event_type: TEST.name.to_owned(),
                test: true,
                body,
            };
            fan_out::insert(tx, vec![new], &[job], now).await?;
            let subject = Subject::WebhookEndpoint(endpoint);
            let kind = EventKind::WebhookTestSent { host: rows::host(&row) };
            events::append(&context, tx, &actor, now, subject, kind).await?;
            Ok(delivery)
        })
    })
    .await
}
