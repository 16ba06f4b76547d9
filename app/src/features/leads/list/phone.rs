//! The list on phones: two lines and a third of small facts, each lead one link; while leads are chosen, each a box.

use super::rows::{Respond, RowKit, current, place_of, placed};
use super::state::List;
use super::window::{Part, Window};
use crate::features::leads::address::lead_href;
use crate::features::leads::status_menu::StatusMark;
use crate::layout::marked;
use leptos::prelude::*;
use shared::leads::LeadSummary;
use ui::{Avatar, AvatarSize, Button, ButtonKind, lucide};

/// Hidden from 768 px on.
#[component]
pub(super) fn PhoneList(list: List, kit: RowKit) -> impl IntoView {
    let choosing = RwSignal::new(false);
    let window = Window::new(list, kit.cursor, "lead-cards", 96);
    view! {
        <div class="md:hidden">
            {kit.giving.may_work.then(|| view! { <ChooseButtons list kit choosing /> })}
            <ul id="lead-cards" aria-label="Leads" class="[overflow-anchor:none]">
                <For each=move || window.parts() key=Part::key let:part>
                    {match part {
                        Part::Row(lead) => view! { <PhoneRow lead=current(list.rows, *lead) list kit choosing /> }.into_any(),
                        Part::Gap { rows, .. } => {
                            view! { <li aria-hidden="true" style:height=move || window.height_of(rows)></li> }.into_any()
                        }
                    }}
                </For>
            </ul>
        </div>
    }
}

/// Turns links into boxes, and back.
#[component]
fn ChooseButtons(list: List, kit: RowKit, choosing: RwSignal<bool>) -> impl IntoView {
    let inert = Signal::derive(move || !kit.changes.alive.get());
    let turn = move |_| {
        list.choose_none();
        choosing.update(|choosing| *choosing = !*choosing);
    };
    view! {
        <div class="flex justify-end gap-2 border-b border-line px-4 py-1 noscript:hidden">
            <Show when=move || choosing.get()>
                <Button kind=ButtonKind::Quiet on_click=move |_| list.choose_shown()>
                    "Choose all shown"
                </Button>
            </Show>
            <Button
                kind=ButtonKind::Quiet
                icon=lucide::LuSquareCheck
                disabled=inert
                on_click=turn
            >
                {move || if choosing.get() { "Done" } else { "Choose" }}
            </Button>
        </div>
    }
}

#[component]
fn PhoneRow(
    #[prop(into)] lead: Signal<LeadSummary>,
    list: List,
    kit: RowKit,
    choosing: RwSignal<bool>,
) -> impl IntoView {
    let id = lead.with_untracked(|lead| lead.id);
    let fresh = move || kit.marked.with(|marked| marked.contains(&id)).then_some("true");
    let chosen = Memo::new(move |_| list.is_chosen(id));
    let place = place_of(list, id);
    let count = move || {
        list.total.with(|total| if total.exact { total.at_least.to_string() } else { "-1".to_owned() })
    };
    let row = move || {
        if choosing.get() {
            view! {
                <label class="flex h-full gap-3 px-4 py-3 outline-offset-[-2px] active:bg-hover">
                    <input
                        type="checkbox"
                        class="check mt-1"
                        prop:checked=move || chosen.get()
                        on:change=move |event| list.choose(id, event_target_checked(&event))
                    />
                    <span class="min-w-0 flex-1">
                        <Facts lead kit />
                    </span>
                </label>
            }
            .into_any()
        } else {
            view! {
                <a
                    href=move || kit.query.with(|query| lead_href(id, query))
                    class="block h-full px-4 py-3 outline-offset-[-2px] active:bg-hover"
                >
                    <Facts lead kit />
                </a>
            }
            .into_any()
        }
    };
    view! {
        <li
            class="h-24 border-b border-line transition-colors duration-700 data-chosen:bg-accent-soft data-fresh:bg-success-soft"
            data-fresh=fresh
            data-chosen=move || chosen.get().then_some("true")
            aria-setsize=count
            aria-posinset=move || place.get()
            on:focusin=move |_| kit.cursor.set(Some(id))
        >
            {row}
        </li>
    }
}

#[component]
fn Facts(lead: Signal<LeadSummary>, kit: RowKit) -> impl IntoView {
    view! {
        <span class="flex items-baseline gap-2">
            <span class="min-w-0 flex-1 truncate font-medium">
                {move || kit.query.with(|query| lead.with(|lead| marked(&lead.name, &query.search)))}
            </span>
            <Respond lead times=kit.times />
        </span>
        <span class="mt-0.5 block truncate text-muted">
            {move || kit.query.with(|query| lead.with(|lead| placed(lead, &query.search)))}
        </span>
        <span class="mt-1.5 flex items-center gap-3 text-caption text-muted">
            <StatusMark status=Signal::derive(move || lead.with(|lead| lead.status)) />
            <span>{move || lead.with(|lead| lead.source.label())}</span>
            <span class="num">{move || lead.with(|lead| lead.asking.map(|asking| asking.to_string()))}</span>
            <span class="ml-auto">{move || owner(lead.with(|lead| lead.owner.as_ref().map(|o| o.name.clone())))}</span>
        </span>
    }
}

fn owner(name: Option<String>) -> AnyView {
    match name {
        Some(name) => view! { <Avatar name size=AvatarSize::Sm /> }.into_any(),
        None => view! { <span class="text-faint">"No owner"</span> }.into_any(),
    }
}
