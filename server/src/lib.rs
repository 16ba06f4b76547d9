//! The composition root: configuration, wiring, transport. Decides nothing about the business.

pub mod app;
pub mod assets;
pub mod cli;
pub mod config;
pub mod contracts;
pub mod files;
pub mod forms;
pub mod health;
pub mod inspector;
pub mod live;
pub mod metrics;
pub mod middleware;
pub mod problem;
pub mod sources;
pub mod state;
pub mod telemetry;
pub mod wiring;
pub mod worker;
