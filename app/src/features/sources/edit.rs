//! The body of a refused payload, to be mended and mapped again. The saved mapping checks it while somebody types; the
//! original stays beside it.

use super::rpc::{replay_edited, replay_payload};
use super::samples::value_of;
use super::state::Room;
use crate::rpc::AppError;
use crate::state::use_hydrated;
use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::sources::{InboundPayload, Media, read_body};
use ui::{Banner, Button, ButtonKind, TextArea, Tone};

/// What is typed, held against the saved mapping.
#[derive(Debug, Clone, PartialEq)]
enum Check {
    /// It is no JSON.
    Unreadable(String),
    Unmapped,
    Refused(String),
    Passes,
}

#[component]
pub(super) fn EditBody(room: Room, payload: InboundPayload) -> impl IntoView {
    let hydrated = use_hydrated();
    let id = payload.summary.id;
    let replayable = payload.summary.replayable;
    let first = match value_of(&payload) {
        Ok(value) => serde_json::to_string_pretty(&value).unwrap_or_default(),
        Err(_) => payload.edited.as_ref().map_or(&payload.body, |edited| &edited.body).clone(),
    };
    let text = RwSignal::new(first.clone());
    let edited = Memo::new(move |_| text.with(|text| *text != first));
    let busy = RwSignal::new(false);
    let refused = RwSignal::new(None::<AppError>);
    let check = Memo::new(move |_| {
        text.with(|text| match read_body(Media::Json, text.as_bytes()) {
            Err(unreadable) => Check::Unreadable(unreadable.message),
            Ok(value) => room.source.with(|source| match &source.mapping {
                None => Check::Unmapped,
                Some(saved) => {
                    match saved.mapping.apply(&value, &source.fields).refusals.into_iter().next() {
                        Some(refusal) => Check::Refused(refusal.message),
                        None => Check::Passes,
                    }
                }
            }),
        })
    });
    let wrong = Signal::derive(move || {
        let said = refused.with(|error| error.as_ref().and_then(|error| error.field("body")));
        match check.get() {
            Check::Unreadable(words) => Some(words),
            Check::Refused(words) => Some(format!("It would be refused again: {words}")),
            Check::Unmapped | Check::Passes => said,
        }
    });
    let hint = Signal::derive(move || match check.get() {
        Check::Passes => Some("It would become a lead.".to_owned()),
        Check::Unmapped => Some("Save a mapping first.".to_owned()),
        Check::Unreadable(_) | Check::Refused(_) => None,
    });
    let reason = Signal::derive(move || match check.get() {
        Check::Unreadable(_) => Some("Mend the payload first.".to_owned()),
        Check::Unmapped => Some("Save a mapping first.".to_owned()),
        Check::Refused(_) | Check::Passes => None,
    });
    let send = move || {
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        refused.set(None);
        // Who sent it is not known: whoever lets it in does so with the words on the screen.
        let as_it_is = replayable && !edited.get_untracked();
        let body = text.get_untracked();
        spawn_local(async move {
            let answer = if as_it_is {
                replay_payload(id.to_string()).await
            } else {
                replay_edited(id.to_string(), body).await
            };
            match answer {
                Ok(()) => {
                    room.desk.toaster.success("It is mapped again");
                    room.look();
                }
                Err(error) => {
                    refused.try_set(Some(error));
                }
            }
            busy.try_set(false);
        });
    };
    let beside = move || refused.get().filter(|error| error.fields.is_empty()).map(|error| error.message);
    view! {
        {move || {
            beside()
                .map(|words| {
                    view! {
                        <Banner tone=Tone::Danger alert=true class="mb-2">
                            {words}
                            " What you typed is still here."
                        </Banner>
                    }
                })
        }}
        <div spellcheck="false">
            <TextArea
                name="body"
                id=format!("body-{id}")
                label="What is mapped"
                rows=12
                value=text
                hint
                error=wrong
                disabled=Signal::derive(move || !hydrated.get())
                class="[&_textarea]:font-mono [&_textarea]:text-caption!"
                on_input=move |_: String| refused.set(None)
            />
        </div>
        <div class="mt-2.5 flex flex-wrap gap-2">
            <Button
                kind=ButtonKind::Primary
                disabled=Signal::derive(move || !hydrated.get())
                reason
                busy
                busy_label="Sending"
                on_click=move |_| send()
            >
                {move || if edited.get() { "Replay edited payload" } else { "Replay" }}
            </Button>
        </div>
    }
}
