//! The vocabulary of the job queue: states of a job and the steps between them, the payloads, and
//! what admins are shown.
//!
//! How jobs are claimed, run and kept is `domain::jobs`.

mod overview;
pub mod payloads;
mod state;
mod views;

pub use overview::{JobOverview, KindOverview, LastHour, QueueOverview, QueuePause, SLOTS};
pub use payloads::check_payload;
pub use state::{AttemptOutcome, JobState};
pub use views::{JobAttempt, JobCause, JobDetail, JobPage, JobQuery, JobSummary};
