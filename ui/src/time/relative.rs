//! Time relative to now: under a day in words, beyond that as a date; the exact time on hover.
use leptos::prelude::*;

use super::calendar::{Moment, exact_text, iso_text};
use crate::icon::Symbol;
use crate::marks::Badge;
use crate::style::{Tone, classes};

const MINUTE: i64 = 60_000;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;

/// What the reader wants to know about the time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum TimeMode {
    /// How long ago: "3 min", "2 h", "29 Jul".
    #[default]
    Ago,
    /// How much is left: "4 min left", "12 min late", "Thu 6 Aug".
    Deadline,
}

/// The words for `at` seen from `now`, both unix milliseconds; dates are those of the given zone.
pub fn relative_text(at: i64, now: i64, mode: TimeMode, offset_minutes: i32) -> String {
    match mode {
        TimeMode::Ago => ago(at, now, offset_minutes),
        TimeMode::Deadline => deadline(at, now, offset_minutes),
    }
}

fn ago(at: i64, now: i64, offset: i32) -> String {
    let passed = now.saturating_sub(at);
    if passed.saturating_abs() >= DAY {
        date(at, now, offset)
    } else if passed.abs() < MINUTE {
        // clocks differ a little: what lies seconds ahead is now
        "now".to_owned()
    } else if passed < 0 {
        format!("in {}", span(-passed))
    } else {
        span(passed)
    }
}

fn deadline(at: i64, now: i64, offset: i32) -> String {
    let left = at.saturating_sub(now);
    match left {
        DAY.. => date(at, now, offset),
        MINUTE.. => format!("{} left", span(left)),
        0.. => "under 1 min left".to_owned(),
        _ if left > -MINUTE => "due now".to_owned(),
        _ if left > -DAY => format!("{} late", span(-left)),
        _ => match left.saturating_neg() / DAY {
            1 => "1 day late".to_owned(),
            days => format!("{days} days late"),
        },
    }
}

/// "4 min", "1 h 10", "3 h"; from six hours on the minutes no longer matter.
fn span(ms: i64) -> String {
    let (hours, minutes) = (ms / HOUR, ms % HOUR / MINUTE);
    match (hours, minutes) {
        (0, minutes) => format!("{minutes} min"),
        (1..6, 1..) => format!("{hours} h {minutes:02}"),
        _ => format!("{hours} h"),
    }
}

/// "Thu 6 Aug" within a week ahead, "29 Jul" in the same year, "29 Jul 2025" beyond.
fn date(at: i64, now: i64, offset: i32) -> String {
    let (then, today) = (Moment::at(at, offset), Moment::at(now, offset));
    let day = format!("{} {}", then.day, then.month_name());
    if (1..=7).contains(&(then.days - today.days)) {
        format!("{} {day}", then.weekday())
    } else if then.year == today.year {
        day
    } else {
        format!("{day} {}", then.year)
    }
}

/// `at` is unix milliseconds; `now` moves it.
#[component]
pub fn RelativeTime(
    #[prop(into)] at: Signal<i64>,
    #[prop(into)] now: Signal<i64>,
    #[prop(optional)] mode: TimeMode,
    #[prop(optional, into)] offset_minutes: Signal<i32>,
    #[prop(optional, into)] class: String,
) -> impl IntoView {
    view! {
        <time
            class=classes(&["num", &class])
            datetime=move || iso_text(at.get())
            title=move || exact_text(at.get(), offset_minutes.get())
        >
            {move || relative_text(at.get(), now.get(), mode, offset_minutes.get())}
        </time>
    }
}

/// A deadline that changes its tone as it nears: plain, warning within `soon_minutes` (15), danger once late.
#[component]
pub fn DeadlineBadge(
    #[prop(into)] at: Signal<i64>,
    #[prop(into)] now: Signal<i64>,
    #[prop(optional, into)] offset_minutes: Signal<i32>,
    #[prop(default = 15)] soon_minutes: i64,
) -> impl IntoView {
    let tone = Memo::new(move |_| match at.get().saturating_sub(now.get()) {
        ..0 => Tone::Danger,
        left if left < soon_minutes * MINUTE => Tone::Warning,
        _ => Tone::Neutral,
    });
    let mark = move || -> Symbol {
        if tone.get() == Tone::Danger { icondata_lu::LuAlarmClock } else { icondata_lu::LuClock }
    };
    view! {
        <Badge tone>
            {move || view! { <crate::Icon icon=mark() size=crate::IconSize::Xs /> }}
            <RelativeTime at now mode=TimeMode::Deadline offset_minutes />
        </Badge>
    }
}

#[cfg(test)]
mod tests {
    use super::{DAY, HOUR, MINUTE, TimeMode, relative_text};

    /// Tue 4 Aug 2026, 11:22 UTC.
    const NOW: i64 = 1_785_842_520_000;

    #[test]
    fn ago_speaks_in_minutes_then_hours_then_dates() {
        for (passed, words) in [
            (0, "now"),
            (59_000, "now"),
            (-30_000, "now"),
            (MINUTE, "1 min"),
            (3 * MINUTE + 40_000, "3 min"),
            (59 * MINUTE, "59 min"),
            (HOUR, "1 h"),
            (HOUR + 10 * MINUTE, "1 h 10"),
            (2 * HOUR + 5 * MINUTE, "2 h 05"),
            (7 * HOUR + 30 * MINUTE, "7 h"),
            (DAY - 1, "23 h"),
            (DAY, "3 Aug"),
            (6 * DAY, "29 Jul"),
            (400 * DAY, "30 Jun 2025"),
            (-5 * MINUTE, "in 5 min"),
            (-2 * DAY, "Thu 6 Aug"),
        ] {
            assert_eq!(relative_text(NOW - passed, NOW, TimeMode::Ago, 0), words, "{passed}");
        }
    }

    #[test]
    fn deadline_says_what_is_left_or_how_late() {
        for (left, words) in [
            (4 * MINUTE, "4 min left"),
            (70 * MINUTE, "1 h 10 left"),
            (26 * MINUTE + 59_000, "26 min left"),
            (59_000, "under 1 min left"),
            (0, "under 1 min left"),
            (-1, "due now"),
            (-12 * MINUTE, "12 min late"),
            (-3 * HOUR, "3 h late"),
            (-DAY, "1 day late"),
            (-2 * DAY, "2 days late"),
            (2 * DAY, "Thu 6 Aug"),
            (20 * DAY, "24 Aug"),
            (200 * DAY, "20 Feb 2027"),
        ] {
            assert_eq!(relative_text(NOW + left, NOW, TimeMode::Deadline, 0), words, "{left}");
        }
    }

    #[test]
    fn dates_are_those_of_the_zone_and_extremes_do_not_overflow() {
        let at = NOW - 2 * DAY - 11 * HOUR;
        assert_eq!(relative_text(at, NOW, TimeMode::Ago, 0), "2 Aug");
        assert_eq!(relative_text(at, NOW, TimeMode::Ago, -300), "1 Aug");
        for at in [i64::MIN, i64::MAX] {
            assert!(!relative_text(at, NOW, TimeMode::Ago, 0).is_empty());
            assert!(!relative_text(at, NOW, TimeMode::Deadline, 840).is_empty());
        }
    }
}
