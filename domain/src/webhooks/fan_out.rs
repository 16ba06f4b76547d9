//! From events to deliveries and their jobs, in the transaction of the events. One look into a small index when nobody
//! listens.

use super::deliver::Deliver;
use super::envelope;
use crate::context::Context;
use crate::error::Result;
use crate::events::NewEvent;
use crate::jobs::{self, Cause, Options};
use chrono::{DateTime, Utc};
use entity::{webhook_deliveries, webhook_endpoints};
use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::Expr;
use sea_orm::{
    ColumnTrait as _, ConnectionTrait, EntityTrait as _, QueryFilter as _, QueryOrder as _, QuerySelect as _,
};
use serde_json::Value;
use shared::events::is_public;
use shared::webhooks::DeliveryState;
use shared::{EventId, JobId, WebhookDeliveryId, WebhookEndpointId};
use std::collections::BTreeSet;
use uuid::Uuid;

/// Rows a statement; SQLite takes 32,766 values.
const CHUNK: usize = 500;

/// Gives events to the endpoints that want them.
pub(crate) async fn fan_out(
    cx: &Context,
    tx: &impl ConnectionTrait,
    happened: &[(EventId, &NewEvent)],
) -> Result<()> {
    let public = || happened.iter().filter(|(_, event)| is_public(event.kind.name()));
    let orgs: BTreeSet<Uuid> = public().map(|(_, event)| event.actor.org().uuid()).collect();
    if orgs.is_empty() {
        return Ok(());
    }
    let endpoints = listening(tx, orgs).await?;
    if endpoints.is_empty() {
        return Ok(());
    }
    let now = cx.now();
    let (mut rows, mut causes, mut work) = (Vec::new(), Vec::new(), Vec::new());
    for (id, event) in public() {
        let mut body = None;
        for (_, endpoint, _) in endpoints
            .iter()
            .filter(|(org, _, types)| *org == event.actor.org().uuid() && wants(types, event.kind.name()))
        {
            let body = match &body {
                Some(body) => String::clone(body),
                None => body.insert(envelope::body(event)?).clone(),
            };
            let delivery = cx.new_id();
            rows.push(NewDelivery {
                org: event.actor.org().uuid(),
                id: delivery,
                endpoint: *endpoint,
                event: id.uuid(),
                event_type: event.kind.name().to_owned(),
                test: false,
                body,
            });
            causes.push(Cause::of(&event.actor).event(*id));
            work.push(Deliver {
                endpoint: WebhookEndpointId::from_uuid(*endpoint),
                delivery: WebhookDeliveryId::from_uuid(delivery),
            });
        }
    }
    let work: Vec<(&Cause, &Deliver)> = causes.iter().zip(&work).collect();
    let jobs = jobs::enqueue_each(cx, tx, &work, &Options::default()).await?;
    insert(tx, rows, &jobs, now).await
}

/// Organization, identifier and wanted types of the endpoints that are switched on.
async fn listening(tx: &impl ConnectionTrait, orgs: BTreeSet<Uuid>) -> Result<Vec<(Uuid, Uuid, Value)>> {
    use webhook_endpoints::Column as C;
    Ok(webhook_endpoints::Entity::find()
        .select_only()
        .columns([C::OrgId, C::Id, C::EventTypes])
        // The predicate of the partial index, word for word.
        .filter(Expr::cust("state = 'enabled'"))
        .filter(C::OrgId.is_in(orgs))
        .order_by_asc(C::Id)
        .into_tuple()
        .all(tx)
        .await?)
}

fn wants(types: &Value, name: &str) -> bool {
    types.as_array().is_some_and(|types| types.is_empty() || types.iter().any(|wanted| wanted == name))
}

/// A delivery to be.
pub(super) struct NewDelivery {
    pub org: Uuid,
    pub id: Uuid,
    pub endpoint: Uuid,
    pub event: Uuid,
    pub event_type: String,
    pub test: bool,
    pub body: String,
}

/// Inserts deliveries with the jobs that send them.
pub(super) async fn insert(
    tx: &impl ConnectionTrait,
    deliveries: Vec<NewDelivery>,
    jobs: &[JobId],
    now: DateTime<Utc>,
) -> Result<()> {
    let mut rows = deliveries.into_iter().zip(jobs).map(|(new, job)| webhook_deliveries::ActiveModel {
        org_id: Set(new.org),
        id: Set(new.id),
        endpoint_id: Set(new.endpoint),
        event_id: Set(new.event),
        event_type: Set(new.event_type),
        test: Set(new.test),
        body: Set(new.body),
        state: Set(DeliveryState::Waiting.as_str().to_owned()),
        attempts: Set(0),
        job_id: Set(Some(job.uuid())),
        next_attempt_at: Set(Some(now)),
        created_at: Set(now),
        delivered_at: Set(None),
        finished_at: Set(None),
    });
    loop {
        let chunk: Vec<_> = rows.by_ref().take(CHUNK).collect();
        if chunk.is_empty() {
            return Ok(());
        }
        webhook_deliveries::Entity::insert_many(chunk).exec_without_returning(tx).await?;
    }
}
