//! Stopping jobs: those that wait at once, those that run when their worker sees it.

use super::{attempts, claim, claim_one, ends, retry, row, send, state};
use chrono::TimeDelta;
use domain::Error;
use domain::jobs::{self, LEASE, Outcome};
use shared::jobs::JobState;
use testkit::{World, on_both_databases};

on_both_databases! {
    async fn a_waiting_job_is_cancelled_at_once(world: World) {
        let owner = world.found_org("Juniper Homes").await;
        let id = send(&world, &owner, "Dana").await;
        assert_eq!(jobs::cancel(&world.cx, &owner, id).await.unwrap(), JobState::Cancelled);
        assert!(claim(&world, 10).await.is_empty());
        assert!(matches!(jobs::cancel(&world.cx, &owner, id).await, Err(Error::Conflict(_))));
        jobs::retry(&world.cx, &owner, id).await.unwrap();
        assert_eq!(claim_one(&world).await.lease.id, id);
        assert_eq!(world.event_names(owner.org()).await, ["job.cancelled", "job.retried"]);
    }

    async fn a_running_job_is_asked_to_stop(world: World) {
        let owner = world.found_org("Juniper Homes").await;
        let id = send(&world, &owner, "Dana").await;
        let job = claim_one(&world).await;
        assert!(jobs::stopping(world.cx.db().read()).await.unwrap().is_empty());
        assert_eq!(jobs::cancel(&world.cx, &owner, id).await.unwrap(), JobState::Executing);
        assert_eq!(jobs::cancel(&world.cx, &owner, id).await.unwrap(), JobState::Executing);
        assert!(jobs::stopping(world.cx.db().read()).await.unwrap().contains(&id));
        assert!(ends(&world, &job, Outcome::Cancelled).await);
        assert_eq!(state(&world, id).await, "cancelled");
        assert!(jobs::stopping(world.cx.db().read()).await.unwrap().is_empty());
        assert_eq!(attempts(&world).await, [(1, "cancelled".to_owned(), None)]);
        assert_eq!(world.event_names(owner.org()).await, ["job.cancelled"]);
    }

    async fn a_cancelled_job_does_not_come_back(world: World) {
        let owner = world.found_org("Juniper Homes").await;
        let later = world.cx.now() + TimeDelta::hours(1);
        for outcome in [retry(later, "x"), Outcome::Snooze { until: later }, Outcome::GivenBack] {
            let id = send(&world, &owner, "Dana").await;
            let job = claim_one(&world).await;
            jobs::cancel(&world.cx, &owner, id).await.unwrap();
            assert!(ends(&world, &job, outcome).await);
            assert_eq!(state(&world, id).await, "cancelled");
            assert!(row(&world, id).await.finished_at.is_some());
        }
        // Its worker is gone.
        let id = send(&world, &owner, "Dana").await;
        claim_one(&world).await;
        jobs::cancel(&world.cx, &owner, id).await.unwrap();
        world.clock.advance(LEASE * 2);
        assert_eq!(jobs::rescue(&world.cx, 10).await.unwrap(), 1);
        assert_eq!(state(&world, id).await, "cancelled");
        // It was faster.
        let id = send(&world, &owner, "Dana").await;
        let job = claim_one(&world).await;
        jobs::cancel(&world.cx, &owner, id).await.unwrap();
        assert!(ends(&world, &job, Outcome::Done).await);
        assert_eq!(state(&world, id).await, "completed");
    }
}
