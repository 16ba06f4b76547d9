//! The team on a phone: a card a member with what matters most, in the order of the table.

use super::screen::Team;
use super::table::{Name, Share, open_leads};
use super::words::count;
use crate::features::activity::FeedPlace;
use crate::features::leads::answered::span;
use leptos::prelude::*;
use shared::MemberId;
use shared::activity::{FeedGroup, Figures};
use ui::TextLink;

#[component]
pub(super) fn TeamCards(team: Team) -> impl IntoView {
    view! {
        <ul aria-label="Members" class="mt-2 grid gap-3 md:hidden">
            <For each=move || team.order() key=|id| *id let:id>
                <Card team id />
            </For>
        </ul>
    }
}

#[component]
fn Card(team: Team, id: MemberId) -> impl IntoView {
    let now = team.member(id);
    let figures = Memo::new(move |_| now.with(|now| now.as_ref().map(|now| now.figures)).unwrap_or_default());
    let number = move |read: fn(&Figures) -> i64| move || count(read(&figures.get()));
    let calls = FeedPlace::narrowed(&id.to_string(), FeedGroup::Calls.as_str()).href();
    let share = move |read: fn(&Figures) -> (i64, i64)| {
        move || {
            let (part, whole) = read(&figures.get());
            view! { <Share part whole /> }
        }
    };
    let answer = move || figures.get().median_seconds.map_or_else(|| "–".to_owned(), span);
    view! {
        <li class="rounded-lg border border-line p-3.5">
            <Name team id />
            <dl class="num mt-3 grid grid-cols-2 gap-x-4 gap-y-2.5">
                <div>
                    <dt class="text-caption text-muted">"Calls"</dt>
                    <dd>
                        <TextLink href=calls class="font-medium text-ink!">
                            {number(|of| of.calls)}
                        </TextLink>
                        <span class="block text-caption text-muted">{number(|of| of.reached)} " reached"</span>
                    </dd>
                </div>
                <div>
                    <dt class="text-caption text-muted">"Open leads"</dt>
                    <dd>
                        <TextLink href=open_leads(id) class="font-medium text-ink!">
                            {number(|of| of.open)}
                        </TextLink>
                        <span class="block text-caption text-muted">{number(|of| of.given)} " given"</span>
                    </dd>
                </div>
                <div>
                    <dt class="text-caption text-muted">"First answer"</dt>
                    <dd class="font-medium">{answer}</dd>
                </div>
                <div>
                    <dt class="text-caption text-muted">"In time"</dt>
                    <dd>{share(|of| (of.in_time, of.due))}</dd>
                </div>
                <div>
                    <dt class="text-caption text-muted">"Contacted"</dt>
                    <dd>{share(|of| (of.contacted, of.came))}</dd>
                </div>
                <div>
                    <dt class="text-caption text-muted">"Qualified"</dt>
                    <dd>{share(|of| (of.qualified, of.came))}</dd>
                </div>
            </dl>
        </li>
    }
}
