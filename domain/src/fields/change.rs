//! Making, changing, moving and archiving fields. Values are never touched: an archived field keeps them.

use super::read;
use crate::actor::Actor;
use crate::context::Context;
use crate::db::is_unique_violation;
use crate::error::{Error, Result};
use crate::events::{self, Subject};
use chrono::{DateTime, Utc};
use entity::custom_fields;
use sea_orm::ActiveValue::Set;
use sea_orm::{
    ActiveModelTrait as _, ColumnTrait as _, ConnectionTrait, DatabaseBackend, DatabaseTransaction, DbErr,
    EntityTrait as _, IntoActiveModel as _, PaginatorTrait as _, QueryFilter as _, QueryOrder as _,
    QuerySelect as _,
};
use shared::events::EventKind;
use shared::fields::{CustomField, CustomFieldInput, MAX_FIELDS};
use shared::roles::Permission;
use shared::{CustomFieldId, FieldError};

/// Adds a field behind the others of its noun; it can be used at once.
///
/// Errors: [`Error::Forbidden`]; [`Error::Invalid`] at the paths of [`CustomFieldInput::parse`], and at `label` when another
/// field of the noun has it; [`Error::Conflict`] when there are 100.
pub async fn create(cx: &Context, actor: &Actor, input: &CustomFieldInput) -> Result<CustomField> {
    actor.require(Permission::ManageFields)?;
    let new = input.parse(&[])?;
    let (cx_in, actor) = (cx.clone(), actor.clone());
    cx.write(move |tx| {
        Box::pin(async move {
            let of_noun = custom_fields::Entity::find()
                .filter(custom_fields::Column::OrgId.eq(actor.org().uuid()))
                .filter(custom_fields::Column::Noun.eq(new.noun.as_str()));
            let live = of_noun.clone().filter(custom_fields::Column::ArchivedAt.is_null()).count(tx).await?;
            check_room(live)?;
            let last = of_noun.order_by_desc(custom_fields::Column::Position).one(tx).await?;
            let (id, now) = (CustomFieldId::from_uuid(cx_in.new_id()), cx_in.now());
            let row = custom_fields::ActiveModel {
                org_id: Set(actor.org().uuid()),
                id: Set(id.uuid()),
                noun: Set(new.noun.as_str().to_owned()),
                field_type: Set(new.field_type.as_str().to_owned()),
                label_key: Set(label_key(&new.label)),
                label: Set(new.label.clone()),
                help: Set(new.help),
                options: Set(serde_json::to_value(&new.options)?),
                position: Set(last.map_or(0, |last| last.position + 1)),
                archived_at: Set(None),
                created_at: Set(now),
                updated_at: Set(now),
                version: Set(1),
            };
            let row = row.insert(tx).await.map_err(taken)?;
            let kind = EventKind::FieldCreated { noun: new.noun, label: new.label };
            events::append(&cx_in, tx, &actor, now, Subject::CustomField(id), kind).await?;
            read(row)
        })
    })
    .await
}

/// Changes label, help and options. Noun and type stay; an option that is taken away stays where it was chosen.
///
/// Errors: as [`create`]; [`Error::NotFound`]; [`Error::Conflict`] when somebody else changed it meanwhile.
pub async fn update(
    cx: &Context,
    actor: &Actor,
    field: CustomFieldId,
    version: i64,
    input: &CustomFieldInput,
) -> Result<CustomField> {
    actor.require(Permission::ManageFields)?;
    let input = input.clone();
    change(cx, actor, field, version, move |row, now| {
        let before = read(row.clone())?;
        let input = CustomFieldInput {
            noun: before.noun.as_str().to_owned(),
            field_type: before.field_type.as_str().to_owned(),
            ..input
        };
        let new = input.parse(&before.options)?;
        let mut change = row.into_active_model();
        change.label_key = Set(label_key(&new.label));
        change.label = Set(new.label.clone());
        change.help = Set(new.help);
        change.options = Set(serde_json::to_value(&new.options)?);
        change.updated_at = Set(now);
        Ok((change, EventKind::FieldChanged { noun: before.noun, label: new.label }))
    })
    .await
}

/// Takes a field out of use. Its values are kept and come back with [`restore`].
///
/// Errors: [`Error::Forbidden`]; [`Error::NotFound`]; [`Error::Conflict`] when somebody else changed it meanwhile.
pub async fn archive(cx: &Context, actor: &Actor, field: CustomFieldId, version: i64) -> Result<CustomField> {
    actor.require(Permission::ManageFields)?;
    change(cx, actor, field, version, |row, now| {
        let before = read(row.clone())?;
        let mut change = row.into_active_model();
        change.archived_at = Set(Some(now));
        Ok((change, EventKind::FieldArchived { noun: before.noun, label: before.label }))
    })
    .await
}

