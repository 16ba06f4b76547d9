//! Random sequences of everything that happens to jobs, held against a small model of what should come of it.

use super::{Letter, ends, rows};
use chrono::{DateTime, TimeDelta, Utc};
use domain::Actor;
use domain::jobs::{self, Cause, Claimed, LEASE, Options, Outcome, POISON, Unique, Want};
use proptest::prelude::*;
use shared::JobId;
use shared::jobs::JobState;
use std::collections::BTreeMap;
use testkit::World;
use uuid::Uuid;

#[derive(Debug, Clone)]
enum Step {
    Enqueue {
        priority: i16,
        delay: i64,
        unique: bool,
    },
    Claim {
        limit: u32,
    },
    End {
        which: prop::sample::Index,
        how: How,
    },
    Beat {
        which: prop::sample::Index,
    },
    Cancel {
        which: prop::sample::Index,
    },
    Retry {
        which: prop::sample::Index,
    },
    /// Workers crash when more time passes than a lease lasts.
    Pass {
        seconds: i64,
    },
    Rescue,
    Promote,
}

#[derive(Debug, Clone, Copy)]
enum How {
    Done,
    Retry(i64),
    Dead,
    Snooze(i64),
    Cancelled,
    GivenBack,
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let which = any::<prop::sample::Index>;
    let how = prop_oneof![
        3 => Just(How::Done),
        3 => (0..40_i64).prop_map(How::Retry),
        1 => Just(How::Dead),
        2 => (0..40_i64).prop_map(How::Snooze),
        1 => Just(How::Cancelled),
        1 => Just(How::GivenBack),
    ];
    let step = prop_oneof![
        5 => (-1..2_i16, prop_oneof![Just(0), 1..40_i64], prop::bool::weighted(0.3))
            .prop_map(|(priority, delay, unique)| Step::Enqueue { priority, delay, unique }),
        6 => (1..4_u32).prop_map(|limit| Step::Claim { limit }),
        6 => (which(), how).prop_map(|(which, how)| Step::End { which, how }),
        1 => which().prop_map(|which| Step::Beat { which }),
        1 => which().prop_map(|which| Step::Cancel { which }),
        1 => which().prop_map(|which| Step::Retry { which }),
        4 => (0..25_i64).prop_map(|seconds| Step::Pass { seconds }),
        3 => Just(Step::Rescue),
        3 => Just(Step::Promote),
    ];
    prop::collection::vec(step, 1..80)
}

#[derive(Debug, Clone, PartialEq)]
struct Job {
    state: JobState,
    priority: i16,
    run_at: DateTime<Utc>,
    attempt: i32,
    crashes: i32,
    lease: Option<(Uuid, DateTime<Utc>)>,
    cancel: bool,
    unique: bool,
}

impl Job {
    fn leave(&mut self, to: JobState) {
        assert!(self.state.next().contains(&to), "{:?} to {to:?}", self.state);
        self.state = to;
        self.lease = None;
    }

    /// What a person stopped does not go on.
    fn go_on(&mut self, to: JobState) {
        self.leave(if self.cancel { JobState::Cancelled } else { to });
    }
}

struct Trial<'a> {
    world: &'a World,
    owner: Actor,
    jobs: BTreeMap<Uuid, Job>,
    held: Vec<Claimed>,
}

