//! The list as a table on wide screens: one row a lead, status and owner changed in place.

use super::choosing::ChooseBox;
use super::columns::{Columns, Heads};
use super::state::List;
use super::window::{Part, Window};
use crate::features::leads::address::lead_href;
use crate::features::leads::answered::{Answer, answer, span};
use crate::features::leads::changes::Changes;
use crate::features::leads::owner_menu::{Giving, OwnerMenu};
use crate::features::leads::sentence::caption;
use crate::features::leads::status_menu::{StatusMark, StatusMenu};
use crate::features::leads::times::Times;
use crate::layout::marked;
use leptos::prelude::*;
use shared::LeadId;
use shared::leads::{LeadQuery, LeadSummary, OwnerRef};
use std::collections::HashSet;
use ui::{
    Align, Cell, DeadlineBadge, Icon, IconSize, RelativeTime, RowHeader, Table, TableBody, TableHead,
    TableRow, lucide,
};

/// What every row needs.
#[derive(Clone, Copy)]
pub(super) struct RowKit {
    pub(super) times: Times,
    pub(super) query: Signal<LeadQuery>,
    pub(super) owners: Signal<Vec<OwnerRef>>,
    pub(super) marked: Signal<HashSet<LeadId>>,
    pub(super) cursor: RwSignal<Option<LeadId>>,
    pub(super) changes: Changes,
    pub(super) giving: Giving,
}

/// Hidden on phones, where [`super::phone::PhoneList`] takes its place.
#[component]
pub(super) fn LeadTable(list: List, kit: RowKit) -> impl IntoView {
    let label = Signal::derive(move || caption(&list.query.get(), &list.owners.get(), &list.schema.get()));
    let may_work = kit.giving.may_work;
    let window = Window::new(list, kit.cursor, "lead-rows", 48);
    // With the head; a number that is not known is told as such.
    let count = Signal::derive(move || {
        let total = list.total.get();
        if total.exact { (total.at_least + 1).to_string() } else { "-1".to_owned() }
    });
    view! {
        <Table
            label
            bare=true
            fixed=true
            rows=count
            class="overflow-visible! max-md:hidden"
            columns=move || view! { <Columns list may_work /> }>
            <TableHead>
                <Heads list may_work />
            </TableHead>
            // where rows come and go above, nothing is to be scrolled for it
            <TableBody id="lead-rows" class="[overflow-anchor:none]">
                <For each=move || window.parts() key=Part::key let:part>
                    {match part {
                        Part::Row(lead) => view! { <LeadRow lead=current(list.rows, *lead) list kit /> }.into_any(),
                        Part::Gap { rows, .. } => view! {
                            <tr aria-hidden="true" style:height=move || window.height_of(rows)>
                                <td class="border-0! p-0!"></td>
                            </tr>
                        }
                        .into_any(),
                    }}
                </For>
            </TableBody>
        </Table>
    }
}

/// A row's lead as the list now holds it; the last known one when it has left the list.
pub(super) fn current(rows: RwSignal<Vec<LeadSummary>>, lead: LeadSummary) -> Memo<LeadSummary> {
    let id = lead.id;
    Memo::new(move |before: Option<&LeadSummary>| {
        rows.with(|rows| rows.iter().find(|row| row.id == id).cloned())
            .or_else(|| before.cloned())
            .unwrap_or_else(|| lead.clone())
    })
}

/// Which of the loaded rows a lead is, counted from 1.
pub(super) fn place_of(list: List, lead: LeadId) -> Memo<Option<usize>> {
    Memo::new(move |_| list.rows.with(|rows| rows.iter().position(|row| row.id == lead)).map(|at| at + 1))
}

