//! Leads made into rows: the file that an export writes and an import reads back.

use super::dates::Moment;
use super::mapping::{MappedColumn, Mapping};
use super::row::LeadRow;
use super::target::Target as T;
use crate::email::Email;
use crate::leads::{DeadReason, Timing};
use crate::money::Money;
use crate::parcel::Parcel;
use crate::phone::Phone;
use crate::properties::{Condition, Occupancy, PropertyType};
use chrono::SecondsFormat;

/// The columns of an export, in order. Their headings are the labels of the targets.
pub const EXPORT_COLUMNS: [T; 27] = [
    T::Name,
    T::Phone,
    T::Email,
    T::Street,
    T::Unit,
    T::City,
    T::Region,
    T::PostalCode,
    T::Status,
    T::DeadReason,
    T::StatusNote,
    T::Source,
    T::Owner,
    T::Created,
    T::Asking,
    T::Mortgage,
    T::PropertyType,
    T::Beds,
    T::Baths,
    T::Area,
    T::YearBuilt,
    T::Condition,
    T::Occupancy,
    T::Parcel,
    T::Situation,
    T::Timing,
    T::Message,
];

/// A file to begin with.
pub const SAMPLE: &str = include_str!("sample.csv");

/// The mapping that reads an export back.
pub fn export_mapping() -> Mapping {
    let column = |into| MappedColumn { into: Some(into), ..MappedColumn::default() };
    Mapping { columns: EXPORT_COLUMNS.map(column).to_vec(), source: None }
}

/// The cells of a lead, made safe for programs that would take them for formulas. Notes stay in the timeline.
pub fn cells(lead: &LeadRow) -> Vec<String> {
    EXPORT_COLUMNS.iter().map(|target| safe(cell(lead, *target))).collect()
}

/// The headings of an export.
pub fn headings() -> Vec<String> {
    EXPORT_COLUMNS.iter().map(|target| target.label().to_owned()).collect()
}

/// A line of a CSV file (RFC 4180), with its end.
pub fn line(cells: &[String]) -> String {
    let mut line = String::new();
    for (index, cell) in cells.iter().enumerate() {
        if index > 0 {
            line.push(',');
        }
        if cell.contains(['"', ',', '\r', '\n']) {
            line.push('"');
            line.push_str(&cell.replace('"', "\"\""));
            line.push('"');
        } else {
            line.push_str(cell);
        }
    }
    line.push_str("\r\n");
    line
}

fn cell(lead: &LeadRow, target: T) -> String {
    let facts = &lead.facts;
    let place = |part: fn(&crate::address::Address) -> String| lead.address.as_ref().map(part);
    let number = |number: Option<u32>| number.map(|number| number.to_string());
    let word = |word: Option<&str>| word.map(str::to_owned);
    let text = match target {
        T::Name => Some(lead.name.clone()),
        T::Phone => Some(lead.phones.iter().map(Phone::display).collect::<Vec<_>>().join("; ")),
        T::Email => Some(lead.emails.iter().map(Email::as_str).collect::<Vec<_>>().join("; ")),
        T::Street => place(|address| address.street.clone()),
        T::Unit => place(|address| address.unit.clone().unwrap_or_default()),
        T::City => place(|address| address.city.clone()),
        T::Region => place(|address| address.region.clone()),
        T::PostalCode => place(|address| address.postal_code.clone()),
        T::Status => word(Some(lead.status.label())),
        T::DeadReason => word(lead.dead_reason.map(DeadReason::label)),
        T::StatusNote => lead.status_note.clone(),
        T::Source => lead.source.map(|source| source.label().to_owned()),
        T::Owner => lead.owner.clone(),
        T::Created => lead.created.map(|moment| match moment {
            Moment::Day(day) => day.to_string(),
            Moment::At(at) => at.to_rfc3339_opts(SecondsFormat::AutoSi, true),
        }),
        T::Asking => facts.asking.map(amount),
        T::Mortgage => facts.mortgage.map(amount),
        T::PropertyType => word(facts.property_type.map(PropertyType::label)),
        T::Beds => number(facts.beds.map(u32::from)),
        T::Baths => facts
            .half_baths
            .map(|halves| format!("{}{}", halves / 2, if halves % 2 == 1 { ".5" } else { "" })),
        T::Area => number(facts.area_sqft),
        T::YearBuilt => number(facts.year_built.map(u32::from)),
        T::Condition => word(facts.condition.map(Condition::label)),
        // The labels are sentences of the seller.
        T::Occupancy => word(facts.occupancy.map(Occupancy::as_str)),
        T::Parcel => facts.parcel.as_ref().map(Parcel::to_string),
        T::Situation => lead.situation.map(|situation| situation.as_str().to_owned()),
        T::Timing => word(lead.timing.map(Timing::label)),
        T::Message => lead.message.clone(),
        T::Note | T::NameLastFirst | T::FirstName | T::LastName | T::Address => None,
    };
    text.unwrap_or_default()
}

/// Digits and a point, which every program takes for a number.
fn amount(money: Money) -> String {
    match money.minor % 100 {
        0 => (money.minor / 100).to_string(),
        cents => format!("{}.{cents:02}", money.minor / 100),
    }
}

/// Whether a spreadsheet would run the text, after any number of marks that stop it from doing so.
fn is_formula(text: &str) -> bool {
    text.trim_start_matches('\'').starts_with(['=', '+', '-', '@', '\t', '\r', '＝', '＋', '－', '＠'])
}

/// With a mark before it where a spreadsheet would run it.
pub fn safe(text: String) -> String {
    if is_formula(&text) { format!("'{text}") } else { text }
}

