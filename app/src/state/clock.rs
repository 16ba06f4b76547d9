//! The time as screens show it: starts at the server's, then follows the browser's clock every 15 seconds.

use leptos::prelude::*;
use std::time::Duration;

const TICK: Duration = Duration::from_secs(15);
const SOON: Duration = Duration::from_secs(1);

/// Provided by `App`.
#[derive(Debug, Clone, Copy)]
pub struct Clock(RwSignal<i64>);

impl Clock {
    /// Starts at the server's time and ticks once the page is alive.
    pub(super) fn start(server_now: i64) -> Self {
        let now = RwSignal::new(server_now);
        Effect::new(move |_| {
            // Its effects run while the code of the page is still loaded; words that change before their element is
            // taken over would keep the server's time.
            let page = Owner::current_shared_context();
            let hydrates = move || page.as_ref().is_some_and(|page| page.get_is_hydrating());
            now_and_then(move || {
                if !hydrates() {
                    now.try_set(browser_now());
                }
            });
        });
        Self(now)
    }
}

/// Soon, then with every tick.
fn now_and_then(run: impl Fn() + Clone + 'static) {
    set_timeout(run.clone(), SOON);
    if let Ok(ticking) = set_interval_with_handle(run, TICK) {
        on_cleanup(move || ticking.clear());
    }
}

/// Now, in Unix milliseconds.
pub fn use_now() -> Signal<i64> {
    expect_context::<Clock>().0.into()
}

/// The browser's clock, in Unix milliseconds; only to be called in the browser.
pub(super) fn browser_now() -> i64 {
    let since_1970 = Duration::try_from_secs_f64(js_sys::Date::now() / 1000.0).unwrap_or_default();
    i64::try_from(since_1970.as_millis()).unwrap_or(i64::MAX)
}
