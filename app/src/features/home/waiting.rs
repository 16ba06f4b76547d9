//! Who waits: the lead that waits longest over everything, then those to answer next, and those gone quiet.

use super::greeting::how_long;
use crate::features::leads::address::{lead_href, list_href};
use crate::features::leads::owner_menu::{Giving, first_name};
use crate::features::leads::rpc::assign_lead;
use crate::features::leads::status_menu::StatusMark;
use crate::features::leads::times::Times;
use crate::features::leads::views;
use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::leads::{LeadQuery, LeadSummary};
use shared::paging::Count;
use ui::{
    Button, ButtonKind, DeadlineBadge, Icon, LinkButton, RelativeTime, SectionHeading, TextLink, lucide,
    use_toaster,
};

/// The list of those who wait, soonest deadline first.
pub(super) fn call_now() -> LeadQuery {
    let [_, call_now, ..] = views::all();
    call_now.query
}

/// The first of those whose deadline has passed.
#[component]
pub(super) fn Overdue(
    lead: LeadSummary,
    count: Count,
    times: Times,
    on_taken: Callback<()>,
) -> impl IntoView {
    let due = lead.respond_by.map_or(0, |due| due.timestamp_millis());
    let late = move || format!("Waiting {} past the deadline", how_long((times.now.get() - due) / 1000));
    let others = count.at_least.saturating_sub(1);
    let more = (others > 0).then(|| {
        let words = if others == 1 { "1 more is late".to_owned() } else { format!("{others} more are late") };
        view! { <TextLink href=list_href(&call_now()) class="underline">{words}</TextLink> }
    });
    view! {
        <section aria-labelledby="first" class="mt-5 rounded-xl border border-danger/35 bg-danger-soft p-4 md:p-5">
            <div class="flex flex-wrap items-center gap-x-5 gap-y-4">
                <div class="min-w-0 flex-1 basis-72">
                    <h2 id="first" class="flex items-center gap-1.5 font-medium text-danger">
                        <Icon icon=lucide::LuAlarmClock />
                        {late}
                    </h2>
                    <p class="mt-1.5 text-title font-semibold">
                        <a href=lead_href(lead.id, &call_now()) class="rounded-sm hover:underline">
                            {lead.name.clone()}
                        </a>
                    </p>
                    <p class="num text-muted">{line(&lead)} {more.map(|more| (". ", more))}</p>
                </div>
                <div class="flex flex-wrap gap-2">
                    {call(&lead)}
                    <TakeOver lead on_taken />
                </div>
            </div>
        </section>
    }
}

fn line(lead: &LeadSummary) -> String {
    let owner = match &lead.owner {
        Some(owner) => format!("{}’s lead", first_name(&owner.name)),
        None => "no owner yet".to_owned(),
    };
    match &lead.place {
        Some(place) => format!("{place}, {owner}"),
        None => format!("{}, {owner}", lead.source.label()),
    }
}

fn call(lead: &LeadSummary) -> AnyView {
    match &lead.phone {
        Some(phone) => view! {
            <LinkButton
                href=format!("tel:{}", phone.e164())
                kind=ButtonKind::Primary
                icon=lucide::LuPhone
                class="num h-10! px-4!"
            >
                {format!("Call {}", phone.display())}
            </LinkButton>
        }
        .into_any(),
        None => view! {
            <LinkButton href=lead_href(lead.id, &call_now()) kind=ButtonKind::Primary class="h-10! px-4!">
                "Open the lead"
            </LinkButton>
        }
        .into_any(),
    }
}

