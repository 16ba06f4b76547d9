//! Saving, and following what others save. What is not saved yet is kept in the browser, so that leaving the page or
//! reloading it loses nothing.

use super::desk::{Desk, Part};
use super::rpc::{get_duty, save_duty};
use crate::features::leads::browser;
use crate::features::leads::rpc::lead_owners;
use crate::rpc::ErrorKind;
use crate::state::{live, put, use_session};
use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::duty::{Duty, DutyInput};
use wasm_bindgen::JsCast as _;

impl Desk {
    /// Looks what others do, and keeps what is typed, until the calling component goes.
    pub(super) fn follow(self, opened: Duty) {
        live::on_event(
            |event| event.name == "duty.changed" || event.name.starts_with("member."),
            move || self.look(),
        );
        let session = use_session();
        let Some(member) = untrack(|| session.with(|session| session.member)) else { return };
        let name = format!("empire.duty.{member}");
        let ready = RwSignal::new(false);
        let from = name.clone();
        Effect::new(move |_| {
            let (from, opened) = (from.clone(), opened.clone());
            // a frame later: until then the fields tell the signals what stands in them, and would undo this
            request_animation_frame(move || {
                if ready.try_get_untracked().is_some() {
                    self.recall(&from, &opened);
                    ready.set(true);
                }
            });
        });
        Effect::new(move |_| {
            let typed = self.input.get();
            let (edited, revision) = (self.edited.get(), self.revision.get());
            if ready.get() {
                let kept = DutyInput { revision, ..typed };
                let text = if edited { serde_json::to_string(&kept).ok() } else { None };
                browser::keep(&name, text.as_deref());
            }
        });
    }

    /// Shows what was typed here before and never saved.
    fn recall(self, name: &str, opened: &Duty) {
        let kept: Option<DutyInput> = browser::recall(name).and_then(|text| serde_json::from_str(&text).ok());
        let Some(kept) = kept else { return };
        self.fill(&kept);
        if !self.edited.get_untracked() {
            browser::keep(name, None);
        } else if kept.revision < opened.revision {
            self.theirs.set(Some(opened.clone()));
        } else {
            self.toaster.info("What you had not saved is here again");
        }
    }

    /// Asks how it is now.
    pub(super) fn look(self) {
        spawn_local(async move {
            let (duty, owners) = (get_duty().await, lead_owners().await);
            // The page may be gone, and what is being saved has an answer of its own.
            if self.busy.try_get_untracked() != Some(false) {
                return;
            }
            if let Ok(owners) = owners {
                put(self.owners, owners);
            }
            if let Ok(duty) = duty {
                self.compare(duty);
            }
        });
    }

    /// True when nothing stops it; else what is missing is said and the first field of it gets the focus.
    pub(super) fn is_ready(self) -> bool {
        self.tried.set(true);
        let ready = self.problems.with_untracked(Vec::is_empty);
        if !ready {
            focus_first_wrong();
        }
        ready
    }

    /// Saves what is here.
    pub(super) fn save(self) {
        if self.busy.get_untracked() || self.theirs.with_untracked(Option::is_some) {
            return;
        }
        self.refused.set(None);
        if !self.is_ready() {
            return;
        }
        let (sent, seen) = (self.input.get_untracked(), self.revision.get_untracked());
        let keys: Vec<u32> =
            self.rows(Part::Rule).with_untracked(|rows| rows.iter().map(|row| row.key).collect());
        self.busy.set(true);
        spawn_local(async move {
            let answer = save_duty(DutyInput { revision: seen, ..sent.clone() }).await;
            if self.busy.try_get_untracked().is_none() {
                return;
            }
            match answer {
                Ok(duty) => {
                    let mine = duty.revision == seen + 1;
                    if mine {
                        self.saved(&duty, &sent, &keys);
                    } else {
                        // Somebody was right behind.
                        self.base.set(sent);
                        self.revision.set(seen + 1);
                        self.compare(duty);
                    }
                    self.toaster.success("Settings saved");
                }
                Err(error) if error.kind == ErrorKind::Conflict => match get_duty().await {
                    Ok(theirs) if self.busy.try_get_untracked().is_some() => self.compare(theirs),
                    Ok(_) => {}
                    Err(error) => drop(self.refused.try_set(Some(error))),
                },
                Err(error) => {
                    self.refused.set(Some(error));
                    focus_first_wrong();
                }
            }
            self.busy.try_set(false);
        });
    }
}

/// Moves the focus to the first field that is marked as wrong, once it is.
fn focus_first_wrong() {
    request_animation_frame(|| {
        // The boxes of members are wrong together.
        const WRONG: &str = "#main [aria-invalid=true], #main [data-wrong] input";
        let wrong = document().query_selector(WRONG).ok().flatten();
        if let Some(field) = wrong.and_then(|field| field.dyn_into::<web_sys::HtmlElement>().ok()) {
            // Without the focus the words are at their place all the same.
            drop(field.focus());
        }
    });
}
