//! What is forgotten, and what was lost and is found.

use super::{URL, deliveries, endpoint, lead, states, work};
use chrono::TimeDelta;
use domain::jobs::{self, Options};
use domain::webhooks::{self, Tidy};
use domain::{Actor, jobs::Cause};
use entity::{webhook_attempts, webhook_endpoints};
use sea_orm::{ConnectionTrait as _, EntityTrait as _, PaginatorTrait as _};
use shared::JobId;
use testkit::{Reaction, World, on_both_databases};

async fn tidy(world: &World) {
    let job = Tidy { keep_days: 30 };
    crate::jobs::enqueue(&world.cx, &Cause::system(world.request()), &job, Options::default()).await;
    work(world).await;
}

async fn change(world: &World, sql: &str) {
    world.cx.db().migrations().execute_unprepared(sql).await.unwrap();
}

async fn counts(world: &World) -> (usize, u64, u64) {
    let db = world.cx.db().read();
    let attempts = webhook_attempts::Entity::find().count(db).await.unwrap();
    (deliveries(world).await.len(), attempts, webhook_endpoints::Entity::find().count(db).await.unwrap())
}

async fn sent(world: &World, owner: &Actor) {
    lead(world, owner).await;
    work(world).await;
}

on_both_databases! {
    async fn finished_deliveries_are_kept_a_month(world: World) {
        let owner = world.found_org("Juniper Homes").await;
        let id = endpoint(&world, &owner, URL, &[]).await.id;
        sent(&world, &owner).await;
        world.clock.advance(TimeDelta::days(20));
        sent(&world, &owner).await;
        webhooks::rotate(&world.cx, &owner, id).await.unwrap();
        world.clock.advance(TimeDelta::days(11));
        lead(&world, &owner).await;
        world.http.script("crm.example", [Reaction::status(500)]);
        tidy(&world).await;
        assert_eq!(counts(&world).await, (2, 2, 1), "the first one is 31 days old");
        let row = webhook_endpoints::Entity::find().one(world.cx.db().read()).await.unwrap().unwrap();
        assert_eq!(row.previous_secret, None);
        webhooks::delete(&world.cx, &owner, id).await.unwrap();
        world.clock.advance(TimeDelta::days(31));
        tidy(&world).await;
        assert_eq!(counts(&world).await, (0, 0, 0));
    }

    async fn what_lost_its_job_is_given_up(world: World) {
        let owner = world.found_org("Juniper Homes").await;
        endpoint(&world, &owner, URL, &[]).await;
        world.http.script("crm.example", [Reaction::status(500)]);
        for _ in 0..3 {
            lead(&world, &owner).await;
        }
        work(&world).await;
        let rows = deliveries(&world).await;
        jobs::cancel(&world.cx, &owner, JobId::from_uuid(rows[0].job_id.unwrap())).await.unwrap();
        tidy(&world).await;
        assert_eq!(states(&world).await, ["waiting"; 3], "not at once");
        world.clock.advance(TimeDelta::minutes(3));
        tidy(&world).await;
        assert_eq!(states(&world).await, ["cancelled", "waiting", "waiting"]);
        change(&world, "DELETE FROM job_attempts").await;
        change(&world, "DELETE FROM jobs WHERE state = 'retryable'").await;
        tidy(&world).await;
        assert_eq!(states(&world).await, ["cancelled", "failed", "failed"]);
    }

    async fn nothing_is_held_for_an_endpoint_that_is_on(world: World) {
        let owner = world.found_org("Juniper Homes").await;
        endpoint(&world, &owner, URL, &[]).await;
        lead(&world, &owner).await;
        change(&world, "DELETE FROM jobs").await;
        change(&world, "UPDATE webhook_deliveries SET job_id = NULL").await;
        tidy(&world).await;
        assert_eq!(states(&world).await, ["delivered"]);
    }
}
