//! Who the seller is, how to reach them, what they agreed to, and what they want.

use super::consent::Consents;
use super::fields::Fields;
use super::state::OpenLead;
use super::tags::Tags;
use crate::features::leads::rpc::Vocabulary;
use crate::features::leads::times::Times;
use leptos::prelude::*;
use shared::fields::Noun;
use shared::leads::Lead;
use ui::{DefinitionList, DefinitionRow, Section};

#[component]
pub(super) fn Person(
    open: OpenLead,
    times: Times,
    vocabulary: RwSignal<Vocabulary>,
    may_work: bool,
) -> impl IntoView {
    let contact = Memo::new(move |_| open.lead.with(|lead| lead.contact.clone()));
    view! {
        <Section id="person" title="Person" class="border-t border-line pt-4">
            <DefinitionList class="mt-1.5">
                {move || open.lead.with(ways)}
            </DefinitionList>
            <Consents contact times />
            <Tags open noun=Noun::Contact vocabulary may_work />
            <Fields open noun=Noun::Contact vocabulary may_work />
        </Section>
        {move || open.lead.with(wishes)}
    }
}

fn ways(lead: &Lead) -> impl IntoView + use<> {
    let phones = lead.contact.phones.iter().map(|phone| {
        let (href, shown) = (format!("tel:{}", phone.e164()), phone.display());
        view! {
            <DefinitionRow label="Phone">
                <a href=href class="rounded-sm hover:underline">
                    {shown}
                </a>
            </DefinitionRow>
        }
    });
    let emails = lead.contact.emails.iter().map(|email| {
        let text = email.as_str().to_owned();
        view! {
            <DefinitionRow label="Email">
                <a href=format!("mailto:{text}") title=text.clone() class="block truncate rounded-sm hover:underline">
                    {text.clone()}
                </a>
            </DefinitionRow>
        }
    });
    (phones.collect_view(), emails.collect_view())
}

/// Why and when they want to sell, and their own words.
fn wishes(lead: &Lead) -> Option<impl IntoView + use<>> {
    let (situation, timing, message) = (lead.situation, lead.timing, lead.message.clone());
    (situation.is_some() || timing.is_some() || message.is_some()).then(|| {
        view! {
            <Section id="wishes" title="What they want" class="border-t border-line pt-4">
                <DefinitionList class="mt-1.5">
                    {situation.map(|it| view! { <DefinitionRow label="Why selling">{it.label()}</DefinitionRow> })}
                    {timing.map(|it| view! { <DefinitionRow label="When">{it.label()}</DefinitionRow> })}
                </DefinitionList>
                {message.map(|text| view! { <p class="mt-2 break-words whitespace-pre-line">"“" {text} "”"</p> })}
            </Section>
        }
    })
}
