//! The composition root: configuration, wiring, transport. Decides nothing about the business.

// The types of whole pages are deep; the compiler has to look to their end.
#![recursion_limit = "1024"]

pub mod app;
pub mod assets;
pub mod cli;
pub mod config;
pub mod forms;
pub mod health;
pub mod live;
pub mod middleware;
pub mod problem;
pub mod state;
pub mod telemetry;
pub mod wiring;
