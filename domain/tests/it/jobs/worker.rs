//! The loop itself: woken by a hint, through panics and time-outs, cancelled, stopped, beside another one.

use super::{attempts, enqueue, letter, row, rows, state};
use domain::jobs::{
    self, Cause, Job, JobContext, JobError, Options, Registry, Worker, WorkerOptions, schedules,
};
use domain::{Context, Db};
use serde::{Deserialize, Serialize};
use shared::JobId;
use std::collections::HashMap;
use std::sync::{LazyLock, Mutex};
use std::time::Duration;
use testkit::{FakeClock, SeededEntropy, SeededIds, World, on_both_databases};
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

/// How often each job did its work; job ids are those of one test only by chance, so the test is named as well.
static RUNS: LazyLock<Mutex<HashMap<String, u32>>> = LazyLock::new(Mutex::default);

#[derive(Debug, Clone, Serialize, Deserialize)]
struct Errand {
    test: String,
    act: Act,
}

#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
enum Act {
    Finish,
    Panic,
    Hang,
    HangUntilCancelled,
    Snooze,
}

impl Job for Errand {
    const KIND: &'static str = "errands.run";
    const TIME_OUT: Duration = Duration::from_mins(2);

    async fn run(&self, cx: &JobContext) -> Result<(), JobError> {
        *RUNS.lock().unwrap().entry(format!("{} {:?}", self.test, self.act)).or_default() += 1;
        match self.act {
            Act::Finish => Ok(()),
            Act::Panic => panic!("dropped the parcel"),
            Act::Hang => std::future::pending().await,
            Act::HangUntilCancelled => {
                cx.cancelled().await;
                Err(JobError::Retry("I was told to stop".to_owned()))
            }
            Act::Snooze => Err(JobError::Snooze(Duration::from_secs(90))),
        }
    }
}

/// Too slow for its time.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct Slow;

impl Job for Slow {
    const KIND: &'static str = "slow";
    const TIME_OUT: Duration = Duration::from_millis(1);
    const MAX_ATTEMPTS: i32 = 1;

    async fn run(&self, _: &JobContext) -> Result<(), JobError> {
        std::future::pending().await
    }
}

fn registry() -> Registry {
    Registry::new().with::<Errand>().with::<Slow>().with::<super::Letter>()
}

/// A worker in a task.
pub(crate) struct Crew {
    stop: oneshot::Sender<()>,
    task: JoinHandle<()>,
}

impl Crew {
    pub(crate) fn start(world: &World, registry: Registry) -> Self {
        Self::with(&world.cx, registry, options())
    }

    pub(crate) fn with(cx: &Context, registry: Registry, options: WorkerOptions) -> Self {
        let (stop, stopped) = oneshot::channel();
        let worker = Worker::run(cx.clone(), registry, options, async move { drop(stopped.await) });
        Self { stop, task: tokio::spawn(worker) }
    }

    pub(crate) async fn stop(self) {
        drop(self.stop);
        tokio::time::timeout(Duration::from_secs(30), self.task).await.unwrap().unwrap();
    }
}

/// Looks only when it is woken.
pub(crate) fn options() -> WorkerOptions {
    WorkerOptions {
        poll: Duration::from_hours(1),
        grace: Duration::from_millis(200),
        ..WorkerOptions::named("tester")
    }
}

