//! Enqueueing: with its transaction, once where it should be, later where it must wait.

use super::{Letter, claim, claim_one, ends, enqueue, letter, row, rows, send, state};
use chrono::TimeDelta;
use domain::Error;
use domain::jobs::{self, Cause, Options, Outcome, Unique};
use std::time::Duration;
use testkit::{World, on_both_databases};

fn unique(unique: Unique) -> Options {
    Options { unique: Some(unique), ..Options::default() }
}

on_both_databases! {
    async fn a_job_goes_with_its_transaction(world: World) {
        let actor = world.found_org("Juniper Homes").await;
        let (cx, cause) = (world.cx.clone(), Cause::of(&actor));
        let failed = world.cx.write::<(), _>(move |tx| {
            Box::pin(async move {
                jobs::enqueue(&cx, tx, &cause, &letter("nobody"), &Options::default()).await?;
                Err(Error::Conflict("rolled back on purpose".to_owned()))
            })
        });
        assert!(failed.await.is_err());
        assert!(rows(&world).await.is_empty());

        let id = send(&world, &actor, "Dana").await;
        let row = row(&world, id).await;
        assert_eq!((row.state.as_str(), row.kind.as_str(), row.queue.as_str()), ("available", "letters.send", "letters"));
        assert_eq!((row.org_id, row.cause_request), (Some(actor.org().uuid()), actor.request().uuid()));
        assert_eq!(row.payload, serde_json::json!({ "to": "Dana" }));
    }

    async fn many_at_once_keep_their_order(world: World) {
        let (cx, cause) = (world.cx.clone(), Cause::system(world.request()));
        let letters: Vec<Letter> = (0..1_234).map(|number| letter(&number.to_string())).collect();
        let ids = world.cx.write(move |tx| {
            Box::pin(async move { jobs::enqueue_all(&cx, tx, &cause, &letters, &Options::default()).await })
        });
        let ids = ids.await.unwrap();
        assert_eq!(ids.len(), 1_234);
        let claimed = claim(&world, 2_000).await;
        assert_eq!(crate::jobs::ids(&claimed), ids);
        assert_eq!(claimed[1_233].payload["to"], "1233");
    }

    async fn unique_while_it_lives(world: World) {
        let cause = Cause::system(world.request());
        let first = enqueue(&world.cx, &cause, &letter("Dana"), unique(Unique::Live)).await;
        assert_eq!(enqueue(&world.cx, &cause, &letter("Dana"), unique(Unique::Live)).await, first);
        let other = enqueue(&world.cx, &cause, &letter("Mei"), unique(Unique::Live)).await;
        assert_ne!(other, first);
        let actor = world.found_org("Juniper Homes").await;
        let theirs = enqueue(&world.cx, &Cause::of(&actor), &letter("Dana"), unique(Unique::Live)).await;
        assert_ne!(theirs, first, "organizations do not keep each other out");

        let claimed = claim(&world, 10).await;
        assert_eq!(claimed.len(), 3);
        assert_eq!(enqueue(&world.cx, &cause, &letter("Dana"), unique(Unique::Live)).await, first);
        for job in &claimed {
            assert!(ends(&world, job, Outcome::Done).await);
        }
        assert_ne!(enqueue(&world.cx, &cause, &letter("Dana"), unique(Unique::Live)).await, first);
    }

    async fn unique_while_it_waits(world: World) {
        let cause = Cause::system(world.request());
        let first = enqueue(&world.cx, &cause, &letter("Dana"), unique(Unique::Waiting)).await;
        assert_eq!(enqueue(&world.cx, &cause, &letter("Dana"), unique(Unique::Waiting)).await, first);
        let running = claim_one(&world).await;
        let next = enqueue(&world.cx, &cause, &letter("Dana"), unique(Unique::Waiting)).await;
        assert_ne!(next, first, "what runs may have read the old state");
        assert!(ends(&world, &running, Outcome::GivenBack).await);
        assert_eq!(claim(&world, 10).await.len(), 2);
    }

    async fn once_in_a_period_also_after_it_is_done(world: World) {
        let cause = Cause::system(world.request());
        let hourly = || unique(Unique::Every(Duration::from_hours(1)));
        let first = enqueue(&world.cx, &cause, &letter("Dana"), hourly()).await;
        let job = claim_one(&world).await;
        assert!(ends(&world, &job, Outcome::Done).await);
        assert_eq!(enqueue(&world.cx, &cause, &letter("Dana"), hourly()).await, first);
        // 11:22 by the clock; the next hour begins at 12:00.
        world.clock.advance(TimeDelta::minutes(38));
        assert_ne!(enqueue(&world.cx, &cause, &letter("Dana"), hourly()).await, first);
    }

    async fn unique_within_one_batch(world: World) {
        let (cx, cause) = (world.cx.clone(), Cause::system(world.request()));
        let ids = world.cx.write(move |tx| {
            Box::pin(async move {
                let letters = [letter("Dana"), letter("Mei"), letter("Dana")];
                jobs::enqueue_all(&cx, tx, &cause, &letters, &unique(Unique::Live)).await
            })
        });
        let ids = ids.await.unwrap();
        assert_eq!(ids[0], ids[2]);
        assert_eq!(rows(&world).await.len(), 2);
    }

    async fn debounce_waits_for_the_last_one(world: World) {
        let cause = Cause::system(world.request());
        let options = || Options { debounce: Some(Duration::from_secs(30)), ..Options::default() };
        let first = enqueue(&world.cx, &cause, &letter("Dana"), options()).await;
        world.clock.advance(TimeDelta::seconds(20));
        assert_eq!(enqueue(&world.cx, &cause, &letter("Dana"), options()).await, first);
        world.clock.advance(TimeDelta::seconds(20));
        assert_eq!(jobs::promote(&world.cx, 10).await.unwrap(), 0, "it waits anew");
        world.clock.advance(TimeDelta::seconds(10));
        assert_eq!(jobs::promote(&world.cx, 10).await.unwrap(), 1);
        // Due, but nobody took it yet.
        assert_eq!(enqueue(&world.cx, &cause, &letter("Dana"), options()).await, first);
        assert_eq!(state(&world, first).await, "scheduled");
        world.clock.advance(TimeDelta::seconds(30));
        assert_eq!(jobs::promote(&world.cx, 10).await.unwrap(), 1);
        let running = claim_one(&world).await;
        let next = enqueue(&world.cx, &cause, &letter("Dana"), options()).await;
        assert_ne!(next, first);
        assert!(ends(&world, &running, Outcome::Done).await);
    }

    async fn a_later_job_waits_for_its_time(world: World) {
        let cause = Cause::system(world.request());
        let at = world.cx.now() + TimeDelta::hours(2);
        let options = Options { run_at: Some(at), ..Options::default() };
        let id = enqueue(&world.cx, &cause, &letter("Dana"), options).await;
        assert_eq!(state(&world, id).await, "scheduled");
        assert!(claim(&world, 10).await.is_empty());
        world.clock.advance(TimeDelta::hours(2) - TimeDelta::microseconds(1));
        assert_eq!(jobs::promote(&world.cx, 10).await.unwrap(), 0);
        world.clock.advance(TimeDelta::microseconds(1));
        assert_eq!(jobs::promote(&world.cx, 10).await.unwrap(), 1);
        assert_eq!(claim_one(&world).await.lease.id, id);
    }

    async fn two_writers_make_one_unique_job(world: World) {
        let cause = Cause::system(world.request());
        let both = futures::future::join_all((0..8).map(|_| {
            let (cx, cause) = (world.cx.clone(), cause.clone());
            async move { enqueue(&cx, &cause, &letter("Dana"), unique(Unique::Live)).await }
        }));
        let ids = both.await;
        assert!(ids.iter().all(|id| *id == ids[0]), "{ids:?}");
        assert_eq!(rows(&world).await.len(), 1);
    }
}
