//! Forgetting finished jobs, in small batches that hold nobody up.

use crate::context::Context;
use crate::error::Result;
use chrono::TimeDelta;
use sea_orm::{ConnectionTrait as _, Statement};

/// Deletes at most `limit` jobs that were completed or cancelled longer ago than `older_than`. Returns how many.
pub async fn prune(cx: &Context, older_than: TimeDelta, limit: u32) -> Result<u64> {
    delete(cx, "'completed', 'cancelled'", older_than, limit).await
}

/// The same for jobs that failed for good: they are kept longer, because somebody should look at them.
pub async fn prune_dead(cx: &Context, older_than: TimeDelta, limit: u32) -> Result<u64> {
    delete(cx, "'dead'", older_than, limit).await
}

async fn delete(cx: &Context, states: &'static str, older_than: TimeDelta, limit: u32) -> Result<u64> {
    // By organization, because the index of finished jobs begins with it; the program's own jobs have none.
    let old = format!("jobs.finished_at IS NOT NULL AND jobs.finished_at < $1 AND jobs.state IN ({states})");
    let of_orgs = format!(
        "SELECT jobs.id FROM organizations JOIN jobs ON jobs.org_id = organizations.id WHERE {old} LIMIT $2"
    );
    let own = format!("SELECT jobs.id FROM jobs WHERE jobs.org_id IS NULL AND {old} LIMIT $2");
    let before = cx.now() - older_than;
    let mut left = u64::from(limit);
    let mut deleted = 0;
    for select in [of_orgs, own] {
        let most = i64::try_from(left).unwrap_or(i64::MAX);
        let sql = format!("DELETE FROM jobs WHERE id IN ({select})");
        let gone = cx
            .db()
            .write(move |tx| {
                Box::pin(async move {
                    let values = [before.into(), most.into()];
                    let statement = Statement::from_sql_and_values(tx.get_database_backend(), sql, values);
                    Ok(tx.execute_raw(statement).await?.rows_affected())
                })
            })
            .await?;
        deleted += gone;
        left = left.saturating_sub(gone);
        if left == 0 {
            break;
        }
    }
    Ok(deleted)
}
