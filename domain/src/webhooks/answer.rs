//! What an answer means: taken, to be tried again and when, or gone. Pure.

use crate::ports::{Posted, SendError};
use chrono::{DateTime, Utc};
use std::time::Duration;

/// Waits after the first, second … failed attempt.
const SCHEDULE: [Duration; 9] = [
    Duration::from_secs(5),
    Duration::from_mins(5),
    Duration::from_mins(30),
    Duration::from_hours(2),
    Duration::from_hours(5),
    Duration::from_hours(10),
    Duration::from_hours(14),
    Duration::from_hours(20),
    Duration::from_hours(24),
];
/// Attempts in all.
pub(super) const ATTEMPTS: i32 = 10;
/// The longest a receiver may ask to be left alone.
const LONGEST: Duration = Duration::from_hours(24);
/// How long an endpoint rests that is overloaded and does not say for how long.
const BREATH: Duration = Duration::from_mins(1);

/// What to make of an attempt.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Verdict {
    /// Any 2xx.
    Taken,
    /// 410: never again.
    Gone,
    /// Everything else.
    Failed {
        /// For the log of attempts, where no status says it.
        error: Option<String>,
        /// Not before.
        retry_after: Option<Duration>,
        /// The whole endpoint is overloaded, and rests for so long.
        rest: Option<Duration>,
    },
}

/// Judges what came of an attempt at `now`.
pub(super) fn judge(posted: &Posted, now: DateTime<Utc>) -> Verdict {
    let answer = match posted {
        Ok(answer) => answer,
        Err(SendError::Resting(wait)) => {
            let error = posted.as_ref().err().map(ToString::to_string);
            return Verdict::Failed { error, retry_after: Some(*wait), rest: None };
        }
        Err(error) => {
            return Verdict::Failed { error: Some(error.to_string()), retry_after: None, rest: None };
        }
    };
    match answer.status {
        200..=299 => Verdict::Taken,
        410 => Verdict::Gone,
        status => {
            let asked = answer.header("retry-after").and_then(|text| retry_after(text, now));
            let rest = match status {
                429 | 503 => Some(asked.unwrap_or(BREATH)),
                502 | 504 => Some(asked.unwrap_or(BREATH).max(BREATH)),
                _ => None,
            };
            let error = (300..=399).contains(&status).then(|| "redirects are not followed".to_owned());
            Verdict::Failed { error, retry_after: asked, rest }
        }
    }
}

/// Seconds or a date, capped at a day; what is neither, or past, asks for nothing.
fn retry_after(text: &str, now: DateTime<Utc>) -> Option<Duration> {
    let text = text.trim();
    if !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit()) {
        // More digits than fit are a long time all the same.
        return Some(text.parse().map_or(LONGEST, Duration::from_secs).min(LONGEST));
    }
    let at = DateTime::<Utc>::from(httpdate::parse_http_date(text).ok()?);
    (at - now).to_std().ok().map(|wait| wait.min(LONGEST))
}

/// How long to wait after this many failed attempts, a tenth more or less, as `random` decides.
pub(super) fn wait(attempt: i32, random: [u8; 2]) -> Duration {
    let index = usize::try_from(attempt.saturating_sub(1)).unwrap_or(0);
    let wait = SCHEDULE.get(index).or(SCHEDULE.last()).copied().unwrap_or(LONGEST);
    let share = u32::from(u16::from_be_bytes(random));
    wait * 9 / 10 + wait / 5 * share / u32::from(u16::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ports::Answer;

    fn answer(status: u16, retry_after: Option<&str>) -> Answer {
        let headers = retry_after.map(|value| ("retry-after".to_owned(), value.to_owned()));
        Answer { status, headers: headers.into_iter().collect(), body: Vec::new() }
    }

    fn judged(status: u16, asked: Option<&str>) -> (Option<u64>, Option<u64>) {
        let now = DateTime::from_timestamp(1_785_842_520, 0).unwrap();
        match judge(&Ok(answer(status, asked)), now) {
            Verdict::Failed { retry_after, rest, .. } => {
                (retry_after.map(|wait| wait.as_secs()), rest.map(|wait| wait.as_secs()))
            }
            other => panic!("{status}: {other:?}"),
        }
    }

    #[test]
    fn only_success_is_taken() {
        let now = DateTime::UNIX_EPOCH;
        for status in [200, 201, 204, 299] {
            assert_eq!(judge(&Ok(answer(status, None)), now), Verdict::Taken);
        }
        assert_eq!(judge(&Ok(answer(410, Some("5"))), now), Verdict::Gone);
        for status in [101, 301, 302, 307, 400, 404, 409, 500] {
            assert_eq!(judged(status, None), (None, None), "{status}");
        }
    }

    #[test]
    fn receivers_are_left_alone_as_long_as_they_ask() {
        assert_eq!(judged(500, Some("90")), (Some(90), None));
        assert_eq!(judged(429, Some("90")), (Some(90), Some(90)));
        assert_eq!(judged(503, None), (None, Some(60)));
        assert_eq!(judged(502, None), (None, Some(60)));
        assert_eq!(judged(504, Some("3")), (Some(3), Some(60)));
        assert_eq!(judged(429, Some("9999999")), (Some(86_400), Some(86_400)));
        assert_eq!(judged(429, Some("99999999999999999999999999")).0, Some(86_400));
        // The clock stands at 2026-08-04T11:22:00Z.
        assert_eq!(judged(503, Some("Tue, 04 Aug 2026 11:25:00 GMT")).0, Some(180));
        assert_eq!(judged(503, Some("Tue, 04 Aug 2026 11:00:00 GMT")), (None, Some(60)));
        for nonsense in ["soon", "-5", "1.5", ""] {
            assert_eq!(judged(500, Some(nonsense)).0, None, "{nonsense}");
        }
    }

    #[test]
    fn waits_follow_the_schedule_within_a_tenth() {
        let hours = |attempt, random| wait(attempt, random).as_secs_f64() / 3_600.0;
        assert!((wait(1, [0, 0]).as_secs_f64() - 4.5).abs() < 0.001);
        assert!((wait(1, [255, 255]).as_secs_f64() - 5.5).abs() < 0.001);
        assert!((hours(9, [0, 0]) - 21.6).abs() < 0.001);
        assert!((hours(9, [255, 255]) - 26.4).abs() < 0.001);
        assert_eq!(usize::try_from(ATTEMPTS).unwrap(), SCHEDULE.len() + 1);
    }
}
