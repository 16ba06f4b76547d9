//! What a merge changed, as it is kept: each row before and after.

use chrono::{DateTime, Utc};
use entity::leads;
use sea_orm::ActiveValue::Set;
use serde::{Deserialize, Serialize};
use shared::DuplicatePairId;
use std::collections::BTreeMap;
use uuid::Uuid;

/// Everything that was changed of the one who stays, and where the leads of the other went.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct Changes {
    pub pair: DuplicatePairId,
    pub contact: Change<ContactState>,
    /// Keys of emails that the one who stays did not have.
    pub emails: Vec<String>,
    pub phones: Vec<String>,
    pub tags: Vec<Uuid>,
    pub values: Vec<ValueChange>,
    pub leads: Vec<LeadChange>,
    pub folds: Vec<Fold>,
    /// Who had been merged into the one who joined.
    pub people_before: Vec<Uuid>,
}

/// Something before and after.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct Change<T> {
    pub before: T,
    pub after: T,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct ContactState {
    pub name: String,
    pub do_not_contact: bool,
}

/// A lead of the person there is now, its own before or not.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct LeadChange {
    pub lead: Uuid,
    pub change: Change<LeadState>,
    pub tags: Vec<Uuid>,
    pub values: Vec<ValueChange>,
}

/// A lead that became part of another.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct Fold {
    pub lead: Uuid,
    pub into: Uuid,
    /// What had become part of it.
    pub leads_before: Vec<Uuid>,
}

/// The rows of one custom field.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct ValueChange {
    pub field: Uuid,
    pub change: Change<Vec<StoredValue>>,
}

/// A row of `lead_values` or `contact_values`, in the order of their items.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct StoredValue {
    pub text: Option<String>,
    pub number: Option<i64>,
}

/// Custom values of one record, by field.
pub(super) type Values = BTreeMap<Uuid, Vec<StoredValue>>;

/// What follows from other fields and from what happens: nobody chose it, and nobody is told that it stays.
const FOLLOWING: [&str; 7] = [
    "dead_reason",
    "status_note",
    "search_text",
    "respond_by",
    "first_response_at",
    "waiting_until",
    "last_activity_at",
];

/// One text for what is the same in each of these: reading a row, writing one, and putting back what nobody changed since.
macro_rules! lead_state {
    ($($field:ident: $kind:ty,)+) => {
        /// What a merge may change of a lead.
        #[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
        pub(super) struct LeadState { $(pub $field: $kind,)+ }

        impl LeadState {
            /// As the row has it.
            pub(super) fn of(row: &leads::Model) -> Self {
                Self { $($field: row.$field.clone(),)+ }
            }

            /// Everything of it, to be written.
            pub(super) fn to_row(&self) -> leads::ActiveModel {
                leads::ActiveModel { $($field: Set(self.$field.clone()),)+ ..Default::default() }
            }
        }

        impl Change<LeadState> {
            /// What the lead is to be after splitting: what was before, except where somebody changed it since. Answers how many
            /// fields that is.
            pub(super) fn back(&self, now: &LeadState) -> (LeadState, u64) {
                let mut left = 0;
                let state = LeadState { $($field: {
                    if now.$field == self.after.$field {
                        self.before.$field.clone()
                    } else {
                        left += u64::from(!FOLLOWING.contains(&stringify!($field)));
                        now.$field.clone()
                    }
                },)+ };
                (state, left)
            }
        }
    };
}

lead_state! {
    contact_id: Uuid,
    property_id: Option<Uuid>,
    source: String,
    status: String,
    dead_reason: Option<String>,
    status_note: Option<String>,
    owner_id: Option<Uuid>,
    situation: Option<String>,
    timing: Option<String>,
    message: Option<String>,
    contact_name: String,
    place: Option<String>,
    phone: Option<String>,
    asking_minor: i64,
    search_text: String,
    created_at: DateTime<Utc>,
    respond_by: DateTime<Utc>,
    first_response_at: Option<DateTime<Utc>>,
    waiting_until: DateTime<Utc>,
    last_activity_at: DateTime<Utc>,
}
