//! The rows of a batch, collected by table and inserted in the order of their references, one statement a table.

use super::matching::Known;
use super::{Origin, Prepared};
use crate::actor::Actor;
use crate::bulk::{self, Conflict};
use crate::context::Context;
use crate::error::Result;
use crate::events::{self, NewEvent, Subject};
use crate::fields::Records;
use crate::leads;
use chrono::Duration;
use entity::{
    consents, contact_emails, contact_phones, contacts, form_drafts, lead_touches, leads as lead_rows,
    properties, submissions,
};
use sea_orm::ActiveValue::{NotSet, Set};
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait as _, DatabaseTransaction, EntityTrait as _, QueryFilter as _};

use shared::address::Address;
use shared::attribution::Touch;
use shared::events::EventKind;
use shared::leads::{LeadSource, LeadStatus};
use shared::parcel::Parcel;
use shared::properties::PropertyFacts;
use shared::{LeadId, OrgId, RequestId};
use std::collections::{BTreeMap, BTreeSet, HashSet};
use uuid::Uuid;

/// Everything one transaction writes.
#[derive(Default)]
pub(super) struct Rows {
    contacts: Vec<contacts::ActiveModel>,
    emails: Vec<contact_emails::ActiveModel>,
    phones: Vec<contact_phones::ActiveModel>,
    properties: Vec<properties::ActiveModel>,
    learned: Vec<(Uuid, Uuid, PropertyFacts)>,
    leads: Vec<lead_rows::ActiveModel>,
    touched: Vec<Prepared>,
    touched_leads: Vec<LeadId>,
    submissions: Vec<submissions::ActiveModel>,
    accepted: Vec<(Prepared, LeadId)>,
    touches: Vec<lead_touches::ActiveModel>,
    consents: Vec<consents::ActiveModel>,
    events: Vec<NewEvent>,
    begun: Vec<(LeadId, Actor)>,
    sent_drafts: Vec<(Uuid, Uuid)>,
    /// Whom something was learned of: the first request of an organization stands for all.
    pub(super) compared: BTreeMap<OrgId, (RequestId, BTreeSet<Uuid>)>,
    /// People, houses and leads that were not there before.
    pub(super) made: HashSet<Uuid>,
    at: Option<chrono::DateTime<chrono::Utc>>,
}

impl Rows {
    fn event(&mut self, prepared: &Prepared, subject: Subject, kind: EventKind) {
        self.events.push(NewEvent { actor: prepared.actor.clone(), subject, kind, at: prepared.at });
    }

    /// A person nobody knew.
    pub(super) fn new_contact(&mut self, cx: &Context, prepared: &Prepared) -> Uuid {
        let id = cx.new_id();
        self.contacts.push(contacts::ActiveModel {
            org_id: Set(prepared.org.uuid()),
            id: Set(id),
            name: Set(prepared.display_name()),
            do_not_contact: Set(false),
            created_at: Set(prepared.at),
            updated_at: Set(prepared.at),
            version: Set(1),
        });
        self.reachable(prepared, id, true, true);
        self.made.insert(id);
        id
    }

    /// A person who is known, perhaps under another phone or email than before.
    pub(super) fn known_contact(&mut self, known: &Known, prepared: &Prepared, contact: Uuid) {
        let email = prepared.person.email.as_ref().map(shared::email::Email::normalized);
        let phone = prepared.person.phone.as_ref().map(|phone| phone.e164().to_owned());
        self.reachable(
            prepared,
            contact,
            email.is_some_and(|key| known.emails.get(&key) != Some(&contact)),
            phone.is_some_and(|key| known.phones.get(&key) != Some(&contact)),
        );
    }

    /// Has the person compared with others.
    pub(super) fn compare(&mut self, prepared: &Prepared, contact: Uuid) {
        let of_org = self.compared.entry(prepared.org);
        of_org.or_insert_with(|| (prepared.actor.request(), BTreeSet::new())).1.insert(contact);
    }