impl Trial<'_> {
    fn now(&self) -> DateTime<Utc> {
        self.world.cx.now()
    }

    fn pick(&self, which: prop::sample::Index) -> Option<Uuid> {
        (!self.jobs.is_empty()).then(|| *self.jobs.keys().nth(which.index(self.jobs.len())).unwrap())
    }

    async fn take(&mut self, step: Step) {
        let now = self.now();
        match step {
            Step::Enqueue { priority, delay, unique } => self.enqueue(priority, delay, unique).await,
            Step::Claim { limit } => self.claim(limit).await,
            Step::End { which, how } => {
                if !self.held.is_empty() {
                    self.end(which.index(self.held.len()), how).await;
                }
            }
            Step::Beat { which } => {
                if !self.held.is_empty() {
                    let lease = self.held[which.index(self.held.len())].lease.clone();
                    let ours = jobs::heartbeat(&self.world.cx, vec![lease.clone()], LEASE).await.unwrap();
                    let job = self.jobs.get_mut(&lease.id.uuid()).unwrap();
                    let holds = job.lease.is_some_and(|(token, _)| token == lease.token);
                    assert_eq!(ours.contains(&lease.id), holds);
                    if holds {
                        job.lease = Some((lease.token, now + LEASE));
                    }
                }
            }
            Step::Cancel { which } => {
                let Some(id) = self.pick(which) else { return };
                let result = jobs::cancel(&self.world.cx, &self.owner, JobId::from_uuid(id)).await;
                let job = self.jobs.get_mut(&id).unwrap();
                assert_eq!(result.is_ok(), job.state.can_cancel(), "{job:?}");
                match job.state {
                    JobState::Executing => job.cancel = true,
                    state if state.can_cancel() => job.leave(JobState::Cancelled),
                    _ => {}
                }
            }
            Step::Retry { which } => self.retry(which).await,
            Step::Pass { seconds } => self.world.clock.advance(TimeDelta::seconds(seconds)),
            Step::Rescue => {
                let mut lost = 0;
                for job in
                    self.jobs.values_mut().filter(|job| job.lease.is_some_and(|(_, until)| until < now))
                {
                    lost += 1;
                    job.attempt -= 1;
                    job.crashes += 1;
                    job.go_on(if job.crashes >= POISON { JobState::Dead } else { JobState::Available });
                }
                assert_eq!(jobs::rescue(&self.world.cx, 1_000).await.unwrap(), lost);
            }
            Step::Promote => {
                let mut due = 0;
                for job in self.jobs.values_mut() {
                    if matches!(job.state, JobState::Scheduled | JobState::Retryable) && job.run_at <= now {
                        due += 1;
                        job.leave(JobState::Available);
                    }
                }
                assert_eq!(jobs::promote(&self.world.cx, 1_000).await.unwrap(), due);
            }
        }
    }

    async fn enqueue(&mut self, priority: i16, delay: i64, unique: bool) {
        let run_at = self.now() + TimeDelta::seconds(delay);
        let options = Options {
            run_at: Some(run_at),
            priority: Some(priority),
            unique: unique.then_some(Unique::Live),
            debounce: None,
        };
        let letter = Letter { to: "Dana".to_owned() };
        let id = super::enqueue(&self.world.cx, &Cause::of(&self.owner), &letter, options).await.uuid();
        let holder = self.jobs.iter().find(|(_, job)| job.unique && job.state.is_live()).map(|(id, _)| *id);
        if let Some(holder) = holder.filter(|_| unique) {
            assert_eq!(id, holder);
            return;
        }
        let state = if delay == 0 { JobState::Available } else { JobState::Scheduled };
        let job = Job { state, priority, run_at, attempt: 0, crashes: 0, lease: None, cancel: false, unique };
        assert!(self.jobs.insert(id, job).is_none());
    }

    async fn claim(&mut self, limit: u32) {
        let claimed = jobs::claim(&self.world.cx, &Want::up_to("model", limit)).await.unwrap();
        let mut ready: Vec<_> = self
            .jobs
            .iter()
            .filter(|(_, job)| job.state == JobState::Available)
            .map(|(id, job)| (job.priority, job.run_at, *id))
            .collect();
        ready.sort_unstable();
        let expected: Vec<Uuid> =
            ready.iter().take(usize::try_from(limit).unwrap()).map(|(_, _, id)| *id).collect();
        let got: Vec<Uuid> = claimed.iter().map(|job| job.lease.id.uuid()).collect();
        assert_eq!(got, expected);
        let until = self.now() + LEASE;
        for job in claimed {
            let model = self.jobs.get_mut(&job.lease.id.uuid()).unwrap();
            model.leave(JobState::Executing);
            model.lease = Some((job.lease.token, until));
            model.attempt += 1;
            self.held.push(job);
        }
    }

    async fn end(&mut self, index: usize, how: How) {
        let held = self.held[index].clone();
        let (now, error) = (self.now(), "no route".to_owned());
        let after = |seconds| now + TimeDelta::seconds(seconds);
        let outcome = match how {
            How::Done => Outcome::Done,
            How::Retry(seconds) => Outcome::Retry { error, at: after(seconds) },
            How::Dead => Outcome::Dead { error },
            How::Snooze(seconds) => Outcome::Snooze { until: after(seconds) },
            How::Cancelled => Outcome::Cancelled,
            How::GivenBack => Outcome::GivenBack,
        };
        let counted = ends(self.world, &held, outcome).await;
        let job = self.jobs.get_mut(&held.lease.id.uuid()).unwrap();
        assert_eq!(counted, job.lease.is_some_and(|(token, _)| token == held.lease.token));
        if !counted {
            return;
        }
        match how {
            How::Done => job.leave(JobState::Completed),
            How::Dead => job.leave(JobState::Dead),
            How::Cancelled => job.leave(JobState::Cancelled),
            How::Retry(seconds) => {
                job.run_at = after(seconds);
                job.go_on(JobState::Retryable);
            }
            How::Snooze(seconds) => {
                (job.run_at, job.attempt) = (after(seconds), job.attempt - 1);
                job.go_on(JobState::Scheduled);
            }
            How::GivenBack => {
                job.attempt -= 1;
                job.go_on(JobState::Available);
            }
        }
    }

    async fn retry(&mut self, which: prop::sample::Index) {
        let Some(id) = self.pick(which) else { return };
        let now = self.now();
        let result = jobs::retry(&self.world.cx, &self.owner, JobId::from_uuid(id)).await;
        let another = self.jobs.iter().any(|(other, job)| *other != id && job.unique && job.state.is_live());
        let job = self.jobs.get_mut(&id).unwrap();
        let may = job.state.can_retry() && !(job.unique && !job.state.is_live() && another);
        assert_eq!(result.is_ok(), may, "{job:?} {result:?}");
        if may {
            if !job.state.is_live() {
                (job.attempt, job.crashes) = (0, 0);
            }
            job.leave(JobState::Available);
            (job.run_at, job.cancel) = (now, false);
        }
    }

    /// The table is what the model says.
    async fn compare(&self, after: &Step) {
        let stored: BTreeMap<Uuid, Job> = rows(self.world)
            .await
            .into_iter()
            .map(|row| {
                let job = Job {
                    state: JobState::from_word(&row.state).unwrap(),
                    priority: row.priority,
                    run_at: row.run_at,
                    attempt: row.attempt,
                    crashes: row.crashes,
                    lease: row.lease_token.zip(row.lease_until),
                    cancel: row.cancel_requested,
                    unique: row.unique_key.is_some(),
                };
                (row.id, job)
            })
            .collect();
        assert_eq!(stored, self.jobs, "after {after:?}");
    }
}

fn hold_against_the_model(world: impl Future<Output = World>, steps: Vec<Step>) {
    testkit::run(async {
        let world = world.await;
        let owner = world.found_org("Juniper Homes").await;
        let mut trial = Trial { world: &world, owner, jobs: BTreeMap::new(), held: Vec::new() };
        for step in steps {
            trial.take(step.clone()).await;
            trial.compare(&step).await;
        }
    });
}

fn config(cases: u32) -> ProptestConfig {
    ProptestConfig { cases, max_shrink_iters: 60, failure_persistence: None, ..ProptestConfig::default() }
}

proptest! {
    #![proptest_config(config(40))]
    #[test]
    fn sqlite(steps in steps()) {
        hold_against_the_model(World::sqlite(), steps);
    }
}

proptest! {
    #![proptest_config(config(16))]
    #[test]
    fn postgres(steps in steps()) {
        hold_against_the_model(World::postgres(), steps);
    }
}
