//! The language by itself: text, bounds, meaning, words.

use super::*;
use crate::ids::{CustomFieldId, MemberId, TagId};
use crate::leads::{LeadFact, LeadField, LeadFilter, LeadSchema, lead_schema};
use crate::tags::Tag;
use chrono::{DateTime, NaiveDate, NaiveTime, Utc};
use proptest::prelude::*;
use std::collections::BTreeMap;
use uuid::Uuid;

fn read(text: &str) -> LeadFilter {
    text.parse().unwrap_or_else(|problem| panic!("{text}: {problem:?}"))
}

fn code(text: &str) -> &'static str {
    text.parse::<LeadFilter>().unwrap_err().code
}

fn tag() -> Tag {
    Tag { id: TagId::from_uuid(Uuid::from_u128(5)), name: "Hot".into() }
}

fn schema() -> LeadSchema {
    lead_schema(&[], &[tag()])
}

fn any_check() -> impl Strategy<Value = Check> {
    let when = prop_oneof![
        (-400..400_i32).prop_map(When::FromToday),
        (1900..3000_i32, 1..=12_u32, 1..=28_u32)
            .prop_map(|(y, m, d)| When::Day(NaiveDate::from_ymd_opt(y, m, d).unwrap())),
    ];
    prop_oneof![
        Just(Check::Filled),
        Just(Check::Empty),
        proptest::collection::vec("\\PC{0,12}", 1..4).prop_map(Check::Is),
        "\\PC{0,12}".prop_map(Check::Contains),
        "\\PC{0,12}".prop_map(Check::StartsWith),
        any::<i64>().prop_map(Check::AtLeast),
        any::<i64>().prop_map(Check::AtMost),
        when.clone().prop_map(Check::Since),
        when.prop_map(Check::Before),
    ]
}

fn any_filter() -> impl Strategy<Value = LeadFilter> {
    let field = prop_oneof![
        proptest::sample::select(LeadFact::ALL.to_vec()).prop_map(LeadField::Fact),
        any::<u128>().prop_map(|bits| LeadField::Custom(CustomFieldId::from_uuid(Uuid::from_u128(bits)))),
    ];
    let test = (field, any_check()).prop_map(|(field, check)| Filter::test(field, check));
    test.prop_recursive(4, 20, 4, |inner| {
        prop_oneof![
            proptest::collection::vec(inner.clone(), 0..4).prop_map(Filter::All),
            proptest::collection::vec(inner.clone(), 0..4).prop_map(Filter::Any),
            inner.prop_map(|inner| Filter::Not(Box::new(inner))),
        ]
    })
}

proptest! {
    #[test]
    fn text_holds_the_whole_filter(filter in any_filter()) {
        let text = filter.to_string();
        prop_assert_eq!(text.parse::<LeadFilter>(), Ok(filter), "{}", text);
    }

    #[test]
    fn no_text_panics(text in "[a-z_.(),\"\\\\0-9é-]{0,60}|\\PC{0,40}") {
        drop(text.parse::<LeadFilter>().map(|filter| schema().check(&filter)));
    }
}

#[test]
fn text_is_short_and_readable() {
    for text in [
        "all()",
        "asking.at_least(25000000)",
        "all(status.is(new,contacted),any(city.is(Austin),not(name.contains(\"o'neil\"))))",
        "created.since(today-7)",
        "beds.filled()",
        "name.is(\"a, \\\"b\\\"\\\\\")",
    ] {
        assert_eq!(read(text).to_string(), text);
    }
}

#[test]
fn conditions_are_added_and_taken_away() {
    let (beds, city) = (read("beds.at_least(3)"), read("city.is(Austin)"));
    let one = LeadFilter::default().and(beds.clone());
    assert_eq!(one.to_string(), "beds.at_least(3)");
    let two = one.clone().and(city).and(beds);
    assert_eq!(two.to_string(), "all(beds.at_least(3),city.is(Austin))");
    assert_eq!(two.without(1, 0), one);
    assert!(one.without(0, 0).is_everything());
}

#[test]
fn what_cannot_be_read_is_said() {
    let deep = format!("{}beds.filled(){}", "not(".repeat(1_000), ")".repeat(1_000));
    let values = (0..=MAX_VALUES).map(|n| n.to_string()).collect::<Vec<_>>().join(",");
    for (text, want) in [
        ("", "filter.unreadable"),
        ("all(", "filter.unreadable"),
        ("all()x", "filter.unreadable"),
        ("some(beds.filled())", "filter.unreadable"),
        ("moon.filled()", "filter.field"),
        ("beds.grows()", "filter.unreadable"),
        ("beds.at_least(x)", "filter.unreadable"),
        ("beds.at_least(1,2)", "filter.values"),
        ("beds.filled(1)", "filter.values"),
        ("beds.is()", "filter.values"),
        ("created.since(soon)", "filter.unreadable"),
        ("name.is(\"open)", "filter.unreadable"),
        (&deep, "filter.too_deep"),
        (&format!("beds.is({values})"), "filter.values"),
        (&"x".repeat(MAX_LENGTH + 1), "filter.too_long"),
        (&format!("name.is(\"{}\")", "x".repeat(MAX_TEXT + 1)), "filter.text"),
    ] {
        assert_eq!(code(text), want, "{}", text.chars().take(60).collect::<String>());
    }
}

