//! Points in time as people read them. The present comes in as a signal; nothing here asks a clock.
mod calendar;
mod relative;

pub use calendar::{clock_text, day_text, exact_text, iso_text};
pub use relative::{DeadlineBadge, RelativeTime, TimeMode, relative_text};
