//! What to do with the lead now, its dates, and what else is known of the same person or house.

use super::action::{NextAction, Pressure, next_action};
use super::state::OpenLead;
use crate::features::leads::address::lead_href;
use crate::features::leads::answered::{Answer, answer, span};
use crate::features::leads::status_menu::StatusMark;
use crate::features::leads::times::Times;
use chrono::{DateTime, Utc};
use leptos::prelude::*;
use shared::duty::LeadDuty;
use shared::leads::{ActivityKind, Lead, LeadQuery, LeadSummary};
use ui::{
    Badge, ButtonKind, DefinitionList, DefinitionRow, Icon, IconSize, LinkButton, RelativeTime, Section,
    TimeMode, clock_text, iso_text, lucide,
};

#[component]
pub(super) fn Now(
    open: OpenLead,
    from: Memo<LeadQuery>,
    times: Times,
    may_work: bool,
    /// Tasks and drafts, which know their own doors.
    work: AnyView,
) -> impl IntoView {
    view! {
        <div
            class="max-md:hidden max-md:group-has-[#ld-n:checked]/p:block xl:order-3 xl:overflow-y-auto xl:border-l xl:border-line"
            tabindex="0"
            role="region"
            aria-label="Now"
        >
            <div class="space-y-5 p-4">
                <Action open times may_work />
                {work}
                <Dates open times />
                <Related open from />
            </div>
        </div>
    }
}

#[component]
fn Action(open: OpenLead, times: Times, may_work: bool) -> impl IntoView {
    let action = Memo::new(move |_| open.lead.with(|lead| next_action(lead, times.now.get())));
    let tier = Memo::new(move |_| open.lead.with(|lead| lead.duty.tier.clone()));
    let ground = move || match action.with(|action| action.pressure) {
        Pressure::Late => "rounded-lg border border-danger/40 bg-danger-soft p-3",
        Pressure::Soon => "rounded-lg border border-warning/40 bg-warning-soft p-3",
        Pressure::Calm | Pressure::None => "rounded-lg border border-line bg-sunken p-3",
    };
    let tint = move || match action.with(|action| action.pressure) {
        Pressure::Late => "text-caption font-medium text-danger",
        Pressure::Soon => "text-caption font-medium text-warning",
        Pressure::Calm | Pressure::None => "text-caption font-medium text-muted",
    };
    view! {
        <section aria-labelledby="next" class=ground>
            <h2 id="next" class=tint>
                "Next action"
            </h2>
            <p class="mt-0.5 text-large font-semibold">{move || action.with(|action| action.title.clone())}</p>
            {move || below(action.get(), tier.get(), times)}
            <Reach open may_work />
        </section>
    }
}

/// `tier` says why the deadline is what it is.
fn below(action: NextAction, tier: Option<String>, times: Times) -> AnyView {
    let Some(due) = action.due else {
        return action.why.map(|why| view! { <p class="mt-0.5 text-muted">{why}</p> }).into_any();
    };
    let offset = times.offset_at(due);
    let tone = match action.pressure {
        Pressure::Late => "font-medium text-danger",
        Pressure::Soon => "font-medium text-warning",
        Pressure::Calm | Pressure::None => "font-medium",
    };
    view! {
        <p class="num mt-0.5 flex flex-wrap items-center gap-1.5 text-muted">
            <Icon icon=lucide::LuClock size=IconSize::Sm />
            <span>
                "By "
                <time datetime=iso_text(due)>{clock_text(due, offset)}</time>
                ", "
                <RelativeTime at=due now=times.now mode=TimeMode::Deadline offset_minutes=offset class=tone />
            </span>
            {tier.map(|tier| view! { <Badge title="Tier" class="min-w-0 truncate">{tier}</Badge> })}
        </p>
    }
    .into_any()
}

