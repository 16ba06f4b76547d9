//! What members do with an import: choose its columns, run it, stop it, take it back.

use super::{Check, Run, Undo, problems, rows, work};
use crate::actor::Actor;
use crate::context::Context;
use crate::error::{Error, Result};
use crate::events::{self, Subject};
use crate::jobs::{self, Cause, Options};
use chrono::TimeDelta;
use entity::{import_mappings, imports};
use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::{Expr, OnConflict};
use sea_orm::{ColumnTrait as _, ConnectionTrait, EntityTrait as _, QueryFilter as _};
use shared::events::EventKind;
use shared::imports::{ImportState, KEEP_DAYS, MappingInput};
use shared::roles::Permission;
use shared::{ImportId, JobId};

/// What can be done about an import that began, when a field of its columns went out of use.
pub(super) const USE_AGAIN: &str = "Take it into use again and go on, or take the import back.";

type Change = (imports::Column, Expr);

/// Saves which column goes where and has the file checked by it.
///
/// Errors: [`Error::Forbidden`]; [`Error::NotFound`]; [`Error::Invalid`] at the paths of [`MappingInput::parse`];
/// [`Error::Conflict`] when the import was started meanwhile.
pub async fn choose_columns(
    cx: &Context,
    actor: &Actor,
    import: ImportId,
    input: &MappingInput,
) -> Result<()> {
    actor.require_member(Permission::ImportLeads)?;
    let (cx_in, actor, input) = (cx.clone(), actor.clone(), input.clone());
    cx.write(move |tx| {
        Box::pin(async move {
            let row = rows::own(tx, &actor, import, true).await?;
            if !rows::state_of(&row)?.is_open() {
                return Err(elsewhere(&row));
            }
            let fields = rows::fields_in_use(tx, actor.org()).await?;
            let (mapping, known) = input.parse(&rows::columns_of(&row)?, &fields)?;
            problems::forget(tx, &row).await?;
            let cause = Cause::of(&actor);
            let job = jobs::enqueue(&cx_in, tx, &cause, &Check { import }, &Options::default()).await?;
            let mut changes = afresh(job, ImportState::Checking);
            changes.extend([
                (imports::Column::Mapping, Expr::value(serde_json::to_value(&mapping)?)),
                (imports::Column::Known, Expr::value(known.as_str())),
                (imports::Column::StartedAt, Expr::value(cx_in.now())),
            ]);
            change(tx, &row, changes).await
        })
    })
    .await
}

/// Runs a checked import, or goes on with one that was stopped.
///
/// Errors: [`Error::Forbidden`]; [`Error::NotFound`]; [`Error::Conflict`] when it is neither, has no row that could be imported, or
/// a custom field of its columns is no longer in use.
pub async fn run(cx: &Context, actor: &Actor, import: ImportId) -> Result<()> {
    let member = actor.require_member(Permission::ImportLeads)?;
    let (cx_in, actor) = (cx.clone(), actor.clone());
    cx.write(move |tx| {
        Box::pin(async move {
            let row = rows::own(tx, &actor, import, true).await?;
            let goes_on = match rows::state_of(&row)? {
                ImportState::Checked => false,
                ImportState::Stopped if row.removed + row.restored + row.kept == 0 => true,
                _ => return Err(elsewhere(&row)),
            };
            if !goes_on && row.created + row.attached == 0 {
                return Err(Error::Conflict("No row of the file would become a lead.".to_owned()));
            }
            let then = if goes_on { USE_AGAIN } else { "Choose the columns again." };
            rows::fields_of(tx, &row, then).await.map_err(|error| match work::words_of(&error) {
                Some(words) => Error::Conflict(words),
                None => error,
            })?;
            let request = work::request_of(&row, actor.request());
            let cause = Cause { request, ..Cause::of(&actor) };
            let job = jobs::enqueue(&cx_in, tx, &cause, &Run { import }, &Options::default()).await?;
            let now = cx_in.now();
            let mut changes = if goes_on {
                busy(job, ImportState::Running)
            } else {
                problems::forget(tx, &row).await?;
                remember(tx, &row, now).await?;
                let kind = EventKind::ImportStarted { name: row.name.clone(), rows: rows::count(row.total) };
                events::append(&cx_in, tx, &actor, now, Subject::Import(import), kind).await?;
                afresh(job, ImportState::Running)
            };
            changes.extend([
                (imports::Column::RunRequest, Expr::value(request.uuid())),
                (imports::Column::StartedBy, Expr::value(member.uuid())),
                (imports::Column::StartedAt, Expr::value(now)),
            ]);
            change(tx, &row, changes).await
        })
    })
    .await
}

