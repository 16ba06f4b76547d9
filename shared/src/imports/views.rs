//! Imports as screens see them.

use super::column::FileColumn;
use super::mapping::{KnownLeads, Mapping};
use super::states::{Encoding, FileKind, ImportState};
use super::{Certainty, DateCounts};
use crate::fields::CustomField;
use crate::ids::{ImportId, LeadId};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// How many rows became what.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ImportCounts {
    /// New leads.
    pub created: u64,
    /// Rows that added something to a lead that was here.
    pub attached: u64,
    /// Rows left out because their lead is here.
    pub skipped: u64,
    /// Rows that cannot be read.
    pub refused: u64,
}

/// An import in a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportSummary {
    pub id: ImportId,
    /// Name of the file.
    pub name: String,
    pub state: ImportState,
    pub rows: u64,
    /// Rows that the present or last step is through with.
    pub position: u64,
    /// What came of it, or would come of it while it is checked.
    pub counts: ImportCounts,
    /// Taken back: leads removed, leads restored, and leads kept because somebody has worked on them since.
    pub removed: u64,
    pub restored: u64,
    pub kept: u64,
    /// Who uploaded it.
    pub by: String,
    pub created_at: DateTime<Utc>,
    /// When the present or last step began and ended.
    pub started_at: Option<DateTime<Utc>>,
    pub finished_at: Option<DateTime<Utc>>,
    /// Until when it can be taken back.
    pub undo_until: Option<DateTime<Utc>>,
}

/// An import on its page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Import {
    pub summary: ImportSummary,
    pub kind: FileKind,
    pub encoding: Encoding,
    /// What stands between the cells of a CSV file.
    pub delimiter: Option<char>,
    /// In bytes.
    pub size: u64,
    pub columns: Vec<FileColumn>,
    pub mapping: Mapping,
    /// The custom fields that columns may go into.
    pub fields: Vec<CustomField>,
    /// Columns, left out here, whose custom field was in use when they were chosen and is not any more.
    pub gone: Vec<usize>,
    /// What the mapping was guessed with, column by column.
    pub certainties: Vec<Certainty>,
    /// The mapping was used before, for a file with the same headings.
    pub remembered: bool,
    pub known: KnownLeads,
    /// Why it stopped, when nobody stopped it.
    pub trouble: Option<String>,
    pub version: i64,
}

/// What is wrong with a row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RowProblem {
    /// Line of a text file, row of a workbook.
    pub line: u64,
    /// Heading of the column; `None` when it is the row as a whole.
    pub column: Option<String>,
    pub message: String,
    /// What stood there.
    pub came: Option<String>,
}

/// Some of the problems, in the order of the file.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RowProblems {
    pub problems: Vec<RowProblem>,
    /// Rows that have problems; more may be counted than are kept.
    pub rows: u64,
    /// Where the next ones begin.
    pub next: Option<u64>,
}

/// A lead that stays because somebody has worked on it since.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeptLead {
    pub lead: LeadId,
    pub name: String,
}

/// What taking an import back would do.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct UndoForesight {
    pub removed: u64,
    pub restored: u64,
    pub kept: u64,
    /// The first of those that are kept.
    pub names: Vec<KeptLead>,
}

impl ImportSummary {
    /// How far the present step is, from 0 to 100.
    pub fn percent(&self) -> u8 {
        let total = self.rows.max(1);
        u8::try_from((self.position.min(total) * 100) / total).unwrap_or(100)
    }
}

impl Import {
    /// Whether somebody has to say what the dates of a column begin with.
    pub fn asks_order(&self, column: usize) -> bool {
        self.columns.get(column).map(|column| &column.dates).is_some_and(DateCounts::must_be_asked)
    }
}
