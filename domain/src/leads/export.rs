//! A list of leads as a file: all that the list would show page by page, in its order, a few hundred at a time.

use super::cursor::Place;
use super::list::{Asked, Plan};
use super::pages::Found;
use super::rows::{phone_of, source_of, status_of, unknown};
use super::{NEVER, UNKNOWN_ASKING};
use crate::actor::Actor;
use crate::bulk::padded;
use crate::context::Context;
use crate::error::Result;
use crate::events::{self, Subject};
use crate::{fields, properties, tags};
use chrono::SecondsFormat;
use entity::{contact_emails, contact_phones, leads, members, users};
use sea_orm::{
    ColumnTrait as _, ConnectionTrait, EntityTrait as _, QueryFilter as _, QueryOrder as _, QuerySelect as _,
};
use shared::email::Email;
use shared::events::EventKind;
use shared::fields::{CustomField, FieldValue, Noun};
use shared::imports::{Layout, LeadRow, Moment, line};
use shared::leads::{DeadReason, LeadFact, LeadField, LeadQuery, MAX_RANKED, Situation, Timing};
use shared::money::Money;
use shared::phone::Phone;
use shared::properties::Property;
use shared::roles::Permission;
use shared::tags::key;
use shared::{CustomFieldId, OrgId};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use uuid::Uuid;

/// Leads that are read at a time.
const BATCH: u64 = 500;
/// Tells spreadsheets that the file is UTF-8.
const MARK: &str = "\u{feff}";

/// An export on its way. What changes while it is read may be in it or not; no lead is in it twice.
pub struct Export {
    cx: Context,
    org: OrgId,
    asked: Asked,
    plan: Plan,
    columns: Columns,
    /// Emails of members.
    owners: HashMap<Uuid, String>,
    after: Option<Place>,
    /// What is left of a list that no index has in its order.
    sorted: Option<std::vec::IntoIter<Uuid>>,
    begun: bool,
    ended: bool,
}

/// Which columns the file has.
struct Columns {
    /// Custom fields that are in use, and those that the list shows nevertheless.
    fields: Vec<CustomField>,
    /// What else the list shows that no import reads.
    more: Vec<LeadFact>,
    layout: Layout,
}

impl Columns {
    async fn of(db: &impl ConnectionTrait, org: OrgId, query: &LeadQuery) -> Result<Self> {
        let shows = |field: &CustomField| query.columns.contains(&LeadField::Custom(field.id));
        let mut fields = fields::all(db, org).await?;
        fields.retain(|field| !field.archived || shows(field));
        let more = query.columns.iter().filter_map(|field| match field {
            LeadField::Fact(fact) if MORE.contains(fact) => Some(*fact),
            _ => None,
        });
        let more: Vec<LeadFact> = more.collect();
        let layout = Layout::of(&fields, more.iter().map(|fact| fact.label().to_owned()).collect());
        Ok(Self { fields, more, layout })
    }
}

/// Columns of a list that every file does not have anyway.
const MORE: [LeadFact; 3] = [LeadFact::LastActivity, LeadFact::RespondBy, LeadFact::FirstResponse];

/// Begins to export what a list shows; the log says who did.
///
/// Errors: [`crate::Error::Forbidden`]; [`crate::Error::Invalid`] at `search`, `where`, `sort`.
pub async fn export(cx: &Context, actor: &Actor, query: &LeadQuery) -> Result<Export> {
    actor.require(Permission::ExportLeads)?;
    let db = cx.db().read();
    let asked = Asked::read(cx, db, actor, query).await?;
    let plan = asked.plan(db, BATCH).await?;
    let ranked = asked.ranked(db, &plan, MAX_RANKED).await?;
    let total = match &ranked {
        Some(ranked) => ranked.total(),
        None => asked.total(db, &plan, 0).await?,
    };
    let sorted = match ranked {
        Some(ranked) => Some(ranked.ids()),
        None => asked.sorted_ids(db, &plan).await?,
    };
    let owners = emails_of_members(db, actor.org()).await?;
    let columns = Columns::of(db, actor.org(), query).await?;
    let kind = EventKind::LeadsExported { at_least: total.at_least, narrowed: query.is_narrowed() };
    let (cx_in, actor_in) = (cx.clone(), actor.clone());
    cx.write(move |tx| {
        Box::pin(async move {
            let subject = Subject::Organization(actor_in.org());
            events::append(&cx_in, tx, &actor_in, cx_in.now(), subject, kind).await?;
            Ok(())
        })
    })
    .await?;
    Ok(Export {
        cx: cx.clone(),
        org: actor.org(),
        asked,
        plan,
        columns,
        owners,
        after: None,
        sorted: sorted.map(Vec::into_iter),
        begun: false,
        ended: false,
    })
}

