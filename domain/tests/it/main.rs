//! Everything the domain promises, tried on both databases: one binary, a module a noun.

mod events;
mod home;
mod identity;
mod intake;
mod leads;
mod rows;
