//! The list of leads: its address is its state, rows change in place, new leads come in by themselves.

mod add;
mod add_fields;
mod body;
mod columns;
mod filter;
mod filters;
mod keys;
mod phone;
mod rows;
mod search;
mod state;

use crate::features::imports::{IMPORTS, export_href};
use crate::features::leads::address::{list_href, print, query_of};
use crate::features::leads::rpc::{lead_owners, list_leads};
use crate::features::leads::views;
use crate::layout::{Failure, PageTitle};
use crate::rpc::AppError;
use crate::state::use_session;
use add::AddLead;
use body::ListBody;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use leptos_router::{LazyRoute, lazy_route};
use search::ListSearch;
use shared::leads::{LeadQuery, LeadSummary, OwnerRef};
use shared::paging::Page;
use shared::roles::Permission;
use state::List;
use ui::{ButtonKind, Icon, LinkButton, Skeleton, SkeletonShape, TabLink, TabLinks, lucide, use_toaster};

/// `/leads`
pub struct LeadsRoute {
    first: Resource<Result<Page<LeadSummary>, AppError>>,
    owners: Resource<Result<Vec<OwnerRef>, AppError>>,
}

#[lazy_route]
impl LazyRoute for LeadsRoute {
    fn data() -> Self {
        let params = use_query_map();
        // asked once: from then on the list asks by itself, because what is shown must stay until the answer is there
        let first = Resource::new(|| (), move |()| list_leads(print(&params.with_untracked(query_of))));
        Self { first, owners: Resource::new(|| (), |()| lead_owners()) }
    }

    fn view(this: Self) -> AnyView {
        view! { <LeadsPage first=this.first owners=this.owners /> }.into_any()
    }
}

#[component]
fn LeadsPage(
    first: Resource<Result<Page<LeadSummary>, AppError>>,
    owners: Resource<Result<Vec<OwnerRef>, AppError>>,
) -> impl IntoView {
    let params = use_query_map();
    let query = Memo::new(move |_| params.with(query_of));
    let list = List::new(query, use_toaster());
    let loading =
        || view! { <Skeleton label="Loading leads" shape=SkeletonShape::Rows count=10 class="m-4" /> };
    view! {
        <PageTitle title=Signal::derive(move || query.with(views::name_of).to_owned()) />
        <Head query />
        <Suspense fallback=loading>
            {move || Suspend::new(async move {
                // a list without the names of its owners is still a list
                list.owners.set(owners.await.unwrap_or_default());
                match first.await {
                    Ok(page) => {
                        list.show(page);
                        view! { <ListBody list /> }.into_any()
                    }
                    Err(error) => view! {
                        <div class="p-4">
                            <Failure error what="the leads" page=true on_retry=move || first.refetch() />
                        </div>
                    }
                    .into_any(),
                }
            })}
        </Suspense>
        <AddLead list />
    }
}

/// The ways in and out for many leads at once. What goes out is what the list shows.
#[component]
fn Files(query: Memo<LeadQuery>) -> impl IntoView {
    const LINK: &str = "inline-flex h-7 items-center gap-1.5 rounded-md px-1.5 text-muted hover:bg-hover hover:text-ink max-md:size-10 max-md:justify-center";
    let session = use_session();
    let may_import = Memo::new(move |_| session.may(Permission::ImportLeads));
    let may_export = Memo::new(move |_| session.may(Permission::ExportLeads));
    view! {
        <span class="flex shrink-0 items-center gap-1">
            <Show when=move || may_import.get()>
                <a href=IMPORTS class=LINK title="Import leads from a file">
                    <Icon icon=lucide::LuUpload />
                    <span class="max-md:sr-only">"Import"</span>
                </a>
            </Show>
            <Show when=move || may_export.get()>
                <a
                    href=move || query.with(export_href)
                    rel="external"
                    download=""
                    class=LINK
                    title="Export these leads as CSV"
                >
                    <Icon icon=lucide::LuDownload />
                    <span class="max-md:sr-only">"Export"</span>
                </a>
            </Show>
        </span>
    }
}

/// Title, search, the button for a new lead, and the views.
#[component]
fn Head(query: Memo<LeadQuery>) -> impl IntoView {
    let session = use_session();
    let may_work = Memo::new(move |_| session.may(Permission::WorkLeads));
    let links = Signal::derive(move || {
        let current = query.with(views::of).map(|view| view.name);
        views::all()
            .into_iter()
            .map(|view| TabLink::new(list_href(&view.query), view.name).current(current == Some(view.name)))
            .collect::<Vec<_>>()
    });
    let add = Signal::derive(move || query.with(add::address));
    view! {
        <div class="flex shrink-0 flex-wrap items-center gap-2 px-4 pt-3 pb-1">
            <h1 class="text-title font-semibold">"Leads"</h1>
            <div class="ml-auto flex min-w-0 flex-1 items-center justify-end gap-2">
                <ListSearch query />
                <Show when=move || may_work.get()>
                    <LinkButton href=add kind=ButtonKind::Secondary icon=lucide::LuPlus>
                        "Add lead"
                    </LinkButton>
                </Show>
            </div>
        </div>
        <div class="flex shrink-0 items-center gap-3 border-b border-line px-4">
            <div class="min-w-0 flex-1">
                <TabLinks label="Views" links />
            </div>
            <Files query />
        </div>
    }
}
