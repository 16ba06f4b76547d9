//! The days that are counted, as somebody asks for them. What they are by the clocks of an organization is `domain`'s to
//! say.

use crate::errors::{FieldError, FieldErrors, Problem};
use crate::words::words;
use chrono::{Datelike as _, NaiveDate};
use serde::{Deserialize, Serialize};

/// Days of a period at most.
pub const MAX_DAYS: i64 = 366;

words! {
    /// The periods that have a name.
    PeriodWord {
        Today = "today", "Today";
        Week = "7d", "7 days";
        Month = "30d", "30 days";
        ThisMonth = "month", "This month";
    }
}

/// A period that can be counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Period {
    /// Up to now.
    Named(PeriodWord),
    /// From the beginning of the first day to the end of the last.
    Days { from: NaiveDate, to: NaiveDate },
}

impl Default for Period {
    fn default() -> Self {
        Self::Named(PeriodWord::Month)
    }
}

/// A period as it stands in the address. Nothing at all is the default; two days are a period of their own.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct PeriodInput {
    /// The word of a [`PeriodWord`].
    pub period: String,
    /// `YYYY-MM-DD`, by the clocks of the organization.
    pub from: String,
    /// The last day, likewise.
    pub to: String,
}

impl PeriodInput {
    /// Reads it. Paths: `period`, `from`, `to`.
    pub fn parse(&self) -> Result<Period, Vec<FieldError>> {
        let mut errors = FieldErrors::new();
        if self.from.trim().is_empty() && self.to.trim().is_empty() {
            let period = match self.period.as_str() {
                "" => Some(Period::default()),
                word => errors.take(
                    "period",
                    PeriodWord::from_word(word)
                        .map(Period::Named)
                        .ok_or_else(|| Problem::new("period.unknown", "Choose one of the listed periods.")),
                ),
            };
            return errors.finish(period);
        }
        let from = errors.take("from", day(&self.from));
        let to = errors.take("to", day(&self.to));
        let (Some(from), Some(to)) = (from, to) else { return errors.finish(None) };
        if from > to {
            errors.push(FieldError::new(
                "to",
                "period.backwards",
                "Choose a last day that is not before the first.",
            ));
        } else if (to - from).num_days() >= MAX_DAYS {
            errors.push(FieldError::new("to", "period.long", "Choose a year at most."));
        }
        errors.finish(Some(Period::Days { from, to }))
    }
}

fn day(text: &str) -> Result<NaiveDate, Problem> {
    let wrong = || Problem::new("period.day", "Choose a day, for example 2026-08-04.");
    let text = text.trim();
    let day = NaiveDate::parse_from_str(text, "%Y-%m-%d").map_err(|_| wrong())?;
    if text.len() == 10 && (2000..=9000).contains(&day.year()) { Ok(day) } else { Err(wrong()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(period: &str, from: &str, to: &str) -> Result<Period, Vec<(String, String)>> {
        let input = PeriodInput { period: period.into(), from: from.into(), to: to.into() };
        input.parse().map_err(|errors| errors.into_iter().map(|error| (error.path, error.code)).collect())
    }

    fn wrong(path: &str, code: &str) -> Result<Period, Vec<(String, String)>> {
        Err(vec![(path.into(), code.into())])
    }

    #[test]
    fn names_and_days_are_read() {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        assert_eq!(read("", "", " "), Ok(Period::Named(PeriodWord::Month)));
        assert_eq!(read("today", "", ""), Ok(Period::Named(PeriodWord::Today)));
        let days = Period::Days { from: day("2026-08-01"), to: day("2026-08-04") };
        assert_eq!(read("today", "2026-08-01", "2026-08-04"), Ok(days));
        let one = Period::Days { from: day("2026-08-01"), to: day("2026-08-01") };
        assert_eq!(read("", "2026-08-01", "2026-08-01"), Ok(one));
        assert!(read("", "2025-08-01", "2026-08-01").is_ok(), "366 days");
    }

    #[test]
    fn what_cannot_be_counted_says_where() {
        assert_eq!(read("soon", "", ""), wrong("period", "period.unknown"));
        assert_eq!(read("", "2026-02-30", "2026-03-01"), wrong("from", "period.day"));
        assert_eq!(read("", "2026-03-01", ""), wrong("to", "period.day"));
        assert_eq!(read("", "2026-03-02", "2026-03-01"), wrong("to", "period.backwards"));
        assert_eq!(read("", "2025-07-31", "2026-08-01"), wrong("to", "period.long"));
        assert_eq!(read("", "+99999-01-01", "2026-08-01"), wrong("from", "period.day"));
        assert_eq!(read("", "26-08-01", "2026-08-01"), wrong("from", "period.day"));
    }
}
