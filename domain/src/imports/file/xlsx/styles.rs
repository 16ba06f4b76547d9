//! Which styles of a workbook show dates: only they tell a day from a number.

use super::super::Trouble;
use super::bounded::open;
use super::{attribute, number};
use quick_xml::events::Event;
use std::collections::BTreeSet;
use std::io::{Read, Seek};
use zip::ZipArchive;

const PART: u64 = 64 * 1024 * 1024;
/// Styles that are looked at; Excel itself stops at 65,490.
const MOST: usize = 66_000;

/// For every style of cells, whether it shows a date.
pub(super) fn read<R: Read + Seek>(archive: &mut ZipArchive<R>) -> Result<Vec<bool>, Trouble> {
    let (mut own, mut dates) = (BTreeSet::new(), Vec::new());
    let Some(mut xml) = open(archive, "xl/styles.xml", PART)? else { return Ok(dates) };
    let mut in_cells = false;
    loop {
        match xml.next()? {
            Event::Start(tag) | Event::Empty(tag) => match tag.local_name().as_ref() {
                "numFmt" => {
                    let code = attribute(&tag, "formatCode").unwrap_or_default();
                    if let (Some(id), true, true) =
                        (number(&tag, "numFmtId"), shows_days(&code), own.len() < MOST)
                    {
                        own.insert(id);
                    }
                }
                "cellXfs" => in_cells = true,
                "xf" if in_cells && dates.len() < MOST => {
                    let format = number(&tag, "numFmtId").unwrap_or_default();
                    // ECMA-376, 18.8.30: the formats that need not be written down.
                    dates.push(own.contains(&format) || matches!(format, 14..=17 | 22 | 27..=36 | 50..=58));
                }
                _ => {}
            },
            Event::End(tag) if tag.local_name().as_ref() == "cellXfs" => in_cells = false,
            Event::Eof => return Ok(dates),
            _ => {}
        }
    }
}

/// Whether a format such as `[$-409]d-mmm-yy` shows a day or a year, outside quotes and brackets.
fn shows_days(code: &str) -> bool {
    let (mut quoted, mut bracketed, mut escaped) = (false, false, false);
    for letter in code.chars() {
        match letter {
            _ if escaped => escaped = false,
            '\\' | '_' | '*' => escaped = true,
            '"' => quoted = !quoted,
            '[' if !quoted => bracketed = true,
            ']' if !quoted => bracketed = false,
            'd' | 'D' | 'y' | 'Y' if !quoted && !bracketed => return true,
            _ => {}
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::shows_days;

    #[test]
    fn days_are_told_from_numbers() {
        for code in ["m/d/yy", "[$-409]d-mmm-yy", "yyyy\\-mm\\-dd", "dd.mm.yyyy hh:mm"] {
            assert!(shows_days(code), "{code}");
        }
        for code in ["0.00", "#,##0 \"days\"", "[Red]0", "h:mm", "\\d0", "General"] {
            assert!(!shows_days(code), "{code}");
        }
    }
}