/// Without the mark of [`safe`].
pub(super) fn bare(text: &str) -> &str {
    match text.strip_prefix('\'') {
        Some(rest) if is_formula(rest) => rest,
        _ => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::address::Address;
    use crate::leads::{LeadSource, LeadStatus, Situation};
    use crate::properties::PropertyFacts;
    use chrono::{DateTime, NaiveDate};
    use proptest::option::of;
    use proptest::prelude::*;
    use proptest::sample::select;

    fn line() -> impl Strategy<Value = String> {
        r#"[=+@'"A-Za-zÀ-ÿ李;, .-]{0,12}[A-Za-z][=+@'",;a-z]{0,8}[a-z]"#
            .prop_map(|text| text.split_whitespace().collect::<Vec<_>>().join(" "))
    }

    fn phones() -> impl Strategy<Value = Vec<Phone>> {
        let number = prop_oneof![
            (2_000_000_u32..9_999_999).prop_map(|rest| format!("+1512{rest}")),
            (10_000_000_u32..99_999_999).prop_map(|rest| format!("+49{rest}")),
        ];
        let number = number.prop_filter_map("a number", |text| Phone::parse(&text).ok());
        prop::collection::btree_set(number, 0..4).prop_map(|set| set.into_iter().collect())
    }

    fn emails() -> impl Strategy<Value = Vec<Email>> {
        let email = "[=+'a-z-]{1,8}"
            .prop_filter_map("an email", |local| Email::parse(&format!("{local}@example.com")).ok());
        prop::collection::vec(email, 0..3).prop_map(|mut list| {
            list.sort_by_key(|email| email.as_str().to_owned());
            list.dedup();
            list
        })
    }

    fn address() -> impl Strategy<Value = Address> {
        (1_u32..99_999, "[A-Z][a-z]{2,9}( [A-Z][a-z]{1,4})?", of("[0-9]{1,3}[A-Z]?"), "[A-Z][a-z ]{1,9}[a-z]")
            .prop_map(|(number, street, unit, city)| Address {
                street: format!("{number} {street}"),
                unit,
                city: city.split_whitespace().collect::<Vec<_>>().join(" "),
                region: "TX".into(),
                postal_code: "00501".into(),
            })
    }

    fn money() -> impl Strategy<Value = Money> {
        (0_i64..10_000_000_000).prop_map(Money::usd)
    }

    fn facts() -> impl Strategy<Value = PropertyFacts> {
        let figures = (of(0_u8..=30), of(0_u8..=60), of(1_u32..=1_000_000), of(1600_u16..=2200));
        let words = (of(select(PropertyType::ALL)), of(select(Condition::ALL)), of(select(Occupancy::ALL)));
        let parcel = "[0-9]{2}[-. ]?[0-9A-Z]{2,8}".prop_map(|text| Parcel::parse(&text).unwrap());
        let words = (words, of(parcel));
        (figures, words, of(money()), of(money())).prop_map(
            |(
                (beds, half_baths, area_sqft, year_built),
                ((property_type, condition, occupancy), parcel),
                asking,
                mortgage,
            )| {
                PropertyFacts {
                    property_type,
                    beds,
                    half_baths,
                    area_sqft,
                    year_built,
                    condition,
                    occupancy,
                    parcel,
                    asking,
                    mortgage,
                }
            },
        )
    }

    fn created() -> impl Strategy<Value = Moment> {
        prop_oneof![
            (0_i64..4_000_000_000_000_000)
                .prop_filter_map("a time", DateTime::from_timestamp_micros)
                .prop_map(Moment::At),
            (0_i32..40_000)
                .prop_filter_map("a day", |days| NaiveDate::from_num_days_from_ce_opt(720_000 + days))
                .prop_map(Moment::Day),
        ]
    }

    fn lead() -> impl Strategy<Value = LeadRow> {
        let person = (line(), phones(), emails(), of(address()), facts());
        let told = (of(select(Situation::ALL)), of(select(Timing::ALL)), of(line()), of(line()));
        let standing = (select(LeadStatus::ALL), select(DeadReason::ALL), of(select(LeadSource::ALL)));
        (person, told, standing, of("[a-z]{1,9}@juniper\\.example"), of(created()))
            .prop_filter("somebody can be reached", |((_, phones, emails, ..), ..)| {
                !phones.is_empty() || !emails.is_empty()
            })
            .prop_map(|((name, phones, emails, address, facts), told, standing, owner, created)| LeadRow {
                name,
                phones,
                emails,
                address,
                facts,
                situation: told.0,
                timing: told.1,
                message: told.2,
                note: None,
                source: standing.2,
                status: standing.0,
                dead_reason: (standing.0 == LeadStatus::Dead).then_some(standing.1),
                status_note: told.3,
                owner,
                created,
            })
    }

    proptest! {
        #[test]
        fn an_import_reads_what_an_export_wrote(lead in lead()) {
            let cells = cells(&lead);
            prop_assert!(cells.iter().all(|cell| !cell.starts_with(['=', '+', '-', '@'])), "{cells:?}");
            prop_assert_eq!(export_mapping().read(&cells), Ok(lead));
        }

        #[test]
        fn marks_come_off_again(text in "['=+@a-]{0,6}") {
            let marked = safe(text.clone());
            prop_assert_eq!(bare(&marked), text);
        }

        #[test]
        fn no_row_panics(cells in prop::collection::vec(".{0,20}", 0..30)) {
            drop(export_mapping().read(&cells));
        }
    }

    #[test]
    fn formulas_are_texts() {
        for (text, written) in [
            ("=1+1", "'=1+1"),
            ("@SUM(A1)", "'@SUM(A1)"),
            ("'=1", "''=1"),
            ("O'Neil", "O'Neil"),
            ("'tis", "'tis"),
            ("385000", "385000"),
        ] {
            assert_eq!(safe(text.to_owned()), written);
        }
    }
}
