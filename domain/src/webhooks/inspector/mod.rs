//! The inspector: an address of this program that records what comes and says whether the signature is good, so that an
//! endpoint can be tried before a receiver is written.
//!
//! Deliveries to it never leave the process: [`token_of`] knows the address by its text, and [`deliver`](super::deliver)
//! hands the request over instead of connecting. The guard of the way out has no exception for it.

mod receive;
mod verify;

pub use receive::{Received, receive};

pub(super) use receive::{hand_over, known};

use crate::actor::Actor;
use crate::context::Context;
use crate::error::{Error, Result};
use crate::secrets::new_token;
use chrono::TimeDelta;
use entity::{webhook_inspections, webhook_inspectors};
use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::{Expr, OnConflict};
use sea_orm::{ColumnTrait as _, ConnectionTrait, EntityTrait as _, QueryFilter as _, QueryOrder as _};
use shared::roles::Permission;
use shared::webhooks::{INSPECTOR_PATH, Inspection, Inspector, InspectorAnswer, WebhookUrl};

/// How long an inspector is there.
const LIFE: TimeDelta = TimeDelta::hours(1);

/// The token of an address that is one of this program's inspectors, whoever's and whether it is still there or not.
/// The whole address must be as we write it: what only looks alike is an address like any other.
pub(super) fn token_of(cx: &Context, url: &WebhookUrl) -> Option<String> {
    let ours = WebhookUrl::parse(&address(cx, "")).ok()?;
    let token = url.as_str().strip_prefix(ours.as_str())?;
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
    (!token.is_empty() && token.bytes().all(plain)).then(|| token.to_owned())
}

fn address(cx: &Context, token: &str) -> String {
    format!("{}{INSPECTOR_PATH}{token}", cx.settings().public_url)
}

/// The organization's inspector with what came; `None` when there is none.
///
/// Errors: [`Error::Forbidden`].
pub async fn get(cx: &Context, actor: &Actor) -> Result<Option<Inspector>> {
    actor.require(Permission::ManageWebhooks)?;
    let db = cx.db().read();
    let Some(row) = alive(cx, actor, db).await? else { return Ok(None) };
    let requests = webhook_inspections::Entity::find()
        .filter(webhook_inspections::Column::OrgId.eq(row.org_id))
        .order_by_desc(webhook_inspections::Column::Number)
        .all(db)
        .await?;
    Ok(Some(Inspector {
        url: address(cx, &row.token),
        answer: answer_of(&row.answer)?,
        expires_at: row.expires_at,
        requests: requests.into_iter().map(inspection).collect::<Result<_>>()?,
    }))
}

async fn alive(
    cx: &Context,
    actor: &Actor,
    db: &impl ConnectionTrait,
) -> Result<Option<webhook_inspectors::Model>> {
    let found = webhook_inspectors::Entity::find_by_id(actor.org().uuid())
        .filter(webhook_inspectors::Column::ExpiresAt.gt(cx.now()));
    Ok(found.one(db).await?)
}

fn answer_of(word: &str) -> Result<InspectorAnswer> {
    InspectorAnswer::from_word(word)
        .ok_or_else(|| Error::internal(format!("{word} is no answer of an inspector")))
}

fn inspection(row: webhook_inspections::Model) -> Result<Inspection> {
    Ok(Inspection {
        number: row.number,
        received_at: row.received_at,
        headers: serde_json::from_value(row.headers)?,
        body: row.body,
        verdict: serde_json::from_value(row.verdict)?,
        answer: answer_of(&row.answer)?,
    })
}

/// Makes the organization's inspector, unless there is one.
///
/// Errors: [`Error::Forbidden`].
pub async fn open(cx: &Context, actor: &Actor) -> Result<()> {
    actor.require(Permission::ManageWebhooks)?;
    let (context, actor) = (cx.clone(), actor.clone());
    cx.write(move |tx| {
        Box::pin(async move {
            if alive(&context, &actor, tx).await?.is_some() {
                return Ok(());
            }
            use webhook_inspectors::Column as C;
            let (token, _) = new_token(&context);
            let now = context.now();
            let row = webhook_inspectors::ActiveModel {
                org_id: Set(actor.org().uuid()),
                token: Set(token),
                answer: Set(InspectorAnswer::Taken.as_str().to_owned()),
                received: Set(0),
                created_at: Set(now),
                expires_at: Set(now + LIFE),
            };
            let columns = [C::Token, C::Answer, C::Received, C::CreatedAt, C::ExpiresAt];
            let again = OnConflict::column(C::OrgId).update_columns(columns).to_owned();
            webhook_inspectors::Entity::insert(row).on_conflict(again).exec_without_returning(tx).await?;
            // What came to the one before has nothing to do with this one.
            webhook_inspections::Entity::delete_many()
                .filter(webhook_inspections::Column::OrgId.eq(actor.org().uuid()))
                .exec(tx)
                .await?;
            Ok(())
        })
    })
    .await
}

/// Chooses what is answered from now on.
///
/// Errors: [`Error::Forbidden`]; [`Error::NotFound`] when there is no inspector any more.
pub async fn set_answer(cx: &Context, actor: &Actor, answer: InspectorAnswer) -> Result<()> {
    actor.require(Permission::ManageWebhooks)?;
    let (org, now) = (actor.org().uuid(), cx.now());
    let changed = cx.write(move |tx| {
        Box::pin(async move {
            use webhook_inspectors::Column as C;
            let update = webhook_inspectors::Entity::update_many()
                .col_expr(C::Answer, Expr::value(answer.as_str()))
                .filter(C::OrgId.eq(org))
                .filter(C::ExpiresAt.gt(now));
            Ok(update.exec(tx).await?.rows_affected)
        })
    });
    if changed.await? == 0 { Err(Error::NotFound("the inspector")) } else { Ok(()) }
}

/// Forgets the organization's inspector and what came; nothing when there is none.
///
/// Errors: [`Error::Forbidden`].
pub async fn close(cx: &Context, actor: &Actor) -> Result<()> {
    actor.require(Permission::ManageWebhooks)?;
    let org = actor.org().uuid();
    cx.write(move |tx| {
        Box::pin(async move {
            webhook_inspectors::Entity::delete_by_id(org).exec(tx).await?;
            Ok(())
        })
    })
    .await
}
