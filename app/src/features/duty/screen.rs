//! The page with its data: deadlines, rules and handing on at the left, who is away and what it would do at the right.

use super::away::Away;
use super::bar::{Bar, Refused, Theirs};
use super::conditions::Narrowing;
use super::desk::{Desk, Part};
use super::hand_on::HandOn;
use super::parts::Parts;
use super::trial::Trial;
use crate::features::leads::rpc::Vocabulary;
use crate::features::leads::without_script::without_script;
use crate::state::use_hydrated;
use leptos::prelude::*;
use shared::duty::Duty;
use shared::leads::OwnerRef;
use ui::{FieldKind, LiveRegion, Section, TextField};

#[component]
pub(super) fn Screen(duty: Duty, owners: Vec<OwnerRef>, vocabulary: Vocabulary) -> impl IntoView {
    let desk = Desk::new(&duty, owners, &vocabulary);
    desk.follow(duty);
    let script = without_script(|| {
        view! { <p class="mt-3 font-medium">"To change these settings, allow JavaScript for this page."</p> }
            .into_any()
    });
    view! {
        <p class="max-w-[68ch] text-muted">
            "Whoever answers first gets the house. Say how soon a new lead is to be answered, who gets it, and what happens when nobody answers. It counts for leads that come in from now on; imported ones are left out."
        </p>
        {script}
        <Theirs desk />
        <Refused desk />
        <div class="mt-5 grid gap-x-8 gap-y-7 xl:grid-cols-[minmax(0,1fr)_336px]">
            <div class="min-w-0 space-y-7">
                <Deadlines desk />
                <Section
                    id="rules"
                    title="Who gets new leads"
                    note=Some(
                        "The first rule that fits gives the lead to one of its members who is there. Several take turns."
                            .to_owned(),
                    )
                >
                    <Parts desk part=Part::Rule />
                </Section>
                <HandOn desk />
            </div>
            <div class="min-w-0 space-y-7">
                <Trial desk />
                <Away desk />
            </div>
        </div>
        <Bar desk />
        <Narrowing desk />
        <LiveRegion text=desk.said />
    }
}

#[component]
fn Deadlines(desk: Desk) -> impl IntoView {
    let hydrated = use_hydrated();
    view! {
        <Section
            id="deadlines"
            title="Deadlines"
            note=Some(
                "The first tier that fits counts, from the top. A lead that fits none has the usual time.".to_owned(),
            )
        >
            <TextField
                name="default-minutes"
                label="Usual time to answer, in minutes"
                kind=FieldKind::Number
                numeric=true
                value=desk.default_minutes
                error=desk.wrong("default_minutes")
                disabled=Signal::derive(move || !hydrated.get())
                class="mt-2 max-w-64"
                on_input=move |_: String| desk.refused.set(None)
            />
            <Parts desk part=Part::Tier />
        </Section>
    }
}
