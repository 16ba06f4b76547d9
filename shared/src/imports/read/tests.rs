//! Rows as files have them.

use super::super::{DateOrder, MappedColumn, Mapping, name_columns};
use super::*;
use crate::leads::LeadSource;

fn mapping(targets: &[Target]) -> Mapping {
    let column = |into: &Target| MappedColumn { into: Some((*into).into()), ..MappedColumn::default() };
    Mapping { columns: targets.iter().map(column).collect(), source: None }
}

fn read(targets: &[Target], cells: &[&str]) -> Result<LeadRow, Vec<FieldError>> {
    mapping(targets).read(&[], &cells.iter().map(|cell| (*cell).to_owned()).collect::<Vec<_>>())
}

/// Column and code of everything that is wrong.
fn wrong(targets: &[Target], cells: &[&str]) -> Vec<String> {
    let errors = read(targets, cells).expect_err("refused");
    errors.into_iter().map(|error| format!("{} {}", error.path, error.code)).collect()
}

#[test]
fn a_row_becomes_a_lead() {
    use Target as T;
    let targets =
        [T::NameLastFirst, T::Phone, T::Phone, T::Email, T::Address, T::Asking, T::Baths, T::PropertyType];
    let cells = [
        "Nguyen, Thanh",
        "(512) 555-0191 x3",
        "512.555.0192",
        "t@example.com; t2@example.com",
        "2405 Bluebonnet Ln, Austin, TX 78704",
        "$412K",
        "2.5",
        "SFR",
    ];
    let lead = read(&targets, &cells).unwrap();
    assert_eq!(lead.name, "Thanh Nguyen");
    let phones: Vec<&str> = lead.phones.iter().map(Phone::e164).collect();
    assert_eq!(phones, ["+15125550191", "+15125550192"]);
    assert_eq!(lead.emails.len(), 2);
    assert_eq!(lead.address.unwrap().one_line(), "2405 Bluebonnet Ln, Austin, TX 78704");
    assert_eq!(lead.facts.asking, Some(Money::usd(41_200_000)));
    assert_eq!(lead.facts.half_baths, Some(5));
    assert_eq!(lead.status, LeadStatus::New);
}

#[test]
fn parts_are_put_together() {
    use Target as T;
    let targets = [T::LastName, T::FirstName, T::Street, T::City, T::Region, T::PostalCode, T::Phone];
    let lead =
        read(&targets, &["Granger", "Otis", "5602 Shoalwood Av.", "Austin", "texas", "1234", "5125550177"])
            .unwrap();
    assert_eq!(lead.name, "Otis Granger");
    assert_eq!(lead.address.unwrap().postal_code, "01234");
    let only_city = read(&targets, &["", "", "", "Austin", "TX", "78702", "5125550177"]).unwrap();
    assert_eq!((only_city.address, only_city.name.as_str()), (None, ""));
    assert_eq!(mapping(&targets).columns.len(), 7);
}

#[test]
fn everything_wrong_names_its_column() {
    use Target as T;
    let targets = [T::Phone, T::Street, T::City, T::PostalCode, T::Asking, T::Status, T::Beds, T::Created];
    let cells = ["512 555 01", "917 Tillery St", "Austin", "78", "TBD", "Warm", "99", "03/04/2026"];
    assert_eq!(
        wrong(&targets, &cells),
        [
            "columns.0 phone.too_short",
            "columns.4 money.invalid",
            "columns.5 choice.unknown",
            "columns.6 number.range",
            "columns.7 date.order",
            "columns.1 address.region",
            "columns.3 address.postal_code",
        ]
    );
    let words = read(&[T::Status, T::Phone], &["Warm", ""]).unwrap_err();
    assert_eq!(words[0].message, "“Warm” is not a status here.");
}

#[test]
fn rows_of_another_length_are_told() {
    use Target as T;
    let targets = [T::Name, T::Phone];
    assert_eq!(wrong(&targets, &["Otis", "5125550177", "x"]), ["row row.too_long"]);
    assert!(read(&targets, &["Otis", "5125550177", "", " "]).is_ok());
    assert_eq!(wrong(&targets, &["Otis", ""]), ["row contact.unreachable"]);
    let short = read(&targets, &["Otis"]).unwrap_err();
    assert!(short[0].message.starts_with("This row ends early"), "{short:?}");
}

#[test]
fn capitals_are_tidied_where_that_was_chosen() {
    let mut mapping = mapping(&[Target::Name, Target::Phone]);
    let cells = ["OTIS GRANGER", "5125550177"].map(str::to_owned);
    assert_eq!(mapping.read(&[], &cells).unwrap().name, "OTIS GRANGER");
    mapping.columns[0].capitals = true;
    assert_eq!(mapping.read(&[], &cells).unwrap().name, "Otis Granger");
}

#[test]
fn the_dead_have_a_reason_and_dates_their_order() {
    use Target as T;
    let lead = read(&[T::Phone, T::Status, T::Source], &["5125550177", "dead", "Referral"]).unwrap();
    assert_eq!(lead.dead_reason, Some(DeadReason::Other));
    assert_eq!(lead.source, Some(LeadSource::Referral));
    let mut mapping = mapping(&[T::Phone, T::Created]);
    mapping.columns[1].dates = Some(DateOrder::DayFirst);
    let lead = mapping.read(&[], &["5125550177".to_owned(), "03/04/2026".to_owned()]).unwrap();
    assert_eq!(lead.created, Some(dates::Moment::Day(chrono::NaiveDate::from_ymd_opt(2026, 4, 3).unwrap())));
}

#[test]
fn the_sample_is_understood_without_help() {
    let mut rows = super::super::SAMPLE.lines().map(|line| {
        // No cell of the sample holds quotes within quotes.
        let mut cells = Vec::new();
        let mut quoted = false;
        let mut cell = String::new();
        for c in line.chars() {
            match c {
                '"' => quoted = !quoted,
                ',' if !quoted => cells.push(std::mem::take(&mut cell)),
                c => cell.push(c),
            }
        }
        cells.push(cell);
        cells
    });
    let mut columns = name_columns(&rows.next().unwrap());
    let rows: Vec<Vec<String>> = rows.collect();
    for row in &rows {
        for (column, cell) in columns.iter_mut().zip(row) {
            column.notice(cell);
        }
    }
    let (mapping, certainty) = super::super::guess(&columns, &[]);
    assert_eq!(mapping.check(&columns, &[]), Ok(()));
    assert!(certainty.iter().all(|c| *c == super::super::Certainty::Sure), "{certainty:?}");
    assert_eq!(mapping.used(), columns.len());
    for row in rows {
        mapping.read(&[], &row).unwrap();
    }
}
