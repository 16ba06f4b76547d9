//! Home: what needs me now, and the month in figures.

mod figures;
mod greeting;
mod rpc;
mod waiting;

use crate::features::leads::times::Times;
use crate::features::tasks::{Today, TodaysTasks, tasks_today};
use crate::layout::{Failure, PageTitle};
use crate::state::{ask_once, live, use_session};
use figures::Figures;
use leptos::prelude::*;
use leptos_router::{LazyRoute, lazy_route};
use rpc::get_home;
use shared::home::{FigureKind, Home};
use shared::roles::Permission;
use ui::{
    ButtonKind, ButtonSize, EmptyState, Icon, LinkButton, SectionHeading, Skeleton, SkeletonShape, lucide,
};
use waiting::{AnswerNext, Overdue, Quiet};

/// `/`
pub struct HomeRoute;

#[lazy_route]
impl LazyRoute for HomeRoute {
    fn data() -> Self {
        Self
    }

    fn view(this: Self) -> AnyView {
        let HomeRoute = this;
        view! { <HomePage /> }.into_any()
    }
}

#[component]
fn HomePage() -> impl IntoView {
    let home = ask_once(get_home);
    let tasks = ask_once(tasks_today);
    let times = Times::here();
    let session = use_session();
    let name = session.with(|info| info.name.clone()).unwrap_or_default();
    let offset = move || times.offset_at(times.now.get());
    let hello = Memo::new(move |_| greeting::greeting(times.now.get(), offset(), &name));
    live::on_event(
        |event| event.name.starts_with("lead.") || event.name.starts_with("submission."),
        move || home.refetch(),
    );
    live::on_event(|event| event.name.starts_with("task."), move || tasks.refetch());
    let loading =
        || view! { <Skeleton label="Loading home" shape=SkeletonShape::Card count=6 class="mt-5" /> };
    view! {
        <PageTitle title="Home" />
        <div class="mx-auto max-w-[1080px] px-4 pt-6 pb-10 md:px-8">
            <h1 class="text-title font-semibold">{move || hello.get()}</h1>
            <p class="num text-muted">{move || greeting::moment(times.now.get(), offset())}</p>
            <Transition fallback=loading>
                {move || Suspend::new(async move {
                    match home.await {
                        Ok(data) => {
                            // the rest of the screen holds without them
                            let today = tasks.await.ok();
                            let again = move |()| {
                                home.refetch();
                                tasks.refetch();
                            };
                            view! { <Needs data today times again=Callback::new(again) /> }.into_any()
                        }
                        Err(error) => view! {
                            <div class="mt-5">
                                <Failure error what="home" page=true on_retry=move || home.refetch() />
                            </div>
                        }
                        .into_any(),
                    }
                })}
            </Transition>
        </div>
    }
}

#[component]
fn Needs(data: Home, today: Option<TodaysTasks>, times: Times, again: Callback<()>) -> impl IntoView {
    let now = times.now.get_untracked();
    let (this_month, last_month) = greeting::months(now, times.offset_at(now));
    if is_new(&data) {
        return view! { <FirstSteps /> }.into_any();
    }
    let overdue = data.overdue.into_iter().next().map(|lead| {
        view! { <Overdue lead count=data.overdue_count times on_taken=again /> }
    });
    view! {
        {overdue}
        {today.map(|today| view! { <Today today times again /> })}
        <div class="mt-6 grid grid-cols-[minmax(0,1fr)] gap-x-10 gap-y-6 lg:grid-cols-[minmax(0,1fr)_minmax(0,1fr)]">
            <AnswerNext leads=data.next count=data.next_count times />
            <Quiet leads=data.quiet times />
            {data.review_count.map(|count| view! { <Review count /> })}
        </div>
        <Figures figures=data.figures this_month last_month />
    }
    .into_any()
}

/// Whether nothing has come in yet: not a single lead, this month or the one before, and nothing to do.
fn is_new(data: &Home) -> bool {
    let leads = data.figures.iter().find(|figure| figure.kind == FigureKind::NewLeads);
    data.overdue.is_empty()
        && data.next.is_empty()
        && data.quiet.is_empty()
        && data.review_count.unwrap_or(0) == 0
        && leads.is_none_or(|figure| figure.value == 0 && figure.before == 0)
}

#[component]
fn FirstSteps() -> impl IntoView {
    let session = use_session();
    let (may_see_forms, may_add) = (session.may(Permission::ReadForms), session.may(Permission::WorkLeads));
    view! {
        <EmptyState
            level=2
            title="No leads yet"
            text="Put the seller form on your site. Whoever sends it appears here the same moment."
            class="mt-5"
        >
            <Show when=move || may_see_forms>
                <LinkButton href="/forms" kind=ButtonKind::Primary>
                    "Put the form on your site"
                </LinkButton>
            </Show>
            <Show when=move || may_add>
                <LinkButton href="/leads?add=1">"Add a lead by hand"</LinkButton>
            </Show>
        </EmptyState>
    }
}

/// Submissions that wait for a decision.
#[component]
fn Review(count: u64) -> impl IntoView {
    let words = match count {
        0 => "Nothing looks suspicious.".to_owned(),
        1 => "1 submission looks suspicious".to_owned(),
        more => format!("{more} submissions look suspicious"),
    };
    let row = if count == 0 {
        view! { <p class="border-t border-line py-3 text-muted">{words}</p> }.into_any()
    } else {
        view! {
            <div class="flex min-h-13 items-center gap-3 border-t border-line py-1.5">
                <Icon icon=lucide::LuShieldAlert class="text-warning" />
                <span class="min-w-0 flex-1 font-medium">{words}</span>
                <LinkButton href="/review" size=ButtonSize::Sm class="max-md:h-10">
                    "Review"
                </LinkButton>
            </div>
        }
        .into_any()
    };
    view! {
        <section aria-labelledby="decide">
            <SectionHeading id="decide" title="Waiting for your decision" count=count.to_string() />
            {row}
        </section>
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::features::leads::samples::summary;
    use shared::home::Figure;
    use shared::paging::Count;

    #[test]
    fn first_steps_give_way_to_the_first_lead() {
        let none = Count { at_least: 0, exact: true };
        let empty = Home {
            overdue: Vec::new(),
            overdue_count: none,
            next: Vec::new(),
            next_count: none,
            quiet: Vec::new(),
            review_count: Some(0),
            figures: vec![Figure { kind: FigureKind::NewLeads, value: 0, before: 0, days: Vec::new() }],
        };
        assert!(is_new(&empty));
        assert!(!is_new(&Home { next: vec![summary(1)], ..empty.clone() }));
        assert!(!is_new(&Home { review_count: Some(1), ..empty.clone() }));
        let figures = vec![Figure { kind: FigureKind::NewLeads, value: 0, before: 4, days: Vec::new() }];
        assert!(!is_new(&Home { figures, ..empty }));
    }
}