#[test]
fn a_filter_asks_what_its_fields_can_answer() {
    let many = format!("all({})", vec!["beds.filled()"; MAX_TESTS + 1].join(","));
    for (text, want) in [
        ("beds.contains(a)", "filter.kind"),
        ("name.at_least(3)", "filter.kind"),
        ("status.is(gone)", "filter.option"),
        ("beds.is(three)", "filter.option"),
        ("owner.is(somebody)", "filter.option"),
        ("tags.is(tag_00000000000000000000000009)", "filter.option"),
        ("fld_00000000000000000000000009.filled()", "filter.field"),
        ("name.contains(\" \")", "filter.text"),
        ("name.contains(\"a\u{0}\")", "filter.text"),
        (&many, "filter.too_many"),
    ] {
        assert_eq!(schema().check(&read(text)).unwrap_err().code, want, "{text}");
    }
    let fine = format!("all(status.is(new),owner.is(me,nobody),tags.is({}),asking.at_most(5))", tag().id);
    assert_eq!(schema().check(&read(&fine)), Ok(()));
}

struct Record(BTreeMap<LeadField, Vec<Value>>);

impl Facts<LeadField> for Record {
    fn values(&self, field: LeadField) -> Vec<Value> {
        self.0.get(&field).cloned().unwrap_or_default()
    }
}

#[test]
fn tests_mean_what_they_say() {
    let me = MemberId::from_uuid(Uuid::from_u128(1));
    let created: DateTime<Utc> = "2026-03-10T04:59:59Z".parse().unwrap();
    let record = Record(BTreeMap::from([
        (LeadFact::Name.into(), vec![Value::Text("Henrik Sandoval".into())]),
        (LeadFact::Owner.into(), vec![Value::Word(me.to_string())]),
        (LeadFact::Beds.into(), vec![Value::Number(3)]),
        (LeadFact::Created.into(), vec![Value::Time(created)]),
        (LeadFact::Tags.into(), vec![Value::Word("tag_a".into()), Value::Word("tag_b".into())]),
    ]));
    // Midnight is at five o'clock UTC.
    let begins = |day: NaiveDate| day.and_time(NaiveTime::from_hms_opt(5, 0, 0).unwrap()).and_utc();
    let today = NaiveDate::from_ymd_opt(2026, 3, 10).unwrap();
    let moment = Moment { me: Some(me), today, begins: &begins };
    for (text, want) in [
        ("all()", true),
        ("any()", false),
        ("name.contains(SANDO)", true),
        ("name.starts_with(sandoval)", false),
        ("name.is(\"henrik sandoval\")", true),
        ("owner.is(me)", true),
        ("owner.is(nobody)", false),
        ("beds.at_least(3)", true),
        ("beds.at_most(2)", false),
        ("beds.is(1,3)", true),
        ("half_baths.at_most(9)", false),
        ("not(half_baths.at_most(9))", true),
        ("half_baths.empty()", true),
        ("created.before(today)", true),
        ("created.since(today-1)", true),
        ("created.since(2026-03-10)", false),
        ("tags.is(tag_b,tag_c)", true),
        ("not(tags.is(tag_b))", false),
        ("any(beds.empty(),all(beds.filled(),not(name.contains(x))))", true),
    ] {
        assert_eq!(read(text).holds(&record, &moment), want, "{text}");
    }
}

struct Colleagues;

impl Names for Colleagues {
    fn member(&self, word: &str) -> String {
        word.to_owned()
    }
}

#[test]
fn a_filter_reads_as_a_sentence() {
    let tags = format!("not(tags.is({}))", tag().id);
    for (text, want) in [
        ("all()", ""),
        ("asking.at_least(25000000)", "asking price is at least $250,000"),
        ("all(city.is(Austin),beds.is(3,4))", "city is “Austin” and bedrooms is 3 or 4"),
        (
            "all(beds.filled(),any(owner.is(me),created.since(today-7)))",
            "bedrooms is known and (owner is me or created is on or after 7 days ago)",
        ),
        ("postal_code.starts_with(787)", "ZIP starts with “787”"),
        (&tags, "tags is not Hot"),
        ("not(any(beds.empty(),status.is(new)))", "not (bedrooms is unknown or status is New)"),
        ("fld_00000000000000000000000009.filled()", "a field that is gone is known"),
    ] {
        assert_eq!(sentence(&read(text), &schema(), &Colleagues), want, "{text}");
    }
}

#[test]
fn conditions_join_and_leave_one_by_one() {
    let part = |text: &str| read(text);
    let join = |filter: &str, with: &str, join: Join| read(filter).join(part(with), join).to_string();
    assert_eq!(join("all()", "beds.at_least(3)", Join::And), "beds.at_least(3)");
    assert_eq!(
        join("beds.at_least(3)", "city.is(Austin)", Join::And),
        "all(beds.at_least(3),city.is(Austin))"
    );
    assert_eq!(
        join("beds.at_least(3)", "city.is(Austin)", Join::Or(0)),
        "any(beds.at_least(3),city.is(Austin))"
    );
    let both = "all(email.filled(),any(beds.at_least(3),city.is(Austin)))";
    assert_eq!(
        join(both, "not(postal_code.is(78702))", Join::Or(1)),
        "all(email.filled(),any(beds.at_least(3),city.is(Austin),not(postal_code.is(78702))))"
    );
    assert_eq!(join(both, "city.is(Austin)", Join::Or(1)), both);
    assert_eq!(
        join("beds.at_least(3)", "city.is(Austin)", Join::Or(7)),
        "all(beds.at_least(3),city.is(Austin))"
    );

    let without = |filter: &str, index, alternative| read(filter).without(index, alternative).to_string();
    assert_eq!(without(both, 1, 0), "all(email.filled(),city.is(Austin))");
    assert_eq!(without(both, 0, 0), "any(beds.at_least(3),city.is(Austin))");
    assert_eq!(without("any(beds.at_least(3),city.is(Austin))", 0, 1), "beds.at_least(3)");
    assert_eq!(without("beds.at_least(3)", 0, 0), "all()");
    assert_eq!(without(both, 7, 0), both);
}
