//! Rows of the first sheet of a workbook (ECMA-376, the parts that hold values). The archive is unpacked part by part
//! through a reader that stops at a bound, so that a small file cannot become a large one in memory.

mod bounded;
mod strings;
mod styles;
mod workbook;

use self::bounded::{Xml, open};
use self::strings::Strings;
use super::{FileRow, Trouble, refuse};
use chrono::{NaiveDate, TimeDelta, Timelike as _};
use quick_xml::XmlVersion;
use quick_xml::events::{BytesStart, Event};
use shared::imports::MAX_COLUMNS;
use std::fs::File;
use std::io::{self, Read, Seek as _};
use std::ops::ControlFlow;
use zip::ZipArchive;

/// Unpacked bytes of a sheet at most; a hundred megabytes of workbook are about as many of text.
const SHEET: u64 = 1024 * 1024 * 1024;
/// Cells of a row that are taken apart.
const CELLS: usize = 20 * MAX_COLUMNS;

/// A part of an archive cannot be read where it was cut off or changed: the file is told, whatever the cause was.
fn broken(error: &dyn std::fmt::Display) -> Trouble {
    refuse("file.broken", format!("The workbook cannot be read: {error}. Save it again and upload that."))
}

pub(super) fn read(
    mut source: impl Read,
    each: &mut dyn FnMut(FileRow) -> ControlFlow<()>,
) -> Result<(), Trouble> {
    // An archive is read from its end, and the parts come from the beginning: it waits in a file without a name.
    let mut file = tempfile::tempfile()?;
    io::copy(&mut source, &mut file)?;
    file.rewind()?;
    let mut archive = ZipArchive::new(file).map_err(|error| broken(&error))?;
    let workbook = workbook::read(&mut archive)?;
    let strings = strings::read(&mut archive)?;
    let dates = styles::read(&mut archive)?;
    let xml = open(&mut archive, &workbook.sheet, SHEET)?
        .ok_or_else(|| refuse("file.broken", "The first sheet of the workbook is missing in it."))?;
    Sheet { strings, dates, since_1904: workbook.since_1904, line: 0, cells: Vec::new() }.read(xml, each)
}

struct Sheet {
    strings: Strings,
    /// Which styles show dates.
    dates: Vec<bool>,
    since_1904: bool,
    /// The row at hand.
    line: u64,
    cells: Vec<String>,
}

/// What a cell says about itself.
struct Head {
    column: usize,
    kind: Kind,
    is_date: bool,
}

#[derive(Clone, Copy, PartialEq)]
enum Kind {
    Number,
    Shared,
    Bool,
    /// Text that stands in the cell, results of formulas, errors.
    Text,
}

impl Sheet {
    fn read(
        mut self,
        mut xml: Xml<'_, File>,
        each: &mut dyn FnMut(FileRow) -> ControlFlow<()>,
    ) -> Result<(), Trouble> {
        let mut head: Option<Head> = None;
        let (mut text, mut in_value) = (String::new(), false);
        let mut in_phonetic = false;
        loop {
            match xml.next()? {
                Event::Start(tag) | Event::Empty(tag) if tag.local_name().as_ref() == "row" => {
                    self.line = number(&tag, "r").unwrap_or(self.line + 1);
                }
                Event::Start(tag) => match tag.local_name().as_ref() {
                    "c" => {
                        head = Some(self.head(&tag)?);
                        text.clear();
                    }
                    "v" | "t" => in_value = head.is_some() && !in_phonetic,
                    // How a word is pronounced, beside the word.
                    "rPh" => in_phonetic = true,
                    _ => {}
                },
                Event::End(tag) => match tag.local_name().as_ref() {
                    "v" | "t" => in_value = false,
                    "rPh" => in_phonetic = false,
                    "c" => {
                        if let Some(head) = head.take() {
                            self.put(&head, &text);
                        }
                    }
                    "row" => {
                        let cells = std::mem::take(&mut self.cells);
                        if each(FileRow { line: self.line, cells }).is_break() {
                            return Ok(());
                        }
                    }
                    "sheetData" => return Ok(()),
                    _ => {}
                },
                Event::Text(part) if in_value => text.push_str(&part.xml10_content()),
                Event::CData(part) if in_value => text.push_str(&part.xml10_content()),
                Event::GeneralRef(part) if in_value => text.extend(bounded::letter(&part)),
                Event::Eof => {
                    return Err(refuse("file.broken", "The workbook ends in the middle of its sheet."));
                }
                _ => {}
            }
        }
    }

