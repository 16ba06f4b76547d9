//! A batch of rows made into leads, in one transaction: people and houses are recognised as intake recognises them.

use super::beside::{Beside, MadeTag, MadeValue};
use super::feed::ReadRow;
use super::problems;
use super::work::{self, Tally};
use crate::actor::Actor;
use crate::bulk::{self, Conflict};
use crate::contacts::{self, NewContacts, Ways};
use crate::context::Context;
use crate::error::Result;
use crate::events::{self, NewEvent, Subject};
use crate::intake::{Keys, Known, one_at_a_time};
use crate::leads::{Findable, NEVER, UNKNOWN_ASKING};
use crate::{duplicates, properties};
use chrono::{DateTime, NaiveTime, TimeDelta, Utc};
use entity::{activities, import_rows, imports, leads, properties as property_rows};
use sea_orm::ActiveValue::{NotSet, Set};
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait as _, DatabaseTransaction, EntityTrait as _, QueryFilter as _};
use serde::{Deserialize, Serialize};
use shared::address::Address;
use shared::email::Email;
use shared::events::EventKind;
use shared::fields::{CustomField, Noun};
use shared::imports::{ImportState, KnownLeads, LeadRow, Moment};
use shared::leads::{ActivityKind, DeadReason, LeadSource};
use shared::properties::PropertyFacts;
use shared::{ActivityId, ContactId, ImportId, LeadId, MemberId, OrgId, PropertyId};
use std::collections::{BTreeSet, HashMap};
use uuid::Uuid;

/// What one transaction is to write.
pub(super) struct Batch {
    pub import: imports::Model,
    /// Does it, as far as the log is concerned.
    pub actor: Actor,
    /// Writes the notes.
    pub member: MemberId,
    pub known: KnownLeads,
    /// Where leads are from that do not say it.
    pub source: Option<LeadSource>,
    /// The custom fields that rows have values of.
    pub fields: Vec<CustomField>,
    /// Where the batch begins and ends.
    pub from: i64,
    pub to: i64,
    /// With the owner that was found for each.
    pub rows: Vec<(ReadRow, Option<Uuid>)>,
}

/// What a row made beside its lead, or added to what was here: enough to take it back.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct Made {
    /// A person nobody knew.
    pub contact: Option<Uuid>,
    /// A house nobody knew.
    pub property: Option<Uuid>,
    /// A person who was known, and the ways that were not.
    pub known_contact: Option<Uuid>,
    pub emails: Vec<String>,
    pub phones: Vec<String>,
    /// A house that was known, and what was not known of it.
    pub learned: Option<(Uuid, PropertyFacts)>,
    pub note: Option<Uuid>,
    /// What records that were known got beside: only where they had nothing.
    pub values: Vec<MadeValue>,
    pub tags: Vec<MadeTag>,
}

impl Made {
    fn is_nothing(&self) -> bool {
        *self == Self::default()
    }
}

/// Writes the batch. `false`, and nothing written, when the import does not stand where the batch begins.
pub(super) async fn write(cx: &Context, tx: &DatabaseTransaction, batch: &Batch) -> Result<bool> {
    if !work::move_on(tx, &batch.import, ImportState::Running, batch.from, batch.to).await? {
        return Ok(false);
    }
    let org = OrgId::from_uuid(batch.import.org_id);
    one_at_a_time(tx, org).await?;
    let mut writer = Writer::prepare(cx, tx, org, batch).await?;
    let mut tally = Tally::default();
    for (read, owner) in &batch.rows {
        match &read.lead {
            Err(_) => tally.refused += 1,
            Ok(lead) => match writer.row(read.number, lead, *owner)? {
                Became::Created => tally.created += 1,
                Became::Attached => tally.attached += 1,
                Became::Skipped => tally.skipped += 1,
            },
        }
    }
    writer.insert(tx).await?;
    if tally.refused > 0 {
        let before = work::refused_so_far(tx, &batch.import).await?;
        let rows: Vec<ReadRow> = batch.rows.iter().map(|(row, _)| row.clone()).collect();
        problems::keep(tx, &batch.import, before, &rows).await?;
    }
    work::count(tx, &batch.import, tally).await?;
    Ok(true)
}

enum Became {
    Created,
    Attached,
    Skipped,
}

/// What is known, and the rows that are to be, by table.
struct Writer<'a> {
    cx: &'a Context,
    batch: &'a Batch,
    org: OrgId,
    now: DateTime<Utc>,
    known: Known,
    /// Of the people who are known or were made.
    ways: HashMap<Uuid, Ways>,
    /// Of the houses that are known or were made.
    facts: HashMap<Uuid, PropertyFacts>,
    people: NewContacts,
    houses: Vec<property_rows::ActiveModel>,
    learned: Vec<(Uuid, PropertyFacts)>,
    leads: Vec<leads::ActiveModel>,
    touched: BTreeSet<Uuid>,
    notes: Vec<activities::ActiveModel>,
    beside: Beside,
    events: Vec<NewEvent>,
    done: Vec<import_rows::ActiveModel>,
    /// Whom something was learned of.
    compared: BTreeSet<Uuid>,
}

