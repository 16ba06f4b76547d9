//! The custom fields of the lead, its contact or its property: read as a list, filled in as a form.

use super::edit::{Edits, Unsaved, is_editing};
use crate::features::fields::FieldInput;
use crate::rpc::AppError;
use crate::state::use_hydrated;
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::fields::{CustomField, Noun};
use shared::leads::{Edited, FactEdit, LeadMarks};
use ui::{Banner, Button, ButtonKind, ButtonSize, ButtonType, DefinitionList, DefinitionRow, Tone, lucide};

/// Nothing where the organization has no such fields.
#[component]
pub(super) fn Fields(edits: Edits, noun: Noun) -> impl IntoView {
    let vocabulary = edits.vocabulary;
    let fields = Memo::new(move |_| {
        vocabulary.with(|vocabulary| {
            let live = vocabulary.fields.iter().filter(|field| field.noun == noun && !field.archived);
            live.cloned().collect::<Vec<_>>()
        })
    });
    let editing = RwSignal::new(false);
    move || {
        let fields = fields.get();
        if fields.is_empty() {
            return ().into_any();
        }
        if editing.get() {
            return view! { <Form edits fields editing /> }.into_any();
        }
        view! { <Known edits fields editing noun /> }.into_any()
    }
}

#[component]
fn Known(edits: Edits, fields: Vec<CustomField>, editing: RwSignal<bool>, noun: Noun) -> impl IntoView {
    let Edits { open, may_work, .. } = edits;
    let hydrated = use_hydrated();
    let rows = move || {
        open.lead.with(|lead| {
            let known = fields.iter().filter_map(|field| Some((field, lead.marks.values.get(&field.id)?)));
            let rows = known.map(|(field, value)| (field.label.clone(), value.shown(field)));
            rows.map(|(label, value)| view! { <DefinitionRow label>{value}</DefinitionRow> }).collect_view()
        })
    };
    view! {
        <DefinitionList class="mt-2.5">{rows}</DefinitionList>
        {may_work
            .then(|| {
                view! {
                    <Button
                        kind=ButtonKind::Quiet
                        size=ButtonSize::Sm
                        icon=lucide::LuPencil
                        class="-ml-2 mt-1 noscript:hidden"
                        disabled=Signal::derive(move || !hydrated.get())
                        on_click=move |_| editing.set(true)
                    >
                        {format!("Edit {}", words(noun))}
                    </Button>
                }
            })}
    }
}

const fn words(noun: Noun) -> &'static str {
    match noun {
        Noun::Lead => "lead fields",
        Noun::Contact => "contact fields",
        Noun::Property => "property fields",
    }
}

/// One field with what stands in it, and what stood there when the form was opened.
#[derive(Clone)]
struct Line {
    field: CustomField,
    before: String,
    value: RwSignal<String>,
}

fn lines(fields: Vec<CustomField>, marks: &LeadMarks) -> Vec<Line> {
    let line = |field: CustomField| {
        let before = marks.values.get(&field.id).map(shared::fields::FieldValue::typed).unwrap_or_default();
        Line { field, value: RwSignal::new(before.clone()), before }
    };
    fields.into_iter().map(line).collect()
}

#[component]
fn Form(edits: Edits, fields: Vec<CustomField>, editing: RwSignal<bool>) -> impl IntoView {
    let open = edits.open;
    is_editing(edits, fields.iter().map(|field| Edited::Field(field.id)).collect());
    let lines = open.lead.with_untracked(|lead| lines(fields, &lead.marks));
    let (busy, error) = (RwSignal::new(false), RwSignal::new(None::<AppError>));
    // The order in which the changed fields were sent: errors name them by their place.
    let sent = RwSignal::new(Vec::new());
    let inputs = lines
        .iter()
        .map(|line| {
            let id = line.field.id;
            let wrong = Signal::derive(move || {
                let place = sent.with(|sent| sent.iter().position(|field| *field == Edited::Field(id)))?;
                error.with(|error| error.as_ref().and_then(|error| error.field(&format!("edits.{place}"))))
            });
            view! { <FieldInput field=line.field.clone() value=line.value error=wrong /> }
        })
        .collect_view();
    let done = Callback::new(move |()| {
        editing.try_set(false);
    });
    let send = move |event: SubmitEvent| {
        event.prevent_default();
        if busy.get_untracked() {
            return;
        }
        // Only what was changed here: somebody else may be filling in the others.
        let changed = lines.iter().filter(|line| line.value.with_untracked(|value| *value != line.before));
        let changed: Vec<FactEdit> = changed
            .map(|line| FactEdit {
                fact: Edited::Field(line.field.id),
                item: 0,
                base: line.before.clone(),
                value: line.value.get_untracked(),
            })
            .collect();
        if changed.is_empty() {
            editing.set(false);
            return;
        }
        sent.set(changed.iter().map(|edit| edit.fact).collect());
        busy.set(true);
        error.set(None);
        spawn_local(async move {
            match edits.send(changed, Some(done)).await {
                // it goes now: a signal that is set when its readers are about to go is read when it is gone
                Ok(()) => {
                    done.try_run(());
                    return;
                }
                // both values are shown, and what was typed stays until one is chosen
                Err(Unsaved::Clash | Unsaved::Taken(_)) => {}
                Err(Unsaved::Refused(refused)) => {
                    error.try_set(Some(refused));
                }
            }
            busy.try_set(false);
        });
    };
    let beside = move || error.get().filter(|error| error.fields.is_empty()).map(|error| error.message);
    view! {
        <form class="mt-3 space-y-3" novalidate on:submit=send>
            {move || {
                beside()
                    .map(|words| {
                        view! {
                            <Banner tone=Tone::Danger alert=true>
                                {words}
                                " What you typed is still here."
                            </Banner>
                        }
                    })
            }}
            {inputs}
            <div class="flex gap-2">
                <Button kind=ButtonKind::Primary size=ButtonSize::Sm button_type=ButtonType::Submit busy>
                    "Save fields"
                </Button>
                <Button size=ButtonSize::Sm on_click=move |_| editing.set(false)>
                    "Cancel"
                </Button>
            </div>
        </form>
    }
}
