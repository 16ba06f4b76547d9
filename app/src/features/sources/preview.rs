//! What the payload on the screen would do, as the server foresees it. Nothing is saved.

use super::state::Room;
use leptos::prelude::*;
use shared::LeadId;
use shared::sources::{Foreseen, ForeseenContact, ForeseenLead, ForeseenProperty, KnownBy, Preview};
use ui::{Icon, Symbol, TextLink, lucide};

#[component]
pub(super) fn Would(room: Room) -> impl IntoView {
    let any = Memo::new(move |_| room.samples.shown.with(Option::is_some));
    view! {
        <Show when=move || any.get()>
            <section aria-labelledby="would" class="mt-5 rounded-lg border border-line p-4">
                <div class="flex flex-wrap items-center gap-x-2 gap-y-1">
                    <h2 id="would" class="font-semibold">
                        "What this payload would do"
                    </h2>
                    <span class="text-caption text-muted">"Worked out as you type, nothing is saved"</span>
                </div>
                {move || match room.foreseen.get() {
                    None => view! { <p class="mt-2 text-muted">"Working it out"</p> }.into_any(),
                    Some(Err(error)) => view! { <p class="mt-2 text-danger">{error.message}</p> }.into_any(),
                    Some(Ok(Preview { would: Some(would), .. })) => view! { <Steps would /> }.into_any(),
                    Some(Ok(Preview { refusals, .. })) => {
                        let words = refusals.into_iter().map(|refusal| view! { <li>{refusal.message}</li> });
                        view! {
                            <p class="mt-2">"It would be refused and kept here until the mapping or the payload is mended:"</p>
                            <ul class="mt-1 list-disc pl-5 text-danger">{words.collect_view()}</ul>
                        }
                            .into_any()
                    }
                }}
            </section>
        </Show>
    }
}

fn lead_href(lead: LeadId) -> String {
    format!("/leads/{lead}")
}

#[component]
fn Step(icon: Symbol, children: Children) -> impl IntoView {
    view! {
        <li class="flex min-w-0 gap-2">
            <span class="mt-0.5 text-muted">
                <Icon icon />
            </span>
            <span class="min-w-0">{children()}</span>
        </li>
    }
}

#[component]
fn Steps(would: Foreseen) -> impl IntoView {
    let contact = match would.contact {
        ForeseenContact::New { name } => {
            view! { <Step icon=lucide::LuUserRoundPlus>"Add contact " {name}</Step> }.into_any()
        }
        ForeseenContact::Known { name, by, lead, learns } => {
            let by = match by {
                KnownBy::Phone => " by phone",
                KnownBy::Email => " by email",
            };
            let then = if learns { ", and add what is new about them" } else { ", change nothing" };
            let name = match lead {
                Some(lead) => {
                    view! { <TextLink href=lead_href(lead) class="underline decoration-1">{name}</TextLink> }
                        .into_any()
                }
                None => name.into_any(),
            };
            view! {
                <Step icon=lucide::LuUserRoundCheck>"Find contact " {name} {by} {then}</Step>
            }
            .into_any()
        }
    };
    let property = match would.property {
        None => view! { <Step icon=lucide::LuHouse>"No property: no address came"</Step> }.into_any(),
        Some(ForeseenProperty::Known { place }) => {
            view! { <Step icon=lucide::LuHouse>"Find property " {place}</Step> }.into_any()
        }
        Some(ForeseenProperty::New { place }) => {
            view! { <Step icon=lucide::LuHousePlus>"Add property " {place}</Step> }.into_any()
        }
    };
    let lead = match would.lead {
        ForeseenLead::New => view! { <Step icon=lucide::LuCirclePlus>"Add lead as New"</Step> }.into_any(),
        ForeseenLead::Joins { lead } => view! {
            <Step icon=lucide::LuCircleArrowUp>
                "Join " <TextLink href=lead_href(lead) class="underline decoration-1">"the open lead"</TextLink> " about the same person and house"
            </Step>
        }
        .into_any(),
    };
    let source = would.source.label();
    view! {
        <ul class="mt-2 grid gap-x-6 gap-y-1.5 sm:grid-cols-2">
            {contact} {property} {lead} <Step icon=lucide::LuSignpost>"Source " {source}</Step>
        </ul>
    }
}
