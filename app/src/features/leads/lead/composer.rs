//! Writing a note or logging a call. What is typed is kept in the browser until the server has it.

use super::mentions::{MentionOffers, Offers};
use super::plain_forms::PlainComposer;
use super::state::{BODY, OpenLead};
use crate::features::leads::times::Times;
use crate::features::messages::compose_message;
use crate::features::tasks::compose_task;
use leptos::ev::{KeyboardEvent, SubmitEvent};
use leptos::prelude::*;
use shared::leads::{ActivityKind, CallOutcome};
use ui::{
    Button, ButtonKind, ButtonSize, ButtonType, Choice, ChoiceChips, Symbol, Tab, TabLook, Tabs, TextArea,
    lucide,
};

#[component]
pub(super) fn Composer(open: OpenLead, times: Times) -> impl IntoView {
    let call = Memo::new(move |_| open.kind.with(|kind| kind == ActivityKind::Call.as_str()));
    let tabs = vec![
        Tab::new(ActivityKind::Note.as_str(), "Note").icon(lucide::LuNotebookPen).title("Note (N)"),
        Tab::new(ActivityKind::Call.as_str(), "Call").icon(lucide::LuPhone).title("Call (L)"),
    ];
    let send = move || open.send(times.now.get_untracked());
    let on_submit = move |event: SubmitEvent| {
        event.prevent_default();
        send();
    };
    let offers = Offers::of(open);
    let on_key = move |event: KeyboardEvent| {
        if offers.key(&event) {
            event.prevent_default();
            return;
        }
        if event.key() == "Enter" && (event.ctrl_key() || event.meta_key()) {
            event.prevent_default();
            send();
        }
    };
    let panel = move || if call.get() { "composer-call" } else { "composer-note" };
    view! {
        <PlainComposer open now=times.now />
        <form
            class="rounded-lg border border-edge bg-raised shadow-card focus-within:border-focus noscript:hidden"
            aria-label="Add to the timeline"
            novalidate
            on:submit=on_submit
            on:keydown=on_key
        >
            <div class="flex flex-wrap items-center gap-0.5 border-b border-line p-1">
                <Tabs id="composer" label="Kind" tabs selected=open.kind look=TabLook::Pill />
                {elsewhere("Message", "Draft a message (M)", lucide::LuMessageSquare, compose_message)}
                {elsewhere("Task or meeting", "Add a task or a meeting (T)", lucide::LuListChecks, compose_task)}
            </div>
            <div role="tabpanel" id=move || format!("{}-p", panel()) aria-labelledby=panel>
                <Outcomes open call />
                <Words open call />
                <MentionOffers offers />
                <div class="flex items-center gap-2 px-2 pb-2">
                    <span class="px-1 text-caption text-faint">"Drafts are kept"</span>
                    <span class="ml-auto"></span>
                    <Button button_type=ButtonType::Submit size=ButtonSize::Sm class="max-md:h-10">
                        {move || if call.get() { "Log call" } else { "Save note" }}
                        <span class="hidden text-faint sm:inline" aria-hidden="true">
                            "Ctrl ↵"
                        </span>
                    </Button>
                </div>
            </div>
        </form>
    }
}

/// What is no entry of the timeline yet is written beside it, where it then waits.
fn elsewhere(words: &'static str, title: &'static str, icon: Symbol, go: fn()) -> impl IntoView {
    view! {
        <Button kind=ButtonKind::Quiet size=ButtonSize::Sm icon class="max-md:h-10" on_click=move |_| go() attr:title=title>
            {words}
        </Button>
    }
}

/// How the call ended, one key each.
#[component]
fn Outcomes(open: OpenLead, call: Memo<bool>) -> impl IntoView {
    let error = Signal::derive(move || open.wrong.with(|wrong| wrong.as_ref()?.field("outcome")));
    view! {
        <div id="composer-outcome" class="px-3 pt-2.5" hidden=move || !call.get()>
            <ChoiceChips
                name="outcome"
                label="How the call went"
                label_hidden=true
                choices=outcomes()
                value=open.outcome
                error
            />
        </div>
    }
}

fn outcomes() -> Vec<Choice> {
    CallOutcome::ALL
        .iter()
        .zip(["1", "2", "3", "4"])
        .map(|(outcome, keys)| Choice::new(outcome.as_str(), outcome.label()).keys(keys))
        .collect()
}

#[component]
fn Words(open: OpenLead, call: Memo<bool>) -> impl IntoView {
    let error = Signal::derive(move || open.wrong.with(|wrong| wrong.as_ref()?.field("body")));
    // both labels stay in the page, so that the field keeps its text and its focus when the kind changes
    view! {
        <TextArea
            name="body"
            id=BODY
            label="What was said or seen"
            label_hidden=true
            bare=true
            value=open.body
            error
            maxlength=10_000
            placeholder="What was said or seen"
            class="[&>p]:px-3"
            attr:data-kind=move || if call.get() { "call" } else { "note" }
        />
    }
}

/// 1 to 4 choose how the call went while a call is being logged. Says whether the key was one of them.
pub(super) fn choose_by_key(open: OpenLead, key: &str) -> bool {
    if open.kind.with_untracked(|kind| kind != ActivityKind::Call.as_str()) {
        return false;
    }
    let chosen = outcome_of(key);
    if let Some(outcome) = chosen {
        open.outcome.set(outcome.as_str().to_owned());
        crate::features::leads::browser::focus(BODY);
    }
    chosen.is_some()
}

fn outcome_of(key: &str) -> Option<CallOutcome> {
    let place = key.parse::<usize>().ok()?.checked_sub(1)?;
    CallOutcome::ALL.get(place).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_keys_on_the_chips_choose_them() {
        for choice in outcomes() {
            let key = choice.keys.unwrap();
            assert_eq!(outcome_of(&key).unwrap().as_str(), choice.value);
        }
        assert_eq!(outcomes().len(), CallOutcome::ALL.len());
        for key in ["0", "5", "x", "12"] {
            assert_eq!(outcome_of(key), None, "{key}");
        }
    }
}
