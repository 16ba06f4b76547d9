//! Rows of forms and their published versions. Decides nothing.

use crate::actor::Actor;
use crate::error::{Error, Result};
use chrono::{DateTime, Utc};
use entity::{form_versions, forms, organizations};
use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::{Expr, LockType};
use sea_orm::{
    ColumnTrait as _, ConnectionTrait, DatabaseBackend, DbErr, EntityTrait as _, ExprTrait as _,
    PaginatorTrait as _, QueryFilter as _, QueryOrder as _, QuerySelect as _,
};
use shared::forms::{FormDefinition, FormStats, FormSummary, PublicForm};
use shared::origin::Origin;
use shared::{FormId, OrgId};

/// The kind of a form that people see. What stands behind a source is the business of `sources`.
const PAGE: &str = "page";

pub(crate) async fn all(db: &impl ConnectionTrait, org: OrgId) -> Result<Vec<forms::Model>> {
    Ok(forms::Entity::find()
        .filter(forms::Column::OrgId.eq(org.uuid()))
        .filter(forms::Column::Kind.eq(PAGE))
        .order_by_asc(forms::Column::Title)
        .order_by_asc(forms::Column::Id)
        .all(db)
        .await?)
}

/// How many forms that people see there are.
pub(crate) async fn count(db: &impl ConnectionTrait, org: OrgId) -> Result<u64> {
    let of_org = forms::Entity::find().filter(forms::Column::OrgId.eq(org.uuid()));
    Ok(of_org.filter(forms::Column::Kind.eq(PAGE)).count(db).await?)
}

/// A form of the organization; locked, nobody else changes it until the transaction ends.
pub(crate) async fn own(
    db: &impl ConnectionTrait,
    org: OrgId,
    id: FormId,
    lock: bool,
) -> Result<forms::Model> {
    let mut query = forms::Entity::find_by_id((org.uuid(), id.uuid())).filter(forms::Column::Kind.eq(PAGE));
    if lock && db.get_database_backend() == DatabaseBackend::Postgres {
        query = query.lock(LockType::NoKeyUpdate);
    }
    query.one(db).await?.ok_or(Error::NotFound("the form"))
}

/// A form that is not published yet.
pub(crate) async fn insert_draft(
    db: &impl ConnectionTrait,
    actor: &Actor,
    id: FormId,
    slug: &str,
    definition: &FormDefinition,
    origins: &[Origin],
    now: DateTime<Utc>,
) -> Result<forms::Model, DbErr> {
    let json = |error: serde_json::Error| DbErr::Json(error.to_string());
    let form = forms::Model {
        org_id: actor.org().uuid(),
        id: id.uuid(),
        slug: slug.to_owned(),
        title: definition.title.clone(),
        definition: serde_json::to_value(definition).map_err(json)?,
        allowed_origins: serde_json::to_value(origins).map_err(json)?,
        published_version: None,
        created_at: now,
        updated_at: now,
        version: 1,
        kind: PAGE.to_owned(),
    };
    let row: forms::ActiveModel = form.clone().into();
    forms::Entity::insert(sea_orm::ActiveModelTrait::reset_all(row)).exec_without_returning(db).await?;
    Ok(form)
}

/// A version that visitors see from now on; the draft is the same.
pub(crate) async fn insert_version(
    db: &impl ConnectionTrait,
    actor: &Actor,
    form: &forms::Model,
    version: i32,
    definition: &FormDefinition,
    now: DateTime<Utc>,
) -> Result<()> {
    let row = form_versions::ActiveModel {
        org_id: Set(form.org_id),
        form_id: Set(form.id),
        version: Set(version),
        definition: Set(serde_json::to_value(definition)?),
        published_at: Set(now),
        published_by: Set(actor.stored_id()),
    };
    form_versions::Entity::insert(row).exec_without_returning(db).await?;
    set_definition(db, form, definition, now).await?;
    forms::Entity::update_many()
        .col_expr(forms::Column::PublishedVersion, Expr::value(version))
        .filter(forms::Column::OrgId.eq(form.org_id))
        .filter(forms::Column::Id.eq(form.id))
        .exec(db)
        .await?;
    Ok(())
}

