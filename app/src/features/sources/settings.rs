//! What is set about a source, changed in place. What is being edited survives a look at the server.

use super::fields::{Draft, Fields, OWN};
use super::rpc::update_source;
use super::state::Room;
use crate::rpc::{AppError, ErrorKind};
use crate::state::use_hydrated;
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::sources::{Source, SourceInput};
use ui::{Banner, Button, ButtonKind, ButtonType, Section, Tone};

#[component]
pub(super) fn Settings(room: Room) -> impl IntoView {
    let hydrated = use_hydrated();
    let first = room.source.with_untracked(|source| (source.version, input_of(source)));
    let draft = Draft::of(&first.1);
    // What the fields were filled from.
    let base = RwSignal::new(first);
    let changed = Memo::new(move |_| base.with(|(_, base)| draft.input() != *base));
    let (busy, error) = (RwSignal::new(false), RwSignal::new(None::<AppError>));
    let load = move || {
        let now = room.source.with_untracked(|source| (source.version, input_of(source)));
        draft.fill(&now.1);
        base.set(now);
        error.set(None);
    };
    Effect::new(move |_| {
        let now = room.source.with(|source| (source.version, input_of(source)));
        let known = base.get_untracked();
        if now.0 >= known.0 && now != known && !busy.get_untracked() {
            if !changed.get_untracked() {
                draft.fill(&now.1);
                base.set(now);
            } else if now.1 == known.1 {
                // Only the secret or the like was changed by somebody.
                base.update(|base| base.0 = now.0);
            }
        }
    });
    let send = move |event: SubmitEvent| {
        event.prevent_default();
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        error.set(None);
        let version = base.with_untracked(|(version, _)| *version);
        let input = untrack(|| draft.input());
        spawn_local(async move {
            match update_source(room.id, version, input.clone()).await {
                Ok(version) => {
                    base.try_set((version, input));
                    room.desk.toaster.success("Source saved");
                }
                Err(refused) => {
                    error.try_set(Some(refused));
                }
            }
            busy.try_set(false);
            room.look();
        });
    };
    let conflict =
        Memo::new(move |_| error.with(|error| error.as_ref().is_some_and(|e| e.kind == ErrorKind::Conflict)));
    let beside = move || error.get().and_then(|error| error.beside(&OWN));
    view! {
        <Section id="settings" title="Name and verification">
            <form class="mt-2" novalidate on:submit=send>
                {move || {
                    beside()
                        .map(|words| {
                            view! {
                                <Banner tone=Tone::Danger alert=true class="mb-3">
                                    {words}
                                    " What you typed is still here."
                                </Banner>
                            }
                        })
                }}
                <Fields id="source" draft error />
                <div class="mt-4 flex flex-wrap gap-2">
                    <Button
                        kind=ButtonKind::Primary
                        button_type=ButtonType::Submit
                        disabled=Signal::derive(move || !hydrated.get() || !changed.get())
                        busy
                    >
                        "Save source"
                    </Button>
                    <Show when=move || changed.get()>
                        <Button on_click=move |_| load()>
                            {move || if conflict.get() { "Load it again" } else { "Undo changes" }}
                        </Button>
                    </Show>
                </div>
            </form>
        </Section>
    }
}

/// A source as the fields would hold it.
fn input_of(source: &Source) -> SourceInput {
    SourceInput {
        name: source.summary.name.clone(),
        slug: source.summary.slug.clone(),
        verification: source.summary.verification.clone(),
        id_from: source.id_from.clone(),
        lead_source: source.summary.lead_source.as_str().to_owned(),
    }
}
