//! What workers tell the metrics: how many runs ended how, how long they took, how long jobs waited to be picked up.
//!
//! Labels come from a bounded set: a kind that this program does not know is `unknown`, and of a queue only its
//! [`family`] is told. Without a recorder, which the program installs, all of this costs next to nothing.

use super::acknowledge::Outcome;
use super::claim::Claimed;
use chrono::{DateTime, TimeDelta, Utc};

/// Runs that ended, by `queue`, `kind` and `outcome`.
pub const RUNS: &str = "empire_job_runs_total";
/// Seconds from claim to end, by `queue` and `kind`.
pub const RUN_SECONDS: &str = "empire_job_run_seconds";
/// Seconds from when a job could run to its claim, by `queue`.
pub const PICKUP_SECONDS: &str = "empire_job_pickup_seconds";
/// Runs that were lost because their worker went away.
pub const CRASHES: &str = "empire_job_crashes_total";

/// What stands before the first dot, colon or slash of a queue's name: what comes after it tells queues apart of which
/// there may be any number.
pub fn family(queue: &str) -> &str {
    queue.split(['.', ':', '/']).next().unwrap_or(queue)
}

/// A run of a job came to its end.
pub(super) fn ran(job: &Claimed, known: bool, outcome: &Outcome, ended_at: DateTime<Utc>) {
    let queue = family(&job.queue).to_owned();
    let kind = if known { job.kind.clone() } else { "unknown".to_owned() };
    let ended = match outcome {
        Outcome::Done => "done",
        Outcome::Retry { .. } => "retried",
        Outcome::Dead { .. } => "failed",
        Outcome::Snooze { .. } => "snoozed",
        Outcome::Cancelled => "cancelled",
        Outcome::GivenBack => "given_back",
    };
    let started_at = job.lease.started_at;
    metrics::counter!(RUNS, "queue" => queue.clone(), "kind" => kind.clone(), "outcome" => ended)
        .increment(1);
    metrics::histogram!(PICKUP_SECONDS, "queue" => queue.clone()).record(seconds(started_at - job.run_at));
    metrics::histogram!(RUN_SECONDS, "queue" => queue, "kind" => kind).record(seconds(ended_at - started_at));
}

/// So many runs were lost.
pub(super) fn crashed(runs: usize) {
    metrics::counter!(CRASHES).increment(u64::try_from(runs).unwrap_or(u64::MAX));
}

fn seconds(span: TimeDelta) -> f64 {
    span.to_std().unwrap_or_default().as_secs_f64()
}

#[cfg(test)]
mod tests {
    use super::family;

    #[test]
    fn queues_of_one_family_share_a_label() {
        let families = ["default", "webhooks.whe_01", "webhooks:x", "mail/eu", ""].map(family);
        assert_eq!(families, ["default", "webhooks", "webhooks", "mail", ""]);
    }
}
