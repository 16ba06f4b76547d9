//! The vocabulary of the job queue: states of a job and the steps between them, and what admins are shown.
//!
//! How jobs are claimed, run and kept is `domain::jobs`.

mod state;
mod views;

pub use state::{AttemptOutcome, JobState};
pub use views::{
    JobAttempt, JobCause, JobDetail, JobPage, JobQuery, JobSummary, KindOverview, LastHour, QueueOverview,
};
