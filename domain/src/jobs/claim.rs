//! Claiming: who takes which jobs, in which order, and under which lease.

use super::job::Cause;
use super::lease::LEASE;
use super::places::Waiting;
use super::{limits, pauses, rows};
use crate::context::Context;
use crate::error::Result;
use chrono::{DateTime, TimeDelta, Utc};
use sea_orm::{ConnectionTrait, FromQueryResult as _, Statement, Value as Bound};
use serde_json::Value;
use shared::JobId;
use std::collections::BTreeMap;
use uuid::Uuid;

/// Room of their own for queues of one kind, of which there may be any number: however many of them are slow, the other
/// queues lose no room to them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lane {
    /// What the names of its queues begin with.
    pub prefix: String,
    /// Jobs in all of its queues.
    pub limit: u32,
    /// Jobs of one queue, those that run included.
    pub per_queue: u32,
}

impl Lane {
    /// Whether a queue belongs to it.
    pub fn holds(&self, queue: &str) -> bool {
        queue.starts_with(&self.prefix)
    }
}

/// How many jobs a worker has room for.
#[derive(Debug, Clone)]
pub struct Want {
    /// Name of the worker, for people.
    pub worker: String,
    /// Jobs in all, those of the lane left out.
    pub limit: u32,
    /// Jobs of one queue, those that run included, so that a slow queue leaves room for the others.
    pub per_queue: u32,
    pub lane: Option<Lane>,
    /// Jobs that run in this worker, by queue.
    pub running: BTreeMap<String, u32>,
    /// Only these queues; `None` is all of them, also those nobody thought of.
    pub only: Option<Vec<String>>,
    /// How long the lease holds without a heartbeat.
    pub lease: TimeDelta,
}

impl Want {
    /// Up to `limit` jobs of any queue.
    pub fn up_to(worker: &str, limit: u32) -> Self {
        Self {
            worker: worker.to_owned(),
            limit,
            per_queue: limit,
            lane: None,
            running: BTreeMap::new(),
            only: None,
            lease: LEASE,
        }
    }

    /// Whether there is room for jobs of this queue.
    pub(super) fn wants(&self, queue: &str) -> bool {
        self.only.as_ref().is_none_or(|only| only.iter().any(|name| name == queue)) && self.room(queue) > 0
    }

    /// Whether there is room for any job.
    pub(super) fn wants_any(&self) -> bool {
        self.limit > 0 || self.lane.as_ref().is_some_and(|lane| lane.limit > 0)
    }

    fn lane_of(&self, queue: &str) -> Option<&Lane> {
        self.lane.as_ref().filter(|lane| lane.holds(queue))
    }

    fn room(&self, queue: &str) -> u32 {
        let (limit, per_queue) =
            self.lane_of(queue).map_or((self.limit, self.per_queue), |lane| (lane.limit, lane.per_queue));
        per_queue.saturating_sub(self.running.get(queue).copied().unwrap_or(0)).min(limit)
    }
}

/// The right to run a job and to say how that ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lease {
    pub id: JobId,
    /// Drawn at the claim; a later claim has another one.
    pub token: Uuid,
    /// Which attempt this is, from 1.
    pub attempt: i32,
    pub started_at: DateTime<Utc>,
    pub worker: String,
}

/// A job that is ours to run.
#[derive(Debug, Clone, PartialEq)]
pub struct Claimed {
    pub lease: Lease,
    pub kind: String,
    pub version: i32,
    pub payload: Value,
    pub queue: String,
    pub priority: i16,
    pub run_at: DateTime<Utc>,
    pub max_attempts: i32,
    pub cause: Cause,
}

/// Claims what there is room for: by queue, then priority, time and id. Respects pauses and limits.
pub async fn claim(cx: &Context, want: &Want) -> Result<Vec<Claimed>> {
    let waiting = waiting_queues(cx.db().read(), want).await?;
    if waiting.is_empty() {
        return Ok(Vec::new());
    }
    let waiting: Vec<Waiting> = waiting.into_iter().map(Waiting::from_the_beginning).collect();
    let (context, want) = (cx.clone(), want.clone());
    cx.db().write(move |tx| Box::pin(async move { take(&context, tx, &want, &waiting).await })).await
}

/// The queues in which jobs wait, in an order that differs every time, so that none is always last. Each costs one
/// look into the index.
pub(super) async fn waiting_queues(db: &impl ConnectionTrait, want: &Want) -> Result<Vec<String>> {
    #[derive(sea_orm::FromQueryResult)]
    struct Row {
        name: String,
    }
    let sql = "WITH RECURSIVE queues (name) AS ( \
        SELECT min(queue) FROM jobs WHERE state = 'available' \
        UNION ALL \
        SELECT (SELECT min(queue) FROM jobs WHERE state = 'available' AND queue > queues.name) \
        FROM queues WHERE queues.name IS NOT NULL) \
        SELECT name FROM queues WHERE name IS NOT NULL";
    let statement = Statement::from_string(db.get_database_backend(), sql);
    let mut names: Vec<String> =
        Row::find_by_statement(statement).all(db).await?.into_iter().map(|row| row.name).collect();
    names.retain(|name| want.wants(name));
    Ok(names)
}

