//! Public forms: which there are, what they ask, where they may stand, and what a visitor's page needs of them.
//!
//! A form is edited as a draft and published in versions, which stay. What visitors type before they send is [`drafts`]'
//! business, what they send is `intake`'s.

mod cache;
pub(crate) mod consents;
pub mod drafts;
mod edits;
mod history;
mod make;
mod publish;
mod results;
mod stats;
mod store;
mod views;

pub(crate) use cache::Published;
pub use edits::{draft, preview, preview_of, save_draft};
pub use history::{history, restore};
pub use make::{duplicate, make};
pub use publish::publish;
pub use results::results;
pub use views::Views;

use crate::actor::Actor;
use crate::context::Context;
use crate::db::is_unique_violation;
use crate::error::{Error, Result};
use crate::events::{self, Subject};
use crate::fields;
use sea_orm::{ConnectionTrait, DbErr};
use shared::events::EventKind;
use shared::forms::{Form, FormDefinition, FormSettingsInput, FormSummary, PublicForm};
use shared::origin::Origin;
use shared::roles::Permission;
use shared::{FieldError, FormId};
use std::sync::Arc;

/// Most sites that may show one form.
pub const MAX_ORIGINS: usize = 50;
/// Most forms of an organization.
pub const MAX_FORMS: u64 = 200;

/// All forms of the organization by title, with the figures of the last 30 days.
pub async fn list(cx: &Context, actor: &Actor) -> Result<Vec<FormSummary>> {
    actor.require(Permission::ReadForms)?;
    let rows = store::all(cx.db().read(), actor.org()).await?;
    let mut figures = stats::of_all(cx, actor.org()).await?;
    rows.iter().map(|row| store::summary(row, figures.remove(&row.id).unwrap_or_default())).collect()
}

/// One form with its definition, the sites that may show it and the script tag that embeds it.
pub async fn get(cx: &Context, actor: &Actor, id: FormId) -> Result<Form> {
    actor.require(Permission::ReadForms)?;
    let row = store::own(cx.db().read(), actor.org(), id, false).await?;
    let figures = stats::of_all(cx, actor.org()).await?.remove(&row.id).unwrap_or_default();
    Ok(Form {
        summary: store::summary(&row, figures)?,
        allowed_origins: store::origins(&row)?,
        definition: serde_json::from_value(row.definition)?,
        embed_code: embed_code(cx, &row.slug),
        updated_at: row.updated_at,
        version: row.version,
    })
}

/// Changes where a form may stand. The version that was looked at must still be the current one.
pub async fn change_settings(
    cx: &Context,
    actor: &Actor,
    id: FormId,
    input: &FormSettingsInput,
) -> Result<Form> {
    actor.require(Permission::ManageForms)?;
    let origins = parse_origins(&input.allowed_origins)?;
    let (seen, context, by, now) = (input.version, cx.clone(), actor.clone(), cx.now());
    let slug = cx
        .write(move |tx| {
            Box::pin(async move {
                let row = store::own(tx, by.org(), id, true).await?;
                if !store::set_origins(tx, &row, seen, &origins, now).await? {
                    return Err(Error::Conflict(
                        "Somebody changed this form meanwhile. Look at it again and repeat your change."
                            .to_owned(),
                    ));
                }
                let kind = EventKind::FormSettingsChanged {};
                events::append(&context, tx, &by, now, Subject::Form(id), kind).await?;
                Ok(row.slug)
            })
        })
        .await?;
    cx.published().forget(&slug);
    get(cx, actor, id).await
}

/// Creates a form and publishes it as version 1.
///
/// Errors: `slug` and `definition.…` paths; a conflict when the address is taken.
pub async fn create(
    cx: &Context,
    actor: &Actor,
    slug: &str,
    definition: &FormDefinition,
    origins: Vec<Origin>,
) -> Result<FormId> {
    actor.require(Permission::ManageForms)?;
    let (context, by, slug, definition) = (cx.clone(), actor.clone(), slug.to_owned(), definition.clone());
    cx.write(move |tx| Box::pin(async move { insert(&context, tx, &by, &slug, &definition, origins).await }))
        .await
}

/// [`create`] inside a transaction of the caller, who has already decided that the actor may.
pub async fn insert(
    cx: &Context,
    tx: &impl ConnectionTrait,
    actor: &Actor,
    slug: &str,
    definition: &FormDefinition,
    origins: Vec<Origin>,
) -> Result<FormId> {
    let slug = parse_slug(slug)?;
    let fields = fields::all(tx, actor.org()).await?;
    definition.check_with(&fields).map_err(under_definition)?;
    let (id, now) = (FormId::from_uuid(cx.new_id()), cx.now());
    let row =
        store::insert_draft(tx, actor, id, &slug, definition, &origins, now).await.map_err(slug_taken)?;
    store::insert_version(tx, actor, &row, 1, definition, now).await?;
    events::append(cx, tx, actor, now, Subject::Form(id), EventKind::FormPublished { version: 1 }).await?;
    Ok(id)
}

/// The published form behind a public address, remembered for a few seconds. A change made in this process shows at
/// once, one made in another process within five seconds.
pub async fn public(cx: &Context, slug: &str) -> Result<Arc<PublicForm>> {
    let now = cx.now();
    if let Some(form) = cx.published().get(slug, now) {
        return Ok(form);
    }
    // What can be no slug need not reach the database, which would stumble over a NUL.
    if parse_slug(slug).is_err() {
        return Err(Error::NotFound("the form"));
    }
    let form = store::published(cx.db().read(), slug).await?.ok_or(Error::NotFound("the form"))?;
    let form = Arc::new(form);
    cx.published().put(slug, Arc::clone(&form), now);
    Ok(form)
}

fn embed_code(cx: &Context, slug: &str) -> String {
    format!("<script src=\"{}/embed.js\" data-form=\"{slug}\" async></script>", cx.settings().public_url)
}

fn under_definition(errors: Vec<FieldError>) -> Error {
    Error::Invalid(errors.into_iter().map(|error| error.under("definition")).collect())
}

fn slug_taken(error: DbErr) -> Error {
    if is_unique_violation(&error) {
        Error::Conflict("Another form has this address already.".to_owned())
    } else {
        error.into()
    }
}

fn parse_origins(text: &str) -> Result<Vec<Origin>> {
    let mut origins: Vec<Origin> = Vec::new();
    let mut errors = Vec::new();
    for (index, line) in text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
        match Origin::parse(line) {
            Ok(origin) if origins.contains(&origin) => {}
            Ok(origin) => origins.push(origin),
            Err(problem) => errors.push(FieldError::new(
                "allowed_origins",
                problem.code,
                format!("Line {}: {}", index + 1, problem.message),
            )),
        }
    }
    if origins.len() > MAX_ORIGINS {
        errors = vec![FieldError::new(
            "allowed_origins",
            "origin.too_many",
            format!("Name at most {MAX_ORIGINS} sites."),
        )];
    }
    if errors.is_empty() { Ok(origins) } else { Err(Error::Invalid(errors)) }
}

fn parse_slug(text: &str) -> Result<String> {
    let ok = (3..=60).contains(&text.len())
        && !text.starts_with('-')
        && !text.ends_with('-')
        && text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
    if ok {
        Ok(text.to_owned())
    } else {
        Err(Error::invalid(
            "slug",
            "form.slug",
            "Use 3 to 60 lower case letters, digits and dashes, for example sell-your-house.",
        ))
    }
}
