//! The job that forgets old files and finds imports that lost their job; a schedule enqueues it every five minutes.

use super::forget;
use super::work;
use crate::context::Context;
use crate::error::Result;
use crate::jobs::{Job, JobContext, JobError, Unique};
use chrono::{DateTime, TimeDelta, Utc};
use entity::imports;
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait as _, Condition, EntityTrait as _, QueryFilter as _, QuerySelect as _};
use shared::imports::ImportState;
use shared::jobs::payloads::Payload;
use std::time::Duration;
use uuid::Uuid;

pub use shared::jobs::payloads::TidyImports as Tidy;

/// An upload that is not through by then was given up.
const UPLOAD: TimeDelta = TimeDelta::days(1);
/// An import whose job is gone for so long is lost: it crashed too often, or somebody cancelled it.
const LOST: TimeDelta = TimeDelta::minutes(2);
/// Imports that one run forgets; the next five minutes bring another one.
const MOST: u64 = 20;

impl Job for Tidy {
    const KIND: &'static str = <Self as Payload>::KIND;
    const VERSION: i32 = <Self as Payload>::VERSION;
    /// The next five minutes bring another one.
    const MAX_ATTEMPTS: i32 = 1;
    const TIME_OUT: Duration = Duration::from_mins(4);
    const UNIQUE: Unique = Unique::Live;

    async fn run(&self, job: &JobContext) -> Result<(), JobError> {
        let (cx, now) = (job.cx(), job.cx().now());
        let old = now - TimeDelta::days(i64::from(self.keep_days));
        for (org, import, gone) in forgotten(cx, now, old).await? {
            if gone {
                forget::all_of(cx, org, import).await?;
            } else {
                forget::contents(cx, org, import).await?;
            }
        }
        let lost = lost(cx, now).await?;
        if lost > 0 {
            tracing::warn!(lost, "imports had lost their jobs and were stopped");
        }
        Ok(())
    }
}

/// Imports that are to be forgotten: as a whole where they never ran, else what they held.
async fn forgotten(cx: &Context, now: DateTime<Utc>, old: DateTime<Utc>) -> Result<Vec<(Uuid, Uuid, bool)>> {
    use imports::Column as C;
    let given_up =
        Condition::all().add(C::State.eq(ImportState::Uploading.as_str())).add(C::CreatedAt.lt(now - UPLOAD));
    let never_ran = Condition::all()
        .add(C::State.is_in([ImportState::Uploaded, ImportState::Checked].map(ImportState::as_str)))
        .add(C::CreatedAt.lt(old));
    let held = "EXISTS (SELECT 1 FROM import_parts WHERE import_parts.org_id = imports.org_id \
                AND import_parts.import_id = imports.id)";
    let over =
        Condition::all()
            .add(C::State.is_in(
                [ImportState::Stopped, ImportState::Done, ImportState::Undone].map(ImportState::as_str),
            ))
            .add(C::FinishedAt.lt(old))
            .add(Expr::cust(held));
    let found: Vec<(Uuid, Uuid, String)> = imports::Entity::find()
        .select_only()
        .columns([C::OrgId, C::Id, C::State])
        .filter(Condition::any().add(given_up).add(never_ran).add(over))
        .limit(MOST)
        .into_tuple()
        .all(cx.db().read())
        .await?;
    let never =
        [ImportState::Uploading, ImportState::Uploaded, ImportState::Checked].map(ImportState::as_str);
    Ok(found.into_iter().map(|(org, import, state)| (org, import, never.contains(&state.as_str()))).collect())
}

/// Stops imports that no job works on; what they did stays, and they can go on.
async fn lost(cx: &Context, now: DateTime<Utc>) -> Result<u64> {
    let gone = "NOT EXISTS (SELECT 1 FROM jobs WHERE jobs.id = imports.job_id AND jobs.finished_at IS NULL)";
    cx.write(move |tx| {
        Box::pin(async move {
            let stopped = imports::Entity::update_many()
                .col_expr(imports::Column::State, work::stopped_state())
                .col_expr(
                    imports::Column::Trouble,
                    Expr::value("Its job ended early: it failed too often, or was cancelled."),
                )
                .col_expr(imports::Column::FinishedAt, Expr::value(now))
                .filter(imports::Column::State.is_in(work::BUSY.map(ImportState::as_str)))
                .filter(imports::Column::StartedAt.lt(now - LOST))
                .filter(Expr::cust(gone))
                .exec(tx)
                .await?;
            Ok(stopped.rows_affected)
        })
    })
    .await
}
