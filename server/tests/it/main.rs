//! The program over HTTP, without sockets: one binary, a module an area.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::as_conversions,
    clippy::type_complexity,
    clippy::assigning_clones,
    reason = "a panic is how a test fails"
)]

mod doors;
mod duty_screen;
mod files;
mod form_builder;
mod forms;
mod frame;
mod harness;
mod live;
mod metrics;
mod sources;
mod team;
mod wasm_parity;
mod webhooks;
mod webhooks_screen;
