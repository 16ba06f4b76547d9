//! import(export(x)) = x, over leads with everything that a file can hold, on both databases.

use super::beside::{beside, field};
use super::exports::exported;
use super::*;
use crate::leads::Cast;
use chrono::{DateTime, NaiveDate};
use domain::fields;
use proptest::option::of;
use proptest::prelude::*;
use proptest::sample::select;
use proptest::strategy::ValueTree as _;
use proptest::test_runner::TestRunner;
use shared::Money;
use shared::address::Address;
use shared::email::Email;
use shared::fields::{CustomField, FieldType, FieldValue, Noun};
use shared::imports::{Layout, LeadRow, Moment, line};
use shared::leads::{DeadReason, LeadQuery, LeadSort, LeadSource, LeadStatus, Situation, Timing};
use shared::phone::Phone;
use shared::properties::{Condition, Occupancy, PropertyFacts, PropertyType};
use std::collections::BTreeMap;
use testkit::on_both_databases;

const LEADS: usize = 50;
const CASES: usize = 3;

fn words() -> impl Strategy<Value = String> {
    r#"[=+@'"A-Za-zÀ-ÿ李;, .-]{0,12}[A-Za-z][=+@'",;a-z]{0,8}[a-z]"#
        .prop_map(|text| text.split_whitespace().collect::<Vec<_>>().join(" "))
}

fn value(field: &CustomField) -> BoxedStrategy<FieldValue> {
    let keys: Vec<String> = field.options.iter().map(|option| option.key.clone()).collect();
    let most = keys.len();
    match field.field_type {
        FieldType::Text => words().prop_map(FieldValue::Text).boxed(),
        FieldType::LongText => {
            (words(), words()).prop_map(|(one, two)| FieldValue::Text(format!("{one}\n\n{two}"))).boxed()
        }
        FieldType::Number => (-1_000_000_i64..1_000_000).prop_map(FieldValue::Number).boxed(),
        FieldType::Money => {
            (0_i64..10_000_000_000).prop_map(|cents| FieldValue::Money(Money::usd(cents))).boxed()
        }
        FieldType::Date => (693_596_i32..900_000)
            .prop_filter_map("a day", NaiveDate::from_num_days_from_ce_opt)
            .prop_map(FieldValue::Date)
            .boxed(),
        FieldType::YesNo => any::<bool>().prop_map(FieldValue::YesNo).boxed(),
        FieldType::Choice => select(keys).prop_map(|key| FieldValue::Choices(vec![key])).boxed(),
        FieldType::Choices => prop::sample::subsequence(keys, 1..=most).prop_map(FieldValue::Choices).boxed(),
    }
}

fn tags() -> impl Strategy<Value = Vec<String>> {
    // Few of them, so that many leads have the same; in the order of their names, as an export has them.
    let all = ["'tis", "=1+1", "a;b", "Hot", "lead list", "李"].map(str::to_owned).to_vec();
    prop::sample::subsequence(all, 0..=6)
}

