//! Custom fields: what an organization adds to its leads, contacts and properties, with a type and options.
//!
//! A definition says what may be entered ([`definition`]), a value is what was entered ([`value`]). Where a standard field can
//! stand, a custom one can: filters and columns know both by one name.

mod definition;
mod value;

pub use definition::{
    CustomField, CustomFieldInput, FieldOption, FieldType, MAX_FIELDS, MAX_OPTIONS, NewCustomField, Noun,
};
pub use value::{FieldValue, FieldValueInput, MAX_LONG_TEXT, MAX_TEXT, Stored, day_number};
