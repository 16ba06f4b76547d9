//! Which part of an agenda a task stands in, by the clocks of the organization.

use chrono::{DateTime, FixedOffset, NaiveDate, Offset as _, TimeDelta, Utc};

/// The parts in their order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Due {
    /// The moment has passed.
    Overdue,
    Today,
    Tomorrow,
    /// Within the six days after today.
    Week,
    Later,
}

impl Due {
    /// All of them.
    pub const ALL: [Self; 5] = [Self::Overdue, Self::Today, Self::Tomorrow, Self::Week, Self::Later];

    /// The heading.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Overdue => "Overdue",
            Self::Today => "Today",
            Self::Tomorrow => "Tomorrow",
            Self::Week => "This week",
            Self::Later => "Later",
        }
    }
}

/// Where a task stands that is due at `at`; `offset` gives the minutes east of UTC at a moment.
pub fn due(at: DateTime<Utc>, now: DateTime<Utc>, offset: impl Fn(DateTime<Utc>) -> i32) -> Due {
    if at < now {
        return Due::Overdue;
    }
    let day = |moment: DateTime<Utc>| -> NaiveDate {
        let zone = FixedOffset::east_opt(offset(moment).saturating_mul(60)).unwrap_or_else(|| Utc.fix());
        moment.with_timezone(&zone).date_naive()
    };
    let today = day(now);
    match (day(at) - today).num_days() {
        ..=0 => Due::Today,
        1 => Due::Tomorrow,
        days if days < TimeDelta::weeks(1).num_days() => Due::Week,
        _ => Due::Later,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    #[test]
    fn days_are_those_of_the_clock_on_the_wall() {
        // 22:30 in Chicago on the 4th of August
        let now = at("2026-08-05T03:30:00Z");
        for (moment, group) in [
            ("2026-08-05T03:29:59Z", Due::Overdue),
            ("2026-08-05T03:30:00Z", Due::Today),
            ("2026-08-05T04:59:59Z", Due::Today),
            ("2026-08-05T05:00:00Z", Due::Tomorrow),
            ("2026-08-06T05:00:00Z", Due::Week),
            ("2026-08-11T04:59:59Z", Due::Week),
            ("2026-08-11T05:00:00Z", Due::Later),
        ] {
            assert_eq!(due(at(moment), now, |_| -300), group, "{moment}");
        }
    }

    #[test]
    fn groups_follow_the_time() {
        let now = at("2026-08-05T03:30:00Z");
        let groups: Vec<Due> =
            (-50..400).map(|hours| due(now + TimeDelta::hours(hours), now, |_| 120)).collect();
        assert!(groups.is_sorted());
        assert_eq!(groups.last(), Some(&Due::Later));
    }
}
