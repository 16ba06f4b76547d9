//! The job that takes an import back, the last rows first. A lead that somebody has worked on since stays as it is, and
//! so does what was added to one.

use super::beside;
use super::rows;
use super::work::{self, BATCH, Work};
use super::write::Made;
use crate::actor::Actor;
use crate::bulk::padded;
use crate::context::Context;
use crate::duplicates;
use crate::error::{Error, Result};
use crate::events::{self, NewEvent, Subject};
use crate::jobs::{Job, JobContext, JobError};
use crate::leads::Sql;
use crate::properties;
use entity::{
    activities, consents, contact_emails, contact_phones, contacts, import_rows, imports, lead_touches,
    leads, merges, properties as property_rows,
};
use sea_orm::sea_query::{Expr, LockType};
use sea_orm::{
    ColumnTrait as _, Condition, ConnectionTrait as _, DatabaseBackend, DatabaseTransaction,
    EntityTrait as _, FromQueryResult, QueryFilter as _, QueryOrder as _, QuerySelect as _,
};
use shared::events::EventKind;
use shared::imports::ImportState;
use shared::jobs::payloads::Payload;
use shared::{ImportId, LeadId, OrgId};
use std::collections::{BTreeSet, HashSet};
use std::time::Duration;
use uuid::Uuid;

pub use shared::jobs::payloads::UndoImport as Undo;

/// Whether anything happened to the lead of row `r` after the import had to do with it, other than by the import: every
/// change of a lead has its event. Between the parts stands what caused the run. What another import took back again
/// counts for nothing, but that it had added something does. Nor does it count that nobody answered in time.
pub(super) const WORKED_ON: [&str; 3] = [
    "EXISTS (SELECT 1 FROM events e WHERE e.org_id = r.org_id AND e.subject_id = r.lead_id \
     AND e.subject_kind = 'lead' AND e.kind NOT IN ('lead.import_detached', 'lead.deadline_missed') \
     AND e.correlation_id <> ",
    " AND (e.tx, e.seq) > (SELECT own.tx, own.seq FROM events own WHERE own.org_id = r.org_id \
     AND own.subject_id = r.lead_id AND own.correlation_id = ",
    " ORDER BY own.tx, own.seq LIMIT 1))",
];

impl Job for Undo {
    const KIND: &'static str = <Self as Payload>::KIND;
    const VERSION: i32 = <Self as Payload>::VERSION;
    const QUEUE: &'static str = "imports";
    const TIME_OUT: Duration = work::TIME_OUT;

    async fn run(&self, job: &JobContext) -> Result<(), JobError> {
        let Some(work) = Work::take(job, self.import, ImportState::Undoing).await? else { return Ok(()) };
        let actor = work.actor(job.cause().request).await?;
        let mut before = i64::MAX;
        while let Some(first) = batch(work.cx, &work.row, &actor, before).await? {
            before = first;
            if work.is_cancelled() {
                return Ok(work.stop("Its job was cancelled.").await?);
            }
            if work.is_long() {
                return Err(JobError::Snooze(Duration::ZERO));
            }
        }
        Ok(end(work.cx, &work.row, &actor).await?)
    }
}

/// Takes back the last rows before one that are left; answers the first of them. `None` when there are no more, or the
/// import is not this job's any more.
async fn batch(cx: &Context, row: &imports::Model, actor: &Actor, before: i64) -> Result<Option<i64>> {
    let (context, row, actor) = (cx.clone(), row.clone(), actor.clone());
    cx.write(move |tx| {
        Box::pin(async move {
            if !hold(tx, &row).await? {
                return Ok(None);
            }
            // Removing people removes what is kept for comparing them, in another order than comparing takes it.
            duplicates::one_at_a_time(tx, actor.org()).await?;
            let rows = import_rows::Entity::find()
                .filter(import_rows::Column::OrgId.eq(row.org_id))
                .filter(import_rows::Column::ImportId.eq(row.id))
                .filter(import_rows::Column::Number.lt(before))
                .filter(import_rows::Column::Undone.is_null())
                .order_by_desc(import_rows::Column::Number)
                .limit(u64::try_from(BATCH).unwrap_or(u64::MAX))
                .all(tx)
                .await?;
            let first = rows.last().map(|row| row.number);
            if first.is_some() {
                take_back(&context, tx, &row, &actor, rows).await?;
            }
            Ok(first)
        })
    })
    .await
}

