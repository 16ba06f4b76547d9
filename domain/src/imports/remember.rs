//! Columns that were chosen before, for the next file that looks the same, or has these columns and more.

use crate::actor::Actor;
use crate::error::Result;
use entity::import_mappings;
use sea_orm::{
    ColumnTrait as _, ConnectionTrait, EntityTrait as _, QueryFilter as _, QueryOrder as _, QuerySelect as _,
};
use shared::fields::CustomField;
use shared::imports::{Certainty, FileColumn, Mapping};
use uuid::Uuid;

/// Saved columns that are looked through, the latest first.
const LOOKED_THROUGH: u64 = 100;

/// What is to be mapped.
#[derive(Clone, Copy)]
pub(super) struct File<'f> {
    pub columns: &'f [FileColumn],
    /// Custom fields that are in use.
    pub fields: &'f [CustomField],
}

impl File<'_> {
    /// Whether the columns can still be chosen so. A date that was clear in the last file need not be in this one: then only that
    /// is asked. A custom field that went out of use since leaves its column to be chosen.
    fn holds(self, mapping: &Mapping) -> bool {
        let errors = mapping.check(self.columns, self.fields).err().unwrap_or_default();
        mapping.columns.len() == self.columns.len()
            && errors.iter().all(|error| ["date.order", "field.gone"].contains(&error.code.as_str()))
    }
}

/// The columns that were chosen last for a file with these headings.
pub(super) async fn same(
    db: &impl ConnectionTrait,
    actor: &Actor,
    headings: &[u8],
    file: File<'_>,
) -> Result<Option<Mapping>> {
    let key: (Uuid, Vec<u8>) = (actor.org().uuid(), headings.to_vec());
    let row = import_mappings::Entity::find_by_id(key).one(db).await?;
    let mapping: Option<Mapping> = row.map(|row| serde_json::from_value(row.mapping)).transpose()?;
    Ok(mapping.filter(|mapping| file.holds(mapping)))
}

/// What was guessed, in the light of the columns that were chosen for a file all of whose headings this one has; of several such
/// files the one with the most headings counts.
pub(super) async fn carried(
    db: &impl ConnectionTrait,
    actor: &Actor,
    file: File<'_>,
    guessed: Mapping,
    certainties: Vec<Certainty>,
) -> Result<(Mapping, Vec<Certainty>)> {
    let saved = import_mappings::Entity::find()
        .filter(import_mappings::Column::OrgId.eq(actor.org().uuid()))
        .filter(import_mappings::Column::Names.is_not_null())
        .order_by_desc(import_mappings::Column::SavedAt)
        .limit(LOOKED_THROUGH)
        .all(db)
        .await?;
    let mut best: Option<(Vec<String>, Mapping)> = None;
    for row in saved {
        let names: Vec<String> = row.names.map(serde_json::from_value).transpose()?.unwrap_or_default();
        if best.as_ref().is_some_and(|(known, _)| known.len() >= names.len()) {
            continue;
        }
        let mapping: Mapping = serde_json::from_value(row.mapping)?;
        let carried = mapping.carried(&names, file.columns, &guessed);
        if let Some(mapping) = carried.filter(|mapping| file.holds(mapping)) {
            best = Some((names, mapping));
        }
    }
    let Some((names, mapping)) = best else { return Ok((guessed, certainties)) };
    let names: Vec<String> = names.iter().map(|name| name.to_lowercase()).collect();
    let judged = |(column, guess): (&FileColumn, Certainty)| {
        if names.contains(&column.heading.to_lowercase()) { Certainty::Sure } else { guess }
    };
    let certainties = file.columns.iter().zip(certainties).map(judged).collect();
    Ok((mapping, certainties))
}