impl<'a> Writer<'a> {
    async fn prepare(
        cx: &'a Context,
        tx: &DatabaseTransaction,
        org: OrgId,
        batch: &'a Batch,
    ) -> Result<Self> {
        let leads = || batch.rows.iter().filter_map(|(read, _)| read.lead.as_ref().ok());
        let keys = Keys {
            emails: leads().flat_map(|lead| lead.emails.iter().map(Email::normalized)).collect(),
            phones: leads()
                .flat_map(|lead| lead.phones.iter().map(|phone| phone.e164().to_owned()))
                .collect(),
            addresses: leads().filter_map(|lead| lead.address.as_ref().map(Address::key)).collect(),
            lands: leads()
                .filter_map(|lead| properties::land(lead.address.as_ref()?, lead.facts.parcel.as_ref()))
                .collect(),
        };
        let known = Known::recognise(tx, org, keys).await?;
        let people: BTreeSet<Uuid> = known.emails.values().chain(known.phones.values()).copied().collect();
        let ways = contacts::ways(tx, org, people.into_iter().collect()).await?;
        let records = [
            (Noun::Lead, known.leads.values().copied().collect()),
            (Noun::Contact, ways.keys().copied().collect()),
            (Noun::Property, known.houses.ids()),
        ];
        let beside = Beside::load(tx, org, &batch.fields, leads(), records).await?;
        let houses = properties::many(tx, org, known.houses.ids()).await?;
        Ok(Self {
            cx,
            batch,
            org,
            now: cx.now(),
            known,
            ways,
            facts: houses.into_iter().map(|(id, house)| (id, house.facts)).collect(),
            people: NewContacts::default(),
            houses: Vec::new(),
            learned: Vec::new(),
            leads: Vec::new(),
            touched: BTreeSet::new(),
            notes: Vec::new(),
            beside,
            events: Vec::new(),
            done: Vec::new(),
            compared: BTreeSet::new(),
        })
    }

    fn row(&mut self, number: i64, lead: &LeadRow, owner: Option<Uuid>) -> Result<Became> {
        let person = self.known.person(&lead.phones, &lead.emails);
        let house = lead.address.as_ref();
        let stands = house.map(|address| self.known.houses.find(address, lead.facts.parcel.as_ref()));
        // A house nobody knew has no lead.
        let open = match (person, stands) {
            (_, Some(None)) | (None, _) => None,
            (Some(person), stands) => self.known.leads.get(&(person, stands.flatten())).copied(),
        };
        if open.is_some() && self.batch.known == KnownLeads::Skip {
            return Ok(Became::Skipped);
        }
        let mut made = Made::default();
        let contact = person.unwrap_or_else(|| self.new_person(lead, &mut made));
        self.reach(contact, person.is_some(), lead, &mut made);
        self.compared.insert(contact);
        let property = house.map(|address| self.house(address, lead, &mut made));
        let (id, became) = match open {
            Some(open) if self.batch.known == KnownLeads::Attach => (open, Became::Attached),
            _ => (self.new_lead(lead, contact, property, owner), Became::Created),
        };
        self.note(number, LeadId::from_uuid(id), lead, &mut made);
        let was_here = [
            (Noun::Lead, Some(id), matches!(became, Became::Attached)),
            (Noun::Contact, Some(contact), person.is_some()),
            (Noun::Property, property, made.property.is_none()),
        ];
        for (noun, record, was_here) in was_here {
            let Some(record) = record else { continue };
            let (values, tags) = self.beside.add(self.cx, noun, record, lead)?;
            if was_here {
                made.values.extend(values);
                made.tags.extend(tags);
            }
        }
        let outcome = match became {
            // Nothing was new: there is nothing to tell, and nothing to take back.
            Became::Attached if made.is_nothing() => return Ok(became),
            Became::Attached => {
                self.touched.insert(id);
                self.event(id, EventKind::LeadImportAttached { import: self.import() });
                "attached"
            }
            _ => "created",
        };
        self.done.push(import_rows::ActiveModel {
            org_id: Set(self.org.uuid()),
            import_id: Set(self.batch.import.id),
            number: Set(number),
            outcome: Set(outcome.to_owned()),
            lead_id: Set(Some(id)),
            made: Set(serde_json::to_value(&made)?),
            undone: Set(None),
        });
        Ok(became)
    }

