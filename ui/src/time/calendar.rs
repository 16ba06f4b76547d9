//! Calendar words for unix milliseconds shifted by a zone's offset in minutes.

const DAY_MS: i64 = 86_400_000;
const MINUTE_MS: i64 = 60_000;
const WEEKDAYS: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
const MONTHS: [&str; 12] =
    ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/// A local date and time of day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Moment {
    pub(crate) days: i64,
    pub(crate) year: i64,
    pub(crate) month: i64,
    pub(crate) day: i64,
    hour: i64,
    minute: i64,
    second: i64,
}

impl Moment {
    pub(crate) fn at(unix_ms: i64, offset_minutes: i32) -> Self {
        let local = unix_ms.saturating_add(i64::from(offset_minutes) * MINUTE_MS);
        let (days, rest) = (local.div_euclid(DAY_MS), local.rem_euclid(DAY_MS) / 1000);
        // civil date from days since 1970-01-01, counted in eras of 400 years that begin in March
        let shifted = days.saturating_add(719_468);
        let era = shifted.div_euclid(146_097);
        let of_era = shifted.rem_euclid(146_097);
        let year_of_era = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
        let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let march_month = (5 * of_year + 2) / 153;
        let day = of_year - (153 * march_month + 2) / 5 + 1;
        let month = if march_month < 10 { march_month + 3 } else { march_month - 9 };
        let year = year_of_era + era * 400 + i64::from(month <= 2);
        Self { days, year, month, day, hour: rest / 3600, minute: rest / 60 % 60, second: rest % 60 }
    }

    pub(crate) fn weekday(self) -> &'static str {
        // day 0 was a Thursday
        named(&WEEKDAYS, (self.days + 3).rem_euclid(7))
    }

    pub(crate) fn month_name(self) -> &'static str {
        named(&MONTHS, self.month - 1)
    }

    fn clock(self) -> String {
        format!("{:02}:{:02}", self.hour, self.minute)
    }
}

fn named(names: &[&'static str], index: i64) -> &'static str {
    usize::try_from(index).ok().and_then(|index| names.get(index)).copied().unwrap_or_default()
}

/// `"11:26"`, 24-hour.
pub fn clock_text(at: i64, offset_minutes: i32) -> String {
    Moment::at(at, offset_minutes).clock()
}

/// `"Tue 4 Aug 2026"`.
pub fn day_text(at: i64, offset_minutes: i32) -> String {
    let moment = Moment::at(at, offset_minutes);
    format!("{} {} {} {}", moment.weekday(), moment.day, moment.month_name(), moment.year)
}

/// `"Tue 4 Aug 2026, 11:26 UTC-5"`: the exact time for a tooltip, its zone named.
pub fn exact_text(at: i64, offset_minutes: i32) -> String {
    let zone = match (offset_minutes / 60, (offset_minutes % 60).abs()) {
        (0, 0) => "UTC".to_owned(),
        (hours, 0) => format!("UTC{hours:+}"),
        (hours, minutes) => {
            let sign = if offset_minutes < 0 { '-' } else { '+' };
            format!("UTC{sign}{}:{minutes:02}", hours.abs())
        }
    };
    format!("{}, {} {zone}", day_text(at, offset_minutes), clock_text(at, offset_minutes))
}

/// `"2026-08-04T11:26:00Z"`: for the `datetime` attribute, always UTC.
pub fn iso_text(at: i64) -> String {
    let moment = Moment::at(at, 0);
    format!(
        "{:04}-{:02}-{:02}T{}:{:02}Z",
        moment.year,
        moment.month,
        moment.day,
        moment.clock(),
        moment.second
    )
}

#[cfg(test)]
mod tests {
    use super::{day_text, exact_text, iso_text};

    #[test]
    fn civil_dates_hold_at_the_edges() {
        for (ms, iso) in [
            (0, "1970-01-01T00:00:00Z"),
            (951_782_400_000, "2000-02-29T00:00:00Z"),
            (1_785_842_760_000, "2026-08-04T11:26:00Z"),
            (4_107_542_399_000, "2100-02-28T23:59:59Z"),
            (-1000, "1969-12-31T23:59:59Z"),
        ] {
            assert_eq!(iso_text(ms), iso);
        }
    }

    #[test]
    fn the_zone_moves_the_day_and_is_named() {
        assert_eq!(day_text(1_785_842_760_000, 0), "Tue 4 Aug 2026");
        assert_eq!(exact_text(1_785_805_200_000, 0), "Tue 4 Aug 2026, 01:00 UTC");
        assert_eq!(exact_text(1_785_805_200_000, -300), "Mon 3 Aug 2026, 20:00 UTC-5");
        assert_eq!(exact_text(1_785_805_200_000, 330), "Tue 4 Aug 2026, 06:30 UTC+5:30");
        assert_eq!(exact_text(1_785_805_200_000, -210), "Mon 3 Aug 2026, 21:30 UTC-3:30");
    }
}
