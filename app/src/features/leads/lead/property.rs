//! The house: a small elevation in place of a photo, the address, and what is known of it.

use super::fields::Fields;
use super::state::OpenLead;
use super::tags::Tags;
use crate::features::leads::rpc::Vocabulary;
use leptos::prelude::*;
use shared::fields::Noun;
use shared::properties::{Property, PropertyFacts as Known};
use ui::{DefinitionList, DefinitionRow, Section};

#[component]
pub(super) fn PropertyFacts(
    open: OpenLead,
    vocabulary: RwSignal<Vocabulary>,
    may_work: bool,
) -> impl IntoView {
    let property = Memo::new(move |_| open.lead.with(|lead| lead.property.clone()));
    view! {
        <Section id="property" title="Property" class="border-t border-line pt-4">
            {move || match property.get() {
                Some(property) => house(property).into_any(),
                None => view! { <p class="mt-1.5 text-muted">"No address is known yet."</p> }.into_any(),
            }}
            <Show when=move || property.with(Option::is_some)>
                <Tags open noun=Noun::Property vocabulary may_work />
                <Fields open noun=Noun::Property vocabulary may_work />
            </Show>
        </Section>
    }
}

fn house(property: Property) -> impl IntoView {
    let address = property.address;
    let rows = rows(&property.facts)
        .into_iter()
        .map(|(label, value)| view! { <DefinitionRow label=label>{value}</DefinitionRow> })
        .collect_view();
    view! {
        <div class="mt-1.5 flex items-center gap-3">
            <Elevation />
            <p class="min-w-0">
                {address.first_line()}
                <br />
                <span class="text-muted">{format!("{}, {} {}", address.city, address.region, address.postal_code)}</span>
            </p>
        </div>
        <DefinitionList class="mt-2.5">{rows}</DefinitionList>
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

/// Label and value of what is known, in the order one asks.
fn rows(facts: &Known) -> Vec<(&'static str, String)> {
    let baths =
        facts.half_baths.map(|halves| format!("{}{}", halves / 2, if halves % 2 == 1 { ".5" } else { "" }));
    let rooms = match (facts.beds, baths) {
        (Some(beds), Some(baths)) => Some(format!("{beds} bed, {baths} bath")),
        (Some(beds), None) => Some(format!("{beds} bed")),
        (None, Some(baths)) => Some(format!("{baths} bath")),
        (None, None) => None,
    };
    let area = facts.area_sqft.map(|area| format!("{} sq ft", ui::group_thousands(&area.to_string())));
    let lives = facts.occupancy.map(|who| {
        match who {
            shared::properties::Occupancy::Owner => "Owner lives there",
            shared::properties::Occupancy::Tenant => "Tenants live there",
            shared::properties::Occupancy::Vacant => "Empty",
        }
        .to_owned()
    });
    [
        ("Kind", facts.property_type.map(|kind| kind.label().to_owned())),
        ("Rooms", rooms),
        ("Area", area),
        ("Built", facts.year_built.map(|year| year.to_string())),
        ("Condition", facts.condition.map(|condition| condition.label().to_owned())),
        ("Occupancy", lives),
        ("Asking", facts.asking.map(|money| money.to_string())),
        ("Mortgage", facts.mortgage.map(|money| money.to_string())),
    ]
    .into_iter()
    .filter_map(|(label, value)| Some((label, value?)))
    .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use shared::Money;
    use shared::properties::{Condition, Occupancy};

    #[test]
    fn only_what_is_known_is_listed() {
        assert!(rows(&Known::default()).is_empty());
        let facts = Known {
            beds: Some(3),
            half_baths: Some(5),
            area_sqft: Some(1412),
            condition: Some(Condition::Repairs),
            occupancy: Some(Occupancy::Vacant),
            asking: Some(Money::usd(54_000_000)),
            ..Known::default()
        };
        let said: Vec<String> =
            rows(&facts).into_iter().map(|(label, value)| format!("{label}: {value}")).collect();
        assert_eq!(
            said,
            [
                "Rooms: 3 bed, 2.5 bath",
                "Area: 1,412 sq ft",
                "Condition: Needs repairs",
                "Occupancy: Empty",
                "Asking: $540,000"
            ]
        );
    }
}
