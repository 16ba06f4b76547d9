//! What people did, told and counted: the feed of an organization or a member, and the figures of a team.
//!
//! Which events a feed may tell whom is [`kinds`]' business, which days are counted is [`period`]'s.

mod feed;
mod kinds;
mod period;
mod team;

pub use feed::{About, FeedEntry, FeedPage, FeedQuery};
pub use kinds::{FEED, FeedGroup, FeedKind, UNTOLD, feed_groups, feed_kinds};
pub use period::{MAX_DAYS, Period, PeriodInput, PeriodWord};
pub use team::{Figures, MemberFigures, MemberTeam, TeamFigures};
