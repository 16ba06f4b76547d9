//! What the open screen holds, and how it asks again without moving what is read.

use super::address::{Narrow, Place};
use super::rpc::{get_job, get_overview, list_jobs};
use crate::rpc::AppError;
use crate::state::{KeysetList, Listed, Looks};
use leptos::prelude::*;
use shared::JobId;
use shared::jobs::{JobDetail, JobOverview, JobPage, JobSummary};
use ui::{Toaster, use_toaster};

impl Listed for JobSummary {
    type Id = JobId;

    fn id(&self) -> JobId {
        self.id
    }
}

/// Cheap to copy; made by the page.
#[derive(Clone, Copy)]
pub(super) struct Desk {
    pub(super) place: Memo<Place>,
    pub(super) narrow: Memo<Narrow>,
    pub(super) overview: RwSignal<JobOverview>,
    pub(super) jobs: KeysetList<JobSummary, JobDetail>,
    /// The last look had no answer: what is shown may be old.
    pub(super) stale: RwSignal<bool>,
    looks: Looks,
    pub(super) toaster: Toaster,
}

impl Desk {
    pub(super) fn new(
        place: Memo<Place>,
        overview: JobOverview,
        page: JobPage,
        detail: Option<Result<JobDetail, AppError>>,
    ) -> Self {
        let open = Memo::new(move |_| place.with(|place| place.job.clone()));
        let narrow = Memo::new(move |_| place.with(|place| place.narrow.clone()));
        let detail = open.get_untracked().zip(detail);
        let ask = move |after, limit| Some(list_jobs(narrow.get_untracked(), after, Some(limit)));
        Self {
            place,
            narrow,
            overview: RwSignal::new(overview),
            jobs: KeysetList::new("jobs", open, Ok(page), detail, ask, get_job),
            stale: RwSignal::new(false),
            looks: Looks::new(),
            toaster: use_toaster(),
        }
    }

    /// Looks at everything again. What is there stays until the answer is, and when there is none.
    pub(super) fn look(self) {
        self.looks.look(move || {
            let jobs = self.jobs.look();
            async move {
                let (overview, jobs) = (get_overview().await, jobs.await);
                move || {
                    self.stale.set(overview.is_err() || jobs.is_stale());
                    if let Ok(overview) = overview {
                        self.overview.set(overview);
                    }
                    self.jobs.put(jobs);
                }
            }
        });
    }
}
