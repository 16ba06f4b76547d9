//! Filling custom fields where many leads come in at once: what stands in a field stays, and a few statements fill all.

use super::{CustomFieldValues, Of, all, insert_many};
use crate::bulk::{Conflict, padded};
use crate::error::Result;
use crate::leads::Sql;
use sea_orm::ConnectionTrait;
use shared::fields::{CustomField, FieldValue, Noun};
use shared::{CustomFieldId, OrgId};
use std::collections::{BTreeMap, HashSet};
use uuid::Uuid;

/// The records that somebody says something of.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Records {
    pub(crate) lead: Uuid,
    pub(crate) contact: Uuid,
    pub(crate) property: Option<Uuid>,
}

/// What is to be filled in, for one organization.
pub(crate) struct Filling {
    fields: Vec<CustomField>,
    wanted: BTreeMap<(Noun, Uuid), CustomFieldValues>,
}

impl Filling {
    /// Begins with the fields that are in use.
    pub(crate) async fn begin(db: &impl ConnectionTrait, org: OrgId) -> Result<Self> {
        let mut fields = all(db, org).await?;
        fields.retain(|field| !field.archived);
        Ok(Self { fields, wanted: BTreeMap::new() })
    }

    /// Notes what was said of a lead, its person and its house. Of two who say something of one field, the first counts.
    /// What belongs to no field in use, or cannot be read as what the field holds, is passed over: whoever said it keeps
    /// it among the answers.
    pub(crate) fn note(&mut self, said: &BTreeMap<CustomFieldId, String>, records: Records) {
        for (id, text) in said {
            let Some(field) = self.fields.iter().find(|field| field.id == *id) else { continue };
            let record = match field.noun {
                Noun::Lead => Some(records.lead),
                Noun::Contact => Some(records.contact),
                Noun::Property => records.property,
            };
            if let Some((record, value)) = record.zip(read(field, text)) {
                self.wanted.entry((field.noun, record)).or_default().entry(*id).or_insert(value);
            }
        }
    }

    /// The leads of which something was said in words.
    pub(crate) fn worded_leads(&self) -> Vec<Uuid> {
        let worded =
            |values: &CustomFieldValues| values.values().any(|value| matches!(value, FieldValue::Text(_)));
        let of_leads = self.wanted.iter().filter(|((noun, _), values)| *noun == Noun::Lead && worded(values));
        of_leads.map(|((_, record), _)| *record).collect()
    }

    /// Fills in what was noted, where nothing stands yet. In `new` records nothing can.
    pub(crate) async fn write(
        self,
        tx: &impl ConnectionTrait,
        org: OrgId,
        new: &HashSet<Uuid>,
    ) -> Result<()> {
        for noun in Noun::ALL.iter().copied() {
            let of_noun = || self.wanted.iter().filter(|((of, _), _)| *of == noun);
            let known: Vec<Uuid> =
                of_noun().map(|((_, record), _)| *record).filter(|record| !new.contains(record)).collect();
            let filled = filled(tx, org, noun, known).await?;
            let mut empty = Vec::new();
            for ((_, record), values) in of_noun() {
                let unfilled = values.iter().filter(|(field, _)| !filled.contains(&(*record, **field)));
                empty.extend(unfilled.map(|(field, value)| (*record, *field, value.clone())));
            }
            // Somebody who fills a field in at the same moment goes first.
            insert_many(tx, org, noun, &empty, Conflict::Keep).await?;
        }
        Ok(())
    }
}

/// What a text says in a field; the label of an option is as good as the word it is stored under.
fn read(field: &CustomField, text: &str) -> Option<FieldValue> {
    let read = |text: &str| FieldValue::parse(field, text).ok().flatten();
    read(text).or_else(|| read(&field.answer_of(text)?))
}

/// The fields of some records in which something stands.
async fn filled(
    db: &impl ConnectionTrait,
    org: OrgId,
    noun: Noun,
    records: Vec<Uuid>,
) -> Result<HashSet<(Uuid, CustomFieldId)>> {
    if records.is_empty() {
        return Ok(HashSet::new());
    }
    let of = Of::noun(noun);
    let mut sql = Sql::new(&format!("SELECT {}, field_id FROM {} WHERE org_id = ", of.record, of.values));
    sql.bind(org.uuid()).push(&format!(" AND {} IN ", of.record)).bind_all(padded(records));
    let rows = db.query_all_raw(sql.statement(db.get_database_backend())).await?;
    rows.iter()
        .map(|row| Ok((row.try_get_by_index(0)?, CustomFieldId::from_uuid(row.try_get_by_index(1)?))))
        .collect()
}
