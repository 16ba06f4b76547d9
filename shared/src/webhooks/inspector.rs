//! The inspector: a receiver of the program's own to try endpoints against, and what it says of what came.

use super::Header;
use crate::ids::WebhookEndpointId;
use crate::words::words;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// Path of every inspector; its token follows.
pub const INSPECTOR_PATH: &str = "/hooks/inspect/";

/// Requests that are kept; older ones make room.
pub const INSPECTIONS: usize = 50;

words! {
    /// What an inspector answers.
    InspectorAnswer {
        Taken = "taken", "200, taken";
        Error = "error", "500, tried again after 5 seconds";
        Busy = "busy", "503, everything pauses for a minute";
        Gone = "gone", "410, switches the endpoint off";
        Slow = "slow", "Nothing within 15 seconds";
    }
}

impl InspectorAnswer {
    /// The status it answers with, sooner or later.
    pub const fn status(self) -> u16 {
        match self {
            Self::Taken | Self::Slow => 200,
            Self::Error => 500,
            Self::Busy => 503,
            Self::Gone => 410,
        }
    }
}

/// An inspector with what came, newest first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Inspector {
    /// What to enter as the address of an endpoint.
    pub url: String,
    pub answer: InspectorAnswer,
    /// Nothing is taken any more, and everything is forgotten, from then on.
    pub expires_at: DateTime<Utc>,
    pub requests: Vec<Inspection>,
}

/// One request as it came. Signatures and cookies are masked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Inspection {
    /// From 1, in the order of arrival.
    pub number: i64,
    pub received_at: DateTime<Utc>,
    pub headers: Vec<Header>,
    pub body: String,
    pub verdict: Verdict,
    pub answer: InspectorAnswer,
}

/// What a signature is worth, as a careful receiver would judge it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "is", rename_all = "snake_case")]
pub enum Verdict {
    /// A secret of one of the endpoints that point here made it.
    Good { endpoint: WebhookEndpointId, previous: bool },
    /// A header is missing or unreadable.
    Incomplete { header: String },
    /// Made too long ago, or ahead of time; seconds between the two clocks.
    Untimely { seconds: i64 },
    /// No endpoint that points here has a secret that made it.
    Foreign,
}
