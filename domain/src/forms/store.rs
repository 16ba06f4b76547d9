//! Rows of forms and their published versions. Decides nothing.

use crate::actor::Actor;
use crate::error::{Error, Result};
use chrono::{DateTime, Utc};
use entity::{form_versions, forms, organizations};
use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::Expr;
use sea_orm::{
    ColumnTrait as _, ConnectionTrait, DbErr, EntityTrait as _, ExprTrait as _, QueryFilter as _,
    QueryOrder as _,
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

pub(crate) async fn one(db: &impl ConnectionTrait, org: OrgId, id: FormId) -> Result<Option<forms::Model>> {
    let by_id = forms::Entity::find_by_id((org.uuid(), id.uuid()));
    Ok(by_id.filter(forms::Column::Kind.eq(PAGE)).one(db).await?)
}

pub(crate) async fn insert(
    db: &impl ConnectionTrait,
    actor: &Actor,
    id: FormId,
    slug: &str,
    definition: &FormDefinition,
    origins: &[Origin],
    now: DateTime<Utc>,
) -> Result<(), DbErr> {
    let json = |error: serde_json::Error| DbErr::Json(error.to_string());
    let whole = serde_json::to_value(definition).map_err(json)?;
    let form = forms::ActiveModel {
        org_id: Set(actor.org().uuid()),
        id: Set(id.uuid()),
        slug: Set(slug.to_owned()),
        title: Set(definition.title.clone()),
        definition: Set(whole.clone()),
        allowed_origins: Set(serde_json::to_value(origins).map_err(json)?),
        published_version: Set(Some(1)),
        created_at: Set(now),
        updated_at: Set(now),
        version: Set(1),
        kind: Set(PAGE.to_owned()),
    };
    forms::Entity::insert(form).exec_without_returning(db).await?;
    let version = form_versions::ActiveModel {
        org_id: Set(actor.org().uuid()),
        form_id: Set(id.uuid()),
        version: Set(1),
        definition: Set(whole),
        published_at: Set(now),
        published_by: Set(actor.stored_id()),
    };
    form_versions::Entity::insert(version).exec_without_returning(db).await?;
    Ok(())
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
    Ok(Some(PublicForm {
        id: FormId::from_uuid(row.id),
        org: OrgId::from_uuid(row.org_id),
        slug: row.slug,
        business: org.name,
        version: u32::try_from(version).map_err(|error| Error::Internal(Box::new(error)))?,
        definition,
        allowed_origins: serde_json::from_value(row.allowed_origins)?,
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
        title: row.title.clone(),
        published_version: version.map_err(|error| Error::Internal(Box::new(error)))?,
        stats,
    })
}
