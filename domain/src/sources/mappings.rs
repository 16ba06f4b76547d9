//! Saving mappings: each a version that stays, with the form that its answers are checked by.

use super::{replay, rows};
use crate::actor::Actor;
use crate::context::Context;
use crate::error::{Error, Result};
use crate::events::{self, Subject};
use crate::forms::consents;
use crate::jobs::Cause;
use crate::{fields, members};
use entity::{form_versions, forms, source_mappings, sources};
use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::Expr;
use sea_orm::{
    ColumnTrait as _, ConnectionTrait, DatabaseTransaction, EntityTrait as _, QueryFilter as _,
    QueryOrder as _, QuerySelect as _,
};
use shared::events::EventKind;
use shared::forms::ConsentText;
use shared::roles::Permission;
use shared::sources::{Mapping, MappingVersion, SavedMapping};
use shared::{FieldError, MemberId, OrgId, SourceId};
use std::collections::HashMap;

/// Versions that a list shows.
const SHOWN: u64 = 100;

/// Saves a mapping. `seen` is the version it was made from, 0 for the first one. Payloads that waited for the first
/// mapping are mapped now. The same mapping again is no new version.
///
/// Errors: [`Error::Forbidden`]; [`Error::NotFound`]; [`Error::Invalid`] at the paths of [`Mapping::check`] below
/// `mapping`; [`Error::Conflict`] when somebody saved another one meanwhile.
pub async fn save_mapping(
    cx: &Context,
    actor: &Actor,
    source: SourceId,
    seen: u32,
    mapping: &Mapping,
) -> Result<SavedMapping> {
    actor.require(Permission::ManageSources)?;
    let (context, actor, mapping) = (cx.clone(), actor.clone(), mapping.clone());
    cx.write(move |tx| {
        Box::pin(async move {
            let row = rows::own(tx, &actor, source, true).await?;
            save(&context, tx, &actor, row, seen, mapping).await
        })
    })
    .await
}

/// Saves an older version again, as the version after `seen`.
///
/// Errors: [`Error::Forbidden`]; [`Error::NotFound`]; [`Error::Invalid`] when a field it fills is gone by now; [`Error::Conflict`] when somebody saved another one meanwhile.
pub async fn restore(
    cx: &Context,
    actor: &Actor,
    source: SourceId,
    seen: u32,
    version: u32,
) -> Result<SavedMapping> {
    actor.require(Permission::ManageSources)?;
    let (context, actor) = (cx.clone(), actor.clone());
    cx.write(move |tx| {
        Box::pin(async move {
            let row = rows::own(tx, &actor, source, true).await?;
            let version = i32::try_from(version).unwrap_or(i32::MAX);
            let older = source_mappings::Entity::find_by_id((row.org_id, row.id, version)).one(tx).await?;
            let older = older.ok_or(Error::NotFound("the version"))?;
            let mapping = rows::mapping_of(&older)?;
            save(&context, tx, &actor, row, seen, mapping).await
        })
    })
    .await
}

