//! The job queue by itself: how fast jobs are enqueued, how fast those that do nothing go through, and how soon one is
//! picked up; on a fresh table, beside a million finished rows, and beside a transaction that was left open.

use crate::process::Place;
use crate::report::{Latencies, grouped, per_second};
use crate::{Database, Trial};
use domain::jobs::{
    Cause, Job, JobContext, JobError, Options, Registry, Worker, WorkerOptions, enqueue, enqueue_all,
};
use domain::secrets::Secret;
use domain::{Context, Db, Settings};
use integrations::{SystemClock, SystemEntropy, SystemIds};
use sea_orm::{ConnectionTrait as _, Statement};
use serde::{Deserialize, Serialize};
use shared::RequestId;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};
use tokio::sync::{mpsc, oneshot};

/// How long enqueueing is measured.
const MOMENT: Duration = Duration::from_secs(3);
/// Jobs a transaction where many are enqueued at once.
const BATCH: usize = 500;
/// Connections that enqueue one job at a time each.
const ENQUEUERS: usize = 64;
/// Jobs that wait when the worker is let loose.
const BACKLOG: usize = 50_000;
/// Jobs whose way is timed, one every [`GAP`].
const TIMED: usize = 1_000;
const GAP: Duration = Duration::from_millis(10);
/// Finished jobs beside which everything is measured again.
const FINISHED: u64 = 1_000_000;
/// Jobs a second that go through the table while a transaction is open.
const STEADY: u64 = 500;
/// As many as the benchmark lets run at once; nothing is done in them.
const SLOTS: u32 = 512;

/// Where runs report when they began: to the measurement of the database at hand.
static STARTED: Mutex<Option<mpsc::UnboundedSender<(usize, Instant)>>> = Mutex::new(None);

/// Does nothing; one with a number says when it began.
#[derive(Serialize, Deserialize)]
struct Nothing {
    number: Option<usize>,
}

impl Job for Nothing {
    const KIND: &'static str = "trials.nothing";
    const QUEUE: &'static str = "trials";

    async fn run(&self, _: &JobContext) -> Result<(), JobError> {
        if let Some(number) = self.number {
            let began = Instant::now();
            if let Some(started) = STARTED.lock().unwrap_or_else(PoisonError::into_inner).as_ref() {
                // Nobody listens any more once all were counted.
                started.send((number, began)).ok();
            }
        }
        Ok(())
    }
}

/// Measures on one database; rows of the table.
pub(super) async fn measure(binary: &Path, database: Database, held: Duration) -> Trial<Vec<String>> {
    let place = Place::new(database, "bench_jobs").await?;
    place.run(binary, &["migrate"]).await?;
    let db = Db::connect(&place.database_url, 8).await.map_err(|error| error.to_string())?;
    let cx = context(db);
    let (sender, mut started) = mpsc::unbounded_channel();
    *STARTED.lock().unwrap_or_else(PoisonError::into_inner) = Some(sender);
    let mut rows = Vec::new();
    let mut bench = Bench { cx: &cx, database, started: &mut started };

    rows.push(bench.row("new").await?);
    crate::say(&format!("{database:?}: making {} finished jobs", grouped(u128::from(FINISHED))));
    finished(&cx).await?;
    rows.push(bench.row(&format!("{} finished", grouped(u128::from(FINISHED)))).await?);
    let open = place.look().await?;
    run(&open, "BEGIN").await?;
    run(&open, "SELECT count(*) FROM job_queues").await?;
    bench.steady(held).await?;
    rows.push(bench.row(&format!("the same, a transaction open for {} min", held.as_secs() / 60)).await?);
    run(&open, "ROLLBACK").await?;
    open.close().await.map_err(|error| error.to_string())?;

    cx.db().clone().close().await.map_err(|error| error.to_string())?;
    place.remove().await?;
    Ok(rows)
}

fn context(db: Db) -> Context {
    let settings = Settings {
        public_url: "http://localhost".to_owned(),
        secret: Secret::from_text(&"trials".repeat(8)),
    };
    Context::new(db, Arc::new(SystemClock), Arc::new(SystemIds), Arc::new(SystemEntropy), settings)
}

struct Bench<'a> {
    cx: &'a Context,
    database: Database,
    started: &'a mut mpsc::UnboundedReceiver<(usize, Instant)>,
}

impl Bench<'_> {
    async fn row(&mut self, table: &str) -> Trial<String> {
        crate::say(&format!("{:?}: measuring the queue, table {table}", self.database));
        super::fill::analyze(self.cx.db()).await?;
        let alone = single(self.cx, 1).await?;
        let together = single(self.cx, ENQUEUERS).await?;
        let batched = batches(self.cx).await?;
        // Every measurement begins with the same backlog, however fast enqueueing was.
        drain(self.cx).await?;
        fill(self.cx, BACKLOG).await?;
        let begun = Instant::now();
        drain(self.cx).await?;
        let through = per_second(BACKLOG, begun.elapsed());
        let latencies = self.pickup().await?;
        Ok(format!(
            "| {:?} | {table} | {} | {} | {} | {} | {} |",
            self.database,
            grouped(alone),
            grouped(together),
            grouped(batched),
            grouped(through),
            latencies.words()
        ))
    }

    /// From the commit of a job to the start of its run, with a worker that has nothing else to do.
    async fn pickup(&mut self) -> Trial<Latencies> {
        let worker = Working::start(self.cx);
        let mut committed = Vec::with_capacity(TIMED);
        for number in 0..TIMED {
            write(self.cx, vec![Nothing { number: Some(number) }]).await?;
            committed.push(Instant::now());
            tokio::time::sleep(GAP).await;
        }
        let mut took = Vec::with_capacity(TIMED);
        while took.len() < TIMED {
            let (number, began) = tokio::time::timeout(Duration::from_mins(1), self.started.recv())
                .await
                .map_err(|_| "a job was not picked up within a minute")?
                .ok_or("nobody reports any more")?;
            let at = committed.get(number).ok_or("a job nobody enqueued")?;
            // A run may begin before whoever enqueued it hears of the commit.
            took.push(began.saturating_duration_since(*at));
        }
        worker.stop().await?;
        Ok(Latencies::new(took))
    }

    /// An ordinary day's jobs, while something else keeps the table from being cleaned up.
    async fn steady(&self, held: Duration) -> Trial {
        crate::say(&format!("{:?}: an ordinary load beside an open transaction", self.database));
        let worker = Working::start(self.cx);
        let until = Instant::now() + held;
        while Instant::now() < until {
            let jobs = (0..STEADY / 10).map(|_| Nothing { number: None }).collect();
            write(self.cx, jobs).await?;
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        worker.stop().await
    }
}

