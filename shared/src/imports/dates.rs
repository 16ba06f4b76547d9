//! Dates as files write them. What can be told apart is told apart: `2026-03-04`, `4 Mar 2026`, `20260304`. Whether
//! `03/04/2026` is in March or in April only somebody who knows the file can say.

use crate::errors::Problem;
use crate::words::words;
use chrono::{DateTime, Datelike as _, NaiveDate, NaiveDateTime, Utc};
use serde::{Deserialize, Serialize};

words! {
    /// What a date of three numbers begins with, unless it begins with the year.
    DateOrder {
        MonthFirst = "month_first", "03/04/2026 is in March";
        DayFirst = "day_first", "03/04/2026 is in April";
    }
}

/// A date, or a moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Moment {
    Day(NaiveDate),
    At(DateTime<Utc>),
}

/// What the dates of a column look like.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct DateCounts {
    /// Values of three numbers that do not begin with the year.
    pub numbers: u64,
    /// Those of them that are dates when the month comes first.
    pub month_first: u64,
    /// Those of them that are dates when the day comes first.
    pub day_first: u64,
    /// Dates that can be read in one way only, whatever the order.
    pub plain: u64,
}

impl DateCounts {
    /// Takes notice of one more value; `closely`, if dates in words count as well, which takes longer to see.
    pub(super) fn notice(&mut self, value: &str, closely: bool) {
        match three_numbers(value) {
            Some(numbers) => {
                self.numbers += 1;
                self.month_first += u64::from(ordered(numbers, DateOrder::MonthFirst).is_some());
                self.day_first += u64::from(ordered(numbers, DateOrder::DayFirst).is_some());
            }
            None if closely => self.plain += u64::from(plain(value).is_some()),
            None => {}
        }
    }

    /// Whether somebody has to say the order.
    pub const fn must_be_asked(&self) -> bool {
        self.numbers > 0 && self.only().is_none()
    }

    /// The order that alone fits every value.
    pub const fn only(&self) -> Option<DateOrder> {
        match (self.month_first == self.numbers, self.day_first == self.numbers) {
            (true, false) => Some(DateOrder::MonthFirst),
            (false, true) => Some(DateOrder::DayFirst),
            _ => None,
        }
    }
}

/// Reads a date or a moment.
///
/// Errors: `date.unread`, `date.order` when nobody said what `03/04/2026` is.
pub(super) fn read(text: &str, order: Option<DateOrder>) -> Result<Moment, Problem> {
    let unread = || Problem::new("date.unread", "This is no date, for example 2026-08-31 or 31 Aug 2026.");
    let text = text.trim();
    if let Some(moment) = plain(text) {
        return Ok(moment);
    }
    let numbers = three_numbers(text).ok_or_else(unread)?;
    let order = order
        .ok_or_else(|| Problem::new("date.order", "Say above whether the month or the day comes first."))?;
    ordered(numbers, order).map(Moment::Day).ok_or_else(|| {
        let words = match order {
            DateOrder::MonthFirst => "This is no date with the month first, for example 08/31/2026.",
            DateOrder::DayFirst => "This is no date with the day first, for example 31/08/2026.",
        };
        Problem::new("date.unread", words)
    })
}

/// What can be read in one way only.
fn plain(text: &str) -> Option<Moment> {
    // The first byte decides for most values that are no dates; this runs for every cell of a file.
    if !text.contains(|c: char| c.is_ascii_digit()) || !(6..=40).contains(&text.len()) {
        return None;
    }
    if let Ok(at) = DateTime::parse_from_rfc3339(text) {
        return sane(at.naive_utc().date()).map(|_| Moment::At(at.to_utc()));
    }
    let at = ["%Y-%m-%d %H:%M:%S", "%Y-%m-%dT%H:%M:%S%.f", "%Y-%m-%d %H:%M"]
        .iter()
        .find_map(|format| NaiveDateTime::parse_from_str(text, format).ok());
    if let Some(at) = at {
        return sane(at.date()).map(|_| Moment::At(at.and_utc()));
    }
    let formats = [
        "%Y-%m-%d",
        "%Y/%m/%d",
        "%Y.%m.%d",
        "%d %b %Y",
        "%d %B %Y",
        "%d-%b-%Y",
        "%b %d %Y",
        "%B %d %Y",
        "%b %d, %Y",
        "%B %d, %Y",
    ];
    let day = formats.iter().find_map(|format| NaiveDate::parse_from_str(text, format).ok());
    let compact = || {
        let is_compact = text.len() == 8 && text.bytes().all(|byte| byte.is_ascii_digit());
        is_compact.then(|| NaiveDate::parse_from_str(text, "%Y%m%d").ok())?
    };
    day.or_else(compact).and_then(sane).map(Moment::Day)
}

