//! What keeps the screen up to date: its address, what others do, and a look every few seconds while it is seen.

use super::address::Narrow;
use super::state::Desk;
use crate::state::live;
use leptos::prelude::*;
use shared::events::is_public;
use shared::webhooks::DeliveryState;
use std::time::Duration;
use web_sys::VisibilityState;

/// Deliveries and requests to the inspector come without events, so the screen looks by itself.
const TICK: Duration = Duration::from_secs(1);
/// Ticks between two looks, and while something is awaited.
const IDLE: u32 = 5;
const EAGER: u32 = 1;

/// Follows until the calling component goes.
pub(super) fn follow(desk: Desk) {
    Effect::new(move |before: Option<(Option<String>, Narrow)>| {
        let now = (desk.endpoint.get(), desk.narrow.get());
        if before.is_some_and(|before| before != now) {
            desk.load();
        }
        now
    });
    Effect::new(move |before: Option<Option<String>>| {
        let delivery = desk.delivery.get();
        if before.is_some_and(|before| before != delivery) {
            desk.open();
        }
        delivery
    });
    // Every public event may have made deliveries.
    live::on_event(|event| event.name.starts_with("webhook.") || is_public(&event.name), move || desk.look());
    Effect::new(move |_| {
        let ticks = StoredValue::new(0_u32);
        let look = move || {
            let every = if awaits(desk) { EAGER } else { IDLE };
            let due = ticks.try_update_value(|ticks| {
                *ticks += 1;
                let due = *ticks >= every;
                if due {
                    *ticks = 0;
                }
                due
            });
            if due == Some(true) && document().visibility_state() == VisibilityState::Visible {
                desk.look();
            }
        };
        if let Ok(looking) = set_interval_with_handle(look, TICK) {
            on_cleanup(move || looking.clear());
        }
    });
}

/// Whether a test is on its way, or the newest delivery that is seen.
fn awaits(desk: Desk) -> bool {
    let test = desk.tried.with_untracked(|tried| tried.as_ref().is_some_and(|tried| tried.outcome.is_none()));
    let first = |rows: &Vec<_>| {
        rows.first().is_some_and(|row: &shared::webhooks::DeliverySummary| {
            row.state == DeliveryState::Waiting && row.attempts < 2 && row.next_attempt_at.is_some()
        })
    };
    test || desk.rows.with_untracked(first)
}
