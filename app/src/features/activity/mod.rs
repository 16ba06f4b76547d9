//! What people did, newest first: the feed of the organization, and the parts that the page of a member shows its feed
//! with. Rules live in `domain::activity`.

mod address;
mod feed;
mod filter;
mod merge;
mod rpc;
mod state;
mod tabs;
mod words;

pub use address::FeedPlace;
pub use feed::FeedList;
pub use rpc::*;
pub use tabs::TeamTabs;

use crate::layout::{Failure, PageTitle};
use crate::state::ask_once;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use leptos_router::{LazyRoute, lazy_route};
use ui::{Skeleton, SkeletonShape};

/// `/activity`.
pub struct ActivityRoute;

#[lazy_route]
impl LazyRoute for ActivityRoute {
    fn data() -> Self {
        Self
    }

    fn view(this: Self) -> AnyView {
        let ActivityRoute = this;
        let params = use_query_map();
        let place = Memo::new(move |_| params.with(FeedPlace::of_all));
        // asked once: from then on the feed asks by itself, because what is shown must stay until the answer is there
        let first = ask_once(move || get_feed(place.with_untracked(FeedPlace::query)));
        let inside = move || {
            Suspend::new(async move {
                match first.await {
                    Ok(page) => view! { <FeedList page place /> }.into_any(),
                    Err(error) => {
                        let retry = move || first.refetch();
                        view! { <Failure error what="the activity" page=true on_retry=retry /> }.into_any()
                    }
                }
            })
        };
        view! {
            <PageTitle title="Activity" />
            <TeamTabs />
            <div class="mx-auto max-w-[820px] px-4 pt-4 pb-10 md:px-6">
                <h1 class="text-title font-semibold">"Activity"</h1>
                <p class="text-muted">"What everybody here did, what sellers sent, and what Empire did by itself."</p>
                <Transition fallback=|| {
                    view! { <Skeleton shape=SkeletonShape::Rows label="Loading the activity" class="mt-4" /> }
                }>{inside}</Transition>
            </div>
        }
        .into_any()
    }
}
