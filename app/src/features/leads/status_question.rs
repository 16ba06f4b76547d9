//! The question before a step that needs words: why a lead is dead, or why it is opened again. What was entered stays
//! until the step is taken.

use super::changes::Changes;
use super::status::{Needs, reasons};
use crate::rpc::{AppError, ErrorKind};
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::leads::{LeadStatus, StatusChangeInput};
use ui::{Banner, Button, ButtonKind, ButtonType, Dialog, RadioGroup, TextArea, Tone};

const FORM: &str = "status-question-form";

/// Opens whenever `changes.asked` holds a step. `version` is the one now known of the asked lead.
#[component]
pub fn StatusQuestion(changes: Changes, #[prop(into)] version: Signal<Option<i64>>) -> impl IntoView {
    let (reason, note) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let (busy, failed) = (RwSignal::new(false), RwSignal::new(None::<AppError>));
    let open = RwSignal::new(false);
    let asked = changes.asked;
    Effect::new(move |_| {
        if asked.with(Option::is_some) {
            failed.set(None);
            open.set(true);
        }
    });
    let needs = Memo::new(move |_| asked.with(|asked| asked.as_ref().map(|(_, step)| step.needs)));
    let send = move |event: SubmitEvent| {
        event.prevent_default();
        let Some((lead, step)) = asked.get_untracked().filter(|_| !busy.get_untracked()) else { return };
        let input = StatusChangeInput {
            status: step.to.as_str().to_owned(),
            reason: if step.to == LeadStatus::Dead { reason.get_untracked() } else { String::new() },
            note: note.get_untracked(),
            version: version.get_untracked().unwrap_or(lead.version),
        };
        let checked = input.parse().and_then(|change| change.check(lead.status).map_err(|error| vec![error]));
        if let Err(fields) = checked {
            failed.set(Some(AppError::invalid(fields)));
            return;
        }
        busy.set(true);
        spawn_local(async move {
            match changes.step_with(lead, input).await {
                Ok(()) => {
                    reason.set(String::new());
                    note.set(String::new());
                    open.set(false);
                }
                Err(error) => failed.set(Some(error)),
            }
            busy.set(false);
        });
    };
    let wrong =
        move |path: &'static str| Signal::derive(move || failed.with(|error| error.as_ref()?.field(path)));
    let title = Signal::derive(move || {
        asked.with(|asked| match asked {
            Some((lead, step)) if step.needs == Needs::Reason => format!("Why is {} dead?", lead.name),
            Some((lead, _)) => format!("Why is {} opened again?", lead.name),
            None => "Change the status".to_owned(),
        })
    });
    let confirm = Signal::derive(move || {
        asked.with(|asked| match asked {
            Some((_, step)) if step.needs == Needs::Reason => "Mark as dead".to_owned(),
            Some((_, step)) => format!("Set to {}", step.to.label().to_lowercase()),
            None => "Change".to_owned(),
        })
    });
    view! {
        <Dialog
            id="status-question"
            title
            open
            on_close=move || asked.set(None)
            actions=move || {
                view! {
                    <Button on_click=move |_| open.set(false)>"Cancel"</Button>
                    <Button kind=ButtonKind::Primary button_type=ButtonType::Submit busy attr:form=FORM>
                        {move || confirm.get()}
                    </Button>
                }
            }
        >
            <form id=FORM class="space-y-4" novalidate on:submit=send>
                <Troubles failed />
                <div hidden=move || needs.get() != Some(Needs::Reason)>
                    <RadioGroup name="reason" label="Reason" choices=reasons() value=reason error=wrong("reason") />
                </div>
                <TextArea name="status-note" label="In your words" value=note error=wrong("note") maxlength=2_000 />
            </form>
        </Dialog>
    }
}

/// What went wrong apart from the fields.
#[component]
fn Troubles(failed: RwSignal<Option<AppError>>) -> impl IntoView {
    move || {
        failed.get().filter(|error| error.kind != ErrorKind::Invalid).map(|error| {
            let more = if error.kind == ErrorKind::Conflict {
                " What you entered is still here; check the lead and send again."
            } else {
                ""
            };
            view! {
                <Banner tone=Tone::Danger alert=true>
                    {error.message}
                    {more}
                </Banner>
            }
        })
    }
}
