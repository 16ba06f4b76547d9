//! The team in figures: everybody in a table, and each member on a page with their feed. What is counted is
//! `domain::activity`'s to say.

mod address;
mod cards;
mod counted;
mod figures;
mod member;
mod periods;
mod rpc;
mod screen;
mod sort;
mod state;
mod table;
mod words;

pub use member::MemberRoute;
pub use rpc::*;

use crate::features::activity::TeamTabs;
use crate::layout::PageTitle;
use crate::state::ask_once;
use address::TeamPlace;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use leptos_router::{LazyRoute, lazy_route};
use screen::Screen;
use ui::{Skeleton, SkeletonShape};

/// `/team`.
pub struct TeamRoute;

#[lazy_route]
impl LazyRoute for TeamRoute {
    fn data() -> Self {
        Self
    }

    fn view(this: Self) -> AnyView {
        let TeamRoute = this;
        let params = use_query_map();
        let place = Memo::new(move |_| params.with(TeamPlace::of));
        // asked once: from then on the screen asks by itself, because what is shown must stay until the answer is there
        let first = ask_once(move || get_team(place.with_untracked(|place| place.period.clone())));
        let inside = move || {
            Suspend::new(async move {
                let first = first.await;
                view! { <Screen first place /> }.into_any()
            })
        };
        view! {
            <PageTitle title="Team" />
            <TeamTabs />
            <div class="px-4 pt-4 pb-10 md:px-6">
                <h1 class="text-title font-semibold">"Team"</h1>
                <Transition fallback=|| {
                    view! { <Skeleton shape=SkeletonShape::Rows label="Loading the figures" class="mt-4" /> }
                }>{inside}</Transition>
            </div>
        }
        .into_any()
    }
}
