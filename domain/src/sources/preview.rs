//! What a mapping would do, before it is saved: with one payload, and with those that were refused.

use super::map::{self, Plan};
use super::rows::{self, Listed};
use crate::actor::Actor;
use crate::context::Context;
use crate::error::{Error, Result};
use crate::fields;
use crate::intake::{Foresight, Prepared, foresee};
use entity::{contacts, inbound_payloads, leads, sources};
use sea_orm::{
    ColumnTrait as _, ConnectionTrait, EntityTrait as _, QueryFilter as _, QueryOrder as _, QuerySelect as _,
};
use shared::fields::CustomField;
use shared::roles::Permission;
use shared::sources::{
    Foreseen, ForeseenContact, ForeseenLead, ForeseenProperty, InboundState, KnownBy, MAX_FIELDS, Mapping,
    Media, Preview, Refusal, Verdict, read_body,
};
use shared::{InboundPayloadId, LeadId, SourceId};
use uuid::Uuid;

/// Refused payloads that are tried, and how many bodies are in memory at a time.
const TRIED: usize = 200;
const AT_A_TIME: u64 = 20;

/// What a body, which is JSON, would do under a mapping that need not be saved or whole. Nothing is written.
///
/// Errors: [`Error::Forbidden`]; [`Error::NotFound`]; [`Error::Invalid`] at `body`, `mapping.fields`.
pub async fn preview(
    cx: &Context,
    actor: &Actor,
    source: SourceId,
    mapping: &Mapping,
    body: &str,
) -> Result<Preview> {
    actor.require(Permission::ManageSources)?;
    bounded(mapping)?;
    let value = read_body(Media::Json, body.as_bytes())
        .map_err(|unreadable| Error::invalid("body", unreadable.reason.as_str(), unreadable.message))?;
    let db = cx.db().read();
    let source = rows::own(db, actor, source, false).await?;
    let fields = fields::all(db, actor.org()).await?;
    let refusals = mapping.apply(&value, &fields).refusals;
    if !refusals.is_empty() {
        return Ok(Preview { refusals, would: None });
    }
    let row = imagined(cx, actor, &source, body);
    let plan = Plan { source, mapping: mapping.clone(), fields, version: 0 };
    Ok(match plan.read(cx, &row)? {
        Err((refusal, _)) => Preview { refusals: vec![refusal], would: None },
        Ok(prepared) => {
            let foresight = foresee(db, &prepared).await?;
            let would = Some(told(db, &prepared, foresight).await?);
            Preview { refusals: Vec::new(), would }
        }
    })
}

fn bounded(mapping: &Mapping) -> Result<()> {
    if mapping.fields.len() > MAX_FIELDS || mapping.consents.len() > MAX_FIELDS {
        let words = format!("Map at most {MAX_FIELDS} fields.");
        return Err(Error::invalid("mapping.fields", "mapping.too_many", words));
    }
    Ok(())
}

/// A payload that nobody sent.
fn imagined(cx: &Context, actor: &Actor, source: &sources::Model, body: &str) -> inbound_payloads::Model {
    inbound_payloads::Model {
        org_id: source.org_id,
        id: Uuid::nil(),
        source_id: source.id,
        received_at: cx.now(),
        request_id: actor.request().uuid(),
        ip: None,
        headers: serde_json::Value::Null,
        media: Some(Media::Json.as_str().to_owned()),
        body: body.as_bytes().to_vec(),
        body_hash: Vec::new(),
        size: 0,
        complete: true,
        state: InboundState::Received.as_str().to_owned(),
        reason: None,
        message: None,
        path: None,
        came: None,
        provider_id: None,
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

/// What was foreseen, with names.
async fn told(db: &impl ConnectionTrait, prepared: &Prepared, seen: Foresight) -> Result<Foreseen> {
    let org = prepared.org.uuid();
    let contact = match seen.contact {
        None => ForeseenContact::New { name: prepared.display_name() },
        Some((id, by_phone)) => {
            let name = contacts::Entity::find_by_id((org, id)).one(db).await?.map(|contact| contact.name);
            let lead: Option<Uuid> = leads::Entity::find()
                .select_only()
                .column(leads::Column::Id)
                .filter(leads::Column::OrgId.eq(org))
                .filter(leads::Column::ContactId.eq(id))
                .filter(leads::Column::SetAside.eq(false))
                .order_by_desc(leads::Column::Id)
                .into_tuple()
                .one(db)
                .await?;
            ForeseenContact::Known {
                name: name.unwrap_or_default(),
                by: if by_phone { KnownBy::Phone } else { KnownBy::Email },
                lead: lead.map(LeadId::from_uuid),
                learns: seen.learns,
            }
        }
    };
    let property = match seen.property {
        Some((_, place)) => Some(ForeseenProperty::Known { place }),
        None => prepared.house.address.as_ref().map(|at| ForeseenProperty::New { place: at.place() }),
    };
    let lead =
        seen.lead.map_or(ForeseenLead::New, |lead| ForeseenLead::Joins { lead: LeadId::from_uuid(lead) });
    Ok(Foreseen { contact, property, lead, source: prepared.source })
}

/// Which of the newest 200 refused payloads would pass under a mapping that need not be saved, newest first. What was
/// refused because nobody knows who sent it stays refused.
///
/// Errors: [`Error::Forbidden`]; [`Error::NotFound`]; [`Error::Invalid`] at `mapping.fields`.
pub async fn try_mapping(
    cx: &Context,
    actor: &Actor,
    source: SourceId,
    mapping: &Mapping,
) -> Result<Vec<Verdict>> {
    use inbound_payloads::Column as C;
    actor.require(Permission::ManageSources)?;
    bounded(mapping)?;
    let db = cx.db().read();
    let source = rows::own(db, actor, source, false).await?;
    let fields = fields::all(db, actor.org()).await?;
    let mut verdicts: Vec<Verdict> = Vec::new();
    while verdicts.len() < TRIED {
        let mut refused = inbound_payloads::Entity::find()
            .filter(C::OrgId.eq(source.org_id))
            .filter(C::SourceId.eq(source.id))
            .filter(C::State.eq(InboundState::Refused.as_str()));
        if let Some(last) = verdicts.last() {
            refused = refused.filter(C::Id.lt(last.payload.uuid()));
        }
        let refused = refused.order_by_desc(C::Id).limit(AT_A_TIME).all(db).await?;
        if refused.is_empty() {
            break;
        }
        for row in refused {
            let refusal = tried(mapping, &fields, &row)?;
            verdicts.push(Verdict { payload: InboundPayloadId::from_uuid(row.id), refusal });
        }
    }
    Ok(verdicts)
}

fn tried(
    mapping: &Mapping,
    fields: &[CustomField],
    row: &inbound_payloads::Model,
) -> Result<Option<Refusal>> {
    let listed = Listed::from(row);
    if !rows::is_replayable(&listed)? {
        return rows::refusal_of(&listed);
    }
    Ok(match map::value_of(row) {
        Err(refusal) => Some(refusal),
        Ok(value) => mapping.apply(&value, fields).refusals.into_iter().next(),
    })
}
