//! The mapping as it stands on the screen, what stops it from being saved, and what is saved.

use crate::rpc::AppError;
use leptos::prelude::*;
use serde_json::Value;
use shared::FieldError;
use shared::contacts::Channel;
use shared::fields::CustomField;
use shared::forms::ConsentText;
use shared::sources::{Change, Join, MappedField, Mapping, MappingVersion, Taken, Target, guess};

/// One field with what keeps it apart from others while it moves.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Row {
    pub(super) key: u32,
    pub(super) field: MappedField,
    /// Its settings are shown.
    pub(super) open: bool,
}

/// Cheap to copy.
#[derive(Clone, Copy)]
pub(super) struct Draft {
    pub(super) rows: RwSignal<Vec<Row>>,
    pub(super) consents: RwSignal<Vec<ConsentText>>,
    pub(super) mapping: Memo<Mapping>,
    /// What stops saving.
    pub(super) problems: Memo<Vec<FieldError>>,
    pub(super) edited: Memo<bool>,
    /// The saved version it began with; 0 is none.
    pub(super) version: RwSignal<u32>,
    base: RwSignal<Mapping>,
    /// What is there was guessed and not touched since.
    pub(super) guessed: RwSignal<bool>,
    /// Somebody else saved a newer one while this was edited.
    pub(super) theirs: RwSignal<Option<MappingVersion>>,
    /// Why the server did not save it.
    pub(super) refused: RwSignal<Option<AppError>>,
    /// What the organization added to what leads have.
    pub(super) fields: Signal<Vec<CustomField>>,
    keys: StoredValue<u32>,
}

impl Draft {
    pub(super) fn new(saved: Option<&MappingVersion>, fields: Signal<Vec<CustomField>>) -> Self {
        let (rows, consents) = (RwSignal::new(Vec::<Row>::new()), RwSignal::new(Vec::new()));
        let (base, refused) = (RwSignal::new(Mapping::default()), RwSignal::new(None::<AppError>));
        let mapping = Memo::new(move |_| Mapping {
            fields: rows.with(|rows| rows.iter().map(|row| row.field.clone()).collect()),
            consents: consents.get(),
        });
        let problems = Memo::new(move |_| {
            let said =
                refused.with(|error| error.as_ref().map(|error| error.fields.clone()).unwrap_or_default());
            let check = |mapping: &Mapping| fields.with(|fields| mapping.check(fields));
            let mut problems = mapping.with(check).err().unwrap_or_default();
            problems.extend(said.into_iter().map(|error| FieldError {
                path: error.path.strip_prefix("mapping.").unwrap_or(&error.path).to_owned(),
                ..error
            }));
            problems
        });
        let edited = Memo::new(move |_| mapping.with(|mapping| base.with(|base| mapping != base)));
        let draft = Self {
            rows,
            consents,
            mapping,
            problems,
            edited,
            version: RwSignal::new(0),
            base,
            guessed: RwSignal::new(false),
            theirs: RwSignal::new(None),
            refused,
            fields,
            keys: StoredValue::new(0),
        };
        if let Some(saved) = saved {
            draft.take(saved);
        }
        draft
    }

    fn key(self) -> u32 {
        self.keys
            .try_update_value(|key| {
                *key += 1;
                *key
            })
            .unwrap_or_default()
    }

    fn fill(self, mapping: &Mapping) {
        let same =
            self.rows.with_untracked(|rows| rows.iter().map(|row| &row.field).eq(mapping.fields.iter()));
        if !same {
            let row = |field: &MappedField| Row { key: self.key(), field: field.clone(), open: false };
            self.rows.set(mapping.fields.iter().map(row).collect());
        }
        if self.consents.with_untracked(|consents| *consents != mapping.consents) {
            self.consents.set(mapping.consents.clone());
        }
        self.refused.set(None);
    }

    /// Shows a saved mapping.
    pub(super) fn take(self, saved: &MappingVersion) {
        self.fill(&saved.mapping);
        self.base.set(saved.mapping.clone());
        self.version.set(saved.version);
        self.theirs.set(None);
        self.guessed.set(false);
    }

    /// Goes back to what is saved.
    pub(super) fn undo(self) {
        let base = self.base.get_untracked();
        self.fill(&base);
    }

    /// Keeps what is here, to be saved after what somebody else saved.
    pub(super) fn keep(self) {
        if let Some(theirs) = self.theirs.get_untracked() {
            self.base.set(theirs.mapping);
            self.version.set(theirs.version);
            self.theirs.set(None);
            self.refused.set(None);
        }
    }

    /// This was saved as a version.
    pub(super) fn saved(self, version: u32, mapping: Mapping) {
        self.base.set(mapping);
        self.version.set(version);
        self.refused.set(None);
        self.guessed.set(false);
    }

