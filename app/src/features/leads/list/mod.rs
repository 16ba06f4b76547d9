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

use crate::features::leads::address::{list_href, print, query_of};
use crate::features::leads::rpc::{lead_owners, list_leads};
use crate::features::leads::views;
use crate::layout::{Failure, PageTitle};
use crate::state::{ask_once, use_session};
use add::AddLead;
use body::ListBody;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use leptos_router::{LazyRoute, lazy_route};
use search::ListSearch;
use shared::leads::LeadQuery;
use shared::roles::Permission;
use state::List;
use ui::{ButtonKind, LinkButton, Skeleton, SkeletonShape, TabLink, TabLinks, lucide, use_toaster};

/// `/leads`
pub struct LeadsRoute;

#[lazy_route]
impl LazyRoute for LeadsRoute {
    fn data() -> Self {
        Self
    }

    fn view(this: Self) -> AnyView {
        let LeadsRoute = this;
        view! { <LeadsPage /> }.into_any()
    }
}

#[component]
fn LeadsPage() -> impl IntoView {
    let params = use_query_map();
    // asked once: from then on the list asks by itself, because what is shown must stay until the answer is there
    let first = ask_once(move || list_leads(print(&params.with_untracked(query_of))));
    let owners = ask_once(lead_owners);
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
        <div class="shrink-0 border-b border-line px-4">
            <TabLinks label="Views" links />
        </div>
    }
}