/// One lead. Its link has the id `open-{id}`, its status menu `st-{id}`.
#[component]
pub(super) fn LeadRow(#[prop(into)] lead: Signal<LeadSummary>, list: List, kit: RowKit) -> impl IntoView {
    let id = lead.with_untracked(|lead| lead.id);
    let at_cursor = Signal::derive(move || kit.cursor.get() == Some(id));
    let fresh = move || kit.marked.with(|marked| marked.contains(&id)).then_some("true");
    let place = place_of(list, id);
    let chosen = move || list.is_chosen(id).then_some("true");
    let name = Signal::derive(move || lead.with(|lead| lead.name.clone()));
    let further = move || {
        let columns = lead.with(|lead| lead.columns.clone());
        columns.into_iter().map(|words| view! { <Further words /> }).collect_view()
    };
    view! {
        <TableRow
            cursor=at_cursor
            class="transition-colors duration-700 data-chosen:bg-accent-soft data-fresh:bg-success-soft"
            attr:data-fresh=fresh
            attr:data-chosen=chosen
            attr:aria-rowindex=move || place.get().map(|place| place + 1)
            on:focusin=move |_| kit.cursor.set(Some(id))
        >
            {kit.giving.may_work.then(|| view! {
                <Cell>
                    <ChooseBox list id name />
                </Cell>
            })}
            <RowHeader class="max-w-0">
                <Name lead query=kit.query />
            </RowHeader>
            <Cell>
                <Status lead kit />
            </Cell>
            <Cell class="num">
                <Respond lead times=kit.times />
            </Cell>
            <Cell>
                <Owner lead kit />
            </Cell>
            <Cell class="max-[900px]:hidden xl:group-data-peeking/list:hidden">
                <span class="block truncate">{move || lead.with(|lead| lead.source.label())}</span>
            </Cell>
            <Cell align=Align::End class="max-[1100px]:pr-4">
                {move || lead.with(|lead| lead.asking.map(|asking| asking.to_string()))}
            </Cell>
            <Cell align=Align::End class="text-muted max-[1100px]:hidden xl:group-data-peeking/list:hidden">
                <Created lead times=kit.times />
            </Cell>
            {further}
        </TableRow>
    }
}

/// A column that somebody chose.
#[component]
fn Further(words: String) -> impl IntoView {
    let title = words.clone();
    view! {
        <Cell>
            <span class="block truncate" title=title>
                {words}
            </span>
        </Cell>
    }
}

#[component]
fn Name(lead: Signal<LeadSummary>, query: Signal<LeadQuery>) -> impl IntoView {
    let id = lead.with_untracked(|lead| lead.id);
    view! {
        <a
            id=format!("open-{id}")
            href=move || lead_href(id, &query.get())
            class="block truncate rounded-sm font-medium underline-offset-2 hover:underline"
        >
            {move || query.with(|query| lead.with(|lead| marked(&lead.name, &query.search)))}
        </a>
        <span class="block truncate text-caption text-muted">
            {move || query.with(|query| lead.with(|lead| placed(lead, &query.search)))}
        </span>
    }
}

/// Where the house is.
pub(super) fn placed(lead: &LeadSummary, search: &str) -> Vec<AnyView> {
    lead.place.as_ref().map_or_else(|| vec!["No address yet".into_any()], |place| marked(place, search))
}

#[component]
fn Status(lead: Signal<LeadSummary>, kit: RowKit) -> impl IntoView {
    if kit.giving.may_work {
        let id = lead.with_untracked(|lead| format!("st-{}", lead.id));
        view! { <StatusMenu id lead changes=kit.changes /> }.into_any()
    } else {
        view! { <StatusMark status=Signal::derive(move || lead.with(|lead| lead.status)) /> }.into_any()
    }
}

#[component]
fn Owner(lead: Signal<LeadSummary>, kit: RowKit) -> impl IntoView {
    let id = lead.with_untracked(|lead| format!("ow-{}", lead.id));
    view! { <OwnerMenu id lead owners=kit.owners giving=kit.giving changes=kit.changes /> }
}

