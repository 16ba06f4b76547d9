//! Forgetting: an import nobody wants, and the file and rows of one that is old.

use super::rows;
use crate::actor::Actor;
use crate::context::Context;
use crate::error::{Error, Result};
use sea_orm::{ConnectionTrait, Statement, Value};
use shared::ImportId;
use shared::imports::ImportState;
use shared::roles::Permission;
use uuid::Uuid;

/// Parts of a file, and rows, that one transaction deletes.
const PARTS: i64 = 32;
const ROWS: i64 = 1_000;

/// Forgets an import that did not run, with its file.
///
/// Errors: `Forbidden`, `NotFound`, `Conflict` when it has run or is being checked.
pub async fn discard(cx: &Context, actor: &Actor, import: ImportId) -> Result<()> {
    actor.require_member(Permission::ImportLeads)?;
    let (by, org, id) = (actor.clone(), actor.org().uuid(), import.uuid());
    // As an upload again nobody sees it, and nobody runs it while its parts go.
    cx.write(move |tx| {
        Box::pin(async move {
            let row = rows::own(tx, &by, import, true).await?;
            if !rows::state_of(&row)?.is_open() {
                let words = "Only an import that has not run can be thrown away. Take it back instead.";
                return Err(Error::Conflict(words.to_owned()));
            }
            let sql = "UPDATE imports SET state = $1 WHERE org_id = $2 AND id = $3";
            execute(tx, sql, vec![ImportState::Uploading.as_str().into(), org.into(), id.into()]).await?;
            Ok(())
        })
    })
    .await?;
    all_of(cx, org, id).await
}

/// Deletes everything about an import that did not run.
pub(super) async fn all_of(cx: &Context, org: Uuid, import: Uuid) -> Result<()> {
    contents(cx, org, import).await?;
    run(cx, "DELETE FROM imports WHERE org_id = $1 AND id = $2", vec![org.into(), import.into()]).await?;
    Ok(())
}

/// Deletes the file of an import and what is known of its rows; that there was one stays.
pub(super) async fn contents(cx: &Context, org: Uuid, import: Uuid) -> Result<()> {
    for (sql, most) in [
        (
            "DELETE FROM import_parts WHERE org_id = $1 AND import_id = $2 AND number IN (SELECT number \
             FROM import_parts WHERE org_id = $1 AND import_id = $2 ORDER BY number LIMIT $3)",
            PARTS,
        ),
        (
            "DELETE FROM import_rows WHERE org_id = $1 AND import_id = $2 AND number IN (SELECT number \
             FROM import_rows WHERE org_id = $1 AND import_id = $2 ORDER BY number LIMIT $3)",
            ROWS,
        ),
        (
            "DELETE FROM import_problems WHERE org_id = $1 AND import_id = $2 AND number IN (SELECT number \
             FROM import_problems WHERE org_id = $1 AND import_id = $2 ORDER BY number LIMIT $3)",
            ROWS,
        ),
    ] {
        while run(cx, sql, vec![org.into(), import.into(), most.into()]).await? > 0 {}
    }
    Ok(())
}

/// One statement in a transaction of its own; answers how many rows it was about.
pub(super) async fn run(cx: &Context, sql: &'static str, values: Vec<Value>) -> Result<u64> {
    cx.write(move |tx| Box::pin(async move { execute(tx, sql, values).await })).await
}

async fn execute(tx: &impl ConnectionTrait, sql: &'static str, values: Vec<Value>) -> Result<u64> {
    let statement = Statement::from_sql_and_values(tx.get_database_backend(), sql, values);
    Ok(tx.execute_raw(statement).await?.rows_affected())
}
