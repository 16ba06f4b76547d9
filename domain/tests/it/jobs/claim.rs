//! Claiming: order, pauses, limits over all workers.

use super::{Parcel, claim, claim_one, ends, enqueue, ids, letter, send};
use chrono::TimeDelta;
use domain::Error;
use domain::jobs::{self, Cause, Lane, Limits, Options, Outcome, Want, configure};
use shared::roles::Role;
use std::time::Duration;
use testkit::{World, on_both_databases};

on_both_databases! {
    async fn by_priority_then_time_then_id(world: World) {
        let cause = Cause::system(world.request());
        let now = world.cx.now();
        let at = |priority, minutes| Options {
            priority: Some(priority),
            run_at: Some(now - TimeDelta::minutes(minutes)),
            ..Options::default()
        };
        let late = enqueue(&world.cx, &cause, &letter("late"), at(0, 1)).await;
        let early = enqueue(&world.cx, &cause, &letter("early"), at(0, 2)).await;
        let same = enqueue(&world.cx, &cause, &letter("same"), at(0, 2)).await;
        let urgent = enqueue(&world.cx, &cause, &letter("urgent"), at(-5, 0)).await;
        assert_eq!(ids(&claim(&world, 2).await), [urgent, early]);
        assert_eq!(ids(&claim(&world, 9).await), [same, late]);
        assert!(claim(&world, 9).await.is_empty());
    }

    async fn every_queue_gets_its_share(world: World) {
        let cause = Cause::system(world.request());
        for number in 0..6 {
            enqueue(&world.cx, &cause, &letter("x"), Options::default()).await;
            enqueue(&world.cx, &cause, &Parcel { weight: number }, Options::default()).await;
        }
        let queues = |jobs: &[jobs::Claimed]| {
            let parcels = jobs.iter().filter(|job| job.queue == "parcels").count();
            (jobs.len() - parcels, parcels)
        };
        assert_eq!(queues(&claim(&world, 4).await), (2, 2));
        let want = Want { per_queue: 3, running: [("parcels".to_owned(), 2)].into(), ..Want::up_to("tester", 9) };
        assert_eq!(queues(&jobs::claim(&world.cx, &want).await.unwrap()), (3, 1));
        let want = Want { only: Some(vec!["letters".to_owned()]), ..Want::up_to("tester", 9) };
        assert_eq!(queues(&jobs::claim(&world.cx, &want).await.unwrap()), (1, 0));
    }

    async fn a_lane_has_room_of_its_own(world: World) {
        let cause = Cause::system(world.request());
        for number in 0..6 {
            enqueue(&world.cx, &cause, &letter("x"), Options::default()).await;
            enqueue(&world.cx, &cause, &Parcel { weight: number }, Options::default()).await;
        }
        let lane = |limit, per_queue| Some(Lane { prefix: "par".to_owned(), limit, per_queue });
        let claimed = async |want: Want| {
            let jobs = jobs::claim(&world.cx, &want).await.unwrap();
            let parcels = jobs.iter().filter(|job| job.queue == "parcels").count();
            (jobs.len() - parcels, parcels)
        };
        let want = |limit| Want::up_to("tester", limit);
        assert_eq!(claimed(Want { lane: lane(9, 1), ..want(2) }).await, (2, 1));
        assert_eq!(claimed(Want { lane: lane(2, 9), ..want(0) }).await, (0, 2), "letters have no room");
        assert_eq!(claimed(Want { lane: lane(0, 9), ..want(1) }).await, (1, 0), "parcels have none");
        assert_eq!(claimed(Want { lane: lane(9, 9), ..want(9) }).await, (3, 3));
    }

    async fn a_paused_queue_stands_still(world: World) {
        let owner = world.found_org("Juniper Homes").await;
        let other = world.found_org("Somebody Else").await;
        send(&world, &owner, "Dana").await;
        let theirs = send(&world, &other, "Mei").await;
        jobs::pause(&world.cx, &owner, "letters").await.unwrap();
        jobs::pause(&world.cx, &owner, "letters").await.unwrap();
        assert_eq!(claim_one(&world).await.lease.id, theirs, "others go on");
        jobs::resume(&world.cx, &owner, "letters").await.unwrap();
        jobs::resume(&world.cx, &owner, "letters").await.unwrap();
        assert_eq!(world.event_names(owner.org()).await, ["queue.paused", "queue.resumed"]);
        assert_eq!(claim(&world, 10).await.len(), 1);

        configure(&world.cx, "letters", Limits { paused: true, ..Limits::default() }).await.unwrap();
        send(&world, &other, "Mei").await;
        assert!(claim(&world, 10).await.is_empty());
        configure(&world.cx, "letters", Limits::default()).await.unwrap();
        assert_eq!(claim(&world, 10).await.len(), 1);

        let agent = world.member(&owner, Role::Agent).await;
        assert!(matches!(jobs::pause(&world.cx, &agent, "letters").await, Err(Error::Forbidden)));
        for name in [" ", "a\0b", &"x".repeat(61)] {
            assert!(matches!(jobs::pause(&world.cx, &owner, name).await, Err(Error::Invalid(_))));
            assert!(matches!(jobs::resume(&world.cx, &owner, name).await, Err(Error::Invalid(_))));
        }
    }

    async fn concurrency_holds_over_all_workers(world: World) {
        let cause = Cause::system(world.request());
        configure(&world.cx, "letters", Limits { concurrency: Some(3), ..Limits::default() }).await.unwrap();
        for _ in 0..20 {
            enqueue(&world.cx, &cause, &letter("x"), Options::default()).await;
        }
        let claims = futures::future::join_all((0..4).map(|worker| {
            let cx = world.cx.clone();
            async move { jobs::claim(&cx, &Want::up_to(&format!("w{worker}"), 2)).await.unwrap() }
        }));
        let running: Vec<_> = claims.await.into_iter().flatten().collect();
        assert_eq!(running.len(), 3);
        assert!(ends(&world, &running[0], Outcome::Done).await);
        assert_eq!(claim(&world, 9).await.len(), 1);
    }

    async fn a_rate_holds_over_time(world: World) {
        let cause = Cause::system(world.request());
        let rate = Some((4, Duration::from_mins(1)));
        configure(&world.cx, "letters", Limits { rate, ..Limits::default() }).await.unwrap();
        for _ in 0..20 {
            enqueue(&world.cx, &cause, &letter("x"), Options::default()).await;
        }
        assert_eq!(claim(&world, 3).await.len(), 3);
        assert_eq!(claim(&world, 9).await.len(), 1);
        assert!(claim(&world, 9).await.is_empty());
        world.clock.advance(TimeDelta::seconds(30));
        assert_eq!(claim(&world, 9).await.len(), 2);
        for limits in [
            Limits { concurrency: Some(0), ..Limits::default() },
            Limits { rate: Some((0, Duration::from_secs(1))), ..Limits::default() },
            Limits { rate: Some((1, Duration::ZERO)), ..Limits::default() },
        ] {
            assert!(matches!(configure(&world.cx, "letters", limits).await, Err(Error::Invalid(_))));
        }
    }

    async fn two_workers_never_claim_one_job(world: World) {
        let cause = Cause::system(world.request());
        for _ in 0..60 {
            enqueue(&world.cx, &cause, &letter("x"), Options::default()).await;
        }
        let claims = futures::future::join_all((0..6).map(|worker| {
            let cx = world.cx.clone();
            async move { jobs::claim(&cx, &Want::up_to(&format!("w{worker}"), 20)).await.unwrap() }
        }));
        let mut all: Vec<_> = claims.await.iter().flat_map(|jobs| ids(jobs)).collect();
        let count = all.len();
        all.sort_unstable();
        all.dedup();
        assert_eq!(all.len(), count);
    }
}