    fn reachable(&mut self, prepared: &Prepared, contact: Uuid, email_is_new: bool, phone_is_new: bool) {
        let org = prepared.org.uuid();
        if let (Some(email), true) = (&prepared.person.email, email_is_new) {
            self.emails.push(contact_emails::ActiveModel {
                org_id: Set(org),
                contact_id: Set(contact),
                email_key: Set(email.normalized()),
                email: Set(email.as_str().to_owned()),
                created_at: Set(prepared.at),
            });
        }
        if let (Some(phone), true) = (&prepared.person.phone, phone_is_new) {
            self.phones.push(contact_phones::ActiveModel {
                org_id: Set(org),
                contact_id: Set(contact),
                e164: Set(phone.e164().to_owned()),
                created_at: Set(prepared.at),
            });
        }
    }

    /// A property nobody knew.
    pub(super) fn new_property(&mut self, cx: &Context, prepared: &Prepared, address: &Address) -> Uuid {
        let (id, facts) = (cx.new_id(), &prepared.house.facts);
        self.properties.push(properties::ActiveModel {
            org_id: Set(prepared.org.uuid()),
            id: Set(id),
            street: Set(address.street.clone()),
            unit: Set(address.unit.clone()),
            city: Set(address.city.clone()),
            region: Set(address.region.clone()),
            postal_code: Set(address.postal_code.clone()),
            address_key: Set(address.key()),
            property_type: Set(facts.property_type.map(|word| word.as_str().to_owned())),
            beds: Set(facts.beds.map(i16::from)),
            half_baths: Set(facts.half_baths.map(i16::from)),
            area_sqft: Set(facts.area_sqft.and_then(|area| i32::try_from(area).ok())),
            year_built: Set(facts.year_built.and_then(|year| i16::try_from(year).ok())),
            condition: Set(facts.condition.map(|word| word.as_str().to_owned())),
            occupancy: Set(facts.occupancy.map(|word| word.as_str().to_owned())),
            parcel: Set(facts.parcel.as_ref().map(Parcel::to_string)),
            parcel_key: Set(facts.parcel.as_ref().map(Parcel::key)),
            asking_minor: Set(facts.asking.map(|money| money.minor)),
            mortgage_minor: Set(facts.mortgage.map(|money| money.minor)),
            currency: Set("USD".to_owned()),
            created_at: Set(prepared.at),
            updated_at: Set(prepared.at),
            version: Set(1),
        });
        self.made.insert(id);
        id
    }

    /// A property that is known: what was missing is filled in, what somebody checked stays.
    pub(super) fn known_property(&mut self, prepared: &Prepared, property: Uuid) {
        if prepared.house.facts != PropertyFacts::default() {
            self.learned.push((prepared.org.uuid(), property, prepared.house.facts.clone()));
        }
    }

    /// What the person agreed to, word for word.
    pub(super) fn consents(&mut self, cx: &Context, prepared: &Prepared, contact: Uuid) {
        self.consents.extend(prepared.consents.iter().map(|consent| consents::ActiveModel {
            org_id: Set(prepared.org.uuid()),
            id: Set(cx.new_id()),
            contact_id: Set(contact),
            submission_id: Set(Some(prepared.id.uuid())),
            channel: Set(consent.channel.as_str().to_owned()),
            granted: Set(consent.granted),
            text: Set(consent.text.clone()),
            text_version: Set(i32::try_from(consent.text_version).unwrap_or(i32::MAX)),
            ip: Set(prepared.peer.ip.clone()),
            user_agent: Set(prepared.peer.user_agent.clone()),
            at: Set(prepared.at),
        }));
    }

