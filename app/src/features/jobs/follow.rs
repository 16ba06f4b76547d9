//! What keeps the screen up to date: its address, what others do, and a look every few seconds while it is seen.

use super::address::Narrow;
use super::state::Desk;
use crate::state::live;
use leptos::prelude::*;
use std::time::Duration;
use web_sys::VisibilityState;

/// Jobs come and go without events, so the screen looks by itself.
const LOOK: Duration = Duration::from_secs(5);

/// Follows until the calling component goes.
pub(super) fn follow(desk: Desk) {
    Effect::new(move |before: Option<Narrow>| {
        let narrow = desk.narrow.get();
        if before.is_some_and(|before| before != narrow) {
            desk.load();
        }
        narrow
    });
    Effect::new(move |before: Option<Option<String>>| {
        let job = desk.job.get();
        if before.is_some_and(|before| before != job) {
            desk.open();
        }
        job
    });
    live::on_event(
        |event| event.name.starts_with("job.") || event.name.starts_with("queue."),
        move || desk.look(),
    );
    Effect::new(move |_| {
        let look = move || {
            if document().visibility_state() == VisibilityState::Visible {
                desk.look();
            }
        };
        if let Ok(looking) = set_interval_with_handle(look, LOOK) {
            on_cleanup(move || looking.clear());
        }
    });
}
