//! An open source: the payload at the left, beside it its mapping and what became of payloads; on a phone one of them.

use super::choose::Choose;
use super::follow::follow;
use super::head::Head;
use super::mapping::MappingPart;
use super::payloads::Payloads;
use super::preview::Would;
use super::secrets::{Secrets, ShownSecret};
use super::settings::Settings;
use super::state::{Desk, Opened, Room};
use super::tree::Payload;
use super::verdicts::foresee;
use super::words::count;
use leptos::prelude::*;
use shared::sources::InboundState;

const PART: &str = "flex h-9 flex-1 items-center justify-center gap-1.5 rounded-sm px-2 font-medium text-muted has-checked:bg-accent-soft has-checked:text-accent-ink has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-focus";

#[component]
pub(super) fn OpenSource(desk: Desk, opened: Opened) -> impl IntoView {
    let room = Room::new(desk, opened);
    follow(room);
    foresee(room);
    // The first payload ever may bring a first mapping with it.
    Effect::new(move |_| room.samples.value.with(|value| room.draft.guess_first(value.as_ref())));
    view! {
        <div class="group/p flex min-h-0 flex-1 flex-col">
            <Head room />
            <Parts room />
            <div class="min-h-0 flex-1 md:grid md:grid-cols-[248px_minmax(0,1fr)] md:overflow-hidden xl:grid-cols-[312px_minmax(0,1fr)]">
                <Payload room />
                <div
                    class="min-w-0 px-4 pt-3 pb-8 max-md:group-has-[#s-json:checked]/p:hidden md:overflow-y-auto md:px-6"
                    tabindex="0"
                    role="region"
                    aria-label="Mapping and payloads"
                >
                    <div class="max-md:group-has-[#s-rej:checked]/p:hidden">
                        <ShownSecret room />
                        <MappingPart room />
                        <Would room />
                    </div>
                    <div class="max-md:group-has-[#s-map:checked]/p:hidden">
                        <Payloads room />
                    </div>
                    <div class="mt-7 grid gap-x-8 gap-y-6 max-md:group-has-[#s-rej:checked]/p:hidden xl:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]">
                        <Settings room />
                        <Secrets room />
                    </div>
                </div>
            </div>
        </div>
        <Choose room />
    }
}

/// What a phone shows, chosen without scripts too.
#[component]
fn Parts(room: Room) -> impl IntoView {
    let listed = room
        .desk
        .place
        .with_untracked(|place| place.payload.is_some() || place.state != InboundState::Refused);
    let refused = move || {
        let number = room.source.with(|source| source.summary.refused);
        (number > 0).then(|| view! { <span class="num">{count(number)}</span> })
    };
    view! {
        <div role="radiogroup" aria-label="Show" class="mx-4 mt-3 flex rounded-md border border-line-strong p-0.5 md:hidden">
            <label class=PART>
                <input type="radio" name="part" id="s-map" class="sr-only" checked=!listed />
                "Mapping"
            </label>
            <label class=PART>
                <input type="radio" name="part" id="s-json" class="sr-only" />
                "Payload"
            </label>
            <label class=PART>
                <input type="radio" name="part" id="s-rej" class="sr-only" checked=listed />
                "Refused "
                {refused}
            </label>
        </div>
    }
}
