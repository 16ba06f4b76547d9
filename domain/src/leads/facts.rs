//! What is known about leads, as filters ask for it: the base of conditions that are evaluated in memory.

use super::{NEVER, UNKNOWN_ASKING};
use crate::error::Result;
use crate::fields::{self, CustomFieldValues};
use crate::tags;
use entity::{contact_emails, leads, properties};
use sea_orm::{ColumnTrait as _, ConnectionTrait, EntityTrait as _, QueryFilter as _};
use shared::fields::Noun;
use shared::filter::{Facts, Value};
use shared::leads::{LeadFact, LeadField};
use shared::tags::Tag;
use shared::{LeadId, MemberId, OrgId};
use std::collections::{BTreeMap, HashMap};
use uuid::Uuid;

/// One lead with everything that a filter may ask about.
#[derive(Debug, Clone)]
pub struct LeadFacts {
    /// Which lead it is.
    pub id: LeadId,
    values: BTreeMap<LeadField, Vec<Value>>,
}

impl Facts<LeadField> for LeadFacts {
    fn values(&self, field: LeadField) -> Vec<Value> {
        self.values.get(&field).cloned().unwrap_or_default()
    }
}

/// The facts of some leads of the organization, in no order; what is not there is left out.
pub async fn facts(db: &impl ConnectionTrait, org: OrgId, ids: &[LeadId]) -> Result<Vec<LeadFacts>> {
    let rows = leads::Entity::find()
        .filter(leads::Column::OrgId.eq(org.uuid()))
        .filter(leads::Column::Id.is_in(ids.iter().map(|id| id.uuid())))
        .filter(leads::Column::SetAside.eq(false))
        .all(db)
        .await?;
    let beside = Beside::of(db, org, &rows).await?;
    Ok(rows.into_iter().map(|row| beside.facts(row)).collect())
}

/// What stands in other tables than that of leads.
struct Beside {
    emails: HashMap<Uuid, Vec<String>>,
    properties: HashMap<Uuid, properties::Model>,
    values: [HashMap<Uuid, CustomFieldValues>; 3],
    tags: [HashMap<Uuid, Vec<Tag>>; 3],
}

impl Beside {
    async fn of(db: &impl ConnectionTrait, org: OrgId, rows: &[leads::Model]) -> Result<Self> {
        let leads: Vec<Uuid> = rows.iter().map(|row| row.id).collect();
        let contacts: Vec<Uuid> = rows.iter().map(|row| row.contact_id).collect();
        let places: Vec<Uuid> = rows.iter().filter_map(|row| row.property_id).collect();
        let mut emails: HashMap<Uuid, Vec<String>> = HashMap::new();
        let stored = contact_emails::Entity::find()
            .filter(contact_emails::Column::OrgId.eq(org.uuid()))
            .filter(contact_emails::Column::ContactId.is_in(contacts.iter().copied()))
            .all(db)
            .await?;
        for row in stored {
            emails.entry(row.contact_id).or_default().push(row.email);
        }
        let known = properties::Entity::find()
            .filter(properties::Column::OrgId.eq(org.uuid()))
            .filter(properties::Column::Id.is_in(places.iter().copied()))
            .all(db)
            .await?;
        let fields = fields::all(db, org).await?;
        Ok(Self {
            emails,
            properties: known.into_iter().map(|row| (row.id, row)).collect(),
            values: [
                fields::all_of(db, org, Noun::Lead, &fields, &leads).await?,
                fields::all_of(db, org, Noun::Contact, &fields, &contacts).await?,
                fields::all_of(db, org, Noun::Property, &fields, &places).await?,
            ],
            tags: [
                tags::of(db, org, Noun::Lead, &leads).await?,
                tags::of(db, org, Noun::Contact, &contacts).await?,
                tags::of(db, org, Noun::Property, &places).await?,
            ],
        })
    }