/// The phone, else the email. Calling also opens the composer, so that the call gets logged.
#[component]
fn Reach(open: OpenLead, may_work: bool) -> impl IntoView {
    let phone = Memo::new(move |_| open.lead.with(|lead| lead.contact.phones.first().cloned()));
    let email = Memo::new(move |_| open.lead.with(|lead| lead.contact.emails.first().cloned()));
    let blocked = Memo::new(move |_| open.lead.with(|lead| lead.contact.do_not_contact));
    let log = move |_| {
        if may_work {
            open.compose(ActivityKind::Call);
        }
    };
    move || {
        if blocked.get() {
            return view! { <p class="mt-2 font-medium text-danger">"Asked not to be contacted."</p> }
                .into_any();
        }
        match (phone.get(), email.get()) {
            (Some(phone), _) => view! {
                <LinkButton
                    href=format!("tel:{}", phone.e164())
                    kind=ButtonKind::Primary
                    icon=lucide::LuPhone
                    class="mt-3 w-full"
                    on:click=log
                >
                    "Call now"
                    <span class="num">{phone.display()}</span>
                </LinkButton>
            }
            .into_any(),
            (None, Some(email)) => view! {
                <LinkButton
                    href=format!("mailto:{}", email.as_str())
                    kind=ButtonKind::Primary
                    icon=lucide::LuMail
                    class="mt-3 w-full"
                >
                    "Write an email"
                </LinkButton>
            }
            .into_any(),
            (None, None) => view! { <p class="mt-2 text-muted">"No phone or email is known."</p> }.into_any(),
        }
    }
}

#[component]
fn Dates(open: OpenLead, times: Times) -> impl IntoView {
    let rows = move || open.lead.with(|lead| dates(lead, times));
    view! {
        <Section id="dates" title="Dates">
            <DefinitionList class="mt-1.5">{rows}</DefinitionList>
        </Section>
    }
}

fn dates(lead: &Lead, times: Times) -> impl IntoView + use<> {
    let summary = &lead.summary;
    let answered = match answer(summary) {
        Answer::After(seconds) => Some(format!("after {}", span(seconds))),
        Answer::Due(_) | Answer::Nothing => None,
    };
    let (came, active, source) = (summary.created_at, summary.last_activity_at, summary.source.label());
    let first = summary.first_response_at;
    let (reason, remark) = (lead.dead_reason, lead.status_note.clone());
    let LeadDuty { tier, missed_at, handed_on_at } = lead.duty.clone();
    view! {
        <DefinitionRow label="Came in">{moment(came, times)}</DefinitionRow>
        {first.map(|at| view! { <DefinitionRow label="Answered" note=answered>{moment(at, times)}</DefinitionRow> })}
        {missed_at.map(|at| view! { <DefinitionRow label="Deadline missed">{moment(at, times)}</DefinitionRow> })}
        {handed_on_at.map(|at| view! { <DefinitionRow label="Handed on">{moment(at, times)}</DefinitionRow> })}
        <DefinitionRow label="Last activity">{moment(active, times)}</DefinitionRow>
        <DefinitionRow label="Source">{source}</DefinitionRow>
        {tier.map(|tier| view! { <DefinitionRow label="Tier">{tier}</DefinitionRow> })}
        {reason.map(|reason| view! { <DefinitionRow label="Dead because">{reason.label()}</DefinitionRow> })}
        {remark.map(|note| view! { <DefinitionRow label="Remark">{note}</DefinitionRow> })}
    }
}

fn moment(at: DateTime<Utc>, times: Times) -> impl IntoView {
    view! { <RelativeTime at=at.timestamp_millis() now=times.now offset_minutes=times.offset(at) /> }
}

#[component]
fn Related(open: OpenLead, from: Memo<LeadQuery>) -> impl IntoView {
    let related = Memo::new(move |_| open.lead.with(|lead| lead.related.clone()));
    let rows = move || related.get().into_iter().map(|lead| related_row(lead, from)).collect_view();
    view! {
        <Show when=move || related.with(|related| !related.is_empty())>
            <Section id="related" title="Related">
                <ul class="mt-1 space-y-1.5">{rows}</ul>
            </Section>
        </Show>
    }
}

fn related_row(lead: LeadSummary, from: Memo<LeadQuery>) -> impl IntoView {
    let (id, status) = (lead.id, lead.status);
    view! {
        <li class="flex items-start gap-2">
            <span class="min-w-0 flex-1">
                <a href=move || from.with(|from| lead_href(id, from)) class="font-medium hover:underline">
                    {lead.name}
                </a>
                <span class="block truncate text-caption text-muted">{lead.place}</span>
            </span>
            <StatusMark status class="text-caption leading-5 text-muted" />
        </li>
    }
}
