//! The page of one lead: what to do now, what is known, and what happened, with the composer on top of it.

mod action;
mod attribution;
mod composer;
mod consent;
mod delete;
mod drafts;
mod edit;
mod fields;
mod header;
mod mentions;
mod now;
mod person;
mod plain_forms;
mod property;
mod state;
mod tags;
mod timeline;
mod touches;

use crate::features::leads::address::{lead_href, parse};
use crate::features::leads::browser;
use crate::features::leads::changes::Changes;
use crate::features::leads::deeds::deeds_of;
use crate::features::leads::owner_menu::Giving;
use crate::features::leads::rpc::{
    Vocabulary, get_lead, lead_neighbours, lead_owners, lead_timeline, lead_vocabulary,
};
use crate::features::leads::status_question::StatusQuestion;
use crate::features::leads::times::Times;
use crate::features::messages::{LeadMessages, compose_message, messages_of_lead};
use crate::features::tasks::{LeadTasks, compose_task, tasks_of_lead};
use crate::layout::{Deed, DeedGroup, Failure, PageTitle, offer, remember_lead};
use crate::rpc::AppError;
use crate::state::{ask, ask_once, live, use_hydrated, use_session};
use edit::{Conflicts, Edits};
use header::Header;
use leptos::prelude::*;
use leptos_router::components::Redirect;
use leptos_router::hooks::{use_navigate, use_params_map, use_query_map};
use leptos_router::{LazyRoute, NavigateOptions, lazy_route};
use now::Now;
use shared::fields::Noun;
use shared::leads::{ActivityKind, Lead, LeadQuery, Neighbours, OwnerRef};
use shared::messages::MessageDraft;
use shared::tasks::Task;
use shared::timeline::TimelinePage;
use state::OpenLead;
use timeline::TimelinePane;
use ui::{Icon, LiveRegion, Section, Skeleton, SkeletonShape, Symbol, lucide, use_toaster};

/// `/leads/:id`; `from` in the query is the list it was opened from.
pub struct LeadRoute;

#[lazy_route]
impl LazyRoute for LeadRoute {
    fn data() -> Self {
        Self
    }

    fn view(this: Self) -> AnyView {
        let LeadRoute = this;
        let (params, query) = (use_params_map(), use_query_map());
        let id = Memo::new(move |_| params.with(|params| params.get("id").unwrap_or_default()));
        let list = Memo::new(move |_| query.with(|query| query.get("from").unwrap_or_default()));
        let from = Memo::new(move |_| list.with(|list| parse(list)));
        let lead = ask(move || id.get(), get_lead);
        let timeline = ask(move || id.get(), |id| lead_timeline(id, None));
        let owners = ask_once(lead_owners);
        let neighbours = ask(move || (id.get(), list.get()), |(id, list)| lead_neighbours(id, list));
        let vocabulary = ask_once(lead_vocabulary);
        let tasks = ask(move || id.get(), tasks_of_lead);
        let drafts = ask(move || id.get(), messages_of_lead);
        let title = RwSignal::new("Lead".to_owned());
        let loading =
            || view! { <Skeleton label="Loading the lead" shape=SkeletonShape::Card count=6 class="m-4" /> };
        view! {
            <PageTitle title />
            <Transition fallback=loading>
                {move || Suspend::new(async move {
                    match (lead.await, timeline.await) {
                        (Ok(lead), Ok(_)) if lead.summary.id.to_string() != id.get_untracked() => {
                            // the address of a lead that became part of this one
                            let path = from.with_untracked(|from| lead_href(lead.summary.id, from));
                            view! { <Redirect path /> }.into_any()
                        }
                        (Ok(lead), Ok(timeline)) => {
                            title.set(lead.summary.name.clone());
                            // the page holds without the names of others and without its neighbours
                            let owners = owners.await.unwrap_or_default();
                            let neighbours = neighbours.await.unwrap_or_default();
                            let vocabulary = vocabulary.await.unwrap_or_default();
                            let (tasks, drafts) = (tasks.await, drafts.await);
                            view! { <LeadPage lead timeline owners neighbours vocabulary tasks drafts from /> }.into_any()
                        }
                        (Err(error), _) | (_, Err(error)) => {
                            title.set("Lead".to_owned());
                            let retry = move || {
                                lead.refetch();
                                timeline.refetch();
                            };
                            view! {
                                <div class="p-4">
                                    <Failure error what="the lead" page=true level=1 on_retry=retry />
                                </div>
                            }
                            .into_any()
                        }
                    }
                })}
            </Transition>
        }
        .into_any()
    }
}

