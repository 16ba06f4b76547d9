//! What the settings on the screen would have done with the newest leads, before anybody saves them.

use super::desk::Desk;
use super::rpc::preview_duty;
use crate::state::use_hydrated;
use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::MemberId;
use shared::duty::{DutyInput, Preview};
use shared::leads::OwnerRef;
use ui::{Button, ButtonSize, DefinitionList, DefinitionRow, Section, lucide};

#[component]
pub(super) fn Trial(desk: Desk) -> impl IntoView {
    let hydrated = use_hydrated();
    let busy = RwSignal::new(false);
    let found = RwSignal::new(None::<(DutyInput, Preview)>);
    let ask = move |_| {
        if busy.get_untracked() || !desk.is_ready() {
            return;
        }
        let asked = desk.input.get_untracked();
        busy.set(true);
        spawn_local(async move {
            match preview_duty(asked.clone()).await {
                Ok(preview) => drop(found.try_set(Some((asked, preview)))),
                Err(error) => desk.toaster.error("It could not be tried", error.message),
            }
            busy.try_set(false);
        });
    };
    // What was changed since would do something else.
    let shown = Memo::new(move |_| {
        found.with(|found| {
            let (asked, preview) = found.as_ref()?;
            desk.input.with(|input| input == asked).then(|| preview.clone())
        })
    });
    view! {
        <Section
            id="trial"
            title="What it would have done"
            note=Some("As if the newest leads came in now and nobody owned them. Nothing is changed.".to_owned())
        >
            <Button
                size=ButtonSize::Sm
                icon=lucide::LuFlaskConical
                class="mt-2 noscript:hidden"
                disabled=Signal::derive(move || !hydrated.get())
                busy
                busy_label="Trying"
                on_click=ask
            >
                "Try on the newest 100 leads"
            </Button>
            <div role="status">
                {move || shown.get().map(|preview| desk.owners.with(|owners| outcome(&preview, owners)))}
            </div>
        </Section>
    }
}

fn outcome(preview: &Preview, owners: &[OwnerRef]) -> AnyView {
    if preview.leads == 0 {
        return view! { <p class="mt-3">"There are no leads to try it on yet."</p> }.into_any();
    }
    let row = |label: String, count: u32| view! { <DefinitionRow label>{count}</DefinitionRow> };
    let given: Vec<_> =
        preview.given.iter().map(|(member, leads)| row(name(*member, owners), *leads)).collect();
    let tiers: Vec<_> = preview.tiers.iter().map(|(tier, leads)| row(tier.clone(), *leads)).collect();
    let in_tiers: u32 = preview.tiers.iter().map(|(_, leads)| leads).sum();
    let usual = preview.leads.saturating_sub(in_tiers);
    let nobody = (preview.left > 0).then(|| row("Nobody".to_owned(), preview.left));
    let rest = (usual > 0).then(|| row("Usual time".to_owned(), usual));
    let of = if preview.leads == 1 { "1 lead".to_owned() } else { format!("{} leads", preview.leads) };
    view! {
        <p class="mt-3">{format!("{of} looked at. Who would have got them:")}</p>
        <DefinitionList class="mt-1">
            {given}
            {nobody}
        </DefinitionList>
        <p class="mt-3">"By deadline:"</p>
        <DefinitionList class="mt-1">
            {tiers}
            {rest}
        </DefinitionList>
    }
    .into_any()
}

fn name(member: MemberId, owners: &[OwnerRef]) -> String {
    let known = owners.iter().find(|owner| owner.id == member);
    known.map_or_else(|| "A former member".to_owned(), |owner| owner.name.clone())
}
