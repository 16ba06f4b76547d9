//! What is sent: the envelope of Standard Webhooks around what the log holds. Nothing is added that is not in the log.

use crate::error::Result;
use crate::events::NewEvent;
use chrono::{DateTime, SecondsFormat, Utc};
use serde::Serialize;
use serde_json::{Map, Value, json};
use uuid::Uuid;

/// What every `data` holds beside the fields of its type; no field of an event has one of these names.
pub(super) const COMMON: [&str; 4] = ["organization", "subject", "actor", "request"];

#[derive(Serialize)]
struct Envelope<'a> {
    #[serde(rename = "type")]
    kind: &'a str,
    timestamp: String,
    data: Map<String, Value>,
}

/// The header `webhook-id`: the same in every attempt and replay.
pub(super) fn message_id(event: Uuid) -> String {
    format!("msg_{}", event.simple())
}

/// The body for an event.
pub(super) fn body(event: &NewEvent) -> Result<String> {
    let mut stored = serde_json::to_value(&event.kind)?;
    let mut data = match stored.get_mut("data").map(Value::take) {
        Some(Value::Object(fields)) => fields,
        _ => Map::new(),
    };
    let (kind, _) = event.subject.stored();
    let common = [
        json!(event.actor.org()),
        json!({ "type": kind, "id": event.subject.text() }),
        json!(event.actor.kind_word()),
        json!(event.actor.request()),
    ];
    data.extend(COMMON.into_iter().map(str::to_owned).zip(common));
    text(event.kind.name(), event.at, data)
}

/// Any body.
pub(super) fn text(kind: &str, at: DateTime<Utc>, data: Map<String, Value>) -> Result<String> {
    let timestamp = at.to_rfc3339_opts(SecondsFormat::Micros, true);
    Ok(serde_json::to_string(&Envelope { kind, timestamp, data })?)
}
