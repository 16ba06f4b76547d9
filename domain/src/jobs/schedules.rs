//! Jobs by the calendar. A due moment becomes a job in the transaction that moves the schedule on, so two processes
//! never make two jobs of one moment. A schedule only moves forward: a clock that jumps back repeats nothing.

use super::cron::Calendar;
use super::enqueue::{NewJob, insert};
use super::job::{Cause, Job};
use super::rows;
use crate::context::Context;
use crate::error::Result;
use chrono::{DateTime, TimeDelta, Utc};
use entity::job_schedules;
use sea_orm::sea_query::{Expr, LockBehavior, LockType, OnConflict};
use sea_orm::{
    ActiveModelTrait as _, ColumnTrait as _, ConnectionTrait as _, DatabaseBackend, DatabaseTransaction,
    EntityTrait as _, IntoActiveModel as _, QueryFilter as _, QueryOrder as _, QuerySelect as _,
};
use serde_json::Value;
use shared::{OrgId, RequestId};

/// A moment noticed later than this was missed.
const LATE: TimeDelta = TimeDelta::seconds(60);
/// Missed moments a schedule makes up for in one tick.
const CATCH_UP: usize = 100;
/// Schedules a tick moves on.
const BATCH: u64 = 100;

/// What to do about moments nobody was there for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Missed {
    /// Leave them out; the next moment counts.
    Skip,
    /// Run once for each of them.
    CatchUp,
}

/// A schedule to be.
#[derive(Debug, Clone)]
pub struct Schedule {
    name: String,
    org: Option<OrgId>,
    cron: String,
    zone: String,
    kind: &'static str,
    version: i32,
    payload: Value,
    queue: &'static str,
    priority: i16,
    max_attempts: i32,
    missed: Missed,
    enabled: bool,
}

impl Schedule {
    /// Runs `job` whenever `cron` says so in `zone`, an IANA name. The name is unique over the installation.
    pub fn new<J: Job>(name: &str, cron: &str, zone: &str, job: &J) -> Result<Self> {
        Ok(Self {
            name: name.to_owned(),
            org: None,
            cron: cron.trim().to_owned(),
            zone: zone.to_owned(),
            kind: J::KIND,
            version: J::VERSION,
            payload: serde_json::to_value(job)?,
            queue: J::QUEUE,
            priority: J::PRIORITY,
            max_attempts: J::MAX_ATTEMPTS,
            missed: Missed::Skip,
            enabled: true,
        })
    }

    /// For one organization instead of the program itself.
    #[must_use]
    pub const fn of(mut self, org: OrgId) -> Self {
        self.org = Some(org);
        self
    }

    /// What happens to missed moments; they are skipped unless said otherwise.
    #[must_use]
    pub const fn missed(mut self, missed: Missed) -> Self {
        self.missed = missed;
        self
    }

    /// Switched off, it stays and does nothing.
    #[must_use]
    pub const fn enabled(mut self, enabled: bool) -> Self {
        self.enabled = enabled;
        self
    }
}

/// Makes a schedule what it should be. Called at every start by every process: one that is as it should be keeps
/// its place; another expression, zone, or switching it on begins anew from now.
///
/// Errors: [`crate::Error::Invalid`] at `cron` (unreadable, or never comes round) and `time_zone`.
pub async fn upsert(cx: &Context, schedule: Schedule) -> Result<()> {
    let first = Calendar::parse(&schedule.cron, &schedule.zone)?.first(cx.now())?;
    let now = cx.now();
    cx.db()
        .write(move |tx| {
            Box::pin(async move {
                let known = locked(tx, &schedule.name).await?;
                let goes_on = known.as_ref().filter(|row| {
                    row.cron == schedule.cron
                        && row.time_zone == schedule.zone
                        && row.enabled == schedule.enabled
                });
                let wanted = job_schedules::Model {
                    next_at: goes_on.map_or(Some(first), |row| row.next_at),
                    last_at: known.as_ref().and_then(|row| row.last_at),
                    updated_at: known.as_ref().map_or(now, |row| row.updated_at),
                    name: schedule.name,
                    org_id: schedule.org.map(OrgId::uuid),
                    cron: schedule.cron,
                    time_zone: schedule.zone,
                    kind: schedule.kind.to_owned(),
                    version: schedule.version,
                    payload: schedule.payload,
                    queue: schedule.queue.to_owned(),
                    priority: schedule.priority,
                    max_attempts: schedule.max_attempts,
                    catch_up: schedule.missed == Missed::CatchUp,
                    enabled: schedule.enabled,
                };
                if known.as_ref() != Some(&wanted) {
                    store(tx, job_schedules::Model { updated_at: now, ..wanted }).await?;
                }
                Ok(())
            })
        })
        .await
}

