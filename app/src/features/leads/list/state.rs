//! What the open list holds: its rows and where it stands, and how it asks for more without moving what is read.

use crate::features::leads::address::print;
use crate::features::leads::browser;
use crate::features::leads::merge;
use crate::features::leads::rpc::{Vocabulary, get_lead, list_leads};
use crate::features::leads::sentence::total;
use crate::rpc::AppError;
use crate::state::Rounds;
use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::LeadId;
use shared::leads::{LeadQuery, LeadSchema, LeadSummary, LeadView, OwnerRef};
use shared::paging::{Count, Page};
use std::collections::{BTreeSet, HashSet};
use std::time::Duration;
use ui::Toaster;

/// The element that scrolls on wide screens; on phones the page itself does.
pub(super) const SCROLLER: &str = "lead-scroller";
/// Closer to the top than this, in pixels, somebody is at the top.
const TOP: i32 = 24;
/// How long a row that arrived stays marked.
const MARKED: Duration = Duration::from_secs(4);
/// Events closer together than this are answered by one question.
const GATHER: Duration = Duration::from_millis(250);

/// Cheap to copy; made by the page.
#[derive(Clone, Copy)]
pub(super) struct List {
    pub(super) query: Memo<LeadQuery>,
    pub(super) rows: RwSignal<Vec<LeadSummary>>,
    pub(super) total: RwSignal<Count>,
    pub(super) next: RwSignal<Option<String>>,
    pub(super) owners: RwSignal<Vec<OwnerRef>>,
    pub(super) vocabulary: RwSignal<Vocabulary>,
    /// What filters may ask about.
    pub(super) schema: Memo<LeadSchema>,
    /// The saved view that the address names.
    pub(super) view: Memo<Option<String>>,
    pub(super) views: RwSignal<Vec<LeadView>>,
    /// Leads that one change is meant for.
    pub(super) chosen: RwSignal<BTreeSet<LeadId>>,
    /// It is meant for all that match, shown or not.
    pub(super) all: RwSignal<bool>,
    /// The lead one is at is shown beside the list.
    pub(super) peeking: RwSignal<bool>,
    /// Another query's rows are on their way.
    pub(super) busy: RwSignal<bool>,
    pub(super) more_busy: RwSignal<bool>,
    pub(super) failed: RwSignal<Option<AppError>>,
    /// Rows that came in just now.
    pub(super) marked: RwSignal<HashSet<LeadId>>,
    /// Leads that came in while somebody reads further down.
    pub(super) arrived: RwSignal<usize>,
    /// Told whenever something was scrolled, or the screen has another size.
    pub(super) moved: RwSignal<()>,
    /// Told to those who listen.
    pub(super) said: RwSignal<String>,
    /// Further pages hang below the first.
    paged: RwSignal<bool>,
    /// Leads whose creation was announced and that are not shown yet.
    created: StoredValue<HashSet<LeadId>>,
    gathering: StoredValue<bool>,
    rounds: Rounds,
    pub(super) toaster: Toaster,
}

impl List {
    pub(super) fn new(
        query: Memo<LeadQuery>,
        view: Memo<Option<String>>,
        views: RwSignal<Vec<LeadView>>,
        toaster: Toaster,
    ) -> Self {
        let vocabulary = RwSignal::new(Vocabulary::default());
        Self {
            vocabulary,
            schema: Memo::new(move |_| vocabulary.with(Vocabulary::schema)),
            toaster,
            view,
            views,
            chosen: RwSignal::new(BTreeSet::new()),
            all: RwSignal::new(false),
            peeking: RwSignal::new(false),
            query,
            rows: RwSignal::new(Vec::new()),
            total: RwSignal::new(Count { at_least: 0, exact: true }),
            next: RwSignal::new(None),
            owners: RwSignal::new(Vec::new()),
            busy: RwSignal::new(false),
            more_busy: RwSignal::new(false),
            failed: RwSignal::new(None),
            marked: RwSignal::new(HashSet::new()),
            arrived: RwSignal::new(0),
            moved: RwSignal::new(()),
            said: RwSignal::new(String::new()),
            paged: RwSignal::new(false),
            created: StoredValue::new(HashSet::new()),
            gathering: StoredValue::new(false),
            rounds: Rounds::new(),
        }
    }

    /// Shows the first rows of a query.
    pub(super) fn show(self, page: Page<LeadSummary>) {
        self.rows.set(page.items);
        self.total.set(page.total);
        self.next.set(page.next);
        self.paged.set(self.query.with_untracked(|query| query.after.is_some()));
        self.failed.set(None);
        self.arrived.set(0);
        self.created.update_value(HashSet::clear);
    }

    /// Chooses a lead for what is done next, or takes the choice back. Of all that match those that are shown stay.
    pub(super) fn choose(self, lead: LeadId, on: bool) {
        if self.all.get_untracked() {
            self.choose_shown();
        }
        self.chosen.update(|chosen| {
            if on {
                chosen.insert(lead);
            } else {
                chosen.remove(&lead);
            }
        });
    }

    /// Chooses every row that is shown, and no other.
    pub(super) fn choose_shown(self) {
        self.all.set(false);
        self.chosen.set(self.rows.with_untracked(|rows| rows.iter().map(|row| row.id).collect()));
    }

    /// The list may be gone by then.
    pub(super) fn choose_none(self) {
        self.all.try_set(false);
        self.chosen.try_update(BTreeSet::clear);
    }

    pub(super) fn is_chosen(self, lead: LeadId) -> bool {
        self.all.get() || self.chosen.with(|chosen| chosen.contains(&lead))
    }

