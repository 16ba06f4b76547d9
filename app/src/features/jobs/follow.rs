//! What keeps the screen up to date: its address, what others do, and a look every few seconds while it is seen.

use super::state::Desk;
use crate::state::{IDLE, every, live};
use leptos::prelude::*;

/// Follows until the calling component goes.
pub(super) fn follow(desk: Desk) {
    desk.jobs.follow(move || desk.narrow.get());
    live::on_event(
        |event| event.name.starts_with("job.") || event.name.starts_with("queue."),
        move || desk.look(),
    );
    // Jobs come and go without events, so the screen looks by itself.
    every(|| IDLE, move || desk.look());
}
