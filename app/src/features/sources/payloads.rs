//! Payloads by what became of them, the refused ones first of all: who, why, what came, and whether the mapping on the
//! screen would let it pass.

use super::record::Panel;
use super::replay::{ReplayAll, ReplayOne};
use super::state::Room;
use super::words::{mark, size};
use crate::layout::{KeysetRows, RowLook};
use crate::state::{use_now, use_zone};
use leptos::prelude::*;
use shared::InboundPayloadId;
use shared::sources::{InboundState, InboundSummary};
use ui::{
    EmptyState, Icon, IconSize, RelativeTime, StatusGlyph, TabLink, TabLinks, TextLink, TimeMode, lucide,
};

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
    let look = RowLook {
        one: "payload",
        name: person,
        name_of: |_| None,
        name_class: "w-44 font-medium",
        cells: Callback::new(move |row| behind(room, row)),
        panel: Callback::new(move |()| view! { <Panel room /> }.into_any()),
        href: Callback::new(move |payload| room.desk.place.with(|place| place.with_payload(payload).href())),
    };
    view! {
        <section aria-labelledby="payloads" class="num mt-7">
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
            <KeysetRows
                list=room.payloads
                look
                label="Payloads, newest first"
                nothing=move || view! { <Nothing room /> }
            />
        </section>
    }
}

#[component]
fn Nothing(room: Room) -> impl IntoView {
    move || {
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

pub(super) fn person(row: &InboundSummary) -> String {
    row.person.clone().unwrap_or_else(|| "(no name)".to_owned())
}

/// What stands behind the name of a payload.
fn behind(room: Room, row: Memo<Option<InboundSummary>>) -> AnyView {
    let id = Memo::new(move |_| row.with(|row| row.as_ref().map(|row| row.id)));
    view! {
        {move || row.with(|row| row.as_ref().map(cells))}
        <span class="ml-auto flex flex-wrap items-center gap-x-3">
            {move || id.get().map(|id| view! { <With room id /> })}
            {move || row.get().map(|row| view! { <When row /> })}
            {move || row.get().map(|row| view! { <ReplayOne room row /> })}
        </span>
    }
    .into_any()
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