    /// Holds itself against what is saved now.
    pub(super) fn compare(self, saved: Option<&MappingVersion>) {
        let Some(saved) = saved else { return };
        let known = self.version.get_untracked();
        if saved.version < known {
            return;
        }
        if !self.edited.get_untracked() {
            if saved.version > known || self.base.with_untracked(|base| *base != saved.mapping) {
                self.take(saved);
            }
        } else if saved.version > known {
            if self.guessed.get_untracked() {
                self.take(saved);
            } else if self.theirs.with_untracked(|theirs| theirs.as_ref() != Some(saved)) {
                self.theirs.set(Some(saved.clone()));
            }
        }
    }

    /// Begins with what the names of the values tell, where nothing is mapped.
    pub(super) fn guess_first(self, payload: Option<&Value>) {
        let nothing = self.version.get_untracked() == 0 && self.rows.with_untracked(Vec::is_empty);
        if let (true, Some(payload)) = (nothing, payload) {
            self.guess(payload);
        }
    }

    pub(super) fn guess(self, payload: &Value) {
        let mapping = guess(payload);
        let any = !mapping.fields.is_empty();
        self.fill(&mapping);
        self.guessed.set(any);
    }

    fn touched(self) {
        self.guessed.set(false);
        self.refused.set(None);
    }

    /// Changes a row.
    pub(super) fn change(self, key: u32, change: impl FnOnce(&mut Row)) {
        self.touched();
        self.rows.update(|rows| {
            if let Some(row) = rows.iter_mut().find(|row| row.key == key) {
                change(row);
            }
        });
    }

    /// Shows or hides the settings of a row.
    pub(super) fn unfold(self, key: u32, open: bool) {
        self.rows.update(|rows| {
            if let Some(row) = rows.iter_mut().find(|row| row.key == key) {
                row.open = open;
            }
        });
    }

    pub(super) fn remove(self, key: u32) {
        self.touched();
        let gone = self.rows.with_untracked(|rows| rows.iter().find(|row| row.key == key).cloned());
        self.rows.update(|rows| rows.retain(|row| row.key != key));
        // A text that nothing agrees to any more says nothing.
        if let Some(Row { field: MappedField { into: Target::Consent { consent }, .. }, .. }) = gone {
            self.consents.update(|consents| consents.retain(|text| text.key != consent));
        }
    }

    /// Adds a field; answers its key. A path that is empty has still to be chosen.
    pub(super) fn add(self, into: Target, path: &str, came: Option<&str>) -> u32 {
        self.touched();
        if let Target::Consent { consent } = &into
            && self.consents.with_untracked(|consents| consents.iter().all(|text| text.key != *consent))
        {
            let text = ConsentText {
                key: consent.clone(),
                version: 0,
                text: String::new(),
                channels: vec![Channel::Call],
            };
            self.consents.update(|consents| consents.push(text));
        }
        let change = begun(self.fields.with_untracked(|fields| into.usual_change(fields)), came);
        let open = matches!(change, Change::LookUp { .. });
        let row = Row { key: self.key(), field: MappedField { into, from: Taken::path(path), change }, open };
        let key = row.key;
        self.rows.update(|rows| rows.push(row));
        key
    }

    /// A key for a consent text that has none yet.
    pub(super) fn free_consent(self) -> String {
        let taken = self.consents.get_untracked();
        let names =
            std::iter::once("contact".to_owned()).chain((2..).map(|number| format!("contact_{number}")));
        names.into_iter().find(|name| taken.iter().all(|text| text.key != *name)).unwrap_or_default()
    }

    /// As the screen calls a target; reactive.
    pub(super) fn name(self, into: &Target) -> String {
        self.fields.with(|fields| into.label(fields).into_owned())
    }

    /// The custom fields that something may go into; reactive.
    pub(super) fn customs(self) -> Vec<Target> {
        let in_use = |field: &&CustomField| !field.archived;
        let target = |field: &CustomField| Target::Custom { field: field.id };
        self.fields.with(|fields| fields.iter().filter(in_use).map(target).collect())
    }

    /// The number of the row that goes into a target, and its key.
    pub(super) fn row_of(self, into: &Target) -> Option<Row> {
        self.rows.with(|rows| rows.iter().find(|row| row.field.into == *into).cloned())
    }

    /// Numbers, from 1, of the fields that a value feeds.
    pub(super) fn fed_by(self, path: &str) -> Vec<usize> {
        self.mapping.with(|mapping| {
            let mut numbers: Vec<usize> =
                mapping.paths().filter(|(_, of)| *of == path).map(|(index, _)| index + 1).collect();
            numbers.dedup();
            numbers
        })
    }

    /// What is wrong at a path; reactive.
    pub(super) fn problem(self, path: &str) -> Option<String> {
        self.problems.with(|problems| {
            problems.iter().find(|error| error.path == path).map(|error| error.message.clone())
        })
    }

