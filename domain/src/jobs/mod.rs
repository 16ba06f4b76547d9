//! The job queue, on the business database: enqueued in the caller's transaction, run at least once, by whichever
//! process has room.
//!
//! A claim leases a job under a token; only who holds the token may say how the run ended, so nothing completes
//! twice. A lease that is not renewed runs out, and the job is given to somebody else. What kinds of job there are
//! is the business of the modules that have work to do later; ARCHITECTURE.md tells the whole way of a job.

mod acknowledge;
mod change;
mod claim;
mod cron;
mod enqueue;
mod hint;
mod job;
mod lease;
mod limits;
pub mod measure;
mod overview;
mod pauses;
mod places;
mod prune;
mod read;
mod registry;
mod rows;
pub mod schedules;
mod totals;
mod whose;
mod worker;

pub use acknowledge::{Ack, Outcome, acknowledge};
pub use change::{cancel, replay, retry};
pub use claim::{Claimed, Lane, Lease, Want, claim};
pub use enqueue::{Options, enqueue, enqueue_all, enqueue_each};
pub use hint::Hint;
pub use job::{Cause, DEFAULT_QUEUE, Job, JobContext, JobError, Unique};
pub use lease::{LEASE, POISON, heartbeat, promote, rescue, stopping};
pub use limits::{Limits, configure};
pub use overview::overview;
pub use pauses::{pause, resume};
pub use prune::{prune, prune_dead};
pub use read::{get, list};
pub use registry::{Registry, Unreadable};
pub use totals::{Total, totals};
pub use worker::{Worker, WorkerOptions};

pub(crate) use hint::Enqueued;