/// Replaces the draft.
pub(crate) async fn set_definition(
    db: &impl ConnectionTrait,
    form: &forms::Model,
    definition: &FormDefinition,
    now: DateTime<Utc>,
) -> Result<()> {
    forms::Entity::update_many()
        .col_expr(forms::Column::Definition, Expr::value(serde_json::to_value(definition)?))
        .col_expr(forms::Column::Title, Expr::value(definition.title.clone()))
        .col_expr(forms::Column::UpdatedAt, Expr::value(now))
        .filter(forms::Column::OrgId.eq(form.org_id))
        .filter(forms::Column::Id.eq(form.id))
        .exec(db)
        .await?;
    Ok(())
}

/// The published versions, newest first.
pub(crate) async fn versions(
    db: &impl ConnectionTrait,
    form: &forms::Model,
) -> Result<Vec<form_versions::Model>> {
    Ok(form_versions::Entity::find()
        .filter(form_versions::Column::OrgId.eq(form.org_id))
        .filter(form_versions::Column::FormId.eq(form.id))
        .order_by_desc(form_versions::Column::Version)
        .all(db)
        .await?)
}

/// Sites that may show a form.
pub(crate) fn origins(form: &forms::Model) -> Result<Vec<Origin>> {
    Ok(serde_json::from_value(form.allowed_origins.clone())?)
}

/// `false` when the row is no longer the one of version `seen`.
pub(crate) async fn set_origins(
    db: &impl ConnectionTrait,
    row: &forms::Model,
    seen: i64,
    origins: &[Origin],
    now: DateTime<Utc>,
) -> Result<bool> {
    let changed = forms::Entity::update_many()
        .col_expr(forms::Column::AllowedOrigins, Expr::value(serde_json::to_value(origins)?))
        .col_expr(forms::Column::UpdatedAt, Expr::value(now))
        .col_expr(forms::Column::Version, Expr::col(forms::Column::Version).add(1))
        .filter(forms::Column::OrgId.eq(row.org_id))
        .filter(forms::Column::Id.eq(row.id))
        .filter(forms::Column::Version.eq(seen))
        .exec(db)
        .await?;
    Ok(changed.rows_affected == 1)
}

/// The published form of a slug. The one query without an organization: the slug is what tells it.
pub(crate) async fn published(db: &impl ConnectionTrait, slug: &str) -> Result<Option<PublicForm>> {
    let by_slug = forms::Entity::find().filter(forms::Column::Slug.eq(slug));
    let Some(row) = by_slug.filter(forms::Column::Kind.eq(PAGE)).one(db).await? else {
        return Ok(None);
    };
    let Some(version) = row.published_version else { return Ok(None) };
    let definition = definition(db, row.org_id, row.id, version).await?;
    let org = organizations::Entity::find_by_id(row.org_id)
        .one(db)
        .await?
        .ok_or_else(|| Error::internal("a form without an organization"))?;
    let origins = origins(&row)?;
    Ok(Some(PublicForm {
        id: FormId::from_uuid(row.id),
        org: OrgId::from_uuid(row.org_id),
        slug: row.slug,
        business: org.name,
        version: u32::try_from(version).map_err(|error| Error::Internal(Box::new(error)))?,
        definition,
        allowed_origins: origins,
    }))
}

/// What a published version of a form asks.
pub(crate) async fn definition(
    db: &impl ConnectionTrait,
    org: uuid::Uuid,
    form: uuid::Uuid,
    version: i32,
) -> Result<FormDefinition> {
    let row = form_versions::Entity::find_by_id((org, form, version))
        .one(db)
        .await?
        .ok_or_else(|| Error::internal("a form without its published version"))?;
    Ok(serde_json::from_value(row.definition)?)
}

pub(crate) fn summary(row: &forms::Model, stats: FormStats) -> Result<FormSummary> {
    let version = row.published_version.map(u32::try_from).transpose();
    Ok(FormSummary {
        id: FormId::from_uuid(row.id),
        slug: row.slug.clone(),
        title: if row.title.trim().is_empty() { "Untitled form".to_owned() } else { row.title.clone() },
        published_version: version.map_err(|error| Error::Internal(Box::new(error)))?,
        stats,
    })
}
