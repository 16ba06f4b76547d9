//! Rows of imports: found within their organization, and as screens see them.

use super::file::Format;
use crate::actor::Actor;
use crate::error::{Error, Result};
use crate::fields;
use chrono::TimeDelta;
use entity::imports;
use sea_orm::sea_query::LockType;
use sea_orm::{ConnectionTrait, DatabaseBackend, EntityTrait as _, QuerySelect as _};
use serde::de::DeserializeOwned;
use sha2::{Digest as _, Sha256};
use shared::fields::CustomField;
use shared::imports::{
    Encoding, FileColumn, FileKind, Import, ImportCounts, ImportState, ImportSummary, KEEP_DAYS, KnownLeads,
    Mapping,
};
use shared::{ImportId, MemberId, OrgId};
use std::collections::HashMap;

/// An import of the actor's organization whose upload came to an end.
pub(super) async fn own(
    db: &impl ConnectionTrait,
    actor: &Actor,
    import: ImportId,
    lock: bool,
) -> Result<imports::Model> {
    let mut query = imports::Entity::find_by_id((actor.org().uuid(), import.uuid()));
    if lock && db.get_database_backend() == DatabaseBackend::Postgres {
        query = query.lock(LockType::NoKeyUpdate);
    }
    let row = query.one(db).await?.ok_or(Error::NotFound("the import"))?;
    if state_of(&row)? == ImportState::Uploading { Err(Error::NotFound("the import")) } else { Ok(row) }
}

pub(super) fn state_of(row: &imports::Model) -> Result<ImportState> {
    word(&row.state, ImportState::from_word)
}

pub(super) fn known_of(row: &imports::Model) -> Result<KnownLeads> {
    word(&row.known, KnownLeads::from_word)
}

pub(super) fn columns_of(row: &imports::Model) -> Result<Vec<FileColumn>> {
    json(row.columns.clone())
}

pub(super) fn mapping_of(row: &imports::Model) -> Result<Mapping> {
    json(row.mapping.clone())
}

/// The custom fields that columns may go into.
pub(super) async fn fields_in_use(db: &impl ConnectionTrait, org: OrgId) -> Result<Vec<CustomField>> {
    let fields = fields::all(db, org).await?;
    Ok(fields.into_iter().filter(|field| !field.archived).collect())
}

/// The custom fields of an import.
///
/// Errors: [`Error::Invalid`] at `columns` when one that was chosen is not in use any more; what to do about it says `then`.
pub(super) async fn fields_of(
    db: &impl ConnectionTrait,
    row: &imports::Model,
    then: &str,
) -> Result<Vec<CustomField>> {
    let mapping = mapping_of(row)?;
    let fields = fields::all(db, OrgId::from_uuid(row.org_id)).await?;
    let gone = mapping.gone(&fields);
    let gone = gone.iter().filter_map(|index| mapping.columns.get(*index)?.into);
    let names: Vec<String> = gone.map(|into| format!("“{}”", into.label(&fields))).collect();
    if names.is_empty() {
        return Ok(fields.into_iter().filter(|field| !field.archived).collect());
    }
    let (fields, are) = if names.len() == 1 { ("field", "is") } else { ("fields", "are") };
    let words = format!("The {fields} {} {are} no longer in use. {then}", names.join(", "));
    Err(Error::invalid("columns", "field.gone", words))
}

pub(super) fn format_of(row: &imports::Model) -> Result<Format> {
    let delimiter = row.delimiter.as_ref().and_then(|text| text.bytes().next());
    Ok(Format {
        kind: word(&row.kind, FileKind::from_word)?,
        encoding: word(&row.encoding, Encoding::from_word)?,
        delimiter: delimiter.unwrap_or(b','),
    })
}

/// What two files with the same headings have in common.
pub(super) fn hash_of(columns: &[FileColumn]) -> Vec<u8> {
    let mut hash = Sha256::new();
    for column in columns {
        hash.update(column.heading.to_lowercase().as_bytes());
        // No heading holds a line break.
        hash.update(b"\n");
    }
    hash.finalize().to_vec()
}

fn word<T>(word: &str, read: fn(&str) -> Option<T>) -> Result<T> {
    read(word).ok_or_else(|| Error::internal(format!("a stored word of an import is not known: {word}")))
}

fn json<T: DeserializeOwned>(value: serde_json::Value) -> Result<T> {
    Ok(serde_json::from_value(value)?)
}

pub(super) fn count(stored: i64) -> u64 {
    u64::try_from(stored).unwrap_or_default()
}

/// The import in a list.
pub(super) fn summary(row: &imports::Model, names: &HashMap<MemberId, String>) -> Result<ImportSummary> {
    let state = state_of(row)?;
    let by = row.started_by.unwrap_or(row.created_by);
    let until = |at| at + TimeDelta::days(i64::from(KEEP_DAYS));
    Ok(ImportSummary {
        id: ImportId::from_uuid(row.id),
        name: row.name.clone(),
        state,
        rows: count(row.total),
        position: count(row.position),
        counts: ImportCounts {
            created: count(row.created),
            attached: count(row.attached),
            skipped: count(row.skipped),
            refused: count(row.refused),
        },
        removed: count(row.removed),
        restored: count(row.restored),
        kept: count(row.kept),
        by: names.get(&MemberId::from_uuid(by)).cloned().unwrap_or_default(),
        created_at: row.created_at,
        started_at: row.started_at,
        finished_at: row.finished_at,
        undo_until: row.finished_at.filter(|_| state.can_be_undone()).map(until),
    })
}

/// The import on its page.
pub(super) fn view(
    row: &imports::Model,
    names: &HashMap<MemberId, String>,
    fields: Vec<CustomField>,
) -> Result<Import> {
    let mapping = mapping_of(row)?;
    let format = format_of(row)?;
    Ok(Import {
        summary: summary(row, names)?,
        kind: format.kind,
        encoding: format.encoding,
        delimiter: (format.kind == FileKind::Csv).then(|| char::from(format.delimiter)),
        size: count(row.size),
        columns: columns_of(row)?,
        gone: mapping.gone(&fields),
        mapping: mapping.without_gone(&fields),
        fields,
        certainties: json(row.certainties.clone())?,
        remembered: row.remembered,
        known: known_of(row)?,
        trouble: row.trouble.clone(),
        version: row.version,
    })
}
