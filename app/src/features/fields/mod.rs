//! Custom fields and tags for admins, and the input of a custom field for every form that has one.

mod edit;
mod input;
mod list;
mod rpc;
mod screen;
mod tags;

pub use input::FieldInput;
pub use rpc::*;

use crate::layout::{Failure, PageTitle, SettingsTabs};
use crate::state::ask_once;
use leptos::prelude::*;
use leptos_router::{LazyRoute, lazy_route};
use screen::Screen;
use ui::{Skeleton, SkeletonShape};

/// `/settings/fields`.
pub struct FieldsRoute;

#[lazy_route]
impl LazyRoute for FieldsRoute {
    fn data() -> Self {
        Self
    }

    fn view(this: Self) -> AnyView {
        let FieldsRoute = this;
        let (fields, tags) = (ask_once(list_fields), ask_once(list_tags));
        let inside = move || {
            Suspend::new(async move {
                match (fields.await, tags.await) {
                    (Ok(fields), Ok(tags)) => view! { <Screen fields tags /> }.into_any(),
                    (Err(error), _) | (_, Err(error)) => {
                        let retry = move || {
                            fields.refetch();
                            tags.refetch();
                        };
                        view! { <Failure error what="the fields" page=true on_retry=retry /> }.into_any()
                    }
                }
            })
        };
        view! {
            <PageTitle title="Fields and tags" />
            <SettingsTabs />
            <div class="px-4 pt-5 pb-8 md:px-6">
                <h1 class="text-title font-semibold">"Fields and tags"</h1>
                <Transition fallback=|| {
                    view! { <Skeleton shape=SkeletonShape::Rows label="Loading fields" class="mt-4" /> }
                }>{inside}</Transition>
            </div>
        }
        .into_any()
    }
}
