//! People who may be one: why that is thought, and what screens show of two of them.
//!
//! How sure it is comes from named reasons. Their weights are here, so that what is said and what decides are one thing.

use crate::ids::{ContactId, DuplicatePairId, LeadId};
use crate::leads::LeadStatus;
use crate::merges::MergeSummary;
use crate::phone::Phone;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// Two people are shown to somebody from this weight of reasons on: a shared telephone or a shared house is not enough
/// without a name that fits, and no name is enough alone.
pub const ENOUGH: i32 = 50;

/// One thing that two people have in common, or not.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "reason", rename_all = "snake_case")]
pub enum Reason {
    /// E.164.
    SamePhone {
        phone: String,
    },
    SameEmail {
        email: String,
    },
    /// Both have a lead about the same house.
    SameHouse {
        place: String,
    },
    /// Both have a lead about land that the county knows by this number.
    SameParcel {
        parcel: String,
    },
    /// The same house number and ZIP code, and streets that differ by little.
    NearHouse {
        one: String,
        other: String,
    },
    SameName {
        name: String,
    },
    /// What one may have typed and another heard.
    AlmostSameName {
        one: String,
        other: String,
    },
    OtherName {
        one: String,
        other: String,
    },
    /// Both have telephones, and none in common.
    OtherPhone,
    /// Both have emails, and none in common.
    OtherEmail,
}

impl Reason {
    /// How much it says. Below zero it speaks against.
    pub const fn weight(&self) -> i32 {
        match self {
            Self::SamePhone { .. } => 50,
            Self::SameEmail { .. } => 45,
            Self::SameHouse { .. } | Self::SameParcel { .. } => 40,
            Self::SameName { .. } => 35,
            Self::NearHouse { .. } | Self::AlmostSameName { .. } => 25,
            // A household shares a telephone or an email more often than a person has two names.
            Self::OtherName { .. } => -25,
            // People have more than one of them: it says next to nothing, but it is worth knowing.
            Self::OtherPhone | Self::OtherEmail => 0,
        }
    }

    /// Whether it speaks for one person.
    pub const fn speaks_for(&self) -> bool {
        self.weight() > 0
    }

    /// In a few words.
    pub const fn label(&self) -> &'static str {
        match self {
            Self::SamePhone { .. } => "Same phone",
            Self::SameEmail { .. } => "Same email",
            Self::SameHouse { .. } => "Same house",
            Self::SameParcel { .. } => "Same parcel",
            Self::NearHouse { .. } => "Almost the same address",
            Self::SameName { .. } => "Same name",
            Self::AlmostSameName { .. } => "Names almost the same",
            Self::OtherName { .. } => "Different names",
            Self::OtherPhone => "Different phones",
            Self::OtherEmail => "Different emails",
        }
    }

    /// What exactly.
    pub fn detail(&self) -> Option<String> {
        match self {
            Self::SamePhone { phone } => {
                Some(Phone::parse(phone).map_or_else(|_| phone.clone(), |phone| phone.display()))
            }
            Self::SameEmail { email: text }
            | Self::SameHouse { place: text }
            | Self::SameParcel { parcel: text }
            | Self::SameName { name: text } => Some(text.clone()),
            Self::NearHouse { one, other }
            | Self::AlmostSameName { one, other }
            | Self::OtherName { one, other } => Some(format!("{one} / {other}")),
            Self::OtherPhone | Self::OtherEmail => None,
        }
    }
}

/// The weight of all reasons.
pub fn score(reasons: &[Reason]) -> i32 {
    reasons.iter().map(Reason::weight).sum()
}

/// How sure some reasons make.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sureness {
    VeryLikely,
    Likely,
    Perhaps,
}

impl Sureness {
    /// What a weight of reasons means.
    pub const fn of(score: i32) -> Self {
        match score {
            85.. => Self::VeryLikely,
            65.. => Self::Likely,
            _ => Self::Perhaps,
        }
    }

