//! Further conditions: what the database leaves in is what memory leaves in.

use super::{Cast, id_of, path, store};
use crate::rows;
use chrono::TimeDelta;
use domain::Actor;
use domain::leads::{Asking, NEVER, change_tags, facts, list, set_fields};
use entity::{contact_emails, leads, properties};
use rand::rngs::StdRng;
use rand::{Rng as _, SeedableRng as _};
use sea_orm::ActiveValue::Set;
use sea_orm::{ActiveModelTrait as _, ColumnTrait as _, EntityTrait as _, QueryFilter as _};
use shared::LeadId;
use shared::fields::{CustomField, FieldValueInput, Noun};
use shared::filter::{Check, Filter, Kind, Offer, When};
use shared::leads::{LeadFilter, LeadQuery, LeadSchema, LeadSort, LeadStatus, TagChange, lead_schema};
use testkit::{World, on_both_databases};

fn pick<'a, T>(random: &mut StdRng, from: &'a [T]) -> &'a T {
    &from[random.random_range(0..from.len())]
}

/// One field of every type for leads, and one each for contacts and properties.
pub async fn add_fields(world: &World, owner: &Actor) -> Vec<CustomField> {
    let mut made = Vec::new();
    for (noun, field_type, label, options) in [
        ("lead", "text", "Nickname", ""),
        ("lead", "number", "Tries", ""),
        ("lead", "money", "Offer", ""),
        ("lead", "date", "Closing", ""),
        ("lead", "yes_no", "Probate", ""),
        ("lead", "choice", "Motivation", "High\nLow"),
        ("lead", "choices", "Needs", "Roof\nPaint\nFloor"),
        ("contact", "choice", "Language", "English\nSpanish"),
        ("property", "number", "Units", ""),
    ] {
        made.push(rows::field(world, owner, noun, field_type, label, options).await);
    }
    made
}

fn typed(random: &mut StdRng, field: &CustomField) -> String {
    use shared::fields::FieldType as T;
    let values: &[&str] = match field.field_type {
        T::Text | T::LongText => &["Ana", "ANA b", "ünal", ""],
        T::Number => &["0", "3", "-2", ""],
        T::Money => &["100", "250k", ""],
        T::Date => &["2026-08-03", "2026-08-04", ""],
        T::YesNo => &["yes", "no", ""],
        T::Choice => &["high", "low", "english", "spanish", ""],
        T::Choices => &["roof", "roof,floor", "paint", ""],
    };
    loop {
        let value = *pick(random, values);
        if value.is_empty()
            || !field.field_type.has_options()
            || value.split(',').all(|key| field.options.iter().any(|o| o.key == key))
        {
            return value.to_owned();
        }
    }
}

async fn property(world: &World, actor: &Actor, random: &mut StdRng, number: usize) -> uuid::Uuid {
    let id = world.cx.new_id();
    let some = |random: &mut StdRng, value: i16| Some(value).filter(|_| random.random_bool(0.7));
    let beds = random.random_range(1..5);
    let row = properties::ActiveModel {
        org_id: Set(actor.org().uuid()),
        id: Set(id),
        street: Set(format!("{number} Tillery St")),
        unit: Set(None),
        city: Set((*pick(random, &["Austin", "AUSTIN", "São Paulo"])).to_owned()),
        region: Set("TX".to_owned()),
        postal_code: Set((*pick(random, &["78702", "78704"])).to_owned()),
        address_key: Set(format!("key {number}")),
        property_type: Set(Some("house".to_owned()).filter(|_| random.random_bool(0.5))),
        beds: Set(some(random, beds)),
        half_baths: Set(some(random, 3)),
        area_sqft: Set(Some(random.random_range(800..2_000))),
        year_built: Set(some(random, 1_954)),
        condition: Set(None),
        occupancy: Set(Some("vacant".to_owned()).filter(|_| random.random_bool(0.5))),
        parcel: Set(Some(format!("02-{number:04}")).filter(|_| random.random_bool(0.5))),
        parcel_key: Set(None),
        asking_minor: Set(None),
        mortgage_minor: Set(Some(12_000_000).filter(|_| random.random_bool(0.5))),
        currency: Set("USD".to_owned()),
        created_at: Set(world.cx.now()),
        updated_at: Set(world.cx.now()),
        version: Set(1),
    };
    row.insert(world.cx.db().migrations()).await.unwrap();
    id
}

