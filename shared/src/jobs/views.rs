//! Jobs as the screen of the queue lists and opens them.

use super::{AttemptOutcome, JobState};
use crate::ids::{EventId, JobId, RequestId};
use crate::paging::Slice;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// Which jobs a list should hold.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct JobQuery {
    pub state: Option<JobState>,
    pub queue: Option<String>,
    pub kind: Option<String>,
    /// [`Slice::next`] of the page before.
    pub after: Option<String>,
    /// Rows a page holds; at most [`crate::paging::MAX_LIMIT`].
    pub limit: Option<u16>,
}

/// Some jobs, newest first.
pub type JobPage = Slice<JobSummary>;

/// A job as a list shows it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct JobSummary {
    pub id: JobId,
    /// For example `webhooks.deliver`.
    pub kind: String,
    pub queue: String,
    /// Smaller goes first.
    pub priority: i16,
    pub state: JobState,
    /// When it may run, or might have run at the earliest.
    pub run_at: DateTime<Utc>,
    /// Runs begun that count.
    pub attempt: i32,
    pub max_attempts: i32,
    pub created_at: DateTime<Utc>,
    pub started_at: Option<DateTime<Utc>>,
    pub finished_at: Option<DateTime<Utc>>,
    pub last_error: Option<String>,
    /// Somebody wants a running job to stop.
    pub cancel_requested: bool,
    /// Of the program itself, not of the organization: it can be looked at and nothing else.
    pub of_program: bool,
}

/// A job with all that is known about it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct JobDetail {
    pub summary: JobSummary,
    /// Version of the payload's shape.
    pub version: i32,
    pub payload: serde_json::Value,
    pub cause: JobCause,
    /// Runs that were lost because their process ended.
    pub crashes: i32,
    /// Oldest first, with the running or the good one at the end.
    pub attempts: Vec<JobAttempt>,
}

/// Why a job was enqueued.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct JobCause {
    pub request: RequestId,
    pub event: Option<EventId>,
    /// Name of the schedule.
    pub schedule: Option<String>,
}

/// One run of a job.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct JobAttempt {
    pub attempt: i32,
    pub started_at: DateTime<Utc>,
    pub ended_at: Option<DateTime<Utc>>,
    pub outcome: AttemptOutcome,
    pub error: Option<String>,
    /// Name of the process that ran it.
    pub worker: String,
}
