//! What an export writes, an import reads back, whatever it is.

use super::super::{Layout, guess, name_columns};
use super::*;
use crate::address::Address;
use crate::fields::{CustomField, FieldType, FieldValue, Noun};
use crate::ids::CustomFieldId;
use crate::leads::{LeadSource, LeadStatus, Situation};
use crate::properties::PropertyFacts;
use chrono::{DateTime, NaiveDate};
use proptest::option::of;
use proptest::prelude::*;
use proptest::sample::select;
use std::collections::BTreeMap;

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
            tags: BTreeMap::new(),
            values: BTreeMap::new(),
        })
}

/// One field of every type for every noun, some called as others are.
fn custom_fields() -> Vec<CustomField> {
    let mut fields = Vec::new();
    for (index, noun) in (0_u128..).zip(Noun::ALL) {
        for (number, field_type) in (0_u128..).zip(FieldType::ALL) {
            let label = if number == 0 { "Status" } else { field_type.label() };
            fields.push(custom::tests::field(index * 10 + number, *noun, *field_type, label));
        }
    }
    fields
}

fn value(field: &CustomField) -> BoxedStrategy<Option<FieldValue>> {
    let keys: Vec<String> = field.options.iter().map(|option| option.key.clone()).collect();
    match field.field_type {
        FieldType::Text => of(line().prop_map(FieldValue::Text)).boxed(),
        FieldType::LongText => {
            of((line(), line()).prop_map(|(one, two)| FieldValue::Text(format!("{one}\n{two}")))).boxed()
        }
        FieldType::Number => {
            of((-1_000_000_000_000_i64..=1_000_000_000_000).prop_map(FieldValue::Number)).boxed()
        }
        FieldType::Money => of(money().prop_map(FieldValue::Money)).boxed(),
        FieldType::Date => {
            let day = (693_596_i32..3_652_000).prop_filter_map("a day", NaiveDate::from_num_days_from_ce_opt);
            of(day.prop_map(FieldValue::Date)).boxed()
        }
        FieldType::YesNo => of(any::<bool>().prop_map(FieldValue::YesNo)).boxed(),
        FieldType::Choice => of(select(keys).prop_map(|key| FieldValue::Choices(vec![key]))).boxed(),
        FieldType::Choices => {
            let most = keys.len();
            of(prop::sample::subsequence(keys, 1..=most).prop_map(FieldValue::Choices)).boxed()
        }
    }
}

fn values() -> impl Strategy<Value = BTreeMap<CustomFieldId, FieldValue>> {
    let fields = custom_fields();
    let ids: Vec<CustomFieldId> = fields.iter().map(|field| field.id).collect();
    let values: Vec<_> = fields.iter().map(value).collect();
    values.prop_map(move |values| {
        ids.iter().copied().zip(values).filter_map(|(id, value)| Some((id, value?))).collect()
    })
}

fn tags() -> impl Strategy<Value = BTreeMap<Noun, Vec<String>>> {
    let tag = r#"[=+@'"A-Za-z李;.-]{0,9}[A-Za-z][=;a-z ]{0,8}[a-z]"#
        .prop_map(|text| text.split_whitespace().collect::<Vec<_>>().join(" "));
    let some = prop::collection::vec(tag, 0..4).prop_map(|mut names| {
        names.sort_by_key(|name| crate::tags::key(name));
        names.dedup_by_key(|name| crate::tags::key(name));
        names
    });
    let nouns = [some.clone().boxed(), some.clone().boxed(), some.boxed()];
    nouns.prop_map(|names| {
        Noun::ALL.iter().copied().zip(names).filter(|(_, names)| !names.is_empty()).collect()
    })
}

proptest! {
    #[test]
    fn an_import_reads_what_an_export_wrote(lead in lead(), tags in tags(), values in values()) {
        let lead = LeadRow { tags, values, ..lead };
        let fields = custom_fields();
        let layout = Layout::of(&fields, vec!["Last activity".to_owned()]);
        let cells = layout.cells(&lead, vec!["2026-08-31".to_owned()]);
        prop_assert!(cells.iter().all(|cell| !cell.starts_with(['=', '+', '-', '@'])), "{cells:?}");
        prop_assert_eq!(layout.mapping().read(&fields, &cells), Ok(lead));
    }

    #[test]
    fn marks_come_off_again(text in "['=+@a-]{0,6}") {
        let marked = safe(text.clone());
        prop_assert_eq!(bare(&marked), text);
    }

    #[test]
    fn no_row_panics(cells in prop::collection::vec(".{0,20}", 0..60)) {
        let fields = custom_fields();
        drop(Layout::of(&fields, Vec::new()).mapping().read(&fields, &cells));
    }
}

#[test]
fn headings_of_an_export_say_where_each_goes() {
    let fields = custom_fields();
    let layout = Layout::of(&fields, vec!["Last activity".to_owned(), "Answer due".to_owned()]);
    let columns = name_columns(&layout.headings());
    let headings: Vec<String> = columns.iter().map(|column| column.heading.clone()).collect();
    assert_eq!(headings, layout.headings(), "two columns read the same");
    let (guessed, _) = guess(&columns, &fields);
    assert_eq!(guessed, layout.mapping());
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
