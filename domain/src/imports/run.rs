//! The job that makes leads of the rows of an import, a batch a transaction, from where it stands.

use super::beside::Room;
use super::change::USE_AGAIN;
use super::feed::Rows;
use super::owners::Owners;
use super::work::{self, BATCH, Work};
use super::write::{self, Batch};
use super::{problems, rows};
use crate::actor::Actor;
use crate::context::Context;
use crate::error::{Error, Result};
use crate::events::{self, Subject};
use crate::jobs::{Job, JobContext, JobError};
use entity::imports;
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait as _, EntityTrait as _, QueryFilter as _};
use shared::events::EventKind;
use shared::imports::ImportState;
use shared::jobs::payloads::Payload;
use shared::{ImportId, MemberId};
use std::sync::Arc;
use std::time::Duration;

pub use shared::jobs::payloads::RunImport as Run;

impl Job for Run {
    const KIND: &'static str = <Self as Payload>::KIND;
    const VERSION: i32 = <Self as Payload>::VERSION;
    const QUEUE: &'static str = "imports";
    const TIME_OUT: Duration = work::TIME_OUT;

    async fn run(&self, job: &JobContext) -> Result<(), JobError> {
        let Some(work) = Work::take(job, self.import, ImportState::Running).await? else { return Ok(()) };
        match run(&work).await {
            Ok(true) => Ok(()),
            // Goes on as the same job, at no cost.
            Ok(false) => Err(JobError::Snooze(Duration::ZERO)),
            Err(error) => match work::words_of(&error) {
                Some(words) => Ok(work.stop(&words).await?),
                None => Err(error.into()),
            },
        }
    }
}

/// `false` when it is not through and should be taken up again.
async fn run(work: &Work<'_>) -> Result<bool> {
    let (cx, row) = (work.cx, &work.row);
    let owners = Owners::load(cx.db().read(), work.org()).await?;
    let (columns, mapping, known) = (rows::columns_of(row)?, rows::mapping_of(row)?, rows::known_of(row)?);
    let request = row.run_request.ok_or_else(|| Error::internal("an import runs that nobody started"))?;
    let member = row.started_by.ok_or_else(|| Error::internal("an import runs that nobody started"))?;
    let actor = work.actor(shared::RequestId::from_uuid(request)).await?;
    let source = mapping.source;
    let fields = rows::fields_of(cx.db().read(), row, USE_AGAIN).await?;
    let mut room = Room::load(cx, work.org()).await?;
    let mut file = Rows::open(cx, row, fields.clone(), row.position, BATCH)?;
    let mut position = row.position;
    while let Some(batch) = file.next().await? {
        if work.is_cancelled() {
            work.stop("Its job was cancelled.").await?;
            return Ok(true);
        }
        let to = work::end_of(&batch, position);
        let rows = batch
            .into_iter()
            .map(|read| problems::with_owner(read, &owners, &mapping, &columns))
            .map(|(read, owner)| (problems::with_room(read, &mut room, &mapping, &columns), owner))
            .collect();
        let batch = Batch {
            import: row.clone(),
            actor: actor.clone(),
            member: MemberId::from_uuid(member),
            known,
            source,
            fields: fields.clone(),
            from: position,
            to,
            rows,
        };
        let (context, batch) = (cx.clone(), Arc::new(batch));
        let written =
            cx.write(move |tx| Box::pin(async move { write::write(&context, tx, &batch).await })).await?;
        if !written {
            return Ok(true);
        }
        position = to;
        if work.is_long() {
            return Ok(false);
        }
    }
    end(cx, row, &actor, position).await?;
    Ok(true)
}

async fn end(cx: &Context, row: &imports::Model, actor: &Actor, position: i64) -> Result<()> {
    let (context, row, actor, now) = (cx.clone(), row.clone(), actor.clone(), cx.now());
    cx.write(move |tx| {
        Box::pin(async move {
            let ended = imports::Entity::update_many()
                .col_expr(imports::Column::State, Expr::value(ImportState::Done.as_str()))
                .col_expr(imports::Column::FinishedAt, Expr::value(now))
                .filter(imports::Column::OrgId.eq(row.org_id))
                .filter(imports::Column::Id.eq(row.id))
                .filter(imports::Column::JobId.eq(row.job_id))
                .filter(imports::Column::State.eq(ImportState::Running.as_str()))
                .filter(imports::Column::Position.eq(position))
                .exec(tx)
                .await?;
            if ended.rows_affected == 0 {
                return Ok(());
            }
            let now_row = imports::Entity::find_by_id((row.org_id, row.id)).one(tx).await?;
            let row = now_row.ok_or(Error::NotFound("the import"))?;
            let kind = EventKind::ImportFinished {
                name: row.name.clone(),
                created: rows::count(row.created),
                attached: rows::count(row.attached),
                skipped: rows::count(row.skipped),
                refused: rows::count(row.refused),
            };
            let subject = Subject::Import(ImportId::from_uuid(row.id));
            events::append(&context, tx, &actor, now, subject, kind).await?;
            Ok(())
        })
    })
    .await
}
