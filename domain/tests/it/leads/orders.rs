//! Orders by any field: pages, neighbours and files against the same leads sorted in memory.

use super::filter::{add_fields, any_filter, fill};
use super::list::{Sorted, all_pages, nothing_last};
use super::{Cast, id_of, multiply, names, path, store};
use domain::Actor;
use domain::leads::{LeadFacts, export, facts, list, neighbours};
use entity::properties;
use rand::rngs::StdRng;
use rand::seq::IndexedRandom as _;
use rand::{Rng as _, SeedableRng as _};
use sea_orm::ActiveModelTrait as _;
use sea_orm::ActiveValue::Set;
use shared::LeadId;
use shared::filter::{Facts as _, Kind, Value};
use shared::leads::{
    Direction, LeadFact, LeadFilter, LeadQuery, LeadSchema, LeadSort, LeadStatus, LeadView, LeadViewInput,
};
use std::cmp::Ordering;
use std::collections::HashMap;
use testkit::{World, on_both_databases};

/// Every order there is, both ways.
fn sorts(schema: &LeadSchema) -> Vec<LeadSort> {
    schema.0.iter().filter_map(LeadSort::of).flat_map(|sort| [sort, sort.turned()]).collect()
}

/// The leads as memory knows them.
struct Known<'a> {
    schema: &'a LeadSchema,
    facts: &'a [LeadFacts],
    /// Names of the members by the words that stand for them.
    members: HashMap<String, String>,
}

impl Known<'_> {
    fn value(&self, facts: &LeadFacts, sort: LeadSort) -> Option<Sorted> {
        let LeadSort::By(field, _) = sort else { panic!("no order by a field") };
        let info = self.schema.get(field)?;
        Some(match facts.values(field).into_iter().next()? {
            // Names keep their capitals: an index has them so.
            Value::Text(text) if field == LeadFact::Name.into() => Sorted::Text(text),
            Value::Text(text) => Sorted::Text(text.to_ascii_lowercase()),
            Value::Word(word) if info.kind == Kind::Member => Sorted::Text(self.members.get(&word)?.clone()),
            Value::Word(word) => {
                let place = info.options.iter().position(|(known, _)| *known == word);
                Sorted::Number(i64::try_from(place.unwrap_or(info.options.len())).unwrap())
            }
            Value::Number(number) => Sorted::Number(number),
            Value::Time(time) => Sorted::Time(time),
            Value::Day(day) => Sorted::Number(shared::fields::day_number(day)),
            Value::YesNo(yes) => Sorted::Number(i64::from(yes)),
        })
    }

    fn sorted(&self, orders: &[LeadSort], among: &[LeadId]) -> Vec<LeadId> {
        let mut leads: Vec<&LeadFacts> =
            self.facts.iter().filter(|facts| among.contains(&facts.id)).collect();
        leads.sort_by(|a, b| {
            let by_orders = orders
                .iter()
                .map(|sort| nothing_last(self.value(a, *sort), self.value(b, *sort), sort.is_descending()));
            let by_id = if orders[0].is_descending() { b.id.cmp(&a.id) } else { a.id.cmp(&b.id) };
            by_orders.chain([by_id]).find(|order| order.is_ne()).unwrap_or(Ordering::Equal)
        });
        leads.into_iter().map(|facts| facts.id).collect()
    }
}

fn members(cast: &Cast) -> HashMap<String, String> {
    let names = [(&cast.owner, "test owner"), (&cast.agent, "test agent")];
    names.map(|(actor, name)| (id_of(actor).to_string(), name.to_owned())).into()
}

/// The ids of a list, without looking at its totals.
async fn ids(world: &World, actor: &Actor, query: &LeadQuery) -> Vec<LeadId> {
    let query = LeadQuery { limit: 200, ..query.clone() };
    list(&world.cx, actor, &query).await.unwrap().items.iter().map(|lead| lead.id).collect()
}

/// A lead with a house in a town.
async fn housed(world: &World, cast: &Cast, name: &str, city: &str, beds: Option<i16>) -> LeadId {
    let id = world.cx.new_id();
    let row = properties::ActiveModel {
        org_id: Set(cast.owner.org().uuid()),
        id: Set(id),
        street: Set("917 Tillery St".to_owned()),
        city: Set(city.to_owned()),
        region: Set("TX".to_owned()),
        postal_code: Set("78702".to_owned()),
        address_key: Set(name.to_owned()),
        beds: Set(beds),
        currency: Set("USD".to_owned()),
        created_at: Set(world.cx.now()),
        updated_at: Set(world.cx.now()),
        version: Set(1),
        ..Default::default()
    };
    row.insert(world.cx.db().migrations()).await.unwrap();
    store(world, &cast.owner, name, |row| row.property_id = Set(Some(id))).await
}

