//! Server functions about custom fields and tags.

use crate::rpc::AppError;
use leptos::prelude::*;
use leptos::server_fn::codec::Json;
use shared::fields::{CustomField, CustomFieldInput};
use shared::tags::{Tag, TagSummary};
use shared::{CustomFieldId, TagId};

/// All fields, archived ones too.
#[server(endpoint = "fields/list")]
pub async fn list_fields() -> Result<Vec<CustomField>, AppError> {
    domain::fields::list(&crate::ssr::context(), &crate::ssr::actor()?).await.map_err(crate::ssr::fail)
}

/// Adds a field.
#[server(endpoint = "fields/create", input = Json)]
pub async fn create_field(input: CustomFieldInput) -> Result<CustomField, AppError> {
    let actor = crate::ssr::actor()?;
    domain::fields::create(&crate::ssr::context(), &actor, &input).await.map_err(crate::ssr::fail)
}

/// Changes label, help and options.
#[server(endpoint = "fields/update", input = Json)]
pub async fn update_field(
    field: CustomFieldId,
    version: i64,
    input: CustomFieldInput,
) -> Result<CustomField, AppError> {
    let actor = crate::ssr::actor()?;
    let changed = domain::fields::update(&crate::ssr::context(), &actor, field, version, &input).await;
    changed.map_err(crate::ssr::fail)
}

/// Takes a field out of use, or into use again.
#[server(endpoint = "fields/archive", input = Json)]
pub async fn archive_field(
    field: CustomFieldId,
    version: i64,
    archived: bool,
) -> Result<CustomField, AppError> {
    let (cx, actor) = (crate::ssr::context(), crate::ssr::actor()?);
    let changed = if archived {
        domain::fields::archive(&cx, &actor, field, version).await
    } else {
        domain::fields::restore(&cx, &actor, field, version).await
    };
    changed.map_err(crate::ssr::fail)
}

/// Puts a field at another place among those of its noun.
#[server(endpoint = "fields/move", input = Json)]
pub async fn move_field(field: CustomFieldId, place: u32) -> Result<(), AppError> {
    let actor = crate::ssr::actor()?;
    domain::fields::move_to(&crate::ssr::context(), &actor, field, place).await.map_err(crate::ssr::fail)
}

/// All tags with how many leads have each.
#[server(endpoint = "tags/list")]
pub async fn list_tags() -> Result<Vec<TagSummary>, AppError> {
    domain::tags::list(&crate::ssr::context(), &crate::ssr::actor()?).await.map_err(crate::ssr::fail)
}

/// Gives a tag another name.
#[server(endpoint = "tags/rename", input = Json)]
pub async fn rename_tag(tag: TagId, name: String) -> Result<Tag, AppError> {
    let actor = crate::ssr::actor()?;
    domain::tags::rename(&crate::ssr::context(), &actor, tag, &name).await.map_err(crate::ssr::fail)
}

/// Deletes a tag from every record.
#[server(endpoint = "tags/delete", input = Json)]
pub async fn delete_tag(tag: TagId) -> Result<(), AppError> {
    let actor = crate::ssr::actor()?;
    domain::tags::delete(&crate::ssr::context(), &actor, tag).await.map_err(crate::ssr::fail)
}
