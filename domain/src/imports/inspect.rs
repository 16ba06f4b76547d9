//! A look through a whole file before anybody chooses columns: headings, samples, size, and whether it can be read at all.

use super::file::{self, FileRow, Format, Trouble};
use shared::errors::Problem;
use shared::imports::{Encoding, FileColumn, MAX_COLUMNS, MAX_ROWS, name_columns};
use std::io::Read;
use std::ops::ControlFlow;

/// What was seen.
#[derive(Debug)]
pub(super) struct Inspection {
    pub columns: Vec<FileColumn>,
    pub rows: u64,
    pub encoding: Encoding,
}

/// Reads the file to its end.
///
/// Errors: those of [`file::read`], `file.no_rows`, `file.too_many_columns`, `file.too_many_rows`.
pub(super) fn inspect(format: Format, source: impl Read) -> Result<Inspection, Trouble> {
    let mut columns: Vec<FileColumn> = Vec::new();
    let mut rows: u64 = 0;
    let mut refused = None;
    let encoding = file::read(format, source, &mut |FileRow { mut cells, .. }| {
        if columns.is_empty() {
            let filled = cells.iter().rposition(|cell| !cell.trim().is_empty()).map_or(0, |last| last + 1);
            cells.truncate(filled);
            if cells.len() > MAX_COLUMNS {
                let words = format!(
                    "The file has {} columns, at most {MAX_COLUMNS} can be imported. Delete those that are not needed.",
                    cells.len()
                );
                refused = Some(Problem::new("file.too_many_columns", words));
                return ControlFlow::Break(());
            }
            columns = name_columns(&cells);
            return ControlFlow::Continue(());
        }
        rows += 1;
        if rows > MAX_ROWS {
            let words = format!(
                "The file has more than {MAX_ROWS} rows. Cut it into several files and import one after the other."
            );
            refused = Some(Problem::new("file.too_many_rows", words));
            return ControlFlow::Break(());
        }
        for (column, cell) in columns.iter_mut().zip(&cells) {
            column.notice(cell);
        }
        ControlFlow::Continue(())
    })?;
    if let Some(problem) = refused {
        return Err(Trouble::File(problem));
    }
    if columns.is_empty() {
        return Err(Trouble::File(Problem::new("file.empty", "The file is empty.")));
    }
    if rows == 0 {
        let words = "The file has headings and nothing below them.";
        return Err(Trouble::File(Problem::new("file.no_rows", words)));
    }
    Ok(Inspection { columns, rows, encoding })
}
