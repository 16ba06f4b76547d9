//! The worker: claims what it has room for, runs it, says how it ended, and keeps its leases.
//!
//! One loop decides; runs are tasks that report to it. What ended while a transaction was being committed is
//! acknowledged in the next one, together with the next claim, so that a busy worker flushes once for many jobs.

mod listen;
mod run;
mod upkeep;

use super::acknowledge::{self, Ack, Outcome};
use super::claim::{self, Claimed, Lane, Lease, Want};
use super::lease;
use super::places::Places;
use super::registry::Registry;
use crate::context::Context;
use crate::error::{Error, Result};
use chrono::TimeDelta;
use std::collections::{BTreeMap, HashMap};
use std::time::Duration;
use tokio::sync::mpsc;
use tokio::task::JoinHandle;
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;
use tracing::Instrument as _;
use uuid::Uuid;

/// How often a worker asks which of its jobs somebody cancelled.
const CANCELS: Duration = Duration::from_secs(1);
/// Pause after a fault of the database.
const FAULT: Duration = Duration::from_millis(500);

/// How a worker works.
#[derive(Debug, Clone)]
pub struct WorkerOptions {
    /// Name of the process, shown with the runs.
    pub name: String,
    /// Jobs that run at a time.
    pub slots: u32,
    /// Jobs of one queue that run at a time, so that a slow queue leaves room for the others.
    pub per_queue: u32,
    /// Room of their own for queues of a kind, beside `slots`.
    pub lane: Option<Lane>,
    /// Only these queues.
    pub only: Option<Vec<String>>,
    /// How often to look without being woken.
    pub poll: Duration,
    /// Looking for waiting jobs is slow when it takes longer; a worker then goes on where it was instead.
    pub slow_look: Duration,
    /// How long a lease holds without a heartbeat; there is one every third of it.
    pub lease: TimeDelta,
    /// How long running jobs may go on when the worker shall stop.
    pub grace: Duration,
    /// When completed and cancelled jobs are forgotten.
    pub keep_finished: TimeDelta,
    /// When jobs that failed for good are forgotten.
    pub keep_dead: TimeDelta,
}

impl WorkerOptions {
    /// 64 jobs at a time, half of them of one queue; finished jobs are kept a week, dead ones 90 days.
    pub fn named(name: &str) -> Self {
        Self {
            name: name.to_owned(),
            slots: 64,
            per_queue: 32,
            lane: None,
            only: None,
            poll: Duration::from_secs(1),
            slow_look: Duration::from_millis(20),
            lease: lease::LEASE,
            grace: Duration::from_secs(8),
            keep_finished: TimeDelta::days(7),
            keep_dead: TimeDelta::days(90),
        }
    }
}

/// Runs jobs.
pub struct Worker {
    cx: Context,
    registry: Registry,
    options: WorkerOptions,
    places: Places,
    running: HashMap<Uuid, Running>,
    ended: Vec<Ack>,
    reports: mpsc::UnboundedReceiver<Ack>,
    reporter: mpsc::UnboundedSender<Ack>,
}

struct Running {
    lease: Lease,
    queue: String,
    cancel: CancellationToken,
    task: JoinHandle<()>,
}

impl Worker {
    /// Works until `stop` resolves, then lets running jobs end for the time of grace and gives the rest back. Faults
    /// of the database are logged and tried again.
    pub async fn run(
        cx: Context,
        registry: Registry,
        options: WorkerOptions,
        stop: impl Future<Output = ()>,
    ) {
        let (reporter, reports) = mpsc::unbounded_channel();
        let aside = tokio::spawn(upkeep::run(cx.clone(), options.clone()).in_current_span());
        let ears = tokio::spawn(listen::run(cx.clone()).in_current_span());
        let mut worker = Self {
            cx,
            registry,
            options,
            places: Places::default(),
            running: HashMap::new(),
            ended: Vec::new(),
            reports,
            reporter,
        };
        tokio::pin!(stop);
        worker.work(stop.as_mut()).await;
        aside.abort();
        ears.abort();
        worker.wind_down().await;
    }

    async fn work<S: Future<Output = ()> + Unpin>(&mut self, mut stop: S) {
        let beat = (self.options.lease / 3).to_std().unwrap_or(CANCELS);
        let (mut next_beat, mut next_cancels) = (Instant::now() + beat, Instant::now() + CANCELS);
        loop {
            let turn = async {
                if Instant::now() >= next_beat {
                    next_beat = Instant::now() + beat;
                    self.beat().await?;
                }
                if Instant::now() >= next_cancels {
                    next_cancels = Instant::now() + CANCELS;
                    self.pass_on_cancels().await?;
                }
                self.turn(true).await
            };
            let pause = match turn.await {
                // Something was done, so there may be more.
                Ok(true) => None,
                Ok(false) => {
                    let duties = (!self.running.is_empty()).then(|| next_beat.min(next_cancels));
                    let until = duties.into_iter().chain(self.places.next_look()).min();
                    Some(until.map_or(self.options.poll, |at| self.options.poll.min(at - Instant::now())))
                }
                Err(error) => {
                    tracing::error!(error = error.traced(), "the job queue does not answer");
                    self.acknowledge_one_by_one().await;
                    Some(FAULT)
                }
            };
            let idle = async {
                match pause {
                    Some(pause) => tokio::time::sleep(pause).await,
                    None => tokio::task::yield_now().await,
                }
            };
            tokio::select! {
                biased;
                () = &mut stop => return,
                report = self.reports.recv() => self.ended.extend(report),
                () = self.cx.hint().wait() => {}
                () = idle => {}
            }
        }
    }

