//! The house: a small elevation in place of a photo, the address, and what is known of it.

use super::edit::{AddressRow, Edits, FactRow};
use super::fields::Fields;
use super::tags::Tags;
use leptos::prelude::*;
use shared::fields::Noun;
use shared::leads::Fact;
use ui::{DefinitionList, Section};

/// In the order one asks.
const FACTS: [Fact; 9] = [
    Fact::PropertyType,
    Fact::Beds,
    Fact::Baths,
    Fact::Area,
    Fact::YearBuilt,
    Fact::Condition,
    Fact::Occupancy,
    Fact::Parcel,
    Fact::Mortgage,
];

#[component]
pub(super) fn PropertyFacts(edits: Edits) -> impl IntoView {
    let Edits { open, vocabulary, may_work, .. } = edits;
    let known = Memo::new(move |_| open.lead.with(|lead| lead.property.is_some()));
    view! {
        <Section id="property" title="Property" class="border-t border-line pt-4">
            <div class="mt-1.5 flex items-start gap-3">
                <Show when=move || known.get()>
                    <Elevation />
                </Show>
                <AddressRow edits />
            </div>
            <DefinitionList class="mt-2.5">
                <FactRow edits fact=Fact::Asking />
                <Show when=move || known.get()>
                    {FACTS.into_iter().map(|fact| view! { <FactRow edits fact /> }).collect_view()}
                </Show>
            </DefinitionList>
            <Show when=move || known.get()>
                <Tags open noun=Noun::Property vocabulary may_work />
                <Fields edits noun=Noun::Property />
            </Show>
        </Section>
    }
}

#[component]
fn Elevation() -> impl IntoView {
    view! {
        <span
            class="grid size-14 shrink-0 place-content-center overflow-hidden rounded-md border border-line bg-accent-soft text-accent-ink"
            aria-hidden="true"
        >
            <svg
                viewBox="0 0 48 48"
                class="size-full min-h-10 opacity-75"
                fill="none"
                stroke="currentColor"
                stroke-width="1.1"
                stroke-linejoin="round"
            >
                <path d="M8 38V20l16-11 16 11v18M4 38h40M20 38V27h8v11M12 24h5v5h-5zM31 24h5v5h-5z" />
            </svg>
        </span>
    }
}
