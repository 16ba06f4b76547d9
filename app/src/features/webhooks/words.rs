//! How webhooks are put into words: the health of an endpoint, and how a delivery or an attempt ended.

use shared::webhooks::{
    AttemptSummary, DeliveryState, DeliverySummary, DisabledReason, EndpointState, Verdict, WebhookEndpoint,
    Week,
};
use ui::{Glyph, Tone};

/// "240 ms", "1.8 s", "42 s".
pub(super) fn span(ms: i64) -> String {
    match ms.max(0) {
        ms @ 0..1_000 => format!("{ms} ms"),
        ms @ 1_000..10_000 => format!("{}.{} s", ms / 1_000, ms % 1_000 / 100),
        ms => format!("{} s", ms / 1_000),
    }
}

/// With thousands apart.
pub(super) fn count(number: u64) -> String {
    ui::group_thousands(&number.to_string())
}

/// "1 delivery goes out", "212 deliveries go out".
pub(super) fn deliveries(number: u64, one: &str, many: &str) -> String {
    match number {
        1 => format!("1 delivery {one}"),
        number => format!("{} deliveries {many}", count(number)),
    }
}

/// The host and what follows it; the way there goes without saying.
pub(super) fn parts(url: &str) -> (String, String) {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    let (host, path) = rest.find('/').map_or((rest, ""), |at| rest.split_at(at));
    (host.to_owned(), if path == "/" { String::new() } else { path.to_owned() })
}

/// How an endpoint is: a tone, a word or two, and what is behind them.
pub(super) fn health(endpoint: &WebhookEndpoint) -> (Tone, &'static str, String) {
    let waiting = || format!("{} waiting", count(endpoint.waiting));
    let and_waiting = |words: String| match endpoint.waiting {
        0 => words,
        _ => format!("{words}, {}", waiting()),
    };
    if endpoint.state == EndpointState::Disabled {
        let (tone, why) = match endpoint.disabled_reason {
            Some(DisabledReason::Failing) => (Tone::Danger, "failed for 5 days"),
            Some(DisabledReason::Gone) => (Tone::Danger, "answered 410"),
            Some(DisabledReason::ByMember) | None => (Tone::Neutral, "by a member"),
        };
        return (tone, "Switched off", and_waiting(why.to_owned()));
    }
    if endpoint.slow_until.is_some() {
        return (Tone::Warning, "Pausing", waiting());
    }
    if endpoint.failing_since.is_some() {
        return (Tone::Warning, "Trying again", waiting());
    }
    match share(endpoint.week) {
        Some(share) => (Tone::Success, "Healthy", and_waiting(format!("{share} in 7 days"))),
        None => (Tone::Neutral, "On", and_waiting("nothing sent in 7 days".to_owned())),
    }
}

/// How much of what ended in a week was delivered; never rounded up to all.
fn share(week: Week) -> Option<String> {
    let all = week.delivered.saturating_add(week.failed);
    let tenths = week.delivered.saturating_mul(1_000).checked_div(all)?;
    Some(if tenths % 10 == 0 {
        format!("{} %", tenths / 10)
    } else {
        format!("{}.{} %", tenths / 10, tenths % 10)
    })
}

/// The mark of a delivery's state.
pub(super) const fn mark(state: DeliveryState) -> (Glyph, Tone) {
    match state {
        DeliveryState::Waiting => (Glyph::Clock, Tone::Warning),
        DeliveryState::Delivered => (Glyph::Check, Tone::Success),
        DeliveryState::Failed => (Glyph::Cross, Tone::Danger),
        DeliveryState::Cancelled => (Glyph::Cross, Tone::Neutral),
    }
}

/// Whether a receiver took it.
pub(super) const fn is_taken(status: Option<i16>) -> bool {
    matches!(status, Some(200..=299))
}

/// What an attempt was answered: "200", "503", "No answer".
pub(super) fn answered(attempt: &AttemptSummary) -> String {
    attempt.status.map_or_else(|| "No answer".to_owned(), |status| status.to_string())
}

/// The same with its reason, in a sentence without an end: "302, redirects are not followed".
pub(super) fn answered_why(attempt: &AttemptSummary) -> String {
    match (&attempt.status, &attempt.error) {
        (Some(status), Some(error)) => format!("{status}, {error}"),
        (Some(status), None) => status.to_string(),
        (None, Some(error)) => capital(error),
        (None, None) => "No answer".to_owned(),
    }
}

/// What came of a test.
pub(super) fn test_result(delivery: &DeliverySummary) -> String {
    match &delivery.last {
        Some(last) if is_taken(last.status) => {
            format!("The test was answered with {} in {}.", answered(last), span(last.duration_ms))
        }
        Some(last) => format!("The test failed after {}: {}.", span(last.duration_ms), answered_why(last)),
        None => "The test was not sent.".to_owned(),
    }
}

