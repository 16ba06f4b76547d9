//! Empire's vocabulary: the types and rules that browser and server hold in common.
//!
//! Nothing here does I/O or reads a clock; everything compiles for wasm32. What a rule means for the
//! database is `domain`'s business, how it looks is `app`'s.

pub mod activity;
pub mod address;
pub mod attribution;
pub mod contacts;
pub mod duplicates;
pub mod duty;
pub mod email;
pub mod errors;
pub mod events;
pub mod fields;
pub mod filter;
pub mod forms;
pub mod home;
pub mod ids;
pub mod imports;
pub mod jobs;
pub mod leads;
pub mod members;
pub mod mentions;
pub mod merges;
pub mod messages;
pub mod money;
pub mod notifications;
pub mod origin;
pub mod paging;
pub mod parcel;
pub mod phone;
pub mod presence;
pub mod properties;
pub mod review;
pub mod roles;
pub mod search;
pub mod sessions;
pub mod sources;
pub mod tags;
pub mod tasks;
pub mod text;
pub mod timeline;
mod values;
pub mod webhooks;
mod words;

pub use errors::{FieldError, FieldErrors};
pub use ids::*;
pub use money::{Currency, Money};
