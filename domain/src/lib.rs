//! Every rule of the business: functions from `(&Context, &Actor, input)` to a result, one folder a noun.
//!
//! Doors (server functions, REST, webhooks, jobs) parse and translate; they decide nothing. Inside a function the
//! order is always: authorise, apply the rule, one transaction for state and event. The outside world comes in
//! through [`ports`].

pub mod activity;
pub mod actor;
mod bulk;
pub mod contacts;
pub mod context;
mod days;
pub mod db;
pub mod duplicates;
pub mod duty;
pub mod error;
pub mod events;
pub mod fields;
pub mod forms;
pub mod home;
pub mod imports;
pub mod intake;
pub mod invitations;
pub mod jobs;
pub mod leads;
pub mod members;
pub mod merges;
pub mod messages;
pub mod notifications;
pub mod organizations;
pub mod passwords;
pub mod ports;
pub mod presence;
pub mod properties;
pub mod review;
pub mod secrets;
pub mod seed;
pub mod sessions;
pub mod sources;
pub mod tags;
pub mod tasks;
mod users;
pub mod webhooks;

pub use actor::{Actor, Peer};
pub use context::{Context, Settings};
pub use db::Db;
pub use error::{Error, Result};
