//! Who and what is known already: earlier sends of the same key, contacts by email or phone, properties by address or
//! parcel, open leads about both.

use super::Prepared;
use super::houses::Houses;
use crate::bulk::padded;
use crate::error::Result;
use crate::merges;
use crate::properties::Land;
use entity::{contact_emails, contact_phones, leads, organizations, submissions};
use sea_orm::{ColumnTrait as _, ConnectionTrait, EntityTrait as _, QueryFilter as _, QuerySelect as _};
use shared::OrgId;
use shared::address::Address;
use shared::email::Email;
use shared::phone::Phone;
use std::collections::{BTreeSet, HashMap};
use std::hash::Hash;
use uuid::Uuid;

/// A submission that is stored already.
#[derive(Debug, Clone)]
pub(super) struct Stored {
    pub id: Uuid,
    pub answers_hash: Vec<u8>,
    pub lead: Option<Uuid>,
}

/// What people and houses are recognised by.
#[derive(Debug, Default)]
pub(crate) struct Keys {
    /// Normalised.
    pub emails: Vec<String>,
    /// E.164.
    pub phones: Vec<String>,
    /// See [`shared::address::Address::key`].
    pub addresses: Vec<String>,
    pub lands: Vec<Land>,
}

/// What the database knows about the submissions of one organization, and about the people and houses in them.
#[derive(Debug, Default)]
pub(crate) struct Known {
    pub response_minutes: i64,
    /// By form and key.
    pub(super) submissions: HashMap<(Uuid, String), Stored>,
    /// Contact by normalised email.
    pub emails: HashMap<String, Uuid>,
    /// Contact by E.164 number.
    pub phones: HashMap<String, Uuid>,
    pub houses: Houses,
    /// Open lead by contact and property.
    pub leads: HashMap<(Uuid, Option<Uuid>), Uuid>,
}

impl Known {
    /// Looks up everything a batch needs, one query a kind.
    pub(super) async fn load(db: &impl ConnectionTrait, org: OrgId, batch: &[&Prepared]) -> Result<Self> {
        let people = Keys {
            emails: batch.iter().filter_map(|p| p.person.email.as_ref().map(Email::normalized)).collect(),
            phones: batch
                .iter()
                .filter_map(|p| p.person.phone.as_ref().map(|p| p.e164().to_owned()))
                .collect(),
            addresses: batch.iter().filter_map(|p| p.house.address.as_ref().map(Address::key)).collect(),
            lands: batch.iter().filter_map(|p| p.house.land()).collect(),
        };
        let mut known = Self::recognise(db, org, people).await?;
        let keys: Vec<String> = batch.iter().map(|p| p.key.clone()).collect();
        // By form as well: the index of keys begins with it.
        let forms: BTreeSet<Uuid> = batch.iter().map(|p| p.form.uuid()).collect();
        let rows = submissions::Entity::find()
            .filter(submissions::Column::OrgId.eq(org.uuid()))
            .filter(submissions::Column::FormId.is_in(forms))
            .filter(submissions::Column::Key.is_in(padded(keys)))
            .all(db)
            .await?;
        known.submissions = rows
            .into_iter()
            .map(|row| {
                (
                    (row.form_id, row.key),
                    Stored { id: row.id, answers_hash: row.answers_hash, lead: row.lead_id },
                )
            })
            .collect();
        Ok(known)
    }

    /// Who and what is behind these keys.
    pub(crate) async fn recognise(db: &impl ConnectionTrait, org: OrgId, keys: Keys) -> Result<Self> {
        let mut known = Self { response_minutes: response_minutes(db, org).await?, ..Self::default() };
        let tenant = org;
        let org = org.uuid();
        // Of several contacts with one address the oldest counts. Put in order here: asked for the order, SQLite walks
        // the primary key, which has it, over the whole organization.
        if !keys.emails.is_empty() {
            let rows = contact_emails::Entity::find()
                .filter(contact_emails::Column::OrgId.eq(org))
                .filter(contact_emails::Column::EmailKey.is_in(padded(keys.emails)))
                .all(db)
                .await?;
            known.emails = oldest(rows.into_iter().map(|row| (row.email_key, row.contact_id)));
        }
        if !keys.phones.is_empty() {
            let rows = contact_phones::Entity::find()
                .filter(contact_phones::Column::OrgId.eq(org))
                .filter(contact_phones::Column::E164.is_in(padded(keys.phones)))
                .all(db)
                .await?;
            known.phones = oldest(rows.into_iter().map(|row| (row.e164, row.contact_id)));
        }
        known.houses = Houses::load(db, tenant, keys.addresses, &keys.lands).await?;
        known.follow(db, tenant).await?;
        let contacts: BTreeSet<Uuid> = known.emails.values().chain(known.phones.values()).copied().collect();
        if !contacts.is_empty() {
            let rows = leads::Entity::find()
                .select_only()
                .columns([leads::Column::ContactId, leads::Column::PropertyId, leads::Column::Id])
                .filter(leads::Column::OrgId.eq(org))
                .filter(leads::Column::ContactId.is_in(padded(contacts.into_iter().collect())))
                .filter(leads::Column::Status.is_not_in(["converted", "dead"]))
                .filter(leads::Column::SetAside.eq(false))
                .into_tuple::<(Uuid, Option<Uuid>, Uuid)>()
                .all(db)
                .await?;
            known.leads =
                oldest(rows.into_iter().map(|(contact, property, lead)| ((contact, property), lead)));
        }
        Ok(known)
    }

    /// Whoever was merged leads to the one who stays.
    async fn follow(&mut self, db: &impl ConnectionTrait, org: OrgId) -> Result<()> {
        let found: BTreeSet<Uuid> = self.emails.values().chain(self.phones.values()).copied().collect();
        let roots = merges::roots(db, org, found.into_iter().collect()).await?;
        if !roots.is_empty() {
            for id in self.emails.values_mut().chain(self.phones.values_mut()) {
                *id = roots.get(id).copied().unwrap_or(*id);
            }
        }
        Ok(())
    }

    /// The contact a person is taken for: whoever has a phone of theirs, else whoever has an email. A phone is rarer
    /// shared between strangers than an email is mistyped.
    pub(crate) fn person<'a>(
        &self,
        phones: impl IntoIterator<Item = &'a Phone>,
        emails: impl IntoIterator<Item = &'a Email>,
    ) -> Option<Uuid> {
        let by_phone = phones.into_iter().find_map(|phone| self.phones.get(phone.e164()));
        let by_email = || emails.into_iter().find_map(|email| self.emails.get(&email.normalized()));
        by_phone.or_else(by_email).copied()
    }

    /// [`Known::person`] of a submission.
    pub(super) fn contact(&self, prepared: &Prepared) -> Option<Uuid> {
        self.person(&prepared.person.phone, &prepared.person.email)
    }
}

/// The oldest of each key: identifiers sort by the time they were made.
fn oldest<K: Eq + Hash>(pairs: impl IntoIterator<Item = (K, Uuid)>) -> HashMap<K, Uuid> {
    let mut oldest = HashMap::new();
    for (key, id) in pairs {
        oldest.entry(key).and_modify(|known: &mut Uuid| *known = id.min(*known)).or_insert(id);
    }
    oldest
}

async fn response_minutes(db: &impl ConnectionTrait, org: OrgId) -> Result<i64> {
    let minutes = organizations::Entity::find_by_id(org.uuid())
        .select_only()
        .column(organizations::Column::ResponseMinutes)
        .into_tuple::<i32>()
        .one(db)
        .await?;
    Ok(minutes.map_or(15, i64::from))
}
