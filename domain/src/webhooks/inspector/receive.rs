//! What an inspector does with a request: keeps it, judges its signature, answers as it was told to.

use super::verify::verdict;
use super::{answer_of, token_of};
use crate::context::Context;
use crate::error::{Error, Result};
use crate::ports::{Answer, Post, Posted};
use crate::webhooks::mask;
use chrono::{DateTime, Utc};
use entity::{webhook_endpoints, webhook_inspections, webhook_inspectors};
use sea_orm::ActiveValue::Set;
use sea_orm::{
    ColumnTrait as _, ConnectionTrait as _, DatabaseTransaction, EntityTrait as _, FromQueryResult,
    QueryFilter as _, Statement,
};
use serde_json::json;
use shared::OrgId;
use shared::webhooks::{INSPECTIONS, InspectorAnswer, WebhookUrl};
use std::time::Duration;
use uuid::Uuid;

/// Longer than any sender waits.
const SLOW: Duration = Duration::from_secs(20);
/// Characters of a body that are kept; the door takes no more bytes than that.
const BODY: usize = 64 * 1024;

/// How a request was received.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Received {
    pub answer: InspectorAnswer,
    /// Until then the answer is to be held back.
    pub after: Duration,
}

/// Records a request. `headers` have names in lower case; `of` is the only organization whose inspector it may be, where
/// that is known.
///
/// Errors: [`Error::NotFound`] when there is no such inspector, or not any more.
pub async fn receive(
    cx: &Context,
    of: Option<OrgId>,
    token: &str,
    headers: &[(String, String)],
    body: &[u8],
) -> Result<Received> {
    let (at, token) = (cx.now(), token.to_owned());
    let (context, headers, body) = (cx.clone(), headers.to_vec(), body.to_vec());
    let answer = cx.write(move |tx| {
        Box::pin(async move {
            let counted = count(tx, of, &token, at).await?.ok_or(Error::NotFound("the inspector"))?;
            let endpoints = pointing_here(&context, tx, &counted, &token).await?;
            let verdict = verdict(&endpoints, &headers, &body, at);
            let row = webhook_inspections::ActiveModel {
                org_id: Set(counted.org_id),
                number: Set(counted.received),
                received_at: Set(at),
                headers: Set(mask::headers(&headers)),
                body: Set(mask::text(&String::from_utf8_lossy(&body), BODY)),
                verdict: Set(json!(verdict)),
                answer: Set(counted.answer.clone()),
            };
            webhook_inspections::Entity::insert(row).exec_without_returning(tx).await?;
            let oldest = counted.received - i64::try_from(INSPECTIONS).unwrap_or(i64::MAX);
            webhook_inspections::Entity::delete_many()
                .filter(webhook_inspections::Column::OrgId.eq(counted.org_id))
                .filter(webhook_inspections::Column::Number.lte(oldest))
                .exec(tx)
                .await?;
            answer_of(&counted.answer)
        })
    });
    let answer = answer.await?;
    let after = if answer == InspectorAnswer::Slow { SLOW } else { Duration::ZERO };
    Ok(Received { answer, after })
}

#[derive(FromQueryResult)]
struct Counted {
    org_id: Uuid,
    answer: String,
    /// The number of this request.
    received: i64,
}

/// Counts the request, and holds the inspector until it is written.
async fn count(
    tx: &DatabaseTransaction,
    of: Option<OrgId>,
    token: &str,
    at: DateTime<Utc>,
) -> Result<Option<Counted>> {
    let mut sql = "UPDATE webhook_inspectors SET received = received + 1 \
                   WHERE token = $1 AND expires_at > $2"
        .to_owned();
    let mut values: Vec<sea_orm::Value> = vec![token.into(), at.into()];
    if let Some(org) = of {
        sql.push_str(" AND org_id = $3");
        values.push(org.uuid().into());
    }
    sql.push_str(" RETURNING org_id, answer, received");
    let statement = Statement::from_sql_and_values(tx.get_database_backend(), sql, values);
    Ok(Counted::find_by_statement(statement).one(tx).await?)
}

async fn pointing_here(
    cx: &Context,
    tx: &DatabaseTransaction,
    inspector: &Counted,
    token: &str,
) -> Result<Vec<webhook_endpoints::Model>> {
    use webhook_endpoints::Column as C;
    let endpoints = webhook_endpoints::Entity::find()
        .filter(C::OrgId.eq(inspector.org_id))
        .filter(C::DeletedAt.is_null())
        .all(tx)
        .await?;
    let here = |row: &webhook_endpoints::Model| {
        let url = WebhookUrl::parse(&row.url).ok();
        url.and_then(|url| token_of(cx, &url)).is_some_and(|of| of == token)
    };
    Ok(endpoints.into_iter().filter(here).collect())
}

/// Whether an organization's inspector with this token is there.
pub(crate) async fn known(cx: &Context, org: OrgId, token: &str) -> Result<bool> {
    use webhook_inspectors::Column as C;
    let found = webhook_inspectors::Entity::find_by_id(org.uuid())
        .filter(C::Token.eq(token))
        .filter(C::ExpiresAt.gt(cx.now()))
        .one(cx.db().read());
    Ok(found.await?.is_some())
}

/// A delivery of an organization to one of our inspectors, without a socket. One that is not there, or somebody else's,
/// is gone for good: 410.
pub(crate) async fn hand_over(cx: &Context, org: OrgId, token: &str, post: &Post) -> Result<Posted> {
    let received = match receive(cx, Some(org), token, &post.headers, post.body.as_bytes()).await {
        Ok(received) => received,
        Err(Error::NotFound(_)) => return Ok(Ok(said(410, "This inspector has ended."))),
        Err(error) => return Err(error),
    };
    tokio::time::sleep(received.after).await;
    Ok(Ok(said(received.answer.status(), received.answer.label())))
}

fn said(status: u16, words: &str) -> Answer {
    let kind = ("content-type".to_owned(), "text/plain; charset=utf-8".to_owned());
    Answer { status, headers: vec![kind], body: words.as_bytes().to_vec() }
}
