//! The review queue: submissions that looked suspicious and wait for a person's decision.

mod held;
mod queue;
mod rpc;

pub use rpc::*;

use crate::layout::{Failure, PageTitle};
use crate::state::ask_once;
use leptos::prelude::*;
use leptos_router::{LazyRoute, lazy_route};
use queue::Queue;
use ui::{Skeleton, SkeletonShape};

/// `/review`.
pub struct ReviewRoute;

#[lazy_route]
impl LazyRoute for ReviewRoute {
    fn data() -> Self {
        Self
    }

    fn view(this: Self) -> AnyView {
        let ReviewRoute = this;
        let held = ask_once(list_held);
        let inside = move || {
            Suspend::new(async move {
                match held.await {
                    Ok(held) => view! { <Queue held /> }.into_any(),
                    Err(error) => {
                        let retry = move || held.refetch();
                        view! { <Failure error what="the review queue" page=true on_retry=retry /> }
                            .into_any()
                    }
                }
            })
        };
        view! {
            <PageTitle title="Review" />
            <div class="mx-auto max-w-[840px] px-4 pt-5 pb-8 md:px-6">
                <h1 class="text-title font-semibold">"Review"</h1>
                <p class="text-muted">"Sent through your forms, but something looked odd. You decide whether it is a lead."</p>
                <Transition fallback=|| {
                    view! { <Skeleton shape=SkeletonShape::Card label="Loading the review queue" class="mt-4" /> }
                }>{inside}</Transition>
            </div>
        }
        .into_any()
    }
}