async fn emails_of_members(db: &impl ConnectionTrait, org: OrgId) -> Result<HashMap<Uuid, String>> {
    let rows: Vec<(Uuid, Uuid)> = members::Entity::find()
        .select_only()
        .columns([members::Column::Id, members::Column::UserId])
        .filter(members::Column::OrgId.eq(org.uuid()))
        .into_tuple()
        .all(db)
        .await?;
    let people: Vec<(Uuid, String)> = users::Entity::find()
        .select_only()
        .columns([users::Column::Id, users::Column::Email])
        .filter(users::Column::Id.is_in(rows.iter().map(|(_, user)| *user)))
        .into_tuple()
        .all(db)
        .await?;
    let people: HashMap<Uuid, String> = people.into_iter().collect();
    Ok(rows.into_iter().filter_map(|(member, user)| Some((member, people.get(&user)?.clone()))).collect())
}

impl Export {
    /// The next piece of the file; `None` at its end.
    pub async fn next(&mut self) -> Result<Option<String>> {
        if !self.begun {
            self.begun = true;
            return Ok(Some(format!("{MARK}{}", line(&self.columns.layout.headings()))));
        }
        if self.ended {
            return Ok(None);
        }
        let db = self.cx.db().read();
        let batch = usize::try_from(BATCH).unwrap_or(usize::MAX);
        let ids: Vec<Uuid> = if let Some(sorted) = &mut self.sorted {
            sorted.take(batch).collect()
        } else {
            let rows = self.asked.page(db, &self.plan, self.after.as_ref(), true, BATCH).await?;
            self.after = rows.last().map(Found::place);
            rows.iter().map(|found| found.row.id).collect()
        };
        self.ended = ids.len() < batch;
        if ids.is_empty() {
            return Ok(None);
        }
        let mut text = String::new();
        for (lead, more) in whole(db, self.org, &self.owners, &self.columns, ids).await? {
            text.push_str(&line(&self.columns.layout.cells(&lead, more)));
        }
        Ok(Some(text))
    }
}

/// Leads with everything that is exported of them, and the cells of the further columns, in the order of the ids.
async fn whole(
    db: &impl ConnectionTrait,
    org: OrgId,
    owners: &HashMap<Uuid, String>,
    columns: &Columns,
    ids: Vec<Uuid>,
) -> Result<Vec<(LeadRow, Vec<String>)>> {
    let rows = leads::Entity::find()
        .filter(leads::Column::OrgId.eq(org.uuid()))
        .filter(leads::Column::Id.is_in(padded(ids.clone())))
        .all(db)
        .await?;
    let beside = Beside::of(db, org, &columns.fields, &rows).await?;
    let people: BTreeSet<Uuid> = rows.iter().map(|row| row.contact_id).collect();
    let people = padded(people.into_iter().collect::<Vec<_>>());
    let houses: BTreeSet<Uuid> = rows.iter().filter_map(|row| row.property_id).collect();
    let houses = properties::many(db, org, houses.into_iter().collect()).await?;
    let emails: Vec<(Uuid, String)> = contact_emails::Entity::find()
        .select_only()
        .columns([contact_emails::Column::ContactId, contact_emails::Column::Email])
        .filter(contact_emails::Column::OrgId.eq(org.uuid()))
        .filter(contact_emails::Column::ContactId.is_in(people.clone()))
        .order_by_asc(contact_emails::Column::CreatedAt)
        .order_by_asc(contact_emails::Column::EmailKey)
        .into_tuple()
        .all(db)
        .await?;
    let phones: Vec<(Uuid, String)> = contact_phones::Entity::find()
        .select_only()
        .columns([contact_phones::Column::ContactId, contact_phones::Column::E164])
        .filter(contact_phones::Column::OrgId.eq(org.uuid()))
        .filter(contact_phones::Column::ContactId.is_in(people))
        .order_by_asc(contact_phones::Column::CreatedAt)
        .order_by_asc(contact_phones::Column::E164)
        .into_tuple()
        .all(db)
        .await?;
    let (emails, phones) = (by_person(emails), by_person(phones));
    let mut leads: HashMap<Uuid, (LeadRow, Vec<String>)> = HashMap::with_capacity(rows.len());
    for row in rows {
        let of = |ways: &HashMap<Uuid, Vec<String>>| ways.get(&row.contact_id).cloned().unwrap_or_default();
        let house = row.property_id.and_then(|id| houses.get(&id));
        let owner = row.owner_id.and_then(|id| owners.get(&id)).cloned();
        let more = columns.more.iter().map(|fact| further(&row, *fact)).collect();
        let mut read = lead(&row, of(&emails), of(&phones), house, owner)?;
        beside.add_to(&mut read, &row);
        leads.insert(row.id, (read, more));
    }
    Ok(ids.into_iter().filter_map(|id| leads.remove(&id)).collect())
}