/// Takes an archived field into use again, behind the others.
///
/// Errors: as [`archive`]; [`Error::Invalid`] at `label` when another field has it by now; [`Error::Conflict`] when there
/// are 100.
pub async fn restore(cx: &Context, actor: &Actor, field: CustomFieldId, version: i64) -> Result<CustomField> {
    actor.require(Permission::ManageFields)?;
    let live = custom_fields::Entity::find()
        .filter(custom_fields::Column::OrgId.eq(actor.org().uuid()))
        .filter(custom_fields::Column::ArchivedAt.is_null());
    let of_noun = super::list(cx, actor).await?.into_iter().find(|known| known.id == field);
    let noun = of_noun.ok_or(Error::NotFound("the field"))?.noun;
    check_room(live.filter(custom_fields::Column::Noun.eq(noun.as_str())).count(cx.db().read()).await?)?;
    change(cx, actor, field, version, |row, _| {
        let before = read(row.clone())?;
        let mut change = row.into_active_model();
        change.archived_at = Set(None);
        Ok((change, EventKind::FieldRestored { noun: before.noun, label: before.label }))
    })
    .await
}

/// Puts a field in use at a place among those of its noun, counted from 0. A place beyond the last is the last.
///
/// Errors: [`Error::Forbidden`]; [`Error::NotFound`].
pub async fn move_to(cx: &Context, actor: &Actor, field: CustomFieldId, place: u32) -> Result<()> {
    actor.require(Permission::ManageFields)?;
    let (cx_in, actor) = (cx.clone(), actor.clone());
    cx.write(move |tx| {
        Box::pin(async move {
            let moved = locked(tx, &actor, field).await?;
            let mut rows = custom_fields::Entity::find()
                .filter(custom_fields::Column::OrgId.eq(actor.org().uuid()))
                .filter(custom_fields::Column::Noun.eq(&moved.noun))
                .filter(custom_fields::Column::ArchivedAt.is_null())
                .order_by_asc(custom_fields::Column::Position)
                .order_by_asc(custom_fields::Column::Id)
                .all(tx)
                .await?;
            rows.retain(|row| row.id != moved.id);
            let place = usize::try_from(place).unwrap_or(usize::MAX).min(rows.len());
            let field = read(moved.clone())?;
            rows.insert(place, moved);
            for (position, row) in (0_i32..).zip(rows) {
                if row.position != position {
                    let mut change = row.into_active_model();
                    change.position = Set(position);
                    change.update(tx).await?;
                }
            }
            let kind = EventKind::FieldChanged { noun: field.noun, label: field.label };
            events::append(&cx_in, tx, &actor, cx_in.now(), Subject::CustomField(field.id), kind).await?;
            Ok(())
        })
    })
    .await
}

async fn change<F>(
    cx: &Context,
    actor: &Actor,
    field: CustomFieldId,
    version: i64,
    work: F,
) -> Result<CustomField>
where
    F: FnOnce(custom_fields::Model, DateTime<Utc>) -> Result<(custom_fields::ActiveModel, EventKind)>
        + Send
        + 'static,
{
    let (cx_in, actor) = (cx.clone(), actor.clone());
    cx.write(move |tx| {
        Box::pin(async move {
            let row = locked(tx, &actor, field).await?;
            if row.version != version {
                let words = "Somebody else changed this field meanwhile. Load it again.";
                return Err(Error::Conflict(words.to_owned()));
            }
            let now = cx_in.now();
            let (mut change, kind) = work(row, now)?;
            change.version = Set(version + 1);
            let row = change.update(tx).await.map_err(taken)?;
            events::append(&cx_in, tx, &actor, now, Subject::CustomField(field), kind).await?;
            read(row)
        })
    })
    .await
}

async fn locked(
    tx: &DatabaseTransaction,
    actor: &Actor,
    field: CustomFieldId,
) -> Result<custom_fields::Model> {
    let mut query = custom_fields::Entity::find_by_id((actor.org().uuid(), field.uuid()));
    if tx.get_database_backend() == DatabaseBackend::Postgres {
        query = query.lock_exclusive();
    }
    query.one(tx).await?.ok_or(Error::NotFound("the field"))
}

fn check_room(live: u64) -> Result<()> {
    if usize::try_from(live).unwrap_or(usize::MAX) < MAX_FIELDS {
        return Ok(());
    }
    Err(Error::Conflict(format!("There are {MAX_FIELDS} fields already. Archive one that is not used.")))
}

fn label_key(label: &str) -> String {
    label.to_lowercase()
}

fn taken(error: DbErr) -> Error {
    if is_unique_violation(&error) {
        let words = "Another field has this name already. Choose another one.";
        return Error::Invalid(vec![FieldError::new("label", "field.label_taken", words)]);
    }
    error.into()
}
