//! The head of a lead's page: the way back to its list, its neighbours there, its name, status and owner.

use super::delete::DeleteLead;
use super::edit::{Edits, Here, NameRow};
use super::plain_forms::PlainStatus;
use super::state::OpenLead;
use crate::features::duplicates::pair_href;
use crate::features::leads::address::{lead_href, list_href};
use crate::features::leads::browser;
use crate::features::leads::changes::Changes;
use crate::features::leads::owner_menu::{Giving, OwnerMenu};
use crate::features::leads::status_menu::{StatusMark, StatusMenu};
use crate::features::leads::views;
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;
use shared::LeadId;
use shared::duplicates::TwinHint;
use shared::leads::{LeadQuery, Neighbours, OwnerRef};
use ui::{Icon, Symbol, TextLink, lucide};

#[component]
pub(super) fn Header(
    edits: Edits,
    changes: Changes,
    owners: Vec<OwnerRef>,
    neighbours: Neighbours,
    from: Memo<LeadQuery>,
    giving: Giving,
) -> impl IntoView {
    let open = edits.open;
    let lead = open.summary();
    let status = if giving.may_work {
        view! { <StatusMenu id="lead-status" lead changes boxed=true /> }.into_any()
    } else {
        view! { <StatusMark status=Signal::derive(move || lead.with(|lead| lead.status)) /> }.into_any()
    };
    view! {
        <div class="shrink-0 border-b border-line px-4 pt-2 pb-3">
            <div class="flex h-8 items-center gap-1 text-caption text-muted max-md:h-10">
                <Crumbs from />
                <span class="ml-auto"></span>
                <DeleteLead open from />
                <Beside lead=neighbours.previous label="Previous lead (K)" key="k" icon=lucide::LuChevronUp from />
                <Beside lead=neighbours.next label="Next lead (J)" key="j" icon=lucide::LuChevronDown from />
            </div>
            <div class="flex flex-wrap items-center gap-x-3 gap-y-2">
                <h1 class="min-w-0 text-title font-semibold break-words">{move || lead.with(|lead| lead.name.clone())}</h1>
                <NameRow edits />
                {status}
                <OwnerMenu id="lead-owner" lead owners=Signal::stored(owners) giving changes boxed=true />
                <Here edits />
            </div>
            {giving.may_work.then(|| view! { <Twins open /> })}
            {giving.may_work.then(|| view! { <PlainStatus open /> })}
            <Panes />
        </div>
    }
}

/// Others who may be the same person.
#[component]
fn Twins(open: OpenLead) -> impl IntoView {
    let twins = move || {
        let hint = |twin: TwinHint| {
            view! {
                <p class="mt-2 flex min-w-0 items-center gap-1.5">
                    <Icon icon=lucide::LuMerge class="shrink-0 text-warning" />
                    <span class="min-w-0 break-words">
                        "Maybe the same person as "
                        <TextLink href=pair_href(twin.pair) class="underline">{twin.name}</TextLink>
                    </span>
                </p>
            }
        };
        open.lead.with(|lead| lead.twins.iter().cloned().map(hint).collect_view())
    };
    view! { {twins} }
}

#[component]
fn Crumbs(from: Memo<LeadQuery>) -> impl IntoView {
    const LINK: &str = "rounded-sm hover:text-ink hover:underline";
    let narrowed = move || {
        from.with(|from| from.is_narrowed().then(|| (list_href(from), views::name_of(from)))).map(
            |(href, name)| {
                view! {
                    <li aria-hidden="true" class="text-faint">
                        "/"
                    </li>
                    <li>
                        <a href=href class=LINK>
                            {name}
                        </a>
                    </li>
                }
            },
        )
    };
    view! {
        <nav aria-label="Breadcrumb">
            <ol class="flex items-center gap-1">
                <li>
                    <a href="/leads" class=LINK>
                        "Leads"
                    </a>
                </li>
                {narrowed}
            </ol>
        </nav>
    }
}

/// The lead above or below in the list one came from; a key does the same.
#[component]
fn Beside(
    lead: Option<LeadId>,
    label: &'static str,
    key: &'static str,
    icon: Symbol,
    from: Memo<LeadQuery>,
) -> impl IntoView {
    const LOOK: &str =
        "inline-flex size-7 shrink-0 items-center justify-center rounded-md text-muted max-md:size-10";
    let navigate = use_navigate();
    browser::on_plain_key(move |pressed| {
        let Some(lead) = lead.filter(|_| pressed == key) else { return false };
        navigate(&from.with_untracked(|from| lead_href(lead, from)), NavigateOptions::default());
        true
    });
    match lead {
        Some(lead) => view! {
            <a
                href=move || from.with(|from| lead_href(lead, from))
                class=format!("{LOOK} hover:bg-hover hover:text-ink")
                aria-label=label
                title=label
            >
                <Icon icon />
            </a>
        }
        .into_any(),
        None => view! {
            <span class=format!("{LOOK} opacity-50") aria-hidden="true">
                <Icon icon />
            </span>
        }
        .into_any(),
    }
}

/// On phones one of three panes is shown; the choice is the browser's, so it works before the page is alive.
#[component]
fn Panes() -> impl IntoView {
    let pane = |id: &'static str, label: &'static str, first: bool| {
        view! {
            <label class="flex h-9 flex-1 items-center justify-center gap-1.5 rounded-sm px-2 font-medium text-muted has-checked:bg-accent-soft has-checked:text-accent-ink has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-focus">
                <input type="radio" name="ld" id=id class="sr-only" checked=first />
                {label}
            </label>
        }
    };
    view! {
        <div
            role="radiogroup"
            aria-label="Show"
            class="mt-3 flex rounded-md border border-line-strong p-0.5 md:hidden"
        >
            {pane("ld-n", "Now", true)}
            {pane("ld-t", "Timeline", false)}
            {pane("ld-f", "Facts", false)}
        </div>
    }
}
