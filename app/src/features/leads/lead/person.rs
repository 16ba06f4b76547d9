//! Who the seller is, how to reach them, what they agreed to, and what they want.

use super::consent::Consents;
use super::edit::{Edits, FactRow, OneMoreWay, WayRows};
use super::fields::Fields;
use super::plain_forms::PlainFacts;
use super::tags::Tags;
use leptos::prelude::*;
use shared::fields::Noun;
use shared::leads::Fact;
use ui::{DefinitionList, Section};

#[component]
pub(super) fn Person(edits: Edits) -> impl IntoView {
    let Edits { open, vocabulary, times, may_work, .. } = edits;
    let contact = Memo::new(move |_| open.lead.with(|lead| lead.contact.clone()));
    view! {
        <Section id="person" title="Person" class="border-t border-line pt-4">
            <DefinitionList class="mt-1.5">
                <WayRows edits fact=Fact::Phone />
                <WayRows edits fact=Fact::Email />
            </DefinitionList>
            {may_work
                .then(|| {
                    view! {
                        <div class="-ml-2 flex flex-wrap">
                            <OneMoreWay edits fact=Fact::Phone />
                            <OneMoreWay edits fact=Fact::Email />
                        </div>
                    }
                })}
            <Consents contact times />
            <Tags open noun=Noun::Contact vocabulary may_work />
            <Fields edits noun=Noun::Contact />
            {may_work.then(|| view! { <PlainFacts open /> })}
        </Section>
        <Wishes edits />
    }
}

/// Why and when they want to sell, and their own words.
#[component]
fn Wishes(edits: Edits) -> impl IntoView {
    let message = Memo::new(move |_| edits.open.lead.with(|lead| lead.message.clone()));
    let known = Memo::new(move |_| {
        let said = edits.open.lead.with(|lead| lead.situation.is_some() || lead.timing.is_some());
        edits.may_work || said || message.with(Option::is_some)
    });
    let words = move || {
        message.get().map(|text| view! { <p class="mt-2 break-words whitespace-pre-line">"“" {text} "”"</p> })
    };
    view! {
        <Show when=move || known.get()>
            <Section id="wishes" title="What they want" class="border-t border-line pt-4">
                <DefinitionList class="mt-1.5">
                    <FactRow edits fact=Fact::Situation />
                    <FactRow edits fact=Fact::Timing />
                </DefinitionList>
                {words}
            </Section>
        </Show>
    }
}
