//! The input of one fact: Enter saves, Esc gives up. What it began with stays its base however the page changes around it, so
//! that saving over somebody else's change asks first.

use super::{Edits, Slot, Unsaved};
use crate::features::leads::address::lead_href;
use crate::features::leads::browser;
use crate::rpc::AppError;
use leptos::ev::{KeyboardEvent, SubmitEvent};
use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::leads::{Fact, FactEdit, FactTaken, LeadQuery, address_parts};
use ui::{Button, ButtonKind, ButtonSize, ButtonType, Choice, FieldKind, MoneyField, Select, TextField};

/// Why it is not saved.
#[derive(Clone)]
enum Wrong {
    Refused(AppError),
    Taken(FactTaken),
}

#[component]
pub(super) fn FactInput(edits: Edits, place: Slot, close: Callback<()>) -> impl IntoView {
    let (fact, item) = (place.fact, place.item);
    let base = edits.open.lead.with_untracked(|lead| fact.typed(lead, item));
    let text = RwSignal::new(base.clone());
    let parts = address_parts(&base).map(RwSignal::new);
    let (busy, wrong) = (RwSignal::new(false), RwSignal::new(None::<Wrong>));
    let form = format!("{}-i", place.id());
    let target = form.clone();
    Effect::new(move |_| {
        let target = target.clone();
        request_animation_frame(move || browser::choose_text_in(&target));
    });
    let send = move |event: SubmitEvent| {
        event.prevent_default();
        if busy.get_untracked() {
            return;
        }
        let value = if fact == Fact::Address {
            parts.map(|part| part.get_untracked().replace('\n', " ")).join("\n")
        } else {
            text.get_untracked()
        };
        if value == base {
            close.run(());
            return;
        }
        busy.set(true);
        wrong.set(None);
        let edit = FactEdit { fact: fact.into(), item, base: base.clone(), value };
        spawn_local(async move {
            match edits.send(vec![edit], Some(close)).await {
                // it goes now: a signal that is set when its readers are about to go is read when it is gone
                Ok(()) => {
                    close.try_run(());
                    return;
                }
                Err(Unsaved::Clash) => {}
                Err(Unsaved::Taken(taken)) => {
                    wrong.try_set(Some(Wrong::Taken(taken)));
                }
                Err(Unsaved::Refused(error)) => {
                    wrong.try_set(Some(Wrong::Refused(error)));
                }
            }
            busy.try_set(false);
        });
    };
    let keys = move |event: KeyboardEvent| {
        if event.key() == "Escape" && !event.is_composing() {
            event.prevent_default();
            event.stop_propagation();
            close.run(());
        }
    };
    view! {
        <form id=form class="space-y-2 py-1" novalidate on:submit=send on:keydown=keys>
            {fields(place, text, parts, wrong)}
            <Elsewhere wrong />
            <div class="flex flex-wrap gap-2">
                <Button
                    kind=ButtonKind::Primary
                    size=ButtonSize::Sm
                    button_type=ButtonType::Submit
                    busy
                    class="max-md:h-11"
                >
                    {format!("Save {}", fact.noun())}
                </Button>
                <Button size=ButtonSize::Sm class="max-md:h-11" on_click=move |_| close.run(())>
                    "Cancel"
                </Button>
            </div>
        </form>
    }
}

fn fields(
    place: Slot,
    text: RwSignal<String>,
    parts: [RwSignal<String>; 5],
    wrong: RwSignal<Option<Wrong>>,
) -> AnyView {
    let fact = place.fact;
    let at = move |path: &'static str| {
        Signal::derive(move || {
            wrong.with(|wrong| match wrong {
                Some(Wrong::Refused(error)) => error.field(path),
                _ => None,
            })
        })
    };
    let name = format!("{}-{}", fact.as_str(), place.item);
    if fact == Fact::Address {
        let [street, unit, city, region, postal_code] = parts;
        return view! {
            <div class="grid grid-cols-6 gap-2">
                <TextField name="fact-street" label="Street" value=street error=at("edits.0.street") class="col-span-6" />
                <TextField name="fact-unit" label="Unit" optional_mark=true value=unit error=at("edits.0.unit") class="col-span-3" />
                <TextField name="fact-city" label="City" value=city error=at("edits.0.city") class="col-span-3" />
                <TextField name="fact-region" label="State" value=region error=at("edits.0.region") class="col-span-3" />
                <TextField
                    name="fact-postal-code"
                    label="ZIP"
                    numeric=true
                    value=postal_code
                    error=at("edits.0.postal_code")
                    class="col-span-3"
                />
            </div>
        }
        .into_any();
    }
    let (label, error) = (super::capital(fact.noun()), at("edits.0"));
    if let Some(choices) = fact.choices() {
        let choices: Vec<Choice> =
            choices.into_iter().map(|(word, label)| Choice::new(word, label)).collect();
        return view! { <Select name label choices value=text error label_hidden=true blank="Not known" /> }
            .into_any();
    }
    let kind = match fact {
        Fact::Asking | Fact::Mortgage => {
            return view! { <MoneyField name label value=text error label_hidden=true /> }.into_any();
        }
        Fact::Phone => FieldKind::Tel,
        Fact::Email => FieldKind::Email,
        Fact::Name | Fact::Baths => FieldKind::Text,
        _ => FieldKind::Number,
    };
    let inputmode = if fact == Fact::Baths { "decimal" } else { "" };
    view! {
        <TextField name label kind value=text error label_hidden=true autocomplete="off" inputmode=mode(inputmode, kind) />
    }
    .into_any()
}

/// The keyboard of a phone, where the kind of field does not say it.
fn mode(wanted: &'static str, kind: FieldKind) -> &'static str {
    match (wanted, kind) {
        ("", FieldKind::Number) => "numeric",
        ("", FieldKind::Tel) => "tel",
        ("", FieldKind::Email) => "email",
        ("", _) => "text",
        (wanted, _) => wanted,
    }
}

/// What no field can show: the value is another lead's, or nothing could be sent.
#[component]
fn Elsewhere(wrong: RwSignal<Option<Wrong>>) -> impl IntoView {
    move || {
        let (words, lead) = match wrong.get()? {
            Wrong::Taken(taken) => (taken.words(), taken.lead),
            Wrong::Refused(error) if error.fields.is_empty() => {
                (format!("{} What you typed is still here.", error.message), None)
            }
            Wrong::Refused(_) => return None,
        };
        let open = lead.map(|lead| {
            let href = lead_href(lead, &LeadQuery::default());
            view! {
                " "
                <a href=href class="text-accent-ink underline underline-offset-2">
                    "Open that lead"
                </a>
            }
        });
        Some(view! {
            <p role="alert" class="text-caption text-danger">
                {words}
                {open}
            </p>
        })
    }
}