#[component]
fn Created(lead: Signal<LeadSummary>, times: Times) -> impl IntoView {
    let at = Signal::derive(move || lead.with(|lead| lead.created_at.timestamp_millis()));
    let offset = Signal::derive(move || times.offset_at(at.get()));
    view! { <RelativeTime at now=times.now offset_minutes=offset /> }
}

/// When an answer is due, or how fast it came.
#[component]
pub(super) fn Respond(#[prop(into)] lead: Signal<LeadSummary>, times: Times) -> impl IntoView {
    let state = Memo::new(move |_| lead.with(answer));
    move || match state.get() {
        Answer::Due(at) => {
            view! { <DeadlineBadge at now=times.now offset_minutes=times.offset_at(at) /> }.into_any()
        }
        Answer::After(seconds) => view! {
            <span class="inline-flex items-center gap-1 px-1.5 whitespace-nowrap text-faint">
                <Icon icon=lucide::LuCheck size=IconSize::Xs />
                {format!("Answered in {}", span(seconds))}
            </span>
        }
        .into_any(),
        Answer::Nothing => ().into_any(),
    }
}

#[cfg(all(test, feature = "ssr"))]
mod tests {
    use super::*;
    use crate::features::leads::samples::{member_id, now, summary};
    use chrono::TimeDelta;
    use shared::leads::LeadStatus;

    fn html(lead: LeadSummary, giving: Giving) -> String {
        Owner::new().with(|| {
            let toaster = ui::provide_toaster();
            let changes =
                Changes::new(Callback::new(|_| ()), Callback::new(|_| ()), toaster, Signal::stored(true));
            let kit = RowKit {
                times: Times::fixed(now()),
                query: Signal::stored(LeadQuery { statuses: vec![LeadStatus::New], ..LeadQuery::default() }),
                owners: Signal::stored(Vec::new()),
                marked: Signal::stored(HashSet::new()),
                cursor: RwSignal::new(None),
                changes,
                giving,
            };
            let views = RwSignal::new(Vec::new());
            let list = List::new(Memo::new(|_| LeadQuery::default()), Memo::new(|_| None), views, toaster);
            view! { <LeadRow lead=Signal::stored(lead) list kit /> }.to_html()
        })
    }

    fn manager() -> Giving {
        Giving { me: Some(member_id(1)), may_work: true, may_assign: true }
    }

    #[test]
    fn a_row_is_complete_without_javascript() {
        let page = html(summary(11), manager());
        let id = summary(11).id;
        for part in [
            format!("href=\"/leads/{id}?from=status%3Dnew\""),
            "Henrik Sandoval 11".to_owned(),
            "917 Tillery St, Austin".to_owned(),
            "4 min left".to_owned(),
            "aria-label=\"Status: New. Change\"".to_owned(),
            "aria-label=\"Owner: Priya Raman. Change\"".to_owned(),
            "Google Ads".to_owned(),
            "$540,000".to_owned(),
            "11 min".to_owned(),
        ] {
            assert!(page.contains(&part), "{part} in {page}");
        }
    }

    #[test]
    fn who_may_not_change_a_lead_reads_it() {
        let page = html(summary(11), Giving { may_work: false, may_assign: false, ..manager() });
        assert!(!page.contains("aria-haspopup"), "{page}");
        assert!(page.contains("New") && page.contains("Priya"));
    }

    #[test]
    fn an_answered_lead_says_how_fast() {
        let mut lead = summary(60);
        lead.first_response_at = Some(lead.created_at + TimeDelta::minutes(3));
        lead.owner = None;
        let page = html(lead, manager());
        assert!(page.contains("Answered in 3 min") && !page.contains("late"), "{page}");
        assert!(page.contains("aria-label=\"No owner. Assign\""), "{page}");
    }

    #[test]
    fn names_are_text_and_nothing_else() {
        let page = html(LeadSummary { name: "<img src=x onerror=alert(1)>".into(), ..summary(1) }, manager());
        assert!(!page.contains("<img") && page.contains("&lt;img"), "{page}");
    }
}
