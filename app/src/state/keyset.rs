//! A list by keyset whose rows open in place: asked for a page at a time, and looked at again without moving what is
//! read. Which list it is and which row is open stand in the address; both are given to it.

use super::follow::on_change;
use super::rounds::Rounds;
use crate::rpc::AppError;
use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::paging::{MAX_LIMIT, Slice};
use std::fmt::Display;
use std::pin::Pin;
use std::sync::Arc;
use ui::{Toaster, use_toaster};

/// Rows a page holds.
pub const PAGE: u16 = 15;

/// A row with its identifier, by which the list is ordered: the newest is the greatest and comes first.
pub trait Listed: Clone + PartialEq + Send + Sync + 'static {
    type Id: Copy + Ord + Display + std::hash::Hash + Send + Sync + 'static;

    fn id(&self) -> Self::Id;
}

/// What is known about the row that is open: its id, and the answer.
pub type Opened<Detail> = Option<(String, Result<Detail, AppError>)>;

type Asked<T> = Pin<Box<dyn Future<Output = Result<T, AppError>>>>;
type AskPage<Row> = Arc<dyn Fn(Option<String>, u16) -> Option<Asked<Slice<Row>>> + Send + Sync>;
type AskDetail<Detail> = Arc<dyn Fn(String) -> Asked<Detail> + Send + Sync>;

/// Cheap to copy; made by the page.
pub struct KeysetList<Row: 'static, Detail: 'static> {
    pub rows: RwSignal<Vec<Row>>,
    pub next: RwSignal<Option<String>>,
    /// The row that is open.
    pub open: Memo<Option<String>>,
    /// What is known about it; `None` while that is on its way.
    pub detail: RwSignal<Opened<Detail>>,
    /// Other rows are on their way.
    pub busy: RwSignal<bool>,
    pub more_busy: RwSignal<bool>,
    pub failed: RwSignal<Option<AppError>>,
    /// What it lists, in the words of a sentence.
    pub what: &'static str,
    rounds: Rounds,
    ask_page: StoredValue<AskPage<Row>>,
    ask_detail: StoredValue<AskDetail<Detail>>,
    toaster: Toaster,
}

impl<Row, Detail> Clone for KeysetList<Row, Detail> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<Row, Detail> Copy for KeysetList<Row, Detail> {}

/// What a look at the list brought.
pub struct Looked<Row, Detail> {
    round: u64,
    page: Option<Result<Slice<Row>, AppError>>,
    detail: Option<(String, Result<Detail, AppError>)>,
}

impl<Row, Detail> Looked<Row, Detail> {
    /// The rows had no answer: what is shown may be old.
    pub const fn is_stale(&self) -> bool {
        matches!(self.page, Some(Err(_)))
    }
}

