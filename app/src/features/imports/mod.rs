//! Files of leads: upload, columns, check, run, and taking it back. Rules live in `domain::imports`.

mod address;
mod check;
mod columns;
mod figures;
mod import;
mod list;
mod next;
mod overview;
mod problems;
mod result;
mod rpc;
mod state;
mod undo;
mod upload;
mod words;

pub use address::{IMPORTS, export_href};
pub use import::ImportRoute;
pub use overview::ImportsRoute;
pub use rpc::*;
