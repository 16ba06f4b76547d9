//! Payloads by what became of them, the refused ones first of all: who, why, what came, and whether the mapping on the
//! screen would let it pass.

use super::record::Panel;
use super::replay::{ReplayAll, ReplayOne};
use super::state::Room;
use super::words::{mark, size};
use crate::layout::Failure;
use crate::state::{use_now, use_zone};
use leptos::ev::KeyboardEvent;
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;
use shared::InboundPayloadId;
use shared::sources::{InboundState, InboundSummary};
use ui::{
    EmptyState, Icon, IconSize, LoadMore, RelativeTime, StatusGlyph, TabLink, TabLinks, TextLink, TimeMode,
    lucide,
};
use wasm_bindgen::JsCast as _;

/// In the order of the tabs.
const STATES: [InboundState; 4] =
    [InboundState::Refused, InboundState::Received, InboundState::Mapped, InboundState::Duplicate];

#[component]
pub(super) fn Payloads(room: Room) -> impl IntoView {
    // A memo: links that are made anew lose the focus.
    let links = Memo::new(move |_| {
        let (refused, waiting) = room.source.with(|source| (source.summary.refused, source.summary.waiting));
        room.desk.place.with(|place| {
            let link = |state: InboundState| {
                let link =
                    TabLink::new(place.in_state(state).href(), state.label()).current(place.state == state);
                match state {
                    InboundState::Refused if refused > 0 => link.count(refused.to_string()),
                    InboundState::Received if waiting > 0 => link.count(waiting.to_string()),
                    _ => link,
                }
            };
            STATES.map(link).to_vec()
        })
    });
    let any = Memo::new(move |_| room.rows.with(|rows| !rows.is_empty()));
    let ids = move || room.rows.with(|rows| rows.iter().map(|row| row.id).collect::<Vec<_>>());
    view! {
        <section aria-labelledby="payloads" class="mt-7">
            <div class="flex min-h-9 flex-wrap items-center gap-x-2">
                <h2 id="payloads" class="scroll-mt-4 text-large font-semibold">
                    "Payloads"
                </h2>
                <span class="ml-auto text-caption text-muted max-sm:hidden">"Kept 30 days"</span>
                <ReplayAll room />
            </div>
            <div class="border-b border-line">
                <TabLinks label="Payloads by what became of them" links />
            </div>
            {move || {
                room.failed
                    .get()
                    .map(|error| {
                        view! { <Failure error what="the payloads" level=3 on_retry=move || room.load() /> }
                    })
            }}
            <Elsewhere room />
            <div aria-busy=move || room.busy.get().then_some("true") class:opacity-60=move || room.busy.get()>
                <Show when=move || any.get() fallback=move || view! { <Nothing room /> }>
                    <ul class="num mt-2 overflow-hidden rounded-lg border border-line" aria-label="Payloads, newest first">
                        <For each=ids key=|id| *id let:id>
                            <Row room id />
                        </For>
                    </ul>
                </Show>
            </div>
            <Show when=move || room.next.with(Option::is_some)>
                <div class="mt-2">
                    <LoadMore on_more=move |()| room.load_more() busy=room.more_busy />
                </div>
            </Show>
        </section>
    }
}

#[component]
fn Nothing(room: Room) -> impl IntoView {
    move || {
        if room.failed.with(Option::is_some) {
            return ().into_any();
        }
        let (title, text) = match room.state.get() {
            InboundState::Refused => (
                "Nothing was refused",
                "What cannot become a lead is listed here with the reason, and can be mended.",
            ),
            InboundState::Received => ("Nothing waits", "Payloads wait here for a mapping, or for a moment."),
            InboundState::Mapped => {
                ("No lead came this way yet", "Each payload that became a lead links to it.")
            }
            InboundState::Duplicate => {
                ("Nothing came twice", "What came before is recognised and counted once.")
            }
        };
        view! { <EmptyState level=3 compact=true class="mt-2" icon=lucide::LuInbox title text /> }.into_any()
    }
}

/// A payload that is open and not in the list, for example by a link.
#[component]
fn Elsewhere(room: Room) -> impl IntoView {
    let missing = Memo::new(move |_| {
        let payload = room.payload.get()?;
        let listed = room.rows.with(|rows| rows.iter().any(|row| row.id.to_string() == payload));
        (!listed).then_some(payload)
    });
    move || {
        missing.get().map(|_| {
            let close = move || room.desk.place.with(|place| place.with_payload(None).href());
            view! {
                <article aria-labelledby="opened" class="mt-2 rounded-lg border border-line bg-sunken">
                    <div class="flex items-center gap-3 px-4 py-2.5">
                        <h3 id="opened" class="min-w-0 truncate font-medium">
                            "The payload you opened"
                        </h3>
                        <a
                            href=close
                            data-noscroll=""
                            class="ml-auto rounded-sm text-accent-ink underline-offset-2 hover:underline"
                        >
                            "Close"
                        </a>
                    </div>
                    <Panel room />
                </article>
            }
        })
    }
}

