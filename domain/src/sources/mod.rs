//! Sources: ways in for programs of others, each with its own address and secret.
//!
//! What comes is stored as it came, then mapped by a job to answers of the form behind the source, and taken in like any
//! submission: `intake` knows no difference. A payload becomes at most one lead, however often it comes or is replayed;
//! what is refused stays for 30 days, with the reason. docs/sources.md tells senders how to send.

mod change;
mod create;
mod door;
mod figures;
mod map;
mod mappings;
mod preview;
mod read;
mod receive;
mod record;
mod refuse;
mod replay;
mod rows;
mod secrets;
mod tidy;
mod verify;

pub use change::{delete, disable, enable, update};
pub use create::create;
pub use door::{Door, door};
pub use map::Map;
pub use mappings::{restore, save_mapping, versions};
pub use preview::{preview, try_mapping};
pub use read::{get, list, payload, payloads};
pub use receive::{Arrived, Received, receive};
pub use replay::{replay, replay_edited, replay_refused};
pub use secrets::{retire, rotate, show_secret};
pub use tidy::Tidy;

pub(crate) use map::map;
