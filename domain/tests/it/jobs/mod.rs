//! The job queue: claimed and acknowledged by hand with a clock that is set, and the loop itself where it matters.

mod cancel;
mod claim;
mod enqueue;
mod model;
mod outcomes;
mod payloads;
mod program;
mod prune;
mod read;
mod schedules;
pub(crate) mod worker;

use chrono::{DateTime, Utc};
use domain::jobs::{self, Ack, Cause, Claimed, Job, JobContext, JobError, Options, Outcome, Want};
use domain::{Actor, Context};
use entity::{job_attempts, jobs as job_rows};
use sea_orm::{EntityTrait as _, QueryOrder as _};
use serde::{Deserialize, Serialize};
use shared::JobId;
use testkit::World;

/// A job that does nothing: tests say how its runs end.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Letter {
    pub to: String,
}

impl Job for Letter {
    const KIND: &'static str = "letters.send";
    const QUEUE: &'static str = "letters";
    const MAX_ATTEMPTS: i32 = 3;

    async fn run(&self, _: &JobContext) -> Result<(), JobError> {
        Ok(())
    }
}

/// The same in another queue.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Parcel {
    pub weight: u32,
}

impl Job for Parcel {
    const KIND: &'static str = "parcels.send";
    const QUEUE: &'static str = "parcels";

    async fn run(&self, _: &JobContext) -> Result<(), JobError> {
        Ok(())
    }
}

pub fn letter(to: &str) -> Letter {
    Letter { to: to.to_owned() }
}

/// Enqueues in a transaction of its own.
pub async fn enqueue<J: Job + Clone>(cx: &Context, cause: &Cause, job: &J, options: Options) -> JobId {
    let (context, cause, job) = (cx.clone(), cause.clone(), job.clone());
    cx.write(move |tx| Box::pin(async move { jobs::enqueue(&context, tx, &cause, &job, &options).await }))
        .await
        .unwrap()
}

/// A letter of the actor's organization with no options.
pub async fn send(world: &World, actor: &Actor, to: &str) -> JobId {
    enqueue(&world.cx, &Cause::of(actor), &letter(to), Options::default()).await
}

pub async fn claim(world: &World, limit: u32) -> Vec<Claimed> {
    jobs::claim(&world.cx, &Want::up_to("tester", limit)).await.unwrap()
}

/// The one job that can be claimed.
pub async fn claim_one(world: &World) -> Claimed {
    let mut claimed = claim(world, 10).await;
    assert_eq!(claimed.len(), 1);
    claimed.remove(0)
}

/// Whether the acknowledgement counted.
pub async fn ends(world: &World, job: &Claimed, outcome: Outcome) -> bool {
    let ack = Ack { lease: job.lease.clone(), outcome, ended_at: world.cx.now() };
    jobs::acknowledge(&world.cx, vec![ack]).await.unwrap().contains(&job.lease.id)
}

pub fn retry(at: DateTime<Utc>, error: &str) -> Outcome {
    Outcome::Retry { error: error.to_owned(), at }
}

pub async fn row(world: &World, job: JobId) -> job_rows::Model {
    job_rows::Entity::find_by_id(job.uuid())
        .one(world.cx.db().read())
        .await
        .unwrap()
        .expect("the job is there")
}

pub async fn state(world: &World, job: JobId) -> String {
    row(world, job).await.state
}

pub async fn rows(world: &World) -> Vec<job_rows::Model> {
    job_rows::Entity::find().order_by_asc(job_rows::Column::Id).all(world.cx.db().read()).await.unwrap()
}

/// Outcome and error of the runs that did not end well, oldest first.
pub async fn attempts(world: &World) -> Vec<(i32, String, Option<String>)> {
    let rows = job_attempts::Entity::find().order_by_asc(job_attempts::Column::Id);
    let rows = rows.all(world.cx.db().read()).await.unwrap();
    rows.into_iter().map(|row| (row.attempt, row.outcome, row.error)).collect()
}

pub fn ids(claimed: &[Claimed]) -> Vec<JobId> {
    claimed.iter().map(|job| job.lease.id).collect()
}
