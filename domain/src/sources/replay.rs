//! Mapping refused payloads again: one, one with a body that a member mended, or all of a source. A payload that became
//! a lead is never mapped again.

use super::map::Map;
use super::rows::{self, Listed};
use crate::actor::Actor;
use crate::context::Context;
use crate::error::{Error, Result};
use crate::events::{self, Subject};
use crate::jobs::{self, Cause, Options};
use crate::leads::Sql;
use chrono::{DateTime, Utc};
use entity::{inbound_payloads, sources};
use sea_orm::sea_query::Expr;
use sea_orm::{
    ColumnTrait as _, Condition, ConnectionTrait, DatabaseTransaction, EntityTrait as _, ExprTrait as _,
    QueryFilter as _, QueryOrder as _, QuerySelect as _, UpdateMany,
};
use shared::events::EventKind;
use shared::roles::Permission;
use shared::sources::{InboundState, Media, RefusedReason, read_body};
use shared::{InboundPayloadId, SourceId};
use uuid::Uuid;

/// Payloads that get their jobs in one statement, and in one transaction; `sources.tidy` finds the rest.
const BATCH: usize = 500;
const MOST: usize = 5_000;

/// Maps a refused payload again, by the newest mapping.
///
/// Errors: [`Error::Forbidden`]; [`Error::NotFound`]; [`Error::Conflict`] when it was not refused, when nobody knows who
/// sent it, or when there is no mapping.
pub async fn replay(cx: &Context, actor: &Actor, payload: InboundPayloadId) -> Result<()> {
    actor.require(Permission::ManageSources)?;
    let (context, actor) = (cx.clone(), actor.clone());
    cx.write(move |tx| {
        Box::pin(async move {
            let (row, source) = rows::own_payload(tx, &actor, payload, true).await?;
            let listed = Listed::from(&row);
            refused(&listed)?;
            if !rows::is_replayable(&listed)? {
                let words =
                    "Nobody knows who sent this payload, or it is not all there. Look at it and edit it.";
                return Err(Error::Conflict(words.to_owned()));
            }
            mapped(tx, &source).await?;
            one(&context, tx, &actor, &row, None).await?;
            let kind = EventKind::SourcePayloadsReplayed { name: source.name.clone(), payloads: 1 };
            noted(&context, tx, &actor, &source, kind).await
        })
    })
    .await
}

/// Maps a refused payload again with a body that a member looked at and changed. The original stays beside it.
///
/// Errors: [`Error::Forbidden`]; [`Error::NotFound`]; [`Error::Invalid`] at `body`; [`Error::Conflict`] when it was not
/// refused, or when there is no mapping.
pub async fn replay_edited(cx: &Context, actor: &Actor, payload: InboundPayloadId, body: &str) -> Result<()> {
    let member = actor.require_member(Permission::ManageSources)?;
    read_body(Media::Json, body.as_bytes())
        .map_err(|unreadable| Error::invalid("body", unreadable.reason.as_str(), unreadable.message))?;
    let (context, actor, body) = (cx.clone(), actor.clone(), body.to_owned());
    cx.write(move |tx| {
        Box::pin(async move {
            let (row, source) = rows::own_payload(tx, &actor, payload, true).await?;
            refused(&Listed::from(&row))?;
            mapped(tx, &source).await?;
            one(&context, tx, &actor, &row, Some((body, member.uuid()))).await?;
            noted(&context, tx, &actor, &source, EventKind::SourcePayloadEdited { payload }).await
        })
    })
    .await
}

/// Maps every refused payload of a source again whose sender is known, by the newest mapping. Answers how many.
///
/// Errors: [`Error::Forbidden`]; [`Error::NotFound`]; [`Error::Conflict`] when there is no mapping.
pub async fn replay_refused(cx: &Context, actor: &Actor, source: SourceId) -> Result<u64> {
    actor.require(Permission::ManageSources)?;
    let (context, actor) = (cx.clone(), actor.clone());
    cx.write(move |tx| {
        Box::pin(async move {
            use inbound_payloads::Column as C;
            let row = rows::own(tx, &actor, source, false).await?;
            mapped(tx, &row).await?;
            let proved = RefusedReason::ALL.iter().filter(|reason| !reason.is_unproved());
            let whole = C::Complete
                .eq(true)
                .and(C::Media.is_not_null())
                .and(C::Reason.is_in(proved.map(|reason| reason.as_str())));
            let payloads = again(None)
                .filter(C::OrgId.eq(row.org_id))
                .filter(C::SourceId.eq(row.id))
                .filter(C::State.eq(InboundState::Refused.as_str()))
                .filter(Condition::any().add(whole).add(C::EditedAt.is_not_null()))
                .exec(tx)
                .await?
                .rows_affected;
            if payloads > 0 {
                give_jobs(&context, tx, &Cause::of(&actor), row.org_id, row.id).await?;
                let kind = EventKind::SourcePayloadsReplayed { name: row.name.clone(), payloads };
                noted(&context, tx, &actor, &row, kind).await?;
            }
            Ok(payloads)
        })
    })
    .await
}

