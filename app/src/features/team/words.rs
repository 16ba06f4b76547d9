//! How figures read: shares with what they are shares of, days of a period.

use chrono::{NaiveDate, NaiveTime};
use ui::{day_text, group_thousands};

/// With thousands apart.
pub(super) fn count(number: i64) -> String {
    group_thousands(&number.to_string())
}

/// A share to the percent; `None` of nothing.
pub(super) fn percent(part: i64, whole: i64) -> Option<i64> {
    (whole > 0).then(|| (part.saturating_mul(100).saturating_add(whole / 2)) / whole)
}

/// "40 %", or a dash of nothing.
pub(super) fn share(part: i64, whole: i64) -> String {
    percent(part, whole).map_or_else(|| "–".to_owned(), |percent| format!("{percent} %"))
}

/// "12 of 30"; of nothing it says so.
pub(super) fn part_of(part: i64, whole: i64) -> String {
    if whole == 0 {
        return "None to count".to_owned();
    }
    format!("{} of {}", count(part), count(whole))
}

/// "Tue 4 Aug 2026", or "Sat 1 Aug 2026 to Tue 4 Aug 2026".
pub(super) fn days(first: NaiveDate, last: NaiveDate) -> String {
    let day = |day: NaiveDate| day_text(day.and_time(NaiveTime::MIN).and_utc().timestamp_millis(), 0);
    if first == last { day(first) } else { format!("{} to {}", day(first), day(last)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_are_rounded_and_never_of_nothing() {
        assert_eq!(
            (share(1, 3), share(2, 3), share(0, 4), share(0, 0)),
            ("33 %".into(), "67 %".into(), "0 %".into(), "–".into())
        );
        assert_eq!(part_of(1_200, 4_000), "1,200 of 4,000");
        assert_eq!(part_of(0, 0), "None to count");
    }

    #[test]
    fn one_day_is_named_once() {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        assert_eq!(days(day("2026-08-04"), day("2026-08-04")), "Tue 4 Aug 2026");
        assert_eq!(days(day("2026-08-01"), day("2026-08-04")), "Sat 1 Aug 2026 to Tue 4 Aug 2026");
    }
}
