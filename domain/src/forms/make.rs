//! New forms: from a ready-made beginning, or as the copy of another one. Visitors see them once they are published.

use super::{MAX_FORMS, store};
use crate::actor::Actor;
use crate::context::Context;
use crate::error::{Error, Result};
use crate::events::{self, Subject};
use crate::organizations;
use entity::forms;
use sea_orm::{
    ColumnTrait as _, ConnectionTrait, DatabaseTransaction, EntityTrait as _, PaginatorTrait as _,
    QueryFilter as _,
};
use shared::events::EventKind;
use shared::forms::edit::{blank_form, slug};
use shared::forms::{FormDefinition, FormStart, NewForm, seller_form};
use shared::origin::Origin;
use shared::roles::Permission;
use shared::{FormId, text};

/// Longest address of a form, without an ending that tells it from others.
const SLUG: usize = 50;
/// Longest title, in characters.
const TITLE: usize = 200;

/// Makes a form.
///
/// Errors: [`Error::Forbidden`]; [`Error::Invalid`] at `title`; [`Error::Conflict`] when there are too many forms.
pub async fn make(cx: &Context, actor: &Actor, new: &NewForm) -> Result<FormId> {
    actor.require(Permission::ManageForms)?;
    let title = text::line(&new.title, TITLE).map_err(|problem| vec![problem.at("title")])?;
    let definition = match new.start {
        FormStart::Blank => blank_form(&title),
        FormStart::Seller => {
            let business = organizations::get(cx, actor.org()).await?.name;
            FormDefinition { title: title.clone(), ..seller_form(&business) }
        }
    };
    let base = slug(&title, '-', SLUG);
    let (context, by) = (cx.clone(), actor.clone());
    cx.write(move |tx| Box::pin(async move { insert(&context, tx, &by, &base, definition, &[]).await })).await
}

/// Makes a form that asks what the draft of another one asks, on the same sites.
///
/// Errors: [`Error::Forbidden`]; [`Error::NotFound`]; [`Error::Conflict`] when there are too many forms.
pub async fn duplicate(cx: &Context, actor: &Actor, id: FormId) -> Result<FormId> {
    actor.require(Permission::ManageForms)?;
    let (context, by) = (cx.clone(), actor.clone());
    cx.write(move |tx| {
        Box::pin(async move {
            let row = store::own(tx, by.org(), id, false).await?;
            let mut definition: FormDefinition = serde_json::from_value(row.definition.clone())?;
            definition.title = format!("Copy of {}", definition.title).chars().take(TITLE).collect();
            // What people agree to on the copy has versions of its own.
            definition.consents.iter_mut().for_each(|consent| consent.version = 0);
            let base =
                format!("{}-copy", row.slug.chars().take(SLUG - 5).collect::<String>().trim_end_matches('-'));
            insert(&context, tx, &by, &base, definition, &store::origins(&row)?).await
        })
    })
    .await
}

async fn insert(
    cx: &Context,
    tx: &DatabaseTransaction,
    by: &Actor,
    base: &str,
    definition: FormDefinition,
    origins: &[Origin],
) -> Result<FormId> {
    organizations::lock(tx, by.org()).await?;
    if store::count(tx, by.org()).await? >= MAX_FORMS {
        return Err(Error::Conflict(format!("There are {MAX_FORMS} forms already.")));
    }
    let slug = free_slug(cx, tx, base).await?;
    let (id, now) = (FormId::from_uuid(cx.new_id()), cx.now());
    store::insert_draft(tx, by, id, &slug, &definition, origins, now).await.map_err(super::slug_taken)?;
    events::append(cx, tx, by, now, Subject::Form(id), EventKind::FormCreated {}).await?;
    Ok(id)
}

/// The address itself, or with an ending where another form of anybody has it.
async fn free_slug(cx: &Context, tx: &impl ConnectionTrait, base: &str) -> Result<String> {
    // Nothing of the title, or less than an address needs, can be written in one.
    let base = if base.len() < 3 { "form" } else { base };
    let taken = forms::Entity::find().filter(forms::Column::Slug.eq(base)).count(tx).await? > 0;
    Ok(if taken { organizations::with_ending(cx, base) } else { base.to_owned() })
}
