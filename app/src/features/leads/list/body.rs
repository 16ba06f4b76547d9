//! The part of the list that depends on its rows: filters, table, what stands there when there are none, and the news.

use super::bulk::BulkBar;
use super::filter::unfiltered;
use super::filters::FilterSentence;
use super::keys;
use super::peek::Peek;
use super::phone::PhoneList;
use super::rows::{LeadTable, RowKit};
use super::state::{List, SCROLLER};
use crate::features::leads::address::{list_href, page_href};
use crate::features::leads::changes::Changes;
use crate::features::leads::deeds::deeds_of;
use crate::features::leads::owner_menu::Giving;
use crate::features::leads::status_question::StatusQuestion;
use crate::features::leads::times::Times;
use crate::layout::{Deed, Failure, News, offer};
use crate::state::{live, use_hydrated, use_session};
use leptos::ev::{self, MouseEvent};
use leptos::prelude::*;
use shared::leads::LeadQuery;
use shared::roles::Permission;
use ui::{ButtonKind, ButtonSize, EmptyState, LinkButton, LiveRegion, lucide, use_toaster};

#[component]
pub(super) fn ListBody(list: List) -> impl IntoView {
    let changes = Changes::new(
        Callback::new(move |lead| list.renew(lead)),
        Callback::new(move |lead| list.fetch(lead)),
        use_toaster(),
        use_hydrated(),
    );
    let kit = RowKit {
        times: Times::here(),
        query: list.query.into(),
        owners: list.owners.into(),
        marked: list.marked.into(),
        cursor: RwSignal::new(None),
        changes,
        giving: Giving::here(),
    };
    keys::listen(list, kit);
    offer(move || {
        let here = kit.cursor.get()?;
        let lead = list.rows.with(|rows| rows.iter().find(|row| row.id == here).cloned())?;
        let mut group = list.owners.with(|owners| deeds_of(&lead, owners, kit.giving, changes));
        let peek = Deed::new("Peek at this lead", lucide::LuPanelRight, move || list.peeking.set(true));
        group.deeds.push(peek.keys("Space"));
        if kit.giving.may_work {
            let choose =
                Deed::new("Choose this lead", lucide::LuSquareCheck, move || list.choose(here, true));
            group.deeds.push(choose.keys("X"));
        }
        Some(group)
    });
    follow(list);
    follow_screen(list);
    let empty = Memo::new(move |_| list.rows.with(Vec::is_empty));
    let asked = changes.asked;
    let version = Signal::derive(move || {
        let id = asked.with(|asked| asked.as_ref().map(|(lead, _)| lead.id))?;
        list.rows.with(|rows| rows.iter().find(|row| row.id == id).map(|row| row.version))
    });
    let news = Memo::new(move |_| match list.arrived.get() {
        0 => None,
        1 => Some("1 new lead".to_owned()),
        count => Some(format!("{count} new leads")),
    });
    view! {
        <FilterSentence list />
        <LiveRegion text=list.said />
        <div class="group/list relative flex min-h-0 flex-1" data-peeking=move || list.peeking.get().then_some("true")>
            <div class="relative flex min-h-0 min-w-0 flex-1 flex-col" aria-busy=move || list.busy.get().then_some("true")>
                <News words=news place="absolute inset-x-0 top-10 max-md:fixed max-md:top-16" go=move |()| list.load() />
                <div
                    id=SCROLLER
                    class="min-h-0 flex-1 transition-opacity md:overflow-y-auto"
                    class:opacity-60=move || list.busy.get()
                    on:scroll=move |_| list.moved.set(())
                >
                    <Trouble list />
                    {move || {
                        if empty.get() {
                            view! { <Nothing query=list.query /> }.into_any()
                        } else {
                            view! {
                                <LeadTable list kit />
                                <PhoneList list kit />
                            }
                            .into_any()
                        }
                    }}
                    <More list />
                </div>
            </div>
            <Peek list kit />
        </div>
        <BulkBar list />
        <StatusQuestion changes version />
    }
}

/// Asks when the address changes and when something happened to a lead.
fn follow(list: List) {
    Effect::new(move |before: Option<LeadQuery>| {
        let query = list.query.get();
        if before.is_some_and(|before| before != query) {
            list.load();
        }
        query
    });
    live::on_event(
        move |event| {
            if event.name == "lead.created"
                && let Some(lead) = event.lead
            {
                list.note_created(lead);
            }
            event.name.starts_with("lead.")
        },
        move || list.refresh_soon(),
    );
}

/// On phones the page itself is scrolled.
fn follow_screen(list: List) {
    Effect::new(move |_| {
        let moved = move || {
            list.moved.try_set(());
        };
        let scrolled = window_event_listener(ev::scroll, move |_| moved());
        let resized = window_event_listener(ev::resize, move |_| moved());
        on_cleanup(move || {
            scrolled.remove();
            resized.remove();
        });
    });
}

/// A query whose rows could not be had, over the rows of the one before.
#[component]
fn Trouble(list: List) -> impl IntoView {
    move || {
        list.failed.get().map(|error| {
            view! {
                <div class="p-4">
                    <Failure error what="the leads" on_retry=move || list.load() />
                </div>
            }
        })
    }
}

#[component]
fn Nothing(query: Memo<LeadQuery>) -> impl IntoView {
    let session = use_session();
    let may_see_forms = session.may(Permission::ReadForms);
    move || {
        if query.with(LeadQuery::is_narrowed) {
            view! {
                <div class="p-4">
                    <EmptyState level=2 title="No lead matches" text="Take a filter away, or search for something else.">
                        <LinkButton href=query.with(|query| list_href(&unfiltered(query)))>"Clear filters"</LinkButton>
                    </EmptyState>
                </div>
            }
            .into_any()
        } else {
            view! {
                <div class="p-4">
                    <EmptyState
                        level=2
                        title="No leads yet"
                        text="Leads appear here the moment somebody sends your form, and you can add one by hand."
                    >
                        <Show when=move || may_see_forms>
                            <LinkButton href="/forms" kind=ButtonKind::Primary>
                                "Put the form on your site"
                            </LinkButton>
                        </Show>
                    </EmptyState>
                </div>
            }
            .into_any()
        }
    }
}

/// The way to further rows: appended in place, or another page where there is no script.
#[component]
fn More(list: List) -> impl IntoView {
    let label = move || if list.more_busy.get() { "Loading" } else { "Load more" };
    let append = move |event: MouseEvent| {
        event.prevent_default();
        list.load_more();
    };
    move || {
        list.next.get().map(|after| {
            let href = list.query.with(|query| page_href(query, &after));
            view! {
                <div class="flex justify-center py-3">
                    <LinkButton href size=ButtonSize::Md on:click=append attr:aria-disabled=move || list.more_busy.get().then_some("true")>
                        {label}
                    </LinkButton>
                </div>
            }
        })
    }
}
