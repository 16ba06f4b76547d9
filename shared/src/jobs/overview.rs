//! The queues at a glance: what waits, runs and failed, and how the last hour went.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// Parts of the last hour that are counted apart.
pub const SLOTS: usize = 12;

/// All queues a member sees.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct JobOverview {
    /// When it was counted.
    pub at: DateTime<Utc>,
    /// By name. A paused queue is here even without jobs.
    pub queues: Vec<QueueOverview>,
    /// How many seconds back the figures of [`LastHour`] reach: an hour, or less when more finished than is counted.
    pub counted_seconds: i64,
}

/// A queue at a glance.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct QueueOverview {
    pub queue: String,
    /// By this organization, for its own jobs.
    pub paused: Option<QueuePause>,
    /// By the operator, for all organizations.
    pub stopped: bool,
    pub kinds: Vec<KindOverview>,
}

/// Who stopped a queue, and since when.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct QueuePause {
    pub at: DateTime<Utc>,
    pub by: Option<String>,
}

/// The jobs of one kind in one queue.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct KindOverview {
    pub kind: String,
    /// All of them are of the program itself, so a pause of the organization does not concern them.
    pub of_program: bool,
    pub available: i64,
    pub scheduled: i64,
    pub executing: i64,
    pub retryable: i64,
    pub dead: i64,
    /// Since when the job that waits longest could have run.
    pub oldest_waiting: Option<DateTime<Utc>>,
    pub last_hour: LastHour,
}

/// What finished in the last hour.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct LastHour {
    pub done: i64,
    /// Failed for good.
    pub failed: i64,
    /// Runs that failed or were lost, whatever became of their jobs.
    pub bad_runs: i64,
    /// From when a job could run to its start, in milliseconds: half of the jobs waited no longer.
    pub wait_p50_ms: Option<i64>,
    /// The same for 99 of 100 jobs.
    pub wait_p99_ms: Option<i64>,
    /// From start to end of the run that did the work, in milliseconds: half took no longer.
    pub run_p50_ms: Option<i64>,
    /// The same for 99 of 100 jobs.
    pub run_p99_ms: Option<i64>,
    /// What was done in each of [`SLOTS`] equal parts of the hour, oldest first.
    pub done_in_slots: Vec<i64>,
}
