//! Members of the organization: who there is, who may do what, who is asked to join.

mod invite;
mod open_invitations;
mod removal;
mod role_choice;
mod roles;
mod row;
mod rpc;
mod screen;

pub use rpc::*;

use crate::layout::{Failure, PageTitle, SettingsTabs};
use crate::state::ask_once;
use leptos::prelude::*;
use leptos_router::{LazyRoute, lazy_route};
use screen::Screen;
use ui::{Skeleton, SkeletonShape};

/// `/settings/members`.
pub struct MembersRoute;

#[lazy_route]
impl LazyRoute for MembersRoute {
    fn data() -> Self {
        Self
    }

    fn view(this: Self) -> AnyView {
        let MembersRoute = this;
        let team = ask_once(list_team);
        let inside = move || {
            Suspend::new(async move {
                match team.await {
                    Ok(team) => view! { <Screen team /> }.into_any(),
                    Err(error) => {
                        let retry = move || team.refetch();
                        view! { <Failure error what="the members" page=true on_retry=retry /> }.into_any()
                    }
                }
            })
        };
        view! {
            <PageTitle title="Members and roles" />
            <SettingsTabs />
            <div class="px-4 pt-5 pb-8 md:px-6">
                <h1 class="text-title font-semibold">"Members and roles"</h1>
                <Transition fallback=|| {
                    view! { <Skeleton shape=SkeletonShape::Rows label="Loading members" class="mt-4" /> }
                }>{inside}</Transition>
            </div>
        }
        .into_any()
    }
}
