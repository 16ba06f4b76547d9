//! How fast somebody answered a lead, in words; what is still due is `ui::DeadlineBadge`'s to show.

use shared::leads::LeadSummary;

/// What the "Respond by" column says about a lead.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    /// Nobody answered yet: due at this time, in unix milliseconds.
    Due(i64),
    /// The first answer came after this many seconds.
    After(i64),
    /// There is nothing to answer.
    Nothing,
}

/// Whether a lead waits for an answer, and if not, how long it had to.
pub fn answer(lead: &LeadSummary) -> Answer {
    match (lead.first_response_at, lead.respond_by) {
        (Some(at), _) => Answer::After((at - lead.created_at).num_seconds().max(0)),
        (None, Some(due)) => Answer::Due(due.timestamp_millis()),
        (None, None) => Answer::Nothing,
    }
}

/// A duration to one figure: "40 s", "3 min", "1 h 10", "2 days". Negative durations count as none.
pub fn span(seconds: i64) -> String {
    let seconds = seconds.max(0);
    let (minutes, hours, days) = (seconds / 60, seconds / 3600, seconds / 86_400);
    match (days, hours, minutes) {
        (0, 0, 0) => format!("{seconds} s"),
        (0, 0, _) => format!("{minutes} min"),
        (0, 1..6, _) if minutes % 60 > 0 => format!("{hours} h {:02}", minutes % 60),
        (0, _, _) => format!("{hours} h"),
        (1, _, _) => "1 day".to_owned(),
        _ => format!("{days} days"),
    }
}

/// A duration to the second while seconds matter: "4 min 10 s", "1 h 10 min", "2 days 3 h".
pub fn exact_span(seconds: i64) -> String {
    let seconds = seconds.max(0);
    let parts = [
        (seconds / 86_400, seconds % 86_400 / 3600, "day", "h"),
        (seconds / 3600, seconds % 3600 / 60, "h", "min"),
        (seconds / 60, seconds % 60, "min", "s"),
    ];
    for (whole, rest, unit, below) in parts {
        if whole > 0 {
            let unit = if unit == "day" && whole > 1 { "days" } else { unit };
            return if rest > 0 {
                format!("{whole} {unit} {rest} {below}")
            } else {
                format!("{whole} {unit}")
            };
        }
    }
    format!("{seconds} s")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::features::leads::samples;
    use chrono::TimeDelta;

    #[test]
    fn spans_read_like_people_say_them() {
        for (seconds, short, exact) in [
            (-5, "0 s", "0 s"),
            (40, "40 s", "40 s"),
            (180, "3 min", "3 min"),
            (250, "4 min", "4 min 10 s"),
            (3600, "1 h", "1 h"),
            (4200, "1 h 10", "1 h 10 min"),
            (7 * 3600 + 1800, "7 h", "7 h 30 min"),
            (86_400, "1 day", "1 day"),
            (2 * 86_400 + 3 * 3600, "2 days", "2 days 3 h"),
        ] {
            assert_eq!((span(seconds).as_str(), exact_span(seconds).as_str()), (short, exact), "{seconds}");
        }
    }

    #[test]
    fn an_answer_ends_the_wait() {
        let mut lead = samples::summary(1);
        let due = lead.created_at + TimeDelta::minutes(15);
        lead.respond_by = Some(due);
        assert_eq!(answer(&lead), Answer::Due(due.timestamp_millis()));
        lead.first_response_at = Some(lead.created_at + TimeDelta::seconds(185));
        assert_eq!(answer(&lead), Answer::After(185));
        lead.first_response_at = Some(lead.created_at - TimeDelta::seconds(1));
        assert_eq!(answer(&lead), Answer::After(0));
        (lead.first_response_at, lead.respond_by) = (None, None);
        assert_eq!(answer(&lead), Answer::Nothing);
    }
}
