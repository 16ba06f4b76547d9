//! Taking a payload in: looked at within bounds, stored as it came with the job that maps it, and only then answered.

use super::door::Door;
use super::map::Map;
use super::refuse::{self, Keep};
use super::rows;
use super::verify::{self, Request};
use crate::context::Context;
use crate::error::Result;
use crate::jobs::{self, Cause, Options};
use crate::webhooks::mask;
use chrono::{DateTime, TimeDelta, Utc};
use entity::{inbound_payloads, sources};
use sea_orm::{
    ActiveModelTrait as _, ColumnTrait as _, ConnectionTrait, DatabaseBackend, EntityTrait as _,
    QueryFilter as _, QueryOrder as _, Statement,
};
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};
use shared::sources::{
    IdFrom, InboundState, Media, Refusal, RefusedReason, ValuePath, Verification, read_body,
};
use shared::{InboundPayloadId, OrgId, RequestId};
use std::fmt::Write as _;

/// How long the same words count as the same payload where the sender names none.
const SAME_BODY: TimeDelta = TimeDelta::hours(24);
/// Longest name of a payload that is kept as it is, in characters.
const PROVIDER_ID: usize = 200;

/// What came.
#[derive(Debug, Clone)]
pub struct Arrived {
    /// Names in lower case.
    pub headers: Vec<(String, String)>,
    pub body: Vec<u8>,
    /// The body was read to its end; one that is too large is not.
    pub complete: bool,
    pub ip: Option<String>,
    pub request: RequestId,
}

/// What the sender is told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Received {
    /// Stored; it is mapped in a moment.
    Accepted(InboundPayloadId),
    /// It came before, as this one; nothing new happens.
    Duplicate(InboundPayloadId),
    /// Nothing happens, and an admin can see why.
    Refused(Refusal),
}

/// What a look at a payload found.
pub(super) struct Judged {
    pub media: Option<Media>,
    pub provider_id: Option<String>,
    pub refusal: Option<Refusal>,
}

/// Takes a payload in. Answers after it is on disk.
///
/// Errors: [`crate::Error::Unavailable`] when the database does not answer: the sender shall try again.
pub async fn receive(cx: &Context, door: &Door, arrived: Arrived) -> Result<Received> {
    let (now, source) = (cx.now(), &door.source);
    let judged = judge(source, &arrived, now)?;
    if let Some(refusal) = judged.refusal {
        let row = row(cx, source, arrived, Judged { refusal: None, ..judged }, now)?;
        refuse::keep(cx, row, Keep::Refused(refusal.clone())).await?;
        return Ok(Received::Refused(refusal));
    }
    let row = row(cx, source, arrived, judged, now)?;
    let context = cx.clone();
    let (first, row) = cx
        .write(move |tx| {
            Box::pin(async move {
                one_at_a_time(tx, &row).await?;
                match earlier(tx, &row).await? {
                    Some(first) => Ok((Some(first), row)),
                    None => Ok((None, store(&context, tx, row).await?)),
                }
            })
        })
        .await?;
    let Some(first) = first else { return Ok(Received::Accepted(InboundPayloadId::from_uuid(row.id))) };
    let id = InboundPayloadId::from_uuid(first.id);
    let changed = first.body_hash != row.body_hash;
    refuse::keep(cx, row, Keep::Duplicate { first: id, changed }).await?;
    Ok(Received::Duplicate(id))
}

/// Everything that can be said without the database.
fn judge(source: &sources::Model, arrived: &Arrived, now: DateTime<Utc>) -> Result<Judged> {
    let refused = |media, reason, message: String| Judged {
        media,
        provider_id: None,
        refusal: Some(Refusal { reason, path: None, message, came: None }),
    };
    if !arrived.complete {
        return Ok(refused(None, RefusedReason::TooLarge, "Send at most 256 kB.".to_owned()));
    }
    let header =
        |name: &str| arrived.headers.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str());
    let media = header("content-type").and_then(Media::from_content_type);
    let request = Request { headers: &arrived.headers, body: &arrived.body, now };
    if let Err(refusal) = verify::verify(source, &request)? {
        return Ok(Judged { media, provider_id: None, refusal: Some(refusal) });
    }
    if header("content-encoding").is_some_and(|coding| !coding.trim().eq_ignore_ascii_case("identity")) {
        let words = "Send the body as it is, not compressed.";
        return Ok(refused(None, RefusedReason::MediaType, words.to_owned()));
    }
    let Some(media) = media else {
        let words = "Send application/json or application/x-www-form-urlencoded.";
        return Ok(refused(None, RefusedReason::MediaType, words.to_owned()));
    };
    let value = match read_body(media, &arrived.body) {
        Ok(value) => value,
        Err(unreadable) => return Ok(refused(Some(media), unreadable.reason, unreadable.message)),
    };
    let provider_id = provider_id(source, &header, &value)?;
    let off = (!rows::is_enabled(source)).then(|| Refusal {
        reason: RefusedReason::SwitchedOff,
        path: None,
        message: "This source is switched off.".to_owned(),
        came: None,
    });
    Ok(Judged { media: Some(media), provider_id, refusal: off })
}

