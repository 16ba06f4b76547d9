//! Where a worker goes on looking when looking from the beginning has become slow.
//!
//! While a transaction stays open for minutes on PostgreSQL, nothing of what was claimed meanwhile can be cleaned out
//! of the index, and every look from its beginning walks over all of that. A worker that notices remembers how far it
//! came in each queue and priority and goes on from there; a look from the beginning still finds everything, only
//! less often. While looking is fast, every look is one from the beginning.

use super::claim::{self, Claimed, Want};
use crate::error::Result;
use chrono::{DateTime, TimeDelta, Utc};
use sea_orm::ConnectionTrait;
use std::collections::BTreeMap;
use std::time::Duration;
use tokio::time::Instant;

/// So many slow looks in a row are no accident of a busy machine.
const IN_A_ROW: u32 = 3;
/// Slow looks may take this part of the time.
const SHARE: u32 = 20;
/// Jobs may be committed later than jobs of a later time, and clocks differ between machines.
const SLACK: TimeDelta = TimeDelta::seconds(2);

/// A queue in which jobs may wait.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Waiting {
    pub queue: String,
    /// Priorities, and the time from which to look in each; none means everything.
    pub floors: Vec<(i16, DateTime<Utc>)>,
}

impl Waiting {
    pub(super) const fn from_the_beginning(queue: String) -> Self {
        Self { queue, floors: Vec::new() }
    }
}

/// How far a worker came.
#[derive(Debug, Default)]
pub(super) struct Places {
    reached: BTreeMap<String, BTreeMap<i16, DateTime<Utc>>>,
    slow_looks: u32,
    slow_until: Option<Instant>,
}

impl Places {
    /// Where to look now.
    pub(super) async fn waiting(
        &mut self,
        db: &impl ConnectionTrait,
        want: &Want,
        slow: Duration,
    ) -> Result<Vec<Waiting>> {
        if self.slow_until.is_some_and(|until| Instant::now() < until) {
            return Ok(self.known(want));
        }
        let begun = Instant::now();
        let queues = claim::waiting_queues(db, want).await?;
        self.looked(begun.elapsed(), slow);
        Ok(queues.into_iter().map(Waiting::from_the_beginning).collect())
    }

    /// A look from the beginning took so long.
    fn looked(&mut self, took: Duration, slow: Duration) {
        self.slow_looks = if took > slow { self.slow_looks.saturating_add(1) } else { 0 };
        let rationed = self.slow_looks >= IN_A_ROW && !self.reached.is_empty();
        self.slow_until = rationed.then(|| Instant::now() + took * SHARE);
    }

    /// When to look from the beginning again, even if that is past by now; `None` when the last look was one that need
    /// not be repeated.
    pub(super) const fn next_look(&self) -> Option<Instant> {
        self.slow_until
    }

    fn known(&self, want: &Want) -> Vec<Waiting> {
        let floors = |reached: &BTreeMap<i16, DateTime<Utc>>| {
            reached.iter().map(|(priority, at)| (*priority, *at - SLACK)).collect()
        };
        self.reached
            .iter()
            .filter(|(queue, _)| want.wants(queue))
            .map(|(queue, reached)| Waiting { queue: queue.clone(), floors: floors(reached) })
            .collect()
    }

    /// Remembers what was claimed.
    pub(super) fn came_to(&mut self, claimed: &[Claimed]) {
        for job in claimed {
            if !self.reached.contains_key(&job.queue) {
                self.reached.insert(job.queue.clone(), BTreeMap::new());
            }
            if let Some(reached) = self.reached.get_mut(&job.queue) {
                reached.insert(job.priority, job.run_at);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::jobs::{Cause, Lease};
    use shared::{JobId, RequestId};
    use uuid::Uuid;

    fn job(queue: &str, priority: i16, run_at: DateTime<Utc>) -> Claimed {
        let lease = Lease {
            id: JobId::from_uuid(Uuid::nil()),
            token: Uuid::nil(),
            attempt: 1,
            started_at: run_at,
            worker: String::new(),
        };
        Claimed {
            lease,
            kind: "x".to_owned(),
            version: 1,
            payload: serde_json::Value::Null,
            queue: queue.to_owned(),
            priority,
            run_at,
            max_attempts: 1,
            cause: Cause::system(RequestId::from_uuid(Uuid::nil())),
        }
    }

    #[test]
    fn goes_on_a_little_before_the_last_one_of_each_priority() {
        let at = |second| DateTime::from_timestamp(second, 0).unwrap();
        let mut places = Places::default();
        places.came_to(&[
            job("a", 0, at(100)),
            job("a", 0, at(110)),
            job("a", -1, at(50)),
            job("b", 0, at(7)),
        ]);
        let mut want = Want::up_to("w", 5);
        let a = Waiting { queue: "a".to_owned(), floors: vec![(-1, at(48)), (0, at(108))] };
        let b = Waiting { queue: "b".to_owned(), floors: vec![(0, at(5))] };
        assert_eq!(places.known(&want), [a, b.clone()]);
        want.only = Some(vec!["b".to_owned()]);
        assert_eq!(places.known(&want), [b]);
    }

    #[test]
    fn only_looks_that_stay_slow_are_rationed() {
        let (limit, fast, slow) =
            (Duration::from_millis(20), Duration::from_millis(20), Duration::from_secs(100));
        let mut places = Places::default();
        for _ in 0..9 {
            places.looked(slow, limit);
        }
        assert!(places.next_look().is_none(), "there is nowhere else to look");
        places.looked(fast, limit);
        places.came_to(&[job("a", 0, DateTime::UNIX_EPOCH)]);
        let begun = Instant::now();
        places.looked(slow, limit);
        places.looked(slow, limit);
        assert!(places.next_look().is_none());
        places.looked(slow, limit);
        assert!(places.next_look().is_some_and(|until| until >= begun + Duration::from_secs(2_000)));
        places.looked(fast, limit);
        assert!(places.next_look().is_none());
    }

    #[test]
    fn a_look_that_is_due_is_not_forgotten() {
        let mut places = Places::default();
        places.came_to(&[job("a", 0, DateTime::UNIX_EPOCH)]);
        for _ in 0..3 {
            places.looked(Duration::from_nanos(1), Duration::ZERO);
        }
        std::thread::sleep(Duration::from_millis(1));
        assert!(places.next_look().is_some_and(|at| at < Instant::now()));
    }
}
