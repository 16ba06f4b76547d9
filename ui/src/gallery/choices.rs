//! Fields that are chosen from.
use leptos::prelude::*;

use super::{part, sample};
use crate::{Checkbox, Choice, ChoiceChips, RadioGroup, Segmented, Select, Switch};

fn occupancy() -> Vec<Choice> {
    vec![
        Choice::new("vacant", "Vacant"),
        Choice::new("owner", "Owner lives there"),
        Choice::new("tenant", "Tenant").disabled("needs a lease first"),
    ]
}

fn outcomes() -> Vec<Choice> {
    vec![
        Choice::new("reached", "Reached").keys("1"),
        Choice::new("voicemail", "Left voicemail").keys("2"),
        Choice::new("none", "No answer").keys("3"),
    ]
}

fn boxes() -> AnyView {
    view! {
        <Checkbox name="g-vacant" label="Vacant" />
        <Checkbox name="g-inherited" label="Inherited" initial=true />
        <Checkbox name="g-some" label="Some selected" indeterminate=true />
        <Checkbox name="g-locked" label="Locked by a rule" initial=true disabled=true />
        <Checkbox name="g-consent" label="I may be called" error="Tick this so that we may call you." />
    }
    .into_any()
}

fn switches() -> AnyView {
    view! {
        <Switch name="g-quiet" label="Quiet hours" initial=true />
        <Switch name="g-sunday" label="Send on Sundays" hint="Off for the whole team" />
        <Switch name="g-sms" label="Needs a phone number" disabled=true />
    }
    .into_any()
}

fn views() -> AnyView {
    let chosen = RwSignal::new("table".to_owned());
    let choices = vec![
        Choice::new("table", "Table"),
        Choice::new("board", "Board"),
        Choice::new("map", "Map").disabled("No addresses yet"),
    ];
    view! { <Segmented label="View" choices value=chosen /> }.into_any()
}

fn strategies() -> Vec<Choice> {
    vec![Choice::new("wholesale", "Wholesale"), Choice::new("flip", "Flip"), Choice::new("rental", "Rental")]
}

pub(super) fn all() -> AnyView {
    let inside = view! {
        <div class="grid gap-x-6 gap-y-6 sm:grid-cols-2 lg:grid-cols-3">
            {sample("Checkbox", boxes())}
            {sample("Switch: takes effect at once", switches())}
            {sample("Segmented: another view of the same", views())}
            <RadioGroup name="g-occupancy" label="Occupancy" choices=occupancy() initial="vacant" />
            <RadioGroup name="g-occupancy-error" label="Who lives there" choices=occupancy() error="Choose one, for example Vacant." />
            <ChoiceChips name="g-outcome" label="How the call went" choices=outcomes() initial="reached" />
            <ChoiceChips name="g-outcome-error" label="How it ended" choices=outcomes() error="Choose how it ended, for example Reached." />
            <Select name="g-strategy" label="Strategy" choices=strategies() initial="flip" hint="The platform’s own list on phones" />
            <Select name="g-strategy-error" label="Exit" choices=strategies() blank="Choose one" error="Choose an exit, for example Wholesale." />
            <Select name="g-strategy-off" label="Market" choices=strategies() disabled=true />
        </div>
    };
    part("c-choice", "Up to five: radios or chips. Up to fifteen: select.", inside.into_any())
}
