//! Where a column may go: to a standard fact, to tags, or into a custom field.

use crate::fields::{CustomField, FieldType, Noun};
use crate::ids::CustomFieldId;
use crate::words::words;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use std::fmt;
use std::str::FromStr;

words! {
    /// What a column says about a lead, but for custom fields.
    Target {
        Name = "name", "Contact name";
        NameLastFirst = "name_last_first", "Contact name, last name first";
        FirstName = "first_name", "First name";
        LastName = "last_name", "Last name";
        Phone = "phone", "Phone";
        Email = "email", "Email";
        Address = "address", "Property address, in one";
        Street = "street", "Property street";
        Unit = "unit", "Property unit";
        City = "city", "Property city";
        Region = "region", "Property state";
        PostalCode = "postal_code", "Property ZIP code";
        Asking = "asking", "Asking price";
        PropertyType = "property_type", "Property type";
        Beds = "beds", "Beds";
        Baths = "baths", "Baths";
        Area = "area", "Living area";
        YearBuilt = "year_built", "Year built";
        Condition = "condition", "Condition";
        Occupancy = "occupancy", "Who lives there";
        Parcel = "parcel", "Parcel number";
        Mortgage = "mortgage", "Mortgage balance";
        Situation = "situation", "Reason to sell";
        Timing = "timing", "Time to sell";
        Message = "message", "Message";
        Note = "note", "Note";
        Source = "source", "Source";
        Status = "status", "Status";
        DeadReason = "dead_reason", "Why it is dead";
        StatusNote = "status_note", "Note on the status";
        Owner = "owner", "Lead owner";
        Created = "created", "Came in on";
        Tags = "tags", "Tags";
        ContactTags = "contact_tags", "Tags of the contact";
        PropertyTags = "property_tags", "Tags of the property";
    }
}

impl Target {
    /// Whether several columns may go there.
    pub const fn takes_many(self) -> bool {
        matches!(self, Self::Phone | Self::Email | Self::Message | Self::Note) || self.tags_of().is_some()
    }

    /// Whose tags it names.
    pub const fn tags_of(self) -> Option<Noun> {
        match self {
            Self::Tags => Some(Noun::Lead),
            Self::ContactTags => Some(Noun::Contact),
            Self::PropertyTags => Some(Noun::Property),
            _ => None,
        }
    }

    /// What it is a fact of.
    pub const fn noun(self) -> Noun {
        match self {
            Self::Name
            | Self::NameLastFirst
            | Self::FirstName
            | Self::LastName
            | Self::Phone
            | Self::Email
            | Self::ContactTags => Noun::Contact,
            Self::Address
            | Self::Street
            | Self::Unit
            | Self::City
            | Self::Region
            | Self::PostalCode
            | Self::PropertyType
            | Self::Beds
            | Self::Baths
            | Self::Area
            | Self::YearBuilt
            | Self::Condition
            | Self::Occupancy
            | Self::Parcel
            | Self::Mortgage
            | Self::PropertyTags => Noun::Property,
            _ => Noun::Lead,
        }
    }

    /// Whether a person can be reached by it.
    pub const fn is_reach(self) -> bool {
        matches!(self, Self::Phone | Self::Email)
    }

    /// Whether capitals may be tidied there.
    pub const fn is_name(self) -> bool {
        matches!(
            self,
            Self::Name
                | Self::NameLastFirst
                | Self::FirstName
                | Self::LastName
                | Self::Street
                | Self::City
                | Self::Address
        )
    }
}

/// Where a column goes. As text: the word of a target, or the identifier of a custom field, as filters name it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Destination {
    Target(Target),
    Custom(CustomFieldId),
}

impl From<Target> for Destination {
    fn from(target: Target) -> Self {
        Self::Target(target)
    }
}

impl Destination {
    /// The standard fact.
    pub const fn target(self) -> Option<Target> {
        match self {
            Self::Target(target) => Some(target),
            Self::Custom(_) => None,
        }
    }

    /// The custom field, if it is among these and in use.
    pub fn field(self, fields: &[CustomField]) -> Option<&CustomField> {
        match self {
            Self::Target(_) => None,
            Self::Custom(id) => fields.iter().find(|field| field.id == id && !field.archived),
        }
    }

    /// Whether it is a custom field that is not in use.
    pub fn is_gone(self, fields: &[CustomField]) -> bool {
        matches!(self, Self::Custom(_)) && self.field(fields).is_none()
    }

    /// Whether several columns may go there.
    pub fn takes_many(self) -> bool {
        self.target().is_some_and(Target::takes_many)
    }

    /// Whether a person can be reached by it.
    pub fn is_reach(self) -> bool {
        self.target().is_some_and(Target::is_reach)
    }

    /// Whether capitals may be tidied there.
    pub fn is_name(self) -> bool {
        self.target().is_some_and(Target::is_name)
    }

    /// Whether dates are read there.
    pub fn is_date(self, fields: &[CustomField]) -> bool {
        self == Self::Target(Target::Created)
            || self.field(fields).is_some_and(|field| field.field_type == FieldType::Date)
    }

    /// What it is called.
    pub fn label(self, fields: &[CustomField]) -> &str {
        match self {
            Self::Target(target) => target.label(),
            Self::Custom(id) => {
                let field = fields.iter().find(|field| field.id == id);
                field.map_or("a field that is gone", |field| field.label.as_str())
            }
        }
    }
}

impl fmt::Display for Destination {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Target(target) => f.write_str(target.as_str()),
            Self::Custom(id) => write!(f, "{id}"),
        }
    }
}

impl FromStr for Destination {
    type Err = ();

    fn from_str(word: &str) -> Result<Self, ()> {
        Target::from_word(word).map(Self::Target).or_else(|| word.parse().ok().map(Self::Custom)).ok_or(())
    }
}

impl Serialize for Destination {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Destination {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let word = <std::borrow::Cow<'de, str>>::deserialize(deserializer)?;
        word.parse().map_err(|()| de::Error::custom("no place for a column"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stored_words_of_before_are_read() {
        let read = |json: &str| serde_json::from_str::<Destination>(json);
        assert_eq!(read("\"name\"").unwrap(), Target::Name.into());
        let field = Destination::Custom(CustomFieldId::from_uuid(uuid::Uuid::from_u128(7)));
        assert_eq!(read(&serde_json::to_string(&field).unwrap()).unwrap(), field);
        assert!(read("\"moon\"").is_err());
        for target in Target::ALL {
            assert_eq!(target.as_str().parse(), Ok(Destination::Target(*target)));
        }
    }
}