#[component]
fn LeadPage(
    lead: Lead,
    timeline: TimelinePage,
    owners: Vec<OwnerRef>,
    neighbours: Neighbours,
    vocabulary: Vocabulary,
    tasks: Result<Vec<Task>, AppError>,
    drafts: Result<Vec<MessageDraft>, AppError>,
    from: Memo<LeadQuery>,
) -> impl IntoView {
    let vocabulary = RwSignal::new(vocabulary);
    let open = OpenLead::new(lead, timeline, use_toaster());
    let giving = Giving::here();
    let may_work = giving.may_work;
    let changes = Changes::new(
        Callback::new(move |lead| open.show(lead)),
        Callback::new(move |_| open.refresh()),
        use_toaster(),
        use_hydrated(),
    );
    let id = open.id;
    mentions::provide(&owners);
    let times = Times::here();
    let edits = Edits::new(open, vocabulary, times, may_work);
    remember(open);
    follow_merge(open, from);
    {
        let owners = owners.clone();
        offer(move || Some(deeds(edits, &owners, giving, changes)));
    }
    live::on_event(move |event| event.lead == Some(id), move || open.refresh());
    if may_work {
        open.keep_drafts();
        browser::on_plain_key(move |key| composer_key(open, key));
    }
    // the parts are erased: as one type the page would be deeper than the compiler looks
    let tasks = view! { <LeadTasks lead=id tasks owners=owners.clone() times may_work /> }.into_any();
    let contact = Signal::derive(move || open.lead.with(|lead| lead.contact.clone()));
    let drafts = view! { <LeadMessages lead=id drafts contact times may_work /> }.into_any();
    let work = view! { {tasks} {drafts} }.into_any();
    let header = view! { <Header edits changes owners neighbours from giving /> }.into_any();
    let now = view! { <Now open from times may_work work /> }.into_any();
    let facts = view! { <Facts edits /> }.into_any();
    let pane = view! { <TimelinePane open times may_work /> }.into_any();
    let version = Signal::derive(move || Some(open.lead.with(|lead| lead.summary.version)));
    view! {
        <div class="group/p flex min-h-0 flex-1 flex-col">
            {header}
            <LiveRegion text=open.said />
            <div class="min-h-0 flex-1 md:grid md:grid-cols-[minmax(0,1fr)_296px] md:overflow-hidden xl:grid-cols-[276px_minmax(0,1fr)_312px]">
                <div class="md:order-2 md:overflow-y-auto md:border-l md:border-line xl:contents" tabindex="0" role="group" aria-label="Now and facts">
                    {now}
                    {facts}
                </div>
                {pane}
            </div>
            {may_work.then(|| view! { <ThumbBar open /> })}
        </div>
        <StatusQuestion changes version />
        <Conflicts edits />
    }
}

/// What the command palette offers here.
fn deeds(edits: Edits, owners: &[OwnerRef], giving: Giving, changes: Changes) -> DeedGroup {
    let open = edits.open;
    let mut group = open.lead.with(|lead| deeds_of(&lead.summary, owners, giving, changes));
    if giving.may_work {
        let note = Deed::new("Write a note", lucide::LuNotebookPen, move || open.compose(ActivityKind::Note));
        let call = Deed::new("Log a call", lucide::LuPhone, move || open.compose(ActivityKind::Call));
        let task = Deed::new("Add a task", lucide::LuListChecks, compose_task);
        let message = Deed::new("Draft a message", lucide::LuMessageSquare, compose_message);
        group.deeds.splice(0..0, [note.keys("N"), call.keys("L"), task.keys("T"), message.keys("M")]);
        group.deeds.extend(edits.deeds());
        group.deeds.extend(tags::deeds(open, edits.vocabulary));
    }
    group
}

/// Keeps the lead among those that somebody looked at last.
fn remember(open: OpenLead) {
    let session = use_session();
    let name = Memo::new(move |_| open.lead.with(|lead| lead.summary.name.clone()));
    Effect::new(move |_| remember_lead(session, open.id, name.get()));
}

/// Goes where the lead went, when somebody merges it while it is open.
fn follow_merge(open: OpenLead, from: Memo<LeadQuery>) {
    let navigate = use_navigate();
    let now = Memo::new(move |_| open.lead.with(|lead| lead.summary.id));
    Effect::new(move |_| {
        let now = now.get();
        if now != open.id {
            navigate(&from.with_untracked(|from| lead_href(now, from)), NavigateOptions::default());
        }
    });
}

/// On phones: what one comes back for after a call, under the thumb whichever pane is shown.
#[component]
fn ThumbBar(open: OpenLead) -> impl IntoView {
    const LOOK: &str = "inline-flex h-11 items-center justify-center gap-1.5 rounded-md border border-line-strong bg-raised font-medium";
    let button = move |kind: ActivityKind, words: &'static str, icon: Symbol| {
        view! {
            <button type="button" class=LOOK on:click=move |_| open.compose(kind)>
                <Icon icon />
                {words}
            </button>
        }
    };
    view! {
        <div class="h-16 shrink-0 md:hidden noscript:hidden" aria-hidden="true"></div>
        <div
            role="toolbar"
            aria-label="Add to the timeline"
            class="fixed inset-x-0 bottom-[calc(57px+env(safe-area-inset-bottom))] z-20 grid grid-cols-2 gap-2 border-t border-line bg-surface px-3 py-2 md:hidden noscript:hidden"
        >
            {button(ActivityKind::Note, "Write a note", lucide::LuNotebookPen)}
            {button(ActivityKind::Call, "Log call", lucide::LuPhone)}
        </div>
    }
}

fn composer_key(open: OpenLead, key: &str) -> bool {
    match key {
        "n" => open.compose(ActivityKind::Note),
        "l" => open.compose(ActivityKind::Call),
        "t" => compose_task(),
        "m" => compose_message(),
        _ => return composer::choose_by_key(open, key),
    }
    true
}

/// Person, property and where the lead came from.
#[component]
fn Facts(edits: Edits) -> impl IntoView {
    let Edits { open, vocabulary, times, may_work, .. } = edits;
    view! {
        <div
            class="max-md:hidden max-md:group-has-[#ld-f:checked]/p:block md:max-xl:border-t md:max-xl:border-line xl:order-1 xl:overflow-y-auto xl:border-r xl:border-line"
            tabindex="0"
            role="region"
            aria-label="Person and property"
        >
            <div class="space-y-5 p-4">
                <Section id="marks" title="Lead">
                    <tags::Tags open noun=Noun::Lead vocabulary may_work />
                    <fields::Fields edits noun=Noun::Lead />
                </Section>
                <person::Person edits />
                <property::PropertyFacts edits />
                <attribution::Attribution open times />
            </div>
        </div>
    }
}