    fn facts(&self, row: leads::Model) -> LeadFacts {
        let id = LeadId::from_uuid(row.id);
        let records = [Some(row.id), Some(row.contact_id), row.property_id];
        let mut values: BTreeMap<LeadField, Vec<Value>> = BTreeMap::new();
        let of_property =
            row.property_id.and_then(|id| self.properties.get(&id)).map(property).unwrap_or_default();
        let emails = self.emails.get(&row.contact_id).into_iter().flatten();
        let emails = emails.map(|email| (LeadFact::Email, Value::Text(email.clone())));
        for (fact, value) in lead(row).into_iter().chain(of_property).chain(emails) {
            values.entry(fact.into()).or_default().push(value);
        }
        let tags = self.tags.iter().zip([LeadFact::Tags, LeadFact::ContactTags, LeadFact::PropertyTags]);
        for ((known, fact), record) in tags.zip(records) {
            let tags = record.and_then(|record| known.get(&record)).into_iter().flatten();
            for tag in tags {
                values.entry(fact.into()).or_default().push(Value::Word(tag.id.to_string()));
            }
        }
        for (known, record) in self.values.iter().zip(records) {
            let of_record = record.and_then(|record| known.get(&record)).into_iter().flatten();
            for (field, value) in of_record {
                values.insert(LeadField::Custom(*field), value.values());
            }
        }
        LeadFacts { id, values }
    }
}

fn lead(row: leads::Model) -> Vec<(LeadFact, Value)> {
    let owner = row.owner_id.map_or_else(|| "nobody".to_owned(), |id| MemberId::from_uuid(id).to_string());
    let mut values = vec![
        (LeadFact::Status, Value::Word(row.status)),
        (LeadFact::Source, Value::Word(row.source)),
        (LeadFact::Owner, Value::Word(owner)),
        (LeadFact::Created, Value::Time(row.created_at)),
        (LeadFact::LastActivity, Value::Time(row.last_activity_at)),
        (LeadFact::Name, Value::Text(row.contact_name)),
    ];
    let known = [
        (LeadFact::RespondBy, Some(row.waiting_until).filter(|until| *until < NEVER).map(Value::Time)),
        (LeadFact::FirstResponse, row.first_response_at.map(Value::Time)),
        (LeadFact::Phone, row.phone.map(Value::Text)),
        (
            LeadFact::Asking,
            Some(row.asking_minor).filter(|minor| *minor != UNKNOWN_ASKING).map(Value::Number),
        ),
        (LeadFact::Situation, row.situation.map(Value::Word)),
        (LeadFact::Timing, row.timing.map(Value::Word)),
        (LeadFact::DeadReason, row.dead_reason.map(Value::Word)),
    ];
    values.extend(known.into_iter().filter_map(|(fact, value)| Some((fact, value?))));
    values
}

fn property(row: &properties::Model) -> Vec<(LeadFact, Value)> {
    let number = |number: Option<i64>| number.map(Value::Number);
    let word = |word: &Option<String>| word.clone().map(Value::Word);
    let known = [
        (LeadFact::Street, Some(Value::Text(row.street.clone()))),
        (LeadFact::City, Some(Value::Text(row.city.clone()))),
        (LeadFact::Region, Some(Value::Text(row.region.clone()))),
        (LeadFact::PostalCode, Some(Value::Text(row.postal_code.clone()))),
        (LeadFact::PropertyType, word(&row.property_type)),
        (LeadFact::Condition, word(&row.condition)),
        (LeadFact::Occupancy, word(&row.occupancy)),
        (LeadFact::Parcel, row.parcel.clone().map(Value::Text)),
        (LeadFact::Beds, number(row.beds.map(i64::from))),
        (LeadFact::HalfBaths, number(row.half_baths.map(i64::from))),
        (LeadFact::Area, number(row.area_sqft.map(i64::from))),
        (LeadFact::YearBuilt, number(row.year_built.map(i64::from))),
        (LeadFact::Mortgage, number(row.mortgage_minor)),
    ];
    known.into_iter().filter_map(|(fact, value)| Some((fact, value?))).collect()
}