    /// A lead of its own.
    pub(super) fn new_lead(
        &mut self,
        cx: &Context,
        prepared: &Prepared,
        records: Records,
        known: &Known,
    ) -> Result<()> {
        let Records { lead: id, contact, property } = records;
        let (house, person, at) = (&prepared.house, &prepared.person, prepared.at);
        let respond_by = at + Duration::minutes(known.response_minutes);
        let address = property.zip(house.address.as_ref());
        let address = address.map(|(property, said)| known.houses.address(property, said));
        self.made.insert(id);
        let name = prepared.display_name();
        let found_by = leads::Findable {
            name: &name,
            emails: person.email.as_slice(),
            phones: person.phone.as_slice(),
            address,
            parcel: house.facts.parcel.as_ref(),
            texts: &[],
        };
        self.leads.push(lead_rows::ActiveModel {
            seq: NotSet,
            org_id: Set(prepared.org.uuid()),
            id: Set(id),
            contact_id: Set(contact),
            property_id: Set(property),
            form_id: Set(Some(prepared.form.uuid())),
            source: Set(prepared.source.as_str().to_owned()),
            status: Set(LeadStatus::New.as_str().to_owned()),
            dead_reason: Set(None),
            status_note: Set(None),
            owner_id: Set(None),
            situation: Set(house.situation.map(|word| word.as_str().to_owned())),
            timing: Set(house.timing.map(|word| word.as_str().to_owned())),
            message: Set(house.message.clone()),
            contact_name: Set(name.clone()),
            place: Set(address.map(Address::place)),
            phone: Set(person.phone.as_ref().map(|phone| phone.e164().to_owned())),
            asking_minor: Set(house.asking_sort()),
            search_text: Set(found_by.search_text()),
            created_at: Set(at),
            updated_at: Set(at),
            respond_by: Set(respond_by),
            first_response_at: Set(None),
            waiting_until: Set(respond_by),
            last_activity_at: Set(at),
            key: Set(None),
            version: Set(1),
            set_aside: Set(false),
        });
        let attribution = &prepared.attribution;
        // A source may know better than its touch where a lead is from.
        let first =
            if attribution.first == attribution.last { prepared.source } else { attribution.first.source() };
        self.touch(cx, prepared, id, "first", &attribution.first, first)?;
        self.touch(cx, prepared, id, "last", &attribution.last, prepared.source)?;
        let lead = LeadId::from_uuid(id);
        self.begun.push((lead, prepared.actor.clone()));
        self.event(
            prepared,
            Subject::Lead(lead),
            EventKind::LeadCreated { source: prepared.source, import: None },
        );
        Ok(())
    }

    fn touch(
        &mut self,
        cx: &Context,
        prepared: &Prepared,
        lead: Uuid,
        kind: &str,
        touch: &Touch,
        source: LeadSource,
    ) -> Result<()> {
        // A visitor's clock may be wrong; no visit lies in the future.
        let touch = Touch { occurred_at: touch.occurred_at.map(|at| at.min(prepared.at)), ..touch.clone() };
        self.touches.push(lead_touches::ActiveModel {
            org_id: Set(prepared.org.uuid()),
            id: Set(cx.new_id()),
            lead_id: Set(lead),
            kind: Set(kind.to_owned()),
            source: Set(source.as_str().to_owned()),
            touch: Set(serde_json::to_value(&touch)?),
            created_at: Set(prepared.at),
        });
        Ok(())
    }

    /// The same person wrote again about the same property: the open lead moves up, no second one appears.
    pub(super) fn resubmitted(&mut self, prepared: &Prepared, lead: LeadId) {
        self.touched.push(prepared.clone());
        self.touched_leads.push(lead);
        self.event(prepared, Subject::Lead(lead), EventKind::LeadResubmitted { submission: prepared.id });
    }

    /// The submission itself, and its draft.
    pub(super) fn submission(&mut self, prepared: &Prepared, lead: Option<LeadId>) -> Result<()> {
        self.at = Some(prepared.at);
        let sent = EventKind::FormSubmitted { form: prepared.form, submission: prepared.id, lead };
        if let Some(lead) = lead {
            self.event(prepared, Subject::Lead(lead), sent);
        } else {
            let reasons = prepared.hold.iter().map(|reason| reason.as_str().to_owned()).collect();
            let held = EventKind::SubmissionHeld { submission: prepared.id, reasons };
            self.event(prepared, Subject::Submission(prepared.id), held);
        }
        if prepared.origin == Origin::Held {
            if let Some(lead) = lead {
                self.accepted.push((prepared.clone(), lead));
            }
            return Ok(());
        }
        if let Some(draft) = prepared.draft {
            self.sent_drafts.push((prepared.org.uuid(), draft.uuid()));
        }
        let reasons: Vec<&str> = prepared.hold.iter().map(|reason| reason.as_str()).collect();
        self.submissions.push(submissions::ActiveModel {
            org_id: Set(prepared.org.uuid()),
            id: Set(prepared.id.uuid()),
            form_id: Set(prepared.form.uuid()),
            form_version: Set(i32::try_from(prepared.form_version).unwrap_or(i32::MAX)),
            key: Set(prepared.key.clone()),
            answers_hash: Set(prepared.answers_hash.clone()),
            answers: Set(serde_json::to_value(&prepared.answers)?),
            attribution: Set(serde_json::to_value(&prepared.attribution)?),
            status: Set(if lead.is_some() { "accepted" } else { "held" }.to_owned()),
            hold_reasons: Set(serde_json::to_value(reasons)?),
            lead_id: Set(lead.map(LeadId::uuid)),
            draft_id: Set(prepared.draft.map(shared::DraftId::uuid)),
            host_origin: Set(prepared.host_origin.clone()),
            ip: Set(prepared.peer.ip.clone()),
            user_agent: Set(prepared.peer.user_agent.clone()),
            created_at: Set(prepared.at),
            decided_at: Set(None),
            decided_by: Set(None),
        });
        Ok(())
    }

