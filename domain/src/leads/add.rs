//! Adding a lead by hand.

use super::activity::{self, is_key_taken};
use super::{Findable, UNKNOWN_ASKING};
use crate::actor::Actor;
use crate::contacts::{self, NewContacts};
use crate::context::Context;
use crate::duty::OnDuty;
use crate::error::{Error, Result};
use crate::events::{self, Subject};
use crate::{duplicates, properties};
use chrono::{DateTime, TimeDelta, Utc};
use entity::{leads, organizations};
use sea_orm::ActiveValue::{NotSet, Set};
use sea_orm::{ColumnTrait as _, ConnectionTrait, EntityTrait as _, QueryFilter as _};
use shared::address::Address;
use shared::contacts::Contact;
use shared::events::EventKind;
use shared::leads::{ActivityKind, LeadInput, LeadStatus, NewActivity, NewLead};
use shared::properties::PropertyFacts;
use shared::roles::Permission;
use shared::{ContactId, LeadId, MemberId, OrgId, PropertyId};

/// Adds a lead, once for each key of the organization. A person or place that is known already is not added again;
/// the lead carries the name that was typed.
///
/// Errors: [`Error::Forbidden`] (only a member adds by hand); [`Error::Invalid`] at the paths of [`LeadInput::parse`].
pub async fn add(cx: &Context, actor: &Actor, input: &LeadInput) -> Result<LeadId> {
    let member = actor.require_member(Permission::WorkLeads)?;
    let lead = input.parse()?;
    let key = lead.key.clone();
    let (cx_in, actor_in) = (cx.clone(), actor.clone());
    let added = cx.write(move |tx| {
        Box::pin(async move {
            if let Some(id) = with_key(tx, actor_in.org(), &lead.key).await? {
                return Ok(id);
            }
            insert(&cx_in, tx, &actor_in, member, &lead).await
        })
    });
    match added.await {
        // The same key at the same moment: the other one was faster.
        Err(Error::Internal(cause)) if is_key_taken(&*cause) => {
            with_key(cx.db().read(), actor.org(), &key).await?.ok_or(Error::Internal(cause))
        }
        result => result,
    }
}

async fn with_key(db: &impl ConnectionTrait, org: OrgId, key: &str) -> Result<Option<LeadId>> {
    let row = leads::Entity::find()
        .filter(leads::Column::OrgId.eq(org.uuid()))
        .filter(leads::Column::Key.eq(key))
        .one(db)
        .await?;
    Ok(row.map(|row| LeadId::from_uuid(row.id)))
}

async fn insert(
    cx: &Context,
    tx: &impl ConnectionTrait,
    actor: &Actor,
    member: MemberId,
    lead: &NewLead,
) -> Result<LeadId> {
    let (org, now) = (actor.org(), cx.now());
    let on_duty = OnDuty::load(cx, tx, org).await?;
    let organization = organizations::Entity::find_by_id(org.uuid())
        .one(tx)
        .await?
        .ok_or(Error::NotFound("the organization"))?;
    let contact = person(cx, tx, org, lead, now).await?;
    let property = match &lead.address {
        Some(address) => Some(place(cx, tx, org, address, lead, now).await?),
        None => None,
    };
    let id = LeadId::from_uuid(cx.new_id());
    let respond_by = now + TimeDelta::minutes(i64::from(organization.response_minutes));
    let house = match property {
        Some(id) => Some(properties::get(tx, org, id).await?),
        None => None,
    };
    let found_by = Findable {
        name: &lead.name,
        emails: &contact.emails,
        phones: &contact.phones,
        address: lead.address.as_ref(),
        parcel: house.as_ref().and_then(|house| house.facts.parcel.as_ref()),
        texts: &[],
    };
    let row = leads::ActiveModel {
        seq: NotSet,
        org_id: Set(org.uuid()),
        id: Set(id.uuid()),
        contact_id: Set(contact.id.uuid()),
        property_id: Set(property.map(PropertyId::uuid)),
        form_id: Set(None),
        source: Set(lead.source.as_str().to_owned()),
        status: Set(LeadStatus::New.as_str().to_owned()),
        dead_reason: Set(None),
        status_note: Set(None),
        owner_id: Set(None),
        situation: Set(None),
        timing: Set(None),
        message: Set(None),
        search_text: Set(found_by.search_text()),
        contact_name: Set(lead.name.clone()),
        place: Set(lead.address.as_ref().map(Address::place)),
        phone: Set(lead.phone.as_ref().or(contact.phones.first()).map(|phone| phone.e164().to_owned())),
        asking_minor: Set(lead.asking.map_or(UNKNOWN_ASKING, |asking| asking.minor)),
        created_at: Set(now),
        updated_at: Set(now),
        respond_by: Set(respond_by),
        first_response_at: Set(None),
        waiting_until: Set(respond_by),
        last_activity_at: Set(now),
        key: Set(Some(lead.key.clone())),
        version: Set(1),
        set_aside: Set(false),
    };
    leads::Entity::insert(row).exec_without_returning(tx).await?;
    let kind = EventKind::LeadCreated { source: lead.source, import: None };
    events::append(cx, tx, actor, now, Subject::Lead(id), kind).await?;
    if let Some(on_duty) = on_duty {
        on_duty.begin(cx, tx, &[(id, actor.clone())]).await?;
    }
    if let Some(note) = &lead.note {
        let note = NewActivity {
            kind: ActivityKind::Note,
            outcome: None,
            body: note.clone(),
            // No client makes keys with a colon, so this one is never taken.
            key: format!("lead:{}", id.uuid().simple()),
        };
        activity::insert(cx, tx, actor, member, id, &note, now).await?;
    }
    duplicates::check(cx, tx, org, actor.request(), [contact.id.uuid()]).await?;
    Ok(id)
}

async fn person(
    cx: &Context,
    tx: &impl ConnectionTrait,
    org: OrgId,
    lead: &NewLead,
    now: DateTime<Utc>,
) -> Result<Contact> {
    let emails: Vec<String> = lead.email.iter().map(shared::email::Email::normalized).collect();
    let phones: Vec<String> = lead.phone.iter().map(|phone| phone.e164().to_owned()).collect();
    let known = contacts::match_keys(tx, org, &emails, &phones).await?;
    let known = contacts::matched(&known, lead.email.as_ref(), lead.phone.as_ref());
    let id = known.unwrap_or_else(|| ContactId::from_uuid(cx.new_id()));
    let mut new = NewContacts::default();
    if known.is_none() {
        new.person(org, id, &lead.name, now);
    }
    new.ways(org, id, lead.email.as_ref(), lead.phone.as_ref(), now);
    new.insert(tx).await?;
    contacts::get(tx, org, id).await
}

async fn place(
    cx: &Context,
    tx: &impl ConnectionTrait,
    org: OrgId,
    address: &Address,
    lead: &NewLead,
    now: DateTime<Utc>,
) -> Result<PropertyId> {
    let key = address.key();
    if let Some(id) = properties::match_keys(tx, org, std::slice::from_ref(&key)).await?.remove(&key) {
        return Ok(id);
    }
    let facts = PropertyFacts { asking: lead.asking, ..PropertyFacts::default() };
    let id = PropertyId::from_uuid(cx.new_id());
    properties::insert(tx, vec![properties::new_row(org, id, address, &facts, now)]).await?;
    properties::match_keys(tx, org, std::slice::from_ref(&key))
        .await?
        .remove(&key)
        .ok_or_else(|| Error::internal("a property is gone in the transaction that made it"))
}
