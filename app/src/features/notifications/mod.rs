//! What one was told: the bell, and the page with all of it.

mod bell;
mod list;
mod rpc;

pub use bell::{Bell, Unread};
pub use rpc::*;

use crate::layout::{Failure, PageTitle};
use crate::state::ask_once;
use leptos::prelude::*;
use leptos_router::{LazyRoute, lazy_route};
use list::Notifications;
use ui::{Skeleton, SkeletonShape};

/// `/notifications`.
pub struct NotificationsRoute;

#[lazy_route]
impl LazyRoute for NotificationsRoute {
    fn data() -> Self {
        Self
    }

    fn view(this: Self) -> AnyView {
        let NotificationsRoute = this;
        let page = ask_once(|| list_notifications(None));
        let inside = move || {
            Suspend::new(async move {
                match page.await {
                    Ok(page) => view! { <Notifications page /> }.into_any(),
                    Err(error) => {
                        let retry = move || page.refetch();
                        view! { <Failure error what="the notifications" page=true on_retry=retry /> }
                            .into_any()
                    }
                }
            })
        };
        view! {
            <PageTitle title="Notifications" />
            <div class="mx-auto max-w-[840px] px-4 pt-5 pb-8 md:px-6">
                <h1 class="text-title font-semibold">"Notifications"</h1>
                <Transition fallback=|| {
                    view! { <Skeleton shape=SkeletonShape::Card label="Loading notifications" class="mt-4" /> }
                }>{inside}</Transition>
            </div>
        }
        .into_any()
    }
}
