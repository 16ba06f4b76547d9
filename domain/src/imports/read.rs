//! Imports for screens.

use super::rows;
use super::undo::WORKED_ON;
use crate::actor::Actor;
use crate::context::Context;
use crate::error::Result;
use crate::leads::Sql;
use crate::members;
use entity::{import_rows, imports, leads};
use sea_orm::{
    ColumnTrait as _, ConnectionTrait, EntityTrait as _, FromQueryResult, QueryFilter as _, QueryOrder as _,
    QuerySelect as _,
};
use shared::imports::{Import, ImportState, ImportSummary, KeptLead, UndoForesight};
use shared::roles::Permission;
use shared::{ImportId, LeadId};
use uuid::Uuid;

/// Imports of a list.
const LISTED: u64 = 50;
/// Leads that are named.
const NAMED: u64 = 100;

/// The last 50 imports, newest first.
///
/// Errors: `Forbidden`.
pub async fn list(cx: &Context, actor: &Actor) -> Result<Vec<ImportSummary>> {
    actor.require(Permission::ImportLeads)?;
    let db = cx.db().read();
    let found = imports::Entity::find()
        .filter(imports::Column::OrgId.eq(actor.org().uuid()))
        .filter(imports::Column::State.ne(ImportState::Uploading.as_str()))
        .order_by_desc(imports::Column::Id)
        .limit(LISTED)
        .all(db)
        .await?;
    let names = members::names(db, actor.org()).await?;
    found.iter().map(|row| rows::summary(row, &names)).collect()
}

/// An import on its page.
///
/// Errors: `Forbidden`, `NotFound`.
pub async fn get(cx: &Context, actor: &Actor, import: ImportId) -> Result<Import> {
    actor.require(Permission::ImportLeads)?;
    let db = cx.db().read();
    let row = rows::own(db, actor, import, false).await?;
    let fields = rows::fields_in_use(db, actor.org()).await?;
    rows::view(&row, &members::names(db, actor.org()).await?, fields)
}

/// What taking an import back would do now. Nothing where it cannot be.
///
/// Errors: `Forbidden`, `NotFound`.
pub async fn foresee_undo(cx: &Context, actor: &Actor, import: ImportId) -> Result<UndoForesight> {
    #[derive(FromQueryResult)]
    struct Counted {
        outcome: String,
        worked_on: bool,
        rows: i64,
    }
    actor.require(Permission::ImportLeads)?;
    let db = cx.db().read();
    let row = rows::own(db, actor, import, false).await?;
    let (true, Some(request)) = (rows::state_of(&row)?.can_be_undone(), row.run_request) else {
        return Ok(UndoForesight::default());
    };
    let mut sql = Sql::new("SELECT outcome, worked_on, count(*) AS rows FROM (SELECT r.outcome, ");
    worked_on(&mut sql, request);
    sql.push(" AS worked_on FROM import_rows r WHERE r.org_id = ").bind(row.org_id);
    sql.push(" AND r.import_id = ").bind(row.id);
    sql.push(" AND r.undone IS NULL) AS judged GROUP BY outcome, worked_on");
    let counted = Counted::find_by_statement(sql.statement(db.get_database_backend())).all(db).await?;
    let mut foresight = UndoForesight::default();
    for Counted { outcome, worked_on, rows } in counted {
        let rows = rows::count(rows);
        match (outcome.as_str(), worked_on) {
            (_, true) => foresight.kept += rows,
            ("created", false) => foresight.removed += rows,
            (_, false) => foresight.restored += rows,
        }
    }
    if foresight.kept > 0 {
        let mut sql = Sql::new("SELECT DISTINCT r.lead_id AS lead FROM import_rows r WHERE r.org_id = ");
        sql.bind(row.org_id);
        sql.push(" AND r.import_id = ").bind(row.id).push(" AND r.undone IS NULL AND ");
        worked_on(&mut sql, request);
        sql.push(&format!(" LIMIT {NAMED}"));
        foresight.names = named(db, row.org_id, sql).await?;
    }
    Ok(foresight)
}

/// The leads that taking an import back left where they were, up to 100.
///
/// Errors: `Forbidden`, `NotFound`.
pub async fn kept(cx: &Context, actor: &Actor, import: ImportId) -> Result<Vec<KeptLead>> {
    actor.require(Permission::ImportLeads)?;
    let db = cx.db().read();
    let row = rows::own(db, actor, import, false).await?;
    let ids: Vec<Uuid> = import_rows::Entity::find()
        .select_only()
        .column(import_rows::Column::LeadId)
        .filter(import_rows::Column::OrgId.eq(row.org_id))
        .filter(import_rows::Column::ImportId.eq(row.id))
        .filter(import_rows::Column::Undone.eq("kept"))
        .filter(import_rows::Column::LeadId.is_not_null())
        .order_by_asc(import_rows::Column::Number)
        .limit(NAMED)
        .into_tuple()
        .all(db)
        .await?;
    names(db, row.org_id, ids).await
}

/// Whether somebody has worked on the lead of row `r` since, as a condition.
pub(super) fn worked_on(sql: &mut Sql, request: Uuid) {
    let [before, after, end] = WORKED_ON;
    sql.push(before).bind(request).push(after).bind(request).push(end);
}

async fn named(db: &impl ConnectionTrait, org: Uuid, sql: Sql) -> Result<Vec<KeptLead>> {
    #[derive(FromQueryResult)]
    struct Found {
        lead: Uuid,
    }
    let found = Found::find_by_statement(sql.statement(db.get_database_backend())).all(db).await?;
    names(db, org, found.into_iter().map(|found| found.lead).collect()).await
}

async fn names(db: &impl ConnectionTrait, org: Uuid, ids: Vec<Uuid>) -> Result<Vec<KeptLead>> {
    let found: Vec<(Uuid, String)> = leads::Entity::find()
        .select_only()
        .columns([leads::Column::Id, leads::Column::ContactName])
        .filter(leads::Column::OrgId.eq(org))
        .filter(leads::Column::Id.is_in(ids))
        .order_by_asc(leads::Column::Id)
        .into_tuple()
        .all(db)
        .await?;
    Ok(found.into_iter().map(|(id, name)| KeptLead { lead: LeadId::from_uuid(id), name }).collect())
}
