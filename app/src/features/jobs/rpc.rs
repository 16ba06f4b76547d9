//! The doors between the screen of the queue and `domain::jobs`. Inputs come in raw and are parsed behind the door.

use super::address::Narrow;
use crate::rpc::AppError;
use leptos::prelude::*;
use shared::JobId;
use shared::jobs::{JobDetail, JobOverview, JobPage};

/// The queues at a glance.
#[server(endpoint = "jobs/overview")]
pub async fn get_overview() -> Result<JobOverview, AppError> {
    domain::jobs::overview(&crate::ssr::context(), &crate::ssr::actor()?).await.map_err(crate::ssr::fail)
}

/// One page of the list, as narrow as the address says.
#[server(endpoint = "jobs/list")]
pub async fn list_jobs(
    #[server(default)] narrow: Narrow,
    after: Option<String>,
    limit: Option<u16>,
) -> Result<JobPage, AppError> {
    let (actor, query) = (crate::ssr::actor()?, narrow.query(after, limit));
    domain::jobs::list(&crate::ssr::context(), &actor, &query).await.map_err(crate::ssr::fail)
}

/// A job with its runs and its payload. An id that cannot be one is a job that is not there.
#[server(endpoint = "jobs/get")]
pub async fn get_job(id: String) -> Result<JobDetail, AppError> {
    let (actor, id) = (crate::ssr::actor()?, id.parse().map_err(|_| door::not_a_job())?);
    domain::jobs::get(&crate::ssr::context(), &actor, id).await.map_err(crate::ssr::fail)
}

/// Runs a job again, or now instead of later.
#[server(endpoint = "jobs/retry")]
pub async fn retry_job(id: JobId) -> Result<(), AppError> {
    domain::jobs::retry(&crate::ssr::context(), &crate::ssr::actor()?, id).await.map_err(crate::ssr::fail)
}

/// Stops a job.
#[server(endpoint = "jobs/cancel")]
pub async fn cancel_job(id: JobId) -> Result<(), AppError> {
    let cx = crate::ssr::context();
    domain::jobs::cancel(&cx, &crate::ssr::actor()?, id).await.map(drop).map_err(crate::ssr::fail)
}

/// Runs a job again with an edited payload, which is JSON as it was typed.
#[server(endpoint = "jobs/replay")]
pub async fn replay_job(id: JobId, #[server(default)] payload: String) -> Result<(), AppError> {
    let (cx, registry) = (crate::ssr::context(), crate::ssr::registry());
    domain::jobs::replay(&cx, &crate::ssr::actor()?, &registry, id, &payload).await.map_err(crate::ssr::fail)
}

/// Stops the organization's jobs of a queue.
#[server(endpoint = "jobs/pause")]
pub async fn pause_queue(queue: String) -> Result<(), AppError> {
    domain::jobs::pause(&crate::ssr::context(), &crate::ssr::actor()?, &queue).await.map_err(crate::ssr::fail)
}

/// Lets them run again.
#[server(endpoint = "jobs/resume")]
pub async fn resume_queue(queue: String) -> Result<(), AppError> {
    domain::jobs::resume(&crate::ssr::context(), &crate::ssr::actor()?, &queue)
        .await
        .map_err(crate::ssr::fail)
}

#[cfg(feature = "ssr")]
mod door {
    use crate::rpc::AppError;
    use domain::Error;

    pub(super) fn not_a_job() -> AppError {
        crate::ssr::fail(Error::NotFound("the job"))
    }
}
