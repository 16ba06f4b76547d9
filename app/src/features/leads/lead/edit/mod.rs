//! Editing on the page of a lead: what is sent, what came of it, and the way back. Inputs and the dialog of both values are
//! loaded when they are needed first.

mod both_values;
mod conflict;
mod input;
mod presence;
mod row;

pub(super) use conflict::Conflicts;
pub(super) use presence::{Here, is_editing};
pub(super) use row::{AddressRow, FactRow, NameRow, OneMoreWay, WayRows};

use super::state::OpenLead;
use crate::features::leads::browser;
use crate::features::leads::rpc::{Vocabulary, edit_lead};
use crate::features::leads::times::Times;
use crate::layout::Deed;
use crate::rpc::AppError;
use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::leads::{EditOutcome, Edited, Fact, FactConflict, FactEdit, FactTaken};
use shared::presence::Present;
use ui::{Toast, lucide};

/// An input: a fact, and which of several phones or emails.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Slot {
    pub(super) fact: Fact,
    pub(super) item: u8,
}

impl Slot {
    pub(super) const fn new(fact: Fact, item: u8) -> Self {
        Self { fact, item }
    }

    /// Of its button; the input's is `{id}-i`.
    fn id(self) -> String {
        format!("edit-{}-{}", self.fact.as_str(), self.item)
    }
}

/// A change that was not written, because somebody else changed the same.
#[derive(Clone)]
pub(super) struct Clash {
    edits: Vec<FactEdit>,
    conflicts: Vec<FactConflict>,
    /// Closes the input it came from.
    done: Option<Callback<()>>,
}

impl Clash {
    fn close(&self) {
        if let Some(done) = self.done {
            // the input may be gone: what it held was removed
            done.try_run(());
        }
    }
}

/// What an input must still deal with after sending.
pub(super) enum Unsaved {
    /// Both values are shown; the input stays until one is chosen.
    Clash,
    Taken(FactTaken),
    Refused(AppError),
}

/// Cheap to copy; one a lead.
#[derive(Clone, Copy)]
pub(super) struct Edits {
    pub(super) open: OpenLead,
    pub(super) vocabulary: RwSignal<Vocabulary>,
    pub(super) times: Times,
    pub(super) may_work: bool,
    clash: RwSignal<Option<Clash>>,
    /// An input that should open, for the palette.
    wanted: RwSignal<Option<Slot>>,
    /// What stands in open inputs of this page.
    editing: RwSignal<Vec<Edited>>,
    /// The others who have the lead open.
    others: RwSignal<Vec<Present>>,
}

impl Edits {
    pub(super) fn new(
        open: OpenLead,
        vocabulary: RwSignal<Vocabulary>,
        times: Times,
        may_work: bool,
    ) -> Self {
        Self {
            open,
            vocabulary,
            times,
            may_work,
            clash: RwSignal::new(None),
            wanted: RwSignal::new(None),
            editing: RwSignal::new(Vec::new()),
            others: RwSignal::new(Vec::new()),
        }
    }

    /// Sends a change. `done` is called when a choice between both values settled it later.
    pub(super) async fn send(self, edits: Vec<FactEdit>, done: Option<Callback<()>>) -> Result<(), Unsaved> {
        match edit_lead(self.open.id.to_string(), edits.clone()).await {
            Ok(EditOutcome::Saved(saved)) => {
                self.open.lead.try_set(saved.lead);
                self.say(&edits, saved.back);
                Ok(())
            }
            Ok(EditOutcome::Conflict(conflicts)) => {
                self.clash.try_set(Some(Clash { edits, conflicts, done }));
                Err(Unsaved::Clash)
            }
            Ok(EditOutcome::Taken(taken)) => Err(Unsaved::Taken(taken)),
            Err(error) => Err(Unsaved::Refused(error)),
        }
    }

    /// Says what was saved, and offers the way back.
    fn say(self, edits: &[FactEdit], back: Vec<FactEdit>) {
        let words = match edits {
            [one] => format!("{} saved", capital(&self.noun(one.fact))),
            more => format!("{} facts saved", more.len()),
        };
        let toast = Toast::success(words);
        self.open.toaster.push(if back.is_empty() {
            toast
        } else {
            toast.undo(move || self.take_back(back.clone()))
        });
    }

    fn take_back(self, back: Vec<FactEdit>) {
        spawn_local(async move {
            let not = |why: String| self.open.toaster.error("Not taken back", why);
            match self.send(back, None).await {
                Ok(()) | Err(Unsaved::Clash) => {}
                Err(Unsaved::Taken(taken)) => not(taken.words()),
                Err(Unsaved::Refused(error)) => not(error.message),
            }
        });
    }

    /// As it is called in a sentence.
    fn noun(self, edited: Edited) -> String {
        match edited {
            Edited::Fact(fact) => fact.noun().to_owned(),
            Edited::Field(id) => {
                // a change may be taken back from another page
                let label = self.vocabulary.try_with_untracked(|vocabulary| {
                    vocabulary.fields.iter().find(|field| field.id == id).map(|field| field.label.clone())
                });
                label.flatten().unwrap_or_else(|| "field".to_owned())
            }
        }
    }

    /// What the command palette offers.
    pub(super) fn deeds(self) -> Vec<Deed> {
        const OFFERED: [Fact; 5] = [Fact::Name, Fact::Phone, Fact::Email, Fact::Address, Fact::Asking];
        let offer = |fact: Fact| {
            Deed::new(format!("Change the {}", fact.noun()), lucide::LuPencil, move || {
                browser::check("ld-f");
                self.wanted.set(Some(Slot::new(fact, 0)));
            })
        };
        OFFERED.into_iter().map(offer).collect()
    }
}

fn capital(text: &str) -> String {
    let mut signs = text.chars();
    signs.next().map_or_else(String::new, |first| first.to_uppercase().chain(signs).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sentences_begin_with_a_capital() {
        assert_eq!(capital("asking price"), "Asking price");
        assert_eq!(capital(""), "");
        assert_eq!(Slot::new(Fact::Phone, 1).id(), "edit-phone-1");
    }
}
