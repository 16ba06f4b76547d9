//! What members see of sources and payloads.

use super::figures::{self, Figures};
use super::rows::{self, Listed};
use super::{mappings, secrets};
use crate::actor::Actor;
use crate::context::Context;
use crate::error::{Error, Result};
use crate::{fields, members};
use entity::{inbound_payloads, sources};
use sea_orm::{ColumnTrait as _, EntityTrait as _, QueryFilter as _, QueryOrder as _, QuerySelect as _};
use shared::paging::{DEFAULT_LIMIT, MAX_LIMIT};
use shared::roles::Permission;
use shared::sources::{
    EditedBody, InboundPage, InboundPayload, InboundQuery, Media, Source, SourceSummary, Verification,
};
use shared::webhooks::SecretView;
use shared::{InboundPayloadId, MemberId, SourceId};

/// The organization's sources by name. Errors: [`Error::Forbidden`].
pub async fn list(cx: &Context, actor: &Actor) -> Result<Vec<SourceSummary>> {
    actor.require(Permission::ManageSources)?;
    let found = sources::Entity::find()
        .filter(sources::Column::OrgId.eq(actor.org().uuid()))
        .filter(sources::Column::DeletedAt.is_null())
        .order_by_asc(sources::Column::Name)
        .order_by_asc(sources::Column::Id)
        .all(cx.db().read())
        .await?;
    let mut figures = figures::of_all(cx, actor).await?;
    found.iter().map(|row| summary(row, figures.remove(&row.id).unwrap_or_default())).collect()
}

/// One source. Errors: [`Error::Forbidden`]; [`Error::NotFound`].
pub async fn get(cx: &Context, actor: &Actor, source: SourceId) -> Result<Source> {
    actor.require(Permission::ManageSources)?;
    let (db, now) = (cx.db().read(), cx.now());
    let row = rows::own(db, actor, source, false).await?;
    let figures = figures::of_all(cx, actor).await?.remove(&row.id).unwrap_or_default();
    let mapping = match rows::newest_mapping(db, row.org_id, row.id).await? {
        None => None,
        Some(saved) => Some(mappings::view(&saved, &members::names(db, actor.org()).await?)?),
    };
    let path = rows::verification_of(&row)? == Verification::SecretPath;
    let view = |secret: &str, since, until| SecretView { ending: ending(secret), since, until };
    let previous = row.previous_until.filter(|until| *until > now);
    Ok(Source {
        address: secrets::address(cx, &row),
        id_from: rows::id_from(&row)?,
        secret: row.secret.as_deref().map(|secret| view(secret, Some(row.secret_since), None)),
        previous_secret: match (&row.previous_secret, previous) {
            (Some(secret), Some(until)) => Some(view(secret, None, Some(until))),
            // An address that ends soon; its words are not kept.
            (None, Some(until)) if path => Some(view("", None, Some(until))),
            _ => None,
        },
        mapping,
        fields: fields::all(db, actor.org()).await?,
        created_at: row.created_at,
        version: row.version,
        summary: summary(&row, figures)?,
    })
}

/// The last four characters.
fn ending(secret: &str) -> String {
    let from = secret.char_indices().rev().nth(3).map_or(0, |(at, _)| at);
    secret.get(from..).unwrap_or_default().to_owned()
}

fn summary(row: &sources::Model, figures: Figures) -> Result<SourceSummary> {
    Ok(SourceSummary {
        id: SourceId::from_uuid(row.id),
        name: row.name.clone(),
        slug: row.slug.clone(),
        state: rows::source_state(row)?,
        verification: rows::verification_of(row)?,
        lead_source: rows::lead_source(row)?,
        mapping_version: figures.mapping.map(rows::version_of),
        today: figures.today,
        waiting: figures.waiting,
        refused: figures.refused,
        last_received_at: figures.last,
    })
}

/// Some payloads of a source, newest first.
///
/// Errors: [`Error::Forbidden`]; [`Error::NotFound`]; [`Error::Invalid`] at `after`.
pub async fn payloads(
    cx: &Context,
    actor: &Actor,
    source: SourceId,
    query: &InboundQuery,
) -> Result<InboundPage> {
    use inbound_payloads::Column as C;
    actor.require(Permission::ManageSources)?;
    let db = cx.db().read();
    let limit = usize::from(query.limit.unwrap_or(DEFAULT_LIMIT).clamp(1, MAX_LIMIT));
    let after = match &query.after {
        None => None,
        Some(after) => Some(after.parse::<InboundPayloadId>().map_err(|_| {
            let words = "This place in the list is not known. Open the list from its beginning.";
            Error::invalid("after", "cursor.invalid", words)
        })?),
    };
    let row = rows::own(db, actor, source, false).await?;
    let mut find = inbound_payloads::Entity::find()
        .select_only()
        .columns(Listed::COLUMNS)
        .filter(C::OrgId.eq(row.org_id))
        .filter(C::SourceId.eq(row.id));
    if let Some(after) = after {
        find = find.filter(C::Id.lt(after.uuid()));
    }
    if let Some(state) = query.state {
        find = find.filter(C::State.eq(state.as_str()));
    }
    let more = u64::try_from(limit + 1).unwrap_or(u64::MAX);
    let mut found = find.order_by_desc(C::Id).limit(more).into_model::<Listed>().all(db).await?;
    let more = found.len() > limit;
    found.truncate(limit);
    Ok(InboundPage {
        next: found.last().filter(|_| more).map(|row| InboundPayloadId::from_uuid(row.id).to_string()),
        items: found.iter().map(rows::summary).collect::<Result<_>>()?,
    })
}

/// One payload with its body. Errors: [`Error::Forbidden`]; [`Error::NotFound`].
pub async fn payload(cx: &Context, actor: &Actor, payload: InboundPayloadId) -> Result<InboundPayload> {
    actor.require(Permission::ManageSources)?;
    let db = cx.db().read();
    let (row, _) = rows::own_payload(db, actor, payload, false).await?;
    let edited = match (&row.edited_body, row.edited_at) {
        (Some(body), Some(at)) => {
            let names = members::names(db, actor.org()).await?;
            let by = row.edited_by.and_then(|id| names.get(&MemberId::from_uuid(id)).cloned());
            Some(EditedBody { body: body.clone(), at, by })
        }
        _ => None,
    };
    Ok(InboundPayload {
        summary: rows::summary(&Listed::from(&row))?,
        headers: serde_json::from_value(row.headers).unwrap_or_default(),
        media: row.media.as_deref().and_then(Media::from_word),
        body: String::from_utf8_lossy(&row.body).into_owned(),
        edited,
        ip: row.ip,
    })
}
