//! The same changes for a browser without JavaScript: plain forms that the server answers with this page again. A
//! browser that runs scripts never reads them as elements.

use super::edit::Slot;
use super::state::OpenLead;
use crate::features::leads::rpc::{ChangeLeadStatus, EditLead, LogLeadActivity};
use crate::features::leads::status::reasons;
use crate::features::leads::without_script::without_script;
use crate::rpc::AppError;
use crate::state::Typed;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use shared::leads::{ActivityKind, CallOutcome, Fact, LeadStatus};
use ui::{Banner, Button, ButtonType, Choice, RadioGroup, Select, TextArea, TextField, Tone};

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

/// What is known of the person and the house in one form: everything that is no choice of its own, an address in a line.
#[component]
pub(super) fn PlainFacts(open: OpenLead) -> impl IntoView {
    const FACTS: [Fact; 16] = [
        Fact::Name,
        Fact::Phone,
        Fact::Email,
        Fact::Situation,
        Fact::Timing,
        Fact::Asking,
        Fact::Address,
        Fact::PropertyType,
        Fact::Beds,
        Fact::Baths,
        Fact::Area,
        Fact::YearBuilt,
        Fact::Condition,
        Fact::Occupancy,
        Fact::Parcel,
        Fact::Mortgage,
    ];
    let action = ServerAction::<EditLead>::new();
    let typed = use_context::<Typed>();
    without_script(move || {
        let id = open.id.to_string();
        // what nobody knows of a house is asked once there is a house
        let has_house = open.lead.with_untracked(|lead| lead.property.is_some());
        let facts = FACTS
            .into_iter()
            .filter(|fact| has_house || !fact.is_of_house() || matches!(fact, Fact::Asking | Fact::Address));
        let contact = open.lead.with_untracked(|lead| lead.contact.clone());
        let further = [(Fact::Phone, contact.phones.len()), (Fact::Email, contact.emails.len())];
        let further = further.into_iter().filter(|(_, known)| *known > 0);
        let slots = facts.map(|fact| (fact, 0)).chain(further);
        let slots = slots.map(|(fact, item)| Slot::new(fact, u8::try_from(item).unwrap_or(u8::MAX)));
        let inputs = slots.enumerate().map(|(at, slot)| plain_fact(open, at, slot, typed)).collect_view();
        view! {
            <details class="mt-3" open=action.value().get_untracked().is_some()>
                <summary class="min-h-6 rounded-sm font-medium">"Change what is known"</summary>
                <form method="post" action=EditLead::url() class="mt-2 space-y-3">
                    {refusal(action)}
                    <input type="hidden" name="id" value=id />
                    {inputs}
                    <Button button_type=ButtonType::Submit>"Save what is known"</Button>
                </form>
            </details>
        }
        .into_any()
    })
}

fn plain_fact(open: OpenLead, at: usize, slot: Slot, typed: Option<Typed>) -> AnyView {
    let Slot { fact, item } = slot;
    let base = open.lead.with_untracked(|lead| fact.typed(lead, item));
    let base = if fact == Fact::Address { fact.shown(&base) } else { base };
    let kept = typed.map(|typed| typed.value(&format!("fact-{}-{item}", fact.as_str())));
    let initial = kept.filter(|kept| !kept.is_empty()).unwrap_or_else(|| base.clone());
    let name = |part: &str| format!("edits[{at}][{part}]");
    let label = if item == 0 { fact.label().to_owned() } else { format!("Another {}", fact.noun()) };
    let value = match fact.choices() {
        Some(choices) => {
            let choices: Vec<Choice> =
                choices.into_iter().map(|(word, label)| Choice::new(word, label)).collect();
            view! { <Select name=name("value") label choices initial blank="Not known" /> }.into_any()
        }
        None => view! { <TextField name=name("value") label initial /> }.into_any(),
    };
    view! {
        <input type="hidden" name=name("fact") value=fact.as_str() />
        <input type="hidden" name=name("item") value=item />
        <input type="hidden" name=name("base") value=base />
        {value}
    }
    .into_any()
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
