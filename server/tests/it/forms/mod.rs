//! The public form over HTTP: as plain pages, as fragments, as JSON; and everything that is turned away.

mod bad_input;
pub(crate) mod desk;
mod gates;
mod json;
mod pages;