/// Locks the import for this transaction, if it is still this job's.
async fn hold(tx: &DatabaseTransaction, row: &imports::Model) -> Result<bool> {
    let mut query = imports::Entity::find_by_id((row.org_id, row.id))
        .filter(imports::Column::JobId.eq(row.job_id))
        .filter(imports::Column::State.eq(ImportState::Undoing.as_str()));
    if tx.get_database_backend() == DatabaseBackend::Postgres {
        query = query.lock(LockType::NoKeyUpdate);
    }
    Ok(query.one(tx).await?.is_some())
}

async fn take_back(
    cx: &Context,
    tx: &DatabaseTransaction,
    import: &imports::Model,
    actor: &Actor,
    rows: Vec<import_rows::Model>,
) -> Result<()> {
    let (org, now) = (import.org_id, cx.now());
    let touched: BTreeSet<Uuid> = rows.iter().filter_map(|row| row.lead_id).collect();
    lock_leads(tx, org, &touched).await?;
    let worked_on = worked_on(tx, import, &rows).await?;
    let is_kept = |row: &import_rows::Model| row.lead_id.is_none_or(|lead| worked_on.contains(&lead));
    let (kept, rows): (Vec<_>, Vec<_>) = rows.into_iter().partition(is_kept);
    let (created, attached): (Vec<_>, Vec<_>) = rows.into_iter().partition(|row| row.outcome == "created");
    mark(tx, import, &kept, "kept").await?;
    mark(tx, import, &attached, "restored").await?;
    mark(tx, import, &created, "removed").await?;

    let id = ImportId::from_uuid(import.id);
    let about = |row: &import_rows::Model, kind: EventKind| {
        let subject = Subject::Lead(LeadId::from_uuid(row.lead_id?));
        Some(NewEvent { actor: actor.clone(), subject, kind, at: now })
    };
    let gone: BTreeSet<Uuid> = created.iter().filter_map(|row| row.lead_id).collect();
    let detached = attached.iter().filter_map(|row| about(row, EventKind::LeadImportDetached { import: id }));
    let removed = created.iter().filter_map(|row| about(row, EventKind::LeadRemoved { import: id }));
    let events: Vec<NewEvent> = detached.chain(removed).collect();

    let made = created
        .iter()
        .chain(&attached)
        .map(|row| Ok(serde_json::from_value(row.made.clone())?))
        .collect::<Result<Vec<Made>>>()?;
    remove_notes(tx, org, &made).await?;
    beside::take_off(tx, OrgId::from_uuid(org), &made).await?;
    remove_leads(tx, org, &gone).await?;
    forget_ways(tx, org, &made).await?;
    remove_people(tx, org, made.iter().filter_map(|made| made.contact).collect()).await?;
    for (house, facts) in made.iter().filter_map(|made| made.learned.as_ref()) {
        properties::forget(tx, org, *house, facts).await?;
    }
    remove_houses(tx, org, made.iter().filter_map(|made| made.property).collect()).await?;
    let restored: BTreeSet<Uuid> = attached.iter().filter_map(|row| row.lead_id).collect();
    touch(tx, org, restored.difference(&gone).copied().collect(), now).await?;
    count(tx, import, &created, &attached, &kept).await?;
    events::append_all(cx, tx, &events).await
}