#[component]
fn Row(room: Room, id: InboundPayloadId) -> impl IntoView {
    let payload = Memo::new(move |before: Option<&Option<InboundSummary>>| {
        // A row that leaves keeps its words until it is gone.
        let found = room.rows.with(|rows| rows.iter().find(|row| row.id == id).cloned());
        found.or_else(|| before.cloned().flatten())
    });
    let name = id.to_string();
    let open = {
        let name = name.clone();
        Memo::new(move |_| room.payload.with(|open| open.as_deref() == Some(name.as_str())))
    };
    let href = move || {
        let payload = (!open.get()).then(|| name.clone());
        room.desk.place.with(|place| place.with_payload(payload).href())
    };
    let navigate = StoredValue::new(use_navigate());
    let close = move |event: KeyboardEvent| {
        if event.key() == "Escape" && open.get_untracked() && !in_dialog(&event) {
            let href = room.desk.place.with_untracked(|place| place.with_payload(None).href());
            let options = NavigateOptions { scroll: false, ..NavigateOptions::default() };
            navigate.with_value(|go| go(&href, options));
        }
    };
    let panel = format!("payload-{id}");
    let controls = panel.clone();
    view! {
        <li class="border-b border-line last:border-0" class:bg-sunken=move || open.get() on:keydown=close>
            <div class="flex flex-wrap items-center gap-x-4 gap-y-0.5 px-4 py-2">
                <a
                    href=href
                    data-noscroll=""
                    aria-expanded=move || if open.get() { "true" } else { "false" }
                    aria-controls=move || open.get().then(|| controls.clone())
                    class="flex min-h-6 w-44 min-w-0 items-center gap-2 rounded-sm font-medium"
                >
                    <span class="flex shrink-0 transition-transform" class:rotate-90=move || open.get()>
                        <Icon icon=lucide::LuChevronRight class="text-muted" />
                    </span>
                    <span class="truncate">{move || payload.with(|row| row.as_ref().map(person))}</span>
                </a>
                {move || payload.with(|row| row.as_ref().map(cells))}
                <span class="ml-auto flex flex-wrap items-center gap-x-3">
                    <With room id />
                    {move || payload.get().map(|row| view! { <When row /> })}
                    {move || payload.get().map(|row| view! { <ReplayOne room row /> })}
                </span>
            </div>
            {move || {
                let id = panel.clone();
                open.get()
                    .then(|| {
                        view! {
                            <div id=id>
                                <Panel room />
                            </div>
                        }
                    })
            }}
        </li>
    }
}

/// Escape belongs to a dialog first.
fn in_dialog(event: &KeyboardEvent) -> bool {
    let target = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok());
    target.is_some_and(|element| element.closest("dialog").is_ok_and(|found| found.is_some()))
}

pub(super) fn person(row: &InboundSummary) -> String {
    row.person.clone().unwrap_or_else(|| "(no name)".to_owned())
}

/// Why, and what came.
fn cells(row: &InboundSummary) -> impl IntoView + use<> {
    let (glyph, tone) = mark(row.state);
    let lead = row.lead.map(|lead| {
        let words = if row.joined { "joined an earlier lead" } else { "new lead" };
        view! { <TextLink href=format!("/leads/{lead}")>{words}</TextLink> }
    });
    let state = row.state.label().to_owned();
    let label = match &row.refusal {
        None => view! { <StatusGlyph glyph tone label=state /> }.into_any(),
        // Long words, which must wrap.
        Some(refusal) => view! {
            <StatusGlyph glyph tone label=state label_hidden=true />
            <span class="min-w-0 break-words">{refusal.message.clone()}</span>
        }
        .into_any(),
    };
    let came = row.refusal.as_ref().and_then(|refusal| match (&refusal.path, &refusal.came) {
        (Some(path), Some(came)) => Some(format!("{path} “{came}”")),
        // Words that name the place say it all.
        (Some(path), None) => (!refusal.message.contains(path.as_str())).then(|| path.clone()),
        (None, Some(came)) => Some(came.clone()),
        (None, None) => None,
    });
    let came = came.or_else(|| (!row.complete).then(|| size(row.size)));
    view! {
        <span class="flex min-w-0 items-start gap-1.5">{label}</span>
        {lead}
        {came
            .map(|came| {
                view! {
                    <span class="max-w-72 min-w-0 truncate text-muted" title=came.clone()>
                        {came.clone()}
                    </span>
                }
            })}
        {row.edited.then(|| view! { <span class="text-caption text-muted">"edited"</span> })}
    }
}

/// Whether the mapping on the screen would let it pass.
#[component]
fn With(room: Room, id: InboundPayloadId) -> impl IntoView {
    let verdict = Memo::new(move |_| room.verdicts.with(|verdicts| verdicts.get(&id).map(Option::is_none)));
    move || {
        match verdict.get() {
        None => ().into_any(),
        Some(true) => view! {
            <span class="inline-flex items-center gap-1.5 whitespace-nowrap text-success" title="With the mapping on the screen">
                <Icon icon=lucide::LuCircleCheck size=IconSize::Sm />
                "Would pass"
            </span>
        }
        .into_any(),
        Some(false) => view! {
            <span class="whitespace-nowrap text-muted" title="With the mapping on the screen">
                "Still refused"
            </span>
        }
        .into_any(),
    }
    }
}

#[component]
fn When(row: InboundSummary) -> impl IntoView {
    let (zone, now) = (use_zone(), use_now());
    let at = row.received_at.timestamp_millis();
    view! {
        <span class="text-caption whitespace-nowrap text-muted">
            <RelativeTime at now mode=TimeMode::Ago offset_minutes=zone.minutes_at(at) />
        </span>
    }
}
