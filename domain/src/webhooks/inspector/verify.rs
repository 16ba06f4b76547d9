//! What a signature is worth, judged as a receiver should: from the bytes as they came, by the clock, in constant time.

use crate::webhooks::secrets;
use chrono::{DateTime, TimeDelta, Utc};
use entity::webhook_endpoints;
use shared::WebhookEndpointId;
use shared::webhooks::Verdict;

/// How far the sender's clock may be away.
const TOLERANCE: TimeDelta = TimeDelta::minutes(5);

/// Judges a request by the secrets of these endpoints. `headers` have names in lower case.
pub(super) fn verdict(
    endpoints: &[webhook_endpoints::Model],
    headers: &[(String, String)],
    body: &[u8],
    now: DateTime<Utc>,
) -> Verdict {
    let header =
        |name: &str| headers.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str());
    let missing = |name: &str| Verdict::Incomplete { header: name.to_owned() };
    let Some(message) = header("webhook-id").filter(|id| !id.is_empty()) else {
        return missing("webhook-id");
    };
    let sent = header("webhook-timestamp").and_then(|text| text.parse::<i64>().ok());
    let Some(sent) = sent.and_then(|seconds| DateTime::from_timestamp(seconds, 0)) else {
        return missing("webhook-timestamp");
    };
    let Some(signatures) = header("webhook-signature").filter(|text| text.contains("v1,")) else {
        return missing("webhook-signature");
    };
    let apart = now - sent;
    if apart.abs() > TOLERANCE {
        return Verdict::Untimely { seconds: apart.num_seconds() };
    }
    for endpoint in endpoints {
        let made = |secret: &str| {
            signatures
                .split(' ')
                .filter_map(|one| one.strip_prefix("v1,"))
                .any(|one| secrets::is_signed(secret, message, sent, body, one))
        };
        for (index, secret) in secrets::valid(endpoint, now).into_iter().enumerate() {
            if made(secret) {
                let endpoint = WebhookEndpointId::from_uuid(endpoint.id);
                return Verdict::Good { endpoint, previous: index > 0 };
            }
        }
    }
    Verdict::Foreign
}