    fn head(&self, tag: &BytesStart<'_>) -> Result<Head, Trouble> {
        let column = match attribute(tag, "r") {
            Some(place) => column(&place)
                .ok_or_else(|| refuse("file.broken", "The workbook has a cell without a place."))?,
            None => self.cells.len(),
        };
        if column >= CELLS {
            let words = format!("Row {} has more than {CELLS} cells.", self.line);
            return Err(refuse("file.too_many_columns", words));
        }
        let kind = match attribute(tag, "t").as_deref() {
            None | Some("n") => Kind::Number,
            Some("s") => Kind::Shared,
            Some("b") => Kind::Bool,
            Some(_) => Kind::Text,
        };
        let style = number(tag, "s").and_then(|style| usize::try_from(style).ok());
        let is_date = style.and_then(|style| self.dates.get(style)).copied().unwrap_or(false);
        Ok(Head { column, kind, is_date })
    }

    fn put(&mut self, head: &Head, text: &str) {
        let value = match head.kind {
            Kind::Shared => {
                let index = text.trim().parse().ok();
                index.and_then(|index| self.strings.get(index)).unwrap_or_default().to_owned()
            }
            Kind::Bool => if text.trim() == "1" { "yes" } else { "no" }.to_owned(),
            Kind::Text => text.to_owned(),
            Kind::Number => self.number(text.trim(), head.is_date),
        };
        if self.cells.len() <= head.column {
            self.cells.resize(head.column + 1, String::new());
        }
        if let Some(cell) = self.cells.get_mut(head.column) {
            *cell = value;
        }
    }

    /// A number as people see it: `5125550134` and not `5125550134.0`, days as dates.
    fn number(&self, text: &str, is_date: bool) -> String {
        let Ok(number) = text.parse::<f64>() else { return text.to_owned() };
        if is_date && let Some(date) = date(number, self.since_1904) {
            return date;
        }
        // Floats hold whole numbers exactly up to 2^53; beyond, and for fractions, the shortest text that is the same.
        if number.fract() == 0.0 && number.abs() < 9e15 { format!("{number:.0}") } else { number.to_string() }
    }
}

/// Days since the end of 1899, or since 1904, as a date, with the time where there is one.
fn date(days: f64, since_1904: bool) -> Option<String> {
    if !(1.0..2_958_466.0).contains(&days) {
        return None;
    }
    let first = if since_1904 {
        NaiveDate::from_ymd_opt(1904, 1, 1)?
    } else {
        // Excel takes 1900 for a leap year; every day from March 1900 on is right with this.
        NaiveDate::from_ymd_opt(1899, 12, 30)?
    };
    // Half a second up: a float never quite hits the second it means.
    let seconds = format!("{:.0}", days * 86_400.0).parse::<i64>().ok()?;
    let at = first.and_hms_opt(0, 0, 0)?.checked_add_signed(TimeDelta::seconds(seconds))?;
    let has_time = at.num_seconds_from_midnight() > 0;
    Some(at.format(if has_time { "%Y-%m-%d %H:%M:%S" } else { "%Y-%m-%d" }).to_string())
}

/// The column of a place such as `AB12`, from 0.
fn column(place: &str) -> Option<usize> {
    let mut column: usize = 0;
    for letter in place.bytes().take_while(u8::is_ascii_alphabetic) {
        let letter = usize::from(letter.to_ascii_uppercase() - b'A') + 1;
        column = column.checked_mul(26)?.checked_add(letter)?;
    }
    column.checked_sub(1)
}

fn attribute(tag: &BytesStart<'_>, name: &str) -> Option<String> {
    let found = tag.attributes().flatten().find(|attribute| attribute.key.local_name().as_ref() == name)?;
    Some(found.normalized_value(XmlVersion::Implicit1_0).ok()?.into_owned())
}

fn number(tag: &BytesStart<'_>, name: &str) -> Option<u64> {
    attribute(tag, name)?.parse().ok()
}
