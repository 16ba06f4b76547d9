//! The list on phones: two lines and a third of small facts, each lead one link; while leads are chosen, each a box.

use super::rows::{Respond, RowKit, current, placed};
use super::state::List;
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
    view! {
        <div class="md:hidden">
            {kit.giving.may_work.then(|| view! { <ChooseButtons list kit choosing /> })}
            <ul aria-label="Leads">
                <For each=move || list.rows.get() key=|lead| lead.id let:lead>
                    <PhoneRow lead=current(list.rows, lead) list kit choosing />
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
    let row = move || {
        if choosing.get() {
            view! {
                <label class="flex gap-3 px-4 py-3 outline-offset-[-2px] active:bg-hover">
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
                    class="block px-4 py-3 outline-offset-[-2px] active:bg-hover"
                >
                    <Facts lead kit />
                </a>
            }
            .into_any()
        }
    };
    view! {
        <li
            class="border-b border-line transition-colors duration-700 data-chosen:bg-accent-soft data-fresh:bg-success-soft"
            data-fresh=fresh
            data-chosen=move || chosen.get().then_some("true")
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
