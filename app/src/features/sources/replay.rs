//! Mapping refused payloads again: one, or all of them. A replay uses the saved mapping, so that must be the one on the
//! screen.

use super::payloads::person;
use super::rpc::{replay_payload, replay_refused};
use super::state::Room;
use super::words::{count, payloads};
use crate::layout::Confirm;
use crate::state::use_hydrated;
use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::sources::{InboundState, InboundSummary};
use ui::{Button, ButtonKind, ButtonSize, LinkButton, lucide};

/// Why nothing can be replayed now; reactive.
pub(super) fn not_now(room: Room) -> Option<String> {
    if room.draft.version.get() == 0 {
        return Some("Save a mapping first.".to_owned());
    }
    room.draft.edited.get().then(|| "Save the mapping first: a replay uses the saved one.".to_owned())
}

#[component]
pub(super) fn ReplayAll(room: Room) -> impl IntoView {
    let hydrated = use_hydrated();
    let (asking, busy) = (RwSignal::new(false), RwSignal::new(false));
    let refused = Memo::new(move |_| room.source.with(|source| source.summary.refused));
    let shown = Memo::new(move |_| refused.get() > 0 && room.state.get() == InboundState::Refused);
    let reason = Signal::derive(move || not_now(room));
    let all = move || {
        busy.set(true);
        spawn_local(async move {
            match replay_refused(room.id).await {
                Ok(0) => room
                    .desk
                    .toaster
                    .info("None of them can be replayed as it is. Look at them and edit them."),
                Ok(number) => {
                    room.desk.toaster.success(payloads(number, "is mapped again", "are mapped again"));
                }
                Err(error) => room.desk.toaster.error("Nothing was changed", error.message),
            }
            busy.try_set(false);
            room.look();
        });
    };
    view! {
        <Show when=move || shown.get()>
            <Button
                size=ButtonSize::Sm
                icon=lucide::LuRotateCw
                disabled=Signal::derive(move || !hydrated.get())
                reason
                busy
                busy_label="Asking"
                on_click=move |_| asking.set(true)
            >
                {move || format!("Replay all {}", count(refused.get()))}
            </Button>
        </Show>
        <Confirm
            id="replay-all"
            open=asking
            title="Replay every refused payload of this source?"
            text="Each is mapped again with the saved mapping, and becomes at most one lead. Those whose sender is not known stay where they are: look at them one by one."
            verb="Replay them"
            on_confirm=move |()| all()
        />
    }
}

/// What can be done with a row at once.
#[component]
pub(super) fn ReplayOne(room: Room, row: InboundSummary) -> impl IntoView {
    let hydrated = use_hydrated();
    let busy = RwSignal::new(false);
    let (id, name) = (row.id, person(&row));
    if row.state != InboundState::Refused || !row.editable {
        return ().into_any();
    }
    let passes = Memo::new(move |_| room.verdicts.with(|verdicts| matches!(verdicts.get(&id), Some(None))));
    let replayable = row.replayable;
    let replay = move || {
        busy.set(true);
        spawn_local(async move {
            room.settle("It is mapped again", replay_payload(id.to_string()).await);
            busy.try_set(false);
        });
    };
    let edit = move || room.desk.place.with(|place| place.with_payload(Some(id.to_string())).href());
    let (replay_name, edit_name) = (format!("Replay {name}"), format!("Edit and replay {name}"));
    view! {
        <Show
            when=move || replayable && passes.get()
            fallback=move || {
                view! {
                    <LinkButton href=Signal::derive(edit) kind=ButtonKind::Link size=ButtonSize::Sm attr:aria-label=edit_name.clone() attr:data-noscroll="">
                        "Edit"
                    </LinkButton>
                }
            }
        >
            <Button
                kind=ButtonKind::Link
                size=ButtonSize::Sm
                disabled=Signal::derive(move || !hydrated.get())
                reason=Signal::derive(move || not_now(room))
                busy
                attr:aria-label=replay_name.clone()
                on_click=move |_| replay()
            >
                "Replay"
            </Button>
        </Show>
    }
    .into_any()
}
