//! What happened to the lead, newest first, with what is not saved yet on top.

use super::composer::Composer;
use super::drafts::{Unsaved, words};
use super::state::OpenLead;
use crate::features::leads::named::with_names;
use crate::features::leads::timeline_words::timeline_words;
use crate::features::leads::times::Times;
use crate::layout::Following;
use crate::state::use_session;
use leptos::prelude::*;
use shared::timeline::TimelineEntry;
use ui::{
    Button, ButtonSize, DefinitionList, DefinitionRow, Icon, IconSize, LoadMore, Timeline, TimelineItem,
    lucide,
};

const BOX: &str = "mt-1.5 rounded-lg border border-line px-3 py-2 break-words whitespace-pre-line";

#[component]
pub(super) fn TimelinePane(open: OpenLead, times: Times, may_work: bool) -> impl IntoView {
    let older = move || {
        open.older.with(Option::is_some).then(|| {
            view! { <LoadMore on_more=move || open.load_older() busy=open.older_busy label="Older" /> }
        })
    };
    view! {
        <div
            class="min-w-0 max-md:hidden max-md:group-has-[#ld-t:checked]/p:block md:order-1 md:overflow-y-auto xl:order-2"
            tabindex="0"
            role="region"
            aria-label="Timeline and composer"
        >
            <div class="p-4 md:px-6">
                {may_work.then(|| view! { <Composer open times /> })}
                <div class="mt-5 flex items-center">
                    <h2 class="font-semibold">"Timeline"</h2>
                    <Following />
                </div>
                <Timeline class="mt-4">
                    <Waiting open times />
                    <For each=move || open.entries.get() key=|entry| entry.id let:entry>
                        <Entry entry times />
                    </For>
                </Timeline>
                {older}
            </div>
        </div>
    }
}

/// One entry.
#[component]
pub(super) fn Entry(entry: TimelineEntry, times: Times) -> impl IntoView {
    let words = timeline_words(&entry);
    let names = entry.names.clone();
    let at = entry.at.timestamp_millis();
    let answers = entry
        .answers
        .into_iter()
        .map(|(question, answer)| view! { <DefinitionRow label=question>{answer}</DefinitionRow> })
        .collect::<Vec<_>>();
    view! {
        <TimelineItem
            id=entry.id.to_string()
            icon=words.icon
            tone=words.tone
            actor=words.actor
            text=words.text
            at
            now=times.now
            offset_minutes=times.offset(entry.at)
        >
            {words.remark.map(|remark| view! { <p class="mt-0.5 break-words text-muted">{remark}</p> })}
            {entry.body.map(|body| view! { <div class=BOX>{with_names(&body, &names)}</div> })}
            {(!answers.is_empty())
                .then(|| {
                    view! {
                        <DefinitionList class="mt-1.5 rounded-lg border border-line px-3 py-2">{answers}</DefinitionList>
                    }
                })}
        </TimelineItem>
    }
}

/// Entries on their way, and those that did not arrive.
#[component]
fn Waiting(open: OpenLead, times: Times) -> impl IntoView {
    let name = use_session().with(|info| info.name.clone()).unwrap_or_default();
    move || {
        open.drafts.with(|drafts| {
            drafts
                .unsaved
                .iter()
                .map(|entry| unsaved(entry.clone(), name.clone(), open, times))
                .collect_view()
        })
    }
}

fn unsaved(entry: Unsaved, name: String, open: OpenLead, times: Times) -> impl IntoView {
    let Unsaved { input, at, failed } = entry;
    let key = input.key.clone();
    let again = input.clone();
    let said = input.body.clone();
    let state = match failed {
        None => view! { <p class="mt-1 text-caption text-faint">"Saving"</p> }.into_any(),
        Some(why) => view! {
            <div class="mt-1.5 flex flex-wrap items-center gap-x-2 gap-y-1.5 text-danger">
                <Icon icon=lucide::LuCircleAlert size=IconSize::Sm />
                <span class="min-w-0 flex-1 basis-48">
                    <b class="font-medium">"Not saved. "</b>
                    {why}
                </span>
                <Button size=ButtonSize::Sm on_click=move |_| open.log(again.clone(), times.now.get_untracked())>
                    "Try again"
                </Button>
                <Button size=ButtonSize::Sm on_click=move |_| open.edit(&key)>
                    "Edit"
                </Button>
            </div>
        }
        .into_any(),
    };
    view! {
        <TimelineItem
            icon=lucide::LuCircleDashed
            actor=name
            text=words(&input)
            at
            now=times.now
            offset_minutes=times.offset_at(at)
        >
            {(!said.is_empty()).then(|| view! { <div class=BOX>{said}</div> })}
            {state}
        </TimelineItem>
    }
}

#[cfg(all(test, feature = "ssr"))]
mod tests {
    use super::*;
    use crate::features::leads::samples::{entry, now};
    use shared::events::EventKind;
    use shared::leads::CallOutcome;
    use shared::timeline::TimelineActor;

    fn html(entry: TimelineEntry) -> String {
        Owner::new().with(|| view! { <Entry entry times=Times::fixed(now()) /> }.to_html())
    }

    #[test]
    fn a_call_shows_who_how_when_and_what_was_said() {
        let activity = "act_00000000000000000000000001".parse().unwrap();
        let mut call = entry(3, EventKind::LeadCallLogged { activity, outcome: CallOutcome::Reached });
        call.body = Some("Roof leaks.\n<b>Wants</b> 540".into());
        let page = html(call);
        for part in
            ["Dana Whitfield", "called and reached the seller", "3 min", "Roof leaks.", "&lt;b&gt;Wants"]
        {
            assert!(page.contains(part), "{part} in {page}");
        }
        assert!(!page.contains("<b>Wants"));
    }

    #[test]
    fn a_submission_lists_its_answers_as_questions_and_answers() {
        let mut sent = entry(
            8,
            EventKind::FormSubmitted {
                form: "form_00000000000000000000000001".parse().unwrap(),
                submission: "sub_00000000000000000000000001".parse().unwrap(),
                lead: None,
            },
        );
        sent.actor = TimelineActor::Visitor;
        sent.answers =
            vec![("Why selling".into(), "I inherited it".into()), ("When".into(), "Within 30 days".into())];
        let page = html(sent);
        assert!(page.contains("The seller") && page.contains("sent the form"), "{page}");
        assert_eq!((page.matches("<dt").count(), page.matches("<dd").count()), (2, 2));
        let (question, answer) = (page.find("Why selling").unwrap(), page.find("I inherited it").unwrap());
        assert!(question < answer && answer < page.find("Within 30 days").unwrap());
    }
}
