//! Drafts of forms: what a form will ask once it is published. Saved while somebody edits, by revision: nobody writes over
//! what they have not seen.

use super::{embed_code, store};
use crate::actor::Actor;
use crate::context::Context;
use crate::error::{Error, Result};
use crate::events::{self, Subject};
use crate::{fields, members, organizations};
use chrono::{DateTime, Utc};
use entity::{form_edits, forms};
use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::OnConflict;
use sea_orm::{ConnectionTrait, DatabaseTransaction, EntityTrait as _};
use shared::events::EventKind;
use shared::forms::{FormDefinition, FormDraft, PublicForm, PublishedVersion, SavedDraft};
use shared::roles::Permission;
use shared::{FormId, MemberId};

/// The draft of a form with what visitors see now.
///
/// Errors: [`Error::Forbidden`]; [`Error::NotFound`].
pub async fn draft(cx: &Context, actor: &Actor, id: FormId) -> Result<FormDraft> {
    actor.require(Permission::ManageForms)?;
    let db = cx.db().read();
    let row = store::own(db, actor.org(), id, false).await?;
    let state = State::of(db, &row).await?;
    let names = members::names(db, actor.org()).await?;
    Ok(FormDraft {
        id,
        definition: serde_json::from_value(row.definition.clone())?,
        revision: state.revision,
        saved_at: state.saved_at,
        saved_by: state.saved_by.and_then(|member| names.get(&member).cloned()),
        published: published(db, &row).await?,
        fields: fields::all(db, actor.org()).await?,
        embed_code: embed_code(cx, &row.slug),
        allowed_origins: store::origins(&row)?.len(),
        slug: row.slug,
    })
}

/// Saves a draft, which may be unfinished. `seen` is the revision it was made from. What is there already is not saved
/// again, whoever saved it.
///
/// Errors: [`Error::Forbidden`]; [`Error::NotFound`]; [`Error::Invalid`] at the paths of
/// [`FormDefinition::check_bounds`] below `definition`; [`Error::Conflict`] when somebody saved another one meanwhile.
pub async fn save_draft(
    cx: &Context,
    actor: &Actor,
    id: FormId,
    seen: i64,
    definition: &FormDefinition,
) -> Result<SavedDraft> {
    actor.require(Permission::ManageForms)?;
    definition.check_bounds().map_err(super::under_definition)?;
    let (context, by, definition) = (cx.clone(), actor.clone(), definition.clone());
    cx.write(move |tx| {
        Box::pin(async move {
            let row = store::own(tx, by.org(), id, true).await?;
            let state = State::of(tx, &row).await?;
            if serde_json::from_value::<FormDefinition>(row.definition.clone())? == definition {
                return Ok(state.saved());
            }
            state.must_be(seen)?;
            let saved = state.replace(tx, &by, &row, &definition, context.now()).await?;
            let kind = EventKind::FormDraftSaved { revision: saved.revision };
            events::append(&context, tx, &by, saved.saved_at, Subject::Form(id), kind).await?;
            Ok(saved)
        })
    })
    .await
}

/// A draft as the renderer of the public page takes it: for members who look at it before it is published.
///
/// Errors: [`Error::Forbidden`]; [`Error::NotFound`].
pub async fn preview(cx: &Context, actor: &Actor, id: FormId) -> Result<PublicForm> {
    actor.require(Permission::ReadForms)?;
    let row = store::own(cx.db().read(), actor.org(), id, false).await?;
    let version = row.published_version.map_or(Ok(0), u32::try_from);
    Ok(PublicForm {
        id,
        org: actor.org(),
        business: organizations::get(cx, actor.org()).await?.name,
        version: version.map_err(|error| Error::Internal(Box::new(error)))?,
        definition: serde_json::from_value(row.definition.clone())?,
        allowed_origins: store::origins(&row)?,
        slug: row.slug,
    })
}

/// The same for a draft that is not saved.
///
/// Errors: as [`preview`]; [`Error::Invalid`] at the paths of [`FormDefinition::check_bounds`] below `definition`.
pub async fn preview_of(
    cx: &Context,
    actor: &Actor,
    id: FormId,
    definition: FormDefinition,
) -> Result<PublicForm> {
    let form = preview(cx, actor, id).await?;
    definition.check_bounds().map_err(super::under_definition)?;
    Ok(PublicForm { definition, ..form })
}

/// How a draft stands.
#[derive(Debug, Clone, Copy)]
pub(super) struct State {
    pub(super) revision: i64,
    saved_at: DateTime<Utc>,
    saved_by: Option<MemberId>,
}

impl State {
    /// Of a form, which nobody may have changed yet.
    pub(super) async fn of(db: &impl ConnectionTrait, form: &forms::Model) -> Result<Self> {
        let edit = form_edits::Entity::find_by_id((form.org_id, form.id)).one(db).await?;
        Ok(edit.map_or(Self { revision: 0, saved_at: form.created_at, saved_by: None }, |edit| Self {
            revision: edit.revision,
            saved_at: edit.saved_at,
            saved_by: edit.saved_by.map(MemberId::from_uuid),
        }))
    }

    /// A conflict unless the draft is the one that was seen.
    pub(super) fn must_be(self, seen: i64) -> Result<()> {
        if self.revision == seen {
            return Ok(());
        }
        let words = "Somebody else changed this form meanwhile. Look at both versions and choose one.";
        Err(Error::Conflict(words.to_owned()))
    }

    pub(super) const fn saved(self) -> SavedDraft {
        SavedDraft { revision: self.revision, saved_at: self.saved_at }
    }

    /// Puts another definition in the place of the draft.
    pub(super) async fn replace(
        self,
        tx: &DatabaseTransaction,
        by: &Actor,
        form: &forms::Model,
        definition: &FormDefinition,
        now: DateTime<Utc>,
    ) -> Result<SavedDraft> {
        store::set_definition(tx, form, definition, now).await?;
        let revision = self.revision.saturating_add(1);
        let row = form_edits::ActiveModel {
            org_id: Set(form.org_id),
            form_id: Set(form.id),
            revision: Set(revision),
            saved_at: Set(now),
            saved_by: Set(by.stored_id()),
        };
        let mut newest = OnConflict::columns([form_edits::Column::OrgId, form_edits::Column::FormId]);
        newest.update_columns([
            form_edits::Column::Revision,
            form_edits::Column::SavedAt,
            form_edits::Column::SavedBy,
        ]);
        form_edits::Entity::insert(row).on_conflict(newest).exec_without_returning(tx).await?;
        Ok(SavedDraft { revision, saved_at: now })
    }
}

/// What visitors of a form see.
pub(super) async fn published(
    db: &impl ConnectionTrait,
    form: &forms::Model,
) -> Result<Option<PublishedVersion>> {
    let Some(version) = form.published_version else { return Ok(None) };
    Ok(Some(PublishedVersion {
        version: u32::try_from(version).map_err(|error| Error::Internal(Box::new(error)))?,
        definition: store::definition(db, form.org_id, form.id, version).await?,
    }))
}
