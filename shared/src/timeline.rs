//! The timeline of a lead: events with the words of the activities they record, newest first.

use crate::events::EventKind;
use crate::ids::EventId;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// Who did something.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "kind")]
pub enum TimelineActor {
    /// A member, by name.
    Member { name: String },
    /// The person who sent a form.
    Visitor,
    /// A program of somebody else, by the name of its source.
    Source { name: String },
    /// The program itself.
    Empire,
}

/// One entry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TimelineEntry {
    pub id: EventId,
    pub at: DateTime<Utc>,
    pub actor: TimelineActor,
    pub event: EventKind,
    /// What was written or said, when the event records an activity.
    pub body: Option<String>,
    /// Answers of a submission: question and answer, in the order of the form.
    pub answers: Vec<(String, String)>,
    /// Names of members that the event mentions, in the order they occur in it.
    pub names: Vec<String>,
}

/// A slice of the timeline.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TimelinePage {
    pub entries: Vec<TimelineEntry>,
    /// Opaque position of the older entries; `None` at the beginning of time.
    pub older: Option<String>,
}
