//! The same changes for a browser without JavaScript: plain forms that the server answers with this page again. A
//! browser that runs scripts never reads them as elements.

use super::state::OpenLead;
use crate::features::leads::rpc::{ChangeLeadStatus, LogLeadActivity};
use crate::features::leads::status::reasons;
use crate::features::leads::without_script::without_script;
use crate::rpc::AppError;
use crate::state::Typed;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use shared::leads::{ActivityKind, CallOutcome, LeadStatus};
use ui::{Banner, Button, ButtonType, Choice, RadioGroup, Select, TextArea, Tone};

/// What the server said to the form before.
fn refusal<T, O>(action: ServerAction<T>) -> Option<AnyView>
where
    T: ServerFn<Output = O, Error = AppError> + Clone + Send + Sync + 'static,
    O: Clone + Send + Sync + 'static,
    T::Error: Send + Sync + 'static,
{
    match action.value().get_untracked() {
        Some(Err(error)) => Some(
            view! {
                <Banner tone=Tone::Danger alert=true>
                    {error.message}
                </Banner>
            }
            .into_any(),
        ),
        _ => None,
    }
}

/// Status, reason and remark in one form.
#[component]
pub(super) fn PlainStatus(open: OpenLead) -> impl IntoView {
    let action = ServerAction::<ChangeLeadStatus>::new();
    without_script(move || {
        let (id, version, status) =
            open.lead.with_untracked(|lead| (lead.summary.id, lead.summary.version, lead.summary.status));
        let next = |status: LeadStatus| -> Vec<Choice> {
            status.next().iter().map(|next| Choice::new(next.as_str(), next.label())).collect()
        };
        view! {
            <details class="mt-3" open=action.value().get_untracked().is_some()>
                <summary class="min-h-6 rounded-sm font-medium">"Change the status"</summary>
                <form method="post" action=ChangeLeadStatus::url() class="mt-2 max-w-96 space-y-3">
                    {refusal(action)}
                    <input type="hidden" name="id" value=id.to_string() />
                    <input type="hidden" name="input[version]" value=version.to_string() />
                    <Select name="input[status]" label="New status" choices=next(status) />
                    <Select name="input[reason]" label="Reason, for a dead lead" choices=reasons() blank="None" />
                    <TextArea name="input[note]" label="Remark" rows=2 />
                    <Button button_type=ButtonType::Submit>"Change status"</Button>
                </form>
            </details>
        }
        .into_any()
    })
}

/// A note or a call in one form. Its key is the page's: sent twice, it is logged once.
#[component]
pub(super) fn PlainComposer(open: OpenLead, now: Signal<i64>) -> impl IntoView {
    let action = ServerAction::<LogLeadActivity>::new();
    let typed = use_context::<Typed>();
    without_script(move || {
        let id = open.id.to_string();
        let key = format!("{}-{}", id.trim_start_matches("lead_"), now.get_untracked());
        let kinds = ActivityKind::ALL.iter().map(|kind| Choice::new(kind.as_str(), kind.label())).collect();
        let outcomes: Vec<Choice> =
            CallOutcome::ALL.iter().map(|outcome| Choice::new(outcome.as_str(), outcome.label())).collect();
        let body = typed.map(|typed| typed.value("body")).unwrap_or_default();
        view! {
            <form method="post" action=LogLeadActivity::url() class="space-y-3 rounded-lg border border-edge bg-raised p-3">
                {refusal(action)}
                <input type="hidden" name="id" value=id />
                <input type="hidden" name="input[key]" value=key />
                <RadioGroup name="input[kind]" label="What to add" choices=kinds initial=ActivityKind::Note.as_str() />
                <Select name="input[outcome]" label="How the call ended" choices=outcomes blank="It was no call" />
                <TextArea name="input[body]" label="In your words" initial=body />
                <Button button_type=ButtonType::Submit>"Add to the timeline"</Button>
            </form>
        }
        .into_any()
    })
}