async fn locked(tx: &DatabaseTransaction, name: &str) -> Result<Option<job_schedules::Model>> {
    let mut query = job_schedules::Entity::find_by_id(name.to_owned());
    if tx.get_database_backend() == DatabaseBackend::Postgres {
        query = query.lock_exclusive();
    }
    Ok(query.one(tx).await?)
}

async fn store(tx: &DatabaseTransaction, row: job_schedules::Model) -> Result<()> {
    use job_schedules::Column as C;
    let all = [
        C::OrgId,
        C::Cron,
        C::TimeZone,
        C::Kind,
        C::Version,
        C::Payload,
        C::Queue,
        C::Priority,
        C::MaxAttempts,
        C::CatchUp,
        C::NextAt,
        C::LastAt,
        C::Enabled,
        C::UpdatedAt,
    ];
    job_schedules::Entity::insert(row.into_active_model().reset_all())
        .on_conflict(OnConflict::column(C::Name).update_columns(all).to_owned())
        .exec_without_returning(tx)
        .await?;
    Ok(())
}

/// Removes a schedule; jobs it made stay. `false` when there was none.
pub async fn remove(cx: &Context, name: &str) -> Result<bool> {
    let name = name.to_owned();
    cx.db()
        .write(move |tx| {
            Box::pin(async move {
                Ok(job_schedules::Entity::delete_by_id(name).exec(tx).await?.rows_affected == 1)
            })
        })
        .await
}

/// Enqueues what is due and moves the schedules on. Safe in any number of processes. Returns how many jobs it made.
pub async fn tick(cx: &Context) -> Result<usize> {
    let look = "SELECT 1 FROM job_schedules WHERE enabled AND next_at <= $1 LIMIT 1";
    if !rows::any(cx.db().read(), look, vec![cx.now().into()]).await? {
        return Ok(0);
    }
    let context = cx.clone();
    cx.write(move |tx| Box::pin(async move { tick_in(&context, tx).await })).await
}

async fn tick_in(cx: &Context, tx: &DatabaseTransaction) -> Result<usize> {
    let now = cx.now();
    let mut query = job_schedules::Entity::find()
        .filter(job_schedules::Column::Enabled.eq(true))
        .filter(job_schedules::Column::NextAt.lte(now))
        .order_by_asc(job_schedules::Column::NextAt)
        .limit(BATCH);
    if tx.get_database_backend() == DatabaseBackend::Postgres {
        query = query.lock_with_behavior(LockType::Update, LockBehavior::SkipLocked);
    }
    let mut made = 0;
    for row in query.all(tx).await? {
        let (due, next) = due(&row, now);
        if !due.is_empty() {
            let cause = Cause {
                org: row.org_id.map(OrgId::from_uuid),
                request: RequestId::from_uuid(cx.new_id()),
                event: None,
                schedule: Some(row.name.clone()),
            };
            let jobs = due.iter().map(|at| job(cx, &row, &cause, *at)).collect();
            made += insert(tx, jobs, now, false).await?.len();
        }
        job_schedules::Entity::update_many()
            .col_expr(job_schedules::Column::NextAt, Expr::value(next))
            .col_expr(job_schedules::Column::LastAt, Expr::value(due.last().copied().or(row.last_at)))
            .filter(job_schedules::Column::Name.eq(row.name))
            .exec(tx)
            .await?;
    }
    Ok(made)
}

fn job(cx: &Context, row: &job_schedules::Model, cause: &Cause, at: DateTime<Utc>) -> NewJob {
    NewJob {
        id: cx.new_id(),
        cause: cause.clone(),
        kind: row.kind.clone(),
        version: row.version,
        payload: row.payload.clone(),
        queue: row.queue.clone(),
        priority: row.priority,
        max_attempts: row.max_attempts,
        run_at: at,
        unique: None,
    }
}

/// The moments to run for, and the next one. A schedule whose expression no longer parses stops.
fn due(row: &job_schedules::Model, now: DateTime<Utc>) -> (Vec<DateTime<Utc>>, Option<DateTime<Utc>>) {
    let calendar = match Calendar::parse(&row.cron, &row.time_zone) {
        Ok(calendar) => calendar,
        Err(error) => {
            tracing::error!(
                schedule = row.name,
                error = error.traced(),
                "a schedule cannot be read any more"
            );
            return (Vec::new(), None);
        }
    };
    let from = |first: DateTime<Utc>| std::iter::successors(Some(first), |at| calendar.next(*at));
    let Some(first) = row.next_at else { return (Vec::new(), None) };
    if row.catch_up {
        let due: Vec<_> = from(first).take_while(|at| *at <= now).take(CATCH_UP).collect();
        let next = due.last().map_or(Some(first), |last| calendar.next(*last));
        return (due, next);
    }
    // However long nobody was there, only the last minute counts.
    let recent = calendar.next(first.max(now - LATE) - TimeDelta::microseconds(1));
    let due: Vec<_> = recent.into_iter().flat_map(from).take_while(|at| *at <= now).collect();
    (due.last().copied().into_iter().collect(), calendar.next(now))
}