/// A worker in this process.
struct Working {
    stop: oneshot::Sender<()>,
    task: tokio::task::JoinHandle<()>,
}

impl Working {
    fn start(cx: &Context) -> Self {
        let (stop, stopped) = oneshot::channel::<()>();
        let options = WorkerOptions { slots: SLOTS, per_queue: SLOTS, ..WorkerOptions::named("trials") };
        let (cx, registry) = (cx.clone(), Registry::new().with::<Nothing>());
        let task = tokio::spawn(async move {
            Worker::run(cx, registry, options, async move { drop(stopped.await) }).await;
        });
        Self { stop, task }
    }

    async fn stop(self) -> Trial {
        drop(self.stop);
        self.task.await.map_err(|error| error.to_string())
    }
}

/// Works until nothing waits.
async fn drain(cx: &Context) -> Trial {
    let worker = Working::start(cx);
    loop {
        let waiting = "SELECT count(*) AS n FROM (SELECT 1 FROM jobs WHERE state IN ('available', 'executing') LIMIT 1) w";
        if super::number(cx.db(), waiting).await? == 0 {
            break;
        }
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    worker.stop().await
}

/// One job a transaction, from so many tasks at once.
async fn single(cx: &Context, tasks: usize) -> Trial<u128> {
    let begun = Instant::now();
    let working: Vec<_> = (0..tasks)
        .map(|_| {
            let cx = cx.clone();
            tokio::spawn(async move {
                let mut done = 0;
                while begun.elapsed() < MOMENT {
                    let inner = cx.clone();
                    let one = cx.write(move |tx| {
                        Box::pin(async move {
                            enqueue(
                                &inner,
                                tx,
                                &cause(&inner),
                                &Nothing { number: None },
                                &Options::default(),
                            )
                            .await
                        })
                    });
                    one.await.map_err(|error| error.to_string())?;
                    done += 1;
                }
                Trial::Ok(done)
            })
        })
        .collect();
    let mut done = 0;
    for task in working {
        done += task.await.map_err(|error| error.to_string())??;
    }
    Ok(per_second(done, begun.elapsed()))
}

async fn batches(cx: &Context) -> Trial<u128> {
    let (begun, mut done) = (Instant::now(), 0);
    while begun.elapsed() < MOMENT {
        write(cx, (0..BATCH).map(|_| Nothing { number: None }).collect()).await?;
        done += BATCH;
    }
    Ok(per_second(done, begun.elapsed()))
}

async fn fill(cx: &Context, jobs: usize) -> Trial {
    for _ in 0..jobs / BATCH {
        write(cx, (0..BATCH).map(|_| Nothing { number: None }).collect()).await?;
    }
    Ok(())
}

async fn write(cx: &Context, jobs: Vec<Nothing>) -> Trial {
    let inner = cx.clone();
    cx.write(move |tx| {
        Box::pin(async move { enqueue_all(&inner, tx, &cause(&inner), &jobs, &Options::default()).await })
    })
    .await
    .map(drop)
    .map_err(|error| error.to_string())
}

fn cause(cx: &Context) -> Cause {
    Cause::system(RequestId::from_uuid(cx.new_id()))
}

/// Rows of jobs that were done long ago, made inside the database.
async fn finished(cx: &Context) -> Trial {
    let columns = "id, kind, version, payload, queue, priority, state, run_at, attempt, max_attempts, crashes, cancel_requested, \
                   cause_request, created_at, finished_at";
    let sql = if cx.db().is_sqlite() {
        format!(
            "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {FINISHED}) \
             INSERT INTO jobs ({columns}) SELECT randomblob(16), 'trials.nothing', 1, '{{}}', 'trials', 0, 'completed', t, 1, 10, 0, 0, \
             randomblob(16), t, t FROM (SELECT strftime('%Y-%m-%dT%H:%M:%f+00:00', 'now', '-' || (i % 500000) || ' seconds') AS t FROM n)"
        )
    } else {
        format!(
            "INSERT INTO jobs ({columns}) SELECT gen_random_uuid(), 'trials.nothing', 1, '{{}}', 'trials', 0, 'completed', t, 1, 10, 0, false, \
             gen_random_uuid(), t, t FROM (SELECT now() - (i % 500000) * interval '1 second' AS t FROM generate_series(1, {FINISHED}) i) made"
        )
    };
    run(cx.db(), &sql).await
}

async fn run(db: &Db, sql: &str) -> Trial {
    let statement = Statement::from_string(db.backend(), sql);
    db.migrations().execute_raw(statement).await.map_err(|error| format!("{sql}: {error}"))?;
    Ok(())
}
