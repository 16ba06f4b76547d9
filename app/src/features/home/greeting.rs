//! The time of day and the month in words, in the organization's zone.

use chrono::{DateTime, Datelike, Months, NaiveDateTime, TimeDelta, Timelike};

/// The organization's clock: unix milliseconds moved by its offset.
fn local(now: i64, offset_minutes: i32) -> NaiveDateTime {
    let moved = DateTime::from_timestamp_millis(now)
        .and_then(|now| now.checked_add_signed(TimeDelta::minutes(i64::from(offset_minutes))));
    moved.unwrap_or_default().naive_utc()
}

/// "Good morning, Dana".
pub(super) fn greeting(now: i64, offset_minutes: i32, name: &str) -> String {
    let part = match local(now, offset_minutes).hour() {
        5..12 => "morning",
        12..18 => "afternoon",
        _ => "evening",
    };
    match name.split_whitespace().next() {
        Some(first) => format!("Good {part}, {first}"),
        None => format!("Good {part}"),
    }
}

/// "Tuesday 4 August, 11:22".
pub(super) fn moment(now: i64, offset_minutes: i32) -> String {
    local(now, offset_minutes).format("%A %-d %B, %H:%M").to_string()
}

/// This month and the one before: "August", "July".
pub(super) fn months(now: i64, offset_minutes: i32) -> (String, String) {
    let today = local(now, offset_minutes).date();
    let first = today.with_day(1).unwrap_or(today);
    let before = first.checked_sub_months(Months::new(1)).unwrap_or(first);
    (first.format("%B").to_string(), before.format("%B").to_string())
}

/// "12 minutes", "1 hour", "3 days".
pub(super) fn how_long(seconds: i64) -> String {
    let (count, unit) = match seconds {
        ..60 => return "under a minute".to_owned(),
        60..3600 => (seconds / 60, "minute"),
        3600..86_400 => (seconds / 3600, "hour"),
        _ => (seconds / 86_400, "day"),
    };
    if count == 1 { format!("1 {unit}") } else { format!("{count} {unit}s") }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Tue 4 Aug 2026, 11:22 UTC.
    const NOW: i64 = 1_785_842_520_000;
    const HOUR: i64 = 3_600_000;

    #[test]
    fn the_day_is_the_organizations() {
        for (now, offset, words, day) in [
            (NOW, 0, "Good morning, Dana", "Tuesday 4 August, 11:22"),
            (NOW, 60, "Good afternoon, Dana", "Tuesday 4 August, 12:22"),
            (NOW, -420, "Good evening, Dana", "Tuesday 4 August, 04:22"),
            (NOW, 540, "Good evening, Dana", "Tuesday 4 August, 20:22"),
            (NOW, 780, "Good evening, Dana", "Wednesday 5 August, 00:22"),
        ] {
            assert_eq!(greeting(now, offset, "Dana Whitfield"), words, "{offset}");
            assert_eq!(moment(now, offset), day, "{offset}");
        }
        assert_eq!(greeting(NOW, 0, ""), "Good morning");
    }

    #[test]
    fn the_month_changes_at_the_organizations_midnight() {
        let start = NOW - 3 * 24 * HOUR - 11 * HOUR - 22 * 60_000;
        assert_eq!(months(start, 0), ("August".into(), "July".into()));
        assert_eq!(months(start, -300), ("July".into(), "June".into()));
        assert_eq!(months(start - 200 * 24 * HOUR, 0), ("January".into(), "December".into()));
    }

    #[test]
    fn durations_are_said_in_full() {
        for (seconds, words) in [
            (-3, "under a minute"),
            (59, "under a minute"),
            (60, "1 minute"),
            (720, "12 minutes"),
            (3600, "1 hour"),
            (86_399, "23 hours"),
            (86_400, "1 day"),
            (900_000, "10 days"),
        ] {
            assert_eq!(how_long(seconds), words, "{seconds}");
        }
    }
}
