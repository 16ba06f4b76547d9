//! Forgetting: only what is finished and old, and never much at a time.

use super::{claim, ends, enqueue, letter, rows, send};
use chrono::TimeDelta;
use domain::jobs::{self, Cause, Options, Outcome};
use testkit::{World, on_both_databases};

on_both_databases! {
    async fn old_finished_jobs_go_in_small_batches(world: World) {
        let owner = world.found_org("Juniper Homes").await;
        for _ in 0..5 {
            send(&world, &owner, "Dana").await;
        }
        let system = Cause::system(world.request());
        enqueue(&world.cx, &system, &letter("Mei"), Options::default()).await;
        let claimed = claim(&world, 10).await;
        for (index, job) in claimed.iter().enumerate() {
            let outcome =
                if index == 0 { Outcome::Dead { error: "never".to_owned() } } else { Outcome::Done };
            assert!(ends(&world, job, outcome).await);
        }
        let waits = send(&world, &owner, "Dana").await;
        let day = TimeDelta::days(1);
        assert_eq!(jobs::prune(&world.cx, day, 100).await.unwrap(), 0);
        world.clock.advance(day * 2);
        assert_eq!(jobs::prune(&world.cx, day, 2).await.unwrap(), 2);
        assert_eq!(jobs::prune(&world.cx, day, 100).await.unwrap(), 3);
        assert_eq!(jobs::prune(&world.cx, day, 100).await.unwrap(), 0);
        assert_eq!(rows(&world).await.len(), 2, "the dead one and the waiting one");
        assert_eq!(jobs::prune_dead(&world.cx, day, 100).await.unwrap(), 1);
        let left = rows(&world).await;
        assert_eq!((left.len(), left[0].id), (1, waits.uuid()));
        assert!(crate::jobs::attempts(&world).await.is_empty());
    }
}