    /// The leads that begin with this batch, each with whoever caused it.
    pub(super) fn begun(&mut self) -> Vec<(LeadId, Actor)> {
        std::mem::take(&mut self.begun)
    }

    /// Writes everything.
    pub(super) async fn insert(self, cx: &Context, tx: &DatabaseTransaction) -> Result<()> {
        bulk::insert(tx, self.contacts, Conflict::Refuse).await?;
        bulk::insert(tx, self.emails, Conflict::Keep).await?;
        bulk::insert(tx, self.phones, Conflict::Keep).await?;
        bulk::insert(tx, self.properties, Conflict::Refuse).await?;
        for (org, id, facts) in self.learned {
            crate::properties::learn(tx, org, id, &facts).await?;
        }
        bulk::insert(tx, self.leads, Conflict::Refuse).await?;
        for (prepared, lead) in self.touched.iter().zip(&self.touched_leads) {
            lead_rows::Entity::update_many()
                // What was held back for a while must not make the lead older.
                .col_expr(
                    lead_rows::Column::LastActivityAt,
                    later(lead_rows::Column::LastActivityAt, prepared.at),
                )
                .col_expr(lead_rows::Column::UpdatedAt, later(lead_rows::Column::UpdatedAt, prepared.at))
                .col_expr(
                    lead_rows::Column::Version,
                    sea_orm::ExprTrait::add(Expr::col(lead_rows::Column::Version), 1),
                )
                .filter(lead_rows::Column::OrgId.eq(prepared.org.uuid()))
                .filter(lead_rows::Column::Id.eq(lead.uuid()))
                .exec(tx)
                .await?;
        }
        bulk::insert(tx, self.submissions, Conflict::Refuse).await?;
        for (prepared, lead) in &self.accepted {
            submissions::Entity::update_many()
                .col_expr(submissions::Column::Status, Expr::value("accepted"))
                .col_expr(submissions::Column::LeadId, Expr::value(lead.uuid()))
                .filter(submissions::Column::OrgId.eq(prepared.org.uuid()))
                .filter(submissions::Column::Id.eq(prepared.id.uuid()))
                .exec(tx)
                .await?;
        }
        bulk::insert(tx, self.touches, Conflict::Refuse).await?;
        bulk::insert(tx, self.consents, Conflict::Refuse).await?;
        events::append_all(cx, tx, &self.events).await?;
        if let (Some(at), false) = (self.at, self.sent_drafts.is_empty()) {
            // Draft ids are unique over all organizations; the organization is named all the same.
            let orgs: BTreeSet<Uuid> = self.sent_drafts.iter().map(|(org, _)| *org).collect();
            let drafts: Vec<Uuid> = self.sent_drafts.iter().map(|(_, draft)| *draft).collect();
            form_drafts::Entity::update_many()
                .col_expr(form_drafts::Column::SubmittedAt, Expr::value(at))
                .filter(form_drafts::Column::OrgId.is_in(orgs))
                .filter(form_drafts::Column::Id.is_in(bulk::padded(drafts)))
                .exec(tx)
                .await?;
        }
        Ok(())
    }
}

/// The column, or the time where that is later.
fn later(column: lead_rows::Column, at: chrono::DateTime<chrono::Utc>) -> Expr {
    let column = Expr::col(column);
    let is_earlier = sea_orm::ExprTrait::lt(column.clone(), at);
    sea_orm::sea_query::CaseStatement::new().case(is_earlier, Expr::value(at)).finally(column).into()
}
