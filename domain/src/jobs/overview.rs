//! The queues at a glance, for admins: what waits, runs and failed, and how the last hour went.

use super::totals::{Row, live};
use super::whose::Whose;
use super::{pauses, rows};
use crate::actor::Actor;
use crate::context::Context;
use crate::error::Result;
use crate::leads::Sql;
use chrono::{DateTime, TimeDelta, Utc};
use sea_orm::{FromQueryResult, Statement};
use shared::jobs::{JobOverview, JobState, KindOverview, QueueOverview, SLOTS};
use shared::roles::Permission;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

/// Finished jobs, and runs that did not end well, that the figures of the last hour are made of.
const SAMPLE: usize = 10_000;
/// Seconds the figures reach back.
const HOUR: i64 = 3_600;

type Kinds = BTreeMap<(String, String), KindOverview>;

/// The queues and kinds that the member sees. Errors: [`crate::Error::Forbidden`].
pub async fn overview(cx: &Context, actor: &Actor) -> Result<JobOverview> {
    actor.require(Permission::ManageJobs)?;
    let (db, now) = (cx.db().read(), cx.now());
    let mut kinds = Kinds::new();
    let mut finished = Vec::new();
    let mut ours = BTreeSet::new();
    for whose in Whose::seen_by(db, actor).await? {
        count_live(cx, whose, &mut kinds).await?;
        count_bad_runs(cx, whose, now, &mut kinds).await?;
        let found = finished_of(cx, whose, now).await?;
        if whose != Whose::Program {
            ours.extend(kinds.keys().cloned());
            ours.extend(found.iter().map(|row| (row.queue.clone(), row.kind.clone())));
        }
        finished.extend(found);
    }
    finished.sort_unstable_by_key(|row| Reverse(row.finished_at));
    finished.truncate(SAMPLE);
    let since = match finished.last() {
        Some(oldest) if finished.len() == SAMPLE => oldest.finished_at,
        _ => now - TimeDelta::seconds(HOUR),
    };
    count_finished(&finished, now, &mut kinds)?;

    let paused = pauses::of(db, actor.org()).await?;
    let stopped = pauses::by_operator(db).await?;
    let mut queues: BTreeMap<String, QueueOverview> = BTreeMap::new();
    let empty = |queue: &str| QueueOverview {
        queue: queue.to_owned(),
        paused: paused.get(queue).cloned(),
        stopped: stopped.contains(queue),
        kinds: Vec::new(),
    };
    for queue in paused.keys() {
        queues.insert(queue.clone(), empty(queue));
    }
    for ((queue, name), kind) in kinds {
        let of_program = !ours.contains(&(queue.clone(), name.clone()));
        let kind = KindOverview { kind: name, of_program, ..kind };
        queues.entry(queue.clone()).or_insert_with(|| empty(&queue)).kinds.push(kind);
    }
    let counted_seconds = (now - since).num_seconds().clamp(1, HOUR);
    Ok(JobOverview { at: now, queues: queues.into_values().collect(), counted_seconds })
}

async fn count_live(cx: &Context, whose: Whose, kinds: &mut Kinds) -> Result<()> {
    let backend = cx.db().backend();
    let statement = match whose {
        Whose::Organization(org) => {
            Statement::from_sql_and_values(backend, live(backend, "org_id = $1"), [org.uuid().into()])
        }
        Whose::Program => Statement::from_string(backend, live(backend, "org_id IS NULL")),
    };
    for row in Row::find_by_statement(statement).all(cx.db().read()).await? {
        let kind = kinds.entry((row.queue, row.kind)).or_default();
        let state = rows::state_of(&row.state)?;
        *match state {
            JobState::Available => &mut kind.available,
            JobState::Scheduled => &mut kind.scheduled,
            JobState::Executing => &mut kind.executing,
            JobState::Retryable => &mut kind.retryable,
            _ => &mut kind.dead,
        } += row.number;
        if state == JobState::Available {
            kind.oldest_waiting = Some(kind.oldest_waiting.map_or(row.oldest, |known| known.min(row.oldest)));
        }
    }
    Ok(())
}

#[derive(FromQueryResult)]
struct BadRuns {
    queue: String,
    kind: String,
    number: i64,
}

/// Runs have no index by time. Their ids begin with it.
async fn count_bad_runs(cx: &Context, whose: Whose, now: DateTime<Utc>, kinds: &mut Kinds) -> Result<()> {
    let mut sql = Sql::new(
        "SELECT jobs.queue, jobs.kind, count(*) AS number FROM \
         (SELECT job_id FROM job_attempts WHERE outcome IN ('failed', 'crashed') AND id >= ",
    );
    sql.bind(first_id(now - TimeDelta::seconds(HOUR)));
    sql.push(&format!(" ORDER BY id DESC LIMIT {SAMPLE}) AS bad JOIN jobs ON jobs.id = bad.job_id WHERE "));
    whose.push(&mut sql);
    sql.push(" GROUP BY jobs.queue, jobs.kind");
    let found = BadRuns::find_by_statement(sql.statement(cx.db().backend())).all(cx.db().read()).await?;
    for row in found {
        kinds.entry((row.queue, row.kind)).or_default().last_hour.bad_runs += row.number;
    }
    Ok(())
}

