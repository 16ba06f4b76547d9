//! What a queue may do at a time, over all processes: pause, concurrency, rate.

use crate::context::Context;
use crate::error::{Error, Result};
use chrono::{DateTime, TimeDelta, Utc};
use entity::job_queues;
use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::{Expr, OnConflict};
use sea_orm::{
    ColumnTrait as _, ConnectionTrait, DatabaseBackend, EntityTrait as _, FromQueryResult as _,
    QueryFilter as _, QueryOrder as _, QuerySelect as _, Statement,
};
use std::collections::BTreeMap;
use std::time::Duration;

/// Settings of a queue for the whole installation. The default is no limit.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Limits {
    /// Nothing is started; what runs goes on.
    pub paused: bool,
    /// Jobs that run at a time, over all processes.
    pub concurrency: Option<i32>,
    /// At most so many starts in every period of this length.
    pub rate: Option<(i32, Duration)>,
}

/// Sets the limits of a queue, for operators: they hold for all organizations. Errors: [`Error::Invalid`] at
/// `concurrency` and `rate`.
pub async fn configure(cx: &Context, queue: &str, limits: Limits) -> Result<()> {
    if limits.concurrency.is_some_and(|most| most < 1) {
        return Err(Error::invalid("concurrency", "queue.concurrency", "Enter a number from 1 on."));
    }
    let rate = match limits.rate {
        None => None,
        Some((most, period)) => {
            let millis = i64::try_from(period.as_millis()).unwrap_or(i64::MAX);
            let day = 86_400_000;
            if most < 1 || !(1..=day).contains(&millis) {
                let words = "Enter a number from 1 on and a period of up to a day, such as 100 in 60 s.";
                return Err(Error::invalid("rate", "queue.rate", words));
            }
            Some((most, millis))
        }
    };
    let row = job_queues::ActiveModel {
        name: Set(queue.to_owned()),
        paused: Set(limits.paused),
        concurrency: Set(limits.concurrency),
        rate_limit: Set(rate.map(|(most, _)| most)),
        rate_period_ms: Set(rate.map(|(_, millis)| millis)),
        rate_full_at: Set(None),
        updated_at: Set(cx.now()),
    };
    cx.db()
        .write(move |tx| {
            Box::pin(async move {
                use job_queues::Column as C;
                job_queues::Entity::insert(row)
                    .on_conflict(
                        OnConflict::column(C::Name)
                            .update_columns([
                                C::Paused,
                                C::Concurrency,
                                C::RateLimit,
                                C::RatePeriodMs,
                                C::RateFullAt,
                                C::UpdatedAt,
                            ])
                            .to_owned(),
                    )
                    .exec_without_returning(tx)
                    .await?;
                Ok(())
            })
        })
        .await?;
    cx.hint().ring();
    Ok(())
}

/// The rows of these queues. Where a limit counts over all processes, the row stays locked until the claim is
/// committed: two of them must not both take the last place.
pub(super) async fn of(
    tx: &impl ConnectionTrait,
    queues: &[String],
) -> Result<BTreeMap<String, job_queues::Model>> {
    let find = || {
        job_queues::Entity::find()
            .filter(job_queues::Column::Name.is_in(queues))
            .order_by_asc(job_queues::Column::Name)
    };
    let mut rows = find().all(tx).await?;
    let limited = rows.iter().any(|row| row.concurrency.is_some() || row.rate_limit.is_some());
    if limited && tx.get_database_backend() == DatabaseBackend::Postgres {
        rows = find().lock_exclusive().all(tx).await?;
    }
    Ok(rows.into_iter().map(|row| (row.name.clone(), row)).collect())
}

/// How many jobs may be started now.
pub(super) async fn allowance(
    tx: &impl ConnectionTrait,
    row: &job_queues::Model,
    now: DateTime<Utc>,
) -> Result<i64> {
    if row.paused {
        return Ok(0);
    }
    let mut most = i64::MAX;
    if let Some(concurrency) = row.concurrency {
        most = most.min(i64::from(concurrency) - running(tx, &row.name, now).await?);
    }
    if let Some(rate) = Rate::of(row) {
        most = most.min(rate.left(now));
    }
    Ok(most.max(0))
}