fn ordered(text: &str) -> LeadQuery {
    LeadQuery::from_pairs([("sort", text)])
}

on_both_databases! {
    async fn every_field_sorts_both_ways_on_every_page(world: World) {
        let cast = Cast::of(&world).await;
        let (schema, leads) = fill(&world, &cast, 40, &mut StdRng::seed_from_u64(31)).await;
        let facts = facts(world.cx.db().read(), cast.owner.org(), &leads).await.unwrap();
        let known = Known { schema: &schema, facts: &facts, members: members(&cast) };
        let sorts = sorts(&schema);
        assert!(sorts.len() > 60, "{}", sorts.len());
        for sort in sorts {
            let want = known.sorted(&[sort], &leads);
            for limit in [7, 40] {
                let mut query = LeadQuery::default().ordered(vec![sort]);
                query.limit = limit;
                let (got, total) = all_pages(&world, &cast.agent, &query).await;
                assert_eq!(got, want, "{sort} by {limit}");
                assert_eq!(total, 40);
            }
        }
    }

    async fn orders_of_any_fields_follow_each_other(world: World) {
        let cast = Cast::of(&world).await;
        let mut random = StdRng::seed_from_u64(37);
        let (schema, leads) = fill(&world, &cast, 40, &mut random).await;
        let facts = facts(world.cx.db().read(), cast.owner.org(), &leads).await.unwrap();
        let known = Known { schema: &schema, facts: &facts, members: members(&cast) };
        let sorts = sorts(&schema);
        for round in 0..120 {
            let orders = (0..random.random_range(1..=3)).map(|_| *sorts.choose(&mut random).unwrap()).collect();
            let mut query = LeadQuery::default().ordered(orders);
            query.limit = *[1, 6, 40].choose(&mut random).unwrap();
            query.search = (*["", "", "ana", "van"].choose(&mut random).unwrap()).to_owned();
            if random.random_bool(0.3) {
                query.statuses = vec![LeadStatus::New, LeadStatus::Dead];
            }
            if random.random_bool(0.3) {
                let filter: LeadFilter = any_filter(&mut random, &schema, 1);
                query = LeadQuery { limit: query.limit, ..query.with_filter(&filter) };
            }
            let among = ids(&world, &cast.owner, &query.ordered(vec![LeadSort::NEWEST])).await;
            // Another order than that of the search was asked for, unless none was.
            let orders = query.orders();
            if orders[0] == LeadSort::Relevance {
                continue;
            }
            let want = known.sorted(&orders, &among);
            let (got, _) = all_pages(&world, &cast.owner, &query).await;
            assert_eq!(got, want, "round {round}: {query:?}");
            for (index, lead) in want.iter().enumerate().step_by(5) {
                let beside = neighbours(&world.cx, &cast.owner, *lead, &query).await.unwrap();
                let previous = index.checked_sub(1).and_then(|before| want.get(before)).copied();
                assert_eq!((beside.previous, beside.next), (previous, want.get(index + 1).copied()), "{query:?}");
            }
        }
    }

    async fn any_field_decides_between_equals_of_a_search(world: World) {
        let cast = Cast::of(&world).await;
        let austin = housed(&world, &cast, "Ana Okafor", "austin", Some(3)).await;
        let dallas = housed(&world, &cast, "Ana Tran", "Dallas", Some(4)).await;
        let bare = store(&world, &cast.owner, "Ana Van", |_| {}).await;
        let other = housed(&world, &cast, "Ben Ana", "Austin", None).await;
        let mut query = LeadQuery { search: "ana".into(), ..ordered("relevance") };
        query = query.ordered(vec![LeadSort::Relevance, LeadSort::down(LeadFact::City)]);
        assert_eq!(ids(&world, &cast.viewer, &query).await, [dallas, austin, bare, other]);
        query.limit = 1;
        let (paged, _) = all_pages(&world, &cast.viewer, &query).await;
        assert_eq!(paged, [dallas, austin, bare, other]);
        let beside = neighbours(&world.cx, &cast.viewer, bare, &query).await.unwrap();
        assert_eq!((beside.previous, beside.next), (Some(austin), Some(other)));
    }

    async fn a_file_has_the_order_of_its_list(world: World) {
        let cast = Cast::of(&world).await;
        for (name, city) in [("Ana Okafor", "Waco"), ("Ben Tran", "austin"), ("Cy Van", "Dallas")] {
            housed(&world, &cast, name, city, None).await;
        }
        store(&world, &cast.owner, "Dee Nobody", |_| {}).await;
        for (sort, want) in [
            ("city", ["Ben Tran", "Cy Van", "Ana Okafor", "Dee Nobody"]),
            ("city.down", ["Ana Okafor", "Cy Van", "Ben Tran", "Dee Nobody"]),
            ("asking.up,name.down", ["Dee Nobody", "Cy Van", "Ben Tran", "Ana Okafor"]),
        ] {
            let mut file = export(&world.cx, &cast.owner, &ordered(sort)).await.unwrap();
            let mut text = String::new();
            while let Some(piece) = file.next().await.unwrap() {
                text.push_str(&piece);
            }
            let found: Vec<&str> = text.lines().skip(1).filter_map(|line| line.split(',').next()).collect();
            assert_eq!(found, want, "{sort}");
        }
    }

    async fn an_order_that_cannot_be_had_is_refused(world: World) {
        let cast = Cast::of(&world).await;
        store(&world, &cast.owner, "Henrik Sandoval", |_| {}).await;
        let made = add_fields(&world, &cast.owner).await;
        let theirs = add_fields(&world, &cast.stranger).await;
        let several = made.iter().find(|field| field.label == "Needs").unwrap();
        for field in [&theirs[0], several] {
            let query = ordered(&format!("{}.down", field.id));
            assert_eq!(path(list(&world.cx, &cast.viewer, &query).await), "sort", "{}", field.label);
            let lead = ids(&world, &cast.owner, &LeadQuery::default()).await[0];
            assert_eq!(path(neighbours(&world.cx, &cast.viewer, lead, &query).await), "sort");
        }
        // An archived field keeps its values, and with them its order.
        domain::fields::archive(&world.cx, &cast.owner, made[0].id, made[0].version).await.unwrap();
        let query = ordered(&made[0].id.to_string());
        assert_eq!(names(&list(&world.cx, &cast.viewer, &query).await.unwrap().items), ["Henrik Sandoval"]);
        let sort = LeadSort::By(made[0].id.into(), Direction::Up);
        assert_eq!(query.orders(), [sort]);
        // A place of one way is none of the other.
        store(&world, &cast.owner, "Ana Okafor", |_| {}).await;
        let first = list(&world.cx, &cast.viewer, &LeadQuery { limit: 1, ..query.clone() }).await.unwrap();
        let turned = LeadQuery { after: first.next, ..query.ordered(vec![sort.turned()]) };
        assert_eq!(path(list(&world.cx, &cast.viewer, &turned).await), "after");
    }

    async fn a_list_too_long_to_be_sorted_says_so(world: World) {
        let cast = Cast::of(&world).await;
        let lead = store(&world, &cast.owner, "Seed", |row| row.status = Set("qualified".to_owned())).await;
        multiply(&world, lead, 100_000).await;
        for sort in ["city", "status.down,name", "asking.up,beds", "respond_by.down"] {
            let page = list(&world.cx, &cast.viewer, &ordered(sort)).await;
            let has_index = sort.starts_with("asking") || sort.starts_with("respond");
            if has_index { assert_eq!(page.unwrap().items.len(), 50, "{sort}") } else { assert_eq!(path(page), "sort") }
        }
        for narrowed in [
            LeadQuery { statuses: vec![LeadStatus::Qualified], ..ordered("city") },
            LeadQuery { search: "seed".into(), ..ordered("city") },
            LeadQuery { conditions: "status.is(qualified)".into(), ..ordered("city") },
        ] {
            assert_eq!(ids(&world, &cast.viewer, &narrowed).await, [lead], "{narrowed:?}");
        }
    }

    async fn another_tenants_values_order_nothing(world: World) {
        let cast = Cast::of(&world).await;
        let one = store(&world, &cast.stranger, "Henrik Sandoval", |_| {}).await;
        let two = store(&world, &cast.stranger, "Ana Okafor", |_| {}).await;
        housed(&world, &cast, "Ben Tran", "Austin", Some(2)).await;
        for sort in ["city", "beds.down", "owner", "status.down"] {
            let mut found = ids(&world, &cast.stranger, &ordered(sort)).await;
            found.sort();
            assert_eq!(found, [one, two], "{sort}");
        }
    }

    async fn a_view_keeps_any_order(world: World) {
        let cast = Cast::of(&world).await;
        let made = add_fields(&world, &cast.owner).await;
        let sort = format!("{}.down,city.up,respond_by.down", made[1].id);
        let input = LeadViewInput { name: "Mine".into(), query: ordered(&sort), shared: false };
        let saved: LeadView = domain::leads::views::save(&world.cx, &cast.agent, &input).await.unwrap();
        let listed = domain::leads::views::list(&world.cx, &cast.agent).await.unwrap();
        assert_eq!(listed[0].query, input.query);
        assert_eq!(saved.query.to_pairs(), [("sort", sort)]);
    }
}