/// Nobody else changes these leads until the end of the transaction. In order, so that two never wait for each other.
async fn lock_leads(tx: &DatabaseTransaction, org: Uuid, ids: &BTreeSet<Uuid>) -> Result<()> {
    if tx.get_database_backend() != DatabaseBackend::Postgres {
        return Ok(());
    }
    let locked: Vec<Uuid> = leads::Entity::find()
        .select_only()
        .column(leads::Column::Id)
        .filter(leads::Column::OrgId.eq(org))
        .filter(leads::Column::Id.is_in(padded(ids.iter().copied().collect())))
        .order_by_asc(leads::Column::Id)
        .lock(LockType::Update)
        .into_tuple()
        .all(tx)
        .await?;
    tracing::trace!(leads = locked.len(), "locked");
    Ok(())
}

/// The leads of these rows that somebody has worked on since.
async fn worked_on(
    tx: &DatabaseTransaction,
    import: &imports::Model,
    rows: &[import_rows::Model],
) -> Result<HashSet<Uuid>> {
    #[derive(FromQueryResult)]
    struct Found {
        lead: Uuid,
    }
    let request =
        import.run_request.ok_or_else(|| Error::internal("an import is taken back that never ran"))?;
    let (Some(last), Some(first)) = (rows.first(), rows.last()) else { return Ok(HashSet::new()) };
    let mut sql = Sql::new("SELECT DISTINCT r.lead_id AS lead FROM import_rows r WHERE r.org_id = ");
    sql.bind(import.org_id).push(" AND r.import_id = ").bind(import.id);
    sql.push(" AND r.number >= ").bind(first.number).push(" AND r.number <= ").bind(last.number);
    sql.push(" AND r.lead_id IS NOT NULL AND ");
    super::read::worked_on(&mut sql, request);
    let found = Found::find_by_statement(sql.statement(tx.get_database_backend()));
    Ok(found.all(tx).await?.into_iter().map(|found| found.lead).collect())
}

async fn mark(
    tx: &DatabaseTransaction,
    import: &imports::Model,
    rows: &[import_rows::Model],
    word: &str,
) -> Result<()> {
    if rows.is_empty() {
        return Ok(());
    }
    let mut update =
        import_rows::Entity::update_many().col_expr(import_rows::Column::Undone, Expr::value(word));
    if word == "removed" {
        update = update.col_expr(import_rows::Column::LeadId, Expr::value(Option::<Uuid>::None));
    }
    update
        .filter(import_rows::Column::OrgId.eq(import.org_id))
        .filter(import_rows::Column::ImportId.eq(import.id))
        .filter(import_rows::Column::Number.is_in(padded(rows.iter().map(|row| row.number).collect())))
        .exec(tx)
        .await?;
    Ok(())
}

async fn remove_notes(tx: &DatabaseTransaction, org: Uuid, made: &[Made]) -> Result<()> {
    let notes: Vec<Uuid> = made.iter().filter_map(|made| made.note).collect();
    if notes.is_empty() {
        return Ok(());
    }
    activities::Entity::delete_many()
        .filter(activities::Column::OrgId.eq(org))
        .filter(activities::Column::Id.is_in(padded(notes)))
        .exec(tx)
        .await?;
    Ok(())
}

async fn remove_leads(tx: &DatabaseTransaction, org: Uuid, gone: &BTreeSet<Uuid>) -> Result<()> {
    if gone.is_empty() {
        return Ok(());
    }
    let ids = padded(gone.iter().copied().collect());
    // Rows below in the file that added to these leads, and were taken back before.
    import_rows::Entity::update_many()
        .col_expr(import_rows::Column::LeadId, Expr::value(Option::<Uuid>::None))
        .filter(import_rows::Column::OrgId.eq(org))
        .filter(import_rows::Column::LeadId.is_in(ids.clone()))
        .exec(tx)
        .await?;
    lead_touches::Entity::delete_many()
        .filter(lead_touches::Column::OrgId.eq(org))
        .filter(lead_touches::Column::LeadId.is_in(ids.clone()))
        .exec(tx)
        .await?;
    leads::Entity::delete_many()
        .filter(leads::Column::OrgId.eq(org))
        .filter(leads::Column::Id.is_in(ids))
        .exec(tx)
        .await?;
    Ok(())
}

