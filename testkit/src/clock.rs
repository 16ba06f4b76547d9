//! A clock that only moves when a test moves it.

use chrono::{DateTime, TimeDelta, Utc};
use domain::ports::Clock;
use std::sync::{Arc, Mutex, PoisonError};

/// Shared by its clones. Starts at 2026-08-04T11:22:00Z, a Tuesday.
#[derive(Debug, Clone)]
pub struct FakeClock(Arc<Mutex<DateTime<Utc>>>);

impl FakeClock {
    /// A clock that stands at `at`.
    pub fn at(at: DateTime<Utc>) -> Self {
        Self(Arc::new(Mutex::new(at)))
    }

    /// Moves it to `at`, forwards or backwards.
    pub fn set(&self, at: DateTime<Utc>) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = at;
    }

    /// Moves it on by `by`.
    pub fn advance(&self, by: TimeDelta) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) += by;
    }
}

impl Default for FakeClock {
    fn default() -> Self {
        Self::at(DateTime::from_timestamp(1_785_842_520, 0).expect("a second of the year 2026"))
    }
}

impl Clock for FakeClock {
    fn now(&self) -> DateTime<Utc> {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stands_until_it_is_moved() {
        let clock = FakeClock::default();
        assert_eq!(clock.now().to_rfc3339(), "2026-08-04T11:22:00+00:00");
        clock.clone().advance(TimeDelta::minutes(5));
        assert_eq!(clock.now().to_rfc3339(), "2026-08-04T11:27:00+00:00");
    }
}
