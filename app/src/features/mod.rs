//! The areas of the app, one folder a noun: server functions in `rpc.rs`, one screen or part a file, a lazy route each.

pub mod activity;
pub mod deletion;
pub mod duplicates;
pub mod duty;
pub mod fields;
pub mod forms;
#[cfg(debug_assertions)]
pub mod gallery;
pub mod home;
pub mod imports;
pub mod jobs;
pub mod leads;
pub mod members;
pub mod messages;
pub mod notifications;
pub mod review;
pub mod sessions;
pub mod sources;
pub mod tasks;
pub mod team;
pub mod webhooks;