/// No identifier made from this moment on is smaller.
fn first_id(at: DateTime<Utc>) -> Uuid {
    let millis = u128::try_from(at.timestamp_millis()).unwrap_or(0);
    Uuid::from_u128(millis << 80)
}

/// A row of `jobs` that came to its end.
#[derive(FromQueryResult)]
#[expect(clippy::struct_field_names, reason = "the names of the columns")]
struct Finished {
    queue: String,
    kind: String,
    state: String,
    run_at: DateTime<Utc>,
    started_at: Option<DateTime<Utc>>,
    finished_at: DateTime<Utc>,
}

async fn finished_of(cx: &Context, whose: Whose, now: DateTime<Utc>) -> Result<Vec<Finished>> {
    let mut sql = Sql::new("SELECT queue, kind, state, run_at, started_at, finished_at FROM jobs WHERE ");
    whose.push(&mut sql);
    sql.push(" AND finished_at IS NOT NULL AND finished_at > ").bind(now - TimeDelta::seconds(HOUR));
    sql.push(&format!(" ORDER BY finished_at DESC LIMIT {SAMPLE}"));
    Ok(Finished::find_by_statement(sql.statement(cx.db().backend())).all(cx.db().read()).await?)
}

/// How long the jobs of a kind waited and ran, in milliseconds.
#[derive(Default)]
struct Spans {
    waits: Vec<i64>,
    runs: Vec<i64>,
}

fn count_finished(finished: &[Finished], now: DateTime<Utc>, kinds: &mut Kinds) -> Result<()> {
    let mut spans: BTreeMap<(String, String), Spans> = BTreeMap::new();
    for row in finished {
        let key = (row.queue.clone(), row.kind.clone());
        let hour = &mut kinds.entry(key.clone()).or_default().last_hour;
        match rows::state_of(&row.state)? {
            JobState::Completed => {
                hour.done += 1;
                hour.done_in_slots.resize(SLOTS, 0);
                if let Some(slot) = hour.done_in_slots.get_mut(slot(now - row.finished_at)) {
                    *slot += 1;
                }
            }
            JobState::Dead => hour.failed += 1,
            _ => continue,
        }
        if let Some(started) = row.started_at {
            let spans = spans.entry(key).or_default();
            spans.waits.push((started - row.run_at).num_milliseconds().max(0));
            if row.state == JobState::Completed.as_str() {
                spans.runs.push((row.finished_at - started).num_milliseconds().max(0));
            }
        }
    }
    for (key, mut spans) in spans {
        spans.waits.sort_unstable();
        spans.runs.sort_unstable();
        if let Some(kind) = kinds.get_mut(&key) {
            let hour = &mut kind.last_hour;
            (hour.wait_p50_ms, hour.wait_p99_ms) = (rank(&spans.waits, 50), rank(&spans.waits, 99));
            (hour.run_p50_ms, hour.run_p99_ms) = (rank(&spans.runs, 50), rank(&spans.runs, 99));
        }
    }
    Ok(())
}

/// Which part of the hour something so long ago belongs to; the newest is the last.
fn slot(ago: TimeDelta) -> usize {
    let back = usize::try_from(ago.num_seconds().max(0)).unwrap_or(usize::MAX) / (3_600 / SLOTS);
    (SLOTS - 1).saturating_sub(back)
}

/// Nearest rank of sorted figures.
fn rank(sorted: &[i64], percent: usize) -> Option<i64> {
    sorted.get((sorted.len() * percent).div_ceil(100).saturating_sub(1)).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranks_are_figures_that_occurred() {
        assert_eq!(rank(&[], 50), None);
        assert_eq!(rank(&[7], 99), Some(7));
        let figures: Vec<i64> = (1..=200).collect();
        assert_eq!((rank(&figures, 50), rank(&figures, 99)), (Some(100), Some(198)));
    }

    #[test]
    fn an_hour_has_its_parts() {
        let slots: Vec<usize> =
            [-5, 0, 299, 300, 3_599, 9_999].map(|seconds| slot(TimeDelta::seconds(seconds))).to_vec();
        assert_eq!(slots, [11, 11, 11, 10, 0, 0]);
    }

    #[test]
    fn ids_begin_with_their_time() {
        let at = DateTime::from_timestamp_millis(1_785_842_520_123).unwrap();
        let mut made = *first_id(at).as_bytes();
        made[6] = 0x70;
        let id = Uuid::from_bytes(made);
        assert!(id >= first_id(at) && id < first_id(at + TimeDelta::milliseconds(1)));
        assert_eq!(id.get_timestamp().unwrap().to_unix().0, 1_785_842_520);
    }
}
