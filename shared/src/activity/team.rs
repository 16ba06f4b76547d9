//! The figures of a team in a period. What each of them counts is said at its field; nothing else may be read into it.

use crate::ids::MemberId;
use crate::roles::Role;
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

/// What is counted, of one member or of everybody. Shares are never stored: both of their numbers are here.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Figures {
    /// Open leads that are theirs at this moment, whenever they came in.
    pub open: i64,
    /// Leads that were assigned to them in the period, by somebody, by a rule or by taking them; each once. In the sum of everybody a
    /// lead that two were given counts twice.
    pub given: i64,
    /// Calls they logged in the period.
    pub calls: i64,
    /// Those of them that reached the seller.
    pub reached: i64,
    /// Notes they wrote in the period.
    pub notes: i64,
    /// Tasks about leads that they completed in the period and that are still so. Those about no lead are not everybody's to
    /// see.
    pub tasks: i64,
    /// Those of them that were meetings.
    pub meetings: i64,
    /// Leads that came in in the period and got their first answer from them: a call, or the step out of "New".
    pub answered: i64,
    /// Median seconds from coming in to that answer.
    pub median_seconds: Option<i64>,
    /// Nine of ten were answered within so many seconds.
    pub most_seconds: Option<i64>,
    /// Leads that came in in the period and whose answer counts: those they answered, and those of theirs that still wait
    /// although the deadline has passed. One whose deadline was said to be missed counts for whoever owned it at that
    /// moment and for nobody else: not for whom it was handed on to, nor for whoever answered it after all.
    pub due: i64,
    /// Those of them answered by the deadline.
    pub in_time: i64,
    /// Leads that came in in the period and are theirs. A lead without an owner counts for whoever had it last, if that
    /// member has left.
    pub came: i64,
    /// Those of them that were ever contacted, nurturing, qualified or converted.
    pub contacted: i64,
    /// Those of them that were ever qualified or converted.
    pub qualified: i64,
    /// Those of them that were ever converted.
    pub converted: i64,
}

impl Figures {
    /// Whether there is nothing to tell.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// One member.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MemberFigures {
    pub id: MemberId,
    pub name: String,
    pub role: Role,
    /// No longer a member.
    pub left: bool,
    pub figures: Figures,
}

/// A team in a period.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TeamFigures {
    /// From this moment on …
    pub from: DateTime<Utc>,
    /// … up to but without this one.
    pub to: DateTime<Utc>,
    /// The days by the clocks of the organization.
    pub first_day: NaiveDate,
    pub last_day: NaiveDate,
    /// Those who can own leads, and whoever has a figure, by name.
    pub members: Vec<MemberFigures>,
    /// The whole organization, also what nobody of the members did.
    pub all: Figures,
}

/// One member of a team, beside everybody.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MemberTeam {
    pub first_day: NaiveDate,
    pub last_day: NaiveDate,
    pub member: MemberFigures,
    pub all: Figures,
}
