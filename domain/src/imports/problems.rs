//! What is wrong with rows: in words, kept for screens, and as a file.

use super::beside::Room;
use super::feed::ReadRow;
use super::owners::Owners;
use super::rows;
use crate::actor::Actor;
use crate::bulk::{self, Conflict};
use crate::context::Context;
use crate::error::Result;
use entity::{import_problems, imports};
use sea_orm::ActiveValue::Set;
use sea_orm::{
    ColumnTrait as _, ConnectionTrait, EntityTrait as _, QueryFilter as _, QueryOrder as _, QuerySelect as _,
};
use shared::imports::{Destination, FileColumn, MappedColumn, Mapping, RowProblem, RowProblems, Target};
use shared::roles::Permission;
use shared::{FieldError, ImportId};
use uuid::Uuid;

/// Rows whose problems are kept; more are counted. Whoever has more than that has one problem ten thousand times.
pub(super) const KEPT: i64 = 10_000;
/// Rows of a page.
const PAGE: u64 = 50;
/// Longest value that is shown, in characters.
const SHOWN: usize = 120;

/// The errors of a row by the headings of its columns.
pub(super) fn of_row(
    line: u64,
    errors: &[FieldError],
    columns: &[FileColumn],
    cells: &[String],
) -> Vec<RowProblem> {
    let of = |error: &FieldError| {
        let index = error.path.strip_prefix("columns.").and_then(|index| index.parse::<usize>().ok());
        let came = index.and_then(|index| cells.get(index)).map(|cell| shown(cell));
        RowProblem {
            line,
            column: index.and_then(|index| columns.get(index)).map(|column| column.heading.clone()),
            message: error.message.clone(),
            came: came.filter(|came| !came.is_empty()),
        }
    };
    errors.iter().map(of).collect()
}

fn shown(text: &str) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    line.chars().filter(|c| !c.is_control()).take(SHOWN).collect()
}

/// Finds the owner a row names; a row whose owner is nobody cannot be imported.
pub(super) fn with_owner(
    row: ReadRow,
    owners: &Owners,
    mapping: &Mapping,
    columns: &[FileColumn],
) -> (ReadRow, Option<Uuid>) {
    let named = row.lead.as_ref().ok().and_then(|lead| lead.owner.clone());
    match named.map(|named| (owners.find(&named), named)) {
        None => (row, None),
        Some((Ok(owner), _)) => (row, Some(owner)),
        Some((Err(message), named)) => {
            let at = mapping.columns.iter().position(|column| column.into == Some(Target::Owner.into()));
            let column = at.and_then(|at| columns.get(at)).map(|column| column.heading.clone());
            let problem = RowProblem { line: row.line, column, message, came: Some(shown(&named)) };
            (ReadRow { lead: Err(vec![problem]), ..row }, None)
        }
    }
}

/// A row whose tags the organization has no room for cannot be imported.
pub(super) fn with_room(row: ReadRow, room: &mut Room, mapping: &Mapping, columns: &[FileColumn]) -> ReadRow {
    let Ok(lead) = &row.lead else { return row };
    let Err((noun, message)) = room.admit(lead) else { return row };
    let is_of = |column: &MappedColumn| {
        column.into.and_then(Destination::target).and_then(Target::tags_of) == Some(noun)
    };
    let at = mapping.columns.iter().position(is_of);
    let column = at.and_then(|at| columns.get(at)).map(|column| column.heading.clone());
    let came = lead.tags.get(&noun).map(|names| shown(&names.join(", ")));
    let problem = RowProblem { line: row.line, column, message, came };
    ReadRow { lead: Err(vec![problem]), ..row }
}

/// Keeps the problems of rows, up to [`KEPT`] of an import; `before` are kept already.
pub(super) async fn keep(
    tx: &impl ConnectionTrait,
    import: &imports::Model,
    before: i64,
    batch: &[ReadRow],
) -> Result<()> {
    let room = usize::try_from(KEPT.saturating_sub(before)).unwrap_or_default();
    let wrong = batch.iter().filter_map(|row| Some((row, row.lead.as_ref().err()?))).take(room);
    let rows = wrong
        .map(|(row, problems)| {
            Ok(import_problems::ActiveModel {
                org_id: Set(import.org_id),
                import_id: Set(import.id),
                number: Set(row.number),
                line: Set(i64::try_from(row.line).unwrap_or(i64::MAX)),
                problems: Set(serde_json::to_value(problems)?),
            })
        })
        .collect::<Result<Vec<_>>>()?;
    bulk::insert(tx, rows, Conflict::Refuse).await
}

/// Forgets the problems of an earlier check.
pub(super) async fn forget(tx: &impl ConnectionTrait, import: &imports::Model) -> Result<()> {
    import_problems::Entity::delete_many()
        .filter(import_problems::Column::OrgId.eq(import.org_id))
        .filter(import_problems::Column::ImportId.eq(import.id))
        .exec(tx)
        .await?;
    Ok(())
}

/// The rows that cannot be read, 50 at a time; `after` is [`RowProblems::next`] of those before.
///
/// Errors: `Forbidden`, `NotFound`.
pub async fn problems(
    cx: &Context,
    actor: &Actor,
    import: ImportId,
    after: Option<u64>,
) -> Result<RowProblems> {
    page(cx, actor, import, after, PAGE).await
}

/// All that are kept.
///
/// Errors: as [`problems`].
pub async fn all_problems(cx: &Context, actor: &Actor, import: ImportId) -> Result<Vec<RowProblem>> {
    let all = page(cx, actor, import, None, u64::try_from(KEPT).unwrap_or(u64::MAX)).await?;
    Ok(all.problems)
}

async fn page(
    cx: &Context,
    actor: &Actor,
    import: ImportId,
    after: Option<u64>,
    most: u64,
) -> Result<RowProblems> {
    actor.require(Permission::ImportLeads)?;
    let db = cx.db().read();
    let import = rows::own(db, actor, import, false).await?;
    let after = after.and_then(|after| i64::try_from(after).ok()).unwrap_or_default();
    let mut found = import_problems::Entity::find()
        .filter(import_problems::Column::OrgId.eq(import.org_id))
        .filter(import_problems::Column::ImportId.eq(import.id))
        .filter(import_problems::Column::Number.gt(after))
        .order_by_asc(import_problems::Column::Number)
        .limit(most + 1)
        .all(db)
        .await?;
    let more = u64::try_from(found.len()).unwrap_or(u64::MAX) > most;
    found.truncate(usize::try_from(most).unwrap_or(usize::MAX));
    let next = found.last().filter(|_| more).map(|row| rows::count(row.number));
    let mut problems = Vec::new();
    for row in found {
        problems.extend(serde_json::from_value::<Vec<RowProblem>>(row.problems)?);
    }
    Ok(RowProblems { problems, rows: rows::count(import.refused), next })
}
