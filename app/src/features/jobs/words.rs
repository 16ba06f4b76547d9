//! How the figures of the queue read.

use shared::jobs::{JobOverview, JobState, KindOverview};
use ui::{Glyph, Tone};

/// The longest wait that is no cause for concern, in milliseconds.
pub(super) const GOAL_WAIT_MS: i64 = 5_000;
/// From here on a wait means that the queue is behind.
const BEHIND_MS: i64 = 60_000;

/// "240 ms", "1.8 s", "42 s", "3 min", "2 h".
pub(super) fn span(ms: i64) -> String {
    match ms.max(0) {
        ms @ ..1_000 => format!("{ms} ms"),
        ms @ 1_000..10_000 => format!("{}.{} s", ms / 1_000, ms % 1_000 / 100),
        ms @ 10_000..60_000 => format!("{} s", ms / 1_000),
        ms @ 60_000..3_600_000 => format!("{} min", ms / 60_000),
        ms => format!("{} h", ms / 3_600_000),
    }
}

/// "8 ms, 1.2 s": half and nearly all. A dash while there is nothing to tell.
pub(super) fn pair(half: Option<i64>, nearly_all: Option<i64>) -> String {
    match (half, nearly_all) {
        (Some(half), Some(all)) => format!("{}, {}", span(half), span(all)),
        _ => "–".to_owned(),
    }
}

/// With thousands apart.
pub(super) fn count(number: i64) -> String {
    ui::group_thousands(&number.to_string())
}

/// So many in so many seconds, as a rate a minute: "412", "3.5", "0".
pub(super) fn a_minute(number: i64, seconds: i64) -> String {
    let tenths = number.saturating_mul(600) / seconds.max(1);
    if number > 0 && tenths == 0 {
        return "under 0.1".to_owned();
    }
    if tenths >= 100 || tenths % 10 == 0 {
        count(tenths / 10)
    } else {
        format!("{}.{}", tenths / 10, tenths % 10)
    }
}

/// A share in percent with one decimal: "0.4 %".
pub(super) fn share(part: i64, whole: i64) -> String {
    let tenths = part.saturating_mul(1_000) / whole.max(1);
    if tenths % 10 == 0 { format!("{} %", tenths / 10) } else { format!("{}.{} %", tenths / 10, tenths % 10) }
}

/// All kinds of all queues added up.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Sums {
    pub(super) waiting: i64,
    pub(super) later: i64,
    pub(super) dead: i64,
    pub(super) done: i64,
    pub(super) bad_runs: i64,
    /// How long the oldest one waits that nobody holds back, in milliseconds.
    pub(super) oldest_ms: Option<i64>,
}

pub(super) fn sums(overview: &JobOverview) -> Sums {
    let mut sums = Sums::default();
    for queue in &overview.queues {
        for kind in &queue.kinds {
            sums.waiting += kind.available;
            sums.later += kind.scheduled + kind.retryable;
            sums.dead += kind.dead;
            sums.done += kind.last_hour.done;
            sums.bad_runs += kind.last_hour.bad_runs;
            let held = queue.stopped || (queue.paused.is_some() && !kind.of_program);
            if let (Some(since), false) = (kind.oldest_waiting, held) {
                sums.oldest_ms = sums.oldest_ms.max(Some((overview.at - since).num_milliseconds().max(0)));
            }
        }
    }
    sums
}

/// How the queue is, in a word or three.
pub(super) fn health(sums: &Sums) -> (Tone, &'static str) {
    if sums.oldest_ms.is_some_and(|ms| ms >= BEHIND_MS) {
        (Tone::Danger, "Behind")
    } else if sums.dead > 0 {
        (Tone::Warning, "Needs a person")
    } else {
        (Tone::Success, "Healthy")
    }
}

/// How many jobs of a kind are in a state; `None` for states that are not counted.
pub(super) const fn in_state(kind: &KindOverview, state: JobState) -> Option<i64> {
    match state {
        JobState::Available => Some(kind.available),
        JobState::Scheduled => Some(kind.scheduled),
        JobState::Executing => Some(kind.executing),
        JobState::Retryable => Some(kind.retryable),
        JobState::Dead => Some(kind.dead),
        JobState::Completed | JobState::Cancelled => None,
    }
}

/// The mark of a state.
pub(super) const fn mark(state: JobState) -> (Glyph, Tone) {
    match state {
        JobState::Available => (Glyph::Dashed, Tone::Info),
        JobState::Scheduled => (Glyph::Clock, Tone::Neutral),
        JobState::Executing => (Glyph::Half, Tone::Accent),
        JobState::Retryable => (Glyph::Clock, Tone::Warning),
        JobState::Completed => (Glyph::Check, Tone::Success),
        JobState::Cancelled => (Glyph::Cross, Tone::Neutral),
        JobState::Dead => (Glyph::Cross, Tone::Danger),
    }
}

/// A figure as a chart draws it; charts need no more than 32 bits.
pub(super) fn point(value: i64) -> f64 {
    f64::from(i32::try_from(value).unwrap_or(i32::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::{DateTime, TimeDelta};
    use shared::jobs::{LastHour, QueueOverview, QueuePause};

    #[test]
    fn spans_and_rates_are_short() {
        let spans: Vec<String> = [-4, 0, 240, 1_849, 42_000, 200_000, 7_300_000].map(span).to_vec();
        assert_eq!(spans, ["0 ms", "0 ms", "240 ms", "1.8 s", "42 s", "3 min", "2 h"]);
        assert_eq!(pair(Some(8), Some(1_200)), "8 ms, 1.2 s");
        assert_eq!(pair(None, None), "–");
        let rates: Vec<String> =
            [(0, 3_600), (1, 3_600), (210, 3_600), (60, 3_600), (24_720, 3_600), (90_000, 1_800)]
                .map(|(number, seconds)| a_minute(number, seconds))
                .to_vec();
        assert_eq!(rates, ["0", "under 0.1", "3.5", "1", "412", "3,000"]);
        assert_eq!(
            (share(4, 1_000), share(0, 0), share(1, 2)),
            ("0.4 %".into(), "0 %".into(), "50 %".into())
        );
    }

    fn overview(dead: i64, waits: i64, paused: bool) -> JobOverview {
        let at = DateTime::UNIX_EPOCH + TimeDelta::hours(1);
        let kind = KindOverview {
            kind: "letters.send".into(),
            available: 2,
            scheduled: 1,
            retryable: 3,
            dead,
            oldest_waiting: Some(at - TimeDelta::milliseconds(waits)),
            last_hour: LastHour { done: 10, bad_runs: 1, ..LastHour::default() },
            ..KindOverview::default()
        };
        let pause = paused.then_some(QueuePause { at, by: None });
        let queue =
            QueueOverview { queue: "letters".into(), paused: pause, stopped: false, kinds: vec![kind] };
        JobOverview { at, queues: vec![queue], counted_seconds: 3_600 }
    }

    #[test]
    fn the_health_is_the_worst_there_is() {
        let word = |dead, waits, paused| health(&sums(&overview(dead, waits, paused))).1;
        assert_eq!(word(0, 2_000, false), "Healthy");
        assert_eq!(word(1, 2_000, false), "Needs a person");
        assert_eq!(word(1, 90_000, false), "Behind");
        assert_eq!(word(0, 90_000, true), "Healthy", "what is held back on purpose is not late");
        let sums = sums(&overview(0, 2_000, false));
        assert_eq!((sums.waiting, sums.later, sums.done, sums.oldest_ms), (2, 4, 10, Some(2_000)));
    }
}
