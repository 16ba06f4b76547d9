//! What to do next with a lead, in words: decided from what is known, never guessed.

use crate::features::leads::answered::{Answer, answer};
use crate::features::leads::owner_menu::first_name;
use shared::leads::{Lead, LeadStatus};

/// How pressing it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Pressure {
    Late,
    Soon,
    Calm,
    /// Nobody works on it any more.
    None,
}

/// The card at the top.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct NextAction {
    pub(super) title: String,
    /// When it is due, in unix milliseconds.
    pub(super) due: Option<i64>,
    pub(super) pressure: Pressure,
    /// Why, where no deadline says so.
    pub(super) why: Option<String>,
}

/// From here on a deadline is near, in milliseconds; the badge of the list turns at the same moment.
const SOON: i64 = 15 * 60_000;

/// `now` is unix milliseconds.
pub(super) fn next_action(lead: &Lead, now: i64) -> NextAction {
    let name = first_name(&lead.summary.name);
    let quiet = |title: String, why: &str| NextAction {
        title,
        due: None,
        pressure: Pressure::Calm,
        why: Some(why.to_owned()),
    };
    match (lead.summary.status, answer(&lead.summary)) {
        (LeadStatus::Dead, _) => NextAction {
            title: "Nothing to do".to_owned(),
            due: None,
            pressure: Pressure::None,
            why: Some(match lead.dead_reason {
                Some(reason) => format!("The lead is dead: {}.", reason.label().to_lowercase()),
                None => "The lead is dead.".to_owned(),
            }),
        },
        (LeadStatus::Converted, _) => NextAction {
            title: "Nothing to do".to_owned(),
            due: None,
            pressure: Pressure::None,
            why: Some("The lead is converted.".to_owned()),
        },
        (_, Answer::Due(due)) => NextAction {
            title: format!("Call {name} back"),
            due: Some(due),
            pressure: match due - now {
                ..0 => Pressure::Late,
                0..SOON => Pressure::Soon,
                _ => Pressure::Calm,
            },
            why: None,
        },
        (LeadStatus::New, _) => quiet(format!("Call {name}"), "Nobody has worked on this lead yet."),
        (LeadStatus::Contacted, _) => quiet(
            format!("Find out what {name} needs"),
            "Qualified means: motivated, owner, and a price to talk about.",
        ),
        (LeadStatus::Qualified, _) => {
            quiet(format!("Agree on the next step with {name}"), "The lead is qualified.")
        }
        (LeadStatus::Nurturing, _) => quiet(format!("Stay in touch with {name}"), "Not ready to sell yet."),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::features::leads::samples::{lead, now};
    use chrono::TimeDelta;
    use shared::leads::DeadReason;

    #[test]
    fn a_deadline_presses_more_as_it_nears() {
        let now = now();
        for (minutes, pressure) in
            [(30, Pressure::Calm), (15, Pressure::Calm), (4, Pressure::Soon), (-1, Pressure::Late)]
        {
            let mut lead = lead(1);
            let due = now + TimeDelta::minutes(minutes);
            lead.summary.respond_by = Some(due);
            let action = next_action(&lead, now.timestamp_millis());
            assert_eq!(action.title, "Call Henrik back");
            assert_eq!((action.due, action.pressure), (Some(due.timestamp_millis()), pressure), "{minutes}");
        }
    }

    #[test]
    fn a_closed_lead_asks_for_nothing_even_when_a_deadline_is_left() {
        let mut lead = lead(1);
        lead.summary.status = LeadStatus::Dead;
        lead.dead_reason = Some(DeadReason::SoldElsewhere);
        let action = next_action(&lead, now().timestamp_millis());
        assert_eq!((action.due, action.pressure), (None, Pressure::None));
        assert_eq!(action.why.as_deref(), Some("The lead is dead: sold to somebody else."));
    }

    #[test]
    fn an_answered_lead_names_the_next_step_of_its_status() {
        for status in [LeadStatus::New, LeadStatus::Contacted, LeadStatus::Qualified, LeadStatus::Nurturing] {
            let mut lead = lead(1);
            (lead.summary.status, lead.summary.respond_by) = (status, None);
            let action = next_action(&lead, now().timestamp_millis());
            assert!(
                action.title.contains("Henrik") && action.why.is_some() && action.due.is_none(),
                "{status:?}"
            );
        }
    }
}
