//! Progress lines with elapsed time: what a person watching a cold build sees. Owns all printing of this tool.

use std::time::{Duration, Instant};

/// Print one line to standard output.
pub(crate) fn say(line: &str) {
    println!("{line}");
}

/// Elapsed time since the tool started and since the previous step.
pub(crate) struct Progress {
    started: Instant,
    last: std::cell::Cell<Instant>,
}

impl Progress {
    pub(crate) fn start() -> Self {
        let now = Instant::now();
        Self { started: now, last: std::cell::Cell::new(now) }
    }

    /// Announce work that may take long, before it starts.
    pub(crate) fn begin(&self, name: &str) {
        say(&format!("[site {}] {name} …", clock(self.started.elapsed())));
    }

    /// Report a finished step; `note` tells what was reused.
    pub(crate) fn step(&self, name: &str, note: Option<&str>) {
        let took = self.last.replace(Instant::now()).elapsed();
        let note = note.map(|note| format!(" ({note})")).unwrap_or_default();
        say(&format!("[site {}] {name}: {:.1} s{note}", clock(self.started.elapsed()), took.as_secs_f64()));
    }

    pub(crate) fn done(&self, summary: &str) {
        say(&format!("[site {}] done: {summary}", clock(self.started.elapsed())));
    }
}

fn clock(elapsed: Duration) -> String {
    let seconds = elapsed.as_secs();
    format!("{:>2}:{:02}", seconds / 60, seconds % 60)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn clock_counts_minutes_and_seconds() {
        assert_eq!(clock(Duration::from_secs(5)), " 0:05");
        assert_eq!(clock(Duration::from_secs(725)), "12:05");
    }
}