fn refused(row: &Listed) -> Result<()> {
    let words = match rows::state_of(&row.state)? {
        InboundState::Refused => return Ok(()),
        InboundState::Mapped => "This payload is a lead already.",
        InboundState::Duplicate => "This payload came before. The first one counts.",
        InboundState::Received => "This payload waits for its turn.",
    };
    Err(Error::Conflict(words.to_owned()))
}

async fn mapped(tx: &impl ConnectionTrait, source: &sources::Model) -> Result<()> {
    match rows::newest_mapping(tx, source.org_id, source.id).await? {
        Some(_) => Ok(()),
        None => Err(Error::Conflict("Save a mapping first.".to_owned())),
    }
}

/// Waiting anew, with this job or none yet.
fn again(job: Option<Uuid>) -> UpdateMany<inbound_payloads::Entity> {
    use inbound_payloads::Column as C;
    let update = inbound_payloads::Entity::update_many()
        .col_expr(C::State, Expr::value(InboundState::Received.as_str()))
        .col_expr(C::JobId, Expr::value(job));
    [C::Reason, C::Message, C::Path, C::Came]
        .into_iter()
        .fold(update, |update, column| update.col_expr(column, Expr::value(None::<String>)))
}

async fn one(
    cx: &Context,
    tx: &DatabaseTransaction,
    actor: &Actor,
    row: &inbound_payloads::Model,
    edited: Option<(String, Uuid)>,
) -> Result<()> {
    use inbound_payloads::Column as C;
    let work = Map { payload: InboundPayloadId::from_uuid(row.id) };
    let job = jobs::enqueue(cx, tx, &Cause::of(actor), &work, &Options::default()).await?;
    let mut update = again(Some(job.uuid()));
    if let Some((body, member)) = edited {
        let at: Option<DateTime<Utc>> = Some(cx.now());
        update = update
            .col_expr(C::EditedBody, Expr::value(Some(body)))
            .col_expr(C::EditedAt, Expr::value(at))
            .col_expr(C::EditedBy, Expr::value(Some(member)));
    }
    update.filter(C::OrgId.eq(row.org_id)).filter(C::Id.eq(row.id)).exec(tx).await?;
    Ok(())
}

async fn noted(
    cx: &Context,
    tx: &DatabaseTransaction,
    actor: &Actor,
    source: &sources::Model,
    kind: EventKind,
) -> Result<()> {
    let subject = Subject::Source(SourceId::from_uuid(source.id));
    events::append(cx, tx, actor, cx.now(), subject, kind).await?;
    Ok(())
}

/// Gives payloads that wait without a job one each, oldest first. Answers how many.
pub(super) async fn give_jobs(
    cx: &Context,
    tx: &DatabaseTransaction,
    cause: &Cause,
    org: Uuid,
    source: Uuid,
) -> Result<u64> {
    use inbound_payloads::Column as C;
    let (backend, mut given) = (tx.get_database_backend(), 0);
    while given < MOST {
        let waiting: Vec<Uuid> = inbound_payloads::Entity::find()
            .select_only()
            .column(C::Id)
            .filter(C::OrgId.eq(org))
            .filter(C::SourceId.eq(source))
            .filter(C::State.eq(InboundState::Received.as_str()))
            .filter(C::JobId.is_null())
            .order_by_asc(C::Id)
            .limit(u64::try_from(BATCH).unwrap_or(u64::MAX))
            .into_tuple()
            .all(tx)
            .await?;
        if waiting.is_empty() {
            break;
        }
        let work: Vec<Map> =
            waiting.iter().map(|id| Map { payload: InboundPayloadId::from_uuid(*id) }).collect();
        let jobs = jobs::enqueue_all(cx, tx, cause, &work, &Options::default()).await?;
        let mut sql = Sql::new("WITH given (of_id, of_job) AS (VALUES ");
        for (index, (id, job)) in waiting.iter().zip(&jobs).enumerate() {
            sql.push(if index > 0 { ", " } else { "" }).bind_all([*id, job.uuid()]);
        }
        sql.push(") UPDATE inbound_payloads SET job_id = of_job FROM given WHERE id = of_id AND org_id = ")
            .bind(org);
        tx.execute_raw(sql.statement(backend)).await?;
        given += waiting.len();
    }
    Ok(u64::try_from(given).unwrap_or(0))
}
