//! A part of an archive as XML, bounded: in all, and between two steps.

use super::super::{Trouble, refuse};
use super::broken;
use quick_xml::Reader;
use quick_xml::events::{BytesRef, Event};
use std::cell::Cell;
use std::io::{self, BufReader, Read, Seek};
use std::rc::Rc;
use zip::ZipArchive;
use zip::read::ZipFile;
use zip::result::ZipError;

/// Unpacked bytes for each packed one at most, beyond the first megabyte. Deflate reaches about 1,000, a full sheet 20.
const RATIO: u64 = 200;
const SMALL: u64 = 1024 * 1024;
/// Longest tag or text: a cell holds 32,767 letters.
const STEP: u64 = 1024 * 1024;

/// Stops when more is unpacked than there may be.
pub(super) struct Bounded<R> {
    inner: R,
    left: u64,
    /// What was read since the last step.
    step: Rc<Cell<u64>>,
}

/// Why it stopped; told apart from faults of the archive by its type.
#[derive(Debug, thiserror::Error)]
#[error("it is much larger unpacked than such a list can be")]
struct TooLarge;

impl<R: Read> Read for Bounded<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(buffer)?;
        let bytes = u64::try_from(read).unwrap_or(u64::MAX);
        let step = self.step.get().saturating_add(bytes);
        self.step.set(step);
        self.left = self.left.checked_sub(bytes).ok_or_else(|| io::Error::other(TooLarge))?;
        if step > STEP { Err(io::Error::other(TooLarge)) } else { Ok(read) }
    }
}

fn is_too_large(error: &io::Error) -> bool {
    error.get_ref().is_some_and(<dyn std::error::Error + Send + Sync>::is::<TooLarge>)
}

/// The part, event by event.
pub(super) struct Xml<'a, R: Read> {
    reader: Reader<BufReader<Bounded<ZipFile<'a, R>>>>,
    step: Rc<Cell<u64>>,
    buffer: Vec<u8>,
}

impl<R: Read> Xml<'_, R> {
    pub(super) fn next(&mut self) -> Result<Event<'_>, Trouble> {
        self.step.set(0);
        self.buffer.clear();
        self.reader.read_event_into(&mut self.buffer).map_err(|error| match &error {
            quick_xml::Error::Io(cause) if is_too_large(cause) => {
                let words = "The workbook is much larger unpacked than a list of leads can be. \
                             Save it as CSV, or in several files.";
                refuse("file.unpacks_too_large", words)
            }
            _ => broken(&error),
        })
    }
}

/// Opens a part; `None` when there is none of that name.
pub(super) fn open<'a, R: Read + Seek>(
    archive: &'a mut ZipArchive<R>,
    name: &str,
    most: u64,
) -> Result<Option<Xml<'a, R>>, Trouble> {
    let part = match archive.by_name(name) {
        Ok(part) => part,
        Err(ZipError::FileNotFound) => return Ok(None),
        Err(error) => return Err(broken(&error)),
    };
    // The size it says it has may be a lie; the packed size is what is read.
    let left = most.min(part.compressed_size().saturating_mul(RATIO).saturating_add(SMALL));
    let step = Rc::new(Cell::new(0));
    let bounded = Bounded { inner: part, left, step: Rc::clone(&step) };
    let mut reader = Reader::from_reader(BufReader::new(bounded));
    reader.config_mut().check_end_names = false;
    Ok(Some(Xml { reader, step, buffer: Vec::new() }))
}

/// The letter of `&amp;` or `&#233;`; none for what no XML defines.
pub(super) fn letter(reference: &BytesRef<'_>) -> Option<char> {
    match reference.as_ref() {
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        _ => reference.resolve_char_ref().ok().flatten(),
    }
}
