//! A day in a filter: one of the calendar, or one counted from today.

use super::unreadable;
use crate::errors::Problem;
use chrono::{NaiveDate, TimeDelta};
use std::fmt;
use std::str::FromStr;

/// Furthest from today, in days: a hundred years.
const FURTHEST: i32 = 36_525;

/// A day. As text: `2026-03-31`, `today`, `today-7`, `today+30`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum When {
    Day(NaiveDate),
    /// This many days after today; before it when negative.
    FromToday(i32),
}

impl When {
    /// The day of the calendar that is meant while it is `today`.
    pub fn resolve(self, today: NaiveDate) -> NaiveDate {
        match self {
            Self::Day(day) => day,
            Self::FromToday(days) => {
                let days = TimeDelta::days(i64::from(days.clamp(-FURTHEST, FURTHEST)));
                today.checked_add_signed(days).unwrap_or(today)
            }
        }
    }
}

impl fmt::Display for When {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Day(day) => write!(f, "{}", day.format("%Y-%m-%d")),
            Self::FromToday(0) => f.write_str("today"),
            Self::FromToday(days) => write!(f, "today{days:+}"),
        }
    }
}

impl FromStr for When {
    type Err = Problem;

    /// Errors: `filter.unreadable`.
    fn from_str(text: &str) -> Result<Self, Problem> {
        let wrong =
            || unreadable(format!("“{text}” is no day. Write 2026-03-31, today, today-7 or today+30."));
        if let Some(rest) = text.strip_prefix("today") {
            if rest.is_empty() {
                return Ok(Self::FromToday(0));
            }
            let days = rest.starts_with(['+', '-']).then(|| rest.parse().ok()).flatten();
            return days
                .filter(|days| (-FURTHEST..=FURTHEST).contains(days))
                .map(Self::FromToday)
                .ok_or_else(wrong);
        }
        let day = NaiveDate::parse_from_str(text, "%Y-%m-%d").map_err(|_| wrong())?;
        // What a database stores as a time of four-digit years.
        let (first, last) = (NaiveDate::from_ymd_opt(1900, 1, 1), NaiveDate::from_ymd_opt(9999, 12, 30));
        if first.is_some_and(|first| day < first) || last.is_some_and(|last| day > last) {
            return Err(unreadable("Choose a day between 1900 and 9999."));
        }
        Ok(Self::Day(day))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_written_as_they_are_read() {
        for text in ["2026-03-31", "today", "today-7", "today+30"] {
            assert_eq!(text.parse::<When>().unwrap().to_string(), text);
        }
        for text in
            ["", "yesterday", "today7", "today-", "today--1", "2026-02-30", "1066-10-14", "today+99999999999"]
        {
            assert!(text.parse::<When>().is_err(), "{text}");
        }
    }

    #[test]
    fn relative_days_move_with_today() {
        let today = NaiveDate::from_ymd_opt(2026, 3, 1).unwrap();
        assert_eq!(When::FromToday(-1).resolve(today).to_string(), "2026-02-28");
        assert_eq!(When::FromToday(i32::MIN).resolve(today).to_string(), "1926-03-01");
    }
}
