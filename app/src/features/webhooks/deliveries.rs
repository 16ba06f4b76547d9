//! What was sent to the open endpoint, newest first: how it ended, how often it was tried. One of them may be open.

use super::address::Narrow;
use super::delivery::Panel;
use super::replay::Replay;
use super::state::Desk;
use super::words::{answered, is_taken, mark, span};
use crate::features::leads::without_script::without_script;
use crate::layout::{KeysetRows, RowLook};
use crate::state::{use_now, use_zone};
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;
use shared::events::{PUBLIC, TEST};
use shared::webhooks::{DeliveryDetail, DeliveryState, DeliverySummary};
use ui::{
    Badge, Button, ButtonType, Choice, EmptyState, LinkButton, RelativeTime, Section, Select, StatusGlyph,
    TabLink, TabLinks, TimeMode, Tone, lucide,
};

#[component]
pub(super) fn Deliveries(desk: Desk) -> impl IntoView {
    // A memo: links that are made anew lose the focus.
    let links = Memo::new(move |_| {
        desk.place.with(|place| {
            let link = |state: Option<DeliveryState>, name: &str| {
                TabLink::new(place.narrowed(place.narrow.in_state(state)).href(), name)
                    .current(place.narrow.state() == state)
            };
            let states = DeliveryState::ALL.iter().map(|state| link(Some(*state), state.label()));
            std::iter::once(link(None, "All")).chain(states).collect::<Vec<_>>()
        })
    });
    let look = RowLook {
        one: "delivery",
        name: |row: &DeliverySummary| row.event_type.clone(),
        name_of: |detail: &DeliveryDetail| Some(detail.summary.event_type.clone()),
        name_class: "font-mono text-caption",
        cells: Callback::new(|row: Memo<Option<DeliverySummary>>| {
            (move || row.with(|row| row.as_ref().map(cells))).into_any()
        }),
        panel: Callback::new(move |()| view! { <Panel desk /> }.into_any()),
        href: Callback::new(move |delivery| desk.place.with(|place| place.with_delivery(delivery).href())),
    };
    view! {
        <Section id="deliveries" title="Deliveries" class="mt-7">
            <Replay desk />
            <div class="mt-3 flex flex-wrap items-end justify-between gap-x-4 border-b border-line">
                <TabLinks label="Deliveries by state" links />
                <Types desk />
            </div>
            <KeysetRows list=desk.deliveries look nothing=move || view! { <Nothing desk /> } />
        </Section>
    }
}

/// The type the list is narrowed to. A plain form where there are no scripts.
#[component]
fn Types(desk: Desk) -> impl IntoView {
    let kind = RwSignal::new(desk.narrow.with_untracked(|narrow| narrow.kind.clone()));
    Effect::new(move |_| {
        let now = desk.narrow.with(|narrow| narrow.kind.clone());
        if kind.get_untracked() != now {
            kind.set(now);
        }
    });
    let choices: Vec<Choice> =
        PUBLIC.iter().chain([&TEST]).map(|event| Choice::new(event.name, event.name)).collect();
    let navigate = use_navigate();
    let choose = move |name: String| {
        let href = desk.place.with_untracked(|place| place.narrowed(place.narrow.of_type(&name)).href());
        navigate(&href, NavigateOptions { scroll: false, ..NavigateOptions::default() });
    };
    let state = move || desk.narrow.with(|narrow| narrow.state.clone());
    view! {
        <form method="get" class="mb-1.5 flex items-center gap-2">
            <input type="hidden" name="state" value=state />
            <Select
                name="type"
                label="Type of event"
                label_hidden=true
                blank="All types"
                choices
                value=kind
                on_change=choose
            />
            {without_script(|| {
                view! {
                    <Button button_type=ButtonType::Submit>"Show"</Button>
                }
                .into_any()
            })}
        </form>
    }
}

#[component]
fn Nothing(desk: Desk) -> impl IntoView {
    move || {
        let narrow = desk.narrow.get();
        if narrow == Narrow::default() {
            return view! {
                <EmptyState
                    level=3
                    compact=true
                    class="mt-2"
                    icon=lucide::LuSend
                    title="Nothing was sent yet"
                    text="The next event it wants is listed here. Send a test to see how it goes."
                />
            }
            .into_any();
        }
        let title = match narrow.state() {
            Some(DeliveryState::Failed) => "Nothing failed for good",
            Some(DeliveryState::Waiting) => "Nothing waits",
            _ => "No delivery is like this",
        };
        let href = desk.place.with_untracked(|place| place.narrowed(Narrow::default()).href());
        view! {
            <EmptyState level=3 compact=true class="mt-2" icon=lucide::LuSend title>
                <LinkButton href>"Show all deliveries"</LinkButton>
            </EmptyState>
        }
        .into_any()
    }
}

fn cells(row: &DeliverySummary) -> impl IntoView + use<> {
    let (glyph, tone) = mark(row.state);
    let tries = match row.attempts {
        0 => "not tried yet".to_owned(),
        1 => "1 try".to_owned(),
        many => format!("{many} tries"),
    };
    let last = row.last.as_ref().map(|last| {
        let tint = if is_taken(last.status) { "num text-success" } else { "num text-danger" };
        view! {
            <span class=tint>{answered(last)}</span>
            <span class="num text-caption text-muted max-sm:hidden">{span(last.duration_ms)}</span>
        }
    });
    view! {
        {row.test.then(|| view! { <Badge tone=Tone::Info>"Test"</Badge> })}
        <StatusGlyph glyph tone label=row.state.label().to_owned() />
        {last}
        <span class="num ml-auto text-right text-caption text-muted">
            {tries} ", " <When row=row.clone() />
        </span>
    }
}

/// When it is tried next, or else when its event happened.
#[component]
fn When(row: DeliverySummary) -> impl IntoView {
    let (zone, now) = (use_zone(), use_now());
    let held = row.state == DeliveryState::Waiting && row.next_attempt_at.is_none();
    if held {
        return "held".into_any();
    }
    let next = row.next_attempt_at.filter(|_| row.state == DeliveryState::Waiting && row.attempts > 0);
    let at = next.unwrap_or(row.created_at).timestamp_millis();
    let offset_minutes = zone.minutes_at(at);
    if next.is_some() {
        return view! {
            "next try: "
            <RelativeTime at now mode=TimeMode::Deadline offset_minutes />
        }
        .into_any();
    }
    view! { <RelativeTime at now mode=TimeMode::Ago offset_minutes /> }.into_any()
}