/// A lead at a place and a time of its own.
fn lead(number: usize, fields: &[CustomField]) -> impl Strategy<Value = LeadRow> + use<> {
    let index = u32::try_from(number).unwrap();
    let fields: Vec<CustomField> = fields.to_vec();
    let values: Vec<_> = fields.iter().map(|field| of(value(field))).collect();
    let figures = (of(0_u8..=30), of(0_u8..=60), of(1_u32..=1_000_000), of(1600_u16..=2200));
    let kinds = (of(select(PropertyType::ALL)), of(select(Condition::ALL)), of(select(Occupancy::ALL)));
    let cents = || of((0_i64..10_000_000_000).prop_map(Money::usd));
    let told = (of(select(Situation::ALL)), of(select(Timing::ALL)), of(words()), of(words()));
    let standing = (select(LeadStatus::ALL), select(DeadReason::ALL), select(LeadSource::ALL));
    let person = ("[=A-Z李][a-z]{1,9} [A-Z][a-z]{1,9}", any::<bool>(), any::<bool>());
    let house = (any::<bool>(), of("[0-9]{1,3}[A-Z]?"), figures, kinds);
    (person, house, (cents(), cents()), told, standing, [tags(), tags(), tags()], values).prop_map(
        move |((name, phone, email), house, (asking, mortgage), told, standing, tags, values)| {
            let (has_house, unit, (beds, half_baths, area_sqft, year_built), kinds) = house;
            let address = has_house.then(|| Address {
                street: format!("{} Tillery St", 100 + index),
                unit,
                city: "Austin".into(),
                region: "TX".into(),
                postal_code: "00501".into(),
            });
            let known = PropertyFacts {
                property_type: kinds.0,
                beds,
                half_baths,
                area_sqft,
                year_built,
                condition: kinds.1,
                occupancy: kinds.2,
                mortgage,
                ..PropertyFacts::default()
            };
            let known = if has_house { known } else { PropertyFacts::default() };
            let is_here = |noun: Noun| noun != Noun::Property || has_house;
            let phones =
                if phone || !email { vec![format!("+1512{}", 2_000_000 + index)] } else { Vec::new() };
            let emails = if email { vec![format!("=a{index}@example.com")] } else { Vec::new() };
            LeadRow {
                name,
                phones: phones.iter().map(|phone| Phone::parse(phone).unwrap()).collect(),
                emails: emails.iter().map(|email| Email::parse(email).unwrap()).collect(),
                address,
                facts: PropertyFacts { asking, ..known },
                situation: told.0,
                timing: told.1,
                message: told.2,
                note: None,
                source: Some(standing.2),
                status: standing.0,
                dead_reason: (standing.0 == LeadStatus::Dead).then_some(standing.1),
                status_note: told.3,
                owner: None,
                created: DateTime::from_timestamp(1_500_000_000 + i64::from(index) * 3_601, 0)
                    .map(Moment::At),
                tags: Noun::ALL
                    .iter()
                    .copied()
                    .zip(tags)
                    .filter(|(noun, names)| is_here(*noun) && !names.is_empty())
                    .collect(),
                values: fields
                    .iter()
                    .zip(values)
                    .filter(|(field, _)| is_here(field.noun))
                    .filter_map(|(field, value)| Some((field.id, value?)))
                    .collect::<BTreeMap<_, _>>(),
            }
        },
    )
}

async fn all_fields(world: &World, owner: &Actor) -> Vec<CustomField> {
    for noun in Noun::ALL {
        for field_type in FieldType::ALL {
            // Two of a kind read the same as a column that every file has, or as each other.
            let label = if *field_type == FieldType::Text { "Status" } else { field_type.label() };
            field(world, owner, noun.as_str(), field_type.as_str(), label).await;
        }
    }
    fields::list(&world.cx, owner).await.unwrap()
}

fn written(fields: &[CustomField], leads: &[LeadRow]) -> String {
    let layout = Layout::of(fields, Vec::new());
    let mut text = format!("\u{feff}{}", line(&layout.headings()));
    for lead in leads {
        text.push_str(&line(&layout.cells(lead, Vec::new())));
    }
    text
}

on_both_databases! {
    async fn what_goes_out_comes_back(world: World) {
        let cast = Cast::of(&world).await;
        let (owner, stranger) = (&cast.owner, &cast.stranger);
        let fields = all_fields(&world, owner).await;
        all_fields(&world, stranger).await;
        let oldest = LeadQuery { sort: Some(LeadSort::OLDEST), ..LeadQuery::default() };
        let mut runner = TestRunner::deterministic();
        for _ in 0..CASES {
            let leads: Vec<LeadRow> =
                (0..LEADS).map(|number| lead(number, &fields).new_tree(&mut runner).unwrap().current()).collect();
            let text = written(&fields, &leads);
            let here = imported(&world, owner, &text, KnownLeads::Attach).await;
            assert_eq!(imports::get(&world.cx, owner, here).await.unwrap().summary.counts, counts(50, 0, 0, 0));
            let first = exported(&world, owner, &oldest).await;
            assert_eq!(first, text);
            let there = imported(&world, stranger, &first, KnownLeads::Attach).await;
            assert_eq!(exported(&world, stranger, &oldest).await, text);
            // Once more it says nothing new; taken back, nothing is left of it.
            let before = beside(&world).await;
            let open = leads.iter().filter(|lead| lead.status.is_open()).count();
            let again = imported(&world, owner, &text, KnownLeads::Skip).await;
            let came = imports::get(&world.cx, owner, again).await.unwrap().summary.counts;
            assert_eq!(came.skipped, u64::try_from(open).unwrap());
            taken_back(&world, owner, again).await;
            assert_eq!(beside(&world).await, before);
            taken_back(&world, owner, here).await;
            taken_back(&world, stranger, there).await;
            assert_eq!((sizes(&world).await, beside(&world).await), ([0; 5], [0; 6]));
        }
    }
}
