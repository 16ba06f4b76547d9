//! Rows of a text file. Lenient about quotes in odd places, as spreadsheets are; a quote that is never closed would
//! swallow the rest of the file, so rows have a longest length.

use super::decode::{self, Decoded};
use super::{FileRow, Format, Trouble, refuse};
use csv_core::{ReadRecordResult, Reader, ReaderBuilder};
use shared::imports::{Encoding, MAX_COLUMNS};
use std::io::Read;
use std::ops::ControlFlow;

/// Bytes that are read at a time.
const INPUT: usize = 64 * 1024;
/// Longest row, in bytes.
const LONGEST: usize = 1024 * 1024;
/// Most cells of a row that are taken apart at all.
const CELLS: usize = 20 * MAX_COLUMNS;

struct Cutter<R> {
    source: R,
    reader: Reader,
    input: Vec<u8>,
    from: usize,
    ended: bool,
    /// Line breaks that were read.
    breaks: u64,
    last: u8,
    text: Vec<u8>,
    ends: Vec<usize>,
}

/// A row as it was cut.
struct Cut<'a> {
    /// The line it begins on.
    line: u64,
    text: &'a [u8],
    /// Where its cells end in the text.
    ends: &'a [usize],
}

pub(super) fn read(
    format: Format,
    source: impl Read,
    each: &mut dyn FnMut(FileRow) -> ControlFlow<()>,
) -> Result<Encoding, Trouble> {
    let mut cutter = Cutter {
        source: Decoded::new(format.encoding, source),
        reader: ReaderBuilder::new().delimiter(format.delimiter).build(),
        input: Vec::new(),
        from: 0,
        ended: false,
        breaks: 0,
        last: 0,
        text: vec![0; 4 * 1024],
        ends: vec![0; 64],
    };
    let (mut utf8, mut others) = (false, false);
    while let Some(Cut { line, text, ends }) = cutter.next()? {
        let mut cells = Vec::with_capacity(ends.len());
        let mut start = 0;
        for end in ends {
            let bytes = text.get(start..*end).unwrap_or_default();
            let (cell, other) = decode::cell(bytes);
            others |= other;
            utf8 |= !other && !bytes.is_ascii();
            cells.push(cell.into_owned());
            start = *end;
        }
        if each(FileRow { line, cells }).is_break() {
            break;
        }
    }
    Ok(match (format.encoding, utf8, others) {
        (Encoding::Utf8, true, true) => Encoding::Mixed,
        (Encoding::Utf8, false, true) => Encoding::Windows1252,
        (encoding, ..) => encoding,
    })
}

impl<R: Read> Cutter<R> {
    fn next(&mut self) -> Result<Option<Cut<'_>>, Trouble> {
        let (mut written, mut cells) = (0, 0);
        loop {
            if self.from >= self.input.len() && !self.ended {
                self.input.resize(INPUT, 0);
                let read = self.source.read(&mut self.input)?;
                self.input.truncate(read);
                self.from = 0;
                self.ended = read == 0;
            }
            let rest = self.input.get(self.from..).unwrap_or_default();
            let (result, read, wrote, ended) = self.reader.read_record(
                rest,
                self.text.get_mut(written..).unwrap_or_default(),
                self.ends.get_mut(cells..).unwrap_or_default(),
            );
            let taken = rest.get(..read).unwrap_or_default();
            self.breaks += taken.iter().map(|byte| u64::from(*byte == b'\n')).sum::<u64>();
            self.last = taken.last().copied().unwrap_or(self.last);
            self.from += read;
            written += wrote;
            cells += ended;
            match result {
                ReadRecordResult::InputEmpty => {}
                ReadRecordResult::OutputFull if self.text.len() >= LONGEST => {
                    return Err(refuse("file.quote_open", self.open_quote(written)));
                }
                ReadRecordResult::OutputFull => self.text.resize(self.text.len() * 2, 0),
                ReadRecordResult::OutputEndsFull if self.ends.len() >= CELLS => {
                    return Err(refuse(
                        "file.too_many_columns",
                        format!("Line {} has more than {CELLS} cells.", self.line_within(written)),
                    ));
                }
                ReadRecordResult::OutputEndsFull => self.ends.resize(self.ends.len() * 2, 0),
                ReadRecordResult::End => return Ok(None),
                ReadRecordResult::Record => {
                    let line = self.line(written);
                    let text = self.text.get(..written).unwrap_or_default();
                    let ends = self.ends.get(..cells).unwrap_or_default();
                    return Ok(Some(Cut { line, text, ends }));
                }
            }
        }
    }

    /// The line on which the row begins that was cut: the break that ended it is not counted.
    fn line(&self, written: usize) -> u64 {
        self.line_within(written).saturating_sub(u64::from(self.last == b'\n'))
    }

    /// The line on which the row begins that is being cut: breaks within its quotes are not counted.
    fn line_within(&self, written: usize) -> u64 {
        let text = self.text.get(..written).unwrap_or_default();
        let within = text.iter().map(|byte| u64::from(*byte == b'\n')).sum::<u64>();
        (1 + self.breaks).saturating_sub(within)
    }

    fn open_quote(&self, written: usize) -> String {
        format!(
            "The row that begins on line {} is longer than a megabyte: a quotation mark is opened there and never \
             closed. Mend that line and upload the file again.",
            self.line_within(written)
        )
    }
}
