//! Saving by itself: what is changed is saved when somebody stops typing. Whoever was faster is not written over; both
//! states are shown, and one is chosen.

use super::room::Room;
use crate::features::forms::rpc::{get_form_draft, save_form_draft};
use crate::rpc::{AppError, ErrorKind};
use crate::state::live;
use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::forms::edit::History;
use shared::forms::{FormDefinition, FormDraft};
use std::time::Duration;

/// How long nobody types before the draft is saved.
const PAUSE: Duration = Duration::from_millis(700);
/// How long to wait after a failure.
const RETRY: Duration = Duration::from_secs(5);

/// How the form on the screen stands with the one that is saved. Cheap to copy.
#[derive(Clone, Copy)]
pub(super) struct Saving {
    /// The revision that `base` is.
    pub(super) revision: RwSignal<i64>,
    /// What the server has.
    base: RwSignal<FormDefinition>,
    /// A save is under way.
    busy: RwSignal<bool>,
    /// Why the last one failed.
    pub(super) failed: RwSignal<Option<AppError>>,
    /// What somebody else saved while this was edited.
    pub(super) theirs: RwSignal<Option<FormDraft>>,
    /// Counts what was typed, to know when it stops.
    round: StoredValue<u64>,
}

impl Saving {
    pub(super) fn new(draft: &FormDraft) -> Self {
        Self {
            revision: RwSignal::new(draft.revision),
            base: RwSignal::new(draft.definition.clone()),
            busy: RwSignal::new(false),
            failed: RwSignal::new(None),
            theirs: RwSignal::new(None),
            round: StoredValue::new(0),
        }
    }

    /// The server has exactly this.
    pub(super) fn holds(self, draft: &FormDraft) {
        self.base.set(draft.definition.clone());
        self.revision.set(draft.revision);
        self.theirs.set(None);
        self.failed.set(None);
    }
}

impl Room {
    /// Saves, and looks what others do, until the calling component goes.
    pub(super) fn follow(self) {
        let saving = self.saving;
        Effect::new(move |before: Option<()>| {
            self.form.track();
            let Some(mine) = saving.round.try_update_value(|round| {
                *round += 1;
                *round
            }) else {
                return;
            };
            if before.is_some() {
                later(self, mine, PAUSE);
            }
        });
        let about_forms = |name: &str| {
            matches!(name, "form.draft_saved" | "form.restored" | "form.published")
                || name.starts_with("field.")
        };
        live::on_event(move |event| about_forms(&event.name), move || self.look());
        let leaving = window_event_listener(leptos::ev::beforeunload, move |event| {
            if self.unsaved() {
                event.prevent_default();
            }
        });
        on_cleanup(move || leaving.remove());
        on_cleanup(move || {
            // Going to another page does not wait for the pause.
            if self.unsaved()
                && let (Some(seen), Some(form)) =
                    (saving.revision.try_get_untracked(), self.form.try_get_untracked())
            {
                let id = self.id;
                spawn_local(async move {
                    // Nobody is there any more to be told; a conflict leaves what the other one saved.
                    drop(save_form_draft(id, seen, form).await);
                });
            }
        });
    }

    /// Whether something on the screen is not on the server.
    fn unsaved(self) -> bool {
        let base = self.saving.base.try_get_untracked();
        base.is_some_and(|base| self.form.try_get_untracked().is_some_and(|form| form != base))
    }

