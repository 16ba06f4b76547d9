//! Files as people have them, and as nobody should.

use super::*;
use crate::imports::inspect::{Inspection, inspect};
use rust_xlsxwriter::{ExcelDateTime, Format as Style, Formula, Workbook};
use std::io::Write as _;
use zip::write::SimpleFileOptions;

fn opened(name: &str, bytes: &[u8]) -> Result<(Encoding, Vec<FileRow>), String> {
    let format = sniff(name, &bytes[..bytes.len().min(HEAD)]).map_err(|problem| problem.code.to_owned())?;
    let mut rows = Vec::new();
    let encoding = read(format, bytes, &mut |row| {
        rows.push(row);
        ControlFlow::Continue(())
    });
    match encoding {
        Ok(encoding) => Ok((encoding, rows)),
        Err(Trouble::File(problem)) => Err(problem.code.to_owned()),
        Err(Trouble::Source(error)) => panic!("{error}"),
    }
}

fn cells(name: &str, bytes: &[u8]) -> Vec<Vec<String>> {
    opened(name, bytes).unwrap().1.into_iter().map(|row| row.cells).collect()
}

fn inspected(name: &str, bytes: &[u8]) -> Result<Inspection, String> {
    let format = sniff(name, &bytes[..bytes.len().min(HEAD)]).map_err(|problem| problem.code.to_owned())?;
    inspect(format, bytes).map_err(|trouble| match trouble {
        Trouble::File(problem) => problem.code.to_owned(),
        Trouble::Source(error) => panic!("{error}"),
    })
}

fn utf16(text: &str, mark: bool, big: bool) -> Vec<u8> {
    let mark = mark.then_some(0xfeff);
    mark.into_iter()
        .chain(text.encode_utf16())
        .flat_map(|unit| if big { unit.to_be_bytes() } else { unit.to_le_bytes() })
        .collect()
}

#[test]
fn lines_are_those_of_the_file() {
    let text = "a,b\r\n\r\n1,\"x\ny\"\r\n,,\n2,z\n\n3,\"q\"";
    let rows = opened("x.csv", text.as_bytes()).unwrap().1;
    let seen: Vec<(u64, &str)> = rows.iter().map(|row| (row.line, row.cells[0].as_str())).collect();
    assert_eq!(seen, [(1, "a"), (3, "1"), (6, "2"), (8, "3")]);
    assert_eq!(rows[1].cells[1], "x\ny");
}

#[test]
fn quotes_in_odd_places_are_taken_as_they_stand() {
    let text = "a,b,c\n1,say \"hi\",\"he said \"\"no\"\"\"\n2,\"x\" y,\n";
    assert_eq!(
        cells("x.csv", text.as_bytes())[1..],
        [vec!["1", "say \"hi\"", "he said \"no\""], vec!["2", "x y", ""]]
    );
}

#[test]
fn letters_are_read_however_they_are_written() {
    let text = "name,city\nJosé,Köln\n";
    let windows: Vec<u8> = text.chars().map(|c| u8::try_from(u32::from(c)).unwrap()).collect();
    let mut mixed = text.as_bytes().to_vec();
    mixed.extend_from_slice(b"Ren\xe9e,Paris\n");
    let mut marked = vec![0xef, 0xbb, 0xbf];
    marked.extend_from_slice(text.as_bytes());
    for (bytes, encoding) in [
        (text.as_bytes().to_vec(), Encoding::Utf8),
        (marked, Encoding::Utf8),
        (windows, Encoding::Windows1252),
        (mixed.clone(), Encoding::Mixed),
        (utf16(text, true, false), Encoding::Utf16Le),
        (utf16(text, true, true), Encoding::Utf16Be),
        (utf16(text, false, false), Encoding::Utf16Le),
        (utf16(text, false, true), Encoding::Utf16Be),
    ] {
        let (seen, rows) = opened("x.csv", &bytes).unwrap();
        assert_eq!(seen, encoding);
        assert_eq!(rows[0].cells, ["name", "city"], "{encoding}");
        assert_eq!(rows[1].cells, ["José", "Köln"], "{encoding}");
    }
    assert_eq!(cells("x.csv", &mixed)[2], ["Renée", "Paris"]);
}

#[test]
fn utf16_is_read_across_every_border() {
    let text = format!("name,note\n{}", "José 🏠,x\n".repeat(40_000));
    let rows = cells("x.csv", &utf16(&text, true, false));
    assert_eq!(rows.len(), 40_001);
    assert!(rows[1..].iter().all(|row| row[0] == "José 🏠"));
}

