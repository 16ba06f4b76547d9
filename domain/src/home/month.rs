//! The days of this month and of the month before, as stretches of time in an organization's zone.

use crate::days::{begin, day_of, moment, zone};
use crate::error::{Error, Result};
use chrono::{DateTime, Datelike as _, Days, Months, Utc};

/// From the first moment on, up to but without the second.
pub(super) type Stretch = (DateTime<Utc>, DateTime<Utc>);

/// This month so far, and what it is compared with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Month {
    /// One stretch a day; the last one ends now.
    pub(super) days: Vec<Stretch>,
    /// The same days of the month before, up to the same time of day. A shorter month ends where it ends.
    pub(super) before: Stretch,
}

impl Month {
    /// The month that `now` falls into by the clocks of `zone`.
    pub(super) fn so_far(name: &str, now: DateTime<Utc>) -> Result<Self> {
        let zone = zone(name)?;
        let local = now.with_timezone(&zone);
        let today = local.date_naive();
        let broken = || Error::internal("the calendar ends here");
        let first = today.with_day(1).ok_or_else(broken)?;
        let first_before = first.checked_sub_months(Months::new(1)).ok_or_else(broken)?;
        let mut days = Vec::new();
        for day in first.iter_days().take_while(|day| *day <= today) {
            let next = day.checked_add_days(Days::new(1)).ok_or_else(broken)?;
            days.push((begin(zone, day), begin(zone, next).min(now)));
        }
        let same_day = first_before.checked_add_days(Days::new(u64::from(today.day0())));
        let end = same_day.filter(|day| *day < first).map_or_else(
            || begin(zone, first),
            |day| moment(zone, day, local.time()).min(begin(zone, first)),
        );
        Ok(Self { days, before: (begin(zone, first_before), end) })
    }

    /// The whole month so far.
    pub(super) fn whole(&self) -> Option<Stretch> {
        Some((self.days.first()?.0, self.days.last()?.1))
    }
}

/// The beginning of the day that `now` falls into by the clocks of a zone.
pub(crate) fn midnight(name: &str, now: DateTime<Utc>) -> Result<DateTime<Utc>> {
    let zone = zone(name)?;
    Ok(begin(zone, day_of(zone, now)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn month(now: &str) -> Month {
        Month::so_far("America/Chicago", now.parse().unwrap()).unwrap()
    }

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    #[test]
    fn begins_at_midnight_of_the_zone_and_ends_now() {
        let august = month("2026-08-04T16:22:00Z");
        assert_eq!(august.days.len(), 4);
        assert_eq!(august.days[0], (at("2026-08-01T05:00:00Z"), at("2026-08-02T05:00:00Z")));
        assert_eq!(august.days[3], (at("2026-08-04T05:00:00Z"), at("2026-08-04T16:22:00Z")));
        assert_eq!(august.before, (at("2026-07-01T05:00:00Z"), at("2026-07-04T16:22:00Z")));
    }

    #[test]
    fn an_hour_after_midnight_in_london_is_still_the_last_day_in_chicago() {
        let july = month("2026-08-01T01:00:00Z");
        assert_eq!(july.days.len(), 31);
        // June has no 31st: it is compared whole.
        assert_eq!(july.before, (at("2026-06-01T05:00:00Z"), at("2026-07-01T05:00:00Z")));
    }

    #[test]
    fn days_of_a_clock_change_have_23_and_25_hours() {
        let march = month("2026-03-09T12:00:00Z");
        assert_eq!((march.days[7].1 - march.days[7].0).num_hours(), 23);
        let november = month("2026-11-02T12:00:00Z");
        assert_eq!((november.days[0].1 - november.days[0].0).num_hours(), 25);
        assert_eq!(november.before.1, at("2026-10-02T11:00:00Z"));
    }

    #[test]
    fn stretches_meet_without_gap_or_overlap() {
        for now in ["2026-01-31T23:30:00Z", "2026-03-31T04:59:00Z", "2028-02-29T18:00:00Z"] {
            let month = month(now);
            assert!(month.days.windows(2).all(|pair| pair[0].1 == pair[1].0), "{now}");
            assert_eq!(month.whole().unwrap().1, at(now));
            assert!(month.before.1 <= month.days[0].0);
        }
    }

    #[test]
    fn an_unknown_zone_is_a_fault() {
        assert!(Month::so_far("Mars/Olympus", at("2026-08-04T16:22:00Z")).is_err());
    }
}
