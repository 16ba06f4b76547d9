//! Until when new leads are to be answered, who gets them, and what happens when nobody answers; and who is away.

mod away;
mod bar;
mod conditions;
mod desk;
mod hand_on;
mod own_away;
mod parts;
mod rpc;
mod saving;
mod screen;
mod trial;
mod turns;

pub use own_away::OwnAway;
pub use rpc::*;

use crate::features::leads::rpc::{lead_owners, lead_vocabulary};
use crate::layout::{Failure, PageTitle, SettingsTabs};
use crate::state::ask_once;
use leptos::prelude::*;
use leptos_router::{LazyRoute, lazy_route};
use screen::Screen;
use ui::{Skeleton, SkeletonShape};

/// `/settings/duty`.
pub struct DutyRoute;

#[lazy_route]
impl LazyRoute for DutyRoute {
    fn data() -> Self {
        Self
    }

    fn view(this: Self) -> AnyView {
        let DutyRoute = this;
        let (duty, owners, vocabulary) =
            (ask_once(get_duty), ask_once(lead_owners), ask_once(lead_vocabulary));
        let inside = move || {
            Suspend::new(async move {
                match (duty.await, owners.await, vocabulary.await) {
                    (Ok(duty), Ok(owners), Ok(vocabulary)) => {
                        view! { <Screen duty owners vocabulary /> }.into_any()
                    }
                    (Err(error), _, _) | (_, Err(error), _) | (_, _, Err(error)) => {
                        let retry = move || {
                            duty.refetch();
                            owners.refetch();
                            vocabulary.refetch();
                        };
                        view! { <Failure error what="these settings" page=true on_retry=retry /> }.into_any()
                    }
                }
            })
        };
        view! {
            <PageTitle title="Response and assignment" />
            <SettingsTabs />
            <div class="px-4 pt-5 pb-8 md:px-6">
                <h1 class="text-title font-semibold">"Response and assignment"</h1>
                <Transition fallback=|| {
                    view! { <Skeleton shape=SkeletonShape::Rows label="Loading these settings" class="mt-4" /> }
                }>{inside}</Transition>
            </div>
        }
        .into_any()
    }
}
