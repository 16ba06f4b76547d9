//! The panel beside the list: the essentials of the lead that J and K have come to. What the row knows is there at once,
//! the rest follows; the list keeps the focus.

use super::keys::{go_to, stop_peeking};
use super::rows::{Respond, RowKit};
use super::state::List;
use crate::features::leads::address::lead_href;
use crate::features::leads::owner_menu::OwnerMenu;
use crate::features::leads::rpc::{get_lead, lead_timeline};
use crate::features::leads::status_menu::{StatusMark, StatusMenu};
use crate::features::leads::timeline_words::timeline_words;
use crate::layout::marked;
use crate::rpc::AppError;
use crate::state::Rounds;
use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::LeadId;
use shared::leads::{Lead, LeadSummary};
use shared::timeline::TimelineEntry;
use std::time::Duration;
use ui::{
    ButtonKind, DefinitionList, DefinitionRow, IconButton, LinkButton, RelativeTime, Skeleton, SkeletonShape,
    lucide,
};

/// Somebody who walks through the list asks for no lead on the way.
const PAUSE: Duration = Duration::from_millis(150);
/// Most entries of the timeline that are shown.
const LATEST: usize = 3;

/// What is not in the row.
#[derive(Debug, Clone, PartialEq)]
struct More {
    lead: Lead,
    latest: Result<Vec<TimelineEntry>, AppError>,
}

type Fetched = RwSignal<Option<(LeadId, Result<More, AppError>)>>;

#[component]
pub(super) fn PeekPanel(list: List, kit: RowKit) -> impl IntoView {
    // A lead that has left the list meanwhile, perhaps by what was done here, stays as it was last known.
    let lead = Memo::new(move |before: Option<&Option<LeadSummary>>| {
        let here = kit.cursor.get().filter(|_| list.peeking.get())?;
        let known = || before.cloned().flatten().filter(|lead| lead.id == here);
        list.rows.with(|rows| rows.iter().find(|row| row.id == here).cloned()).or_else(known)
    });
    let fetched: Fetched = RwSignal::new(None);
    let rounds = Rounds::new();
    Effect::new(move |_| {
        let Some((id, _)) = lead.with(|lead| lead.as_ref().map(|lead| (lead.id, lead.version))) else {
            return;
        };
        let round = rounds.begin();
        set_timeout(
            move || {
                if rounds.is_current(round) {
                    fetch(id, fetched, rounds, round);
                }
            },
            PAUSE,
        );
    });
    let id = Memo::new(move |_| lead.with(|lead| lead.as_ref().map(|lead| lead.id)));
    move || {
        let first = id.get().and_then(|_| lead.get_untracked())?;
        let here = first.id;
        let lead = Memo::new(move |_| {
            lead.with(|lead| lead.clone().filter(|lead| lead.id == here)).unwrap_or_else(|| first.clone())
        });
        Some(view! { <Panel lead fetched list kit /> })
    }
}

fn fetch(id: LeadId, fetched: Fetched, rounds: Rounds, round: u64) {
    spawn_local(async move {
        let answer = match get_lead(id.to_string()).await {
            Ok(lead) => {
                // The panel holds without what happened last.
                let page = lead_timeline(id.to_string(), None).await;
                let latest = page.map(|page| page.entries.into_iter().take(LATEST).collect());
                Ok(More { lead, latest })
            }
            Err(error) => Err(error),
        };
        if rounds.is_current(round) {
            fetched.set(Some((id, answer)));
        }
    });
}

