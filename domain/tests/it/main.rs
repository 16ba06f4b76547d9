//! Everything the domain promises, tried on both databases: one binary, a module a noun.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a panic is how a test fails"
)]

mod activity;
mod capture;
mod database;
mod duplicates;
mod duty;
mod events;
mod form_builder;
mod form_results;
mod forms;
mod home;
mod identity;
mod imports;
mod intake;
mod jobs;
mod leads;
mod presence;
mod rows;
mod sources;
mod webhooks;
mod work;
mod work_off;
