//! Making a source: its address and secret, and the form that stands behind it.

use super::secrets;
use crate::actor::Actor;
use crate::context::Context;
use crate::error::{Error, Result};
use crate::events::{self, Subject};
use crate::secrets::new_token;
use entity::{forms, sources};
use sea_orm::ActiveValue::Set;
use sea_orm::{ColumnTrait as _, EntityTrait as _, PaginatorTrait as _, QueryFilter as _};
use serde_json::json;
use shared::SourceId;
use shared::events::EventKind;
use shared::roles::Permission;
use shared::sources::{CreatedSource, Mapping, SourceInput, SourceState};

/// Sources an organization may have.
const MOST: u64 = 50;

/// Makes a source. It takes payloads from now on; they wait until a mapping is saved.
///
/// Errors: [`Error::Forbidden`]; [`Error::Invalid`] at the paths of [`SourceInput::parse`]; [`Error::Conflict`] when there
/// are 50.
pub async fn create(cx: &Context, actor: &Actor, input: &SourceInput) -> Result<CreatedSource> {
    actor.require(Permission::ManageSources)?;
    let input = input.parse()?;
    let (context, actor) = (cx.clone(), actor.clone());
    cx.write(move |tx| {
        Box::pin(async move {
            let known = sources::Entity::find()
                .filter(sources::Column::OrgId.eq(actor.org().uuid()))
                .filter(sources::Column::DeletedAt.is_null())
                .count(tx)
                .await?;
            if known >= MOST {
                let words = format!("There are {MOST} sources already. Delete one that is not used.");
                return Err(Error::Conflict(words));
            }
            let (org, now) = (actor.org().uuid(), context.now());
            let (id, form) = (SourceId::from_uuid(context.new_id()), context.new_id());
            let behind = forms::ActiveModel {
                org_id: Set(org),
                id: Set(form),
                // No slug of a page has an underscore.
                slug: Set(id.to_string()),
                title: Set(input.name.clone()),
                definition: Set(serde_json::to_value(Mapping::default().definition(&input.name, &[]))?),
                allowed_origins: Set(json!([])),
                published_version: Set(None),
                created_at: Set(now),
                updated_at: Set(now),
                version: Set(1),
                kind: Set("source".to_owned()),
            };
            forms::Entity::insert(behind).exec_without_returning(tx).await?;
            let (token, hash) = new_token(&context);
            let row = sources::Model {
                org_id: org,
                id: id.uuid(),
                form_id: form,
                name: input.name.clone(),
                slug: input.slug,
                token,
                token_hash: hash,
                previous_token_hash: None,
                secret: secrets::new(&context, &input.verification),
                verification: serde_json::to_value(&input.verification)?,
                id_from: serde_json::to_value(&input.id_from)?,
                lead_source: input.lead_source.as_str().to_owned(),
                state: SourceState::Enabled.as_str().to_owned(),
                secret_since: now,
                previous_secret: None,
                previous_until: None,
                created_at: now,
                updated_at: now,
                deleted_at: None,
                version: 1,
            };
            let secret = secrets::view(&context, &row, now);
            let row: sources::ActiveModel = row.into();
            sources::Entity::insert(sea_orm::ActiveModelTrait::reset_all(row))
                .exec_without_returning(tx)
                .await?;
            let kind = EventKind::SourceCreated { name: input.name };
            events::append(&context, tx, &actor, now, Subject::Source(id), kind).await?;
            Ok(CreatedSource { id, secret })
        })
    })
    .await
}
