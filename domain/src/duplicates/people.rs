//! What people are compared by: their names, ways and houses, and under which keys others nearby are looked for.

use crate::bulk::padded;
use crate::contacts;
use crate::error::Result;
use chrono::{DateTime, Utc};
use entity::{contacts as contact_rows, leads, properties};
use sea_orm::{ColumnTrait as _, ConnectionTrait, EntityTrait as _, QueryFilter as _};
use shared::OrgId;
use shared::leads::LeadStatus;
use shared::search::words;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use uuid::Uuid;

/// Words of a name whose initials are keys: given name, surname, and one between.
const INITIALS: usize = 3;

/// One person.
#[derive(Debug, Clone)]
pub(super) struct Person {
    pub id: Uuid,
    pub name: String,
    /// How they are called on their leads, each spelling once.
    pub names: Vec<String>,
    /// Normalised.
    pub emails: BTreeSet<String>,
    /// E.164.
    pub phones: BTreeSet<String>,
    pub houses: BTreeMap<Uuid, House>,
    pub created_at: DateTime<Utc>,
    /// Of the newest lead.
    pub lead: Option<(Uuid, LeadStatus, Option<String>)>,
    pub leads: u64,
}

/// One house of a lead.
#[derive(Debug, Clone)]
pub(super) struct House {
    pub place: String,
    /// `917 TILLERY ST`, as in the key of the address.
    street: String,
    zip: String,
    /// The number of the land with its state: counties of one state rarely use the same numbers.
    parcel: Option<Land>,
}

/// A piece of land.
#[derive(Debug, Clone)]
pub(super) struct Land {
    /// As it was written.
    pub written: String,
    pub key: String,
    region: String,
}

impl PartialEq for Land {
    fn eq(&self, other: &Self) -> bool {
        (&self.key, &self.region) == (&other.key, &other.region)
    }
}

impl House {
    /// The house number with the ZIP code: what is right even where the street is misspelled.
    fn spot(&self) -> Option<String> {
        let number = self.street.split(' ').find(|word| word.starts_with(|c: char| c.is_ascii_digit()))?;
        Some(format!("{}|{number}", self.zip))
    }

    /// The land, where its number is known.
    pub(super) const fn land(&self) -> Option<&Land> {
        self.parcel.as_ref()
    }

    /// Whether the two may be one house that somebody misspelled.
    pub(super) fn is_near(&self, other: &Self) -> bool {
        // Where words end does not count: one writes Creekbend, another Creek Bend, which the key of an address shortens.
        let joined = |street: &str| street.replace(' ', "");
        self.spot().is_some()
            && self.spot() == other.spot()
            && strsim::damerau_levenshtein(&joined(&self.street), &joined(&other.street)) <= 3
    }
}

impl Person {
    /// Under what others nearby are looked for.
    pub(super) fn keys(&self) -> BTreeSet<String> {
        let spots: BTreeSet<String> = self.houses.values().filter_map(House::spot).collect();
        let initials: BTreeSet<char> = self
            .names
            .iter()
            .flat_map(|name| words(name).into_iter().take(INITIALS))
            .filter_map(|word| word.chars().next())
            .collect();
        spots
            .iter()
            .flat_map(|spot| initials.iter().map(move |initial| format!("{spot}|{initial}")))
            .collect()
    }
}

/// Many people, by contact. Whoever is not there is left out.
pub(super) async fn many(
    db: &impl ConnectionTrait,
    org: OrgId,
    ids: &BTreeSet<Uuid>,
) -> Result<HashMap<Uuid, Person>> {
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let wanted = padded(ids.iter().copied().collect::<Vec<_>>());
    let rows = contact_rows::Entity::find()
        .filter(contact_rows::Column::OrgId.eq(org.uuid()))
        .filter(contact_rows::Column::Id.is_in(wanted.clone()))
        .all(db)
        .await?;
    let mut ways = contacts::ways(db, org, ids.iter().copied().collect()).await?;
    // Put in order here: asked for the order, SQLite walks the primary key, which has it, over the whole organization.
    let mut found = leads::Entity::find()
        .filter(leads::Column::OrgId.eq(org.uuid()))
        .filter(leads::Column::ContactId.is_in(wanted))
        .filter(leads::Column::SetAside.eq(false))
        .all(db)
        .await?;
    found.sort_by_key(|lead| lead.id);
    let houses = houses(db, org, &found).await?;
    let mut people: HashMap<Uuid, Person> = rows
        .into_iter()
        .map(|row| {
            let ways = ways.remove(&row.id).unwrap_or_default();
            let person = Person {
                id: row.id,
                names: vec![row.name.clone()],
                name: row.name,
                emails: ways.emails,
                phones: ways.phones,
                houses: BTreeMap::new(),
                created_at: row.created_at,
                lead: None,
                leads: 0,
            };
            (row.id, person)
        })
        .collect();
    for lead in found {
        let Some(person) = people.get_mut(&lead.contact_id) else { continue };
        person.leads += 1;
        person.lead = Some((lead.id, crate::leads::status_of(&lead.status)?, lead.place));
        if !person.names.contains(&lead.contact_name) {
            person.names.push(lead.contact_name);
        }
        if let Some((id, house)) = lead.property_id.and_then(|id| Some((id, houses.get(&id)?))) {
            person.houses.insert(id, house.clone());
        }
    }
    Ok(people)
}

async fn houses(
    db: &impl ConnectionTrait,
    org: OrgId,
    found: &[leads::Model],
) -> Result<HashMap<Uuid, House>> {
    let ids: BTreeSet<Uuid> = found.iter().filter_map(|lead| lead.property_id).collect();
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let rows = properties::Entity::find()
        .filter(properties::Column::OrgId.eq(org.uuid()))
        .filter(properties::Column::Id.is_in(padded(ids.into_iter().collect())))
        .all(db)
        .await?;
    let house = |row: properties::Model| {
        let mut parts = row.address_key.split('|');
        let street = parts.next().unwrap_or_default().to_owned();
        let zip = parts.next_back().unwrap_or_default().to_owned();
        let parcel = row.parcel.zip(row.parcel_key);
        let parcel = parcel.map(|(written, key)| Land { written, key, region: row.region });
        (row.id, House { place: format!("{}, {}", row.street, row.city), street, zip, parcel })
    };
    Ok(rows.into_iter().map(house).collect())
}

#[cfg(test)]
impl Person {
    /// Somebody with these ways, and a house at this key of an address.
    pub(super) fn sample(name: &str, email: &str, phone: &str, key: &str) -> Self {
        let mut parts = key.split('|');
        let (street, zip) = (parts.next().unwrap_or_default(), parts.next_back().unwrap_or_default());
        let house =
            House { place: street.to_owned(), street: street.to_owned(), zip: zip.to_owned(), parcel: None };
        let some = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty());
        let id = u128::try_from(key.len()).unwrap_or_default();
        Self {
            id: Uuid::nil(),
            name: name.to_owned(),
            names: vec![name.to_owned()],
            emails: some(email).into_iter().collect(),
            phones: some(phone).into_iter().collect(),
            houses: some(key).map(|_| (Uuid::from_u128(id), house)).into_iter().collect(),
            created_at: DateTime::UNIX_EPOCH,
            lead: None,
            leads: 1,
        }
    }
}
