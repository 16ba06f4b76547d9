//! What rows add beside leads: values of custom fields where there are none, and tags. Whatever a row added to a record that was
//! there before is kept with the row, so that it can be taken off again.

use super::write::Made;
use crate::bulk::{Conflict, padded};
use crate::context::Context;
use crate::error::{Error, Result};
use crate::fields::{self, CustomFieldValues};
use crate::{leads, tags};
use sea_orm::DatabaseTransaction;
use serde::{Deserialize, Serialize};
use shared::fields::{CustomField, FieldValue, Noun};
use shared::imports::LeadRow;
use shared::tags::{MAX_TAGS, MAX_TAGS_OF_ONE, Tag, key};
use shared::{CustomFieldId, OrgId, TagId};
use std::collections::{BTreeSet, HashMap, HashSet};
use uuid::Uuid;

/// A value that a row put where there was none.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct MadeValue {
    pub noun: Noun,
    pub record: Uuid,
    pub field: CustomFieldId,
    pub value: FieldValue,
}

/// A tag that a row gave.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct MadeTag {
    pub noun: Noun,
    pub record: Uuid,
    pub tag: TagId,
}

/// What records have, and what they are to get.
#[derive(Default)]
pub(super) struct Beside {
    nouns: HashMap<CustomFieldId, Noun>,
    filled: HashSet<(Uuid, CustomFieldId)>,
    /// Tags of the organization by what makes a name one.
    tags: HashMap<String, Tag>,
    has: HashMap<(Noun, Uuid), BTreeSet<TagId>>,
    values: HashMap<Noun, Vec<(Uuid, CustomFieldId, FieldValue)>>,
    given: HashMap<Noun, Vec<(Uuid, TagId)>>,
    new_tags: Vec<Tag>,
}

impl Beside {
    /// Looks up what the records of a batch have, a query a noun that the rows say something of. `records` are those that are
    /// known already.
    pub(super) async fn load<'r>(
        tx: &DatabaseTransaction,
        org: OrgId,
        fields: &[CustomField],
        rows: impl Iterator<Item = &'r LeadRow> + Clone,
        records: [(Noun, Vec<Uuid>); 3],
    ) -> Result<Self> {
        let mut beside =
            Self { nouns: fields.iter().map(|field| (field.id, field.noun)).collect(), ..Self::default() };
        let tagged: BTreeSet<Noun> = rows.clone().flat_map(|row| row.tags.keys().copied()).collect();
        let said: HashSet<CustomFieldId> = rows.flat_map(|row| row.values.keys().copied()).collect();
        let said: Vec<CustomField> =
            fields.iter().filter(|field| said.contains(&field.id)).cloned().collect();
        if !tagged.is_empty() {
            let all = tags::all(tx, org).await?;
            beside.tags = all.into_iter().map(|tag| (key(&tag.name), tag)).collect();
        }
        for (noun, records) in records {
            let records = padded(records);
            for (record, values) in fields::all_of(tx, org, noun, &said, &records).await? {
                beside.filled.extend(values.into_keys().map(|field| (record, field)));
            }
            if tagged.contains(&noun) {
                for (record, tags) in tags::of(tx, org, noun, &records).await? {
                    beside.has.insert((noun, record), tags.into_iter().map(|tag| tag.id).collect());
                }
            }
        }
        Ok(beside)
    }

    /// Adds what a row says of one of its records; answers what that was.
    ///
    /// Errors: [`Error::Invalid`] when the organization would have more tags than it may.
    pub(super) fn add(
        &mut self,
        cx: &Context,
        noun: Noun,
        record: Uuid,
        row: &LeadRow,
    ) -> Result<(Vec<MadeValue>, Vec<MadeTag>)> {
        let (mut values, mut given) = (Vec::new(), Vec::new());
        for (field, value) in &row.values {
            if self.nouns.get(field) == Some(&noun) && self.filled.insert((record, *field)) {
                self.values.entry(noun).or_default().push((record, *field, value.clone()));
                values.push(MadeValue { noun, record, field: *field, value: value.clone() });
            }
        }
        for name in row.tags.get(&noun).into_iter().flatten() {
            let tag = self.tag(cx, name)?;
            let has = self.has.entry((noun, record)).or_default();
            // What does not fit on a record any more is left out, as a value is where there is one.
            if has.len() < MAX_TAGS_OF_ONE && has.insert(tag) {
                self.given.entry(noun).or_default().push((record, tag));
                given.push(MadeTag { noun, record, tag });
            }
        }
        Ok((values, given))
    }

    fn tag(&mut self, cx: &Context, name: &str) -> Result<TagId> {
        if let Some(tag) = self.tags.get(&key(name)) {
            return Ok(tag.id);
        }
        if self.tags.len() >= MAX_TAGS {
            return Err(Error::invalid("row", "tags.too_many", too_many()));
        }
        let tag = Tag { id: TagId::from_uuid(cx.new_id()), name: name.to_owned() };
        self.tags.insert(key(name), tag.clone());
        self.new_tags.push(tag.clone());
        Ok(tag.id)
    }

    /// The tags that are made with the batch.
    pub(super) fn new_tags(&self) -> &[Tag] {
        &self.new_tags
    }

    /// Writes all of it; the records are there by now.
    pub(super) async fn insert(self, cx: &Context, tx: &DatabaseTransaction, org: OrgId) -> Result<()> {
        tags::insert_many(tx, org, &self.new_tags, cx.now()).await?;
        let worded =
            |(_, _, value): &&(Uuid, CustomFieldId, FieldValue)| matches!(value, FieldValue::Text(_));
        let of_leads = self.values.get(&Noun::Lead).into_iter().flatten();
        let concerned: BTreeSet<Uuid> = of_leads.filter(worded).map(|(lead, _, _)| *lead).collect();
        for (noun, values) in self.values {
            fields::insert_many(tx, org, noun, &values, Conflict::Refuse).await?;
        }
        for (noun, given) in self.given {
            tags::give_many(tx, org, noun, given).await?;
        }
        leads::renew_words(tx, org, &concerned.into_iter().collect::<Vec<_>>()).await
    }
}

