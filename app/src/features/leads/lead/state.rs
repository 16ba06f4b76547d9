//! What the open lead's page holds, and how it stays true while others work on the same lead.

use super::drafts::Drafts;
use crate::features::leads::browser::{self, fresh_key};
use crate::features::leads::merge;
use crate::features::leads::rpc::{get_lead, lead_timeline, log_lead_activity};
use crate::rpc::AppError;
use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::LeadId;
use shared::leads::{ActivityInput, ActivityKind, Lead, LeadSummary};
use shared::timeline::{TimelineEntry, TimelinePage};
use ui::Toaster;

/// The composer's text field.
pub(super) const BODY: &str = "composer-body";

/// Cheap to copy; one a lead.
#[derive(Clone, Copy)]
pub(super) struct OpenLead {
    pub(super) id: LeadId,
    pub(super) lead: RwSignal<Lead>,
    pub(super) entries: RwSignal<Vec<TimelineEntry>>,
    pub(super) older: RwSignal<Option<String>>,
    pub(super) older_busy: RwSignal<bool>,
    pub(super) drafts: RwSignal<Drafts>,
    /// The word of the [`ActivityKind`] that is being written.
    pub(super) kind: RwSignal<String>,
    pub(super) outcome: RwSignal<String>,
    pub(super) body: RwSignal<String>,
    pub(super) wrong: RwSignal<Option<AppError>>,
    pub(super) said: RwSignal<String>,
    pub(super) toaster: Toaster,
}

impl OpenLead {
    pub(super) fn new(lead: Lead, timeline: TimelinePage, toaster: Toaster) -> Self {
        Self {
            id: lead.summary.id,
            lead: RwSignal::new(lead),
            entries: RwSignal::new(timeline.entries),
            older: RwSignal::new(timeline.older),
            older_busy: RwSignal::new(false),
            drafts: RwSignal::new(Drafts::default()),
            kind: RwSignal::new(ActivityKind::Note.as_str().to_owned()),
            outcome: RwSignal::new(String::new()),
            body: RwSignal::new(String::new()),
            wrong: RwSignal::new(None),
            said: RwSignal::new(String::new()),
            toaster,
        }
    }

    /// The lead as lists show it; follows changes.
    pub(super) fn summary(self) -> Signal<LeadSummary> {
        Signal::derive(move || self.lead.with(|lead| lead.summary.clone()))
    }

    /// Draws the part of the lead that a change gives back.
    pub(super) fn show(self, summary: LeadSummary) {
        self.lead.update(|lead| lead.summary = summary);
    }

    /// Asks for lead and timeline again. What is typed stays; a failed quiet question changes nothing.
    pub(super) fn refresh(self) {
        spawn_local(async move {
            if let Ok(lead) = get_lead(self.id.to_string()).await {
                self.lead.try_set(lead);
            }
        });
        spawn_local(async move {
            if let Ok(page) = lead_timeline(self.id.to_string(), None).await {
                self.entries.try_update(|entries| *entries = merge::entries(entries, &page.entries));
            }
        });
    }

    /// Appends the older entries.
    pub(super) fn load_older(self) {
        let Some(older) = self.older.get_untracked().filter(|_| !self.older_busy.get_untracked()) else {
            return;
        };
        self.older_busy.set(true);
        spawn_local(async move {
            match lead_timeline(self.id.to_string(), Some(older)).await {
                Ok(page) => {
                    self.entries.try_update(|entries| *entries = merge::entries(&page.entries, entries));
                    self.older.try_set(page.older);
                }
                Err(error) => self.toaster.error("Could not load older entries", error.message),
            }
            self.older_busy.try_set(false);
        });
    }

    /// Opens the composer for one kind of entry.
    pub(super) fn compose(self, kind: ActivityKind) {
        self.kind.set(kind.as_str().to_owned());
        browser::check("ld-t");
        let target = if kind == ActivityKind::Call && self.outcome.with_untracked(String::is_empty) {
            "composer-outcome"
        } else {
            BODY
        };
        // after the chips have come into the page
        request_animation_frame(move || browser::focus_first_in(target));
    }

    /// Brings back what this browser kept and keeps what is written from now on. Called once, in the browser.
    pub(super) fn keep_drafts(self) {
        let ready = RwSignal::new(false);
        Effect::new(move |_| {
            // a frame later: until then the fields tell the signals what stands in them, and would undo this
            request_animation_frame(move || {
                self.bring_back();
                ready.try_set(true);
            });
        });
        Effect::new(move |_| {
            let (kind, outcome, body) = (self.kind.get(), self.outcome.get(), self.body.get());
            let mut drafts = self.drafts.get();
            if ready.get() {
                drafts.draft = ActivityInput { kind, outcome, body, key: String::new() };
                drafts.keep(self.id);
            }
        });
    }

    fn bring_back(self) {
        // gone when somebody left within the frame
        let Some(untouched) = self.body.try_with_untracked(String::is_empty) else { return };
        let drafts = Drafts::recall(self.id);
        if untouched && !drafts.draft.kind.is_empty() {
            self.kind.set(drafts.draft.kind.clone());
            self.outcome.set(drafts.draft.outcome.clone());
            self.body.set(drafts.draft.body.clone());
        }
        self.drafts.set(drafts);
    }

    /// Sends what stands in the composer. What the server would refuse is said at once and stays where it is.
    pub(super) fn send(self, now: i64) {
        let kind = self.kind.get_untracked();
        let call = kind == ActivityKind::Call.as_str();
        let input = ActivityInput {
            outcome: if call { self.outcome.get_untracked() } else { String::new() },
            body: self.body.get_untracked(),
            key: fresh_key(),
            kind,
        };
        if let Err(fields) = input.parse() {
            self.wrong.set(Some(AppError::invalid(fields)));
            return;
        }
        self.wrong.set(None);
        self.outcome.set(String::new());
        self.body.set(String::new());
        self.log(input, now);
    }

    /// Sends an entry, for the first time or again: its key makes it count once.
    pub(super) fn log(self, input: ActivityInput, at: i64) {
        self.drafts.update(|drafts| drafts.sending(input.clone(), at));
        let key = input.key.clone();
        spawn_local(async move {
            match log_lead_activity(self.id.to_string(), input).await {
                Ok(summary) => {
                    self.lead.try_update(|lead| lead.summary = summary);
                    if let Ok(page) = lead_timeline(self.id.to_string(), None).await {
                        self.entries.try_update(|entries| *entries = merge::entries(entries, &page.entries));
                    }
                    self.drafts.try_update(|drafts| drafts.saved(&key));
                    self.said.try_set("Saved".to_owned());
                }
                Err(error) => {
                    self.drafts.try_update(|drafts| drafts.failed(&key, error.message.clone()));
                    self.said.try_set(format!("Not saved. {}", error.message));
                }
            }
        });
    }

    /// Puts an entry that could not be saved back into the composer.
    pub(super) fn edit(self, key: &str) {
        let entry =
            self.drafts.with_untracked(|drafts| drafts.unsaved.iter().find(|e| e.input.key == key).cloned());
        if let Some(entry) = entry {
            self.kind.set(entry.input.kind);
            self.outcome.set(entry.input.outcome);
            self.body.update(|body| {
                if !body.trim().is_empty() {
                    body.push_str("\n\n");
                }
                body.push_str(&entry.input.body);
            });
            self.drafts.update(|drafts| drafts.saved(key));
            browser::focus(BODY);
        }
    }
}
