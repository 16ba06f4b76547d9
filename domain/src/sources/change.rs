//! Changing, switching and deleting sources.

use super::{rows, secrets};
use crate::actor::Actor;
use crate::context::Context;
use crate::error::{Error, Result};
use crate::events::{self, Subject};
use entity::{forms, sources};
use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::Expr;
use sea_orm::{
    ActiveModelTrait as _, ColumnTrait as _, EntityTrait as _, IntoActiveModel as _, QueryFilter as _,
};
use shared::SourceId;
use shared::events::EventKind;
use shared::roles::Permission;
use shared::sources::{SourceInput, SourceState};

/// Changes what is set; the readable part of the address stays. Another kind of verification brings a secret of its own,
/// and the one before ends at once. `version` is the one that was shown; the new one is answered.
///
/// Errors: [`Error::Forbidden`]; [`Error::NotFound`]; [`Error::Invalid`] at the paths of [`SourceInput::parse`];
/// [`Error::Conflict`] when somebody else changed it meanwhile.
pub async fn update(
    cx: &Context,
    actor: &Actor,
    source: SourceId,
    version: i64,
    input: &SourceInput,
) -> Result<i64> {
    actor.require(Permission::ManageSources)?;
    let input = input.parse()?;
    let (context, actor) = (cx.clone(), actor.clone());
    cx.write(move |tx| {
        Box::pin(async move {
            let row = rows::own(tx, &actor, source, true).await?;
            if row.version != version {
                let words = "Somebody else changed this source meanwhile. Load it again.";
                return Err(Error::Conflict(words.to_owned()));
            }
            let now = context.now();
            let before = rows::verification_of(&row)?;
            forms::Entity::update_many()
                .col_expr(forms::Column::Title, Expr::value(input.name.clone()))
                .col_expr(forms::Column::UpdatedAt, Expr::value(now))
                .filter(forms::Column::OrgId.eq(row.org_id))
                .filter(forms::Column::Id.eq(row.form_id))
                .exec(tx)
                .await?;
            let mut change = row.into_active_model();
            if before.as_str() != input.verification.as_str() {
                change.secret = Set(secrets::new(&context, &input.verification));
                change.secret_since = Set(now);
                change.previous_secret = Set(None);
                change.previous_token_hash = Set(None);
                change.previous_until = Set(None);
            }
            change.name = Set(input.name.clone());
            change.verification = Set(serde_json::to_value(&input.verification)?);
            change.id_from = Set(serde_json::to_value(&input.id_from)?);
            change.lead_source = Set(input.lead_source.as_str().to_owned());
            change.updated_at = Set(now);
            change.version = Set(version + 1);
            change.update(tx).await?;
            let kind = EventKind::SourceChanged { name: input.name };
            events::append(&context, tx, &actor, now, Subject::Source(source), kind).await?;
            Ok(version + 1)
        })
    })
    .await
}

/// Lets payloads in again. Those that were refused meanwhile can be replayed.
///
/// Errors: [`Error::Forbidden`]; [`Error::NotFound`]; [`Error::Conflict`] when it is on already.
pub async fn enable(cx: &Context, actor: &Actor, source: SourceId) -> Result<()> {
    switch(cx, actor, source, SourceState::Enabled).await
}

/// Refuses payloads from now on; they are kept with the others that were refused.
///
/// Errors: [`Error::Forbidden`]; [`Error::NotFound`]; [`Error::Conflict`] when it is off already.
pub async fn disable(cx: &Context, actor: &Actor, source: SourceId) -> Result<()> {
    switch(cx, actor, source, SourceState::Disabled).await
}

async fn switch(cx: &Context, actor: &Actor, source: SourceId, to: SourceState) -> Result<()> {
    actor.require(Permission::ManageSources)?;
    let (context, actor) = (cx.clone(), actor.clone());
    cx.write(move |tx| {
        Box::pin(async move {
            let row = rows::own(tx, &actor, source, true).await?;
            let on = to == SourceState::Enabled;
            if rows::is_enabled(&row) == on {
                let words = if on {
                    "This source is switched on already."
                } else {
                    "This source is switched off already."
                };
                return Err(Error::Conflict(words.to_owned()));
            }
            let (now, version, name) = (context.now(), row.version, row.name.clone());
            let mut change = row.into_active_model();
            change.state = Set(to.as_str().to_owned());
            change.updated_at = Set(now);
            change.version = Set(version + 1);
            change.update(tx).await?;
            let kind =
                if on { EventKind::SourceEnabled { name } } else { EventKind::SourceDisabled { name } };
            events::append(&context, tx, &actor, now, Subject::Source(source), kind).await?;
            Ok(())
        })
    })
    .await
}

/// Deletes a source: its address leads nowhere any more. Its leads stay; its payloads are seen by nobody, and go when
/// they are 30 days old.
///
/// Errors: [`Error::Forbidden`]; [`Error::NotFound`].
pub async fn delete(cx: &Context, actor: &Actor, source: SourceId) -> Result<()> {
    actor.require(Permission::ManageSources)?;
    let (context, actor) = (cx.clone(), actor.clone());
    cx.write(move |tx| {
        Box::pin(async move {
            let row = rows::own(tx, &actor, source, true).await?;
            let (now, version, name) = (context.now(), row.version, row.name.clone());
            let mut change = row.into_active_model();
            change.state = Set(SourceState::Disabled.as_str().to_owned());
            change.deleted_at = Set(Some(now));
            change.secret = Set(None);
            change.previous_secret = Set(None);
            change.previous_token_hash = Set(None);
            change.previous_until = Set(None);
            change.updated_at = Set(now);
            change.version = Set(version + 1);
            let change: sources::ActiveModel = change;
            change.update(tx).await?;
            let kind = EventKind::SourceDeleted { name };
            events::append(&context, tx, &actor, now, Subject::Source(source), kind).await?;
            Ok(())
        })
    })
    .await
}
