//! A feed on the screen: its filter, its entries, what came in while somebody reads, and the way further back.

use super::address::FeedPlace;
use super::filter::FeedFilter;
use super::state::{Feed, words};
use super::words::feed_words;
use crate::features::leads::named::with_names;
use crate::features::leads::times::Times;
use crate::layout::{Failure, Following, News};
use crate::state::use_session;
use leptos::ev::MouseEvent;
use leptos::prelude::*;
use shared::activity::{About, FeedEntry, FeedPage};
use shared::roles::Permission;
use ui::{ButtonSize, EmptyState, LinkButton, LiveRegion, TextLink, Timeline, TimelineItem, lucide};

const BOX: &str = "mt-1.5 rounded-lg border border-line px-3 py-2 break-words whitespace-pre-line";

/// `page` is the answer for `place` as it is now; from then on the feed asks by itself.
#[component]
pub fn FeedList(page: FeedPage, place: Memo<FeedPlace>) -> impl IntoView {
    let feed = Feed::new(page, place);
    feed.follow();
    let times = Times::here();
    let empty = Memo::new(move |_| feed.entries.with(Vec::is_empty));
    let news = Memo::new(move |_| Some(feed.news()).filter(|count| *count > 0).map(words));
    let failed = move || {
        feed.failed.get().map(|error| {
            view! {
                <div class="mt-4">
                    <Failure error what="the activity" on_retry=move || feed.load() />
                </div>
            }
        })
    };
    view! {
        <div class="mt-3 flex flex-wrap items-center gap-2">
            <FeedFilter feed />
            <Following />
        </div>
        <LiveRegion text=feed.said />
        <News words=news place="sticky top-2 h-0 overflow-visible max-md:top-14" go=move |()| feed.go_to_news() />
        {failed}
        <div
            class="mt-4 transition-opacity"
            class:opacity-60=move || feed.busy.get()
            aria-busy=move || feed.busy.get().then_some("true")
        >
            <FurtherBack feed />
            <Show when=move || empty.get()>
                <Nothing feed />
            </Show>
            <Timeline>
                <For each=move || feed.entries.get() key=|entry| entry.entry.id let:entry>
                    <Entry entry times />
                </For>
            </Timeline>
            <Older feed />
        </div>
    }
}

/// One entry.
#[component]
fn Entry(entry: FeedEntry, times: Times) -> impl IntoView {
    let FeedEntry { entry, about } = entry;
    let words = feed_words(&entry);
    let names = entry.names;
    let at = entry.at.timestamp_millis();
    view! {
        <TimelineItem
            id=entry.id.to_string()
            icon=words.icon
            tone=words.tone
            actor=words.actor
            text=words.text
            at
            now=times.now
            offset_minutes=times.offset(entry.at)
        >
            {about.map(subject)}
            {words.remark.map(|remark| view! { <p class="mt-0.5 break-words text-muted">{remark}</p> })}
            {entry.body.map(|body| view! { <div class=BOX>{with_names(&body, &names)}</div> })}
        </TimelineItem>
    }
}

/// What an entry is about, as a link where there is something to see.
fn subject(about: About) -> AnyView {
    const LINE: &str = "mt-0.5 break-words";
    match about {
        About::Lead { id, name } => view! {
            <p class=LINE>
                <TextLink href=format!("/leads/{id}")>{name}</TextLink>
            </p>
        }
        .into_any(),
        About::GoneLead => {
            view! { <p class="mt-0.5 text-muted">"A lead that is no longer here"</p> }.into_any()
        }
        About::Form { id, title } if use_session().may(Permission::ReadForms) => view! {
            <p class=LINE>
                <TextLink href=format!("/forms/{id}")>{title}</TextLink>
            </p>
        }
        .into_any(),
        About::Form { title, .. } => view! { <p class=LINE>{title}</p> }.into_any(),
    }
}

#[component]
fn Nothing(feed: Feed) -> impl IntoView {
    move || {
        if !feed.place.with(FeedPlace::is_narrowed) {
            return view! {
                <EmptyState
                    level=2
                    icon=lucide::LuActivity
                    title="Nothing happened yet"
                    text="Leads that come in, calls, notes and changes are told here the moment they happen."
                />
            }
            .into_any();
        }
        let whole = feed.place.with(|place| place.whole().href());
        view! {
            <EmptyState
                level=2
                icon=lucide::LuActivity
                title="Nothing like this happened"
                text="Choose somebody else or another kind, or look at everything."
            >
                <LinkButton href=whole>"Show everything"</LinkButton>
            </EmptyState>
        }
        .into_any()
    }
}

/// The way back to the newest entries, on a page further back.
#[component]
fn FurtherBack(feed: Feed) -> impl IntoView {
    move || {
        feed.place.with(|place| !place.older.is_empty()).then(|| {
            let newest = feed.place.with(|place| place.from("").href());
            view! {
                <div class="flex justify-center pb-3">
                    <LinkButton href=newest icon=lucide::LuArrowUp>
                        "Newest entries"
                    </LinkButton>
                </div>
            }
        })
    }
}

/// The way to older entries: appended in place, or another page where there is no script.
#[component]
fn Older(feed: Feed) -> impl IntoView {
    let label = move || if feed.older_busy.get() { "Loading" } else { "Older" };
    let append = move |event: MouseEvent| {
        event.prevent_default();
        feed.load_older();
    };
    move || {
        feed.older.get().map(|older| {
            let href = feed.place.with(|place| place.from(&older).href());
            view! {
                <div class="flex justify-center py-3">
                    <LinkButton href size=ButtonSize::Md on:click=append attr:aria-disabled=move || feed.older_busy.get().then_some("true")>
                        {label}
                    </LinkButton>
                </div>
            }
        })
    }
}