/// Waits for something in the database, but not forever.
pub(crate) async fn until(mut seen: impl AsyncFnMut() -> bool) {
    let seen = async {
        while !seen().await {
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(Duration::from_secs(30), seen).await.expect("it happens in time");
}

async fn errand(world: &World, test: &str, act: Act) -> JobId {
    let errand = Errand { test: format!("{test} {}", world.database_url()), act };
    enqueue(&world.cx, &Cause::system(world.request()), &errand, Options::default()).await
}

fn runs(world: &World, test: &str, act: Act) -> u32 {
    RUNS.lock().unwrap().get(&format!("{test} {} {act:?}", world.database_url())).copied().unwrap_or(0)
}

on_both_databases! {
    async fn a_commit_wakes_the_worker(world: World) {
        let crew = Crew::start(&world, registry());
        for _ in 0..3 {
            let id = errand(&world, "wake", Act::Finish).await;
            until(async || state(&world, id).await == "completed").await;
        }
        assert_eq!(runs(&world, "wake", Act::Finish), 3);
        crew.stop().await;
    }

    async fn panics_and_time_outs_are_errors_of_the_attempt(world: World) {
        let crew = Crew::start(&world, registry());
        let panics = errand(&world, "panic", Act::Panic).await;
        until(async || state(&world, panics).await == "retryable").await;
        let slow = enqueue(&world.cx, &Cause::system(world.request()), &Slow, Options::default()).await;
        until(async || state(&world, slow).await == "dead").await;
        let snoozes = errand(&world, "panic", Act::Snooze).await;
        until(async || state(&world, snoozes).await == "scheduled").await;
        crew.stop().await;
        let errors: Vec<_> = attempts(&world).await.into_iter().map(|(_, _, error)| error.unwrap()).collect();
        assert_eq!(errors, ["it panicked: dropped the parcel", "it took longer than 0.001 s"]);
        let row = row(&world, panics).await;
        let wait = (row.run_at - world.cx.now()).as_seconds_f64();
        assert!((5.0..=6.0).contains(&wait), "{wait}");
    }

    async fn a_running_job_is_cancelled(world: World) {
        let owner = world.found_org("Juniper Homes").await;
        let crew = Crew::start(&world, registry());
        let test = format!("cancel {}", world.database_url());
        let job = Errand { test, act: Act::HangUntilCancelled };
        let id = enqueue(&world.cx, &Cause::of(&owner), &job, Options::default()).await;
        until(async || runs(&world, "cancel", Act::HangUntilCancelled) == 1).await;
        jobs::cancel(&world.cx, &owner, id).await.unwrap();
        until(async || state(&world, id).await == "cancelled").await;
        crew.stop().await;
        assert_eq!(attempts(&world).await, [(1, "cancelled".to_owned(), None)]);
    }

    async fn a_shutdown_costs_no_attempt(world: World) {
        let crew = Crew::start(&world, registry());
        let hangs = errand(&world, "stop", Act::Hang).await;
        until(async || runs(&world, "stop", Act::Hang) == 1).await;
        crew.stop().await;
        let given_back = row(&world, hangs).await;
        assert_eq!((given_back.state.as_str(), given_back.attempt, given_back.crashes), ("available", 0, 0));
        assert!(attempts(&world).await.is_empty());
    }

    async fn two_workers_do_everything_once(world: World) {
        let options = WorkerOptions { poll: Duration::from_millis(20), ..options() };
        let crews = [
            Crew::with(&world.cx, registry(), WorkerOptions { name: "one".into(), ..options.clone() }),
            Crew::with(&world.cx, registry(), WorkerOptions { name: "two".into(), ..options }),
        ];
        let errand = Errand { test: format!("twice {}", world.database_url()), act: Act::Finish };
        for _ in 0..10 {
            let (cx, errands) = (world.cx.clone(), vec![errand.clone(); 40]);
            let cause = Cause::system(world.request());
            let many = world.cx.write(move |tx| {
                Box::pin(async move { jobs::enqueue_all(&cx, tx, &cause, &errands, &Options::default()).await })
            });
            assert_eq!(many.await.unwrap().len(), 400 / 10);
        }
        until(async || rows(&world).await.iter().all(|row| row.state == "completed")).await;
        for crew in crews {
            crew.stop().await;
        }
        assert_eq!(runs(&world, "twice", Act::Finish), 400);
        assert!(rows(&world).await.iter().all(|row| row.attempt == 1 && row.crashes == 0));
    }

    async fn a_worker_that_looks_slowly_goes_on_where_it_was(world: World) {
        let slow_look = Duration::ZERO;
        let crew = Crew::with(&world.cx, registry(), WorkerOptions { slow_look, ..options() });
        let cause = Cause::system(world.request());
        for number in 0..60 {
            let priority = Some(number % 3 - 1);
            let priority = Options { priority, ..Options::default() };
            let id = enqueue(&world.cx, &cause, &letter("x"), priority).await;
            if number % 7 == 0 {
                until(async || state(&world, id).await == "completed").await;
                world.clock.advance(chrono::TimeDelta::seconds(1));
            }
        }
        // Nobody was in this queue yet, and this one is older than what was done.
        errand(&world, "slow", Act::Finish).await;
        let run_at = Some(world.cx.now() - chrono::TimeDelta::hours(1));
        enqueue(&world.cx, &cause, &letter("old"), Options { run_at, ..Options::default() }).await;
        until(async || rows(&world).await.iter().all(|row| row.state == "completed")).await;
        crew.stop().await;
        assert!(rows(&world).await.iter().all(|row| row.attempt == 1));
    }

    async fn the_upkeep_runs_schedules_and_due_jobs(world: World) {
        let every_second = schedules::Schedule::new("letters", "* * * * * *", "UTC", &letter("Dana")).unwrap();
        schedules::upsert(&world.cx, every_second).await.unwrap();
        let at = world.cx.now() + chrono::TimeDelta::seconds(1);
        let later = Options { run_at: Some(at), ..Options::default() };
        let id = enqueue(&world.cx, &Cause::system(world.request()), &letter("later"), later).await;
        world.clock.set(at);
        let crew = Crew::start(&world, registry());
        until(async || state(&world, id).await == "completed").await;
        until(async || rows(&world).await.iter().filter(|row| row.state == "completed").count() == 2).await;
        crew.stop().await;
    }
}

#[test]
fn a_commit_of_another_process_wakes_the_worker() {
    testkit::run(async {
        let world = World::postgres().await;
        let crew = Crew::start(&world, registry());
        // A second pool and context stand for the other process: its hints reach nobody here but through NOTIFY.
        let clock = FakeClock::default();
        let db = Db::connect(world.database_url(), 2).await.unwrap();
        let other = Context::new(
            db,
            std::sync::Arc::new(clock.clone()),
            std::sync::Arc::new(SeededIds::new(clock, 2)),
            std::sync::Arc::new(SeededEntropy::new(2)),
            world.cx.settings().clone(),
        );
        // Until the worker listens it may miss one; it hears of the next.
        let cause = Cause::system(world.request());
        until(async || {
            enqueue(&other, &cause, &letter("x"), Options::default()).await;
            rows(&world).await.iter().any(|row| row.state == "completed")
        })
        .await;
        crew.stop().await;
    });
}