/// Takes the ways off people who were known before.
async fn forget_ways(tx: &DatabaseTransaction, org: Uuid, made: &[Made]) -> Result<()> {
    for made in made {
        let Some(contact) = made.known_contact else { continue };
        if !made.phones.is_empty() {
            contact_phones::Entity::delete_many()
                .filter(contact_phones::Column::OrgId.eq(org))
                .filter(contact_phones::Column::ContactId.eq(contact))
                .filter(contact_phones::Column::E164.is_in(padded(made.phones.clone())))
                .exec(tx)
                .await?;
        }
        if !made.emails.is_empty() {
            contact_emails::Entity::delete_many()
                .filter(contact_emails::Column::OrgId.eq(org))
                .filter(contact_emails::Column::ContactId.eq(contact))
                .filter(contact_emails::Column::EmailKey.is_in(padded(made.emails.clone())))
                .exec(tx)
                .await?;
        }
    }
    Ok(())
}

/// Removes people the import made, unless somebody has to do with them otherwise.
async fn remove_people(tx: &DatabaseTransaction, org: Uuid, people: BTreeSet<Uuid>) -> Result<()> {
    if people.is_empty() {
        return Ok(());
    }
    let ids = padded(people.iter().copied().collect());
    let with_leads: Vec<Uuid> = leads::Entity::find()
        .select_only()
        .column(leads::Column::ContactId)
        .filter(leads::Column::OrgId.eq(org))
        .filter(leads::Column::ContactId.is_in(ids.clone()))
        .into_tuple()
        .all(tx)
        .await?;
    let with_consents: Vec<Uuid> = consents::Entity::find()
        .select_only()
        .column(consents::Column::ContactId)
        .filter(consents::Column::OrgId.eq(org))
        .filter(consents::Column::ContactId.is_in(ids))
        .into_tuple()
        .all(tx)
        .await?;
    let needed: HashSet<Uuid> = with_leads.into_iter().chain(with_consents).collect();
    let ids: Vec<Uuid> = people.into_iter().filter(|id| !needed.contains(id)).collect();
    // Somebody who was merged, or with whom somebody was, is part of what splitting needs.
    let of_merges: Vec<(Uuid, Uuid)> = merges::Entity::find()
        .select_only()
        .columns([merges::Column::KeptId, merges::Column::JoinedId])
        .filter(merges::Column::OrgId.eq(org))
        .filter(
            Condition::any()
                .add(merges::Column::KeptId.is_in(padded(ids.clone())))
                .add(merges::Column::JoinedId.is_in(padded(ids.clone()))),
        )
        .into_tuple()
        .all(tx)
        .await?;
    let merged: HashSet<Uuid> = of_merges.into_iter().flat_map(|(one, other)| [one, other]).collect();
    let ids: Vec<Uuid> = ids.into_iter().filter(|id| !merged.contains(id)).collect();
    if ids.is_empty() {
        return Ok(());
    }
    let ids = padded(ids);
    contact_emails::Entity::delete_many()
        .filter(contact_emails::Column::OrgId.eq(org))
        .filter(contact_emails::Column::ContactId.is_in(ids.clone()))
        .exec(tx)
        .await?;
    contact_phones::Entity::delete_many()
        .filter(contact_phones::Column::OrgId.eq(org))
        .filter(contact_phones::Column::ContactId.is_in(ids.clone()))
        .exec(tx)
        .await?;
    contacts::Entity::delete_many()
        .filter(contacts::Column::OrgId.eq(org))
        .filter(contacts::Column::Id.is_in(ids))
        .exec(tx)
        .await?;
    Ok(())
}

