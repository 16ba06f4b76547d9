//! Server functions of the review queue.

use crate::rpc::AppError;
use leptos::prelude::*;
use shared::review::HeldSubmission;
use shared::{LeadId, SubmissionId};

/// The submissions that wait, the oldest first.
#[server(endpoint = "review/list")]
pub async fn list_held() -> Result<Vec<HeldSubmission>, AppError> {
    let cx = crate::ssr::context();
    domain::review::list(&cx, &crate::ssr::actor()?).await.map_err(crate::ssr::fail)
}

/// How many submissions wait.
#[server(endpoint = "review/count")]
pub async fn count_held() -> Result<u64, AppError> {
    let cx = crate::ssr::context();
    let held = domain::review::list(&cx, &crate::ssr::actor()?).await.map_err(crate::ssr::fail)?;
    Ok(u64::try_from(held.len()).unwrap_or(u64::MAX))
}

/// Makes a lead of it.
#[server(endpoint = "review/accept")]
pub async fn accept_submission(submission: SubmissionId) -> Result<LeadId, AppError> {
    let cx = crate::ssr::context();
    domain::review::accept(&cx, &crate::ssr::actor()?, submission).await.map_err(crate::ssr::fail)
}

/// Puts it away for good.
#[server(endpoint = "review/reject")]
pub async fn reject_submission(submission: SubmissionId) -> Result<(), AppError> {
    let cx = crate::ssr::context();
    domain::review::reject(&cx, &crate::ssr::actor()?, submission).await.map_err(crate::ssr::fail)
}