    /// Acknowledges what ended and claims what there is room for, in one transaction. Returns whether there was
    /// anything to do.
    async fn turn(&mut self, claiming: bool) -> Result<bool> {
        while let Ok(ended) = self.reports.try_recv() {
            self.ended.push(ended);
        }
        let want = self.want();
        let waiting = if claiming && want.wants_any() {
            self.places.waiting(self.cx.db().read(), &want, self.options.slow_look).await?
        } else {
            Vec::new()
        };
        if self.ended.is_empty() && waiting.is_empty() {
            return Ok(false);
        }
        let (context, acks) = (self.cx.clone(), self.ended.clone());
        let claimed = self
            .cx
            .db()
            .write(move |tx| {
                Box::pin(async move {
                    acknowledge::write(&context, tx, &acks).await?;
                    claim::take(&context, tx, &want, &waiting).await
                })
            })
            .await?;
        self.places.came_to(&claimed);
        let progress = !self.ended.is_empty() || !claimed.is_empty();
        self.ended.clear();
        for job in claimed {
            self.start(job);
        }
        Ok(progress)
    }

    /// After a batch failed: one run whose end cannot be written must not keep its neighbours from being done. That
    /// one's lease runs out, and the job comes back.
    async fn acknowledge_one_by_one(&mut self) {
        for ack in std::mem::take(&mut self.ended) {
            match acknowledge::acknowledge(&self.cx, vec![ack.clone()]).await {
                Ok(_) => {}
                Err(Error::Unavailable(_)) => self.ended.push(ack),
                Err(error) => {
                    tracing::error!(job = %ack.lease.id, error = error.traced(), "the end of a run is lost");
                }
            }
        }
    }

    fn want(&mut self) -> Want {
        for ended in &self.ended {
            let (id, token) = (ended.lease.id.uuid(), ended.lease.token);
            if self.running.get(&id).is_some_and(|run| run.lease.token == token) {
                self.running.remove(&id);
            }
        }
        let mut running: BTreeMap<String, u32> = BTreeMap::new();
        for run in self.running.values() {
            *running.entry(run.queue.clone()).or_default() += 1;
        }
        let lane = self.options.lane.as_ref();
        let busy = |in_lane: bool| -> u32 {
            let of = |queue: &str| lane.is_some_and(|lane| lane.holds(queue)) == in_lane;
            running.iter().filter(|(queue, _)| of(queue)).map(|(_, number)| number).sum()
        };
        let lane = lane.map(|lane| Lane { limit: lane.limit.saturating_sub(busy(true)), ..lane.clone() });
        let limit = self.options.slots.saturating_sub(busy(false));
        Want {
            worker: self.options.name.clone(),
            limit,
            per_queue: self.options.per_queue,
            lane,
            running,
            only: self.options.only.clone(),
            lease: self.options.lease,
        }
    }

    fn start(&mut self, job: Claimed) {
        let (lease, queue, cancel) = (job.lease.clone(), job.queue.clone(), CancellationToken::new());
        let (cx, registry, reporter) = (self.cx.clone(), self.registry.clone(), self.reporter.clone());
        let span = tracing::info_span!("job", id = %lease.id, kind = %job.kind, attempt = lease.attempt);
        let token = cancel.clone();
        let work = async move {
            let ended = run::one(&cx, &registry, job, token).await;
            // The worker may be gone; the lease runs out then.
            drop(reporter.send(ended));
        };
        let task = tokio::spawn(work.instrument(span));
        let run = Running { lease, queue, cancel, task };
        if let Some(lost) = self.running.insert(run.lease.id.uuid(), run) {
            // Its lease ran out unnoticed and the job came back to us.
            lost.task.abort();
        }
    }

    /// Renews the leases; whoever lost one runs in vain.
    async fn beat(&mut self) -> Result<()> {
        if self.running.is_empty() {
            return Ok(());
        }
        let leases = self.running.values().map(|run| run.lease.clone()).collect();
        let ours = lease::heartbeat(&self.cx, leases, self.options.lease).await?;
        let lost: Vec<Uuid> = self
            .running
            .values()
            .filter(|run| !ours.contains(&run.lease.id))
            .map(|run| run.lease.id.uuid())
            .collect();
        for id in lost {
            if let Some(run) = self.running.remove(&id) {
                tracing::warn!(job = %run.lease.id, "the lease of a running job was lost");
                run.task.abort();
            }
        }
        Ok(())
    }

    async fn pass_on_cancels(&self) -> Result<()> {
        if !self.running.is_empty() {
            let stopping = lease::stopping(self.cx.db().read()).await?;
            self.running
                .values()
                .filter(|run| stopping.contains(&run.lease.id))
                .for_each(|run| run.cancel.cancel());
        }
        Ok(())
    }

    /// Waits for running jobs, then gives the rest back unharmed.
    async fn wind_down(&mut self) {
        let until = Instant::now() + self.options.grace;
        while !self.running.is_empty() {
            match tokio::time::timeout_at(until, self.reports.recv()).await {
                Ok(report) => self.ended.extend(report),
                Err(_) => break,
            }
            if let Err(error) = self.turn(false).await {
                tracing::error!(error = error.traced(), "the job queue does not answer");
                tokio::time::sleep(FAULT.min(until - Instant::now())).await;
            }
        }
        while let Ok(ended) = self.reports.try_recv() {
            self.ended.push(ended);
        }
        drop(self.want());
        let ended_at = self.cx.now();
        for (_, run) in self.running.drain() {
            run.task.abort();
            self.ended.push(Ack { lease: run.lease, outcome: Outcome::GivenBack, ended_at });
        }
        if let Err(error) = self.turn(false).await {
            tracing::error!(
                error = error.traced(),
                "jobs could not be given back; their leases will run out"
            );
        }
    }
}
