//! The present and the organization's zone in one hand, for everything on these screens that shows a time.

use crate::state::{Zone, use_now, use_zone};
use chrono::{DateTime, Utc};
use leptos::prelude::*;

/// Cheap to copy.
#[derive(Debug, Clone, Copy)]
pub struct Times {
    /// Unix milliseconds.
    pub now: Signal<i64>,
    /// `None` is UTC.
    zone: Option<Zone>,
}

impl Times {
    /// Of the screen one is on.
    pub fn here() -> Self {
        Self { now: use_now(), zone: Some(use_zone()) }
    }

    /// A present that stands still, in UTC.
    #[cfg(test)]
    pub(crate) fn fixed(now: DateTime<Utc>) -> Self {
        Self { now: Signal::stored(now.timestamp_millis()), zone: None }
    }

    /// Minutes east of UTC at a moment.
    pub fn offset(self, at: DateTime<Utc>) -> i32 {
        self.offset_at(at.timestamp_millis())
    }

    /// The same for a moment in Unix milliseconds.
    pub fn offset_at(self, at: i64) -> i32 {
        self.zone.map_or(0, |zone| zone.minutes_at(at))
    }
}
