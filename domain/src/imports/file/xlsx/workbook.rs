//! Which sheet is the first that is shown, and where days are counted from.

use super::super::{Trouble, refuse};
use super::attribute;
use super::bounded::open;
use quick_xml::events::Event;
use std::collections::BTreeMap;
use std::io::{Read, Seek};
use zip::ZipArchive;

const PART: u64 = 16 * 1024 * 1024;
/// Sheets that are looked at.
const MOST: usize = 1_000;

pub(super) struct Workbook {
    /// The name of the part.
    pub sheet: String,
    pub since_1904: bool,
}

pub(super) fn read<R: Read + Seek>(archive: &mut ZipArchive<R>) -> Result<Workbook, Trouble> {
    let no_workbook =
        || refuse("file.not_excel", "This archive is no Excel workbook. Save the list as .xlsx or CSV.");
    let mut sheets: Vec<(String, bool)> = Vec::new();
    let mut since_1904 = false;
    let mut xml = open(archive, "xl/workbook.xml", PART)?.ok_or_else(no_workbook)?;
    loop {
        match xml.next()? {
            Event::Start(tag) | Event::Empty(tag) => match tag.local_name().as_ref() {
                "workbookPr" => {
                    since_1904 = matches!(attribute(&tag, "date1904").as_deref(), Some("1" | "true"));
                }
                "sheet" if sheets.len() < MOST => {
                    let shown = attribute(&tag, "state").is_none_or(|state| state == "visible");
                    // `id` with a prefix names the part, `sheetId` does not.
                    sheets.extend(attribute(&tag, "id").map(|id| (id, shown)));
                }
                _ => {}
            },
            Event::Eof => break,
            _ => {}
        }
    }
    drop(xml);
    let shown = sheets.iter().find(|(_, shown)| *shown).or(sheets.first());
    let (id, _) = shown.ok_or_else(|| refuse("file.not_excel", "The workbook has no sheet."))?;
    let parts = relations(archive)?;
    let target = parts.get(id).ok_or_else(no_workbook)?;
    let sheet = match target.strip_prefix('/') {
        Some(from_the_root) => from_the_root.to_owned(),
        None => format!("xl/{target}"),
    };
    Ok(Workbook { sheet, since_1904 })
}

/// What the identifiers of parts stand for.
fn relations<R: Read + Seek>(archive: &mut ZipArchive<R>) -> Result<BTreeMap<String, String>, Trouble> {
    let mut parts = BTreeMap::new();
    let Some(mut xml) = open(archive, "xl/_rels/workbook.xml.rels", PART)? else { return Ok(parts) };
    loop {
        match xml.next()? {
            Event::Start(tag) | Event::Empty(tag) if tag.local_name().as_ref() == "Relationship" => {
                if let (Some(id), Some(target), true) =
                    (attribute(&tag, "Id"), attribute(&tag, "Target"), parts.len() < MOST * 4)
                {
                    parts.insert(id, target);
                }
            }
            Event::Eof => return Ok(parts),
            _ => {}
        }
    }
}