/// Makes the lead one's own.
#[component]
fn TakeOver(lead: LeadSummary, on_taken: Callback<()>) -> impl IntoView {
    let giving = Giving::here();
    let toaster = use_toaster();
    let busy = RwSignal::new(false);
    let owner = lead.owner.as_ref().map(|owner| owner.id);
    let (id, version) = (lead.id, lead.version);
    giving.me.filter(|me| owner != Some(*me) && giving.allows(owner, Some(*me))).map(|me| {
        let take = move |_| {
            busy.set(true);
            spawn_local(async move {
                match assign_lead(id.to_string(), me.to_string(), version).await {
                    Ok(_) => on_taken.run(()),
                    Err(error) => {
                        toaster.error("You did not get the lead", error.message);
                        on_taken.run(());
                    }
                }
                busy.try_set(false);
            });
        };
        view! {
            <Button class="h-10! px-4! noscript:hidden" busy busy_label="Taking over" on_click=take>
                "Take over"
            </Button>
        }
    })
}

/// Leads whose deadline is ahead.
#[component]
pub(super) fn AnswerNext(leads: Vec<LeadSummary>, count: Count, times: Times) -> impl IntoView {
    let empty = leads.is_empty();
    let rows = leads.into_iter().map(|lead| next_row(lead, times)).collect_view();
    view! {
        <section aria-labelledby="next">
            <SectionHeading
                id="next"
                title="Answer next"
                count=count.to_string()
                actions=|| view! { <TextLink href=list_href(&call_now()) class="text-caption">"All new leads"</TextLink> }
            />
            {empty.then(|| view! { <p class="border-t border-line py-3 text-muted">"Nobody waits for a first answer."</p> })}
            <ul>{rows}</ul>
        </section>
    }
}

const ROW: &str = "flex min-h-13 items-center gap-3 border-t border-line py-1.5";

fn next_row(lead: LeadSummary, times: Times) -> impl IntoView {
    let status = lead.status;
    let name = lead.name.clone();
    let badge = lead.respond_by.map(|due| {
        view! { <DeadlineBadge at=due.timestamp_millis() now=times.now offset_minutes=times.offset(due) /> }
    });
    let phone = lead.phone.as_ref().map(|phone| {
        let label = format!("Call {name}");
        view! {
            <a
                href=format!("tel:{}", phone.e164())
                aria-label=label.clone()
                title=label
                class="inline-flex size-8 shrink-0 items-center justify-center rounded-md border border-line-strong bg-raised hover:bg-hover max-md:size-10"
            >
                <Icon icon=lucide::LuPhone />
            </a>
        }
    });
    view! {
        <li class=ROW>
            <StatusMark status class="[&>span]:sr-only" />
            {named(&lead, &call_now())}
            {badge}
            {phone}
        </li>
    }
}

fn named(lead: &LeadSummary, from: &LeadQuery) -> impl IntoView + use<> {
    view! {
        <span class="min-w-0 flex-1">
            <a href=lead_href(lead.id, from) class="block truncate rounded-sm font-medium hover:underline">
                {lead.name.clone()}
            </a>
            <span class="block truncate text-caption text-muted">{line(lead)}</span>
        </span>
    }
}

/// One's own open leads without activity for a week.
#[component]
pub(super) fn Quiet(leads: Vec<LeadSummary>, times: Times) -> impl IntoView {
    let mine = LeadQuery { owner: Some(shared::leads::OwnerFilter::Me), ..LeadQuery::default() };
    let empty = leads.is_empty();
    let all = list_href(&mine);
    let rows = leads
        .into_iter()
        .map(|lead| {
            let at = lead.last_activity_at;
            view! {
                <li class=ROW>
                    <StatusMark status=lead.status class="[&>span]:sr-only" />
                    {named(&lead, &mine)}
                    <RelativeTime
                        at=at.timestamp_millis()
                        now=times.now
                        offset_minutes=times.offset(at)
                        class="text-muted"
                    />
                </li>
            }
        })
        .collect_view();
    view! {
        <section aria-labelledby="quiet">
            <SectionHeading
                id="quiet"
                title="Your quiet leads"
                actions=move || view! { <TextLink href=all class="text-caption">"My leads"</TextLink> }
            />
            {empty
                .then(|| {
                    view! {
                        <p class="border-t border-line py-3 text-muted">"Every open lead of yours saw something happen within a week."</p>
                    }
                })}
            <ul>{rows}</ul>
        </section>
    }
}
