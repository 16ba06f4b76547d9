//! The organization's time zone as a short table of offsets: the browser shows local times without carrying the
//! world's time zones.

use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// Offsets from UTC over the years that screens show.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Offsets {
    /// From this moment (Unix milliseconds) on, this many minutes east of UTC; ascending.
    changes: Vec<(i64, i32)>,
}

impl Offsets {
    /// Minutes east of UTC at a moment in Unix milliseconds. Before the table its first entry holds; without one, UTC.
    pub fn minutes_at(&self, at: i64) -> i32 {
        self.changes
            .iter()
            .rev()
            .find(|(from, _)| *from <= at)
            .or_else(|| self.changes.first())
            .map_or(0, |(_, minutes)| *minutes)
    }
}

/// Provided by `App`.
#[derive(Debug, Clone, Copy)]
pub struct Zone(StoredValue<Offsets>);

impl Zone {
    pub(super) fn new(offsets: Offsets) -> Self {
        Self(StoredValue::new(offsets))
    }

    /// Minutes east of UTC at a moment in Unix milliseconds, for `offset_minutes` of time components.
    pub fn minutes_at(self, at: i64) -> i32 {
        self.0.with_value(|offsets| offsets.minutes_at(at))
    }
}

/// The organization's time zone.
pub fn use_zone() -> Zone {
    expect_context()
}

#[cfg(feature = "ssr")]
mod table {
    use super::Offsets;
    use chrono::{DateTime, Duration, Offset, TimeZone, Utc};
    use chrono_tz::Tz;

    /// Leads are shown for years, deadlines lie ahead by months.
    const DAYS_BACK: i64 = 3 * 366;
    const DAYS_AHEAD: i64 = 366;

    impl Offsets {
        /// The table of an IANA zone around `now`; an unknown name is UTC.
        pub(in crate::state) fn of(zone: &str, now: DateTime<Utc>) -> Self {
            let zone: Tz = zone.parse().unwrap_or(Tz::UTC);
            let end = now + Duration::days(DAYS_AHEAD);
            let mut day = now - Duration::days(DAYS_BACK);
            let mut minutes = minutes(zone, day);
            let mut changes = vec![(day.timestamp_millis(), minutes)];
            while day < end {
                let next = day + Duration::days(1);
                let then = self::minutes(zone, next);
                if then != minutes {
                    changes.push((moment(zone, day, next, then), then));
                    minutes = then;
                }
                day = next;
            }
            Self { changes }
        }
    }

    /// The first minute within a day at which `then` holds, in Unix milliseconds.
    fn moment(zone: Tz, day: DateTime<Utc>, next: DateTime<Utc>, then: i32) -> i64 {
        let (mut before, mut after) = (day.timestamp(), next.timestamp());
        while after - before > 60 {
            let middle = before + (after - before) / 2;
            let reached = DateTime::from_timestamp(middle, 0).is_some_and(|at| minutes(zone, at) == then);
            if reached { after = middle } else { before = middle }
        }
        after.div_euclid(60) * 60 * 1_000
    }

    fn minutes(zone: Tz, at: DateTime<Utc>) -> i32 {
        zone.offset_from_utc_datetime(&at.naive_utc()).fix().local_minus_utc().div_euclid(60)
    }

    #[cfg(test)]
    mod tests {
        use super::*;

        #[test]
        fn agrees_with_the_zone_around_every_change() {
            let now = "2026-07-01T12:00:00Z".parse::<DateTime<Utc>>().unwrap();
            for name in ["America/Chicago", "America/Phoenix", "Europe/Lisbon", "Australia/Lord_Howe", "UTC"]
            {
                let zone: Tz = name.parse().unwrap();
                let offsets = Offsets::of(name, now);
                let mut at = now - Duration::days(DAYS_BACK - 1);
                while at < now + Duration::days(DAYS_AHEAD - 1) {
                    assert_eq!(offsets.minutes_at(at.timestamp_millis()), minutes(zone, at), "{name} {at}");
                    at += Duration::minutes(20);
                }
            }
        }

        #[test]
        fn an_unknown_zone_is_utc() {
            let now = "2026-07-01T12:00:00Z".parse::<DateTime<Utc>>().unwrap();
            assert_eq!(Offsets::of("Mars/Olympus", now).minutes_at(now.timestamp_millis()), 0);
            assert_eq!(Offsets::default().minutes_at(0), 0);
        }
    }
}