    /// How many fields stop saving, and what else does; reactive.
    pub(super) fn stops(self) -> usize {
        self.problems.with(|problems| {
            let place = |error: &FieldError| {
                let mut parts = error.path.splitn(3, '.');
                (parts.next().unwrap_or_default().to_owned(), parts.next().unwrap_or_default().to_owned())
            };
            problems.iter().map(place).collect::<std::collections::BTreeSet<_>>().len()
        })
    }
}

/// A table that has nothing yet begins with the value that came.
pub(super) fn begun(change: Change, came: Option<&str>) -> Change {
    match (change, came) {
        (Change::LookUp { rows, otherwise }, Some(came)) if rows.is_empty() => {
            let row = shared::sources::LookUp { came: came.to_owned(), becomes: String::new() };
            Change::LookUp { rows: vec![row], otherwise }
        }
        (change, _) => change,
    }
}

/// One more value for a field, behind those it has.
pub(super) fn joined(from: &Taken, path: &str, address: bool) -> Taken {
    match from {
        Taken::Paths { paths, join } => {
            let known = paths.iter().filter(|known| !known.trim().is_empty()).cloned();
            let paths: Vec<String> = known.chain([path.to_owned()]).collect();
            let join = if address && paths.len() == 2 { Join::Comma } else { *join };
            Taken::Paths { paths, join }
        }
        Taken::Text { .. } => Taken::path(path),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::DateTime;
    use serde_json::json;
    use shared::forms::StandardField;

    fn version(version: u32, mapping: Mapping) -> MappingVersion {
        MappingVersion { version, mapping, saved_at: DateTime::UNIX_EPOCH, saved_by: None }
    }

    fn no_fields() -> Signal<Vec<CustomField>> {
        Signal::derive(Vec::new)
    }

    fn phone(path: &str) -> Mapping {
        let into = Target::field(StandardField::ContactPhone);
        let change = into.usual_change(&[]);
        Mapping { fields: vec![MappedField { into, from: Taken::path(path), change }], consents: Vec::new() }
    }

    #[test]
    fn nothing_typed_is_lost_when_somebody_else_saves() {
        Owner::new().with(|| {
            let draft = Draft::new(Some(&version(1, phone("tel"))), no_fields());
            let key = draft.rows.get_untracked()[0].key;
            draft.compare(Some(&version(2, phone("mobile"))));
            assert_eq!(draft.mapping.get_untracked(), phone("mobile"), "nobody was typing");
            let key_now = draft.rows.get_untracked()[0].key;
            assert_ne!(key, key_now);

            draft.change(key_now, |row| row.field.from = Taken::path("cell"));
            draft.compare(Some(&version(3, phone("fax"))));
            assert_eq!(draft.mapping.get_untracked(), phone("cell"));
            assert_eq!(draft.theirs.get_untracked().map(|theirs| theirs.version), Some(3));
            assert_eq!(draft.version.get_untracked(), 2);
            draft.keep();
            assert_eq!((draft.version.get_untracked(), draft.edited.get_untracked()), (3, true));
            draft.undo();
            assert_eq!(draft.mapping.get_untracked(), phone("fax"));
        });
    }

    #[test]
    fn what_is_guessed_gives_way() {
        Owner::new().with(|| {
            let draft = Draft::new(None, no_fields());
            draft.guess_first(Some(&json!({ "phone": "1", "email": "a@b.co" })));
            assert_eq!(draft.rows.with_untracked(Vec::len), 2);
            assert!(draft.guessed.get_untracked() && draft.edited.get_untracked());
            draft.compare(Some(&version(1, phone("tel"))));
            assert_eq!(draft.mapping.get_untracked(), phone("tel"));
        });
    }

    #[test]
    fn fields_that_stop_saving_are_counted_once() {
        Owner::new().with(|| {
            let draft = Draft::new(None, no_fields());
            assert_eq!(draft.stops(), 1, "nobody can be reached");
            draft.add(Target::field(StandardField::ContactPhone), "", None);
            draft.add(Target::LeadSource, "src", Some("northbeam"));
            assert_eq!(draft.stops(), 2);
            assert!(draft.problem("fields.0.from.paths.0").is_some());
            assert!(draft.problem("fields.1.change.rows.0.becomes").is_some());
        });
    }

    #[test]
    fn a_consent_brings_its_text_and_takes_it_along() {
        Owner::new().with(|| {
            let draft = Draft::new(None, no_fields());
            let consent = draft.free_consent();
            let key = draft.add(Target::Consent { consent: consent.clone() }, "agreed", None);
            assert_eq!(draft.consents.with_untracked(Vec::len), 1);
            assert_ne!(draft.free_consent(), consent);
            draft.remove(key);
            assert!(draft.consents.with_untracked(Vec::is_empty));
        });
    }
}
