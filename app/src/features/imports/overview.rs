//! `/leads/import`: a file to begin with, and what was imported before.

use super::list::Earlier;
use super::rpc::list_imports;
use super::upload::UploadForm;
use crate::layout::{Failure, PageTitle};
use crate::state::ask_once;
use leptos::prelude::*;
use leptos_router::{LazyRoute, lazy_route};
use ui::{Skeleton, SkeletonShape, TextLink};

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

/// The way back to the list.
#[component]
pub(super) fn Crumbs(here: &'static str, #[prop(optional)] href: Option<&'static str>) -> impl IntoView {
    let here = match href {
        Some(href) => view! { <TextLink href=href class="text-muted!">{here}</TextLink> }.into_any(),
        None => view! { <span aria-current="page">{here}</span> }.into_any(),
    };
    view! {
        <nav aria-label="Breadcrumb">
            <ol class="flex min-h-6 items-center gap-1 text-caption text-muted">
                <li>
                    <TextLink href="/leads" class="text-muted!">
                        "Leads"
                    </TextLink>
                </li>
                <li aria-hidden="true" class="text-faint">
                    "/"
                </li>
                <li>{here}</li>
            </ol>
        </nav>
    }
}