/// Claims from these queues within a transaction.
pub(super) async fn take(
    cx: &Context,
    tx: &impl ConnectionTrait,
    want: &Want,
    waiting: &[Waiting],
) -> Result<Vec<Claimed>> {
    if waiting.is_empty() {
        return Ok(Vec::new());
    }
    let now = cx.now();
    let token = Uuid::from_bytes(cx.random());
    let names: Vec<String> = waiting.iter().map(|waiting| waiting.queue.clone()).collect();
    let settings = limits::of(tx, &names).await?;
    let paused = pauses::among(tx, &names).await?;
    let mut order: Vec<&Waiting> = waiting.iter().collect();
    if let Ok(by) = usize::try_from(token.as_u128() % 1_000) {
        order.rotate_left(by % waiting.len());
    }
    // Shares of the lane and of the other queues are counted apart: room left, and queues that wait for some.
    let (in_lane, outside): (Vec<_>, Vec<_>) =
        order.iter().partition(|waiting| want.lane_of(&waiting.queue).is_some());
    let count = |queues: &[&&Waiting]| u32::try_from(queues.len()).unwrap_or(u32::MAX);
    let mut lane = (want.lane.as_ref().map_or(0, |lane| lane.limit), count(&in_lane));
    let mut rest = (want.limit, count(&outside));
    let mut claimed = Vec::new();
    for waiting in &order {
        let queue = &waiting.queue;
        let (left, others) = if want.lane_of(queue).is_some() { &mut lane } else { &mut rest };
        if *left == 0 {
            continue;
        }
        let mut most = i64::from(left.div_ceil((*others).max(1)).min(want.room(queue)));
        if let Some(row) = settings.get(queue) {
            most = most.min(limits::allowance(tx, row, now).await?);
        }
        let mut from =
            Taking { want, queue, token, now, paused_somewhere: paused.contains(queue), got: Vec::new() };
        if waiting.floors.is_empty() {
            from.take(tx, most, None).await?;
        }
        for floor in &waiting.floors {
            from.take(tx, most, Some(*floor)).await?;
        }
        let got = from.got;
        if let Some(row) = settings.get(queue)
            && !got.is_empty()
        {
            limits::started(tx, row, i64::try_from(got.len()).unwrap_or(most), now).await?;
        }
        *left = left.saturating_sub(u32::try_from(got.len()).unwrap_or(u32::MAX));
        *others = others.saturating_sub(1);
        claimed.extend(got);
    }
    Ok(claimed)
}

/// Taking from one queue.
struct Taking<'a> {
    want: &'a Want,
    queue: &'a str,
    token: Uuid,
    now: DateTime<Utc>,
    paused_somewhere: bool,
    got: Vec<Claimed>,
}

impl Taking<'_> {
    /// Takes until there are `most`; with a floor, of one priority and not before that time.
    async fn take(
        &mut self,
        tx: &impl ConnectionTrait,
        most: i64,
        floor: Option<(i16, DateTime<Utc>)>,
    ) -> Result<()> {
        let most = most - i64::try_from(self.got.len()).unwrap_or(most);
        if most <= 0 {
            return Ok(());
        }
        let mut values: Vec<Bound> = vec![
            self.queue.into(),
            most.into(),
            self.token.into(),
            (self.now + self.want.lease).into(),
            self.want.worker.as_str().into(),
            self.now.into(),
        ];
        let mut more = String::new();
        if let Some((priority, run_at)) = floor {
            more.push_str(" AND priority = $7 AND run_at >= $8");
            values.extend([priority.into(), run_at.into()]);
        }
        if self.paused_somewhere {
            more.push_str(
                " AND (org_id IS NULL OR org_id NOT IN \
                 (SELECT org_id FROM job_pauses WHERE job_pauses.queue = $1))",
            );
        }
        let select = format!(
            "SELECT id FROM jobs WHERE state = 'available' AND queue = $1{more} \
             ORDER BY priority, run_at, id LIMIT $2"
        );
        let set = "state = 'executing', attempt = attempt + 1, lease_token = $3, lease_until = $4, worker = $5, \
                   started_at = $6, \
                   unique_key = CASE WHEN unique_scope = 'waiting' THEN NULL ELSE unique_key END, \
                   unique_scope = CASE WHEN unique_scope = 'waiting' THEN NULL ELSE unique_scope END";
        let mut rows = rows::update_picked(tx, &select, set, values).await?;
        // Databases answer changed rows in any order.
        rows.sort_unstable_by_key(|row| (row.priority, row.run_at, row.id));
        for row in rows {
            self.got.push(rows::claimed(row)?);
        }
        Ok(())
    }
}
