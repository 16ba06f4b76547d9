//! How runs end: done, again, never again, later; and what becomes of runs that nobody heard of again.

use super::{attempts, claim, claim_one, ends, retry, row, send, state};
use chrono::TimeDelta;
use domain::jobs::{self, Ack, LEASE, Outcome, POISON};
use testkit::{World, on_both_databases};

on_both_databases! {
    async fn a_failed_job_comes_back_and_keeps_its_errors(world: World) {
        let actor = world.found_org("Juniper Homes").await;
        let id = send(&world, &actor, "Dana").await;
        for (number, error) in ["no route", "no answer"].into_iter().enumerate() {
            let job = claim_one(&world).await;
            assert_eq!(job.lease.attempt, i32::try_from(number).unwrap() + 1);
            assert!(ends(&world, &job, retry(world.cx.now() + TimeDelta::seconds(10), error)).await);
            assert_eq!(state(&world, id).await, "retryable");
            assert!(claim(&world, 10).await.is_empty());
            world.clock.advance(TimeDelta::seconds(10));
            assert_eq!(jobs::promote(&world.cx, 10).await.unwrap(), 1);
        }
        let job = claim_one(&world).await;
        assert!(ends(&world, &job, Outcome::Done).await);
        let row = row(&world, id).await;
        assert_eq!((row.state.as_str(), row.attempt), ("completed", 3));
        assert_eq!(row.finished_at, Some(world.cx.now()));
        let failed = |number, error: &str| (number, "failed".to_owned(), Some(error.to_owned()));
        assert_eq!(attempts(&world).await, [failed(1, "no route"), failed(2, "no answer")]);
    }

    async fn a_snooze_and_a_shutdown_cost_no_attempt(world: World) {
        let actor = world.found_org("Juniper Homes").await;
        let id = send(&world, &actor, "Dana").await;
        let job = claim_one(&world).await;
        let until = world.cx.now() + TimeDelta::minutes(5);
        assert!(ends(&world, &job, Outcome::Snooze { until }).await);
        let now = row(&world, id).await;
        assert_eq!((now.state.as_str(), now.attempt, now.run_at), ("scheduled", 0, until));
        world.clock.set(until);
        assert_eq!(jobs::promote(&world.cx, 10).await.unwrap(), 1);
        let job = claim_one(&world).await;
        assert_eq!(job.lease.attempt, 1);
        assert!(ends(&world, &job, Outcome::GivenBack).await);
        assert_eq!((state(&world, id).await.as_str(), row(&world, id).await.attempt), ("available", 0));
        assert!(attempts(&world).await.is_empty());
    }

    async fn a_dead_job_stays_with_its_error(world: World) {
        let actor = world.found_org("Juniper Homes").await;
        let id = send(&world, &actor, "Dana").await;
        let job = claim_one(&world).await;
        assert!(ends(&world, &job, Outcome::Dead { error: "no such \0 person".to_owned() }).await);
        let row = row(&world, id).await;
        assert_eq!((row.state.as_str(), row.last_error.as_deref()), ("dead", Some("no such  person")));
        assert!(claim(&world, 10).await.is_empty());
    }

    async fn a_stale_lease_changes_nothing(world: World) {
        let actor = world.found_org("Juniper Homes").await;
        let id = send(&world, &actor, "Dana").await;
        let first = claim_one(&world).await;
        world.clock.advance(LEASE + TimeDelta::seconds(1));
        assert_eq!(jobs::rescue(&world.cx, 10).await.unwrap(), 1);
        for outcome in [Outcome::Done, Outcome::Dead { error: "late".to_owned() }, Outcome::GivenBack] {
            assert!(!ends(&world, &first, outcome).await);
        }
        let second = claim_one(&world).await;
        assert_eq!(second.lease.id, id);
        assert!(!ends(&world, &first, Outcome::Done).await);
        assert_eq!(state(&world, id).await, "executing");
        assert!(jobs::heartbeat(&world.cx, vec![first.lease.clone()], LEASE).await.unwrap().is_empty());
        assert!(ends(&world, &second, Outcome::Done).await);
        assert!(!ends(&world, &second, Outcome::Done).await, "nothing completes twice");
        assert_eq!(attempts(&world).await.len(), 1);
    }

    async fn a_lease_lasts_as_long_as_its_heartbeat(world: World) {
        let actor = world.found_org("Juniper Homes").await;
        send(&world, &actor, "Dana").await;
        let job = claim_one(&world).await;
        for _ in 0..5 {
            world.clock.advance(LEASE - TimeDelta::seconds(1));
            assert_eq!(jobs::rescue(&world.cx, 10).await.unwrap(), 0);
            let ours = jobs::heartbeat(&world.cx, vec![job.lease.clone()], LEASE).await.unwrap();
            assert!(ours.contains(&job.lease.id));
        }
        assert!(ends(&world, &job, Outcome::Done).await);
    }

    async fn a_job_that_takes_its_worker_down_is_poison(world: World) {
        let actor = world.found_org("Juniper Homes").await;
        let id = send(&world, &actor, "Dana").await;
        for crash in 1..=POISON {
            let job = claim_one(&world).await;
            assert_eq!(job.lease.attempt, 1, "a crash is no attempt");
            world.clock.advance(LEASE + TimeDelta::seconds(1));
            assert_eq!(jobs::rescue(&world.cx, 10).await.unwrap(), 1);
            let row = row(&world, id).await;
            assert_eq!(row.crashes, crash);
            assert_eq!(row.state, if crash < POISON { "available" } else { "dead" });
        }
        assert!(claim(&world, 10).await.is_empty());
        let crashes = attempts(&world).await;
        assert_eq!(crashes.len(), usize::try_from(POISON).unwrap());
        assert!(crashes.iter().all(|(_, outcome, error)| outcome == "crashed" && error.is_some()));
    }

    async fn many_ends_share_a_transaction(world: World) {
        let actor = world.found_org("Juniper Homes").await;
        for _ in 0..6 {
            send(&world, &actor, "Dana").await;
        }
        let (mut claimed, later) = (claim(&world, 3).await, claim(&world, 3).await);
        claimed.extend(later);
        let at = world.cx.now() + TimeDelta::seconds(1);
        let outcomes = [
            Outcome::Done,
            retry(at, "again"),
            Outcome::Dead { error: "never".to_owned() },
            Outcome::Snooze { until: at },
            Outcome::GivenBack,
            Outcome::Done,
        ];
        let acks = claimed.iter().zip(outcomes);
        let acks: Vec<_> =
            acks.map(|(job, outcome)| Ack { lease: job.lease.clone(), outcome, ended_at: at }).collect();
        assert_eq!(jobs::acknowledge(&world.cx, acks).await.unwrap().len(), 6);
        let mut states = Vec::new();
        for job in &claimed {
            states.push(state(&world, job.lease.id).await);
        }
        assert_eq!(states, ["completed", "retryable", "dead", "scheduled", "available", "completed"]);
    }
}
