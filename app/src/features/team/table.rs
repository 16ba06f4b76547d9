//! The table of the team: a row a member, and what they add up to.

use super::address::TeamPlace;
use super::screen::Team;
use super::sort::Column;
use super::words::{count, part_of, percent, share};
use crate::features::activity::FeedPlace;
use crate::features::leads::address::list_href;
use crate::features::leads::answered::{exact_span, span};
use leptos::prelude::*;
use shared::MemberId;
use shared::activity::{FeedGroup, Figures, MemberFigures};
use shared::leads::{LeadQuery, LeadStatus, OwnerFilter};
use ui::{
    Align, Avatar, Badge, Cell, RowHeader, SortHeader, Table, TableBody, TableHead, TableRow, TextLink,
};

#[component]
pub(super) fn TeamTable(team: Team) -> impl IntoView {
    let heads = Column::ALL.map(|column| {
        let direction = Memo::new(move |_| team.place.with(|place| place.order.direction(column)));
        let href = Signal::derive(move || team.place.with(|place| place.sorted(column).href()));
        let align = if column == Column::Name { Align::Start } else { Align::End };
        view! { <SortHeader label=column.label() direction align href /> }
    });
    let all = Signal::derive(move || team.all());
    view! {
        <Table label="Table of figures by member" table_class="min-w-[1160px]" class="mt-1 max-md:hidden">
            <TableHead>{heads}</TableHead>
            <TableBody>
                <For each=move || team.order() key=|id| *id let:id>
                    <Row team id />
                </For>
            </TableBody>
            <tfoot>
                <TableRow class="[&>*]:border-t [&>*]:border-line">
                    <RowHeader>
                        <span class="font-medium">"Everybody"</span>
                    </RowHeader>
                    {cells(all, None)}
                </TableRow>
            </tfoot>
        </Table>
    }
}

/// Only the words of its cells change, so that its links keep the focus.
#[component]
fn Row(team: Team, id: MemberId) -> impl IntoView {
    let now = team.member(id);
    let figures =
        Signal::derive(move || now.with(|now| now.as_ref().map(|now| now.figures)).unwrap_or_default());
    view! {
        <TableRow>
            <RowHeader>
                <Name team id />
            </RowHeader>
            {cells(figures, Some(id))}
        </TableRow>
    }
}

/// A member by name, with the way to their page.
#[component]
pub(super) fn Name(team: Team, id: MemberId) -> impl IntoView {
    let now = team.member(id);
    let name =
        Memo::new(move |_| now.with(|now| now.as_ref().map(|now| now.name.clone())).unwrap_or_default());
    let under = Memo::new(move |_| now.with(|now| now.as_ref().map(under)));
    let href = Signal::derive(move || team.place.with(|place: &TeamPlace| place.member_href(id)));
    view! {
        <span class="flex items-center gap-2.5">
            <span class="contents max-sm:hidden">{move || view! { <Avatar name=name.get() decorative=true /> }}</span>
            <span class="min-w-0">
                <TextLink href class="block truncate leading-4.5 font-medium text-ink!">
                    {name}
                </TextLink>
                {move || {
                    under.get().map(|(role, left)| {
                        view! {
                            <span class="block text-caption text-muted">
                                {if left { view! { <Badge>"Left"</Badge> }.into_any() } else { role.into_any() }}
                            </span>
                        }
                    })
                }}
            </span>
        </span>
    }
}

fn under(member: &MemberFigures) -> (&'static str, bool) {
    (member.role.label(), member.left)
}

/// The cells behind the name, in the order of [`Column`]. Of a member, figures lead to what they count.
fn cells(figures: Signal<Figures>, member: Option<MemberId>) -> AnyView {
    let number = move |read: fn(&Figures) -> i64| move || count(read(&figures.get()));
    let feed =
        move |group: FeedGroup| member.map(|id| FeedPlace::narrowed(&id.to_string(), group.as_str()).href());
    view! {
        <Cell align=Align::End>{linked(member.map(open_leads), number(|of| of.open))}</Cell>
        <Cell align=Align::End>{number(|of| of.given)}</Cell>
        <Cell align=Align::End>{linked(feed(FeedGroup::Calls), number(|of| of.calls))}</Cell>
        <Cell align=Align::End>{part(figures, |of| (of.reached, of.calls))}</Cell>
        <Cell align=Align::End>{linked(feed(FeedGroup::Notes), number(|of| of.notes))}</Cell>
        <Cell align=Align::End>
            {linked(feed(FeedGroup::Tasks), number(|of| of.tasks))} {move || meetings(figures.get().meetings)}
        </Cell>
        <Cell align=Align::End>{move || answer(&figures.get())}</Cell>
        <Cell align=Align::End>{part(figures, |of| (of.in_time, of.due))}</Cell>
        <Cell align=Align::End>{number(|of| of.came)}</Cell>
        <Cell align=Align::End>{part(figures, |of| (of.contacted, of.came))}</Cell>
        <Cell align=Align::End>{part(figures, |of| (of.qualified, of.came))}</Cell>
        <Cell align=Align::End>{part(figures, |of| (of.converted, of.came))}</Cell>
    }
    .into_any()
}

