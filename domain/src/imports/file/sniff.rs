//! What kind of file something is, by its name and its beginning.

use super::{Format, decode};
use csv_core::{ReadRecordResult, ReaderBuilder};
use shared::errors::Problem;
use shared::imports::{Encoding, FileKind};

/// What may stand between cells, the most usual first.
const DELIMITERS: [u8; 4] = [b',', b';', b'\t', b'|'];
/// Rows that are looked at to find out.
const ROWS: usize = 20;

/// Tells what kind of file begins like this. `head` is the whole file where it is shorter than [`super::HEAD`].
///
/// Errors: `file.empty`, `file.old_excel`, `file.pdf`, `file.says_csv`, `file.says_excel`, `file.not_text`.
pub(in crate::imports) fn sniff(name: &str, head: &[u8]) -> Result<Format, Problem> {
    let name = name.to_lowercase();
    if head.iter().all(u8::is_ascii_whitespace) {
        return Err(Problem::new("file.empty", "The file is empty."));
    }
    let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending);
    let is_workbook = matches!(ending, "xlsx" | "xlsm");
    if head.starts_with(b"PK\x03\x04") {
        if is_workbook || !matches!(ending, "csv" | "txt" | "tsv") {
            return Ok(Format { kind: FileKind::Xlsx, encoding: Encoding::Utf8, delimiter: b',' });
        }
        let words = "The name says text, but inside is an Excel workbook or another archive. \
                     Give it the ending .xlsx, or save it as CSV.";
        return Err(Problem::new("file.says_csv", words));
    }
    if head.starts_with(&[0xd0, 0xcf, 0x11, 0xe0]) {
        let words = "This is an Excel file of the old kind (.xls), or one with a password. \
                     Save it as .xlsx without a password, or as CSV.";
        return Err(Problem::new("file.old_excel", words));
    }
    if head.starts_with(b"%PDF") {
        return Err(Problem::new("file.pdf", "This is a PDF. Export the list as CSV or Excel instead."));
    }
    if is_workbook {
        let words = "The name says Excel, but inside is something else. Save it again as .xlsx, or as CSV.";
        return Err(Problem::new("file.says_excel", words));
    }
    let encoding = encoding(head);
    if encoding == Encoding::Utf8 && head.contains(&0) {
        let words = "This is no text. Choose a CSV file or an Excel workbook (.xlsx).";
        return Err(Problem::new("file.not_text", words));
    }
    let text = decode::whole(encoding, head);
    Ok(Format { kind: FileKind::Csv, encoding, delimiter: delimiter(&text) })
}

/// By the mark at the beginning; without one by the zeros between the letters of UTF-16.
fn encoding(head: &[u8]) -> Encoding {
    if head.starts_with(&[0xff, 0xfe]) {
        return Encoding::Utf16Le;
    }
    if head.starts_with(&[0xfe, 0xff]) {
        return Encoding::Utf16Be;
    }
    let zeros = |odd: usize| head.iter().skip(odd).step_by(2).filter(|byte| **byte == 0).count();
    let (even, odd, half) = (zeros(0), zeros(1), head.len() / 2);
    // Mostly Latin letters: every other byte is zero, and the rest never is.
    match () {
        () if half > 0 && even == 0 && odd * 10 > half * 7 => Encoding::Utf16Le,
        () if half > 0 && odd == 0 && even * 10 > half * 7 => Encoding::Utf16Be,
        () => Encoding::Utf8,
    }
}

/// The character that cuts the first rows into the most cells, as many in each.
fn delimiter(text: &[u8]) -> u8 {
    let mut best = (0, b',');
    for delimiter in DELIMITERS {
        let widths = widths(text, delimiter);
        let Some(first) = widths.first().copied().filter(|first| *first > 1) else { continue };
        let alike = widths.iter().filter(|width| **width == first).count();
        let score = alike * 1_000 / widths.len() * first.min(50);
        if score > best.0 {
            best = (score, delimiter);
        }
    }
    best.1
}

/// How many cells the first rows have.
fn widths(text: &[u8], delimiter: u8) -> Vec<usize> {
    let mut reader = ReaderBuilder::new().delimiter(delimiter).build();
    let (mut rest, mut widths) = (text, Vec::new());
    let mut cells = 0;
    let (mut out, mut ends) = ([0; 1024], [0; 64]);
    while widths.len() < ROWS {
        let (result, read, _, ended) = reader.read_record(rest, &mut out, &mut ends);
        rest = rest.get(read..).unwrap_or_default();
        cells += ended;
        match result {
            ReadRecordResult::Record => widths.push(std::mem::take(&mut cells)),
            // Only sizes are wanted: what was written may be written over.
            ReadRecordResult::OutputFull | ReadRecordResult::OutputEndsFull => {}
            ReadRecordResult::InputEmpty | ReadRecordResult::End => break,
        }
    }
    // A beginning may end before its first row does.
    if widths.is_empty() && cells > 0 {
        widths.push(cells + 1);
    }
    widths
}
