//! What an open feed holds, and how it stays true while others work.

use super::address::FeedPlace;
use super::merge;
use super::rpc::get_feed;
use crate::features::leads::browser;
use crate::rpc::AppError;
use crate::state::{Rounds, live, on_change, use_session};
use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::activity::{FeedEntry, FeedGroup, FeedPage, feed_kinds};
use shared::leads::OwnerRef;
use ui::{Toaster, use_toaster};

/// Closer to the top than this, in pixels, somebody is at the top.
const TOP: i32 = 24;
/// The region that scrolls on wide screens; on phones the page itself does.
const MAIN: &str = "main";

/// Cheap to copy; made by the page.
#[derive(Clone, Copy)]
pub(super) struct Feed {
    pub(super) place: Memo<FeedPlace>,
    pub(super) entries: RwSignal<Vec<FeedEntry>>,
    pub(super) older: RwSignal<Option<String>>,
    pub(super) people: RwSignal<Vec<OwnerRef>>,
    /// The newest page, as long as somebody reads further down.
    held: RwSignal<Option<FeedPage>>,
    /// Entries of another place are on their way.
    pub(super) busy: RwSignal<bool>,
    pub(super) older_busy: RwSignal<bool>,
    pub(super) failed: RwSignal<Option<AppError>>,
    /// Told to those who listen.
    pub(super) said: RwSignal<String>,
    /// Something happened while an answer was on its way.
    missed: StoredValue<bool>,
    rounds: Rounds,
    toaster: Toaster,
}

impl Feed {
    pub(super) fn new(page: FeedPage, place: Memo<FeedPlace>) -> Self {
        Self {
            place,
            entries: RwSignal::new(page.entries),
            older: RwSignal::new(page.older),
            people: RwSignal::new(page.people),
            held: RwSignal::new(None),
            busy: RwSignal::new(false),
            older_busy: RwSignal::new(false),
            failed: RwSignal::new(None),
            said: RwSignal::new(String::new()),
            missed: StoredValue::new(false),
            rounds: Rounds::new(),
            toaster: use_toaster(),
        }
    }

    /// Follows the address, and what happens, until the calling component goes.
    pub(super) fn follow(self) {
        on_change(move || self.place.get(), move || self.load());
        let session = use_session();
        let told = move |name: &str| {
            let group = self.place.with_untracked(|place| FeedGroup::from_word(&place.group));
            untrack(|| feed_kinds(|permission| session.may(permission), group)).contains(&name)
        };
        live::on_event(move |event| told(&event.name), move || untrack(|| self.refresh()));
    }

    /// Entries that wait to be shown; follows changes.
    pub(super) fn news(self) -> usize {
        self.held
            .with(|held| held.as_ref().map_or(0, |page| self.entries.with(|shown| merge::fresh(shown, page))))
    }

    /// Asks for the entries of the place as it is now. What is shown stays until they are there.
    pub(super) fn load(self) {
        let round = self.rounds.begin();
        self.busy.set(true);
        let query = self.place.with_untracked(FeedPlace::query);
        spawn_local(async move {
            let answer = get_feed(query).await;
            if !self.rounds.is_current(round) {
                return;
            }
            self.busy.set(false);
            match answer {
                Ok(page) => {
                    self.failed.set(None);
                    self.held.set(None);
                    self.older.set(page.older);
                    self.people.set(page.people);
                    self.entries.set(page.entries);
                }
                Err(error) => self.failed.set(Some(error)),
            }
            self.catch_up();
        });
    }

    /// Appends the older entries; nothing above them moves.
    pub(super) fn load_older(self) {
        let Some(older) = self.older.get_untracked().filter(|_| !self.older_busy.get_untracked()) else {
            return;
        };
        let round = self.rounds.begin();
        self.older_busy.set(true);
        let query = self.place.with_untracked(|place| place.from(&older).query());
        spawn_local(async move {
            let answer = get_feed(query).await;
            self.older_busy.try_set(false);
            if !self.rounds.is_current(round) {
                return;
            }
            match answer {
                Ok(page) => {
                    self.older.set(page.older);
                    self.entries.update(|entries| merge::append(entries, page.entries));
                }
                Err(error) => self.toaster.error("Could not load older entries", error.message),
            }
            self.catch_up();
        });
    }

    /// Asks for the newest page again. A page further back has no place for it.
    fn refresh(self) {
        let further_back = self.place.with_untracked(|place| !place.older.is_empty());
        if further_back {
            return;
        }
        if self.busy.get_untracked() || self.older_busy.get_untracked() {
            self.missed.set_value(true);
            return;
        }
        let round = self.rounds.begin();
        let query = self.place.with_untracked(FeedPlace::query);
        spawn_local(async move {
            // a failed quiet question is not worth a word: the frame says when the connection is lost
            let Ok(page) = get_feed(query).await else { return };
            if !self.rounds.is_current(round) {
                return;
            }
            let fresh = self.entries.with_untracked(|shown| merge::fresh(shown, &page));
            if fresh == 0 {
                return;
            }
            self.said.set(words(fresh));
            self.held.set(Some(page));
            if browser::scrolled(MAIN) < TOP && browser::page_scrolled() < f64::from(TOP) {
                self.show_news();
            }
        });
    }

    /// Asks for what happened meanwhile.
    fn catch_up(self) {
        if self.missed.try_update_value(std::mem::take) == Some(true) {
            self.refresh();
        }
    }

    /// Shows what waits.
    pub(super) fn show_news(self) {
        let Some(page) = self.held.get_untracked() else { return };
        let (entries, meets) = self.entries.with_untracked(|shown| merge::lay(shown, &page));
        if !meets {
            self.older.set(page.older);
        }
        self.held.set(None);
        self.entries.set(entries);
    }

    /// The same for somebody who reads further down.
    pub(super) fn go_to_news(self) {
        self.show_news();
        browser::scroll_up(MAIN);
    }
}

/// "1 new entry", "3 new entries".
pub(super) fn words(count: usize) -> String {
    if count == 1 { "1 new entry".to_owned() } else { format!("{count} new entries") }
}
