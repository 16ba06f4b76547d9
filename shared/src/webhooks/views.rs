//! What the screen of webhooks shows.

use super::{DeliveryState, DisabledReason, EndpointState};
use crate::ids::{EventId, WebhookDeliveryId, WebhookEndpointId};
use crate::paging::Slice;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// Where events go, and how that goes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WebhookEndpoint {
    pub id: WebhookEndpointId,
    pub url: String,
    pub description: Option<String>,
    /// Names of event types; none means all.
    pub event_types: Vec<String>,
    pub state: EndpointState,
    pub disabled_reason: Option<DisabledReason>,
    pub disabled_at: Option<DateTime<Utc>>,
    /// Signs now.
    pub secret: SecretView,
    /// Signs as well until `until`.
    pub previous_secret: Option<SecretView>,
    /// The first failure since the last success.
    pub failing_since: Option<DateTime<Utc>>,
    /// The receiver asked for a pause until then.
    pub slow_until: Option<DateTime<Utc>>,
    /// Deliveries that wait for an attempt, or for the endpoint to be switched on.
    pub waiting: u64,
    pub week: Week,
    pub created_at: DateTime<Utc>,
    pub version: i64,
}

/// A secret as it may be shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SecretView {
    /// Its last four characters.
    pub ending: String,
    pub since: Option<DateTime<Utc>>,
    pub until: Option<DateTime<Utc>>,
}

/// Deliveries of the last seven days that came to an end, tests left out.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Week {
    pub delivered: u64,
    pub failed: u64,
}

/// An endpoint that was just made, with the secret nobody can read again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CreatedEndpoint {
    pub id: WebhookEndpointId,
    /// `whsec_` and 32 bytes in base 64.
    pub secret: String,
}

/// A secret that was just made, shown once.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RotatedSecret {
    /// `whsec_` and 32 bytes in base 64.
    pub secret: String,
    /// Until then deliveries carry the signature of the previous secret as well.
    pub previous_until: DateTime<Utc>,
}

/// Which deliveries a list should hold.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct DeliveryQuery {
    pub state: Option<DeliveryState>,
    /// For example `lead.created`.
    pub event_type: Option<String>,
    /// [`Slice::next`] of the page before.
    pub after: Option<String>,
    /// Rows a page holds; at most [`crate::paging::MAX_LIMIT`].
    pub limit: Option<u16>,
}

/// Which finished deliveries to send again, by when their event happened: from the beginning of a time, to its end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReplayRange {
    pub from: DateTime<Utc>,
    /// Not included.
    pub to: DateTime<Utc>,
}

/// Some deliveries, newest first.
pub type DeliveryPage = Slice<DeliverySummary>;

/// A delivery as a list shows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeliverySummary {
    pub id: WebhookDeliveryId,
    pub endpoint: WebhookEndpointId,
    /// The event in the log; none for a test.
    pub event: Option<EventId>,
    /// The header `webhook-id`: the same in every attempt and replay.
    pub message: String,
    pub event_type: String,
    pub test: bool,
    pub state: DeliveryState,
    /// Attempts made so far.
    pub attempts: i32,
    /// When it is tried next; none while it waits for its endpoint to be switched on.
    pub next_attempt_at: Option<DateTime<Utc>>,
    pub created_at: DateTime<Utc>,
    pub finished_at: Option<DateTime<Utc>>,
    /// The newest attempt.
    pub last: Option<AttemptSummary>,
}

/// How an attempt ended, in short.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AttemptSummary {
    pub started_at: DateTime<Utc>,
    /// Milliseconds.
    pub duration_ms: i64,
    /// None when nobody answered; `error` says why.
    pub status: Option<i16>,
    pub error: Option<String>,
}

/// A delivery with its attempts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeliveryDetail {
    pub summary: DeliverySummary,
    /// Exactly what is signed and sent.
    pub body: String,
    /// Newest first.
    pub attempts: Vec<DeliveryAttempt>,
}

/// One attempt. Signatures and cookies are masked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeliveryAttempt {
    /// From 1, over replays as well.
    pub number: i32,
    pub outcome: AttemptSummary,
    pub request_headers: Vec<Header>,
    pub response_headers: Vec<Header>,
    /// The beginning of the answer.
    pub response_body: String,
}

/// A header as it was sent or received.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Header {
    pub name: String,
    pub value: String,
}
