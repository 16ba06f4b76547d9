//! What the domain needs from outside the process. Implementations live in `integrations`, fakes in `testkit`.

use chrono::{DateTime, Utc};
use uuid::Uuid;

/// The time, in whole microseconds: the precision both databases keep.
pub trait Clock: Send + Sync {
    /// Now, UTC.
    fn now(&self) -> DateTime<Utc>;
}

/// New identifiers, UUIDv7: they sort by the time they were made.
pub trait Ids: Send + Sync {
    /// An identifier nobody has seen before.
    fn next(&self) -> Uuid;
}

/// Unpredictable bytes, for tokens and salts.
pub trait Entropy: Send + Sync {
    /// Fills the buffer.
    fn fill(&self, buffer: &mut [u8]);
}
