//! Figures over all organizations, for metrics. No names, no payloads.

use super::rows::state_of;
use crate::context::Context;
use crate::error::Result;
use chrono::{DateTime, Utc};
use sea_orm::{FromQueryResult, Statement};
use shared::jobs::JobState;

/// Unfinished jobs of one queue, kind and state.
#[derive(Debug, Clone, PartialEq)]
pub struct Total {
    pub queue: String,
    pub kind: String,
    pub state: JobState,
    pub count: i64,
    /// When the first of them could have run.
    pub oldest: DateTime<Utc>,
}

#[derive(FromQueryResult)]
pub(super) struct Row {
    pub queue: String,
    pub kind: String,
    pub state: String,
    pub number: i64,
    pub oldest: DateTime<Utc>,
}

/// Counts live and dead jobs. Costs as much as there are of them, whatever the number of finished ones.
pub async fn totals(cx: &Context) -> Result<Vec<Total>> {
    let sql = live("TRUE", "state = 'dead' AND state IN ('cancelled', 'dead')");
    let statement = Statement::from_string(cx.db().backend(), sql);
    let rows = Row::find_by_statement(statement).all(cx.db().read()).await?;
    rows.into_iter()
        .map(|row| {
            Ok(Total {
                state: state_of(&row.state)?,
                queue: row.queue,
                kind: row.kind,
                count: row.number,
                oldest: row.oldest,
            })
        })
        .collect()
}

/// Counts by queue, kind and state: one branch for each partial index, with its predicate word for word.
pub(super) fn live(whose: &str, dead: &str) -> String {
    ["state = 'available'", "state IN ('scheduled', 'retryable')", "state = 'executing'", dead]
        .map(|which| {
            format!(
                "SELECT queue, kind, state, count(*) AS number, min(run_at) AS oldest FROM jobs \
                 WHERE {which} AND {whose} GROUP BY queue, kind, state"
            )
        })
        .join(" UNION ALL ")
}