    fn import(&self) -> ImportId {
        ImportId::from_uuid(self.batch.import.id)
    }

    fn event(&mut self, lead: Uuid, kind: EventKind) {
        let subject = Subject::Lead(LeadId::from_uuid(lead));
        self.events.push(NewEvent { actor: self.batch.actor.clone(), subject, kind, at: self.now });
    }

    fn new_person(&mut self, lead: &LeadRow, made: &mut Made) -> Uuid {
        let id = self.cx.new_id();
        self.people.person(self.org, ContactId::from_uuid(id), &lead.display_name(), self.now);
        self.ways.insert(id, Ways::default());
        made.contact = Some(id);
        id
    }

    /// Adds the ways that were not known of the person.
    fn reach(&mut self, contact: Uuid, was_known: bool, lead: &LeadRow, made: &mut Made) {
        let id = ContactId::from_uuid(contact);
        let ways = self.ways.entry(contact).or_default();
        for phone in &lead.phones {
            self.known.phones.entry(phone.e164().to_owned()).or_insert(contact);
            if ways.phones.insert(phone.e164().to_owned()) {
                self.people.ways(self.org, id, None, Some(phone), self.now);
                if was_known {
                    made.phones.push(phone.e164().to_owned());
                }
            }
        }
        for email in &lead.emails {
            self.known.emails.entry(email.normalized()).or_insert(contact);
            if ways.emails.insert(email.normalized()) {
                self.people.ways(self.org, id, Some(email), None, self.now);
                if was_known {
                    made.emails.push(email.normalized());
                }
            }
        }
        if !made.phones.is_empty() || !made.emails.is_empty() {
            made.known_contact = Some(contact);
        }
    }

    fn house(&mut self, address: &Address, lead: &LeadRow, made: &mut Made) -> Uuid {
        let parcel = lead.facts.parcel.as_ref();
        let Some(known) = self.known.houses.find(address, parcel) else {
            let id = self.cx.new_id();
            let row =
                properties::new_row(self.org, PropertyId::from_uuid(id), address, &lead.facts, self.now);
            self.houses.push(row);
            self.known.houses.made(id, address, parcel);
            self.facts.insert(id, lead.facts.clone());
            made.property = Some(id);
            return id;
        };
        self.known.houses.learned(known, address, parcel);
        let facts = self.facts.entry(known).or_default();
        let news = missing(facts, &lead.facts);
        if news != PropertyFacts::default() {
            *facts = union(facts, &news);
            self.learned.push((known, news.clone()));
            made.learned = Some((known, news));
        }
        known
    }

    fn new_lead(
        &mut self,
        lead: &LeadRow,
        contact: Uuid,
        property: Option<Uuid>,
        owner: Option<Uuid>,
    ) -> Uuid {
        let (id, now) = (self.cx.new_id(), self.now);
        let created = match lead.created {
            None => now,
            // No lead comes from the future.
            Some(Moment::At(at)) => at.min(now),
            // Noon, so that it is the same day wherever the list is looked at in America.
            Some(Moment::Day(day)) => day.and_time(NOON).and_utc().min(now),
        };
        let source = lead.source.or(self.batch.source).unwrap_or(LeadSource::Manual);
        let name = lead.display_name();
        let address = property.zip(lead.address.as_ref());
        let address = address.map(|(property, said)| self.known.houses.address(property, said));
        let house = property.and_then(|id| self.facts.get(&id));
        let found_by = Findable {
            name: &name,
            emails: &lead.emails,
            phones: &lead.phones,
            address,
            parcel: house.and_then(|house| house.parcel.as_ref()),
            texts: &[],
        };
        self.leads.push(leads::ActiveModel {
            seq: NotSet,
            org_id: Set(self.org.uuid()),
            id: Set(id),
            contact_id: Set(contact),
            property_id: Set(property),
            form_id: Set(None),
            source: Set(source.as_str().to_owned()),
            status: Set(lead.status.as_str().to_owned()),
            dead_reason: Set(lead.dead_reason.map(|reason: DeadReason| reason.as_str().to_owned())),
            status_note: Set(lead.status_note.clone()),
            owner_id: Set(owner),
            situation: Set(lead.situation.map(|word| word.as_str().to_owned())),
            timing: Set(lead.timing.map(|word| word.as_str().to_owned())),
            message: Set(lead.message.clone()),
            search_text: Set(found_by.search_text()),
            contact_name: Set(name.clone()),
            place: Set(address.map(Address::place)),
            phone: Set(lead.phones.first().map(|phone| phone.e164().to_owned())),
            asking_minor: Set(lead.facts.asking.map_or(UNKNOWN_ASKING, |asking| asking.minor)),
            created_at: Set(created),
            updated_at: Set(now),
            respond_by: Set(created + TimeDelta::minutes(self.known.response_minutes)),
            first_response_at: Set(None),
            // Somebody on a list does not wait for an answer.
            waiting_until: Set(NEVER),
            last_activity_at: Set(created),
            key: Set(None),
            version: Set(1),
            set_aside: Set(false),
        });
        if lead.status.is_open() {
            self.known.leads.entry((contact, property)).or_insert(id);
        }
        self.event(id, EventKind::LeadCreated { source, import: Some(self.import()) });
        id
    }

