//! The event log under writers and readers at once, and what the schema itself refuses.

mod readers;
mod schema;
mod storm;
