//! What people did: the feed of an organization or of one member, and the figures of a team.
//!
//! Both are readers: the feed of the event log, the figures of leads, activities and the log. Who may see a lead may see
//! what was done on it and by whom, so the figures add up nothing that its readers could not count themselves; of events
//! that are about other things a feed tells whoever may see those (`shared::activity::FEED`).

mod came;
mod feed;
mod figures;
mod period;
mod team;

pub use feed::feed;
pub use team::{member, team};
