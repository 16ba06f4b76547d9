//! What keeps a screen up to date: its address, and a look every few seconds while it is seen.

use leptos::prelude::*;
use leptos::task::spawn_local;
use std::rc::Rc;
use std::time::Duration;
use web_sys::VisibilityState;

/// The time between two ticks.
const TICK: Duration = Duration::from_secs(1);
/// Ticks between two looks.
pub const IDLE: u32 = 5;
/// The same while something is awaited.
pub const EAGER: u32 = 1;

/// Calls `changed` after each change of `what`, until the calling component goes.
pub fn on_change<T: PartialEq + 'static>(what: impl Fn() -> T + 'static, changed: impl Fn() + 'static) {
    Effect::new(move |before: Option<T>| {
        let now = what();
        if before.is_some_and(|before| before != now) {
            changed();
        }
        now
    });
}

/// Looks after so many ticks, again and again while the page is seen and until the calling component goes.
pub fn every(ticks_between: impl Fn() -> u32 + 'static, look: impl Fn() + 'static) {
    let tools = Rc::new((ticks_between, look));
    Effect::new(move |_| {
        let ticks = StoredValue::new(0_u32);
        let tools = Rc::clone(&tools);
        let tick = move || {
            let (ticks_between, look) = &*tools;
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

/// One look at a time. Cheap to copy.
#[derive(Debug, Clone, Copy)]
pub struct Looks {
    /// There is one, or there must be none.
    busy: StoredValue<bool>,
    /// Somebody wanted a look while there was one: what it finds may be too old.
    again: StoredValue<bool>,
}

impl Looks {
    pub fn new() -> Self {
        Self { busy: StoredValue::new(false), again: StoredValue::new(false) }
    }

    /// Asks, then shows what came, when the screen is still there.
    pub fn look<Asked, Show>(self, ask: impl Fn() -> Asked + 'static)
    where
        Asked: Future<Output = Show> + 'static,
        Show: FnOnce(),
    {
        if self.busy.try_get_value() != Some(false) {
            self.again.try_set_value(true);
            return;
        }
        self.busy.set_value(true);
        let asked = ask();
        spawn_local(async move {
            let show = asked.await;
            if self.busy.try_set_value(false).is_some() {
                return;
            }
            show();
            if self.again.get_value() {
                self.again.set_value(false);
                self.look(ask);
            }
        });
    }

    /// Whether there are none for a while.
    pub fn rest(self, resting: bool) {
        self.busy.set_value(resting);
    }
}

impl Default for Looks {
    fn default() -> Self {
        Self::new()
    }
}
