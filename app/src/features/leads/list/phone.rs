//! The list on phones: two lines and a third of small facts, each lead one link.

use super::rows::{Respond, RowKit, current, placed};
use super::state::List;
use crate::features::leads::address::lead_href;
use crate::features::leads::status_menu::StatusMark;
use crate::layout::marked;
use leptos::prelude::*;
use shared::leads::LeadSummary;
use ui::{Avatar, AvatarSize};

/// Hidden from 768 px on.
#[component]
pub(super) fn PhoneList(list: List, kit: RowKit) -> impl IntoView {
    view! {
        <ul class="md:hidden" aria-label="Leads">
            <For each=move || list.rows.get() key=|lead| lead.id let:lead>
                <PhoneRow lead=current(list.rows, lead) kit />
            </For>
        </ul>
    }
}

#[component]
fn PhoneRow(#[prop(into)] lead: Signal<LeadSummary>, kit: RowKit) -> impl IntoView {
    let id = lead.with_untracked(|lead| lead.id);
    let fresh = move || kit.marked.with(|marked| marked.contains(&id)).then_some("true");
    view! {
        <li class="border-b border-line transition-colors duration-700 data-fresh:bg-success-soft" data-fresh=fresh>
            <a
                href=move || kit.query.with(|query| lead_href(id, query))
                class="block px-4 py-3 outline-offset-[-2px] active:bg-hover"
            >
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
            </a>
        </li>
    }
}

fn owner(name: Option<String>) -> AnyView {
    match name {
        Some(name) => view! { <Avatar name size=AvatarSize::Sm /> }.into_any(),
        None => view! { <span class="text-faint">"No owner"</span> }.into_any(),
    }
}
