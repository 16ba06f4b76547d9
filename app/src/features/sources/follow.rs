//! What keeps the screen up to date: its address, what others do, and a look every few seconds while it is seen.

use super::state::{Desk, Room};
use crate::state::{EAGER, IDLE, every, live};
use leptos::prelude::*;
use shared::events::{LiveEvent, is_public};
use shared::sources::InboundState;

/// Follows the list until the calling component goes; an open source has its own eyes.
pub(super) fn follow_list(desk: Desk) {
    let listed = move || desk.place.with_untracked(|place| place.source.is_none() && !place.adding);
    let look = move || {
        if listed() {
            desk.look();
        }
    };
    Effect::new(move |before: Option<bool>| {
        let now = desk.place.with(|place| place.source.is_none());
        if before.is_some_and(|before| !before && now) {
            desk.look();
        }
        now
    });
    live::on_event(concerns, look);
    every(|| IDLE, look);
}

/// Follows an open source until the calling component goes.
pub(super) fn follow(room: Room) {
    room.payloads.follow(move || room.state.get());
    live::on_event(concerns, move || room.look());
    // Payloads that wait, or came before, have no events, so the screen looks by itself.
    every(move || if awaits(room) { EAGER } else { IDLE }, move || room.look());
}

/// Every public event may come from a payload.
fn concerns(event: &LiveEvent) -> bool {
    event.name.starts_with("source.") || is_public(&event.name)
}

/// Whether a payload that is seen waits for its turn, and not for a mapping.
fn awaits(room: Room) -> bool {
    room.draft.version.get_untracked() > 0
        && room
            .samples
            .recent
            .with_untracked(|recent| recent.items.iter().any(|one| one.state == InboundState::Received))
}
