//! The job queue for admins: how it is doing, what failed, and what can be done about it.

mod address;
mod edit;
mod figures;
mod follow;
mod kinds;
mod list;
mod panel;
mod pause;
mod rpc;
mod screen;
mod state;
mod words;

pub use address::Narrow;
pub use rpc::*;

use crate::layout::{Failure, PageTitle, SettingsTabs};
use crate::rpc::AppError;
use crate::state::{PAGE, ask_once};
use address::Place;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use leptos_router::{LazyRoute, lazy_route};
use screen::Screen;
use shared::jobs::{JobDetail, JobOverview, JobPage};
use ui::{Skeleton, SkeletonShape};

/// What one visit of the page begins with: the figures, the list, and the open job if there is one.
type Opening = (JobOverview, JobPage, Option<Result<JobDetail, AppError>>);

/// `/settings/queue`.
pub struct QueueRoute;

#[lazy_route]
impl LazyRoute for QueueRoute {
    fn data() -> Self {
        Self
    }

    fn view(this: Self) -> AnyView {
        let QueueRoute = this;
        let params = use_query_map();
        let place = Memo::new(move |_| params.with(Place::of));
        // asked once: from then on the screen asks by itself, because what is shown must stay until the answer is there
        let first = ask_once(move || open(place.get_untracked()));
        let inside = move || {
            Suspend::new(async move {
                match first.await {
                    Ok((overview, page, detail)) => {
                        view! { <Screen place overview page detail /> }.into_any()
                    }
                    Err(error) => {
                        let retry = move || first.refetch();
                        view! {
                            <h1 class="text-title font-semibold">"Job queue"</h1>
                            <Failure error what="the job queue" page=true on_retry=retry />
                        }
                        .into_any()
                    }
                }
            })
        };
        view! {
            <PageTitle title="Job queue" />
            <SettingsTabs />
            <div class="px-4 pt-4 pb-8 md:px-6">
                <Transition fallback=|| {
                    view! { <Skeleton shape=SkeletonShape::Rows label="Loading the job queue" class="mt-4" /> }
                }>{inside}</Transition>
            </div>
        }
        .into_any()
    }
}

async fn open(place: Place) -> Result<Opening, AppError> {
    let overview = get_overview().await?;
    let page = list_jobs(place.narrow, None, Some(PAGE)).await?;
    let detail = match place.job {
        Some(job) => Some(get_job(job).await),
        None => None,
    };
    Ok((overview, page, detail))
}
