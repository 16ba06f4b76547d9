//! A period by the clocks of an organization.

use crate::days::{begin, day_of};
use crate::error::{Error, Result};
use chrono::{DateTime, Datelike as _, Days, NaiveDate, Utc};
use chrono_tz::Tz;
use shared::activity::{Period, PeriodWord};

/// From the first moment on, up to but without the second.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Stretch {
    pub(super) from: DateTime<Utc>,
    pub(super) to: DateTime<Utc>,
    pub(super) first_day: NaiveDate,
    pub(super) last_day: NaiveDate,
}

impl Stretch {
    /// What `period` is at this moment. One that has a name ends now; days that somebody chose end with their last one.
    pub(super) fn of(zone: Tz, now: DateTime<Utc>, period: Period) -> Result<Self> {
        let broken = || Error::internal("the calendar ends here");
        let today = day_of(zone, now);
        let back = |days: u64| today.checked_sub_days(Days::new(days)).ok_or_else(broken);
        let first_day = match period {
            Period::Named(PeriodWord::Today) => today,
            Period::Named(PeriodWord::Week) => back(6)?,
            Period::Named(PeriodWord::Month) => back(29)?,
            Period::Named(PeriodWord::ThisMonth) => today.with_day(1).ok_or_else(broken)?,
            Period::Days { from, to } => {
                let next = to.succ_opt().ok_or_else(broken)?;
                return Ok(Self {
                    from: begin(zone, from),
                    to: begin(zone, next),
                    first_day: from,
                    last_day: to,
                });
            }
        };
        Ok(Self { from: begin(zone, first_day), to: now, first_day, last_day: today })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stretch(period: Period, now: &str) -> (String, String) {
        let stretch = Stretch::of(chrono_tz::America::Chicago, now.parse().unwrap(), period).unwrap();
        let text = |at: DateTime<Utc>| at.to_rfc3339_opts(chrono::SecondsFormat::Secs, true);
        (text(stretch.from), text(stretch.to))
    }

    #[test]
    fn days_begin_at_midnight_of_the_organization() {
        // 31 July, 20:00 in Chicago, although August has begun in London.
        let now = "2026-08-01T01:00:00Z";
        for (word, from) in [
            (PeriodWord::Today, "2026-07-31T05:00:00Z"),
            (PeriodWord::Week, "2026-07-25T05:00:00Z"),
            (PeriodWord::Month, "2026-07-02T05:00:00Z"),
            (PeriodWord::ThisMonth, "2026-07-01T05:00:00Z"),
        ] {
            assert_eq!(stretch(Period::Named(word), now), (from.to_owned(), now.to_owned()), "{word:?}");
        }
    }

    #[test]
    fn chosen_days_are_whole_also_where_clocks_change() {
        let day = |text: &str| text.parse().unwrap();
        let days = Period::Days { from: day("2026-10-31"), to: day("2026-11-01") };
        let (from, to) = stretch(days, "2026-11-20T12:00:00Z");
        // Summer time ends in between: 24 and 25 hours.
        assert_eq!((from.as_str(), to.as_str()), ("2026-10-31T05:00:00Z", "2026-11-02T06:00:00Z"));
    }
}
