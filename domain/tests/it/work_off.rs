//! Runs the jobs that are due in a test, until nothing is left to do.

use crate::jobs::worker::{Crew, options, until};
use domain::jobs::{self, Registry, WorkerOptions};
use entity::jobs as rows;
use sea_orm::EntityTrait as _;
use std::time::Duration;
use testkit::World;

/// On a busy machine looking is slow, and a worker that therefore looks less often finds its work too late.
pub const PATIENT: Duration = Duration::from_hours(1);

/// A worker that takes up what comes at once.
pub fn crew(world: &World, registry: Registry) -> Crew {
    Crew::with(&world.cx, registry, WorkerOptions { slow_look: PATIENT, ..options() })
}

/// Makes what is scheduled by now available.
pub async fn promote(world: &World) {
    while jobs::promote(&world.cx, 1_000).await.unwrap() > 0 {}
}

/// Comes back when nothing runs and nothing is due.
pub async fn rest(world: &World) {
    until(async || {
        let rows = rows::Entity::find().all(world.cx.db().read()).await.unwrap();
        let now = world.cx.now();
        !rows.iter().any(|row| match row.state.as_str() {
            "available" | "executing" => true,
            "scheduled" | "retryable" => row.run_at <= now,
            _ => false,
        })
    })
    .await;
}

/// Runs what is due, until nothing is left to do now. None may fail.
pub async fn work_off(world: &World, registry: Registry) {
    promote(world).await;
    let crew = crew(world, registry);
    rest(world).await;
    crew.stop().await;
    let rows = rows::Entity::find().all(world.cx.db().read()).await.unwrap();
    let failed: Vec<String> = rows.into_iter().filter_map(|row| row.last_error).collect();
    assert!(failed.is_empty(), "jobs failed: {failed:?}");
}
