//! The state machine of a job: which step may follow which.

use crate::words::words;

words! {
    /// Where a job stands.
    JobState {
        Available = "available", "Waiting";
        Scheduled = "scheduled", "Scheduled";
        Executing = "executing", "Running";
        Retryable = "retryable", "Waiting to retry";
        Completed = "completed", "Done";
        Cancelled = "cancelled", "Cancelled";
        Dead = "dead", "Failed for good";
    }
    /// How a run of a job ended, or that it has not.
    AttemptOutcome {
        Running = "running", "Running";
        Completed = "completed", "Done";
        Failed = "failed", "Failed";
        Crashed = "crashed", "Crashed";
        Cancelled = "cancelled", "Cancelled";
    }
}

impl JobState {
    /// The states that may follow this one.
    pub const fn next(self) -> &'static [Self] {
        match self {
            // Scheduled: another one like it came, and the wait begins anew.
            Self::Available => &[Self::Executing, Self::Scheduled, Self::Cancelled],
            Self::Scheduled | Self::Retryable | Self::Dead => &[Self::Available, Self::Cancelled],
            // Scheduled: it asked for a pause. Available: it was given back.
            Self::Executing => &[
                Self::Completed,
                Self::Retryable,
                Self::Scheduled,
                Self::Available,
                Self::Cancelled,
                Self::Dead,
            ],
            Self::Completed => &[],
            Self::Cancelled => &[Self::Available],
        }
    }

    /// Whether it will run, or is running.
    pub const fn is_live(self) -> bool {
        matches!(self, Self::Available | Self::Scheduled | Self::Executing | Self::Retryable)
    }

    /// Whether a person may send it again now: what waits runs sooner, what stopped runs once more.
    pub fn can_retry(self) -> bool {
        self != Self::Executing && self.next().contains(&Self::Available)
    }

    /// Whether a person may stop it.
    pub fn can_cancel(self) -> bool {
        self.next().contains(&Self::Cancelled)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_state_is_reached_and_only_completed_is_an_end() {
        for state in JobState::ALL {
            assert!(!state.next().contains(state));
            assert_eq!(state.next().is_empty(), *state == JobState::Completed);
            let reached = JobState::ALL.iter().any(|from| from.next().contains(state));
            assert!(reached, "{state:?} cannot be reached");
        }
    }

    #[test]
    fn what_a_person_may_do() {
        let retry: Vec<_> = JobState::ALL.iter().filter(|state| state.can_retry()).collect();
        use JobState::{Available, Cancelled, Dead, Executing, Retryable, Scheduled};
        assert_eq!(retry, [&Scheduled, &Retryable, &Cancelled, &Dead]);
        let cancel: Vec<_> = JobState::ALL.iter().filter(|state| state.can_cancel()).collect();
        assert_eq!(cancel, [&Available, &Scheduled, &Executing, &Retryable, &Dead]);
    }
}
