//! One run of one job: reads the payload, does the work within its time, and says how that ended.

use crate::context::Context;
use crate::jobs::acknowledge::{Ack, Outcome};
use crate::jobs::claim::Claimed;
use crate::jobs::enqueue::after;
use crate::jobs::job::{JobContext, JobError};
use crate::jobs::measure;
use crate::jobs::registry::{Registry, Task, Unreadable};
use futures::FutureExt as _;
use std::any::Any;
use std::panic::AssertUnwindSafe;
use std::time::Duration;
use tokio_util::sync::CancellationToken;

/// A cancelled job may tidy up for so long.
const LAST_WORDS: Duration = Duration::from_secs(5);
/// When to ask again whether this program can read a newer payload.
const NEWER: Duration = Duration::from_mins(1);

/// Runs a job to its end. A panic is its error.
pub(super) async fn one(cx: &Context, registry: &Registry, job: Claimed, cancel: CancellationToken) -> Ack {
    let outcome = match registry.read(&job.kind, job.version, job.payload.clone()) {
        Ok(task) => {
            let context = JobContext {
                cx: cx.clone(),
                id: job.lease.id,
                cause: job.cause.clone(),
                attempt: job.lease.attempt,
                cancel: cancel.clone(),
            };
            match attempt(task.as_ref(), &context, &cancel).await {
                Some(result) => outcome(cx, &job, task.as_ref(), result),
                None => Outcome::Cancelled,
            }
        }
        Err(Unreadable::Newer(..)) => Outcome::Snooze { until: after(cx.now(), NEWER) },
        Err(unreadable) => Outcome::Dead { error: unreadable.to_string() },
    };
    match &outcome {
        Outcome::Dead { error } => tracing::error!(error, "a job failed for good"),
        Outcome::Retry { error, at } => tracing::warn!(error, %at, "a job failed and will be tried again"),
        _ => {}
    }
    let ended_at = cx.now();
    measure::ran(&job, registry.knows(&job.kind), &outcome, ended_at);
    Ack { lease: job.lease, outcome, ended_at }
}

/// `None` when it was cancelled and stopped, by itself or not.
async fn attempt(
    task: &dyn Task,
    context: &JobContext,
    cancel: &CancellationToken,
) -> Option<Result<(), JobError>> {
    let work = AssertUnwindSafe(task.run(context)).catch_unwind();
    let limit = task.time_out();
    let overdue = async {
        cancel.cancelled().await;
        tokio::time::sleep(LAST_WORDS).await;
    };
    let result = tokio::select! {
        result = tokio::time::timeout(limit, work) => match result {
            Ok(Ok(result)) => result,
            Ok(Err(panic)) => Err(JobError::Retry(format!("it panicked: {}", words(panic.as_ref())))),
            Err(_) => Err(JobError::Retry(format!("it took longer than {} s", limit.as_secs_f64()))),
        },
        () = overdue => return None,
    };
    // What it did before it heard of the cancellation is done all the same.
    if result.is_err() && cancel.is_cancelled() { None } else { Some(result) }
}

fn words(panic: &(dyn Any + Send)) -> &str {
    panic
        .downcast_ref::<&str>()
        .copied()
        .or_else(|| panic.downcast_ref::<String>().map(String::as_str))
        .unwrap_or("without words")
}

fn outcome(cx: &Context, job: &Claimed, task: &dyn Task, result: Result<(), JobError>) -> Outcome {
    let (error, wait) = match result {
        Ok(()) => return Outcome::Done,
        Err(JobError::Snooze(wait)) => return Outcome::Snooze { until: after(cx.now(), wait) },
        Err(JobError::Fail(error)) => return Outcome::Dead { error },
        Err(JobError::Retry(error)) => (error, jittered(task.backoff(job.lease.attempt), cx.random())),
        Err(JobError::RetryAfter(error, wait)) => (error, wait),
    };
    if job.lease.attempt >= job.max_attempts {
        return Outcome::Dead { error };
    }
    Outcome::Retry { error, at: after(cx.now(), wait) }
}

/// Up to a fifth longer, so that jobs that failed together do not come back together.
fn jittered(wait: Duration, random: [u8; 2]) -> Duration {
    let share = u32::from(u16::from_be_bytes(random));
    wait.saturating_add(wait / 5 * share / u32::from(u16::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn jitter_only_lengthens_and_is_bounded() {
        let wait = Duration::from_secs(100);
        assert_eq!(jittered(wait, [0, 0]), wait);
        assert_eq!(jittered(wait, [255, 255]), Duration::from_mins(2));
        assert_eq!(jittered(Duration::from_hours(1), [255, 255]), Duration::from_mins(72));
    }
}