/// `03/04/2026`, `3.4.26`, `03-04-2026`: three numbers, the year last.
fn three_numbers(text: &str) -> Option<[u32; 3]> {
    let separator = text.trim().chars().find(|c| !c.is_ascii_digit())?;
    if !matches!(separator, '/' | '.' | '-') || text.len() > 10 {
        return None;
    }
    let mut parts = text.trim().split(separator);
    let mut number = |most: usize| {
        let part = parts.next()?;
        let fits = (1..=most).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit());
        if fits { part.parse::<u32>().ok().map(|number| (number, part.len())) } else { None }
    };
    let ((first, _), (second, _), (year, digits)) = (number(2)?, number(2)?, number(4)?);
    let year = match digits {
        4 => year,
        2 if year < 70 => 2000 + year,
        2 => 1900 + year,
        _ => return None,
    };
    if parts.next().is_some() { None } else { Some([first, second, year]) }
}

fn ordered([first, second, year]: [u32; 3], order: DateOrder) -> Option<NaiveDate> {
    let (month, day) = match order {
        DateOrder::MonthFirst => (first, second),
        DateOrder::DayFirst => (second, first),
    };
    NaiveDate::from_ymd_opt(i32::try_from(year).ok()?, month, day).and_then(sane)
}

fn sane(day: NaiveDate) -> Option<NaiveDate> {
    (1900..=2200).contains(&day.year()).then_some(day)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn day(text: &str, order: Option<DateOrder>) -> Option<String> {
        match read(text, order).ok()? {
            Moment::Day(day) => Some(day.to_string()),
            Moment::At(at) => Some(at.to_rfc3339()),
        }
    }

    #[test]
    fn conventions_are_told_apart() {
        let (month, day_first) = (Some(DateOrder::MonthFirst), Some(DateOrder::DayFirst));
        for (text, order, wanted) in [
            ("2026-03-04", None, Some("2026-03-04")),
            ("2026/03/04", None, Some("2026-03-04")),
            ("20260304", None, Some("2026-03-04")),
            ("4 Mar 2026", None, Some("2026-03-04")),
            ("March 4, 2026", None, Some("2026-03-04")),
            ("04-Mar-2026", None, Some("2026-03-04")),
            ("2026-03-04T10:00:00-06:00", None, Some("2026-03-04T16:00:00+00:00")),
            ("2026-03-04 10:00:00", None, Some("2026-03-04T10:00:00+00:00")),
            ("03/04/2026", month, Some("2026-03-04")),
            ("03/04/2026", day_first, Some("2026-04-03")),
            ("3.4.26", day_first, Some("2026-04-03")),
            ("3-4-99", month, Some("1999-03-04")),
            ("03/04/2026", None, None),
            ("31/08/2026", month, None),
            ("30/02/2026", day_first, None),
            ("yesterday", month, None),
            ("512 555 0134", month, None),
            ("0001-01-01", None, None),
            ("", None, None),
        ] {
            assert_eq!(day(text, order).as_deref(), wanted, "{text}");
        }
        assert_eq!(read("03/04/2026", None).unwrap_err().code, "date.order");
    }

    #[test]
    fn only_what_nobody_can_tell_is_asked() {
        let counts = |values: &[&str]| {
            let mut counts = DateCounts::default();
            for value in values {
                counts.notice(value, true);
            }
            counts
        };
        assert_eq!(counts(&["03/04/2026", "03/31/2026"]).only(), Some(DateOrder::MonthFirst));
        assert_eq!(counts(&["3.4.2026", "31.3.2026"]).only(), Some(DateOrder::DayFirst));
        assert!(counts(&["03/04/2026", "05/06/2026"]).must_be_asked());
        assert!(counts(&["03/31/2026", "31/03/2026"]).must_be_asked());
        assert!(!counts(&["2026-03-04", "4 Mar 2026", "x"]).must_be_asked());
        assert_eq!(counts(&["2026-03-04", "4 Mar 2026", "x"]).plain, 2);
    }

    proptest! {
        #[test]
        fn no_text_panics(text in ".{0,40}") {
            drop(read(&text, Some(DateOrder::DayFirst)));
            DateCounts::default().notice(&text, true);
        }
    }
}
