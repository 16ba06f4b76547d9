//! Files of leads, opened: from bytes as they came to rows of texts, one after the other. Trusts nothing in them: what is
//! held at a time is bounded whatever they say. Knows nothing of the database.

mod csv;
mod decode;
mod sniff;
mod xlsx;

pub(super) use sniff::sniff;

use crate::error::Error;
use shared::errors::Problem;
use shared::imports::{Encoding, FileKind};
use std::io::{self, Read};
use std::ops::ControlFlow;

/// Bytes of the beginning that [`sniff`] wants to see.
pub(super) const HEAD: usize = 64 * 1024;

/// What kind of file it is, as far as its beginning tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Format {
    pub kind: FileKind,
    /// UTF-8 stands for every encoding of one byte; which one it is shows only in the cells.
    pub encoding: Encoding,
    pub delimiter: u8,
}

/// A row that is not blank.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct FileRow {
    /// The line it begins on, or the row of the sheet.
    pub line: u64,
    pub cells: Vec<String>,
}

/// Why a file cannot be read to its end.
#[derive(Debug)]
pub(super) enum Trouble {
    /// It is the file's fault.
    File(Problem),
    /// The bytes could not be had.
    Source(io::Error),
}

impl From<Trouble> for Error {
    fn from(trouble: Trouble) -> Self {
        match trouble {
            Trouble::File(problem) => Self::Invalid(vec![problem.at("file")]),
            // A source of ours carries an error of ours.
            Trouble::Source(error) => match error.downcast::<Self>() {
                Ok(error) => error,
                Err(error) => Self::Internal(Box::new(error)),
            },
        }
    }
}

impl From<io::Error> for Trouble {
    fn from(error: io::Error) -> Self {
        Self::Source(error)
    }
}

fn refuse(code: &'static str, words: impl Into<String>) -> Trouble {
    Trouble::File(Problem::new(code, words))
}

/// Gives every row that is not blank to `each`, the headings first, until it breaks. Answers how the letters of the
/// file turned out to be written.
pub(super) fn read(
    format: Format,
    source: impl Read,
    each: &mut dyn FnMut(FileRow) -> ControlFlow<()>,
) -> Result<Encoding, Trouble> {
    let mut filled = |row: FileRow| {
        if row.cells.iter().all(|cell| cell.trim().is_empty()) {
            ControlFlow::Continue(())
        } else {
            each(row)
        }
    };
    match format.kind {
        FileKind::Csv => csv::read(format, source, &mut filled),
        FileKind::Xlsx => xlsx::read(source, &mut filled).map(|()| Encoding::Utf8),
    }
}

#[cfg(test)]
mod tests;