/// What the sender calls the payload.
fn provider_id<'a>(
    source: &sources::Model,
    header: &dyn Fn(&str) -> Option<&'a str>,
    value: &Value,
) -> Result<Option<String>> {
    let text = match rows::id_from(source)? {
        IdFrom::Usual if rows::verification_of(source)? == Verification::StandardWebhooks => {
            header("webhook-id").map(str::to_owned)
        }
        IdFrom::Usual => None,
        IdFrom::Header { header: name } => header(&name).map(str::to_owned),
        IdFrom::Path { path } => {
            let found = ValuePath::parse(&path).ok().and_then(|path| path.get(value).cloned());
            match found {
                Some(Value::String(text)) => Some(text),
                Some(Value::Number(number)) => Some(number.to_string()),
                _ => None,
            }
        }
    };
    let text = text.map(|text| text.trim().to_owned()).filter(|text| !text.is_empty());
    Ok(text.map(|text| {
        // What is cut or cleaned must not meet another one.
        let fits = text.chars().count() <= PROVIDER_ID && !text.chars().any(char::is_control);
        if fits { text } else { format!("sha256:{}", hex(&Sha256::digest(text.as_bytes()))) }
    }))
}

pub(super) fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        // Writing to a String cannot fail.
        write!(text, "{byte:02x}").ok();
        text
    })
}

fn row(
    cx: &Context,
    source: &sources::Model,
    arrived: Arrived,
    judged: Judged,
    now: DateTime<Utc>,
) -> Result<inbound_payloads::Model> {
    let Verification::Hmac { header: secret, .. } = rows::verification_of(source)? else {
        return Ok(plain_row(cx, source, arrived, judged, now));
    };
    let mut arrived = arrived;
    // A signature, whatever its header is called.
    for (_, value) in arrived.headers.iter_mut().filter(|(name, _)| *name == secret) {
        "••••".clone_into(value);
    }
    Ok(plain_row(cx, source, arrived, judged, now))
}

fn plain_row(
    cx: &Context,
    source: &sources::Model,
    arrived: Arrived,
    judged: Judged,
    now: DateTime<Utc>,
) -> inbound_payloads::Model {
    inbound_payloads::Model {
        org_id: source.org_id,
        id: cx.new_id(),
        source_id: source.id,
        received_at: now,
        request_id: arrived.request.uuid(),
        ip: arrived.ip,
        headers: json!(mask::headers(&arrived.headers)),
        media: judged.media.map(|media| media.as_str().to_owned()),
        body_hash: Sha256::digest(&arrived.body).to_vec(),
        size: i64::try_from(arrived.body.len()).unwrap_or(i64::MAX),
        body: arrived.body,
        complete: arrived.complete,
        state: InboundState::Received.as_str().to_owned(),
        reason: None,
        message: None,
        path: None,
        came: None,
        provider_id: judged.provider_id,
        person: None,
        mapping_version: None,
        job_id: None,
        submission_id: None,
        lead_id: None,
        joined: false,
        edited_body: None,
        edited_at: None,
        edited_by: None,
    }
}

/// Two requests with the same payload at the same time must not both find nothing. On SQLite there is one writer anyway.
async fn one_at_a_time(tx: &impl ConnectionTrait, row: &inbound_payloads::Model) -> Result<()> {
    if tx.get_database_backend() == DatabaseBackend::Postgres {
        let name = row.provider_id.clone().unwrap_or_else(|| hex(&row.body_hash));
        let lock = Statement::from_sql_and_values(
            DatabaseBackend::Postgres,
            "SELECT pg_advisory_xact_lock(hashtextextended($1, 0))",
            [format!("payload {} {name}", row.source_id).into()],
        );
        tx.execute_raw(lock).await?;
    }
    Ok(())
}

/// The payload this one is a copy of. One that was refused is none: the sender may have mended what was wrong.
async fn earlier(
    tx: &impl ConnectionTrait,
    row: &inbound_payloads::Model,
) -> Result<Option<inbound_payloads::Model>> {
    use inbound_payloads::Column as C;
    let alive = [InboundState::Received, InboundState::Mapped].map(InboundState::as_str);
    let found = inbound_payloads::Entity::find()
        .filter(C::OrgId.eq(row.org_id))
        .filter(C::SourceId.eq(row.source_id))
        .filter(C::State.is_in(alive))
        .order_by_asc(C::Id);
    let found = match &row.provider_id {
        Some(name) => found.filter(C::ProviderId.is_not_null()).filter(C::ProviderId.eq(name.as_str())),
        None => found
            .filter(C::BodyHash.eq(row.body_hash.clone()))
            .filter(C::ReceivedAt.gt(row.received_at - SAME_BODY))
            .filter(C::ProviderId.is_null()),
    };
    Ok(found.one(tx).await?)
}

/// Stores a payload, with its job if there is a mapping.
async fn store(
    cx: &Context,
    tx: &impl ConnectionTrait,
    mut row: inbound_payloads::Model,
) -> Result<inbound_payloads::Model> {
    let mapping = rows::newest_mapping(tx, row.org_id, row.source_id).await?;
    if mapping.is_some() {
        let cause = Cause {
            org: Some(OrgId::from_uuid(row.org_id)),
            request: RequestId::from_uuid(row.request_id),
            event: None,
            schedule: None,
        };
        let work = Map { payload: InboundPayloadId::from_uuid(row.id) };
        row.job_id = Some(jobs::enqueue(cx, tx, &cause, &work, &Options::default()).await?.uuid());
    }
    insert(tx, row.clone()).await?;
    Ok(row)
}

pub(super) async fn insert(tx: &impl ConnectionTrait, row: inbound_payloads::Model) -> Result<()> {
    let row: inbound_payloads::ActiveModel = row.into();
    inbound_payloads::Entity::insert(row.reset_all()).exec_without_returning(tx).await?;
    Ok(())
}
