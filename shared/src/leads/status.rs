//! The status machine of a lead: which step may follow which, and what must be said with it.

use crate::errors::{FieldError, FieldErrors, Problem};
use crate::text;
use crate::words::words;
use serde::{Deserialize, Serialize};

words! {
    /// Where a lead stands.
    LeadStatus {
        New = "new", "New";
        Contacted = "contacted", "Contacted";
        Qualified = "qualified", "Qualified";
        Nurturing = "nurturing", "Nurturing";
        Converted = "converted", "Converted";
        Dead = "dead", "Dead";
    }
    /// Why a lead is dead.
    DeadReason {
        NotInterested = "not_interested", "Not interested any more";
        SoldElsewhere = "sold_elsewhere", "Sold to somebody else";
        PriceGap = "price_gap", "Wants more than it is worth to us";
        Unreachable = "unreachable", "Cannot be reached";
        NotOwner = "not_owner", "Does not own the property";
        OutOfArea = "out_of_area", "Outside our area";
        BadData = "bad_data", "Wrong name, phone or address";
        Other = "other", "Something else";
    }
}

impl LeadStatus {
    /// The statuses that may follow this one.
    pub const fn next(self) -> &'static [Self] {
        match self {
            Self::New => &[Self::Contacted, Self::Qualified, Self::Nurturing, Self::Dead],
            Self::Contacted => &[Self::Qualified, Self::Nurturing, Self::Dead],
            Self::Qualified => &[Self::Contacted, Self::Nurturing, Self::Converted, Self::Dead],
            Self::Nurturing => &[Self::Contacted, Self::Qualified, Self::Dead],
            Self::Converted => &[Self::Qualified],
            Self::Dead => &[Self::Contacted, Self::Nurturing],
        }
    }

    /// Whether somebody still works on the lead.
    pub const fn is_open(self) -> bool {
        !matches!(self, Self::Converted | Self::Dead)
    }
}

/// Why a step is not allowed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StatusRefusal {
    /// The lead is there already.
    Unchanged(LeadStatus),
    /// No path leads from the first to the second.
    NoPath(LeadStatus, LeadStatus),
}

impl StatusRefusal {
    /// The refusal in words, with what would be allowed.
    pub fn problem(self) -> Problem {
        match self {
            Self::Unchanged(status) => Problem::new(
                "status.unchanged",
                format!("The lead is {} already.", status.label().to_lowercase()),
            ),
            Self::NoPath(from, to) => {
                let allowed: Vec<String> = from.next().iter().map(|s| s.label().to_lowercase()).collect();
                Problem::new(
                    "status.no_path",
                    format!(
                        "A {} lead cannot become {}. Possible: {}.",
                        from.label().to_lowercase(),
                        to.label().to_lowercase(),
                        allowed.join(", ")
                    ),
                )
            }
        }
    }
}

/// What a person sends to change a status.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct StatusChangeInput {
    /// The word of the wanted [`LeadStatus`].
    pub status: String,
    /// The word of a [`DeadReason`]; needed when the lead becomes dead.
    pub reason: String,
    /// In one's own words; needed for the reason `other` and when a closed lead is opened again.
    pub note: String,
    /// The version of the lead that was looked at.
    pub version: i64,
}

/// A parsed wish; whether the step is allowed depends on where the lead stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StatusChange {
    pub to: LeadStatus,
    pub reason: Option<DeadReason>,
    pub note: Option<String>,
    pub version: i64,
}

impl StatusChangeInput {
    /// Parses the wish. Paths: `status`, `reason`, `note`.
    pub fn parse(&self) -> Result<StatusChange, Vec<FieldError>> {
        let mut errors = FieldErrors::new();
        let to = errors.take(
            "status",
            LeadStatus::from_word(&self.status)
                .ok_or_else(|| Problem::new("status.unknown", "Choose one of the listed statuses.")),
        );
        let note = errors.take(
            "note",
            if self.note.trim().is_empty() { Ok(None) } else { text::paragraph(&self.note, 2_000).map(Some) },
        );
        let dead = to == Some(LeadStatus::Dead);
        let reason = match (dead, DeadReason::from_word(&self.reason)) {
            (true, None) => {
                errors.push(FieldError::new("reason", "status.reason", "Choose why the lead is dead."));
                None
            }
            (true, Some(DeadReason::Other)) if self.note.trim().is_empty() => {
                errors.push(FieldError::new("note", "status.note", "Say in a few words why."));
                Some(DeadReason::Other)
            }
            (true, reason) => reason,
            (false, _) => None,
        };
        let parsed = (|| Some(StatusChange { to: to?, reason, note: note?, version: self.version }))();
        errors.finish(parsed)
    }
}

impl StatusChange {
    /// Whether the step may be taken from `from`, and if not, which field says so.
    pub fn check(&self, from: LeadStatus) -> Result<(), FieldError> {
        if self.to == from {
            return Err(StatusRefusal::Unchanged(from).problem().at("status"));
        }
        if !from.next().contains(&self.to) {
            return Err(StatusRefusal::NoPath(from, self.to).problem().at("status"));
        }
        if !from.is_open() && self.note.is_none() {
            return Err(FieldError::new(
                "note",
                "status.note",
                "Say in a few words why the lead is opened again.",
            ));
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn change(status: &str, reason: &str, note: &str) -> StatusChangeInput {
        StatusChangeInput { status: status.into(), reason: reason.into(), note: note.into(), version: 1 }
    }

    #[test]
    fn every_status_can_be_left_and_reached() {
        for status in LeadStatus::ALL {
            assert!(!status.next().is_empty(), "{status:?} is a trap");
            assert!(!status.next().contains(status));
            if *status != LeadStatus::New {
                assert!(
                    LeadStatus::ALL.iter().any(|s| s.next().contains(status)),
                    "{status:?} cannot be reached"
                );
            }
        }
    }

    #[test]
    fn dead_needs_a_reason_and_other_needs_words() {
        assert_eq!(change("dead", "", "").parse().unwrap_err()[0].path, "reason");
        assert_eq!(change("dead", "other", " ").parse().unwrap_err()[0].path, "note");
        assert!(change("dead", "price_gap", "").parse().is_ok());
        assert_eq!(change("gone", "", "").parse().unwrap_err()[0].code, "status.unknown");
    }

    #[test]
    fn steps_follow_the_machine() {
        let contacted = change("contacted", "", "").parse().unwrap();
        assert!(contacted.check(LeadStatus::New).is_ok());
        assert_eq!(contacted.check(LeadStatus::Contacted).unwrap_err().code, "status.unchanged");
        assert_eq!(contacted.check(LeadStatus::Converted).unwrap_err().code, "status.no_path");
        assert_eq!(contacted.check(LeadStatus::Dead).unwrap_err().path, "note");
        assert!(change("contacted", "", "She called back").parse().unwrap().check(LeadStatus::Dead).is_ok());
    }
}
