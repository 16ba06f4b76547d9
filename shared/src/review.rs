//! The review queue: submissions that looked suspicious and wait for a person's decision.

use crate::ids::SubmissionId;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// Why a submission was held back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum HoldReason {
    /// A field that people do not see was filled.
    Honeypot,
    /// Sent faster than a person can type.
    TooFast,
    /// The page's time stamp was missing or altered.
    NoTimestamp,
    /// More submissions from one address than people send.
    RateLimited,
    /// The message is full of links.
    Links,
}

impl HoldReason {
    /// The stored word.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Honeypot => "honeypot",
            Self::TooFast => "too_fast",
            Self::NoTimestamp => "no_timestamp",
            Self::RateLimited => "rate_limited",
            Self::Links => "links",
        }
    }

    /// The reason of a stored word.
    pub fn from_word(word: &str) -> Option<Self> {
        [Self::Honeypot, Self::TooFast, Self::NoTimestamp, Self::RateLimited, Self::Links]
            .into_iter()
            .find(|reason| reason.as_str() == word)
    }

    /// The reason in words.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Honeypot => "Filled a field that people do not see",
            Self::TooFast => "Sent faster than a person can type",
            Self::NoTimestamp => "Sent without opening the form",
            Self::RateLimited => "Many submissions from one address",
            Self::Links => "Full of links",
        }
    }
}

/// A submission that waits.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HeldSubmission {
    pub id: SubmissionId,
    pub at: DateTime<Utc>,
    pub form_title: String,
    pub reasons: Vec<HoldReason>,
    pub ip: Option<String>,
    /// Question and answer, in the order of the form.
    pub answers: Vec<(String, String)>,
}
