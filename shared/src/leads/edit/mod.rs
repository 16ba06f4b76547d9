//! Editing a lead on its page, one fact at a time. Whoever edits says what stood there before, so that two people who change
//! different facts never meet, and two who change the same one are shown both values.

mod fact;
mod value;

pub use fact::{Fact, address_parts};
pub use value::FactValue;

use super::Lead;
use crate::ids::{CustomFieldId, LeadId};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use std::fmt;
use std::str::FromStr;

/// Most facts that one change may hold.
pub const MAX_EDITS: usize = 60;

/// What is edited. As text: the word of a fact, or the identifier of a custom field.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Edited {
    Fact(Fact),
    Field(CustomFieldId),
}

impl From<Fact> for Edited {
    fn from(fact: Fact) -> Self {
        Self::Fact(fact)
    }
}

impl fmt::Display for Edited {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Fact(fact) => f.write_str(fact.as_str()),
            Self::Field(id) => write!(f, "{id}"),
        }
    }
}

impl FromStr for Edited {
    type Err = ();

    fn from_str(word: &str) -> Result<Self, ()> {
        Fact::from_word(word).map(Self::Fact).or_else(|| word.parse().ok().map(Self::Field)).ok_or(())
    }
}

impl Serialize for Edited {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Edited {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let word = <std::borrow::Cow<'de, str>>::deserialize(deserializer)?;
        word.parse().map_err(|()| de::Error::custom("nothing of a lead that can be edited"))
    }
}

/// One fact as a person sends it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FactEdit {
    pub fact: Edited,
    /// Which of several phones or emails, as the page shows them; 0 for everything else.
    #[serde(default)]
    pub item: u8,
    /// What stood there when editing began, as [`Fact::typed`] or `FieldValue::typed` gives it.
    #[serde(default)]
    pub base: String,
    /// As typed; empty takes the value away.
    #[serde(default)]
    pub value: String,
}

/// What came of a change. Only [`EditOutcome::Saved`] wrote anything.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "outcome", content = "data")]
pub enum EditOutcome {
    Saved(Box<Saved>),
    /// Somebody changed the same facts meanwhile.
    Conflict(Vec<FactConflict>),
    /// The value belongs to another lead, which is probably the same seller.
    Taken(FactTaken),
}

/// The lead as it is now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Saved {
    pub lead: Lead,
    /// What takes the change back; empty when nothing had to be changed.
    pub back: Vec<FactEdit>,
}

/// A fact that two people changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FactConflict {
    pub fact: Edited,
    pub item: u8,
    /// What both began with, as the one sent it who came second.
    pub base: String,
    pub yours: String,
    /// What stands there now.
    pub theirs: String,
    /// Who wrote that, and when; `None` when it was no member, or so long ago that the log was not searched for it.
    pub by: Option<String>,
    pub at: Option<DateTime<Utc>>,
}

/// A phone, an email or an address that another lead has.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FactTaken {
    pub fact: Fact,
    pub item: u8,
    /// A lead of whoever or whatever has it; `None` while there is none.
    pub lead: Option<LeadId>,
    /// That lead's name.
    pub name: String,
}

impl FactTaken {
    /// In a sentence.
    pub fn words(&self) -> String {
        let what = self.fact.noun();
        if self.name.is_empty() {
            return format!("This {what} is known under another lead. Nothing was changed.");
        }
        match self.fact {
            Fact::Address => format!("{} has a lead about this address. Nothing was changed.", self.name),
            _ => format!("This {what} belongs to {}. Nothing was changed.", self.name),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_edited_is_a_word_or_an_identifier() {
        let field: CustomFieldId = CustomFieldId::from_uuid(uuid::Uuid::from_u128(7));
        for edited in [Edited::Fact(Fact::Phone), Edited::Field(field)] {
            let text = serde_json::to_string(&edited).unwrap();
            assert_eq!(serde_json::from_str::<Edited>(&text).unwrap(), edited);
        }
        assert!("owner".parse::<Edited>().is_err());
        let sent: FactEdit = serde_json::from_str(r#"{"fact":"phone","value":"x"}"#).unwrap();
        assert_eq!((sent.item, sent.base.as_str()), (0, ""));
    }

    #[test]
    fn what_is_taken_names_who_has_it() {
        let taken = |fact, name: &str| FactTaken { fact, item: 0, lead: None, name: name.into() }.words();
        assert_eq!(
            taken(Fact::Phone, "Ana Okafor"),
            "This phone belongs to Ana Okafor. Nothing was changed."
        );
        assert_eq!(
            taken(Fact::Address, "Ana Okafor"),
            "Ana Okafor has a lead about this address. Nothing was changed."
        );
        assert_eq!(
            taken(Fact::Address, ""),
            "This address is known under another lead. Nothing was changed."
        );
    }
}