/// Notes that jobs were started.
pub(super) async fn started(
    tx: &impl ConnectionTrait,
    row: &job_queues::Model,
    count: i64,
    now: DateTime<Utc>,
) -> Result<()> {
    let Some(rate) = Rate::of(row) else { return Ok(()) };
    job_queues::Entity::update_many()
        .col_expr(job_queues::Column::RateFullAt, Expr::value(rate.after(count, now)))
        .filter(job_queues::Column::Name.eq(row.name.as_str()))
        .exec(tx)
        .await?;
    Ok(())
}

/// Leases that ran out long ago do not count; leaving them out also leaves out what cannot be cleaned out of the index
/// while some transaction stays open.
async fn running(tx: &impl ConnectionTrait, queue: &str, now: DateTime<Utc>) -> Result<i64> {
    #[derive(sea_orm::FromQueryResult)]
    struct Row {
        running: i64,
    }
    let sql = "SELECT count(*) AS running FROM jobs WHERE queue = $1 AND state = 'executing' \
               AND lease_until > $2";
    let values = [queue.into(), (now - TimeDelta::minutes(2)).into()];
    let statement = Statement::from_sql_and_values(tx.get_database_backend(), sql, values);
    Ok(Row::find_by_statement(statement).one(tx).await?.map_or(0, |row| row.running))
}

/// A bucket that refills steadily, kept as the moment it will be full: one time instead of a count and a time.
struct Rate {
    most: i64,
    period: TimeDelta,
    full_at: Option<DateTime<Utc>>,
}

impl Rate {
    fn of(row: &job_queues::Model) -> Option<Self> {
        let period = TimeDelta::try_milliseconds(row.rate_period_ms?)?;
        Some(Self { most: i64::from(row.rate_limit?), period, full_at: row.rate_full_at })
    }

    /// Within a period of now: a clock that jumped back must not stop the queue for longer.
    fn full_at(&self, now: DateTime<Utc>) -> DateTime<Utc> {
        self.full_at.map_or(now, |at| at.clamp(now, now + self.period))
    }

    fn left(&self, now: DateTime<Utc>) -> i64 {
        let free = (now + self.period - self.full_at(now)).num_microseconds().unwrap_or(0);
        let period = self.period.num_microseconds().unwrap_or(1).max(1);
        i64::try_from(i128::from(free) * i128::from(self.most) / i128::from(period)).unwrap_or(0)
    }

    fn after(&self, count: i64, now: DateTime<Utc>) -> DateTime<Utc> {
        let period = i128::from(self.period.num_microseconds().unwrap_or(0));
        let taken = i64::try_from(period * i128::from(count) / i128::from(self.most.max(1))).unwrap_or(0);
        self.full_at(now) + TimeDelta::microseconds(taken)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rate_is_spent_and_refills() {
        let now = DateTime::from_timestamp(1_785_842_520, 0).unwrap();
        let mut rate = Rate { most: 10, period: TimeDelta::seconds(60), full_at: None };
        assert_eq!(rate.left(now), 10);
        rate.full_at = Some(rate.after(7, now));
        assert_eq!(rate.left(now), 3);
        rate.full_at = Some(rate.after(3, now));
        assert_eq!(rate.left(now), 0);
        assert_eq!(rate.left(now + TimeDelta::seconds(5)), 0);
        assert_eq!(rate.left(now + TimeDelta::seconds(6)), 1);
        assert_eq!(rate.left(now + TimeDelta::seconds(60)), 10);
        assert_eq!(rate.left(now + TimeDelta::days(9)), 10);
        // The clock jumped back a day: full again after one period, not after a day.
        let back = now - TimeDelta::days(1);
        assert_eq!(rate.left(back), 0);
        rate.full_at = Some(rate.after(0, back));
        assert_eq!(rate.left(back + TimeDelta::seconds(60)), 10);
    }
}
