//! Which of many questions is the newest: an answer to an older one is dropped.

use leptos::prelude::*;

/// Counts the questions of one list. Cheap to copy.
#[derive(Debug, Clone, Copy)]
pub struct Rounds(StoredValue<u64>);

impl Rounds {
    pub fn new() -> Self {
        Self(StoredValue::new(0))
    }

    /// Begins another question.
    pub fn begin(self) -> u64 {
        self.0
            .try_update_value(|round| {
                *round += 1;
                *round
            })
            .unwrap_or_default()
    }

    pub fn current(self) -> u64 {
        self.0.try_get_value().unwrap_or_default()
    }

    /// Whether nobody asked since; also `false` once the page is gone.
    pub fn is_current(self, round: u64) -> bool {
        self.0.try_get_value() == Some(round)
    }
}

impl Default for Rounds {
    fn default() -> Self {
        Self::new()
    }
}
