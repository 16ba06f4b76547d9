//! The dialog in which a field is made or changed. What it holds cannot be changed later, so it is only asked for at first.

use super::rpc::{create_field, update_field};
use super::screen::Desk;
use crate::rpc::AppError;
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::fields::{CustomField, CustomFieldInput, FieldType, Noun};
use ui::{Banner, Button, ButtonKind, ButtonType, Choice, Dialog, Select, TextArea, TextField, Tone};

/// What the dialog is about.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Editing {
    New(Noun),
    Known(CustomField),
}

/// The texts in the dialog.
#[derive(Clone, Copy)]
struct Draft {
    field_type: RwSignal<String>,
    label: RwSignal<String>,
    help: RwSignal<String>,
    options: RwSignal<String>,
}

impl Draft {
    fn new() -> Self {
        let text = || RwSignal::new(String::new());
        Self { field_type: text(), label: text(), help: text(), options: text() }
    }

    fn fill(self, editing: &Editing) {
        let known = match editing {
            Editing::New(_) => None,
            Editing::Known(field) => Some(field),
        };
        let options = known.map(|field| {
            field.options.iter().map(|option| option.label.as_str()).collect::<Vec<_>>().join("\n")
        });
        self.field_type.set(known.map_or(FieldType::Text, |field| field.field_type).as_str().to_owned());
        self.label.set(known.map(|field| field.label.clone()).unwrap_or_default());
        self.help.set(known.map(|field| field.help.clone()).unwrap_or_default());
        self.options.set(options.unwrap_or_default());
    }

    fn input(self, noun: Noun) -> CustomFieldInput {
        CustomFieldInput {
            noun: noun.as_str().to_owned(),
            field_type: self.field_type.get_untracked(),
            label: self.label.get_untracked(),
            help: self.help.get_untracked(),
            options: self.options.get_untracked(),
        }
    }
}

#[component]
pub(super) fn Edit(desk: Desk) -> impl IntoView {
    let (open, busy, error) = (RwSignal::new(false), RwSignal::new(false), RwSignal::new(None::<AppError>));
    let draft = Draft::new();
    Effect::new(move |_| {
        if let Some(editing) = desk.editing.get() {
            draft.fill(&editing);
            error.set(None);
            open.set(true);
        }
    });
    let title = Signal::derive(move || match desk.editing.get() {
        Some(Editing::Known(field)) => format!("Edit “{}”", field.label),
        Some(Editing::New(noun)) => format!("Add a field to {}", noun.label().to_lowercase()),
        None => "Field".to_owned(),
    });
    let send = move |event: SubmitEvent| {
        event.prevent_default();
        let Some(editing) = desk.editing.get_untracked().filter(|_| !busy.get_untracked()) else { return };
        busy.set(true);
        error.set(None);
        spawn_local(async move {
            let answer = match &editing {
                Editing::New(noun) => create_field(draft.input(*noun)).await,
                Editing::Known(field) => update_field(field.id, field.version, draft.input(field.noun)).await,
            };
            match answer {
                Ok(field) => {
                    open.try_set(false);
                    desk.toaster.success(format!("“{}” saved", field.label));
                    desk.look();
                }
                Err(refused) => {
                    error.try_set(Some(refused));
                }
            }
            busy.try_set(false);
        });
    };
    let on_close = move |()| {
        desk.editing.set(None);
        // The list of kinds is made anew with the next field, and begins with what stands here.
        draft.field_type.set(FieldType::Text.as_str().to_owned());
    };
    view! {
        <Dialog id="field" title open on_close>
            <form class="space-y-3" novalidate on:submit=send>
                <Inputs desk draft error />
                <div class="flex justify-end gap-2">
                    <Button on_click=move |_| open.set(false)>"Cancel"</Button>
                    <Button kind=ButtonKind::Primary button_type=ButtonType::Submit busy>
                        "Save field"
                    </Button>
                </div>
            </form>
        </Dialog>
    }
}

#[component]
fn Inputs(desk: Desk, draft: Draft, error: RwSignal<Option<AppError>>) -> impl IntoView {
    let at = move |path: &'static str| {
        Signal::derive(move || error.with(|error| error.as_ref().and_then(|error| error.field(path))))
    };
    let beside =
        move || error.get().and_then(|error| error.beside(&["field_type", "label", "help", "options"]));
    let new = Memo::new(move |_| desk.editing.with(|editing| matches!(editing, Some(Editing::New(_)))));
    let listed = Memo::new(move |_| {
        draft.field_type.with(|word| FieldType::from_word(word).is_some_and(FieldType::has_options))
    });
    let types: Vec<Choice> = FieldType::ALL.iter().map(|of| Choice::new(of.as_str(), of.label())).collect();
    view! {
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
        <TextField name="label" label="Name" value=draft.label error=at("label") required=true />
        <Show when=move || new.get()>
            <Select
                name="field_type"
                label="Holds"
                choices=types.clone()
                value=draft.field_type
                error=at("field_type")
                hint=Some("This cannot be changed later.".to_owned())
            />
        </Show>
        <Show when=move || listed.get()>
            <TextArea
                name="options"
                label="Options, one a line"
                rows=5
                value=draft.options
                error=at("options")
                hint=Some("A line that is renamed in its place keeps what was chosen before.".to_owned())
            />
        </Show>
        <TextField name="help" label="Help" optional_mark=true value=draft.help error=at("help") />
    }
}