fn too_many() -> String {
    format!("There would be more than {MAX_TAGS} tags. Use those there are, or delete some.")
}

/// Whether the organization has room for the tags that rows bring, in the order of the file.
pub(super) struct Room(HashSet<String>);

impl Room {
    /// With the tags there are.
    pub(super) async fn load(cx: &Context, org: OrgId) -> Result<Self> {
        let tags = tags::all(cx.db().read(), org).await?;
        Ok(Self(tags.into_iter().map(|tag| key(&tag.name)).collect()))
    }

    /// Takes a row's tags in, or says why they do not fit.
    pub(super) fn admit(&mut self, row: &LeadRow) -> Result<(), (Noun, String)> {
        for (noun, names) in &row.tags {
            for name in names {
                let key = key(name);
                if !self.0.contains(&key) {
                    if self.0.len() >= MAX_TAGS {
                        return Err((*noun, too_many()));
                    }
                    self.0.insert(key);
                }
            }
        }
        Ok(())
    }
}

/// Takes off what rows added, where it still is what was added. Tags that were made stay.
pub(super) async fn take_off(tx: &DatabaseTransaction, org: OrgId, made: &[Made]) -> Result<()> {
    let values: Vec<&MadeValue> = made.iter().flat_map(|made| &made.values).collect();
    let given: Vec<&MadeTag> = made.iter().flat_map(|made| &made.tags).collect();
    let known = if values.is_empty() { Vec::new() } else { fields::all(tx, org).await? };
    for noun in Noun::ALL.iter().copied() {
        let of_noun: Vec<&MadeValue> = values.iter().copied().filter(|made| made.noun == noun).collect();
        if !of_noun.is_empty() {
            let records: BTreeSet<Uuid> = of_noun.iter().map(|made| made.record).collect();
            let records = padded(records.into_iter().collect());
            let stands = fields::all_of(tx, org, noun, &known, &records).await?;
            let is_same = |made: &MadeValue| {
                let values: Option<&CustomFieldValues> = stands.get(&made.record);
                values.and_then(|values| values.get(&made.field)) == Some(&made.value)
            };
            let same: Vec<&MadeValue> = of_noun.into_iter().filter(|made| is_same(made)).collect();
            let emptied = same.iter().map(|made| (made.record, made.field)).collect();
            fields::remove_many(tx, org, noun, emptied).await?;
            if noun == Noun::Lead {
                let worded = same.iter().filter(|made| matches!(made.value, FieldValue::Text(_)));
                let concerned: BTreeSet<Uuid> = worded.map(|made| made.record).collect();
                leads::renew_words(tx, org, &concerned.into_iter().collect::<Vec<_>>()).await?;
            }
        }
        let of_noun = given.iter().filter(|made| made.noun == noun);
        tags::take_many(tx, org, noun, of_noun.map(|made| (made.record, made.tag)).collect()).await?;
    }
    Ok(())
}
