//! What an open import holds, and how it is looked at again while a job works on it.

use super::rpc::get_import;
use crate::rpc::AppError;
use crate::state::live;
use leptos::prelude::*;
use leptos::task::spawn_local;
use serde::{Deserialize, Serialize};
use shared::imports::{Import, ImportState, KeptLead, RowProblem, RowProblems};
use std::time::Duration;

/// While a job works the figures change with every batch.
const LOOK: Duration = Duration::from_millis(700);

/// What the page begins with.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Opened {
    pub import: Import,
    pub problems: RowProblems,
    pub kept: Vec<KeptLead>,
}

/// Cheap to copy; made by the page.
#[derive(Clone, Copy)]
pub(super) struct Desk {
    pub(super) import: RwSignal<Import>,
    pub(super) problems: RwSignal<Vec<RowProblem>>,
    pub(super) next: RwSignal<Option<u64>>,
    pub(super) kept: RwSignal<Vec<KeptLead>>,
    pub(super) state: Memo<ImportState>,
    /// What the last step was refused with.
    pub(super) refused: RwSignal<Option<AppError>>,
    /// The last look had no answer: what is shown may be old.
    pub(super) stale: RwSignal<bool>,
    /// A step is on its way.
    pub(super) busy: RwSignal<bool>,
    looking: StoredValue<bool>,
}

impl Desk {
    pub(super) fn new(opened: Opened) -> Self {
        let import = RwSignal::new(opened.import);
        Self {
            import,
            problems: RwSignal::new(opened.problems.problems),
            next: RwSignal::new(opened.problems.next),
            kept: RwSignal::new(opened.kept),
            state: Memo::new(move |_| import.with(|import| import.summary.state)),
            refused: RwSignal::new(None),
            stale: RwSignal::new(false),
            busy: RwSignal::new(false),
            looking: StoredValue::new(false),
        }
    }

    pub(super) fn id(self) -> String {
        self.import.with_untracked(|import| import.summary.id.to_string())
    }

    /// Shows how the import stands now.
    pub(super) fn show(self, opened: Opened) {
        self.stale.set(false);
        if self.import.with_untracked(|import| *import != opened.import) {
            self.import.set(opened.import);
            self.problems.set(opened.problems.problems);
            self.next.set(opened.problems.next);
            self.kept.set(opened.kept);
        }
    }

    /// Asks how it stands, unless that is on its way.
    pub(super) fn look(self) {
        if self.looking.try_get_value() != Some(false) {
            return;
        }
        self.looking.set_value(true);
        let id = self.id();
        spawn_local(async move {
            let answer = get_import(id).await;
            if self.looking.try_set_value(false).is_some() {
                return;
            }
            match answer {
                // A step that is on its way knows better.
                Ok(_) if self.busy.get_untracked() => {}
                Ok(opened) => self.show(opened),
                Err(_) => self.stale.set(true),
            }
        });
    }

    /// Shows what came of a step.
    pub(super) fn settle(self, answer: Result<Opened, AppError>) {
        match answer {
            Ok(opened) => {
                self.refused.try_set(None);
                self.show(opened);
            }
            Err(error) => {
                self.refused.try_set(Some(error));
                self.look();
            }
        }
        self.busy.try_set(false);
    }

    /// Follows until the calling component goes.
    pub(super) fn follow(self) {
        live::on_event(|event| event.name.starts_with("import."), move || self.look());
        Effect::new(move |_| {
            if !self.state.get().is_busy() {
                return;
            }
            if let Ok(looking) = set_interval_with_handle(move || self.look(), LOOK) {
                on_cleanup(move || looking.clear());
            }
        });
    }
}
