//! What was sent to the open endpoint, newest first: how it ended, how often it was tried. One of them may be open.

use super::address::Narrow;
use super::delivery::Panel;
use super::replay::Replay;
use super::state::Desk;
use super::words::{answered, is_taken, mark, span};
use crate::features::leads::without_script::without_script;
use crate::layout::Failure;
use crate::state::{use_now, use_zone};
use leptos::ev::KeyboardEvent;
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;
use shared::WebhookDeliveryId;
use shared::events::{PUBLIC, TEST};
use shared::webhooks::{DeliveryState, DeliverySummary};
use ui::{
    Badge, Button, ButtonType, Choice, EmptyState, Icon, LinkButton, LoadMore, RelativeTime, Section, Select,
    StatusGlyph, TabLink, TabLinks, TimeMode, Tone, lucide,
};
use wasm_bindgen::JsCast as _;

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
    let any = Memo::new(move |_| desk.rows.with(|rows| !rows.is_empty()));
    let ids = move || desk.rows.with(|rows| rows.iter().map(|row| row.id).collect::<Vec<_>>());
    view! {
        <Section id="deliveries" title="Deliveries" class="mt-7">
            <Replay desk />
            <div class="mt-3 flex flex-wrap items-end justify-between gap-x-4 border-b border-line">
                <TabLinks label="Deliveries by state" links />
                <Types desk />
            </div>
            {move || {
                desk.failed
                    .get()
                    .map(|error| {
                        view! { <Failure error what="the deliveries" level=3 on_retry=move || desk.load() /> }
                    })
            }}
            <Elsewhere desk />
            <div aria-busy=move || desk.busy.get().then_some("true") class:opacity-60=move || desk.busy.get()>
                <Show when=move || any.get() fallback=move || view! { <Nothing desk /> }>
                    <ul class="mt-2 overflow-hidden rounded-lg border border-line">
                        <For each=ids key=|id| *id let:id>
                            <Row desk id />
                        </For>
                    </ul>
                </Show>
            </div>
            <Show when=move || desk.next.with(Option::is_some)>
                <div class="mt-2">
                    <LoadMore on_more=move |()| desk.load_more() busy=desk.more_busy />
                </div>
            </Show>
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
        if desk.failed.with(Option::is_some) {
            return ().into_any();
        }
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

/// A delivery that is open and not in the list, for example by a link.
#[component]
fn Elsewhere(desk: Desk) -> impl IntoView {
    let missing = Memo::new(move |_| {
        let delivery = desk.delivery.get()?;
        let listed = desk.rows.with(|rows| rows.iter().any(|row| row.id.to_string() == delivery));
        (!listed).then_some(delivery)
    });
    move || {
        missing.get().map(|_| {
            let close = move || desk.place.with(|place| place.with_delivery(None).href());
            let kind = move || {
                desk.detail.with(|detail| match detail {
                    Some((_, Ok(detail))) => detail.summary.event_type.clone(),
                    _ => "The delivery you opened".to_owned(),
                })
            };
            view! {
                <article aria-labelledby="opened" class="mt-2 rounded-lg border border-line bg-sunken">
                    <div class="flex items-center gap-3 px-4 py-2.5">
                        <h3 id="opened" class="min-w-0 truncate font-mono text-caption">
                            {kind}
                        </h3>
                        <a
                            href=close
                            data-noscroll=""
                            class="ml-auto rounded-sm text-accent-ink underline-offset-2 hover:underline"
                        >
                            "Close"
                        </a>
                    </div>
                    <Panel desk />
                </article>
            }
        })
    }
}

#[component]
fn Row(desk: Desk, id: WebhookDeliveryId) -> impl IntoView {
    let delivery = Memo::new(move |before: Option<&Option<DeliverySummary>>| {
        // A row that leaves keeps its words until it is gone.
        let found = desk.rows.with(|rows| rows.iter().find(|row| row.id == id).cloned());
        found.or_else(|| before.cloned().flatten())
    });
    let name = id.to_string();
    let open = {
        let name = name.clone();
        Memo::new(move |_| desk.delivery.with(|open| open.as_deref() == Some(name.as_str())))
    };
    let href = move || {
        let delivery = (!open.get()).then(|| name.clone());
        desk.place.with(|place| place.with_delivery(delivery).href())
    };
    let navigate = StoredValue::new(use_navigate());
    let close = move |event: KeyboardEvent| {
        if event.key() == "Escape" && open.get_untracked() && !in_dialog(&event) {
            let href = desk.place.with_untracked(|place| place.with_delivery(None).href());
            let options = NavigateOptions { scroll: false, ..NavigateOptions::default() };
            navigate.with_value(|go| go(&href, options));
        }
    };
    let panel = format!("delivery-{id}");
    let controls = panel.clone();
    view! {
        <li class="border-b border-line last:border-0" class:bg-sunken=move || open.get() on:keydown=close>
            <div class="flex flex-wrap items-center gap-x-4 gap-y-0.5 px-4 py-2.5">
                <a
                    href=href
                    data-noscroll=""
                    aria-expanded=move || if open.get() { "true" } else { "false" }
                    aria-controls=move || open.get().then(|| controls.clone())
                    class="flex min-h-6 min-w-0 items-center gap-2 rounded-sm"
                >
                    <span class="flex shrink-0 transition-transform" class:rotate-90=move || open.get()>
                        <Icon icon=lucide::LuChevronRight class="text-muted" />
                    </span>
                    <span class="truncate font-mono text-caption">
                        {move || delivery.with(|row| row.as_ref().map(|row| row.event_type.clone()))}
                    </span>
                </a>
                {move || delivery.with(|row| row.as_ref().map(cells))}
            </div>
            {move || {
                let id = panel.clone();
                open.get()
                    .then(|| {
                        view! {
                            <div id=id>
                                <Panel desk />
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