    fn note(&mut self, number: i64, lead: LeadId, row: &LeadRow, made: &mut Made) {
        let Some(body) = &row.note else { return };
        let id = self.cx.new_id();
        self.notes.push(activities::ActiveModel {
            org_id: Set(self.org.uuid()),
            id: Set(id),
            lead_id: Set(lead.uuid()),
            member_id: Set(self.batch.member.uuid()),
            kind: Set(ActivityKind::Note.as_str().to_owned()),
            outcome: Set(None),
            body: Set(body.clone()),
            // No client makes keys with a colon, so this one is never taken.
            key: Set(format!("import:{}:{number}", self.batch.import.id.simple())),
            at: Set(self.now),
        });
        self.event(lead.uuid(), EventKind::LeadNoteAdded { activity: ActivityId::from_uuid(id) });
        made.note = Some(id);
    }

    async fn insert(self, tx: &DatabaseTransaction) -> Result<()> {
        self.people.insert(tx).await?;
        bulk::insert(tx, self.houses, Conflict::Refuse).await?;
        for (house, news) in self.learned {
            properties::learn(tx, self.org.uuid(), house, &news).await?;
        }
        bulk::insert(tx, self.leads, Conflict::Refuse).await?;
        if !self.touched.is_empty() {
            leads::Entity::update_many()
                .col_expr(leads::Column::UpdatedAt, Expr::value(self.now))
                .col_expr(
                    leads::Column::Version,
                    sea_orm::ExprTrait::add(Expr::col(leads::Column::Version), 1),
                )
                .filter(leads::Column::OrgId.eq(self.org.uuid()))
                .filter(leads::Column::Id.is_in(bulk::padded(self.touched.into_iter().collect())))
                .exec(tx)
                .await?;
        }
        bulk::insert(tx, self.notes, Conflict::Refuse).await?;
        let (now, actor) = (self.now, &self.batch.actor);
        let made = self.beside.new_tags().iter().map(|tag| {
            let kind = EventKind::TagCreated { name: tag.name.clone() };
            NewEvent { actor: actor.clone(), subject: Subject::Tag(tag.id), kind, at: now }
        });
        events::append_all(self.cx, tx, &made.collect::<Vec<_>>()).await?;
        self.beside.insert(self.cx, tx, self.org).await?;
        events::append_all(self.cx, tx, &self.events).await?;
        bulk::insert(tx, self.done, Conflict::Refuse).await?;
        duplicates::check(self.cx, tx, self.org, self.batch.actor.request(), self.compared).await
    }
}

const NOON: NaiveTime = match NaiveTime::from_hms_opt(12, 0, 0) {
    Some(noon) => noon,
    None => NaiveTime::MIN,
};

/// What `new` says that `old` does not.
fn missing(old: &PropertyFacts, new: &PropertyFacts) -> PropertyFacts {
    fn only<T>(old: Option<T>, new: Option<T>) -> Option<T> {
        if old.is_some() { None } else { new }
    }
    PropertyFacts {
        property_type: only(old.property_type, new.property_type),
        beds: only(old.beds, new.beds),
        half_baths: only(old.half_baths, new.half_baths),
        area_sqft: only(old.area_sqft, new.area_sqft),
        year_built: only(old.year_built, new.year_built),
        condition: only(old.condition, new.condition),
        occupancy: only(old.occupancy, new.occupancy),
        parcel: only(old.parcel.as_ref(), new.parcel.as_ref()).cloned(),
        asking: only(old.asking, new.asking),
        mortgage: only(old.mortgage, new.mortgage),
    }
}

/// Both together; no fact is in both.
fn union(old: &PropertyFacts, news: &PropertyFacts) -> PropertyFacts {
    PropertyFacts {
        property_type: old.property_type.or(news.property_type),
        beds: old.beds.or(news.beds),
        half_baths: old.half_baths.or(news.half_baths),
        area_sqft: old.area_sqft.or(news.area_sqft),
        year_built: old.year_built.or(news.year_built),
        condition: old.condition.or(news.condition),
        occupancy: old.occupancy.or(news.occupancy),
        parcel: old.parcel.clone().or_else(|| news.parcel.clone()),
        asking: old.asking.or(news.asking),
        mortgage: old.mortgage.or(news.mortgage),
    }
}
