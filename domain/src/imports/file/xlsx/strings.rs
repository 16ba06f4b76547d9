//! The texts of a workbook, each once. Kept in one piece: a vector of strings would be three times as large.

use super::super::{Trouble, refuse};
use super::bounded::{letter, open};
use quick_xml::events::Event;
use std::io::{Read, Seek};
use zip::ZipArchive;

/// Bytes of all texts at most.
const MOST: usize = 64 * 1024 * 1024;
/// Unpacked bytes of the part: tags stand around every text.
const PART: u64 = 512 * 1024 * 1024;

/// The texts in order.
#[derive(Debug, Default)]
pub(super) struct Strings {
    text: String,
    ends: Vec<u32>,
}

impl Strings {
    pub(super) fn get(&self, index: usize) -> Option<&str> {
        let end = |index: usize| self.ends.get(index).and_then(|end| usize::try_from(*end).ok());
        let start = match index.checked_sub(1) {
            Some(before) => end(before)?,
            None => 0,
        };
        self.text.get(start..end(index)?)
    }

    fn push(&mut self, part: &str) -> Result<(), Trouble> {
        if self.text.len() + part.len() > MOST {
            let words = "The workbook holds more than 64 MB of text. Save it as CSV, or in several files.";
            return Err(refuse("file.unpacks_too_large", words));
        }
        self.text.push_str(part);
        Ok(())
    }
}

/// Reads them; a workbook of numbers has none.
pub(super) fn read<R: Read + Seek>(archive: &mut ZipArchive<R>) -> Result<Strings, Trouble> {
    let mut strings = Strings::default();
    let Some(mut xml) = open(archive, "xl/sharedStrings.xml", PART)? else { return Ok(strings) };
    let (mut in_text, mut in_phonetic) = (false, false);
    loop {
        match xml.next()? {
            Event::Start(tag) => match tag.local_name().as_ref() {
                "t" => in_text = !in_phonetic,
                "rPh" => in_phonetic = true,
                _ => {}
            },
            Event::End(tag) => match tag.local_name().as_ref() {
                "t" => in_text = false,
                "rPh" => in_phonetic = false,
                "si" => strings.ends.push(u32::try_from(strings.text.len()).unwrap_or(u32::MAX)),
                _ => {}
            },
            Event::Empty(tag) if tag.local_name().as_ref() == "si" => {
                strings.ends.push(u32::try_from(strings.text.len()).unwrap_or(u32::MAX));
            }
            Event::Text(part) if in_text => strings.push(&part.xml10_content())?,
            Event::CData(part) if in_text => strings.push(&part.xml10_content())?,
            Event::GeneralRef(part) if in_text => {
                if let Some(letter) = letter(&part) {
                    strings.push(letter.encode_utf8(&mut [0; 4]))?;
                }
            }
            Event::Eof => return Ok(strings),
            _ => {}
        }
    }
}