    /// In words.
    pub const fn label(self) -> &'static str {
        match self {
            Self::VeryLikely => "Very likely",
            Self::Likely => "Likely",
            Self::Perhaps => "Perhaps",
        }
    }
}

/// What was decided about two people.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PairState {
    Open,
    /// Two people; nobody is asked again.
    Dismissed,
    Merged,
}

impl PairState {
    /// All states.
    pub const ALL: [Self; 3] = [Self::Open, Self::Dismissed, Self::Merged];

    /// The word stored and sent.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Dismissed => "dismissed",
            Self::Merged => "merged",
        }
    }

    /// The state of a stored word.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.as_str() == word)
    }
}

/// One of two people, as far as it takes to tell them apart.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Twin {
    pub contact: ContactId,
    pub name: String,
    /// The newest lead; `None` when all were merged or removed.
    pub lead: Option<LeadId>,
    pub status: Option<LeadStatus>,
    pub place: Option<String>,
    pub phone: Option<String>,
    pub email: Option<String>,
    pub created_at: DateTime<Utc>,
    /// How many leads there are.
    pub leads: u64,
}

/// Two people who may be one, in a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PairSummary {
    pub id: DuplicatePairId,
    pub state: PairState,
    pub reasons: Vec<Reason>,
    /// The one who was here first.
    pub one: Twin,
    pub other: Twin,
}

impl PairSummary {
    /// How sure it is.
    pub fn sureness(&self) -> Sureness {
        Sureness::of(score(&self.reasons))
    }
}

/// The pairs that wait for somebody, the surest first, and what was merged lately.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct DuplicateList {
    pub pairs: Vec<PairSummary>,
    /// There are more than are listed.
    pub more: bool,
    pub merged: Vec<MergeSummary>,
}

/// On the page of a lead: somebody who may be the same person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TwinHint {
    pub pair: DuplicatePairId,
    pub name: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn same_phone() -> Reason {
        Reason::SamePhone { phone: "+15125550148".into() }
    }

    fn names(kind: fn(String, String) -> Reason) -> Reason {
        kind("Jon Smith".into(), "John Smith".into())
    }

    #[test]
    fn what_is_enough_is_what_somebody_would_say() {
        let almost = || names(|one, other| Reason::AlmostSameName { one, other });
        let different = || names(|one, other| Reason::OtherName { one, other });
        let house = || Reason::SameHouse { place: "917 Tillery St".into() };
        let name = || Reason::SameName { name: "Jon Smith".into() };
        let near = || Reason::NearHouse { one: "a".into(), other: "b".into() };
        let email = || Reason::SameEmail { email: "a@b.co".into() };
        let cases = [
            (vec![house(), almost(), Reason::OtherEmail], true),
            (vec![near(), almost()], true),
            (vec![same_phone(), almost()], true),
            (vec![same_phone(), email(), different()], true),
            (vec![same_phone(), house(), different()], true),
            (vec![same_phone(), different()], false),
            (vec![house(), different()], false),
            (vec![name()], false),
            (vec![near()], false),
        ];
        for (reasons, enough) in cases {
            assert_eq!(score(&reasons) >= ENOUGH, enough, "{reasons:?}");
        }
        assert_eq!(Sureness::of(score(&[same_phone(), name()])), Sureness::VeryLikely);
        assert_eq!(Sureness::of(score(&[house(), almost()])), Sureness::Likely);
        assert_eq!(Sureness::of(score(&[near(), almost()])), Sureness::Perhaps);
    }

    #[test]
    fn reasons_say_what_exactly() {
        assert_eq!(same_phone().detail().as_deref(), Some("512 555 0148"));
        let almost = names(|one, other| Reason::AlmostSameName { one, other });
        assert_eq!(
            (almost.label(), almost.detail().as_deref()),
            ("Names almost the same", Some("Jon Smith / John Smith"))
        );
        assert!(almost.speaks_for() && !Reason::OtherEmail.speaks_for());
        let stored = serde_json::to_value(&almost).unwrap();
        assert_eq!(serde_json::from_value::<Reason>(stored).unwrap(), almost);
    }
}