/// What a signature was worth.
pub(super) fn verdict(verdict: &Verdict) -> (Tone, &'static str, String) {
    match verdict {
        Verdict::Good { previous: false, .. } => {
            (Tone::Success, "Signature good", "Made with the secret that signs now.".to_owned())
        }
        Verdict::Good { previous: true, .. } => (
            Tone::Success,
            "Signature good",
            "Made with the secret before; change over to the new one.".to_owned(),
        ),
        Verdict::Incomplete { header } => {
            (Tone::Danger, "Not signed", format!("The header {header} is missing or unreadable."))
        }
        Verdict::Untimely { seconds } => {
            let words = match seconds {
                0.. => format!("It was made {seconds} s ago; receivers refuse what is older than 5 minutes."),
                _ => format!(
                    "It was made {} s in the future; look at the sender's clock.",
                    seconds.unsigned_abs()
                ),
            };
            (Tone::Warning, "Not in time", words)
        }
        Verdict::Foreign => (
            Tone::Danger,
            "Signature wrong",
            "No endpoint that points here has a secret that made it, or the body was changed on the way."
                .to_owned(),
        ),
    }
}

pub(super) fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// A moment as a `datetime-local` field wants it, on a clock so many minutes east of UTC.
pub(super) fn field_time(at: i64, offset_minutes: i32) -> String {
    let local = at.saturating_add(i64::from(offset_minutes).saturating_mul(60_000));
    ui::iso_text(local).get(..16).unwrap_or_default().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::DateTime;
    use shared::webhooks::SecretView;

    fn endpoint() -> WebhookEndpoint {
        WebhookEndpoint {
            id: "whe_00000000000000000000000000".parse().unwrap(),
            url: "https://crm.example/in".into(),
            description: None,
            event_types: Vec::new(),
            state: EndpointState::Enabled,
            disabled_reason: None,
            disabled_at: None,
            secret: SecretView { ending: "9fQ2".into(), since: None, until: None },
            previous_secret: None,
            failing_since: None,
            slow_until: None,
            waiting: 0,
            week: Week::default(),
            created_at: DateTime::UNIX_EPOCH,
            version: 1,
        }
    }

    #[test]
    fn the_health_says_what_matters_most() {
        let said = |endpoint: &WebhookEndpoint| {
            let (_, word, behind) = health(endpoint);
            format!("{word}: {behind}")
        };
        let now = Some(DateTime::UNIX_EPOCH);
        let idle = endpoint();
        assert_eq!(said(&idle), "On: nothing sent in 7 days");
        let fine = WebhookEndpoint { week: Week { delivered: 99_999, failed: 1 }, ..endpoint() };
        assert_eq!(said(&fine), "Healthy: 99.9 % in 7 days");
        let failing = WebhookEndpoint { failing_since: now, waiting: 1_212, ..fine.clone() };
        assert_eq!(said(&failing), "Trying again: 1,212 waiting");
        let pausing = WebhookEndpoint { slow_until: now, ..failing.clone() };
        assert_eq!(said(&pausing), "Pausing: 1,212 waiting");
        let (state, why) = (EndpointState::Disabled, Some(DisabledReason::Failing));
        let off = WebhookEndpoint { state, disabled_reason: why, ..failing };
        assert_eq!(said(&off), "Switched off: failed for 5 days, 1,212 waiting");
    }

    #[test]
    fn addresses_are_told_apart_by_host_and_path() {
        let pair = |host: &str, path: &str| (host.to_owned(), path.to_owned());
        assert_eq!(parts("https://crm.example:8443/in?x=1"), pair("crm.example:8443", "/in?x=1"));
        assert_eq!(parts("http://crm.example/"), pair("crm.example", ""));
    }

    #[test]
    fn attempts_say_how_they_ended() {
        let attempt = |status, error: Option<&str>| AttemptSummary {
            started_at: DateTime::UNIX_EPOCH,
            duration_ms: 1_849,
            status,
            error: error.map(str::to_owned),
        };
        assert_eq!(answered(&attempt(None, Some("no connection"))), "No answer");
        assert_eq!(answered_why(&attempt(None, Some("no connection"))), "No connection");
        let redirect = attempt(Some(302), Some("redirects are not followed"));
        assert_eq!(answered_why(&redirect), "302, redirects are not followed");
        assert!(is_taken(Some(204)) && !is_taken(Some(302)) && !is_taken(None));
        assert_eq!((span(240), span(1_849), span(15_020)), ("240 ms".into(), "1.8 s".into(), "15 s".into()));
    }

    #[test]
    fn fields_of_time_are_local() {
        assert_eq!(field_time(1_785_842_520_000, -300), "2026-08-04T06:22");
    }
}
