//! The time as screens show it: starts at the server's, then follows the browser's clock every 15 seconds.

use leptos::prelude::*;
use std::time::Duration;

const TICK: Duration = Duration::from_secs(15);

/// Provided by `App`.
#[derive(Debug, Clone, Copy)]
pub struct Clock(RwSignal<i64>);

impl Clock {
    /// Starts at the server's time and ticks once the page is alive.
    pub(super) fn start(server_now: i64) -> Self {
        let now = RwSignal::new(server_now);
        Effect::new(move |_| {
            now.set(browser_now());
            if let Ok(ticking) = set_interval_with_handle(move || now.set(browser_now()), TICK) {
                on_cleanup(move || ticking.clear());
            }
        });
        Self(now)
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
