//! One held submission: why it waits, what it says, and the two decisions.

use crate::state::{use_hydrated, use_now, use_zone};
use leptos::prelude::*;
use shared::SubmissionId;
use shared::review::HeldSubmission;
use ui::{Badge, Button, ButtonKind, Card, DefinitionList, DefinitionRow, RelativeTime, Tone, lucide};

#[component]
pub(super) fn Held(
    held: HeldSubmission,
    /// The one that is being decided.
    deciding: RwSignal<Option<SubmissionId>>,
    accept: Callback<HeldSubmission>,
    ask: Callback<HeldSubmission>,
) -> impl IntoView {
    let (id, at, zone) = (held.id, held.at.timestamp_millis(), use_zone());
    let title_id = format!("held-{id}");
    let (named, who) = (title_id.clone(), super::queue::who(&held));
    let title = held.form_title.clone();
    let from = held.ip.as_ref().map(|ip| format!(", from {ip}"));
    let reasons = held
        .reasons
        .iter()
        .copied()
        .map(|reason| view! { <Badge tone=Tone::Warning icon=lucide::LuTriangleAlert>{reason.label()}</Badge> })
        .collect_view();
    let answers = held
        .answers
        .iter()
        .map(|(question, answer)| {
            let answer = answer.clone();
            view! { <DefinitionRow label=question.clone()>{answer}</DefinitionRow> }
        })
        .collect_view();
    view! {
        <li>
            <Card>
                <article aria-labelledby=named>
                    <div class="flex flex-wrap items-baseline gap-x-2">
                        <h2 id=title_id class="min-w-0 font-semibold break-words">
                            {who}
                        </h2>
                        <p class="text-caption text-muted">
                            {title} ", "
                            <RelativeTime at now=use_now() offset_minutes=zone.minutes_at(at) />
                            {from}
                        </p>
                    </div>
                    <p class="mt-2 flex flex-wrap gap-1.5">{reasons}</p>
                    <DefinitionList class="mt-3">{answers}</DefinitionList>
                    <Decision id held deciding accept ask />
                </article>
            </Card>
        </li>
    }
}

#[component]
fn Decision(
    id: SubmissionId,
    held: HeldSubmission,
    deciding: RwSignal<Option<SubmissionId>>,
    accept: Callback<HeldSubmission>,
    ask: Callback<HeldSubmission>,
) -> impl IntoView {
    let hydrated = use_hydrated();
    let asleep = Signal::derive(move || !hydrated.get());
    let refused = held.clone();
    view! {
        <div class="mt-4 flex flex-wrap gap-2">
            <Button
                kind=ButtonKind::Primary
                disabled=asleep
                busy=Signal::derive(move || deciding.get() == Some(id))
                busy_label="Making the lead"
                on_click=move |_| accept.run(held.clone())
            >
                "Make it a lead"
            </Button>
            <Button kind=ButtonKind::Danger disabled=asleep on_click=move |_| ask.run(refused.clone())>
                "Reject"
            </Button>
        </div>
    }
}
