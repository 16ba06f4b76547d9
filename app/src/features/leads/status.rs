//! How a lead's status looks and what a person may do with it next. Which step is legal is `shared::leads`' rule.

use shared::leads::{DeadReason, LeadStatus};
use ui::{Choice, Glyph, Tone};

/// The glyph that fills as a lead comes nearer, and its tone.
pub const fn look(status: LeadStatus) -> (Glyph, Tone) {
    match status {
        LeadStatus::New => (Glyph::Dashed, Tone::Accent),
        LeadStatus::Contacted => (Glyph::Quarter, Tone::Info),
        LeadStatus::Qualified => (Glyph::ThreeQuarters, Tone::Success),
        LeadStatus::Nurturing => (Glyph::Clock, Tone::Warning),
        LeadStatus::Converted => (Glyph::Check, Tone::Success),
        LeadStatus::Dead => (Glyph::Cross, Tone::Neutral),
    }
}

/// What a step needs besides the wish.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Needs {
    /// It can be taken at once and undone.
    Nothing,
    /// Why the lead is dead.
    Reason,
    /// Why a closed lead is opened again.
    Note,
}

/// One step that may follow.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Step {
    pub to: LeadStatus,
    pub needs: Needs,
}

/// The steps that may follow `from`, in the order of a menu.
pub fn steps(from: LeadStatus) -> Vec<Step> {
    from.next()
        .iter()
        .map(|to| {
            let needs = match (*to, from.is_open()) {
                (LeadStatus::Dead, _) => Needs::Reason,
                (_, false) => Needs::Note,
                (_, true) => Needs::Nothing,
            };
            Step { to: *to, needs }
        })
        .collect()
}

/// The reasons a dead lead can have, as a list offers them.
pub fn reasons() -> Vec<Choice> {
    DeadReason::ALL.iter().map(|reason| Choice::new(reason.as_str(), reason.label())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use shared::leads::StatusChangeInput;

    #[test]
    fn every_offered_step_is_accepted_with_what_it_needs() {
        for from in LeadStatus::ALL {
            for step in steps(*from) {
                let input = StatusChangeInput {
                    status: step.to.as_str().into(),
                    reason: if step.needs == Needs::Reason { "price_gap".into() } else { String::new() },
                    note: if step.needs == Needs::Note { "She called back".into() } else { String::new() },
                    version: 1,
                };
                assert_eq!(input.parse().unwrap().check(*from), Ok(()), "{from:?} to {:?}", step.to);
            }
        }
    }

    #[test]
    fn what_is_needed_is_needed() {
        assert_eq!(steps(LeadStatus::New).last().unwrap().needs, Needs::Reason);
        assert!(steps(LeadStatus::Dead).iter().all(|step| step.needs == Needs::Note));
        assert_eq!(steps(LeadStatus::Qualified)[0].needs, Needs::Nothing);
        let bare = StatusChangeInput { status: "contacted".into(), ..StatusChangeInput::default() };
        assert!(bare.parse().unwrap().check(LeadStatus::Dead).is_err());
    }

    #[test]
    fn every_status_has_its_own_glyph() {
        let glyphs: Vec<Glyph> = LeadStatus::ALL.iter().map(|status| look(*status).0).collect();
        for (index, glyph) in glyphs.iter().enumerate() {
            assert!(!glyphs[index + 1..].contains(glyph), "{glyph:?}");
        }
    }
}
