//! What keeps the screen up to date: its address, what others do, and a look every few seconds while it is seen.

use super::state::{Desk, Room};
use crate::state::live;
use leptos::prelude::*;
use shared::events::{LiveEvent, is_public};
use shared::sources::InboundState;
use std::time::Duration;
use web_sys::VisibilityState;

/// Payloads that wait, or came before, have no events, so the screen looks by itself.
const TICK: Duration = Duration::from_secs(1);
/// Ticks between two looks, and while something is on its way.
const IDLE: u32 = 5;
const EAGER: u32 = 1;

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
    Effect::new(move |before: Option<InboundState>| {
        let now = room.state.get();
        if before.is_some_and(|before| before != now) {
            room.load();
        }
        now
    });
    Effect::new(move |before: Option<Option<String>>| {
        let payload = room.payload.get();
        if before.is_some_and(|before| before != payload) {
            room.open();
        }
        payload
    });
    live::on_event(concerns, move || room.look());
    every(move || if awaits(room) { EAGER } else { IDLE }, move || room.look());
}

/// Every public event may come from a payload.
fn concerns(event: &LiveEvent) -> bool {
    event.name.starts_with("source.") || is_public(&event.name)
}

/// Looks every so many ticks while the page is seen.
fn every(ticks_between: impl Fn() -> u32 + 'static, look: impl Fn() + 'static) {
    let (ticks_between, look) = (std::rc::Rc::new(ticks_between), std::rc::Rc::new(look));
    Effect::new(move |_| {
        let ticks = StoredValue::new(0_u32);
        let (ticks_between, look) = (std::rc::Rc::clone(&ticks_between), std::rc::Rc::clone(&look));
        let tick = move || {
            let between = ticks_between();
            let due = ticks.try_update_value(|ticks| {
                *ticks += 1;
                let due = *ticks >= between;
                if due {
                    *ticks = 0;
                }
                due
            });
            if due == Some(true) && document().visibility_state() == VisibilityState::Visible {
                look();
            }
        };
        if let Ok(looking) = set_interval_with_handle(tick, TICK) {
            on_cleanup(move || looking.clear());
        }
    });
}

/// Whether a payload that is seen waits for its turn, and not for a mapping.
fn awaits(room: Room) -> bool {
    room.draft.version.get_untracked() > 0
        && room
            .samples
            .recent
            .with_untracked(|recent| recent.items.iter().any(|one| one.state == InboundState::Received))
}