    /// Whether every row that is shown is chosen.
    pub(super) fn has_chosen_shown(self) -> bool {
        self.all.get()
            || self.rows.with(|rows| {
                !rows.is_empty() && self.chosen.with(|chosen| rows.iter().all(|row| chosen.contains(&row.id)))
            })
    }

    /// Asks for the rows of the query as it is now, and forgets what was chosen among those before.
    pub(super) fn load(self) {
        self.choose_none();
        self.reload();
    }

    /// Asks for the rows again. What is shown stays until they are there.
    pub(super) fn reload(self) {
        let round = self.rounds.begin();
        self.busy.set(true);
        let query = self.query.get_untracked();
        spawn_local(async move {
            let answer = list_leads(print(&query)).await;
            if !self.rounds.is_current(round) {
                return;
            }
            self.busy.set(false);
            match answer {
                Ok(page) => {
                    self.said.set(total(page.total));
                    self.show(page);
                    browser::scroll_up(SCROLLER);
                }
                Err(error) => self.failed.set(Some(error)),
            }
        });
    }

    /// Appends the next page; nothing above it moves.
    pub(super) fn load_more(self) {
        let Some(after) = self.next.get_untracked().filter(|_| !self.more_busy.get_untracked()) else {
            return;
        };
        let round = self.rounds.begin();
        self.more_busy.set(true);
        let query = LeadQuery { after: Some(after), ..self.query.get_untracked() };
        spawn_local(async move {
            let answer = list_leads(print(&query)).await;
            self.more_busy.try_set(false);
            if !self.rounds.is_current(round) {
                return;
            }
            match answer {
                Ok(page) => {
                    self.rows.update(|rows| merge::append(rows, page.items));
                    self.next.set(page.next);
                    self.paged.set(true);
                }
                Err(error) => self.toaster.error("Could not load more leads", error.message),
            }
        });
    }

    /// A lead was created somewhere.
    pub(super) fn note_created(self, lead: LeadId) {
        self.created.update_value(|created| {
            created.insert(lead);
        });
    }

    /// Asks for the first page again, soon and once for all events that come close together.
    pub(super) fn refresh_soon(self) {
        if self.gathering.try_update_value(|gathering| std::mem::replace(gathering, true)) != Some(false) {
            return;
        }
        set_timeout(
            move || {
                if self.gathering.try_update_value(|gathering| *gathering = false).is_some() {
                    self.refresh();
                }
            },
            GATHER,
        );
    }

    fn refresh(self) {
        if self.busy.get_untracked() || self.more_busy.get_untracked() {
            // the answer that is on its way is newer than the event, or the next event asks again
            return;
        }
        let round = self.rounds.begin();
        let query = LeadQuery { after: None, ..self.query.get_untracked() };
        spawn_local(async move {
            // a failed quiet question is not worth a word: the frame says when the connection is lost
            let Ok(page) = list_leads(print(&query)).await else { return };
            if self.rounds.is_current(round) {
                self.lay_over(page);
            }
        });
    }

    fn lay_over(self, page: Page<LeadSummary>) {
        let at_top = browser::scrolled(SCROLLER) < TOP && browser::page_scrolled() < f64::from(TOP);
        let whole = at_top && !self.paged.get_untracked();
        let rows = self.rows.get_untracked();
        let merged = self.created.with_value(|created| merge::first_page(&rows, &page.items, created, whole));
        self.rows.set(merged.rows);
        self.total.set(page.total);
        if !merged.arrived.is_empty() {
            self.said.set(arrival(&merged.arrived, &page.items));
        }
        if whole {
            self.next.set(page.next);
            self.arrived.set(0);
            self.created.update_value(HashSet::clear);
            self.mark(merged.arrived);
        } else {
            self.arrived.set(merged.arrived.len());
        }
    }

    fn mark(self, arrived: Vec<LeadId>) {
        if arrived.is_empty() {
            return;
        }
        self.marked.update(|marked| marked.extend(arrived.iter().copied()));
        set_timeout(
            move || {
                // The list may be gone by then.
                self.marked.try_update(|marked| marked.retain(|id| !arrived.contains(id)));
            },
            MARKED,
        );
    }

    /// Draws one lead where it stands.
    pub(super) fn renew(self, lead: LeadSummary) {
        self.rows.update(|rows| merge::renew(rows, lead));
    }

    /// Fetches one lead that somebody else changed and draws it.
    pub(super) fn fetch(self, lead: LeadId) {
        spawn_local(async move {
            if let Ok(lead) = get_lead(lead.to_string()).await
                && self.rows.try_with_untracked(|_| ()).is_some()
            {
                self.renew(lead.summary);
            }
        });
    }
}

/// "New lead: Henrik Sandoval", or how many there are.
fn arrival(arrived: &[LeadId], page: &[LeadSummary]) -> String {
    match arrived {
        [one] => {
            let name = page.iter().find(|lead| lead.id == *one).map_or("", |lead| lead.name.as_str());
            format!("New lead: {name}")
        }
        many => format!("{} new leads", many.len()),
    }
}

#[cfg(test)]
mod tests {
    use super::arrival;
    use crate::features::leads::samples::{lead_id, summary};

    #[test]
    fn one_arrival_is_named_and_more_are_counted() {
        let page = [summary(1), summary(2)];
        assert_eq!(arrival(&[lead_id(2)], &page), "New lead: Henrik Sandoval 2");
        assert_eq!(arrival(&[lead_id(1), lead_id(2)], &page), "2 new leads");
    }
}
