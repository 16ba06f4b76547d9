//! Webhooks to partners: every public event becomes a delivery to each endpoint that wants it, in the transaction of the
//! event, and a job sends it until somebody took it.
//!
//! A delivery belongs to one job at a time (`job_id`); a job that finds another one there does nothing, so a replay
//! overtakes a retry. A waiting delivery without a job is held until its endpoint is switched on: [`Release`] gives it
//! one. Signatures follow Standard Webhooks; docs/webhooks.md tells partners how to verify them.

mod answer;
mod contract;
mod deliver;
mod endpoints;
mod envelope;
mod fan_out;
pub(crate) mod mask;
mod read;
mod record;
mod release;
mod replay;
mod rows;
mod sample;
mod secrets;
mod state;
mod tidy;

pub use contract::contract;
pub use deliver::{Deliver, QUEUES};
pub use endpoints::{create, delete, update};
pub use read::{deliveries, delivery, get, list};
pub use release::Release;
pub use replay::{replay, replay_failed, replay_range, send_test};
pub use sample::sample;
pub use secrets::{retire, rotate};
pub use state::{disable, enable};
pub use tidy::Tidy;

pub(crate) use fan_out::fan_out;
pub(crate) use secrets::signatures;
