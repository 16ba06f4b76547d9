//! The settings of one field: its values in full, and what the change needs to know.

use super::row::Line;
use super::state::Room;
use super::table::LookUpTable;
use super::taken::{TakenInFull, Typed};
use crate::state::mirrored;
use leptos::prelude::*;
use shared::address::REGIONS;
use shared::sources::Change;
use ui::{Choice, Select};

#[component]
pub(super) fn RowSettings(room: Room, line: Line) -> impl IntoView {
    #[derive(Clone, Copy, PartialEq)]
    enum Kind {
        Phone,
        Address,
        Table,
        Other,
    }
    let kind = Memo::new(move |_| {
        line.field.with(|field| match field.change {
            Change::Phone { .. } => Kind::Phone,
            Change::Address { .. } => Kind::Address,
            Change::LookUp { .. } => Kind::Table,
            _ => Kind::Other,
        })
    });
    view! {
        <div class="mb-2 grid gap-4 rounded-lg border border-line bg-sunken p-3 md:ml-[38px] lg:grid-cols-2">
            <div class="min-w-0">
                <TakenInFull line />
            </div>
            <div class="min-w-0">
                {move || match kind.get() {
                    Kind::Phone => view! { <Country line /> }.into_any(),
                    Kind::Address => view! { <Place line /> }.into_any(),
                    Kind::Table => view! { <LookUpTable room line /> }.into_any(),
                    Kind::Other => {
                        view! { <p class="text-caption text-muted">"This change needs no settings."</p> }.into_any()
                    }
                }}
            </div>
        </div>
    }
}

#[component]
fn Country(line: Line) -> impl IntoView {
    let now = Memo::new(move |_| {
        line.field.with(|field| match &field.change {
            Change::Phone { country } => country.clone(),
            _ => String::new(),
        })
    });
    view! {
        <Typed
            id=format!("country-{}", line.key)
            label="Calling code where the number names none"
            placeholder="1"
            now
            on_typed=move |country: String| line.set(|field| field.change = Change::Phone { country })
            error=line.problem("change.country")
        />
    }
}

/// City and state where the payload names none.
#[component]
fn Place(line: Line) -> impl IntoView {
    let part = move |first: bool| {
        Memo::new(move |_| {
            line.field.with(|field| match &field.change {
                Change::Address { city, .. } if first => city.clone(),
                Change::Address { region, .. } => region.clone(),
                _ => String::new(),
            })
        })
    };
    let (city, region) = (part(true), part(false));
    let state = mirrored(region);
    let regions: Vec<Choice> = REGIONS.iter().map(|(code, name)| Choice::new(*code, *name)).collect();
    view! {
        <div class="grid gap-3 sm:grid-cols-2">
            <Typed
                id=format!("city-{}", line.key)
                label="City, where it names none"
                now=city
                on_typed=move |city: String| {
                    line.set(|field| {
                        if let Change::Address { city: kept, .. } = &mut field.change {
                            *kept = city;
                        }
                    });
                }
                error=line.problem("change.city")
            />
            <Select
                name=format!("region-{}", line.key)
                label="State, where it names none"
                blank="None"
                choices=regions
                value=state
                error=line.problem("change.region")
                on_change=move |region: String| {
                    line.set(|field| {
                        if let Change::Address { region: kept, .. } = &mut field.change {
                            *kept = region;
                        }
                    });
                }
            />
        </div>
    }
}