#[test]
fn cells_are_cut_where_most_rows_agree() {
    for (text, wanted) in [
        ("a;b;c\n1,5;2;3\n", vec!["a", "b", "c"]),
        ("a\tb\n1,2\t3\n", vec!["a", "b"]),
        ("a|b\n1|2\n", vec!["a", "b"]),
        ("a,b\n1;x,2\n", vec!["a", "b"]),
        ("email\na@b.co\n", vec!["email"]),
    ] {
        assert_eq!(cells("x.csv", text.as_bytes())[0], wanted, "{text}");
    }
}

#[test]
fn what_is_no_list_says_so() {
    let old = [0xd0, 0xcf, 0x11, 0xe0, 0, 0];
    let wide = vec!["x"; 10_000].join(",");
    for (name, bytes, code) in [
        ("x.csv", b"".to_vec(), "file.empty"),
        ("x.csv", b" \r\n\n".to_vec(), "file.empty"),
        ("x.csv", b",,\n,,\n".to_vec(), "file.empty"),
        ("x.csv", b"name,phone\n".to_vec(), "file.no_rows"),
        ("x.csv", b"name,phone\n,\n".to_vec(), "file.no_rows"),
        ("x.csv", b"%PDF-1.7 ...".to_vec(), "file.pdf"),
        ("x.xls", old.to_vec(), "file.old_excel"),
        ("x.csv", b"PK\x03\x04...".to_vec(), "file.says_csv"),
        ("x.xlsx", b"name,phone\n1,2\n".to_vec(), "file.says_excel"),
        ("x.xlsx", b"PK\x03\x04 cut off".to_vec(), "file.broken"),
        ("x.csv", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".to_vec(), "file.not_text"),
        ("x.csv", format!("{wide}\n{wide}\n").into_bytes(), "file.too_many_columns"),
        ("x.csv", format!("a,b\n1,\"{}", "x,\n".repeat(500_000)).into_bytes(), "file.quote_open"),
        ("x.csv", format!("a\n{}", "1\n".repeat(250_001)).into_bytes(), "file.too_many_rows"),
    ] {
        assert_eq!(inspected(name, &bytes).unwrap_err(), code, "{name} {:?}", bytes.get(..20));
    }
}

#[test]
fn the_open_quote_is_named_by_its_line() {
    let text = format!("a,b\n1,2\n3,\"{}", "x,\n".repeat(500_000));
    let format = sniff("x.csv", text.as_bytes()).unwrap();
    let Err(Trouble::File(problem)) = inspect(format, text.as_bytes()) else { panic!("not refused") };
    assert!(problem.message.contains("line 3 "), "{}", problem.message);
}

#[test]
fn many_columns_are_fine_up_to_the_bound() {
    let wide = |columns: usize| vec!["x"; columns].join(",");
    let text = format!("{}\n{}\n", wide(200), wide(200));
    assert_eq!(inspected("x.csv", text.as_bytes()).unwrap().columns.len(), 200);
    let text = format!("{},,,,\n{}\n", wide(200), wide(200));
    assert_eq!(inspected("x.csv", text.as_bytes()).unwrap().columns.len(), 200);
}

fn book(fill: impl FnOnce(&mut Workbook)) -> Vec<u8> {
    let mut book = Workbook::new();
    fill(&mut book);
    book.save_to_buffer().unwrap()
}

#[test]
fn workbooks_are_read_as_people_see_them() {
    let bytes = book(|book| {
        book.add_worksheet().set_name("Notes").unwrap().set_hidden(true).write(0, 0, "not this one").unwrap();
        let day = Style::new().set_num_format("dd/mm/yyyy");
        let sheet = book.add_worksheet().set_active(true);
        for (column, heading) in
            ["Name", "Phone", "Came in", "Asking", "Vacant", "Sum"].into_iter().enumerate()
        {
            sheet.write(0, u16::try_from(column).unwrap(), heading).unwrap();
        }
        sheet.write(2, 0, "José & <Ana>").unwrap();
        sheet.write(2, 1, 5_125_550_134_f64).unwrap();
        let date = ExcelDateTime::from_ymd(2026, 3, 4).unwrap();
        sheet.write_with_format(2, 2, &date, &day).unwrap();
        sheet.write(2, 3, 385_000.5).unwrap();
        sheet.write(2, 4, true).unwrap();
        sheet.write(2, 5, Formula::new("=1+1").set_result("2")).unwrap();
        let at = ExcelDateTime::from_ymd(2026, 3, 4).unwrap().and_hms(10, 30, 0).unwrap();
        sheet.write_with_format(3, 2, &at, &day).unwrap();
    });
    let rows = opened("x.xlsx", &bytes).unwrap().1;
    assert_eq!(rows[0].cells, ["Name", "Phone", "Came in", "Asking", "Vacant", "Sum"]);
    assert_eq!(rows[1].cells, ["José & <Ana>", "5125550134", "2026-03-04", "385000.5", "yes", "2"]);
    assert_eq!((rows[1].line, rows[2].line), (3, 4));
    assert_eq!(rows[2].cells, ["", "", "2026-03-04 10:30:00"]);
}

/// A workbook of our own making, with this text for its sheet and its strings.
fn made(sheet: &str, strings: &str) -> Vec<u8> {
    let mut archive = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let rels = r#"<Relationships><Relationship Id="r1" Target="worksheets/s.xml"/></Relationships>"#;
    for (name, text) in [
        (
            "xl/workbook.xml",
            r#"<workbook><sheets><sheet name="s" sheetId="1" r:id="r1"/></sheets></workbook>"#,
        ),
        ("xl/_rels/workbook.xml.rels", rels),
        ("xl/worksheets/s.xml", sheet),
        ("xl/sharedStrings.xml", strings),
    ] {
        archive.start_file(name, SimpleFileOptions::default()).unwrap();
        archive.write_all(text.as_bytes()).unwrap();
    }
    archive.finish().unwrap().into_inner()
}

#[test]
fn a_bomb_does_not_go_off() {
    let sheet = made(&format!("<worksheet><sheetData>{}", "<row/>".repeat(8_000_000)), "<sst/>");
    assert!(sheet.len() < 300_000, "{}", sheet.len());
    assert_eq!(opened("x.xlsx", &sheet).unwrap_err(), "file.unpacks_too_large");

    let strings = format!("<sst uniqueCount=\"99999999999999\">{}", "<si/>".repeat(8_000_000));
    assert_eq!(opened("x.xlsx", &made("<worksheet/>", &strings)).unwrap_err(), "file.unpacks_too_large");

    let long = format!("<worksheet><sheetData><row><c><v>{}</v></c></row>", "9".repeat(5_000_000));
    assert_eq!(opened("x.xlsx", &made(&long, "<sst/>")).unwrap_err(), "file.unpacks_too_large");
}

#[test]
fn workbooks_that_lie_are_refused() {
    let far = "<worksheet><sheetData><row><c r=\"XFD1\"><v>1</v></c></row></sheetData></worksheet>";
    assert_eq!(opened("x.xlsx", &made(far, "<sst/>")).unwrap_err(), "file.too_many_columns");
    let placeless = "<worksheet><sheetData><row><c r=\"1\"><v>1</v></c></row></sheetData></worksheet>";
    assert_eq!(opened("x.xlsx", &made(placeless, "<sst/>")).unwrap_err(), "file.broken");
    let cut = "<worksheet><sheetData><row><c r=\"A1\"><v>1</v>";
    assert_eq!(opened("x.xlsx", &made(cut, "<sst/>")).unwrap_err(), "file.broken");
    let nowhere = "<worksheet><sheetData><row><c r=\"A1\" t=\"s\"><v>7</v></c><c r=\"B1\"><v>1</v></c></row></sheetData></worksheet>";
    assert_eq!(opened("x.xlsx", &made(nowhere, "<sst/>")).unwrap().1[0].cells, ["", "1"]);
    let mut other = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    other.start_file("readme.txt", SimpleFileOptions::default()).unwrap();
    let other = other.finish().unwrap().into_inner();
    assert_eq!(opened("x.xlsx", &other).unwrap_err(), "file.not_excel");
}

proptest::proptest! {
    #![proptest_config(proptest::test_runner::Config::with_cases(64))]

    #[test]
    fn no_bytes_panic(bytes in proptest::collection::vec(proptest::num::u8::ANY, 0..400)) {
        drop(opened("x.csv", &bytes).ok());
        let mut zipped = b"PK\x03\x04".to_vec();
        zipped.extend(bytes);
        drop(opened("x.xlsx", &zipped).ok());
    }

    #[test]
    fn a_damaged_workbook_is_refused_or_read(at in 0_usize..2_000, byte in proptest::num::u8::ANY) {
        let mut bytes = made("<worksheet><sheetData><row><c r=\"A1\"><v>1</v></c></row></sheetData></worksheet>", "<sst/>");
        let at = at % bytes.len();
        bytes[at] = byte;
        drop(opened("x.xlsx", &bytes).ok());
    }
}
