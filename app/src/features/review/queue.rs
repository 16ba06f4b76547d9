//! The queue with its data: deciding, and what others decide meanwhile.

use super::held::Held;
use super::rpc::{accept_submission, list_held, reject_submission};
use crate::layout::Confirm;
use crate::state::live;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;
use shared::SubmissionId;
use shared::review::HeldSubmission;
use ui::{EmptyState, Toast, Toaster, lucide, use_toaster};

#[component]
pub(super) fn Queue(held: Vec<HeldSubmission>) -> impl IntoView {
    let waiting = RwSignal::new(held);
    let deciding = RwSignal::new(None::<SubmissionId>);
    let refused = RwSignal::new(None::<HeldSubmission>);
    let toaster = use_toaster();
    let navigate = StoredValue::new(use_navigate());
    live::on_event(|event| event.name.starts_with("submission."), move || reload(waiting));
    let accept = Callback::new(move |held: HeldSubmission| {
        deciding.set(Some(held.id));
        let name = who(&held);
        spawn_local(async move {
            match accept_submission(held.id).await {
                Ok(lead) => {
                    take(waiting, held.id);
                    let open = move || {
                        navigate.with_value(|go| go(&format!("/leads/{lead}"), NavigateOptions::default()));
                    };
                    toaster
                        .push(Toast::success(format!("{name} is a lead now")).action("Open the lead", open));
                }
                Err(error) => toaster.error("Still in the queue", error.message),
            }
            deciding.try_set(None);
        });
    });
    let reject = move || {
        if let Some(held) = refused.get_untracked() {
            spawn_local(reject(waiting, toaster, held));
        }
    };
    let ask = Callback::new(move |held: HeldSubmission| refused.set(Some(held)));
    let any = Memo::new(move |_| waiting.with(|waiting| !waiting.is_empty()));
    view! {
        <Show when=move || any.get() fallback=nothing>
            <ul class="mt-4 space-y-4">
                <For each=move || waiting.get() key=|held| held.id let:held>
                    <Held held deciding accept ask />
                </For>
            </ul>
        </Show>
        <Rejection refused on_confirm=reject />
    }
}

fn nothing() -> impl IntoView {
    view! {
        <EmptyState
            level=2
            icon=lucide::LuShieldCheck
            title="Nothing to review"
            text="Submissions that look like spam wait here instead of becoming leads."
        />
    }
}

#[component]
fn Rejection(
    refused: RwSignal<Option<HeldSubmission>>,
    #[prop(into)] on_confirm: Callback<()>,
) -> impl IntoView {
    let open = RwSignal::new(false);
    Effect::new(move |_| {
        if refused.with(Option::is_some) {
            open.set(true);
        }
    });
    Effect::new(move |was: Option<bool>| {
        let is = open.get();
        if was == Some(true) && !is {
            refused.set(None);
        }
        is
    });
    let name = Memo::new(move |before: Option<&String>| {
        // the title keeps its name while the dialog closes
        refused.with(|held| held.as_ref().map(who)).or_else(|| before.cloned()).unwrap_or_default()
    });
    view! {
        <Confirm
            id="reject-submission"
            open
            title=Signal::derive(move || format!("Reject the submission of {}?", name.get()))
            text="It never becomes a lead. This cannot be taken back."
            verb="Reject submission"
            on_confirm
        />
    }
}

async fn reject(waiting: RwSignal<Vec<HeldSubmission>>, toaster: Toaster, held: HeldSubmission) {
    match reject_submission(held.id).await {
        Ok(()) => {
            take(waiting, held.id);
            toaster.success(format!("Rejected the submission of {}", who(&held)));
        }
        Err(error) => toaster.error("Still in the queue", error.message),
    }
}

fn take(waiting: RwSignal<Vec<HeldSubmission>>, id: SubmissionId) {
    waiting.try_update(|waiting| waiting.retain(|held| held.id != id));
}

fn reload(waiting: RwSignal<Vec<HeldSubmission>>) {
    spawn_local(async move {
        // what is on the screen stays when there is no answer
        if let Ok(held) = list_held().await {
            waiting.try_set(held);
        }
    });
}

/// The person behind a submission, as far as the answers tell: the answer about a name, else the first one.
pub(super) fn who(held: &HeldSubmission) -> String {
    let said = || held.answers.iter().filter(|(_, answer)| !answer.trim().is_empty());
    said()
        .find(|(question, _)| question.to_lowercase().contains("name"))
        .or_else(|| said().next())
        .map_or_else(|| "somebody without a name".to_owned(), |(_, answer)| answer.clone())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn held(answers: &[(&str, &str)]) -> HeldSubmission {
        HeldSubmission {
            id: "sub_00000000000000000000000001".parse().unwrap(),
            at: chrono::DateTime::UNIX_EPOCH,
            form_title: "Sell your house".into(),
            reasons: Vec::new(),
            ip: None,
            answers: answers.iter().map(|(q, a)| ((*q).to_owned(), (*a).to_owned())).collect(),
        }
    }

    #[test]
    fn a_submission_is_named_by_its_person() {
        let address = ("Address", "917 Tillery St");
        assert_eq!(who(&held(&[address, ("Your name", "Henrik Sandoval")])), "Henrik Sandoval");
        assert_eq!(who(&held(&[address, ("Your name", " ")])), "917 Tillery St");
        assert_eq!(who(&held(&[])), "somebody without a name");
    }
}