#[component]
fn Panel(lead: Memo<LeadSummary>, fetched: Fetched, list: List, kit: RowKit) -> impl IntoView {
    let id = lead.with_untracked(|lead| lead.id);
    let place = move || {
        let at = list.rows.with(|rows| rows.iter().position(|row| row.id == id));
        at.map(|at| format!("{} of {}", at + 1, list.total.get()))
    };
    let status = if kit.giving.may_work {
        view! { <StatusMenu id="peek-status" lead changes=kit.changes boxed=true /> }.into_any()
    } else {
        view! { <StatusMark status=Signal::derive(move || lead.with(|lead| lead.status)) /> }.into_any()
    };
    let call = move || {
        lead.with(|lead| lead.phone.as_ref().map(|phone| (format!("tel:{}", phone.e164()), phone.display())))
            .map(|(href, shown)| {
                view! {
                    <LinkButton href kind=ButtonKind::Primary icon=lucide::LuPhone class="flex-1">
                        {format!("Call {shown}")}
                    </LinkButton>
                }
            })
    };
    let href = move || kit.query.with(|query| lead_href(id, query));
    view! {
        <section
            aria-labelledby="peek-name"
            class="flex w-[320px] shrink-0 flex-col border-l border-line bg-surface max-md:hidden md:max-xl:absolute md:max-xl:inset-y-0 md:max-xl:right-0 md:max-xl:z-20 md:max-xl:shadow-lift"
        >
            <div class="flex h-10 shrink-0 items-center gap-1 border-b border-line pr-2 pl-4 text-caption text-muted">
                <span class="num">{place}</span>
                <IconButton
                    icon=lucide::LuChevronUp
                    label="Previous lead"
                    keys="K"
                    class="ml-auto"
                    on_click=move |_| { go_to(list, kit, false); }
                />
                <IconButton icon=lucide::LuChevronDown label="Next lead" keys="J" on_click=move |_| { go_to(list, kit, true); } />
                <IconButton icon=lucide::LuX label="Close the peek" keys="Esc" on_click=move |_| stop_peeking(list, kit) />
            </div>
            <div class="min-h-0 flex-1 overflow-y-auto p-4 outline-offset-[-2px]" tabindex="0" role="group" aria-label="Essentials">
                <h2 id="peek-name" class="text-large font-semibold break-words">
                    <a href=href class="rounded-sm underline-offset-2 hover:underline">
                        {move || lead.with(|lead| kit.query.with(|query| marked(&lead.name, &query.search)))}
                    </a>
                </h2>
                <p class="text-muted">
                    {move || lead.with(|lead| lead.place.clone().unwrap_or_else(|| "No address yet".to_owned()))}
                </p>
                <div class="mt-3 flex flex-wrap items-center gap-2">
                    {status}
                    <OwnerMenu id="peek-owner" lead owners=kit.owners giving=kit.giving changes=kit.changes boxed=true />
                </div>
                <div class="mt-2 -ml-1.5">
                    <Respond lead times=kit.times />
                </div>
                <div class="mt-3 flex flex-wrap gap-2">
                    {call}
                    <LinkButton href=Signal::derive(href)>"Open lead"</LinkButton>
                </div>
                <Rest id fetched kit />
            </div>
        </section>
    }
}

/// What has to be asked for.
#[component]
fn Rest(id: LeadId, fetched: Fetched, kit: RowKit) -> impl IntoView {
    move || match fetched.get().filter(|(of, _)| *of == id) {
        None => {
            view! { <Skeleton label="Loading the lead" shape=SkeletonShape::Line count=6 class="mt-5" /> }
                .into_any()
        }
        Some((_, Err(error))) => view! {
            <p role="alert" class="mt-5 text-danger">
                "The rest of the lead could not be loaded. "
                {error.message}
            </p>
        }
        .into_any(),
        Some((_, Ok(more))) => known(more, kit).into_any(),
    }
}

