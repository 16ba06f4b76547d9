//! What came of an import that is through, or was taken back.

use super::figures::Figures;
use super::state::Desk;
use super::undo::TakeBack;
use super::words::{came_of, plural};
use crate::features::leads::address::lead_href;
use crate::state::use_zone;
use leptos::prelude::*;
use shared::imports::ImportState;
use shared::leads::LeadQuery;
use ui::{ButtonKind, LinkButton, Section, TextLink, exact_text};

#[component]
pub(super) fn Result(desk: Desk) -> impl IntoView {
    let undone = desk.state.get_untracked() == ImportState::Undone;
    let title = if undone { "Taken back" } else { "Imported" };
    let zone = use_zone();
    let who = move || {
        desk.import.with(|import| {
            let summary = &import.summary;
            let at = summary.finished_at.unwrap_or(summary.created_at).timestamp_millis();
            format!("By {}, {}.", summary.by, exact_text(at, zone.minutes_at(at)))
        })
    };
    let inside = if undone {
        view! {
            <p class="num mt-1">{move || desk.import.with(|import| came_of(&import.summary))} "."</p>
        }
        .into_any()
    } else {
        view! {
            <Figures desk />
            <div class="mt-4 flex flex-wrap items-start gap-2">
                <LinkButton kind=ButtonKind::Primary href="/leads">
                    "See the leads"
                </LinkButton>
                <TakeBack desk />
            </div>
        }
        .into_any()
    };
    view! {
        <Section id="result" title note=Signal::derive(move || Some(who()))>
            {inside}
        </Section>
        <Kept desk />
    }
}

/// The leads that stayed, by name.
#[component]
fn Kept(desk: Desk) -> impl IntoView {
    let number = Memo::new(move |_| desk.import.with(|import| import.summary.kept));
    let names = move || {
        desk.kept.with(|kept| {
            kept.iter()
                .cloned()
                .map(|kept| {
                    let href = lead_href(kept.lead, &LeadQuery::default());
                    view! {
                        <li>
                            <TextLink href>{kept.name}</TextLink>
                        </li>
                    }
                })
                .collect_view()
        })
    };
    let title = move || plural(number.get(), "row was kept", "rows were kept");
    view! {
        <Show when=move || number.get() != 0>
            <Section
                id="kept"
                title=Signal::derive(title)
                note="Somebody has worked on these leads since the import. Up to 100 are named."
                class="mt-7"
            >
                <ul class="mt-2 columns-1 gap-6 sm:columns-2 lg:columns-3">{names}</ul>
            </Section>
        </Show>
    }
}