/// Stops a check or a run; what the run wrote stays, and it can go on or be taken back. One that is through already is
/// left as it is.
///
/// Errors: [`Error::Forbidden`]; [`Error::NotFound`]; [`Error::Conflict`] while it is taken back.
pub async fn cancel(cx: &Context, actor: &Actor, import: ImportId) -> Result<()> {
    actor.require_member(Permission::ImportLeads)?;
    let (cx_in, actor) = (cx.clone(), actor.clone());
    cx.write(move |tx| {
        Box::pin(async move {
            let row = rows::own(tx, &actor, import, true).await?;
            let now = cx_in.now();
            match rows::state_of(&row)? {
                ImportState::Running => {
                    let kind = EventKind::ImportCancelled {
                        name: row.name.clone(),
                        rows: rows::count(row.position),
                    };
                    events::append(&cx_in, tx, &actor, now, Subject::Import(import), kind).await?;
                }
                ImportState::Checking => {}
                ImportState::Undoing => {
                    let words = "An import that is being taken back cannot be stopped.";
                    return Err(Error::Conflict(words.to_owned()));
                }
                _ => return Ok(()),
            }
            let changes = vec![
                (imports::Column::State, work::stopped_state()),
                (imports::Column::FinishedAt, Expr::value(now)),
                (imports::Column::JobId, Expr::value(Option::<uuid::Uuid>::None)),
            ];
            change(tx, &row, changes).await
        })
    })
    .await
}

/// Takes an import back: removes the leads it made and what it added to others, but for what somebody has worked on
/// since.
///
/// Errors: [`Error::Forbidden`]; [`Error::NotFound`]; [`Error::Conflict`] when it is not through, or too long ago.
pub async fn undo(cx: &Context, actor: &Actor, import: ImportId) -> Result<()> {
    let member = actor.require_member(Permission::ImportLeads)?;
    let (cx_in, actor) = (cx.clone(), actor.clone());
    cx.write(move |tx| {
        Box::pin(async move {
            let row = rows::own(tx, &actor, import, true).await?;
            if !rows::state_of(&row)?.can_be_undone() {
                return Err(elsewhere(&row));
            }
            let now = cx_in.now();
            let days = TimeDelta::days(i64::from(KEEP_DAYS));
            if row.finished_at.is_some_and(|at| at + days < now) {
                let words = format!("An import can be taken back for {KEEP_DAYS} days.");
                return Err(Error::Conflict(words));
            }
            let cause = Cause::of(&actor);
            let job = jobs::enqueue(&cx_in, tx, &cause, &Undo { import }, &Options::default()).await?;
            let mut changes = busy(job, ImportState::Undoing);
            changes.push((imports::Column::StartedBy, Expr::value(member.uuid())));
            change(tx, &row, changes).await
        })
    })
    .await
}

fn elsewhere(row: &imports::Model) -> Error {
    let stands = rows::state_of(row).map_or("somewhere else", ImportState::label).to_lowercase();
    Error::Conflict(format!("The import is {stands} by now. Reload the page."))
}

fn busy(job: JobId, state: ImportState) -> Vec<Change> {
    vec![
        (imports::Column::State, Expr::value(state.as_str())),
        (imports::Column::JobId, Expr::value(job.uuid())),
        (imports::Column::Trouble, Expr::value(Option::<String>::None)),
        (imports::Column::FinishedAt, Expr::value(Option::<chrono::DateTime<chrono::Utc>>::None)),
    ]
}

/// From the first row on.
fn afresh(job: JobId, state: ImportState) -> Vec<Change> {
    use imports::Column as C;
    let mut changes = busy(job, state);
    let zeros = [C::Position, C::Created, C::Attached, C::Skipped, C::Refused];
    changes.extend(zeros.map(|column| (column, Expr::value(0_i64))));
    changes
}

async fn change(tx: &impl ConnectionTrait, row: &imports::Model, changes: Vec<Change>) -> Result<()> {
    let update = imports::Entity::update_many();
    let update = changes.into_iter().fold(update, |update, (column, to)| update.col_expr(column, to));
    update
        .col_expr(imports::Column::Version, Expr::value(row.version + 1))
        .filter(imports::Column::OrgId.eq(row.org_id))
        .filter(imports::Column::Id.eq(row.id))
        .exec(tx)
        .await?;
    Ok(())
}

/// Keeps the columns for the next file with the same headings, or with these and more.
async fn remember(
    tx: &impl ConnectionTrait,
    row: &imports::Model,
    now: chrono::DateTime<chrono::Utc>,
) -> Result<()> {
    let columns = rows::columns_of(row)?;
    let names: Vec<&str> = columns.iter().map(|column| column.heading.as_str()).collect();
    let saved = import_mappings::ActiveModel {
        org_id: Set(row.org_id),
        headings: Set(rows::hash_of(&columns)),
        names: Set(Some(serde_json::to_value(names)?)),
        mapping: Set(row.mapping.clone()),
        saved_at: Set(now),
    };
    import_mappings::Entity::insert(saved)
        .on_conflict(
            OnConflict::columns([import_mappings::Column::OrgId, import_mappings::Column::Headings])
                .update_columns([
                    import_mappings::Column::Mapping,
                    import_mappings::Column::Names,
                    import_mappings::Column::SavedAt,
                ])
                .to_owned(),
        )
        .exec_without_returning(tx)
        .await?;
    Ok(())
}