fn known(more: More, kit: RowKit) -> impl IntoView {
    let lead = more.lead;
    let emails = lead
        .contact
        .emails
        .iter()
        .map(|email| {
            let text = email.as_str().to_owned();
            view! {
                <DefinitionRow label="Email">
                    <a href=format!("mailto:{text}") class="block truncate rounded-sm hover:underline">
                        {text.clone()}
                    </a>
                </DefinitionRow>
            }
        })
        .collect_view();
    let asking = lead.summary.asking.map(|asking| asking.to_string());
    let tags = lead.marks.tags.iter().map(|tag| tag.name.clone()).collect::<Vec<_>>().join(", ");
    let latest = match more.latest {
        Ok(entries) => {
            let entries = entries.into_iter().map(|entry| latest(&entry, kit)).collect_view();
            view! { <ol class="mt-2 space-y-2.5">{entries}</ol> }.into_any()
        }
        Err(error) => {
            view! { <p class="mt-2 text-muted">"Could not load what happened last. " {error.message}</p> }
                .into_any()
        }
    };
    view! {
        {lead
            .contact
            .do_not_contact
            .then(|| view! { <p class="mt-4 rounded-md bg-danger-soft px-3 py-2 text-danger">"Do not contact."</p> })}
        <h3 class="mt-5 font-medium">"Facts"</h3>
        <DefinitionList class="mt-2">
            {emails}
            <DefinitionRow label="Source">{lead.summary.source.label()}</DefinitionRow>
            {asking.map(|asking| view! { <DefinitionRow label="Asking">{asking}</DefinitionRow> })}
            {lead.situation.map(|it| view! { <DefinitionRow label="Why selling">{it.label()}</DefinitionRow> })}
            {lead.timing.map(|it| view! { <DefinitionRow label="When">{it.label()}</DefinitionRow> })}
            {(!tags.is_empty()).then(|| view! { <DefinitionRow label="Tags">{tags}</DefinitionRow> })}
        </DefinitionList>
        {lead.message.map(|text| view! { <p class="mt-3 break-words whitespace-pre-line">"“" {text} "”"</p> })}
        <h3 class="mt-5 font-medium">"Latest"</h3>
        {latest}
    }
}

fn latest(entry: &TimelineEntry, kit: RowKit) -> impl IntoView + use<> {
    let words = timeline_words(entry);
    let body = entry.body.clone().or(words.remark);
    let at = entry.at.timestamp_millis();
    view! {
        <li class="flex gap-2.5">
            <span class="min-w-0 flex-1 break-words">
                <b class="font-medium">{words.actor}</b>
                " "
                {words.text}
                {body.map(|body| view! { <span class="line-clamp-3 text-caption text-muted">{body}</span> })}
            </span>
            <span class="shrink-0 text-caption text-muted">
                <RelativeTime at now=kit.times.now offset_minutes=kit.times.offset_at(at) />
            </span>
        </li>
    }
}

#[cfg(all(test, feature = "ssr"))]
mod tests {
    use super::*;
    use crate::features::leads::changes::Changes;
    use crate::features::leads::owner_menu::Giving;
    use crate::features::leads::samples::{lead_id, member_id, now, summary};
    use crate::features::leads::times::Times;
    use shared::leads::LeadQuery;
    use std::collections::HashSet;

    fn html(at: Option<LeadId>, peeking: bool) -> String {
        Owner::new().with(|| {
            let toaster = ui::provide_toaster();
            let query = Memo::new(|_| LeadQuery { search: "sand".into(), ..LeadQuery::default() });
            let list = List::new(query, Memo::new(|_| None), RwSignal::new(Vec::new()), toaster);
            list.rows.set(vec![summary(1), summary(2)]);
            list.peeking.set(peeking);
            let kit = RowKit {
                times: Times::fixed(now()),
                query: query.into(),
                owners: Signal::stored(Vec::new()),
                marked: Signal::stored(HashSet::new()),
                cursor: RwSignal::new(at),
                changes: Changes::new(
                    Callback::new(|_| ()),
                    Callback::new(|_| ()),
                    toaster,
                    Signal::stored(true),
                ),
                giving: Giving { me: Some(member_id(1)), may_work: true, may_assign: true },
            };
            view! { <PeekPanel list kit /> }.to_html()
        })
    }

    #[test]
    fn the_row_is_shown_at_once_and_the_rest_is_on_its_way() {
        let page = html(Some(lead_id(2)), true);
        for part in [
            "2 of 0",
            "Sand</mark>oval 2",
            "917 Tillery St, Austin",
            "Call 512 555 0148",
            "aria-label=\"Status: New. Change\"",
            "Loading the lead",
        ] {
            assert!(page.replace("<!>", "").contains(part), "{part} in {page}");
        }
    }

    #[test]
    fn there_is_no_panel_without_a_lead() {
        for page in [html(None, true), html(Some(lead_id(1)), false), html(Some(lead_id(9)), true)] {
            assert!(!page.contains("<section"), "{page}");
        }
    }
}