/// Removes houses the import made, unless another lead is about them.
async fn remove_houses(tx: &DatabaseTransaction, org: Uuid, houses: BTreeSet<Uuid>) -> Result<()> {
    if houses.is_empty() {
        return Ok(());
    }
    let needed: Vec<Uuid> = leads::Entity::find()
        .select_only()
        .column(leads::Column::PropertyId)
        .filter(leads::Column::OrgId.eq(org))
        .filter(leads::Column::PropertyId.is_in(padded(houses.iter().copied().collect())))
        .into_tuple()
        .all(tx)
        .await?;
    let needed: HashSet<Uuid> = needed.into_iter().collect();
    let ids: Vec<Uuid> = houses.into_iter().filter(|id| !needed.contains(id)).collect();
    if ids.is_empty() {
        return Ok(());
    }
    property_rows::Entity::delete_many()
        .filter(property_rows::Column::OrgId.eq(org))
        .filter(property_rows::Column::Id.is_in(padded(ids)))
        .exec(tx)
        .await?;
    Ok(())
}

async fn touch(
    tx: &DatabaseTransaction,
    org: Uuid,
    restored: Vec<Uuid>,
    now: chrono::DateTime<chrono::Utc>,
) -> Result<()> {
    if restored.is_empty() {
        return Ok(());
    }
    leads::Entity::update_many()
        .col_expr(leads::Column::UpdatedAt, Expr::value(now))
        .col_expr(leads::Column::Version, sea_orm::ExprTrait::add(Expr::col(leads::Column::Version), 1))
        .filter(leads::Column::OrgId.eq(org))
        .filter(leads::Column::Id.is_in(padded(restored)))
        .exec(tx)
        .await?;
    Ok(())
}

async fn count(
    tx: &DatabaseTransaction,
    import: &imports::Model,
    created: &[import_rows::Model],
    attached: &[import_rows::Model],
    kept: &[import_rows::Model],
) -> Result<()> {
    use imports::Column as C;
    let size = |rows: &[import_rows::Model]| i64::try_from(rows.len()).unwrap_or(i64::MAX);
    let add = |column: C, more: i64| sea_orm::ExprTrait::add(Expr::col(column), more);
    imports::Entity::update_many()
        .col_expr(C::Removed, add(C::Removed, size(created)))
        .col_expr(C::Restored, add(C::Restored, size(attached)))
        .col_expr(C::Kept, add(C::Kept, size(kept)))
        .filter(C::OrgId.eq(import.org_id))
        .filter(C::Id.eq(import.id))
        .exec(tx)
        .await?;
    Ok(())
}

async fn end(cx: &Context, row: &imports::Model, actor: &Actor) -> Result<()> {
    let (context, row, actor, now) = (cx.clone(), row.clone(), actor.clone(), cx.now());
    cx.write(move |tx| {
        Box::pin(async move {
            if !hold(tx, &row).await? {
                return Ok(());
            }
            imports::Entity::update_many()
                .col_expr(imports::Column::State, Expr::value(ImportState::Undone.as_str()))
                .col_expr(imports::Column::FinishedAt, Expr::value(now))
                .filter(imports::Column::OrgId.eq(row.org_id))
                .filter(imports::Column::Id.eq(row.id))
                .exec(tx)
                .await?;
            let row = imports::Entity::find_by_id((row.org_id, row.id)).one(tx).await?;
            let row = row.ok_or(Error::NotFound("the import"))?;
            let kind = EventKind::ImportUndone {
                name: row.name.clone(),
                removed: rows::count(row.removed),
                restored: rows::count(row.restored),
                kept: rows::count(row.kept),
            };
            let subject = Subject::Import(ImportId::from_uuid(row.id));
            events::append(&context, tx, &actor, now, subject, kind).await?;
            Ok(())
        })
    })
    .await
}
