//! What the jobs of imports have in common: whose import it is, how it moves on, and how it ends early.

use super::feed::ReadRow;
use crate::actor::Actor;
use crate::context::Context;
use crate::error::{Error, Result};
use crate::jobs::{JobContext, JobError};
use crate::members::{self, Membership};
use chrono::{DateTime, TimeDelta, Utc};
use entity::imports;
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait as _, ConnectionTrait, EntityTrait as _, QueryFilter as _};
use shared::imports::ImportState;
use shared::{ImportId, MemberId, OrgId, RequestId};
use std::time::Duration;

/// A run may take longer than a job may: after so long it lets go, and is taken up again at once.
pub(super) const TIME_OUT: Duration = Duration::from_mins(10);
const LONGEST: TimeDelta = TimeDelta::minutes(5);

/// One job at work on an import.
pub(super) struct Work<'a> {
    pub cx: &'a Context,
    pub row: imports::Model,
    job: &'a JobContext,
    since: DateTime<Utc>,
}

impl<'a> Work<'a> {
    /// Takes the import up, if it is in this state and still this job's.
    pub(super) async fn take(
        job: &'a JobContext,
        import: ImportId,
        state: ImportState,
    ) -> std::result::Result<Option<Self>, JobError> {
        let Some(org) = job.cause().org else {
            return Err(JobError::Fail("an import belongs to an organization".to_owned()));
        };
        let cx = job.cx();
        let key = (org.uuid(), import.uuid());
        let row = imports::Entity::find_by_id(key).one(cx.db().read()).await.map_err(Error::from)?;
        let mine = |row: &imports::Model| row.job_id == Some(job.id().uuid()) && row.state == state.as_str();
        Ok(row.filter(mine).map(|row| Self { cx, row, job, since: cx.now() }))
    }

    pub(super) fn org(&self) -> OrgId {
        OrgId::from_uuid(self.row.org_id)
    }

    /// Whether the job should let go now and be taken up again.
    pub(super) fn is_long(&self) -> bool {
        self.cx.now() - self.since > LONGEST
    }

    /// Whether somebody cancelled the job where jobs are looked after.
    pub(super) fn is_cancelled(&self) -> bool {
        self.job.is_cancelled()
    }

    /// Whoever set the import going, if they are still here, because of `request`; else the program.
    pub(super) async fn actor(&self, request: RequestId) -> Result<Actor> {
        let Some(member) = self.row.started_by.map(MemberId::from_uuid) else {
            return Ok(Actor::system(self.org(), request));
        };
        let row = members::active(self.cx.db().read(), self.org(), member).await?;
        let membership = row.as_ref().map(Membership::from_row).transpose()?;
        Ok(membership
            .map_or_else(|| Actor::system(self.org(), request), |membership| membership.actor(request)))
    }

    /// Ends early, with words for whoever looks at the import. What was done stays done.
    pub(super) async fn stop(&self, trouble: &str) -> Result<()> {
        let (org, id, job) = (self.row.org_id, self.row.id, self.row.job_id);
        let (trouble, now) = (trouble.to_owned(), self.cx.now());
        self.cx
            .write(move |tx| {
                Box::pin(async move {
                    let stopped = imports::Entity::update_many()
                        .col_expr(imports::Column::State, stopped_state())
                        .col_expr(imports::Column::Trouble, Expr::value(trouble))
                        .col_expr(imports::Column::FinishedAt, Expr::value(now));
                    stopped
                        .filter(imports::Column::OrgId.eq(org))
                        .filter(imports::Column::Id.eq(id))
                        .filter(imports::Column::JobId.eq(job))
                        .filter(imports::Column::State.is_in(BUSY.map(ImportState::as_str)))
                        .exec(tx)
                        .await?;
                    Ok(())
                })
            })
            .await
    }
}

pub(super) const BUSY: [ImportState; 3] = [ImportState::Checking, ImportState::Running, ImportState::Undoing];

/// Where a step that ended early leaves an import: columns can be chosen again after a check, the rest can go on.
pub(super) fn stopped_state() -> Expr {
    Expr::cust("CASE WHEN state = 'checking' THEN 'uploaded' ELSE 'stopped' END")
}

/// What a batch did.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Tally {
    pub created: i64,
    pub attached: i64,
    pub skipped: i64,
    pub refused: i64,
}

/// Moves the position from where the batch began to where it ends. `false` when it stands elsewhere, or the import is
/// another job's or stopped by now: then nothing of the batch may be written. Comes first in a transaction, because
/// whoever comes second waits here.
pub(super) async fn move_on(
    tx: &impl ConnectionTrait,
    row: &imports::Model,
    state: ImportState,
    from: i64,
    to: i64,
) -> Result<bool> {
    let moved = imports::Entity::update_many()
        .col_expr(imports::Column::Position, Expr::value(to))
        .filter(imports::Column::OrgId.eq(row.org_id))
        .filter(imports::Column::Id.eq(row.id))
        .filter(imports::Column::JobId.eq(row.job_id))
        .filter(imports::Column::State.eq(state.as_str()))
        .filter(imports::Column::Position.eq(from))
        .exec(tx)
        .await?;
    Ok(moved.rows_affected == 1)
}

/// Adds what a batch did.
pub(super) async fn count(tx: &impl ConnectionTrait, row: &imports::Model, tally: Tally) -> Result<()> {
    let add = |column: imports::Column, more: i64| (column, sea_orm::ExprTrait::add(Expr::col(column), more));
    let changes = [
        add(imports::Column::Created, tally.created),
        add(imports::Column::Attached, tally.attached),
        add(imports::Column::Skipped, tally.skipped),
        add(imports::Column::Refused, tally.refused),
    ];
    let update = imports::Entity::update_many();
    let update = changes.into_iter().fold(update, |update, (column, sum)| update.col_expr(column, sum));
    update
        .filter(imports::Column::OrgId.eq(row.org_id))
        .filter(imports::Column::Id.eq(row.id))
        .exec(tx)
        .await?;
    Ok(())
}

/// Where the counts of refused rows stand; the problems of the first of them are kept.
pub(super) async fn refused_so_far(tx: &impl ConnectionTrait, row: &imports::Model) -> Result<i64> {
    let row = imports::Entity::find_by_id((row.org_id, row.id)).one(tx).await?;
    Ok(row.map_or(0, |row| row.refused))
}

/// What the file, and not the program, is to blame for, in one sentence.
pub(super) fn words_of(error: &Error) -> Option<String> {
    match error {
        Error::Invalid(errors) => {
            Some(errors.iter().map(|error| error.message.as_str()).collect::<Vec<_>>().join(" "))
        }
        _ => None,
    }
}

/// The request that caused the run, so that all its events have one cause however often it was taken up.
pub(super) fn request_of(row: &imports::Model, otherwise: RequestId) -> RequestId {
    row.run_request.map_or(otherwise, RequestId::from_uuid)
}

/// Rows of one transaction: few enough that others do not wait long for the database.
pub(super) const BATCH: usize = 256;

/// Where a batch ends.
pub(super) fn end_of(batch: &[ReadRow], otherwise: i64) -> i64 {
    batch.last().map_or(otherwise, |row| row.number)
}