pub async fn fill(
    world: &World,
    cast: &Cast,
    count: usize,
    random: &mut StdRng,
) -> (LeadSchema, Vec<LeadId>) {
    let made = add_fields(world, &cast.owner).await;
    let mut ids = Vec::new();
    for number in 0..count {
        let place = if random.random_bool(0.8) {
            Some(property(world, &cast.owner, random, number).await)
        } else {
            None
        };
        let status = *pick(random, LeadStatus::ALL);
        let owner = *pick(random, &[None, Some(id_of(&cast.owner)), Some(id_of(&cast.agent))]);
        let hours = TimeDelta::hours(random.random_range(-72..72));
        let at = world.cx.now() + hours;
        let name = *pick(random, &["Ana Okafor", "ana tran", "Ünal O'Neil", "Ben Van"]);
        let id = store(world, &cast.owner, name, |row| {
            row.status = Set(status.as_str().to_owned());
            row.dead_reason = Set((status == LeadStatus::Dead).then(|| "price_gap".to_owned()));
            row.owner_id = Set(owner.map(shared::MemberId::uuid));
            row.property_id = Set(place);
            row.created_at = Set(at);
            row.waiting_until = Set(if hours.num_hours() % 2 == 0 { NEVER } else { at });
            row.first_response_at = Set((hours.num_hours() % 2 == 0).then_some(at));
            row.asking_minor = Set(if hours.num_hours() % 3 == 0 { -1 } else { 38_500_000 });
            row.phone = Set((hours.num_hours() % 4 == 0).then(|| "+15125550134".to_owned()));
            row.situation = Set((hours.num_hours() % 5 == 0).then(|| "divorce".to_owned()));
        })
        .await;
        let row = leads::Entity::find().filter(leads::Column::Id.eq(id.uuid()));
        let contact = row.one(world.cx.db().read()).await.unwrap().unwrap().contact_id;
        for email in ["Ana@Example.com", "ben@example.org"].iter().take(random.random_range(0..3)) {
            let row = contact_emails::ActiveModel {
                org_id: Set(cast.owner.org().uuid()),
                contact_id: Set(contact),
                email_key: Set(email.to_lowercase()),
                email: Set((*email).to_owned()),
                created_at: Set(at),
            };
            row.insert(world.cx.db().migrations()).await.unwrap();
        }
        for noun in Noun::ALL {
            if *noun == Noun::Property && place.is_none() {
                continue;
            }
            let input: Vec<FieldValueInput> = made
                .iter()
                .filter(|field| field.noun == *noun)
                .map(|field| FieldValueInput { field: field.id, text: typed(random, field) })
                .collect();
            set_fields(&world.cx, &cast.agent, id, *noun, &input).await.unwrap();
            let names = ["Hot", "Cold", "Probate"].iter().filter(|_| random.random_bool(0.3));
            let change =
                TagChange { add: names.map(|name| (*name).to_owned()).collect(), remove: Vec::new() };
            change_tags(&world.cx, &cast.agent, id, *noun, &change).await.unwrap();
        }
        ids.push(id);
    }
    let tags = domain::tags::list(&world.cx, &cast.owner).await.unwrap();
    let tags: Vec<_> = tags.into_iter().map(|summary| summary.tag).collect();
    (lead_schema(&made, &tags), ids)
}

fn any_test(random: &mut StdRng, schema: &LeadSchema) -> LeadFilter {
    let info = pick(random, &schema.0);
    let offer = *pick(random, info.kind.offers());
    let one = |random: &mut StdRng| match info.kind {
        Kind::Text => (*pick(
            random,
            &["ana", "AN", "ünal", "Ünal o'neil", "austin", "555", "ana@example.com", "%", "_"],
        ))
        .to_owned(),
        Kind::Number => (*pick(random, &["0", "3", "1954", "1200"])).to_owned(),
        Kind::Money => (*pick(random, &["10000", "25000000", "38500000"])).to_owned(),
        Kind::YesNo => (*pick(random, &["yes", "no"])).to_owned(),
        Kind::Member => (*pick(random, &["me", "nobody"])).to_owned(),
        Kind::Choice | Kind::Tags => pick(random, &info.options).0.clone(),
        Kind::Time | Kind::Day => String::new(),
    };
    let when = match random.random_range(0..3) {
        0 => When::FromToday(random.random_range(-3..3)),
        1 => When::Day("2026-08-04".parse().unwrap()),
        _ => When::FromToday(0),
    };
    let check = match offer {
        Offer::Is | Offer::IsNot => Check::Is((0..random.random_range(1..3)).map(|_| one(random)).collect()),
        Offer::Contains => Check::Contains(one(random)),
        Offer::StartsWith => Check::StartsWith(one(random)),
        Offer::AtLeast => Check::AtLeast(one(random).parse().unwrap()),
        Offer::AtMost => Check::AtMost(one(random).parse().unwrap()),
        Offer::Since => Check::Since(when),
        Offer::Before => Check::Before(when),
        Offer::Filled => Check::Filled,
        Offer::Empty => Check::Empty,
    };
    let test = Filter::test(info.field, check);
    if offer == Offer::IsNot { Filter::Not(Box::new(test)) } else { test }
}

