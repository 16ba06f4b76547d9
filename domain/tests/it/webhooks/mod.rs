//! Webhooks: made with the event or not at all, sent until they are taken, by nobody twice who does not have to.

mod endpoints;
mod fan_out;
mod hold;
mod inspector;
mod retry;
mod send;
mod slow;
mod tidy;
mod typed;

use crate::work_off::{crew, promote, rest};
use domain::events::{NewEvent, Subject, append_all};
use domain::jobs::Registry;
use domain::webhooks::{self, Deliver, Release, Tidy};
use domain::{Actor, Error};
use entity::{jobs as job_rows, webhook_deliveries};
use sea_orm::{EntityTrait as _, QueryOrder as _};
use shared::events::EventKind;
use shared::leads::LeadSource;
use shared::webhooks::{CreatedEndpoint, DeliveryDetail, DeliveryState, WebhookEndpointInput};
use shared::{LeadId, WebhookDeliveryId};
use std::time::Duration;
use testkit::World;

pub const URL: &str = "https://crm.example/hooks";

pub fn input(url: &str, types: &[&str]) -> WebhookEndpointInput {
    WebhookEndpointInput {
        url: url.to_owned(),
        description: String::new(),
        event_types: types.iter().map(|name| (*name).to_owned()).collect(),
    }
}

pub async fn endpoint(world: &World, actor: &Actor, url: &str, types: &[&str]) -> CreatedEndpoint {
    webhooks::create(&world.cx, actor, &input(url, types)).await.unwrap()
}

/// A lead that came in from the website, as far as the log is concerned.
pub fn lead_created(world: &World, actor: &Actor) -> NewEvent {
    NewEvent {
        actor: actor.clone(),
        subject: Subject::Lead(LeadId::from_uuid(world.cx.new_id())),
        kind: EventKind::LeadCreated { source: LeadSource::Website, import: None },
        at: world.cx.now(),
    }
}

/// Commits events, or not.
pub async fn happen(world: &World, events: Vec<NewEvent>, commit: bool) {
    let cx = world.cx.clone();
    let written = world.cx.write(move |tx| {
        Box::pin(async move {
            append_all(&cx, tx, &events).await?;
            if commit { Ok(()) } else { Err(Error::NotFound("a reason to go on")) }
        })
    });
    assert_eq!(written.await.is_ok(), commit);
}

/// One lead comes in.
pub async fn lead(world: &World, actor: &Actor) {
    happen(world, vec![lead_created(world, actor)], true).await;
}

pub async fn deliveries(world: &World) -> Vec<webhook_deliveries::Model> {
    let by_id = webhook_deliveries::Entity::find().order_by_asc(webhook_deliveries::Column::Id);
    by_id.all(world.cx.db().read()).await.unwrap()
}

/// The states of all deliveries, oldest first.
pub async fn states(world: &World) -> Vec<String> {
    deliveries(world).await.into_iter().map(|row| row.state).collect()
}

/// The only delivery there is, as the owner sees it.
pub async fn only(world: &World, actor: &Actor) -> DeliveryDetail {
    let rows = deliveries(world).await;
    assert_eq!(rows.len(), 1);
    webhooks::delivery(&world.cx, actor, WebhookDeliveryId::from_uuid(rows[0].id)).await.unwrap()
}

pub fn state(detail: &DeliveryDetail) -> DeliveryState {
    detail.summary.state
}

pub fn registry() -> Registry {
    Registry::new().with::<Deliver>().with::<Release>().with::<Tidy>()
}

/// Runs what is due by the clock, until nothing is left to do now.
pub async fn work(world: &World) {
    promote(world).await;
    let crew = crew(world, registry());
    let rested = tokio::time::timeout(Duration::from_secs(25), rest(world)).await.is_ok();
    let rows = job_rows::Entity::find().all(world.cx.db().read()).await.unwrap();
    assert!(rested, "jobs do not come to rest: {rows:?}");
    crew.stop().await;
    // A fault of the database is no answer of a receiver.
    let faults = ["went wrong", "not available", "took longer", "panicked"];
    for said in rows.into_iter().filter_map(|row| row.last_error) {
        assert!(!faults.iter().any(|fault| said.contains(fault)), "{said}");
    }
}
