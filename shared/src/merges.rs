//! Making one person of two: what is chosen, what the result will be, and what was merged.

use crate::duplicates::{PairSummary, Twin};
use crate::errors::FieldError;
use crate::ids::{ContactId, DuplicatePairId, LeadId, MergeId};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Whose value it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Side {
    /// Of the one who stays.
    Kept,
    /// Of the one who joins.
    Joined,
}

impl Side {
    /// The word sent.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Kept => "kept",
            Self::Joined => "joined",
        }
    }

    /// The side of a word.
    pub fn from_word(word: &str) -> Option<Self> {
        [Self::Kept, Self::Joined].into_iter().find(|side| side.as_str() == word)
    }
}

/// How a field is chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Choosing {
    /// Both say the same, or only one side says anything: nothing is asked.
    Settled,
    /// One of two values.
    OneOf,
    /// A further one: it may come along or stay behind.
    Along,
}

/// One field side by side.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MergeField {
    /// Names it in [`MergeInput::take`].
    pub key: String,
    pub label: String,
    /// In words.
    pub kept: Option<String>,
    pub joined: Option<String>,
    pub choosing: Choosing,
    /// What is proposed.
    pub take: Side,
}

impl MergeField {
    /// What the result will say when `take` is chosen; the kept one's further values are fields of their own.
    pub fn result(&self, take: Side) -> Option<&str> {
        let side = if self.choosing == Choosing::Settled { self.take } else { take };
        match side {
            Side::Kept => self.kept.as_deref(),
            Side::Joined => self.joined.as_deref(),
        }
    }
}

/// Two leads that become one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LeadFold {
    pub kept: LeadId,
    pub joined: LeadId,
    /// What both are about.
    pub place: Option<String>,
    pub fields: Vec<MergeField>,
}

/// A merge before it is done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MergePreview {
    pub pair: PairSummary,
    /// Who stays.
    pub stays: ContactId,
    /// How both were when this was made: a merge of something else is refused.
    pub seen: String,
    /// Of the person.
    pub fields: Vec<MergeField>,
    pub folds: Vec<LeadFold>,
    /// What else comes along, a line each.
    pub moves: Vec<String>,
    /// The other pairs that wait, before and after this one in the list.
    pub previous: Option<DuplicatePairId>,
    pub next: Option<DuplicatePairId>,
}

impl MergePreview {
    /// The one who stays.
    pub fn kept(&self) -> &Twin {
        if self.pair.one.contact == self.stays { &self.pair.one } else { &self.pair.other }
    }

    /// The one who joins.
    pub fn joined(&self) -> &Twin {
        if self.pair.one.contact == self.stays { &self.pair.other } else { &self.pair.one }
    }

    /// Every field, those of the person first.
    pub fn all_fields(&self) -> impl Iterator<Item = &MergeField> {
        self.fields.iter().chain(self.folds.iter().flat_map(|fold| &fold.fields))
    }

    /// What is proposed, as it would be sent.
    pub fn proposal(&self) -> MergeInput {
        MergeInput {
            stays: self.stays.to_string(),
            seen: self.seen.clone(),
            take: self
                .all_fields()
                .filter(|field| field.choosing != Choosing::Settled)
                .map(|field| (field.key.clone(), field.take.as_str().to_owned()))
                .collect(),
        }
    }
}

/// What somebody chose.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct MergeInput {
    /// The contact who stays.
    pub stays: String,
    /// [`MergePreview::seen`].
    pub seen: String,
    /// By [`MergeField::key`] the word of a [`Side`]. A field that is not named keeps its value, and a further one stays
    /// behind.
    pub take: BTreeMap<String, String>,
}

/// Choices that were read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MergeChoice {
    pub stays: ContactId,
    pub seen: String,
    take: BTreeMap<String, Side>,
}

impl MergeInput {
    /// Parses the input. Paths: `stays`, `take.KEY`.
    pub fn parse(&self) -> Result<MergeChoice, Vec<FieldError>> {
        let mut errors = Vec::new();
        let stays = self.stays.parse::<ContactId>();
        if stays.is_err() {
            errors.push(FieldError::new("stays", "merge.stays", "Choose who of the two stays."));
        }
        let mut take = BTreeMap::new();
        for (key, word) in &self.take {
            match Side::from_word(word) {
                Some(side) => {
                    take.insert(key.clone(), side);
                }
                None => errors.push(FieldError::new(
                    format!("take.{key}"),
                    "merge.side",
                    "Choose one of the two values.",
                )),
            }
        }
        match stays {
            Ok(stays) if errors.is_empty() => Ok(MergeChoice { stays, seen: self.seen.clone(), take }),
            _ => Err(errors),
        }
    }
}

impl MergeChoice {
    /// Whose value of a field is taken.
    pub fn side(&self, key: &str) -> Side {
        self.take.get(key).copied().unwrap_or(Side::Kept)
    }
}

/// What a merge made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Merged {
    pub id: MergeId,
    /// A lead of the person there is now.
    pub lead: Option<LeadId>,
}

/// A merge that stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MergeSummary {
    pub id: MergeId,
    /// The person there is now.
    pub name: String,
    /// Whoever joined.
    pub joined: String,
    pub lead: Option<LeadId>,
    pub by: String,
    pub at: DateTime<Utc>,
}

/// What splitting again did.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Split {
    /// A lead of the one who had stayed.
    pub lead: Option<LeadId>,
    pub name: String,
    pub joined: String,
    /// Fields that somebody changed since, which stay as they are.
    pub left: u64,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn choices_are_read_and_what_is_not_named_stays() {
        let stays = "con_00000000000000000000000001";
        let take = [("name".to_owned(), "joined".to_owned())].into();
        let choice = MergeInput { stays: stays.into(), seen: "x".into(), take }.parse().unwrap();
        assert_eq!((choice.side("name"), choice.side("status-0")), (Side::Joined, Side::Kept));

        let take = [("name".to_owned(), "both".to_owned())].into();
        let wrong = MergeInput { stays: "x".into(), take, ..MergeInput::default() };
        let paths: Vec<String> = wrong.parse().unwrap_err().into_iter().map(|error| error.path).collect();
        assert_eq!(paths, ["stays", "take.name"]);
    }

    #[test]
    fn a_settled_field_says_what_the_one_side_says() {
        let field = |choosing, take| MergeField {
            key: "name".into(),
            label: "Name".into(),
            kept: None,
            joined: Some("John".into()),
            choosing,
            take,
        };
        assert_eq!(field(Choosing::Settled, Side::Joined).result(Side::Kept), Some("John"));
        assert_eq!(field(Choosing::Along, Side::Joined).result(Side::Kept), None);
        assert_eq!(field(Choosing::Along, Side::Kept).result(Side::Joined), Some("John"));
    }
}
