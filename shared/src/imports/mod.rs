//! The vocabulary of imports and exports: columns of a file, where each goes, how a row becomes a lead and a lead a row.
//!
//! Nothing here knows what kind of file it was: rows are lists of texts. Opening files, and what the database knows about
//! the people in them, is `domain::imports`.

mod column;
mod custom;
mod dates;
mod guess;
mod headings;
mod layout;
mod mapping;
mod read;
mod row;
mod states;
mod synonyms;
mod target;
mod views;
mod write;

pub use column::{FileColumn, name_columns};
pub use dates::{DateCounts, DateOrder, Moment};
pub use guess::{Certainty, guess};
pub use layout::Layout;
pub use mapping::{KnownLeads, MappedColumn, MappedColumnInput, Mapping, MappingInput};
pub use row::LeadRow;
pub use states::{Encoding, FileKind, ImportState};
pub use target::{Destination, Target};
pub use views::{Import, ImportCounts, ImportSummary, KeptLead, RowProblem, RowProblems, UndoForesight};
pub use write::{EXPORT_COLUMNS, SAMPLE, line, safe};

/// Largest file, in bytes.
pub const MAX_FILE: u64 = 100 * 1024 * 1024;
/// Most rows of a file, without its headings.
pub const MAX_ROWS: u64 = 250_000;
/// Most columns of a file.
pub const MAX_COLUMNS: usize = 200;
/// Days that an import can be taken back, and that its file is kept.
pub const KEEP_DAYS: u32 = 30;
