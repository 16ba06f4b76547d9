//! Leads: the list, the page of one lead, and what they share. Rules live in `domain::leads`.

pub mod address;
pub mod answered;
pub mod browser;
pub mod changes;
pub mod condition_form;
mod crumbs;
mod deeds;
mod lead;
mod list;
mod merge;
pub mod named;
pub mod owner_menu;
pub mod rpc;
#[cfg(test)]
pub(crate) mod samples;
pub mod sentence;
mod status;
pub mod status_menu;
mod status_question;
pub mod timeline_words;
pub mod times;
pub mod views;
pub mod without_script;

pub use address::tagged_href;
pub use lead::LeadRoute;
pub use list::LeadsRoute;

pub(crate) use crumbs::Crumbs;
