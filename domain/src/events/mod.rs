//! The event log: append in the transaction of the change, read with a position that never skips.
//!
//! Timeline, live updates and everything later (workflows, features) are readers of it. Webhooks are made in the same
//! transaction: `webhooks::fan_out`.

mod append;
mod live;
mod reader;
mod stored;

pub use append::{NewEvent, Subject, append, append_all};

pub(crate) use append::append_each;
pub use live::{Bell, Live, tail};
pub use reader::{Batch, Position, Reader, latest_position, read_after};
pub use stored::StoredEvent;
