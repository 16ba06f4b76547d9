//! What a lead can be filtered by: its own facts, those of its contact and property, and custom fields.

use super::{DeadReason, LeadSource, LeadStatus, Situation, Timing};
use crate::fields::{CustomField, FieldType, Noun};
use crate::filter::{FieldInfo, Filter, Kind, Schema};
use crate::ids::CustomFieldId;
use crate::properties::{Condition, Occupancy, PropertyType};
use crate::tags::Tag;
use crate::words::words;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use std::fmt;
use std::str::FromStr;

words! {
    /// The standard fields, in the order in which a list offers them.
    LeadFact {
        Status = "status", "Status";
        Source = "source", "Source";
        Owner = "owner", "Owner";
        Tags = "tags", "Tags";
        Created = "created", "Created";
        LastActivity = "last_activity", "Last activity";
        RespondBy = "respond_by", "Answer due";
        FirstResponse = "first_response", "First answer";
        Name = "name", "Name";
        Email = "email", "Email";
        Phone = "phone", "Phone";
        ContactTags = "contact_tags", "Tags of the contact";
        Asking = "asking", "Asking price";
        Situation = "situation", "Situation";
        Timing = "timing", "Timing";
        DeadReason = "dead_reason", "Why it is dead";
        Street = "street", "Street";
        City = "city", "City";
        Region = "region", "State";
        PostalCode = "postal_code", "ZIP";
        PropertyType = "property_type", "Property type";
        Beds = "beds", "Bedrooms";
        HalfBaths = "half_baths", "Half bathrooms";
        Area = "area", "Living area, sq ft";
        YearBuilt = "year_built", "Year built";
        Condition = "condition", "Condition";
        Occupancy = "occupancy", "Occupancy";
        Parcel = "parcel", "Parcel number";
        Mortgage = "mortgage", "Mortgage balance";
        PropertyTags = "property_tags", "Tags of the property";
    }
}

/// A field of a lead, standard or custom. As text: the word of a fact, or the identifier of a custom field.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum LeadField {
    Fact(LeadFact),
    Custom(CustomFieldId),
}

impl From<CustomFieldId> for LeadField {
    fn from(id: CustomFieldId) -> Self {
        Self::Custom(id)
    }
}

impl From<LeadFact> for LeadField {
    fn from(fact: LeadFact) -> Self {
        Self::Fact(fact)
    }
}

impl fmt::Display for LeadField {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Fact(fact) => f.write_str(fact.as_str()),
            Self::Custom(id) => write!(f, "{id}"),
        }
    }
}

impl FromStr for LeadField {
    type Err = ();

    fn from_str(word: &str) -> Result<Self, ()> {
        LeadFact::from_word(word).map(Self::Fact).or_else(|| word.parse().ok().map(Self::Custom)).ok_or(())
    }
}

impl Serialize for LeadField {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for LeadField {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let word = <std::borrow::Cow<'de, str>>::deserialize(deserializer)?;
        word.parse().map_err(|()| de::Error::custom("no field of a lead"))
    }
}

/// A condition over leads.
pub type LeadFilter = Filter<LeadField>;

/// The fields that leads of an organization have.
pub type LeadSchema = Schema<LeadField>;

impl LeadFact {
    /// What every row of a list shows anyway.
    pub const SHOWN: [Self; 7] =
        [Self::Name, Self::Status, Self::RespondBy, Self::Owner, Self::Source, Self::Asking, Self::Created];

    /// What it holds.
    pub const fn kind(self) -> Kind {
        match self {
            Self::Status
            | Self::Source
            | Self::Situation
            | Self::Timing
            | Self::DeadReason
            | Self::PropertyType
            | Self::Condition
            | Self::Occupancy => Kind::Choice,
            Self::Owner => Kind::Member,
            Self::Tags | Self::ContactTags | Self::PropertyTags => Kind::Tags,
            Self::Created | Self::LastActivity | Self::RespondBy | Self::FirstResponse => Kind::Time,
            Self::Name
            | Self::Email
            | Self::Phone
            | Self::Street
            | Self::City
            | Self::Region
            | Self::PostalCode
            | Self::Parcel => Kind::Text,
            Self::Asking | Self::Mortgage => Kind::Money,
            Self::Beds | Self::HalfBaths | Self::Area | Self::YearBuilt => Kind::Number,
        }
    }

    /// Whether a lead may have more than one.
    pub const fn holds_several(self) -> bool {
        matches!(self, Self::Email) || matches!(self.kind(), Kind::Tags)
    }

    fn options(self, tags: &[Tag]) -> Vec<(String, String)> {
        macro_rules! of {
            ($words:ty) => {
                <$words>::ALL.iter().map(|word| (word.as_str().to_owned(), word.label().to_owned())).collect()
            };
        }
        match self {
            Self::Status => of!(LeadStatus),
            Self::Source => of!(LeadSource),
            Self::Situation => of!(Situation),
            Self::Timing => of!(Timing),
            Self::DeadReason => of!(DeadReason),
            Self::PropertyType => of!(PropertyType),
            Self::Condition => of!(Condition),
            Self::Occupancy => of!(Occupancy),
            Self::Tags | Self::ContactTags | Self::PropertyTags => {
                tags.iter().map(|tag| (tag.id.to_string(), tag.name.clone())).collect()
            }
            _ => Vec::new(),
        }
    }
}

/// The standard fields and the custom ones of an organization. Archived fields can still be asked, options that were
/// taken away cannot.
pub fn lead_schema(fields: &[CustomField], tags: &[Tag]) -> LeadSchema {
    let facts = LeadFact::ALL.iter().map(|fact| FieldInfo {
        field: LeadField::Fact(*fact),
        label: fact.label().to_owned(),
        kind: fact.kind(),
        options: fact.options(tags),
        several: fact.holds_several(),
    });
    let custom = fields.iter().map(|field| FieldInfo {
        field: LeadField::Custom(field.id),
        label: match field.noun {
            Noun::Lead => field.label.clone(),
            Noun::Contact => format!("{} (contact)", field.label),
            Noun::Property => format!("{} (property)", field.label),
        },
        kind: field.field_type.kind(),
        options: field.options.iter().map(|option| (option.key.clone(), option.label.clone())).collect(),
        several: field.field_type == FieldType::Choices,
    });
    Schema(facts.chain(custom).collect())
}