    /// In a word, for the head of the page; reactive.
    pub(super) fn standing(self) -> &'static str {
        let saving = self.saving;
        if saving.theirs.with(Option::is_some) {
            "Not saved: choose a version"
        } else if saving.failed.with(Option::is_some) {
            "Not saved"
        } else if self.form.with(|form| saving.base.with(|base| form != base)) {
            "Saving"
        } else {
            "Every edit saved"
        }
    }

    /// Saves what is there now. True when the server has it.
    pub(super) async fn save(self) -> bool {
        let saving = self.saving;
        if saving.busy.try_get_untracked() != Some(false) {
            return false;
        }
        saving.busy.set(true);
        let outcome = self.save_all().await;
        saving.busy.try_set(false);
        outcome
    }

    async fn save_all(self) -> bool {
        let saving = self.saving;
        loop {
            if saving.theirs.try_with_untracked(Option::is_some) != Some(false) {
                return false;
            }
            if !self.unsaved() {
                return true;
            }
            let (Some(seen), Some(form)) =
                (saving.revision.try_get_untracked(), self.form.try_get_untracked())
            else {
                return false;
            };
            if let Err(fields) = form.check_bounds() {
                // The server would not even read it.
                let message = fields.first().map(|field| field.message.clone()).unwrap_or_default();
                let kind = ErrorKind::Invalid;
                saving.failed.try_set(Some(AppError { kind, message, fields, request: None }));
                return false;
            }
            // What is typed from here on is a change of its own.
            self.history.try_update_untracked(History::settle);
            match save_form_draft(self.id, seen, form.clone()).await {
                Ok(saved) => {
                    saving.base.try_set(form);
                    saving.revision.try_set(saved.revision);
                    saving.failed.try_set(None);
                }
                Err(error) if error.kind == ErrorKind::Conflict => {
                    self.meet().await;
                    return false;
                }
                Err(error) => {
                    // What the server refuses for good is not sent again before it is changed.
                    let again = error.kind != ErrorKind::Invalid;
                    saving.failed.try_set(Some(error));
                    if let (true, Some(round)) = (again, saving.round.try_get_value()) {
                        later(self, round, RETRY);
                    }
                    return false;
                }
            }
        }
    }

    /// Fetches what somebody else saved.
    async fn meet(self) {
        let saving = self.saving;
        match get_form_draft(self.id.to_string()).await {
            Ok(theirs) if self.form.try_with_untracked(|form| *form == theirs.definition) == Some(true) => {
                saving.holds(&theirs);
            }
            Ok(theirs) => {
                saving.theirs.try_set(Some(theirs));
            }
            Err(error) => {
                saving.failed.try_set(Some(error));
            }
        }
    }

    /// Looks whether somebody else saved or published.
    pub(super) fn look(self) {
        let saving = self.saving;
        spawn_local(async move {
            let Ok(now) = get_form_draft(self.id.to_string()).await else { return };
            if saving.busy.try_get_untracked() != Some(false) {
                return;
            }
            self.published.try_set(now.published.clone());
            self.know(&now);
            if saving.revision.try_get_untracked().is_none_or(|known| now.revision <= known) {
                return;
            }
            if self.unsaved() {
                saving.theirs.try_set(Some(now));
            } else {
                self.take(&now);
            }
        });
    }

    /// Takes notice of what fields there are by now.
    pub(super) fn know(self, draft: &FormDraft) {
        if self.fields.try_with_untracked(|fields| *fields != draft.fields) == Some(true) {
            self.fields.set(draft.fields.clone());
        }
    }

    /// Shows what is saved, as a change that can be taken back.
    pub(super) fn take(self, saved: &FormDraft) {
        // Held first: what is put in is then no change that waits to be saved.
        self.saving.holds(saved);
        self.history.update(|history| history.put(saved.definition.clone()));
    }

    /// Goes on with what is here; taking that back leads to what somebody else saved.
    pub(super) fn keep(self) {
        let Some(theirs) = self.saving.theirs.get_untracked() else { return };
        let mine = self.form.get_untracked();
        self.saving.holds(&theirs);
        self.history.update(|history| {
            history.put(theirs.definition);
            history.put(mine);
        });
        spawn_local(async move {
            self.save().await;
        });
    }
}

/// Saves after a while, unless something is typed before.
fn later(room: Room, mine: u64, pause: Duration) {
    let save = move || {
        if room.saving.round.try_get_value() == Some(mine) {
            spawn_local(async move {
                room.save().await;
            });
        }
    };
    set_timeout(save, pause);
}