/// How many of the tasks were meetings.
fn meetings(number: i64) -> Option<AnyView> {
    let words = if number == 1 { "1 meeting".to_owned() } else { format!("{} meetings", count(number)) };
    (number > 0).then(|| view! { <span class="block text-caption text-muted">{words}</span> }.into_any())
}

/// The open leads of a member.
pub(super) fn open_leads(member: MemberId) -> String {
    let statuses = LeadStatus::ALL.iter().copied().filter(|status| status.is_open()).collect();
    list_href(&LeadQuery { statuses, owner: Some(OwnerFilter::Member(member)), ..LeadQuery::default() })
}

fn linked(href: Option<String>, words: impl Fn() -> String + Send + Sync + 'static) -> AnyView {
    match href {
        Some(href) => view! {
            <TextLink href class="text-ink!">
                {words}
            </TextLink>
        }
        .into_any(),
        None => words.into_any(),
    }
}

fn part(figures: Signal<Figures>, read: fn(&Figures) -> (i64, i64)) -> AnyView {
    (move || {
        let (part, whole) = read(&figures.get());
        view! { <Share part whole /> }
    })
    .into_any()
}

/// A share with a bar, and what it is a share of.
#[component]
pub(super) fn Share(part: i64, whole: i64) -> impl IntoView {
    let Some(percent) = percent(part, whole) else { return "–".into_any() };
    view! {
        <span class="inline-flex items-center gap-2">
            <svg class="h-1 w-8 rounded-full bg-line" aria-hidden="true">
                <rect class="fill-accent" width=format!("{percent}%") height="100%" rx="2" />
            </svg>
            <span class="font-medium">{share(part, whole)}</span>
        </span>
        <span class="block text-caption text-muted">{part_of(part, whole)}</span>
    }
    .into_any()
}

/// The middle answer, and within which time nine of ten came.
fn answer(figures: &Figures) -> AnyView {
    let Some(median) = figures.median_seconds else { return "–".into_any() };
    let most = figures.most_seconds.map(|most| {
        view! {
            <span class="block text-caption text-muted" title=exact_span(most)>
                {format!("9 of 10 in {}", span(most))}
            </span>
        }
    });
    view! {
        <span class="block font-medium" title=exact_span(median)>
            {span(median)}
        </span>
        {most}
    }
    .into_any()
}

#[cfg(all(test, feature = "ssr"))]
mod tests {
    use super::*;
    use crate::features::leads::samples::member_id;
    use crate::features::team::state::Counting;
    use chrono::{DateTime, NaiveDate};
    use shared::activity::TeamFigures;
    use shared::roles::Role;

    fn html() -> String {
        let figures = |calls, came| Figures {
            open: 7,
            calls,
            reached: 4,
            tasks: 6,
            meetings: 2,
            median_seconds: Some(250),
            most_seconds: Some(4_200),
            due: 5,
            in_time: 3,
            came,
            qualified: 2,
            ..Figures::default()
        };
        let member = |number, name: &str, left, figures| MemberFigures {
            id: member_id(number),
            name: name.into(),
            role: Role::Agent,
            left,
            figures,
        };
        let team = TeamFigures {
            from: DateTime::UNIX_EPOCH,
            to: DateTime::UNIX_EPOCH,
            first_day: NaiveDate::MIN,
            last_day: NaiveDate::MIN,
            members: vec![
                member(1, "Inês Duarte", false, figures(10, 8)),
                member(2, "<b>Priya</b>", true, Figures { calls: 12, ..Figures::default() }),
            ],
            all: figures(22, 8),
        };
        Owner::new().with(|| {
            let counting = Counting::new(Ok(team), |_| async { unreachable!("nothing is asked") });
            let mut params = leptos_router::params::ParamsMap::new();
            params.insert("sort", "calls".to_owned());
            params.insert("period", "7d".to_owned());
            let place = Memo::new(move |_| TeamPlace::of(&params));
            view! { <TeamTable team=Team { counting, place } /> }.to_html()
        })
    }

    #[test]
    fn a_row_names_its_member_and_opens_what_it_counts() {
        let html = html();
        let id = member_id(1);
        for part in [
            format!("/team/{id}?period=7d"),
            format!("/activity?member={id}&amp;kind=calls"),
            format!("owner={id}"),
            "4 min".to_owned(),
            format!("/activity?member={id}&amp;kind=tasks"),
            "2 meetings".to_owned(),
            "9 of 10 in 1 h 10".to_owned(),
            "60 %".to_owned(),
            "3 of 5".to_owned(),
            "2 of 8".to_owned(),
            "Everybody".to_owned(),
            "Left".to_owned(),
        ] {
            assert!(html.contains(&part), "{part} in {html}");
        }
        assert!(!html.contains("<b>Priya"), "{html}");
    }

    #[test]
    fn the_order_is_told_and_kept() {
        let html = html();
        assert!(html.contains("aria-sort=\"descending\""), "{html}");
        assert!(html.contains("/team?period=7d&amp;sort=calls&amp;order=turned"), "{html}");
        let (most, fewer) = (html.find("Priya").unwrap(), html.find("Inês Duarte").unwrap());
        assert!(most < fewer);
    }
}
