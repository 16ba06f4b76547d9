//! Persons and companies: finding the one behind an address or a number, and adding those nobody knew yet.
//!
//! Two people are one when they share an email (compared by [`Email::normalized`]) or a telephone number (E.164)
//! within an organization. Whoever was there first is the one.

use crate::bulk::{self, Conflict};
use crate::error::{Error, Result};
use crate::merges;
use chrono::{DateTime, Utc};
use entity::{consents, contact_emails, contact_phones, contacts};
use sea_orm::ActiveValue::Set;
use sea_orm::{
    ColumnTrait as _, ConnectionTrait, EntityTrait as _, QueryFilter as _, QueryOrder as _, QuerySelect as _,
};
use shared::contacts::{Channel, ConsentEntry, Contact};
use shared::email::Email;
use shared::phone::Phone;
use shared::{ConsentId, ContactId, OrgId};
use std::collections::{BTreeSet, HashMap};
use uuid::Uuid;

/// Entries of the consent ledger that a page shows, newest first.
const CONSENTS: u64 = 100;

/// A contact on its page.
pub(crate) async fn get(db: &impl ConnectionTrait, org: OrgId, id: ContactId) -> Result<Contact> {
    reached_at(db, org, id, None).await
}

/// The same with a number before all others: the one that a lead came with.
pub(crate) async fn reached_at(
    db: &impl ConnectionTrait,
    org: OrgId,
    id: ContactId,
    first: Option<&str>,
) -> Result<Contact> {
    let row = contacts::Entity::find_by_id((org.uuid(), id.uuid()))
        .one(db)
        .await?
        .ok_or(Error::NotFound("the contact"))?;
    let emails = contact_emails::Entity::find()
        .filter(contact_emails::Column::OrgId.eq(org.uuid()))
        .filter(contact_emails::Column::ContactId.eq(id.uuid()))
        .order_by_asc(contact_emails::Column::CreatedAt)
        .order_by_asc(contact_emails::Column::EmailKey)
        .all(db)
        .await?;
    let mut phones = contact_phones::Entity::find()
        .filter(contact_phones::Column::OrgId.eq(org.uuid()))
        .filter(contact_phones::Column::ContactId.eq(id.uuid()))
        .order_by_asc(contact_phones::Column::CreatedAt)
        .order_by_asc(contact_phones::Column::E164)
        .all(db)
        .await?;
    phones.sort_by_key(|row| Some(row.e164.as_str()) != first);
    // What somebody agreed to stands where it was said; it counts for whomever they were merged into.
    let people = merges::ids_of_contact(db, org, id.uuid()).await?;
    let ledger = consents::Entity::find()
        .filter(consents::Column::OrgId.eq(org.uuid()))
        .filter(consents::Column::ContactId.is_in(people))
        .order_by_desc(consents::Column::At)
        .order_by_desc(consents::Column::Id)
        .limit(CONSENTS)
        .all(db)
        .await?;
    let broken = |what: &str| Error::internal(format!("a stored {what} of {id} cannot be read"));
    // A word counts for what was known when it was given: a number that came later was never agreed to.
    let known_since = [emails.first().map(|row| row.created_at), phones.first().map(|row| row.created_at)];
    let is_former = |channel: Channel, at: DateTime<Utc>| {
        let [email, phone] = known_since;
        let since = if channel == Channel::Email { email } else { phone };
        since.is_some_and(|since| since > at)
    };
    Ok(Contact {
        id,
        name: row.name,
        do_not_contact: row.do_not_contact,
        emails: emails
            .iter()
            .map(|row| Email::parse(&row.email).map_err(|_| broken("email")))
            .collect::<Result<_>>()?,
        phones: phones
            .iter()
            .map(|row| Phone::parse(&row.e164).map_err(|_| broken("phone")))
            .collect::<Result<_>>()?,
        consents: ledger
            .into_iter()
            .map(|row| {
                let channel = Channel::from_word(&row.channel).ok_or_else(|| broken("channel"))?;
                Ok(ConsentEntry {
                    id: ConsentId::from_uuid(row.id),
                    channel,
                    granted: row.granted,
                    text: row.text,
                    text_version: u32::try_from(row.text_version).map_err(|_| broken("text version"))?,
                    ip: row.ip,
                    user_agent: row.user_agent,
                    at: row.at,
                    former: is_former(channel, row.at),
                })
            })
            .collect::<Result<_>>()?,
    })
}

/// Who is behind each of many keys: normalized emails and E.164 numbers, in two queries however many they are.
/// Whoever was merged leads to the one who stays. Keys of nobody are absent. One map holds both, because no email is a
/// number.
pub(crate) async fn match_keys(
    db: &impl ConnectionTrait,
    org: OrgId,
    emails: &[String],
    phones: &[String],
) -> Result<HashMap<String, ContactId>> {
    let mut found: Vec<(String, Uuid)> = Vec::new();
    if !emails.is_empty() {
        let rows = contact_emails::Entity::find()
            .filter(contact_emails::Column::OrgId.eq(org.uuid()))
            .filter(contact_emails::Column::EmailKey.is_in(emails))
            .all(db)
            .await?;
        found.extend(rows.into_iter().map(|row| (row.email_key, row.contact_id)));
    }
    if !phones.is_empty() {
        let rows = contact_phones::Entity::find()
            .filter(contact_phones::Column::OrgId.eq(org.uuid()))
            .filter(contact_phones::Column::E164.is_in(phones))
            .all(db)
            .await?;
        found.extend(rows.into_iter().map(|row| (row.e164, row.contact_id)));
    }
    let roots = merges::roots(db, org, found.iter().map(|(_, id)| *id).collect()).await?;
    for (_, id) in &mut found {
        *id = roots.get(id).copied().unwrap_or(*id);
    }
    // Identifiers sort by age: the oldest contact comes last and stays in the map.
    found.sort_by_key(|(_, id)| std::cmp::Reverse(*id));
    Ok(found.into_iter().map(|(key, id)| (key, ContactId::from_uuid(id))).collect())
}

