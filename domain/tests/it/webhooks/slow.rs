//! A slow endpoint delays no other, and no other job.

use super::{deliveries, endpoint, lead, registry};
use crate::jobs::worker::{Crew, options, until};
use crate::jobs::{Letter, enqueue, letter, state};
use crate::work_off::PATIENT;
use domain::jobs::{Cause, Lane, Options, WorkerOptions};
use domain::webhooks::QUEUES;
use testkit::{Reaction, World, on_both_databases};

on_both_databases! {
    async fn one_that_hangs_delays_nobody(world: World) {
        let owner = world.found_org("Juniper Homes").await;
        let hangs = endpoint(&world, &owner, "https://hangs.example/in", &[]).await.id.uuid();
        world.http.script("hangs.example", [Reaction::Hangs]);
        for _ in 0..30 {
            lead(&world, &owner).await;
        }
        let lane = Lane { prefix: QUEUES.to_owned(), limit: 8, per_queue: 4 };
        let options = WorkerOptions { slots: 1, lane: Some(lane), slow_look: PATIENT, ..options() };
        let crew = Crew::with(&world.cx, registry().with::<Letter>(), options);
        until(async || world.http.posted_to("hangs.example").len() == 4).await;
        // It has taken all the room it gets. Another endpoint and another job go on beside it.
        let fast = endpoint(&world, &owner, "https://fast.example/in", &["lead.created"]).await.id.uuid();
        for _ in 0..20 {
            lead(&world, &owner).await;
        }
        let job = enqueue(&world.cx, &Cause::of(&owner), &letter("Dana"), Options::default()).await;
        until(async || {
            let rows = deliveries(&world).await;
            rows.iter().filter(|row| row.endpoint_id == fast && row.state == "delivered").count() == 20
        })
        .await;
        until(async || state(&world, job).await == "completed").await;
        crew.stop().await;
        assert!(deliveries(&world).await.iter().filter(|row| row.endpoint_id == hangs).all(|row| row.state == "waiting"));
    }
}
