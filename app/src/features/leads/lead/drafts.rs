//! What was written in the composer and is not on the server yet: the draft, and entries that could not be saved.
//! Kept in the browser a lead, so that neither a reload nor a failed save loses a word.

use crate::features::leads::browser;
use serde::{Deserialize, Serialize};
use shared::LeadId;
use shared::leads::{ActivityInput, ActivityKind, CallOutcome};

/// A note or a call on its way.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Unsaved {
    pub(super) input: ActivityInput,
    /// When it was sent, in unix milliseconds.
    pub(super) at: i64,
    /// Why it is not saved; `None` while it is being saved.
    pub(super) failed: Option<String>,
}

/// All of it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct Drafts {
    /// What stands in the composer.
    pub(super) draft: ActivityInput,
    /// Newest first.
    pub(super) unsaved: Vec<Unsaved>,
}

impl Drafts {
    fn name(lead: LeadId) -> String {
        format!("empire.drafts.{lead}")
    }

    /// What this browser kept for a lead. What was being saved when the page went away may or may not have arrived:
    /// it can be sent again, its key makes it arrive once.
    pub(super) fn recall(lead: LeadId) -> Self {
        let kept: Self = browser::recall(&Self::name(lead))
            .and_then(|text| serde_json::from_str(&text).ok())
            .unwrap_or_default();
        kept.interrupted()
    }

    fn interrupted(mut self) -> Self {
        for entry in &mut self.unsaved {
            entry.failed.get_or_insert_with(|| "The page was closed before it was saved.".to_owned());
        }
        self
    }

    /// Keeps it, or forgets an empty one.
    pub(super) fn keep(&self, lead: LeadId) {
        let text = if self.is_empty() { None } else { serde_json::to_string(self).ok() };
        browser::keep(&Self::name(lead), text.as_deref());
    }

    fn is_empty(&self) -> bool {
        self.unsaved.is_empty() && self.draft.body.trim().is_empty() && self.draft.outcome.is_empty()
    }

    /// Puts an entry on top as being saved; one with the same key is the same entry, tried again.
    pub(super) fn sending(&mut self, input: ActivityInput, at: i64) {
        self.unsaved.retain(|entry| entry.input.key != input.key);
        self.unsaved.insert(0, Unsaved { input, at, failed: None });
    }

    /// The server has it.
    pub(super) fn saved(&mut self, key: &str) {
        self.unsaved.retain(|entry| entry.input.key != key);
    }

    /// It could not be saved.
    pub(super) fn failed(&mut self, key: &str, why: String) {
        if let Some(entry) = self.unsaved.iter_mut().find(|entry| entry.input.key == key) {
            entry.failed = Some(why);
        }
    }
}

/// The entry as the timeline will say it: "wrote a note", "called, no answer".
pub(super) fn words(input: &ActivityInput) -> &'static str {
    match (ActivityKind::from_word(&input.kind), CallOutcome::from_word(&input.outcome)) {
        (Some(ActivityKind::Call), Some(CallOutcome::Reached)) => "called and reached the seller",
        (Some(ActivityKind::Call), Some(CallOutcome::Voicemail)) => "called and left a voicemail",
        (Some(ActivityKind::Call), Some(CallOutcome::NoAnswer)) => "called, no answer",
        (Some(ActivityKind::Call), Some(CallOutcome::WrongNumber)) => "called, wrong number",
        (Some(ActivityKind::Call), None) => "called",
        _ => "wrote a note",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn note(key: &str) -> ActivityInput {
        ActivityInput {
            kind: "note".into(),
            body: "Roof leaks".into(),
            key: key.into(),
            ..ActivityInput::default()
        }
    }

    #[test]
    fn an_entry_stays_until_the_server_has_it() {
        let mut drafts = Drafts::default();
        drafts.sending(note("a"), 1);
        drafts.sending(note("b"), 2);
        drafts.failed("a", "No connection.".into());
        assert_eq!(drafts.unsaved[1].failed.as_deref(), Some("No connection."));
        drafts.sending(note("a"), 3);
        assert_eq!(drafts.unsaved.len(), 2);
        assert_eq!((drafts.unsaved[0].input.key.as_str(), &drafts.unsaved[0].failed), ("a", &None));
        drafts.saved("a");
        drafts.saved("b");
        assert!(drafts.is_empty());
    }

    #[test]
    fn what_was_under_way_when_the_page_closed_can_be_sent_again() {
        let mut drafts = Drafts::default();
        drafts.sending(note("a"), 1);
        let text = serde_json::to_string(&drafts).unwrap();
        let back = serde_json::from_str::<Drafts>(&text).unwrap().interrupted();
        assert!(back.unsaved[0].failed.is_some());
        assert_eq!(back.unsaved[0].input, note("a"));
    }

    #[test]
    fn a_choice_without_words_is_a_draft_too() {
        let mut drafts = Drafts::default();
        assert!(drafts.is_empty());
        drafts.draft.outcome = "reached".into();
        assert!(!drafts.is_empty());
        assert_eq!(
            words(&ActivityInput { kind: "call".into(), ..drafts.draft }),
            "called and reached the seller"
        );
    }
}
