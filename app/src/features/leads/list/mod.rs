//! The list of leads: its address is its state, rows change in place, new leads come in by themselves.

mod add;
mod add_condition;
mod add_fields;
mod body;
mod bulk;
mod choose_columns;
mod choosing;
mod columns;
mod conditions;
mod filter;
mod filters;
mod keys;
mod orders_form;
mod peek;
mod peek_panel;
mod phone;
mod rows;
mod saved_views;
mod search;
mod sort_menu;
mod state;
mod window;

use crate::features::deletion::DELETED;
use crate::features::duplicates::PAIRS;
use crate::features::imports::{IMPORTS, export_href};
use crate::features::leads::address::{LIST, is_bare, list_href, print, query_of, view_href};
use crate::features::leads::rpc::{
    find_lead_view, lead_owners, lead_vocabulary, list_lead_views, list_leads,
};
use crate::features::leads::views;
use crate::layout::{Failure, PageTitle};
use crate::rpc::AppError;
use crate::state::{Answer, ask, ask_once, use_session};
use add::AddLead;
use body::ListBody;
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::components::Redirect;
use leptos_router::hooks::{use_location, use_query_map};
use leptos_router::params::ParamsMap;
use leptos_router::{LazyRoute, lazy_route};
use saved_views::{Gone, ViewTools};
use search::ListSearch;
use shared::leads::{LeadQuery, LeadSummary, LeadView, opening};
use shared::paging::Page;
use shared::roles::Permission;
use state::List;
use ui::{ButtonKind, Icon, LinkButton, Skeleton, SkeletonShape, TabLink, TabLinks, lucide, use_toaster};

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

/// The saved view that an address names.
fn view_of(params: Memo<ParamsMap>) -> Option<String> {
    params.with(|params| params.get("view"))
}

#[component]
fn LeadsPage() -> impl IntoView {
    let params = use_query_map();
    let saved = ask_once(list_lead_views);
    // asked once: from then on the list asks by itself, because what is shown must stay until the answer is there
    let first = ask_once(move || begin(params.get_untracked(), saved));
    let owners = ask_once(lead_owners);
    let vocabulary = ask_once(lead_vocabulary);
    let found = ask(move || view_of(params), |view| find_lead_view(view.unwrap_or_default()));
    let saved_views = RwSignal::new(Vec::new());
    // On the way to another page its address is there before this page is gone.
    let path = use_location().pathname;
    let meant = Memo::new(move |_| {
        let bare = path.with(|path| path == LIST) && params.with(is_bare);
        bare.then(|| saved_views.with(|views| opening(views).cloned())).flatten()
    });
    // As if the address said so already: nothing else is asked for on the way there.
    let query = Memo::new(move |_| match meant.get() {
        Some(view) => view.query,
        None => params.with(query_of),
    });
    let view = Memo::new(move |_| view_of(params));
    let list = List::new(query, view, saved_views, use_toaster());
    let loading =
        || view! { <Skeleton label="Loading leads" shape=SkeletonShape::Rows count=10 class="m-4" /> };
    view! {
        <PageTitle title=Signal::derive(move || query.with(views::name_of).to_owned()) />
        <Head list saved meant />
        <Suspense fallback=|| ()>
            {move || Suspend::new(async move { view! { <Gone found=found.await.ok().flatten() /> } })}
        </Suspense>
        <Suspense fallback=loading>
            {move || Suspend::new(async move {
                // a list without the names of its owners is still a list
                list.owners.set(owners.await.unwrap_or_default());
                list.vocabulary.set(vocabulary.await.unwrap_or_default());
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

/// The first rows of an address. A bare one opens a view, where somebody chose one.
async fn begin(params: ParamsMap, saved: Answer<Vec<LeadView>>) -> Result<Page<LeadSummary>, AppError> {
    let mut query = query_of(&params);
    if is_bare(&params)
        && let Ok(views) = saved.await
        && let Some(view) = opening(&views)
    {
        query.clone_from(&view.query);
    }
    list_leads(print(&query)).await
}

/// The ways in and out for many leads at once. What goes out is what the list shows.
#[component]
fn Files(query: Memo<LeadQuery>) -> impl IntoView {
    const LINK: &str = "inline-flex h-7 items-center gap-1.5 rounded-md px-1.5 text-muted hover:bg-hover hover:text-ink max-md:size-10 max-md:justify-center";
    let session = use_session();
    let may_work = Memo::new(move |_| session.may(Permission::WorkLeads));
    let may_import = Memo::new(move |_| session.may(Permission::ImportLeads));
    let may_export = Memo::new(move |_| session.may(Permission::ExportLeads));
    let may_delete = Memo::new(move |_| session.may(Permission::DeleteLeads));
    view! {
        <span class="flex shrink-0 items-center gap-1">
            <Show when=move || may_work.get()>
                <a href=PAIRS class=LINK title="People who may be the same">
                    <Icon icon=lucide::LuMerge />
                    <span class="max-md:sr-only">"Duplicates"</span>
                </a>
            </Show>
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
            <Show when=move || may_delete.get()>
                <a href=DELETED class=LINK title="Leads that were deleted">
                    <Icon icon=lucide::LuTrash2 label="Deleted leads" />
                </a>
            </Show>
        </span>
    }
}

/// Title, search, the button for a new lead, and the views. `meant` is the view that a bare address stands for.
#[component]
fn Head(list: List, saved: Answer<Vec<LeadView>>, meant: Memo<Option<LeadView>>) -> impl IntoView {
    let query = list.query;
    let session = use_session();
    let may_work = Memo::new(move |_| session.may(Permission::WorkLeads));
    let opened = saved_views::current(list);
    let standard = Memo::new(move |_| query.with(views::of).is_some());
    let links = Signal::derive(move || {
        let opened = opened.get().map(|view| view.id);
        let current = query.with(views::of).map(|view| view.name).filter(|_| opened.is_none());
        let ready = views::all()
            .into_iter()
            .map(|view| TabLink::new(list_href(&view.query), view.name).current(current == Some(view.name)));
        let own = list.views.with(|views| {
            let tabs = views.iter().map(|view| {
                TabLink::new(view_href(view), view.name.clone()).current(opened == Some(view.id))
            });
            tabs.collect::<Vec<_>>()
        });
        ready.chain(own).collect::<Vec<_>>()
    });
    let add = Signal::derive(move || query.with(add::address));
    let named = move || {
        meant.get().map(|view| {
            let options = NavigateOptions { replace: true, scroll: false, ..NavigateOptions::default() };
            view! { <Redirect path=view_href(&view) options /> }
        })
    };
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
        <div class="flex shrink-0 items-center gap-2 border-b border-line px-4">
            <Suspense fallback=|| ()>
                {move || Suspend::new(async move {
                    // a list without its saved views is still a list
                    list.views.set(saved.await.unwrap_or_default());
                    view! {
                        <div class="min-w-0 flex-1">
                            <TabLinks label="Views" links />
                        </div>
                        <ViewTools list standard />
                        {named}
                    }
                })}
            </Suspense>
            <Files query />
        </div>
    }
}
