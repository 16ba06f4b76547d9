//! The page of the team with its data: what everybody comes to, then each member.

use super::address::TeamPlace;
use super::cards::TeamCards;
use super::counted::Counted;
use super::figures::Glance;
use super::periods::Periods;
use super::rpc::get_team;
use super::state::Counting;
use super::table::TeamTable;
use super::words::days;
use crate::layout::Failure;
use crate::rpc::{AppError, ErrorKind};
use crate::state::PageErrors;
use leptos::prelude::*;
use shared::MemberId;
use shared::activity::{Figures, MemberFigures, TeamFigures};
use ui::{EmptyState, Section, lucide};

/// What the parts of the page share. Cheap to copy.
#[derive(Clone, Copy)]
pub(super) struct Team {
    pub(super) counting: Counting<TeamFigures>,
    pub(super) place: Memo<TeamPlace>,
}

impl Team {
    /// Members in the order of the address; follows changes.
    pub(super) fn order(self) -> Vec<MemberId> {
        let mut members = self
            .counting
            .figures
            .with(|team| team.as_ref().map(|team| team.members.clone()).unwrap_or_default());
        self.place.with(|place| place.order.sort(&mut members));
        members.into_iter().map(|member| member.id).collect()
    }

    /// One member as they stand now; one who goes keeps their figures until they are gone.
    pub(super) fn member(self, id: MemberId) -> Memo<Option<MemberFigures>> {
        Memo::new(move |before: Option<&Option<MemberFigures>>| {
            let found = self.counting.figures.with(|team| {
                let members = team.iter().flat_map(|team| &team.members);
                members.into_iter().find(|member| member.id == id).cloned()
            });
            found.or_else(|| before.cloned().flatten())
        })
    }

    /// What they add up to; follows changes.
    pub(super) fn all(self) -> Figures {
        self.counting.figures.with(|team| team.as_ref().map(|team| team.all)).unwrap_or_default()
    }
}

#[component]
pub(super) fn Screen(first: Result<TeamFigures, AppError>, place: Memo<TeamPlace>) -> impl IntoView {
    if let Err(error) = &first {
        PageErrors::set(error.kind);
    }
    let counting = Counting::new(first, get_team);
    let period = Memo::new(move |_| place.with(|place| place.period.clone()));
    counting.follow(period);
    let team = Team { counting, place };
    let counted = Memo::new(move |_| {
        counting
            .figures
            .with(|team| team.as_ref().map(|team| days(team.first_day, team.last_day)))
            .unwrap_or_default()
    });
    let known = Memo::new(move |_| counting.figures.with(Option::is_some));
    view! {
        <Periods path=Signal::stored("/team".to_owned()) place days=counted failed=counting.failed />
        <Trouble failed=counting.failed again=Callback::new(move |()| counting.load(period.get_untracked())) />
        <Show when=move || known.get()>
            <div
                class="transition-opacity"
                class:opacity-60=move || counting.busy.get()
                aria-busy=move || counting.busy.get().then_some("true")
            >
                <Glance label="Everybody together" of=Signal::derive(move || team.all()) />
                <Section id="by-member" title="By member" class="mt-5">
                    <TeamTable team />
                    <TeamCards team />
                </Section>
                <Counted />
            </div>
        </Show>
    }
}

/// Figures that could not be had. What is wrong with the days is said at the days.
#[component]
pub(super) fn Trouble(failed: RwSignal<Option<AppError>>, again: Callback<()>) -> impl IntoView {
    move || {
        let error = failed.get()?;
        let inside = if error.kind == ErrorKind::Invalid {
            view! {
                <EmptyState
                    level=2
                    compact=true
                    icon=lucide::LuCalendar
                    title="These days cannot be counted"
                    text="Choose other days, or one of the periods that have a name."
                />
            }
            .into_any()
        } else {
            view! { <Failure error what="the figures" on_retry=again /> }.into_any()
        };
        Some(view! { <div class="mt-4">{inside}</div> })
    }
}
