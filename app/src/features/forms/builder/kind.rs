//! What only some kinds of questions have: bounds, a unit, answers to choose from, the text that is agreed to.

use super::field::Open;
use super::options::Options;
use super::room::Room;
use crate::state::mirrored;
use leptos::prelude::*;
use shared::forms::edit::{FieldChange, Place};
use shared::forms::{ChoiceStyle, FieldKind};
use ui::{Button, ButtonKind, ButtonSize, Choice, FieldKind as Typed, Segmented, Select, TextField, lucide};

#[component]
pub(super) fn KindSettings(open: Open) -> impl IntoView {
    let kind = open.field.with_untracked(|field| field.as_ref().map(|field| field.kind.clone()));
    match kind {
        Some(FieldKind::Text { .. } | FieldKind::LongText { .. } | FieldKind::Hidden { .. }) => {
            view! { <Longest open /> }.into_any()
        }
        Some(FieldKind::Number { .. }) => view! { <Range open /> }.into_any(),
        Some(FieldKind::Choice { .. }) => view! {
            <Options open />
            <Style open />
        }
        .into_any(),
        Some(FieldKind::Consent { .. }) => view! { <Consent open /> }.into_any(),
        _ => ().into_any(),
    }
}

/// Changes the settings of the kind, whichever it is.
fn change(open: Open, change: impl FnOnce(&mut FieldKind)) {
    let Some(mut kind) = open.field.with_untracked(|field| field.as_ref().map(|field| field.kind.clone()))
    else {
        return;
    };
    change(&mut kind);
    open.change(FieldChange::Kind(kind));
}

#[component]
fn Longest(open: Open) -> impl IntoView {
    let now = open.part(|field| match &field.kind {
        FieldKind::Text { max } | FieldKind::LongText { max } | FieldKind::Hidden { max } => max.to_string(),
        _ => String::new(),
    });
    view! {
        <Whole
            name="max"
            label="Longest answer, in characters"
            now
            error=open.problem("kind.max")
            on_number=move |number: i64| {
                // What is no such number is 0, which the form does not allow: the field says so.
                let longest = u16::try_from(number).unwrap_or(0);
                change(
                    open,
                    |kind| {
                        if let FieldKind::Text { max } | FieldKind::LongText { max } | FieldKind::Hidden { max } = kind {
                            *max = longest;
                        }
                    },
                );
            }
        />
    }
}

#[component]
fn Range(open: Open) -> impl IntoView {
    let bound = move |largest: bool| {
        open.part(move |field| match &field.kind {
            FieldKind::Number { min, max, .. } => if largest { max } else { min }.to_string(),
            _ => String::new(),
        })
    };
    let set = move |number: i64, largest: bool| {
        change(open, |kind| {
            if let FieldKind::Number { min, max, .. } = kind {
                *(if largest { max } else { min }) = number;
            }
        });
    };
    let unit = open.part(|field| match &field.kind {
        FieldKind::Number { unit, .. } => unit.clone(),
        _ => String::new(),
    });
    view! {
        <div class="grid grid-cols-3 gap-2">
            <Whole name="min" label="Smallest" now=bound(false) on_number=move |number| set(number, false) />
            <Whole name="max" label="Largest" now=bound(true) on_number=move |number| set(number, true) error=open.problem("kind.max") />
            <TextField
                name="unit"
                label="Unit"
                placeholder="sq ft"
                value=mirrored(unit)
                error=open.problem("kind.unit")
                on_input=move |text: String| {
                    change(
                        open,
                        |kind| {
                            if let FieldKind::Number { unit, .. } = kind {
                                *unit = text;
                            }
                        },
                    );
                }
            />
        </div>
    }
}

/// A whole number. What is none says so and changes nothing.
#[component]
fn Whole(
    name: &'static str,
    label: &'static str,
    now: Memo<String>,
    #[prop(into)] on_number: Callback<i64>,
    #[prop(optional, into)] error: Signal<Option<String>>,
) -> impl IntoView {
    let typed = mirrored(now);
    let wrong = Memo::new(move |_| typed.with(|typed| read(typed).is_none()));
    let error =
        Signal::derive(
            move || {
                if wrong.get() { Some("Enter a whole number.".to_owned()) } else { error.get() }
            },
        );
    view! {
        <TextField
            name
            label
            kind=Typed::Number
            numeric=true
            value=typed
            error
            on_input=move |text: String| {
                if let Some(number) = read(&text) {
                    on_number.run(number);
                }
            }
        />
    }
}

fn read(text: &str) -> Option<i64> {
    text.trim().replace(',', "").parse().ok()
}

#[component]
fn Style(open: Open) -> impl IntoView {
    let now = open.part(|field| match &field.kind {
        FieldKind::Choice { style: ChoiceStyle::List, .. } => "list".to_owned(),
        FieldKind::Choice { style: ChoiceStyle::Boxes, .. } => "boxes".to_owned(),
        _ => "cards".to_owned(),
    });
    view! {
        <div class="flex items-center justify-between gap-2">
            <span class="font-medium">"Shown as"</span>
            <Segmented
                label="Shown as"
                choices=vec![Choice::new("cards", "Cards"), Choice::new("list", "List"), Choice::new("boxes", "Several")]
                value=mirrored(now)
                on_change=move |word: String| {
                    let chosen = match word.as_str() {
                        "list" => ChoiceStyle::List,
                        "boxes" => ChoiceStyle::Boxes,
                        _ => ChoiceStyle::Cards,
                    };
                    change(
                        open,
                        |kind| {
                            if let FieldKind::Choice { style, .. } = kind {
                                *style = chosen;
                            }
                        },
                    );
                }
            />
        </div>
    }
}

#[component]
fn Consent(open: Open) -> impl IntoView {
    let room: Room = open.room;
    let now = open.part(|field| match &field.kind {
        FieldKind::Consent { consent } => consent.clone(),
        _ => String::new(),
    });
    let choices = Signal::derive(move || {
        room.form.with(|form| {
            let label = |text: &str, key: &str| {
                let start: String = text.chars().take(60).collect();
                if start.trim().is_empty() { format!("{key}, not written yet") } else { start }
            };
            form.consents
                .iter()
                .map(|one| Choice::new(&one.key, label(&one.text, &one.key)))
                .collect::<Vec<_>>()
        })
    });
    view! {
        <div class="space-y-1.5">
            <Select
                name="consent"
                label="Text that people agree to"
                choices
                value=mirrored(now)
                error=open.problem("kind")
                hint=Some("It is asked for, never required, and never ticked in advance.".to_owned())
                on_change=move |key: String| open.change(FieldChange::Kind(FieldKind::Consent { consent: key }))
            />
            <Button
                kind=ButtonKind::Quiet
                size=ButtonSize::Sm
                icon=lucide::LuPencil
                class="-ml-2"
                on_click=move |_| room.choose(Place::Consent(now.get_untracked()))
            >
                "Edit the text"
            </Button>
        </div>
    }
}
