//! Reading cron expressions and finding the next moment, in a time zone with its summer time.
//!
//! Five fields (minute to weekday), or six with seconds first. Where clocks jump over a fixed time, it runs right
//! after the jump; where an hour is there twice, it runs in the first one (the rules of Vixie cron).

use crate::error::{Error, Result};
use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use croner::Cron;
use croner::parser::CronParser;

/// A parsed expression in its zone.
#[derive(Debug, Clone)]
pub(super) struct Calendar {
    cron: Cron,
    zone: Tz,
}

impl Calendar {
    /// Errors: [`Error::Invalid`] at `cron` or `time_zone`.
    pub(super) fn parse(cron: &str, zone: &str) -> Result<Self> {
        let zone = zone.parse::<Tz>().map_err(|_| {
            Error::invalid("time_zone", "time_zone.unknown", "Enter a time zone such as America/Chicago.")
        })?;
        let cron = CronParser::new().parse(cron.trim()).map_err(|error| {
            let words = format!("This is not a schedule ({error}). Every day at six is 0 6 * * *.");
            Error::invalid("cron", "cron.unreadable", words)
        })?;
        Ok(Self { cron, zone })
    }

    /// The first moment after `at`; `None` when there is none any more.
    pub(super) fn next(&self, at: DateTime<Utc>) -> Option<DateTime<Utc>> {
        let next = self.cron.find_next_occurrence(&at.with_timezone(&self.zone), false).ok()?;
        // Never stand still, whatever the calendar says about the hour that is there twice.
        Some(next.with_timezone(&Utc)).filter(|next| *next > at)
    }

    /// The same, where never is an error at `cron`.
    pub(super) fn first(&self, at: DateTime<Utc>) -> Result<DateTime<Utc>> {
        self.next(at).ok_or_else(|| {
            let words = "This schedule never comes round. Check day and month; February has no 30th.";
            Error::invalid("cron", "cron.never", words)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn times(cron: &str, zone: &str, from: &str, count: usize) -> Vec<String> {
        let calendar = Calendar::parse(cron, zone).unwrap();
        let from: DateTime<Utc> = from.parse().unwrap();
        std::iter::successors(calendar.next(from), |at| calendar.next(*at))
            .take(count)
            .map(|at| at.to_rfc3339_opts(chrono::SecondsFormat::Secs, true))
            .collect()
    }

    #[test]
    fn summer_time_keeps_the_hour_of_the_wall() {
        // Chicago goes from UTC-6 to UTC-5 on 2026-03-08 at two, and back on 2026-11-01.
        assert_eq!(
            times("0 6 * * *", "America/Chicago", "2026-03-07T00:00:00Z", 3),
            ["2026-03-07T12:00:00Z", "2026-03-08T11:00:00Z", "2026-03-09T11:00:00Z"]
        );
    }

    #[test]
    fn an_hour_that_is_missing_runs_late_and_one_that_is_double_runs_once() {
        assert_eq!(
            times("30 2 * * *", "America/Chicago", "2026-03-07T12:00:00Z", 2),
            ["2026-03-08T08:00:00Z", "2026-03-09T07:30:00Z"]
        );
        assert_eq!(
            times("30 1 * * *", "America/Chicago", "2026-10-31T12:00:00Z", 2),
            ["2026-11-01T06:30:00Z", "2026-11-02T07:30:00Z"]
        );
    }

    #[test]
    fn every_half_hour_also_in_the_double_hour() {
        assert_eq!(
            times("*/30 * * * *", "America/Chicago", "2026-11-01T05:45:00Z", 5),
            [
                "2026-11-01T06:00:00Z",
                "2026-11-01T06:30:00Z",
                "2026-11-01T07:00:00Z",
                "2026-11-01T07:30:00Z",
                "2026-11-01T08:00:00Z"
            ]
        );
    }

    #[test]
    fn what_cannot_be_is_said() {
        let path = |result: Result<DateTime<Utc>>| match result {
            Err(Error::Invalid(fields)) => (fields[0].path.clone(), fields[0].code.clone()),
            other => panic!("{other:?}"),
        };
        let first = |cron, zone| {
            Calendar::parse(cron, zone).and_then(|calendar| calendar.first(DateTime::UNIX_EPOCH))
        };
        assert_eq!(path(first("0 0 30 2 *", "UTC")), ("cron".into(), "cron.never".into()));
        assert_eq!(path(first("every day", "UTC")), ("cron".into(), "cron.unreadable".into()));
        assert_eq!(path(first("61 * * * *", "UTC")), ("cron".into(), "cron.unreadable".into()));
        assert_eq!(path(first("0 6 * * *", "Mars")), ("time_zone".into(), "time_zone.unknown".into()));
        assert!(first("0 0 29 2 *", "UTC").is_ok());
    }
}