pub fn any_filter(random: &mut StdRng, schema: &LeadSchema, depth: u32) -> LeadFilter {
    match if depth == 0 { 0 } else { random.random_range(0..6) } {
        0..=2 => any_test(random, schema),
        3 => Filter::All(
            (0..random.random_range(0..4)).map(|_| any_filter(random, schema, depth - 1)).collect(),
        ),
        4 => Filter::Any(
            (0..random.random_range(0..4)).map(|_| any_filter(random, schema, depth - 1)).collect(),
        ),
        _ => Filter::Not(Box::new(any_filter(random, schema, depth - 1))),
    }
}

async fn listed(world: &World, actor: &Actor, query: &LeadQuery) -> Vec<LeadId> {
    let page = list(&world.cx, actor, &LeadQuery { limit: 200, ..query.clone() })
        .await
        .expect("the list can be read");
    assert_eq!(page.total.at_least, u64::try_from(page.items.len()).unwrap());
    let mut ids: Vec<LeadId> = page.items.iter().map(|lead| lead.id).collect();
    ids.sort();
    ids
}

on_both_databases! {
    async fn every_condition_means_the_same_in_the_database_and_in_memory(world: World) {
        let cast = Cast::of(&world).await;
        let mut random = StdRng::seed_from_u64(23);
        let (schema, ids) = fill(&world, &cast, 40, &mut random).await;
        let db = world.cx.db().read();
        let known = facts(db, cast.owner.org(), &ids).await.unwrap();
        assert_eq!(known.len(), ids.len());
        let (mut some, mut none) = (0, 0);
        for round in 0..400 {
            let depth = random.random_range(0..4);
            let filter = any_filter(&mut random, &schema, depth);
            let actor = if random.random_bool(0.5) { &cast.owner } else { &cast.agent };
            let asking = Asking::check(db, actor.org(), actor.member_id(), world.cx.now(), filter.clone()).await.unwrap();
            let mut want: Vec<LeadId> = asking.at(|filter, moment| {
                known.iter().filter(|facts| filter.holds(*facts, moment)).map(|facts| facts.id).collect()
            });
            want.sort();
            let sort = pick(&mut random, &LeadSort::READY);
            let query = LeadQuery { sort: Some(*sort), ..LeadQuery::default() }.with_filter(&filter);
            assert_eq!(listed(&world, actor, &query).await, want, "round {round}: {filter}");
            if want.is_empty() { none += 1 } else { some += 1 }
        }
        assert!(some > 100 && none > 20, "{some} {none}");
    }

    async fn a_condition_is_one_of_several(world: World) {
        let cast = Cast::of(&world).await;
        let mut random = StdRng::seed_from_u64(29);
        let (schema, ids) = fill(&world, &cast, 30, &mut random).await;
        for search in ["", "ana", "o'neil"] {
            for statuses in [vec![], vec![LeadStatus::New, LeadStatus::Dead]] {
                let plain = LeadQuery { search: search.into(), statuses, ..LeadQuery::default() };
                let without = listed(&world, &cast.owner, &plain).await;
                for _ in 0..10 {
                    let filter = any_filter(&mut random, &schema, 1);
                    let alone = listed(&world, &cast.owner, &LeadQuery::default().with_filter(&filter)).await;
                    let both: Vec<LeadId> = ids.iter().copied().filter(|id| without.contains(id) && alone.contains(id)).collect();
                    assert_eq!(listed(&world, &cast.owner, &plain.with_filter(&filter)).await, both, "{filter}");
                }
            }
        }
    }

    async fn what_cannot_be_asked_is_refused_with_its_reason(world: World) {
        let cast = Cast::of(&world).await;
        let field = add_fields(&world, &cast.stranger).await.remove(0);
        let deep = format!("{}beds.filled(){}", "all(".repeat(1_000), ")".repeat(1_000));
        for conditions in ["nonsense", "beds.contains(a)", "tags.is(tag_00000000000000000000000009)", &deep, &format!("{}.filled()", field.id)] {
            let query = LeadQuery { conditions: conditions.to_owned(), ..LeadQuery::default() };
            assert_eq!(path(list(&world.cx, &cast.owner, &query).await), "where");
        }
        let own = LeadQuery { conditions: format!("{}.filled()", field.id), ..LeadQuery::default() };
        assert!(list(&world.cx, &cast.stranger, &own).await.unwrap().items.is_empty());
    }
}
