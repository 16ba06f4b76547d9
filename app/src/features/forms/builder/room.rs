//! What the builder holds: the form with its history, what is chosen, and how it stands with the server.

use super::lift::Lift;
use super::saving::Saving;
use super::words::repaired;
use leptos::prelude::*;
use shared::fields::CustomField;
use shared::forms::edit::{Edit, Edited, History, Place};
use shared::forms::{FormDefinition, FormDraft, PublishedVersion};
use shared::{FieldError, FormId};
use ui::{Toast, Toaster, use_toaster};

/// Cheap to copy.
#[derive(Clone, Copy)]
pub(super) struct Room {
    pub(super) id: FormId,
    pub(super) history: RwSignal<History>,
    /// As it is now.
    pub(super) form: Memo<FormDefinition>,
    /// What the organization added to what leads have.
    pub(super) fields: RwSignal<Vec<CustomField>>,
    /// Why it cannot be published.
    pub(super) problems: Memo<Vec<FieldError>>,
    chosen: RwSignal<Place>,
    /// What is chosen, as long as it is there.
    pub(super) at: Memo<Place>,
    /// The look of the form is being set, not a part of it.
    pub(super) theming: RwSignal<bool>,
    pub(super) saving: Saving,
    /// What visitors see.
    pub(super) published: RwSignal<Option<PublishedVersion>>,
    /// Spoken.
    pub(super) said: RwSignal<String>,
    /// A step or question on its way to another place.
    pub(super) lift: RwSignal<Option<Lift>>,
    pub(super) versions: RwSignal<bool>,
    pub(super) embed_code: StoredValue<String>,
    pub(super) sites: usize,
    pub(super) toaster: Toaster,
}

impl Room {
    pub(super) fn new(draft: FormDraft) -> Self {
        let first = draft.definition.steps.first().map(|step| match step.fields.first() {
            Some(field) => Place::Field(field.key.clone()),
            None => Place::Step(step.key.clone()),
        });
        let chosen = RwSignal::new(first.unwrap_or_default());
        let history = RwSignal::new(History::new(draft.definition.clone()));
        let form = Memo::new(move |_| history.with(|history| history.form().clone()));
        let fields = RwSignal::new(draft.fields.clone());
        Self {
            id: draft.id,
            history,
            form,
            fields,
            problems: Memo::new(move |_| {
                form.with(|form| fields.with(|fields| form.check_with(fields))).err().unwrap_or_default()
            }),
            chosen,
            at: Memo::new(move |_| {
                let chosen = chosen.get();
                if form.with(|form| form.path_of(&chosen).is_some()) { chosen } else { Place::Form }
            }),
            theming: RwSignal::new(false),
            saving: Saving::new(&draft),
            published: RwSignal::new(draft.published),
            said: RwSignal::new(String::new()),
            lift: RwSignal::new(None),
            versions: RwSignal::new(false),
            embed_code: StoredValue::new(draft.embed_code),
            sites: draft.allowed_origins,
            toaster: use_toaster(),
        }
    }

    /// Its title, or a word for having none.
    pub(super) fn name(self) -> String {
        let title = self.form.with(|form| form.title.trim().to_owned());
        if title.is_empty() { "Untitled form".to_owned() } else { title }
    }

    /// Chooses a part.
    pub(super) fn choose(self, place: Place) {
        self.history.update_untracked(History::settle);
        self.theming.set(false);
        if self.chosen.with_untracked(|chosen| *chosen != place) {
            self.chosen.set(place);
        }
    }

    /// Makes a change, or says why not.
    pub(super) fn edit(self, edit: Edit) {
        match self.try_edit(&edit) {
            Ok(_) => {}
            Err(problem) => {
                self.say(problem.message.clone());
                self.toaster.error("Nothing was changed", problem.message);
            }
        }
    }

    /// Makes a change.
    pub(super) fn try_edit(self, edit: &Edit) -> Result<Edited, shared::errors::Problem> {
        let edited = self.history.try_update(|history| history.edit(edit));
        let edited = edited
            .unwrap_or_else(|| Err(shared::errors::Problem::new("form.gone", "The form is closed.")))?;
        if follows(edit) {
            self.chosen.set(edited.at.clone());
        }
        if let Some(words) = repaired(&edited.repaired) {
            self.say(words.clone());
            self.offer_undo(Toast::info(words));
        }
        Ok(edited)
    }

    /// Shows what happened with a way back, as long as nothing else was changed since.
    pub(super) fn offer_undo(self, toast: Toast) {
        let after = StoredValue::new(self.form.get_untracked());
        self.toaster.push(toast.undo(move || {
            if after.with_value(|after| self.form.with_untracked(|form| form == after)) {
                self.undo();
            } else {
                self.toaster.info("The form was changed since. Undo takes the changes back one by one.");
            }
        }));
    }

    pub(super) fn undo(self) {
        let mut done = false;
        self.history.try_update(|history| done = history.undo());
        self.say(if done { "Undone" } else { "There is nothing to undo" });
    }

    pub(super) fn redo(self) {
        let mut done = false;
        self.history.try_update(|history| done = history.redo());
        self.say(if done { "Done again" } else { "There is nothing to do again" });
    }

    /// Speaks. The same words twice are spoken twice.
    pub(super) fn say(self, words: impl Into<String>) {
        let words = words.into();
        let same = self.said.with_untracked(|said| *said == words);
        self.said.try_set(if same { words + "\u{a0}" } else { words });
    }

    /// What is wrong at a part of a place, for example `label`; reactive.
    pub(super) fn problem(self, place: &Place, part: &str) -> Option<String> {
        let path = self.form.with(|form| form.path_of(place))?;
        let path = match (path.is_empty(), part.is_empty()) {
            (true, _) => part.to_owned(),
            (false, true) => path,
            (false, false) => format!("{path}.{part}"),
        };
        self.problems.with(|problems| {
            problems.iter().find(|error| error.path == path).map(|error| error.message.clone())
        })
    }

    /// How many things are wrong with a part or what is in it; reactive.
    pub(super) fn wrong(self, place: &Place) -> usize {
        let Some(path) = self.form.with(|form| form.path_of(place)) else { return 0 };
        let inside = |error: &&FieldError| {
            error
                .path
                .strip_prefix(path.as_str())
                .is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
        };
        self.problems.with(|problems| problems.iter().filter(inside).count())
    }

    /// What visitors would not see yet; reactive.
    pub(super) fn unpublished(self) -> bool {
        self.published.with(|published| {
            self.form
                .with(|form| published.as_ref().is_none_or(|published| !published.definition.is_like(form)))
        })
    }
}

/// Whether what was changed is what is worked on next.
const fn follows(edit: &Edit) -> bool {
    matches!(
        edit,
        Edit::AddStep { .. }
            | Edit::CopyStep { .. }
            | Edit::RemoveStep { .. }
            | Edit::MoveStep { .. }
            | Edit::AddField { .. }
            | Edit::AddCustom { .. }
            | Edit::CopyField { .. }
            | Edit::RemoveField { .. }
            | Edit::MoveField { .. }
            | Edit::AddConsent
            | Edit::RemoveConsent { .. }
            | Edit::ChangeField { change: shared::forms::edit::FieldChange::Key(_), .. }
    )
}
