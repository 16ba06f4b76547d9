//! The published versions of a form; an older one can become the draft again.

use super::edits::State;
use super::store;
use crate::actor::Actor;
use crate::context::Context;
use crate::error::{Error, Result};
use crate::events::{self, Subject};
use crate::members;
use entity::{form_versions, submissions};
use sea_orm::{ColumnTrait as _, EntityTrait as _, QueryFilter as _, QuerySelect as _};
use shared::events::EventKind;
use shared::forms::{FormDefinition, FormDraft, FormVersion};
use shared::roles::Permission;
use shared::{FormId, MemberId};
use std::collections::HashMap;

/// Every version that was published, newest first.
///
/// Errors: [`Error::Forbidden`]; [`Error::NotFound`].
pub async fn history(cx: &Context, actor: &Actor, id: FormId) -> Result<Vec<FormVersion>> {
    actor.require(Permission::ReadForms)?;
    let db = cx.db().read();
    let form = store::own(db, actor.org(), id, false).await?;
    let names = members::names(db, actor.org()).await?;
    let sent: Vec<(i32, i64)> = submissions::Entity::find()
        .select_only()
        .column(submissions::Column::FormVersion)
        .column_as(submissions::Column::Id.count(), "many")
        .filter(submissions::Column::OrgId.eq(form.org_id))
        .filter(submissions::Column::FormId.eq(form.id))
        .filter(submissions::Column::Status.ne("rejected"))
        .group_by(submissions::Column::FormVersion)
        .into_tuple()
        .all(db)
        .await?;
    let sent: HashMap<i32, i64> = sent.into_iter().collect();
    let view = |row: form_versions::Model| {
        let definition: FormDefinition = serde_json::from_value(row.definition)?;
        Ok(FormVersion {
            version: u32::try_from(row.version).map_err(|error| Error::Internal(Box::new(error)))?,
            published_at: row.published_at,
            published_by: row.published_by.and_then(|id| names.get(&MemberId::from_uuid(id)).cloned()),
            steps: definition.steps.len(),
            fields: definition.fields().count(),
            submitted: sent.get(&row.version).and_then(|many| u64::try_from(*many).ok()).unwrap_or(0),
        })
    };
    store::versions(db, &form).await?.into_iter().map(view).collect()
}

/// Takes a published version as the draft. `seen` is the revision of the draft that it replaces.
///
/// Errors: [`Error::Forbidden`]; [`Error::NotFound`]; [`Error::Conflict`] when somebody saved another draft meanwhile.
pub async fn restore(cx: &Context, actor: &Actor, id: FormId, seen: i64, version: u32) -> Result<FormDraft> {
    actor.require(Permission::ManageForms)?;
    let (context, by) = (cx.clone(), actor.clone());
    cx.write(move |tx| {
        Box::pin(async move {
            let form = store::own(tx, by.org(), id, true).await?;
            let number = i32::try_from(version).unwrap_or(i32::MAX);
            let older = form_versions::Entity::find_by_id((form.org_id, form.id, number)).one(tx).await?;
            let older: FormDefinition =
                serde_json::from_value(older.ok_or(Error::NotFound("the version"))?.definition)?;
            let state = State::of(tx, &form).await?;
            if serde_json::from_value::<FormDefinition>(form.definition.clone())? == older {
                return Ok(());
            }
            state.must_be(seen)?;
            let saved = state.replace(tx, &by, &form, &older, context.now()).await?;
            let kind = EventKind::FormRestored { version };
            events::append(&context, tx, &by, saved.saved_at, Subject::Form(id), kind).await?;
            Ok(())
        })
    })
    .await?;
    super::draft(cx, actor, id).await
}