/// Whom a person with these ways is, after [`match_keys`]: the number decides before the email, because people share
/// an address in a household more often than a telephone.
pub(crate) fn matched(
    known: &HashMap<String, ContactId>,
    email: Option<&Email>,
    phone: Option<&Phone>,
) -> Option<ContactId> {
    let by_phone = phone.and_then(|phone| known.get(phone.e164()));
    by_phone.or_else(|| email.and_then(|email| known.get(&email.normalized()))).copied()
}

/// Rows of contacts that are about to be written, of one or of many submissions.
#[derive(Debug, Clone, Default)]
pub(crate) struct NewContacts {
    contacts: Vec<contacts::ActiveModel>,
    emails: Vec<contact_emails::ActiveModel>,
    phones: Vec<contact_phones::ActiveModel>,
}

impl NewContacts {
    /// Adds a person.
    pub(crate) fn person(&mut self, org: OrgId, id: ContactId, name: &str, now: DateTime<Utc>) {
        self.contacts.push(contacts::ActiveModel {
            org_id: Set(org.uuid()),
            id: Set(id.uuid()),
            name: Set(name.to_owned()),
            do_not_contact: Set(false),
            created_at: Set(now),
            updated_at: Set(now),
            version: Set(1),
        });
    }

    /// Adds ways of reaching a person, new or known; ways that are known already do no harm.
    pub(crate) fn ways(
        &mut self,
        org: OrgId,
        id: ContactId,
        email: Option<&Email>,
        phone: Option<&Phone>,
        now: DateTime<Utc>,
    ) {
        self.emails.extend(email.map(|email| contact_emails::ActiveModel {
            org_id: Set(org.uuid()),
            contact_id: Set(id.uuid()),
            email_key: Set(email.normalized()),
            email: Set(email.as_str().to_owned()),
            created_at: Set(now),
        }));
        self.phones.extend(phone.map(|phone| contact_phones::ActiveModel {
            org_id: Set(org.uuid()),
            contact_id: Set(id.uuid()),
            e164: Set(phone.e164().to_owned()),
            created_at: Set(now),
        }));
    }

    /// Writes everything.
    pub(crate) async fn insert(self, tx: &impl ConnectionTrait) -> Result<()> {
        bulk::insert(tx, self.contacts, Conflict::Refuse).await?;
        bulk::insert(tx, self.emails, Conflict::Keep).await?;
        bulk::insert(tx, self.phones, Conflict::Keep).await
    }
}

/// The keys of all the ways to reach a contact.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Ways {
    /// Normalised.
    pub emails: BTreeSet<String>,
    /// E.164.
    pub phones: BTreeSet<String>,
}

/// The ways of many contacts, in two queries.
pub(crate) async fn ways(
    db: &impl ConnectionTrait,
    org: OrgId,
    contacts: Vec<Uuid>,
) -> Result<HashMap<Uuid, Ways>> {
    let mut found: HashMap<Uuid, Ways> = HashMap::new();
    if contacts.is_empty() {
        return Ok(found);
    }
    let contacts = bulk::padded(contacts);
    let emails: Vec<(Uuid, String)> = contact_emails::Entity::find()
        .select_only()
        .columns([contact_emails::Column::ContactId, contact_emails::Column::EmailKey])
        .filter(contact_emails::Column::OrgId.eq(org.uuid()))
        .filter(contact_emails::Column::ContactId.is_in(contacts.clone()))
        .into_tuple()
        .all(db)
        .await?;
    for (contact, email) in emails {
        found.entry(contact).or_default().emails.insert(email);
    }
    let phones: Vec<(Uuid, String)> = contact_phones::Entity::find()
        .select_only()
        .columns([contact_phones::Column::ContactId, contact_phones::Column::E164])
        .filter(contact_phones::Column::OrgId.eq(org.uuid()))
        .filter(contact_phones::Column::ContactId.is_in(contacts))
        .into_tuple()
        .all(db)
        .await?;
    for (contact, phone) in phones {
        found.entry(contact).or_default().phones.insert(phone);
    }
    Ok(found)
}

/// How many people are reached, in two queries.
pub(crate) async fn reach(
    db: &impl ConnectionTrait,
    org: OrgId,
    contacts: Vec<Uuid>,
) -> Result<HashMap<Uuid, (Vec<Email>, Vec<Phone>)>> {
    let mut found: HashMap<Uuid, (Vec<Email>, Vec<Phone>)> = HashMap::new();
    if contacts.is_empty() {
        return Ok(found);
    }
    let contacts = bulk::padded(contacts);
    let emails = contact_emails::Entity::find()
        .filter(contact_emails::Column::OrgId.eq(org.uuid()))
        .filter(contact_emails::Column::ContactId.is_in(contacts.clone()))
        .all(db)
        .await?;
    let phones = contact_phones::Entity::find()
        .filter(contact_phones::Column::OrgId.eq(org.uuid()))
        .filter(contact_phones::Column::ContactId.is_in(contacts))
        .all(db)
        .await?;
    for row in emails {
        if let Ok(email) = Email::parse(&row.email) {
            found.entry(row.contact_id).or_default().0.push(email);
        }
    }
    for row in phones {
        if let Ok(phone) = Phone::parse(&row.e164) {
            found.entry(row.contact_id).or_default().1.push(phone);
        }
    }
    Ok(found)
}
