//! What keeps the screen up to date: its address, what others do, and a look every few seconds while it is seen.

use super::state::Desk;
use crate::state::{EAGER, IDLE, every, live};
use leptos::prelude::*;
use shared::events::is_public;
use shared::webhooks::DeliveryState;

/// Follows until the calling component goes.
pub(super) fn follow(desk: Desk) {
    desk.deliveries.follow(move || (desk.endpoint.get(), desk.narrow.get()));
    // Every public event may have made deliveries.
    live::on_event(|event| event.name.starts_with("webhook.") || is_public(&event.name), move || desk.look());
    // Deliveries and requests to the inspector come without events, so the screen looks by itself.
    every(move || if awaits(desk) { EAGER } else { IDLE }, move || desk.look());
}

/// Whether a test is on its way, or the newest delivery that is seen.
fn awaits(desk: Desk) -> bool {
    let test = desk.tried.with_untracked(|tried| tried.as_ref().is_some_and(|tried| tried.outcome.is_none()));
    let newest = desk.deliveries.rows.with_untracked(|rows| {
        rows.first().is_some_and(|row| {
            row.state == DeliveryState::Waiting && row.attempts < 2 && row.next_attempt_at.is_some()
        })
    });
    test || newest
}
