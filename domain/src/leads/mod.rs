//! Leads: their list, their page, their timeline, and what members do with them.
//!
//! Intake of submitted forms is `crate::intake`; matching persons and places is `crate::contacts` and
//! `crate::properties`.

mod activity;
mod add;
mod assign;
mod bulk;
mod columns;
mod cursor;
mod deletion;
mod detail;
mod edit;
mod export;
mod facts;
mod filter;
mod find;
mod list;
mod marks;
mod mentions;
mod order;
mod owners;
mod pages;
mod plan;
mod rank;
mod rows;
mod search;
mod sql;
mod status;
mod timeline;
pub mod views;
mod words;

pub use activity::log_activity;
pub use add::add;
pub use assign::assign;
pub use bulk::{bulk, undo as undo_bulk};
pub use deletion::{delete, deleted, restore};
pub use detail::{get, neighbours};
pub use edit::edit;
pub use export::{Export, export};
pub use facts::{LeadFacts, facts};
pub use filter::Asking;
pub use find::find;
pub use list::list;
pub use marks::{change_tags, marks, set_fields};
pub use owners::owners;
pub use search::{Findable, search_text};
pub use status::change_status;
pub use timeline::timeline;
pub(crate) use words::renew as renew_words;

pub(crate) use deletion::{TASKS_OF_OTHERS, is_deleted};
pub(crate) use rows::{COLUMNS, SummaryRow, exists, source_of, status_of, summaries};
pub(crate) use sql::Sql;
pub(crate) use timeline::{Referred, position};

use chrono::{DateTime, Utc};

/// `leads.waiting_until` of a lead that waits for nobody: 9999-12-31T00:00:00Z.
pub const NEVER: DateTime<Utc> = match DateTime::from_timestamp(253_402_214_400, 0) {
    Some(never) => never,
    None => DateTime::<Utc>::MAX_UTC,
};

/// `leads.asking_minor` of a lead whose asking price is not known.
pub const UNKNOWN_ASKING: i64 = -1;

#[cfg(test)]
mod tests {
    #[test]
    fn never_is_the_last_day_of_the_last_four_digit_year() {
        assert_eq!(super::NEVER.to_rfc3339(), "9999-12-31T00:00:00+00:00");
    }
}
