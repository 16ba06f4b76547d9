//! Home: what needs me now, and the month in figures.

use crate::leads::LeadSummary;
use crate::paging::Count;
use serde::{Deserialize, Serialize};

/// The first screen after signing in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Home {
    /// Open leads without an answer whose deadline has passed, the latest first.
    pub overdue: Vec<LeadSummary>,
    /// How many there are in all.
    pub overdue_count: Count,
    /// Open leads without an answer whose deadline is still ahead, the soonest first.
    pub next: Vec<LeadSummary>,
    pub next_count: Count,
    /// Open leads of the one who asks that saw no activity for seven days, the stalest first.
    pub quiet: Vec<LeadSummary>,
    /// Suspicious submissions that wait for a decision; `None` for roles that may not decide.
    pub review_count: Option<u64>,
    pub figures: Vec<Figure>,
}

/// One figure of the month so far, against the same days of the month before.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Figure {
    pub kind: FigureKind,
    pub value: i64,
    pub before: i64,
    /// One value a day of this month so far.
    pub days: Vec<i64>,
}

/// What is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FigureKind {
    /// Leads created.
    NewLeads,
    /// Median seconds from creation to the first answer.
    MedianResponse,
    /// Calls logged.
    Calls,
    /// Leads that became qualified.
    Qualified,
    /// Leads that became converted.
    Converted,
}

impl FigureKind {
    /// The words on the card.
    pub const fn label(self) -> &'static str {
        match self {
            Self::NewLeads => "New leads",
            Self::MedianResponse => "Median response",
            Self::Calls => "Calls",
            Self::Qualified => "Qualified",
            Self::Converted => "Converted",
        }
    }

    /// Whether more is better.
    pub const fn more_is_better(self) -> bool {
        !matches!(self, Self::MedianResponse)
    }
}