impl<Row, Detail> KeysetList<Row, Detail>
where
    Row: Listed,
    Detail: Clone + PartialEq + Send + Sync + 'static,
{
    /// `page` answers `None` where there is nothing to ask.
    pub fn new<Page, One>(
        what: &'static str,
        open: Memo<Option<String>>,
        first: Result<Slice<Row>, AppError>,
        detail: Opened<Detail>,
        page: impl Fn(Option<String>, u16) -> Option<Page> + Send + Sync + 'static,
        one: impl Fn(String) -> One + Send + Sync + 'static,
    ) -> Self
    where
        Page: Future<Output = Result<Slice<Row>, AppError>> + 'static,
        One: Future<Output = Result<Detail, AppError>> + 'static,
    {
        let (first, failed) = match first {
            Ok(first) => (first, None),
            Err(error) => (Slice::default(), Some(error)),
        };
        let ask_page: AskPage<Row> =
            Arc::new(move |after, limit| page(after, limit).map(|page| -> Asked<_> { Box::pin(page) }));
        let ask_detail: AskDetail<Detail> = Arc::new(move |id| Box::pin(one(id)));
        Self {
            rows: RwSignal::new(first.items),
            next: RwSignal::new(first.next),
            open,
            detail: RwSignal::new(detail),
            busy: RwSignal::new(false),
            more_busy: RwSignal::new(false),
            failed: RwSignal::new(failed),
            what,
            rounds: Rounds::new(),
            ask_page: StoredValue::new(ask_page),
            ask_detail: StoredValue::new(ask_detail),
            toaster: use_toaster(),
        }
    }

    /// Follows the address until the calling component goes: `which` list is shown, and which row is open.
    pub fn follow<Which: PartialEq + 'static>(self, which: impl Fn() -> Which + 'static) {
        on_change(which, move || self.load());
        on_change(move || self.open.get(), move || self.open());
    }

    fn ask_page(self, after: Option<String>, limit: u16) -> Option<Asked<Slice<Row>>> {
        self.ask_page.with_value(|ask| ask(after, limit))
    }

    fn ask_detail(self, id: String) -> Asked<Detail> {
        self.ask_detail.with_value(|ask| ask(id))
    }

    /// Asks for the rows of another list.
    pub fn load(self) {
        let round = self.rounds.begin();
        let Some(answer) = self.ask_page(None, PAGE) else {
            self.show(Slice::default());
            return;
        };
        self.busy.set(true);
        spawn_local(async move {
            let answer = answer.await;
            if !self.rounds.is_current(round) {
                return;
            }
            self.busy.set(false);
            match answer {
                Ok(page) => self.show(page),
                Err(error) => self.failed.set(Some(error)),
            }
        });
    }

    fn show(self, page: Slice<Row>) {
        self.failed.set(None);
        self.next.set(page.next);
        self.rows.set(page.items);
    }

    /// Appends the next page.
    pub fn load_more(self) {
        let Some(after) = self.next.get_untracked().filter(|_| !self.more_busy.get_untracked()) else {
            return;
        };
        let Some(answer) = self.ask_page(Some(after), PAGE) else { return };
        let round = self.rounds.begin();
        self.more_busy.set(true);
        spawn_local(async move {
            let answer = answer.await;
            self.more_busy.try_set(false);
            if !self.rounds.is_current(round) {
                return;
            }
            match answer {
                Ok(page) => {
                    self.next.set(page.next);
                    self.rows.update(|rows| rows.extend(page.items));
                }
                Err(error) => {
                    self.toaster.error(format!("Could not load more {}", self.what), error.message);
                }
            }
        });
    }

    /// Asks for the open row.
    pub fn open(self) {
        let Some(id) = self.open.get_untracked() else {
            self.detail.set(None);
            return;
        };
        if self.detail.with_untracked(|known| known.as_ref().is_none_or(|(known, _)| *known != id)) {
            self.detail.set(None);
        }
        let answer = self.ask_detail(id.clone());
        spawn_local(async move {
            let answer = answer.await;
            if self.open.try_get_untracked().flatten().as_ref() == Some(&id) {
                self.detail.set(Some((id, answer)));
            }
        });
    }

    /// Asks again for what is shown now, and changes nothing: [`Self::put`] does, when the screen is still there.
    pub fn look(self) -> impl Future<Output = Looked<Row, Detail>> {
        let round = self.rounds.current();
        let shown = self.rows.with_untracked(Vec::len);
        let limit = u16::try_from(shown).unwrap_or(MAX_LIMIT).clamp(PAGE, MAX_LIMIT);
        // A row that was not there is not asked for again.
        let there = self.detail.with_untracked(|detail| matches!(detail, Some((_, Ok(_)))));
        let open = self.open.get_untracked().filter(|_| there);
        let (page, detail) = (self.ask_page(None, limit), open.map(|id| (id.clone(), self.ask_detail(id))));
        async move {
            let page = match page {
                Some(page) => Some(page.await),
                None => None,
            };
            let detail = match detail {
                Some((id, detail)) => Some((id, detail.await)),
                None => None,
            };
            Looked { round, page, detail }
        }
    }

    /// Shows what a look brought. What had no answer stays.
    pub fn put(self, looked: Looked<Row, Detail>) {
        if let Some(Ok(page)) = looked.page
            && self.rounds.is_current(looked.round)
        {
            self.renew(page);
        }
        if let Some((id, Ok(detail))) = looked.detail
            && self.open.get_untracked().as_ref() == Some(&id)
        {
            put(self.detail, Some((id, Ok(detail))));
        }
    }

    /// Puts fresh rows in the place of the first ones; what was loaded beyond them stays.
    fn renew(self, page: Slice<Row>) {
        let end = page.items.last().map(Listed::id);
        let kept = self.rows.with_untracked(|rows| beyond(rows, end, page.next.is_some()));
        if kept.is_empty() {
            put(self.next, page.next);
        }
        self.failed.set(None);
        put(self.rows, page.items.into_iter().chain(kept).collect());
    }

    /// One row as it is now; one that leaves keeps its words until it is gone.
    pub fn row(self, id: Row::Id) -> Memo<Option<Row>> {
        Memo::new(move |before: Option<&Option<Row>>| {
            let found = self.rows.with(|rows| rows.iter().find(|row| row.id() == id).cloned());
            found.or_else(|| before.cloned().flatten())
        })
    }

    /// What is known about the open row; follows changes.
    pub fn known(self) -> Option<Result<Detail, AppError>> {
        let open = self.open.get()?;
        self.detail
            .with(|detail| detail.as_ref().filter(|(id, _)| *id == open).map(|(_, known)| known.clone()))
    }

    /// The row that is open and not in the list, for example by a link; follows changes.
    pub fn elsewhere(self) -> Option<String> {
        let open = self.open.get()?;
        let listed = self.rows.with(|rows| rows.iter().any(|row| row.id().to_string() == open));
        (!listed).then_some(open)
    }
}

/// What is as it was moves nothing on the screen.
pub fn put<T: PartialEq + Send + Sync + 'static>(signal: RwSignal<T>, value: T) {
    if signal.with_untracked(|known| *known != value) {
        signal.set(value);
    }
}

/// The rows older than the last fresh one, when there are more than were asked for.
fn beyond<Row: Listed>(rows: &[Row], end: Option<Row::Id>, more: bool) -> Vec<Row> {
    match end {
        Some(end) if more && rows.len() > usize::from(PAGE) => {
            rows.iter().filter(|row| row.id() < end).cloned().collect()
        }
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    impl Listed for u32 {
        type Id = Self;

        fn id(&self) -> Self {
            *self
        }
    }

    #[test]
    fn rows_beyond_the_fresh_ones_stay_while_there_are_more() {
        let rows: Vec<u32> = (1..=20).rev().collect();
        assert_eq!(beyond(&rows, Some(5), true), [4, 3, 2, 1]);
        assert_eq!(beyond(&rows, Some(5), false), [0; 0]);
        assert_eq!(beyond(&rows, None, true), [0; 0]);
        assert_eq!(beyond(&[3, 2, 1], Some(2), true), [0; 0]);
    }
}
