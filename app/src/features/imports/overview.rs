//! `/leads/import`: a file to begin with, and what was imported before.

use super::list::Earlier;
use super::rpc::list_imports;
use super::upload::UploadForm;
use crate::features::leads::Crumbs;
use crate::layout::{Failure, PageTitle};
use crate::state::ask_once;
use leptos::prelude::*;
use leptos_router::{LazyRoute, lazy_route};
use ui::{Skeleton, SkeletonShape};

/// `/leads/import`
pub struct ImportsRoute;

#[lazy_route]
impl LazyRoute for ImportsRoute {
    fn data() -> Self {
        Self
    }

    fn view(this: Self) -> AnyView {
        let ImportsRoute = this;
        let first = ask_once(list_imports);
        let inside = move || {
            Suspend::new(async move {
                match first.await {
                    Ok(imports) => view! {
                        <UploadForm />
                        <Earlier imports />
                    }
                    .into_any(),
                    Err(error) => {
                        let retry = move || first.refetch();
                        view! { <Failure error what="the imports" page=true on_retry=retry /> }.into_any()
                    }
                }
            })
        };
        view! {
            <PageTitle title="Import leads" />
            <div class="px-4 pt-3 pb-8 md:px-6">
                <Crumbs here="Import" />
                <h1 class="mt-1 text-title font-semibold">"Import leads"</h1>
                <Transition fallback=|| {
                    view! { <Skeleton shape=SkeletonShape::Rows label="Loading imports" class="mt-4" /> }
                }>{inside}</Transition>
            </div>
        }
        .into_any()
    }
}