/// Tags and values of custom fields, by noun and record.
struct Beside {
    tags: HashMap<(Noun, Uuid), Vec<String>>,
    values: HashMap<(Noun, Uuid), BTreeMap<CustomFieldId, FieldValue>>,
}

impl Beside {
    async fn of(
        db: &impl ConnectionTrait,
        org: OrgId,
        fields: &[CustomField],
        rows: &[leads::Model],
    ) -> Result<Self> {
        let mut beside = Self { tags: HashMap::new(), values: HashMap::new() };
        for noun in Noun::ALL.iter().copied() {
            let records: BTreeSet<Uuid> = rows.iter().filter_map(|row| record(row, noun)).collect();
            let records = padded(records.into_iter().collect::<Vec<_>>());
            let tags = tags::of(db, org, noun, &records).await?;
            for (record, tags) in tags {
                let mut names: Vec<String> = tags.into_iter().map(|tag| tag.name).collect();
                // Databases differ in their order of letters; files do not.
                names.sort_by_key(|name| key(name));
                beside.tags.insert((noun, record), names);
            }
            let values = fields::all_of(db, org, noun, fields, &records).await?;
            beside.values.extend(values.into_iter().map(|(record, values)| ((noun, record), values)));
        }
        Ok(beside)
    }

    fn add_to(&self, lead: &mut LeadRow, row: &leads::Model) {
        for noun in Noun::ALL.iter().copied() {
            let Some(record) = record(row, noun) else { continue };
            if let Some(names) = self.tags.get(&(noun, record)) {
                lead.tags.insert(noun, names.clone());
            }
            lead.values.extend(self.values.get(&(noun, record)).cloned().unwrap_or_default());
        }
    }
}

fn record(row: &leads::Model, noun: Noun) -> Option<Uuid> {
    match noun {
        Noun::Lead => Some(row.id),
        Noun::Contact => Some(row.contact_id),
        Noun::Property => row.property_id,
    }
}

fn further(row: &leads::Model, fact: LeadFact) -> String {
    let time = match fact {
        LeadFact::LastActivity => Some(row.last_activity_at),
        LeadFact::RespondBy => Some(row.waiting_until).filter(|until| *until < NEVER),
        LeadFact::FirstResponse => row.first_response_at,
        _ => None,
    };
    time.map(|time| time.to_rfc3339_opts(SecondsFormat::AutoSi, true)).unwrap_or_default()
}

fn by_person(ways: Vec<(Uuid, String)>) -> HashMap<Uuid, Vec<String>> {
    let mut people: HashMap<Uuid, Vec<String>> = HashMap::new();
    for (person, way) in ways {
        people.entry(person).or_default().push(way);
    }
    people
}

fn lead(
    row: &leads::Model,
    emails: Vec<String>,
    phones: Vec<String>,
    house: Option<&Property>,
    owner: Option<String>,
) -> Result<LeadRow> {
    let mut facts = house.map(|house| house.facts.clone()).unwrap_or_default();
    if row.asking_minor != UNKNOWN_ASKING {
        facts.asking = Some(Money::usd(row.asking_minor));
    }
    // The number of the lead comes first: it is the one the list shows.
    let mut phones = phones.iter().map(|phone| phone_of(phone)).collect::<Result<Vec<Phone>>>()?;
    phones.sort_by_key(|phone| Some(phone.e164()) != row.phone.as_deref());
    let emails = emails
        .iter()
        .map(|email| Email::parse(email).map_err(|_| unknown("email", "that is no address")))
        .collect::<Result<Vec<Email>>>()?;
    Ok(LeadRow {
        name: row.contact_name.clone(),
        phones,
        emails,
        address: house.map(|house| house.address.clone()),
        facts,
        situation: row.situation.as_deref().and_then(Situation::from_word),
        timing: row.timing.as_deref().and_then(Timing::from_word),
        message: row.message.clone(),
        note: None,
        source: Some(source_of(&row.source)?),
        status: status_of(&row.status)?,
        dead_reason: row.dead_reason.as_deref().and_then(DeadReason::from_word),
        status_note: row.status_note.clone(),
        owner,
        created: Some(Moment::At(row.created_at)),
        tags: BTreeMap::new(),
        values: BTreeMap::new(),
    })
}
