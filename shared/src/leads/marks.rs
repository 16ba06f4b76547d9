//! What leads are marked with: tags and values of custom fields.

use crate::fields::FieldValue;
use crate::ids::{CustomFieldId, TagId};
use crate::tags::Tag;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The marks of a lead, its contact and its property.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct LeadMarks {
    pub tags: Vec<Tag>,
    pub contact_tags: Vec<Tag>,
    pub property_tags: Vec<Tag>,
    /// Of fields of all three nouns; an empty field is not among them.
    pub values: BTreeMap<CustomFieldId, FieldValue>,
}

/// Tags that come and go.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct TagChange {
    /// Names; one that is no tag yet becomes one.
    pub add: Vec<String>,
    pub remove: Vec<TagId>,
}
