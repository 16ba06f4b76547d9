//! Figures in words: percentiles, rates, and the tables of docs/benchmarks.md.

use std::time::Duration;

/// Durations of single requests.
pub(crate) struct Latencies(Vec<Duration>);

impl Latencies {
    pub(crate) fn new(mut all: Vec<Duration>) -> Self {
        all.sort_unstable();
        Self(all)
    }

    /// The duration that a share (0 to 100) of all requests did not exceed.
    pub(crate) fn percentile(&self, share: usize) -> Duration {
        let place = (self.0.len() * share / 100).min(self.0.len().saturating_sub(1));
        self.0.get(place).copied().unwrap_or_default()
    }

    /// `p50 1.2 ms, p99 3.4 ms`.
    pub(crate) fn words(&self) -> String {
        format!("{} | {}", millis(self.percentile(50)), millis(self.percentile(99)))
    }
}

/// A target and whether it was reached: `10 ms, missed`.
pub(crate) fn verdict(target: &str, reached: bool) -> String {
    format!("{target}, {}", if reached { "reached" } else { "missed" })
}

/// `1.23 ms`.
pub(crate) fn millis(duration: Duration) -> String {
    let micros = duration.as_micros();
    format!("{}.{:02} ms", micros / 1_000, micros % 1_000 / 10)
}

/// Events a second, whole.
pub(crate) fn per_second(count: usize, took: Duration) -> u128 {
    u128::try_from(count).unwrap_or(0) * 1_000_000 / took.as_micros().max(1)
}

/// `1,234,567`.
pub(crate) fn grouped(number: u128) -> String {
    let digits = number.to_string();
    let mut out = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}
