//! A feed: events of many leads and things, newest first, each with what it is about.

use crate::ids::{FormId, LeadId};
use crate::leads::OwnerRef;
use crate::timeline::TimelineEntry;
use serde::{Deserialize, Serialize};

/// What an entry is about, as far as it is more than the entry itself says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "kind")]
pub enum About {
    /// A lead as it is called now.
    Lead { id: LeadId, name: String },
    /// A lead that is no longer here.
    GoneLead,
    /// A form as it is called now.
    Form { id: FormId, title: String },
}

/// One entry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FeedEntry {
    /// As a timeline shows it; without the answers of submissions, which stand on the lead.
    pub entry: TimelineEntry,
    pub about: Option<About>,
}

/// A slice of a feed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct FeedPage {
    pub entries: Vec<FeedEntry>,
    /// Opaque position of the older entries; `None` at the beginning of time.
    pub older: Option<String>,
    /// Everybody there ever was in the organization, by name, to narrow a feed to one of them.
    pub people: Vec<OwnerRef>,
}

/// What is asked of a feed, as it stands in the address. Empty texts ask for everything.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct FeedQuery {
    /// The member whose acts are told.
    pub member: String,
    /// The word of a [`super::FeedGroup`].
    pub group: String,
    /// [`FeedPage::older`] of the page before.
    pub older: String,
}
