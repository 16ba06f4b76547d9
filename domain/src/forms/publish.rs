//! Publishing a draft as the next version. Versions stay as they are for good: they are what people answered and agreed to.

use super::edits::{State, published};
use super::{consents, store};
use crate::actor::Actor;
use crate::context::Context;
use crate::error::Result;
use crate::events::{self, Subject};
use crate::fields;
use shared::FormId;
use shared::events::EventKind;
use shared::forms::{FormDefinition, FormDraft};
use shared::roles::Permission;

/// Publishes the draft that was seen. One that visitors see already is no new version.
///
/// Errors: [`Error::Forbidden`](crate::Error::Forbidden); [`Error::NotFound`](crate::Error::NotFound);
/// [`Error::Invalid`](crate::Error::Invalid) at the paths of [`FormDefinition::check_with`] below `definition`;
/// [`Error::Conflict`](crate::Error::Conflict) when somebody saved another draft meanwhile.
pub async fn publish(cx: &Context, actor: &Actor, id: FormId, seen: i64) -> Result<FormDraft> {
    actor.require(Permission::ManageForms)?;
    let (context, by) = (cx.clone(), actor.clone());
    let slug = cx
        .write(move |tx| {
            Box::pin(async move {
                let row = store::own(tx, by.org(), id, true).await?;
                let mut definition: FormDefinition = serde_json::from_value(row.definition.clone())?;
                let seen_by_visitors = published(tx, &row).await?;
                if seen_by_visitors.is_some_and(|published| published.definition.is_like(&definition)) {
                    return Ok(row.slug);
                }
                State::of(tx, &row).await?.must_be(seen)?;
                let fields = fields::all(tx, by.org()).await?;
                definition.check_with(&fields).map_err(super::under_definition)?;
                let versions = store::versions(tx, &row).await?;
                let before: Vec<FormDefinition> = versions
                    .iter()
                    .map(|version| serde_json::from_value(version.definition.clone()))
                    .collect::<Result<_, _>>()?;
                consents::number(
                    before.iter().flat_map(|definition| &definition.consents),
                    &mut definition.consents,
                );
                let (now, version) = (context.now(), row.published_version.unwrap_or(0).saturating_add(1));
                store::insert_version(tx, &by, &row, version, &definition, now).await?;
                let kind = EventKind::FormPublished { version: u32::try_from(version).unwrap_or(u32::MAX) };
                events::append(&context, tx, &by, now, Subject::Form(id), kind).await?;
                Ok(row.slug)
            })
        })
        .await?;
    cx.published().forget(&slug);
    super::draft(cx, actor, id).await
}
