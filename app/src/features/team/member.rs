//! The page of one member: their figures beside everybody's, and what they did.

use super::address::TeamPlace;
use super::counted::Counted;
use super::figures::Glance;
use super::periods::Periods;
use super::rpc::get_member_team;
use super::screen::Trouble;
use super::state::Counting;
use super::table::open_leads;
use super::words::{count, days};
use crate::features::activity::{FeedList, FeedPlace, TeamTabs, get_feed};
use crate::layout::{Failure, PageTitle};
use crate::rpc::{AppError, ErrorKind};
use crate::state::{PageErrors, ask};
use leptos::prelude::*;
use leptos_router::hooks::{use_params_map, use_query_map};
use leptos_router::{LazyRoute, lazy_route};
use shared::activity::{FeedPage, MemberTeam};
use ui::{Avatar, AvatarSize, Badge, Section, Skeleton, SkeletonShape, TextLink};

/// `/team/:member`.
pub struct MemberRoute;

/// What a visit of the page begins with. A period that cannot be counted leaves the feed as it is.
type Opening = (Result<MemberTeam, AppError>, Result<FeedPage, AppError>);

#[lazy_route]
impl LazyRoute for MemberRoute {
    fn data() -> Self {
        Self
    }

    fn view(this: Self) -> AnyView {
        let MemberRoute = this;
        let (params, query) = (use_params_map(), use_query_map());
        let id = Memo::new(move |_| params.with(|params| params.get("member").unwrap_or_default()));
        let place = Memo::new(move |_| query.with(TeamPlace::of));
        let feed = Memo::new(move |_| {
            let kept = place.with(TeamPlace::days);
            id.with(|id| query.with(|query| FeedPlace::of_member(id, kept, query)))
        });
        // asked once a member: from then on the screen asks by itself
        let first = ask(move || id.get(), move |id| open(id, place.get_untracked(), feed.get_untracked()));
        let title = RwSignal::new(String::new());
        let inside = move || {
            Suspend::new(async move {
                match first.await {
                    Ok((figures, page)) => {
                        title.set(
                            figures
                                .as_ref()
                                .map_or_else(|_| "Member".to_owned(), |team| team.member.name.clone()),
                        );
                        view! { <Screen id=id.get_untracked() figures page place feed /> }.into_any()
                    }
                    Err(error) => {
                        title.set("Member".to_owned());
                        let retry = move || first.refetch();
                        view! { <Failure error what="the member" page=true level=1 on_retry=retry /> }
                            .into_any()
                    }
                }
            })
        };
        view! {
            <PageTitle title />
            <TeamTabs />
            <div class="px-4 pt-4 pb-10 md:px-6">
                <Transition fallback=|| {
                    view! { <Skeleton shape=SkeletonShape::Rows label="Loading the member" class="mt-4" /> }
                }>{inside}</Transition>
            </div>
        }
        .into_any()
    }
}

async fn open(id: String, place: TeamPlace, feed: FeedPlace) -> Result<Opening, AppError> {
    let figures = get_member_team(id, place.period).await;
    match figures {
        Err(error) if error.kind != ErrorKind::Invalid => Err(error),
        figures => Ok((figures, get_feed(feed.query()).await)),
    }
}

#[component]
fn Screen(
    id: String,
    figures: Result<MemberTeam, AppError>,
    page: Result<FeedPage, AppError>,
    place: Memo<TeamPlace>,
    feed: Memo<FeedPlace>,
) -> impl IntoView {
    if let Err(error) = &figures {
        PageErrors::set(error.kind);
    }
    let path = format!("/team/{id}");
    let counting = Counting::new(figures, move |period| get_member_team(id.clone(), period));
    let period = Memo::new(move |_| place.with(|place| place.period.clone()));
    counting.follow(period);
    let counted = Memo::new(move |_| {
        counting
            .figures
            .with(|team| team.as_ref().map(|team| days(team.first_day, team.last_day)))
            .unwrap_or_default()
    });
    let known = Memo::new(move |_| counting.figures.with(Option::is_some));
    let own = move || counting.figures.with(|team| team.as_ref().map(|team| team.member.figures));
    let all = move || counting.figures.with(|team| team.as_ref().map(|team| team.all));
    let activity = match page {
        Ok(page) => view! { <FeedList page place=feed /> }.into_any(),
        Err(error) => {
            let again = feed.get_untracked().href();
            view! {
                <Failure error what="the activity" level=3 on_retry=move || drop(window().location().set_href(&again)) />
            }
            .into_any()
        }
    };
    view! {
        <Head counting place />
        <Periods path=Signal::stored(path) place days=counted failed=counting.failed />
        <Trouble failed=counting.failed again=Callback::new(move |()| counting.load(period.get_untracked())) />
        <Show when=move || known.get()>
            <div
                class="transition-opacity"
                class:opacity-60=move || counting.busy.get()
                aria-busy=move || counting.busy.get().then_some("true")
            >
                <Glance
                    label="Figures"
                    of=Signal::derive(move || own().unwrap_or_default())
                    beside=Signal::derive(move || all().unwrap_or_default())
                />
                <Counted />
            </div>
        </Show>
        <div class="max-w-[772px]">
            <Section id="did" title="What they did" class="mt-6">
                {activity}
            </Section>
        </div>
    }
}

/// Who it is, and the way to their leads.
#[component]
fn Head(counting: Counting<MemberTeam>, place: Memo<TeamPlace>) -> impl IntoView {
    let member = Memo::new(move |_| {
        counting.figures.with(|team| {
            team.as_ref().map(|team| {
                let member = &team.member;
                (member.id, member.name.clone(), member.role.label(), member.left)
            })
        })
    });
    let leads = Memo::new(move |_| {
        counting.figures.with(|team| team.as_ref().map(|team| (team.member.id, team.member.figures.open)))
    });
    let back = Signal::derive(move || place.with(TeamPlace::href));
    view! {
        <nav aria-label="Breadcrumb" class="text-caption text-muted">
            <TextLink href=back class="text-muted!">
                "Team"
            </TextLink>
        </nav>
        <div class="mt-1 flex flex-wrap items-center gap-x-3 gap-y-1">
            {move || {
                match member.get() {
                    Some((_, name, role, left)) => view! {
                        <Avatar name=name.clone() size=AvatarSize::Lg decorative=true />
                        <h1 class="text-title font-semibold">{name}</h1>
                        {if left { view! { <Badge>"Left"</Badge> }.into_any() } else { view! { <span class="text-muted">{role}</span> }.into_any() }}
                    }
                    .into_any(),
                    None => view! { <h1 class="text-title font-semibold">"Member"</h1> }.into_any(),
                }
            }}
            {move || {
                leads.get().filter(|(_, open)| *open > 0).map(|(id, open)| {
                    let words = if open == 1 { "1 open lead".to_owned() } else { format!("{} open leads", count(open)) };
                    view! { <TextLink href=open_leads(id)>{words}</TextLink> }
                })
            }}
        </div>
    }
}
