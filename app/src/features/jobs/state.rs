//! What the open screen holds, and how it asks again without moving what is read.

use super::address::{Narrow, Place};
use super::rpc::{get_job, get_overview, list_jobs};
use crate::rpc::AppError;
use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::JobId;
use shared::jobs::{JobDetail, JobOverview, JobPage, JobSummary};
use shared::paging::MAX_LIMIT;
use ui::{Toaster, use_toaster};

/// Rows a page of this list holds.
pub(super) const PAGE: u16 = 15;

/// Cheap to copy; made by the page.
#[derive(Clone, Copy)]
pub(super) struct Desk {
    pub(super) place: Memo<Place>,
    pub(super) narrow: Memo<Narrow>,
    /// The job that is open.
    pub(super) job: Memo<Option<String>>,
    pub(super) overview: RwSignal<JobOverview>,
    pub(super) rows: RwSignal<Vec<JobSummary>>,
    pub(super) next: RwSignal<Option<String>>,
    /// The open job and what is known about it; `None` while that is on its way.
    pub(super) detail: RwSignal<Option<(String, Result<JobDetail, AppError>)>>,
    /// Other rows are on their way.
    pub(super) busy: RwSignal<bool>,
    pub(super) more_busy: RwSignal<bool>,
    pub(super) failed: RwSignal<Option<AppError>>,
    /// The last look had no answer: what is shown may be old.
    pub(super) stale: RwSignal<bool>,
    /// Counts the lists asked for: an answer to an older question is dropped.
    round: StoredValue<u64>,
    looking: StoredValue<bool>,
    pub(super) toaster: Toaster,
}

impl Desk {
    pub(super) fn new(
        place: Memo<Place>,
        overview: JobOverview,
        page: JobPage,
        detail: Option<Result<JobDetail, AppError>>,
    ) -> Self {
        let job = Memo::new(move |_| place.with(|place| place.job.clone()));
        let opened = job.get_untracked();
        Self {
            place,
            narrow: Memo::new(move |_| place.with(|place| place.narrow.clone())),
            job,
            overview: RwSignal::new(overview),
            rows: RwSignal::new(page.items),
            next: RwSignal::new(page.next),
            detail: RwSignal::new(opened.zip(detail)),
            busy: RwSignal::new(false),
            more_busy: RwSignal::new(false),
            failed: RwSignal::new(None),
            stale: RwSignal::new(false),
            round: StoredValue::new(0),
            looking: StoredValue::new(false),
            toaster: use_toaster(),
        }
    }

    fn begin(self) -> u64 {
        self.round
            .try_update_value(|round| {
                *round += 1;
                *round
            })
            .unwrap_or_default()
    }

    fn is_current(self, round: u64) -> bool {
        self.round.try_get_value() == Some(round)
    }

    /// Asks for the rows of another list.
    pub(super) fn load(self) {
        let (round, narrow) = (self.begin(), self.narrow.get_untracked());
        self.busy.set(true);
        spawn_local(async move {
            let answer = list_jobs(narrow, None, Some(PAGE)).await;
            if !self.is_current(round) {
                return;
            }
            self.busy.set(false);
            match answer {
                Ok(page) => {
                    self.failed.set(None);
                    self.next.set(page.next);
                    self.rows.set(page.items);
                }
                Err(error) => self.failed.set(Some(error)),
            }
        });
    }

    /// Appends the next page.
    pub(super) fn load_more(self) {
        let Some(after) = self.next.get_untracked() else { return };
        if self.more_busy.get_untracked() {
            return;
        }
        let (round, narrow) = (self.begin(), self.narrow.get_untracked());
        self.more_busy.set(true);
        spawn_local(async move {
            let answer = list_jobs(narrow, Some(after), Some(PAGE)).await;
            self.more_busy.try_set(false);
            if !self.is_current(round) {
                return;
            }
            match answer {
                Ok(page) => {
                    self.next.set(page.next);
                    self.rows.update(|rows| rows.extend(page.items));
                }
                Err(error) => self.toaster.error("Could not load more jobs", error.message),
            }
        });
    }

    /// Asks for the open job.
    pub(super) fn open(self) {
        let Some(id) = self.job.get_untracked() else {
            self.detail.set(None);
            return;
        };
        if self.detail.with_untracked(|known| known.as_ref().is_none_or(|(known, _)| *known != id)) {
            self.detail.set(None);
        }
        spawn_local(async move {
            let answer = get_job(id.clone()).await;
            if self.job.try_get_untracked().flatten().as_ref() == Some(&id) {
                self.detail.set(Some((id, answer)));
            }
        });
    }

    /// Looks at everything again. What is there stays until the answer is, and when there is none.
    pub(super) fn look(self) {
        if self.looking.try_get_value() != Some(false) {
            return;
        }
        self.looking.set_value(true);
        let (round, narrow) = (self.round.get_value(), self.narrow.get_untracked());
        let shown = self.rows.with_untracked(Vec::len);
        let limit = u16::try_from(shown).unwrap_or(MAX_LIMIT).clamp(PAGE, MAX_LIMIT);
        // A job that was not there is not asked for again.
        let there = self.detail.with_untracked(|detail| matches!(detail, Some((_, Ok(_)))));
        let job = self.job.get_untracked().filter(|_| there);
        spawn_local(async move {
            let overview = get_overview().await;
            let page = list_jobs(narrow, None, Some(limit)).await;
            let detail = match &job {
                Some(id) => Some(get_job(id.clone()).await),
                None => None,
            };
            if self.looking.try_set_value(false).is_some() {
                // The screen is gone.
                return;
            }
            self.stale.set(overview.is_err() || page.is_err());
            if let Ok(overview) = overview {
                self.overview.set(overview);
            }
            if let Ok(page) = page
                && self.is_current(round)
            {
                self.renew(page);
            }
            if let (Some(id), Some(Ok(detail))) = (job, detail)
                && self.job.get_untracked().as_ref() == Some(&id)
            {
                self.detail.set(Some((id, Ok(detail))));
            }
        });
    }

    /// Puts fresh rows in the place of the first ones; what was loaded beyond them stays.
    fn renew(self, page: JobPage) {
        let end = page.items.last().map(|row| row.id);
        let kept = self.rows.with_untracked(|rows| beyond(rows, end, page.next.is_some()));
        if kept.is_empty() {
            self.next.set(page.next);
        }
        let rows: Vec<JobSummary> = page.items.into_iter().chain(kept).collect();
        if self.rows.with_untracked(|known| *known != rows) {
            self.rows.set(rows);
        }
    }
}

/// The rows older than the last fresh one, when there are more than were asked for.
fn beyond(rows: &[JobSummary], end: Option<JobId>, more: bool) -> Vec<JobSummary> {
    match end {
        Some(end) if more && rows.len() > usize::from(PAGE) => {
            rows.iter().filter(|row| row.id < end).cloned().collect()
        }
        _ => Vec::new(),
    }
}