async fn save(
    cx: &Context,
    tx: &DatabaseTransaction,
    actor: &Actor,
    source: sources::Model,
    seen: u32,
    mut mapping: Mapping,
) -> Result<SavedMapping> {
    let fields = fields::all(tx, actor.org()).await?;
    mapping.check(&fields).map_err(under_mapping)?;
    let newest = rows::newest_mapping(tx, source.org_id, source.id).await?;
    let current = newest.as_ref().map_or(0, |newest| newest.version);
    if rows::version_of(current) != seen {
        let words = "Somebody else saved a mapping meanwhile. Load it again.";
        return Err(Error::Conflict(words.to_owned()));
    }
    number_consents(tx, &source, &mut mapping.consents).await?;
    if let Some(newest) = &newest
        && rows::mapping_of(newest)? == mapping
    {
        return Ok(SavedMapping { version: seen, released: 0 });
    }
    let (now, version) = (cx.now(), current.saturating_add(1));
    let definition = mapping.definition(&source.name, &fields);
    definition.check_with(&fields).map_err(under_mapping)?;
    let definition = serde_json::to_value(definition)?;
    let form_version = form_versions::ActiveModel {
        org_id: Set(source.org_id),
        form_id: Set(source.form_id),
        version: Set(version),
        definition: Set(definition.clone()),
        published_at: Set(now),
        published_by: Set(actor.stored_id()),
    };
    form_versions::Entity::insert(form_version).exec_without_returning(tx).await?;
    forms::Entity::update_many()
        .col_expr(forms::Column::Definition, Expr::value(definition))
        .col_expr(forms::Column::PublishedVersion, Expr::value(version))
        .col_expr(forms::Column::UpdatedAt, Expr::value(now))
        .filter(forms::Column::OrgId.eq(source.org_id))
        .filter(forms::Column::Id.eq(source.form_id))
        .exec(tx)
        .await?;
    let saved = source_mappings::ActiveModel {
        org_id: Set(source.org_id),
        source_id: Set(source.id),
        version: Set(version),
        form_id: Set(source.form_id),
        mapping: Set(serde_json::to_value(&mapping)?),
        saved_at: Set(now),
        saved_by: Set(actor.stored_id()),
    };
    source_mappings::Entity::insert(saved).exec_without_returning(tx).await?;
    let version = rows::version_of(version);
    let kind = EventKind::SourceMappingSaved { name: source.name.clone(), version };
    let subject = Subject::Source(SourceId::from_uuid(source.id));
    events::append(cx, tx, actor, now, subject, kind).await?;
    let released = replay::give_jobs(cx, tx, &Cause::of(actor), source.org_id, source.id).await?;
    Ok(SavedMapping { version, released })
}

fn under_mapping(errors: Vec<FieldError>) -> Error {
    Error::Invalid(errors.into_iter().map(|error| error.under("mapping")).collect())
}

/// Gives each consent text its version, from those that were saved before.
async fn number_consents(
    tx: &impl ConnectionTrait,
    source: &sources::Model,
    texts: &mut [ConsentText],
) -> Result<()> {
    if texts.is_empty() {
        return Ok(());
    }
    let saved = source_mappings::Entity::find()
        .filter(source_mappings::Column::OrgId.eq(source.org_id))
        .filter(source_mappings::Column::SourceId.eq(source.id))
        .all(tx)
        .await?;
    let mut before: Vec<ConsentText> = Vec::new();
    for row in &saved {
        before.extend(rows::mapping_of(row)?.consents);
    }
    consents::number(before.iter(), texts);
    Ok(())
}

/// The newest 100 saved mappings, newest first.
///
/// Errors: [`Error::Forbidden`]; [`Error::NotFound`].
pub async fn versions(cx: &Context, actor: &Actor, source: SourceId) -> Result<Vec<MappingVersion>> {
    actor.require(Permission::ManageSources)?;
    let db = cx.db().read();
    let row = rows::own(db, actor, source, false).await?;
    let saved = source_mappings::Entity::find()
        .filter(source_mappings::Column::OrgId.eq(row.org_id))
        .filter(source_mappings::Column::SourceId.eq(row.id))
        .order_by_desc(source_mappings::Column::Version)
        .limit(SHOWN)
        .all(db)
        .await?;
    let names = members::names(db, OrgId::from_uuid(row.org_id)).await?;
    saved.iter().map(|row| view(row, &names)).collect()
}

/// A saved mapping as screens see it.
pub(super) fn view(
    row: &source_mappings::Model,
    names: &HashMap<MemberId, String>,
) -> Result<MappingVersion> {
    Ok(MappingVersion {
        version: rows::version_of(row.version),
        mapping: rows::mapping_of(row)?,
        saved_at: row.saved_at,
        saved_by: row.saved_by.and_then(|id| names.get(&MemberId::from_uuid(id)).cloned()),
    })
}
