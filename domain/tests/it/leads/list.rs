//! Pages of leads against the same list kept in memory.

use super::{Cast, id_of, names, path, store};
use chrono::{DateTime, TimeDelta, Utc};
use domain::leads::{NEVER, list, neighbours};
use domain::{Actor, Error};
use rand::rngs::StdRng;
use rand::{Rng as _, SeedableRng as _};
use sea_orm::ActiveValue::Set;
use shared::leads::{LeadFact, LeadField, LeadQuery, LeadSort, LeadSource, LeadStatus, OwnerFilter};
use shared::{LeadId, MemberId};
use std::cmp::Ordering;
use testkit::{World, on_both_databases};

/// A lead as memory keeps it.
#[derive(Debug, Clone)]
struct Kept {
    id: LeadId,
    name: String,
    status: LeadStatus,
    source: LeadSource,
    owner: Option<MemberId>,
    asking: i64,
    created: DateTime<Utc>,
    waiting: DateTime<Utc>,
    active: DateTime<Utc>,
}

#[derive(PartialEq, Eq, PartialOrd, Ord)]
pub enum Sorted {
    Time(DateTime<Utc>),
    Text(String),
    Number(i64),
}

/// How two leads follow each other: what is not known is last both ways.
pub fn nothing_last<T: Ord>(one: Option<T>, other: Option<T>, descending: bool) -> Ordering {
    match (one, other) {
        (Some(one), Some(other)) if descending => other.cmp(&one),
        (Some(one), Some(other)) => one.cmp(&other),
        (one, other) => other.is_some().cmp(&one.is_some()),
    }
}

/// The orders that have an index, both ways, and that of a search.
fn sorts() -> Vec<LeadSort> {
    LeadSort::READY.into_iter().flat_map(|sort| [sort, sort.turned()]).collect()
}

fn pick<T: Copy>(random: &mut StdRng, from: &[T]) -> T {
    from[random.random_range(0..from.len())]
}

/// Few different values of everything, so that equal keys are the rule.
async fn fill(world: &World, cast: &Cast, count: usize, random: &mut StdRng) -> Vec<Kept> {
    let (start, owners) = (world.cx.now(), [None, Some(id_of(&cast.owner)), Some(id_of(&cast.agent))]);
    let mut kept = Vec::new();
    for _ in 0..count {
        let minutes = |random: &mut StdRng| start + TimeDelta::minutes(random.random_range(0..8));
        let name = format!(
            "{} {}",
            pick(random, &["ana", "anab", "ben", "cy"]),
            pick(random, &["okafor", "tran", "van"])
        );
        let (status, source) = (pick(random, LeadStatus::ALL), pick(random, &LeadSource::ALL[..4]));
        let (owner, asking) = (pick(random, &owners), pick(random, &[-1, 0, 38_500_000, 54_000_000]));
        let (created, active) = (minutes(random), minutes(random));
        let waiting = if random.random_bool(0.5) { NEVER } else { minutes(random) };
        let id = store(world, &cast.owner, &name, |row| {
            row.status = Set(status.as_str().to_owned());
            row.dead_reason = Set((status == LeadStatus::Dead).then(|| "price_gap".to_owned()));
            row.source = Set(source.as_str().to_owned());
            row.owner_id = Set(owner.map(MemberId::uuid));
            row.asking_minor = Set(asking);
            row.created_at = Set(created);
            row.waiting_until = Set(waiting);
            row.last_activity_at = Set(active);
        })
        .await;
        kept.push(Kept { id, name, status, source, owner, asking, created, waiting, active });
    }
    kept
}

fn expected(kept: &[Kept], query: &LeadQuery, me: MemberId) -> Vec<LeadId> {
    let mut rows: Vec<&Kept> = kept
        .iter()
        .filter(|lead| query.statuses.is_empty() || query.statuses.contains(&lead.status))
        .filter(|lead| query.sources.is_empty() || query.sources.contains(&lead.source))
        .filter(|lead| match query.owner {
            None => true,
            Some(OwnerFilter::Nobody) => lead.owner.is_none(),
            Some(OwnerFilter::Me) => lead.owner == Some(me),
            Some(OwnerFilter::Member(member)) => lead.owner == Some(member),
        })
        .filter(|lead| {
            query.words().iter().all(|word| lead.name.split(' ').any(|own| own.starts_with(word.as_str())))
        })
        .collect();
    let compare = |sort: LeadSort, a: &Kept, b: &Kept| match sort {
        LeadSort::Relevance => {
            let begins = |lead: &Kept| lead.name.starts_with(&query.search.to_lowercase());
            begins(b).cmp(&begins(a))
        }
        LeadSort::By(field, _) => {
            let value = |lead: &Kept| match field {
                LeadField::Fact(LeadFact::Created) => Some(Sorted::Time(lead.created)),
                LeadField::Fact(LeadFact::LastActivity) => Some(Sorted::Time(lead.active)),
                LeadField::Fact(LeadFact::RespondBy) => {
                    Some(Sorted::Time(lead.waiting)).filter(|_| lead.waiting < NEVER)
                }
                LeadField::Fact(LeadFact::Name) => Some(Sorted::Text(lead.name.clone())),
                LeadField::Fact(LeadFact::Asking) => {
                    Some(Sorted::Number(lead.asking)).filter(|_| lead.asking >= 0)
                }
                other => panic!("{other} is not kept"),
            };
            nothing_last(value(a), value(b), sort.is_descending())
        }
    };
    let first = query.orders()[0];
    let downwards = first.is_descending();
    rows.sort_by(|a, b| {
        let by_orders = query.orders().into_iter().map(|sort| compare(sort, a, b));
        let by_id = if downwards { b.id.cmp(&a.id) } else { a.id.cmp(&b.id) };
        by_orders.chain([by_id]).find(|order| order.is_ne()).unwrap_or(Ordering::Equal)
    });
    rows.into_iter().map(|lead| lead.id).collect()
}

/// Reads every page; the totals must agree with each other.
pub async fn all_pages(world: &World, actor: &Actor, query: &LeadQuery) -> (Vec<LeadId>, u64) {
    let (mut ids, mut query, mut totals) = (Vec::new(), query.clone(), Vec::new());
    loop {
        let page = list(&world.cx, actor, &query).await.expect("the list can be read");
        assert!(page.items.len() <= usize::from(query.limit));
        assert!(page.total.exact);
        totals.push(page.total.at_least);
        ids.extend(page.items.iter().map(|lead| lead.id));
        match page.next {
            Some(next) => query.after = Some(next),
            None => break,
        }
    }
    assert!(totals.windows(2).all(|pair| pair[0] == pair[1]), "{totals:?}");
    (ids, totals[0])
}

on_both_databases! {
    async fn every_order_pages_through_each_lead_once(world: World) {
        let cast = Cast::of(&world).await;
        let mut random = StdRng::seed_from_u64(7);
        let kept = fill(&world, &cast, 60, &mut random).await;
        for sort in &sorts() {
            for limit in [1, 7, 60, 200] {
                let query = LeadQuery { sort: Some(*sort), limit, ..LeadQuery::default() };
                let (ids, total) = all_pages(&world, &cast.owner, &query).await;
                assert_eq!(ids, expected(&kept, &query, id_of(&cast.owner)), "{sort:?} {limit}");
                assert_eq!(total, 60);
            }
        }
    }

    async fn several_orders_page_through_each_lead_once(world: World) {
        let cast = Cast::of(&world).await;
        let mut random = StdRng::seed_from_u64(13);
        let kept = fill(&world, &cast, 60, &mut random).await;
        for round in 0..60 {
            let orders = (0..random.random_range(2..=4)).map(|_| pick(&mut random, &sorts())).collect();
            let mut query = LeadQuery::default().ordered(orders);
            query.limit = pick(&mut random, &[1, 7, 60]);
            query.search = pick(&mut random, &["", "", "ana", "tran"]).to_owned();
            query.statuses = pick(&mut random, &[&[][..], &[LeadStatus::New, LeadStatus::Dead]]).to_vec();
            let order = expected(&kept, &query, id_of(&cast.owner));
            let (ids, _) = all_pages(&world, &cast.owner, &query).await;
            assert_eq!(ids, order, "round {round}: {query:?}");
            for (index, lead) in order.iter().enumerate().step_by(7) {
                let beside = neighbours(&world.cx, &cast.viewer, *lead, &query).await.unwrap();
                let previous = index.checked_sub(1).and_then(|before| order.get(before)).copied();
                assert_eq!((beside.previous, beside.next), (previous, order.get(index + 1).copied()), "{query:?}");
            }
        }
    }

    async fn filters_agree_with_memory(world: World) {
        let cast = Cast::of(&world).await;
        let mut random = StdRng::seed_from_u64(11);
        let kept = fill(&world, &cast, 80, &mut random).await;
        for round in 0..60 {
            let some = |random: &mut StdRng, all: usize| random.random_range(0..all);
            let mut query = LeadQuery { limit: 9, ..LeadQuery::default() };
            query.statuses = (0..some(&mut random, 4)).map(|_| pick(&mut random, LeadStatus::ALL)).collect();
            query.sources = (0..some(&mut random, 3)).map(|_| pick(&mut random, &LeadSource::ALL[..5])).collect();
            query.owner = pick(
                &mut random,
                &[None, Some(OwnerFilter::Me), Some(OwnerFilter::Nobody), Some(OwnerFilter::Member(id_of(&cast.agent)))],
            );
            query.search = pick(&mut random, &["", "", "ana", "anab", "a", "tran b", "VAN cy", "zz", "*"]).to_owned();
            query.sort = pick(&mut random, &[None, Some(LeadSort::NAME), Some(LeadSort::RESPOND_BY), Some(LeadSort::RESPOND_BY.turned()), Some(LeadSort::ASKING), Some(LeadSort::ASKING.turned())]);
            let want = expected(&kept, &query, id_of(&cast.owner));
            let (ids, total) = all_pages(&world, &cast.owner, &query).await;
            assert_eq!(ids, want, "round {round}: {query:?}");
            assert_eq!(usize::try_from(total).unwrap(), want.len(), "round {round}: {query:?}");
        }
    }

    async fn neighbours_are_the_rows_beside(world: World) {
        let cast = Cast::of(&world).await;
        let kept = fill(&world, &cast, 25, &mut StdRng::seed_from_u64(3)).await;
        for sort in &sorts() {
            for search in ["", "an"] {
                let query = LeadQuery { sort: Some(*sort), search: search.into(), ..LeadQuery::default() };
                let order = expected(&kept, &query, id_of(&cast.owner));
                for (index, lead) in order.iter().enumerate() {
                    let beside = neighbours(&world.cx, &cast.viewer, *lead, &query).await.unwrap();
                    let previous = index.checked_sub(1).and_then(|before| order.get(before)).copied();
                    assert_eq!(beside.previous, previous, "{sort:?}");
                    assert_eq!(beside.next, order.get(index + 1).copied(), "{sort:?}");
                }
            }
        }
        let other = neighbours(&world.cx, &cast.stranger, kept[0].id, &LeadQuery::default()).await;
        assert!(matches!(other, Err(Error::NotFound(_))));
    }

    async fn a_row_shows_what_the_lead_has(world: World) {
        let cast = Cast::of(&world).await;
        let now = world.cx.now();
        store(&world, &cast.owner, "Henrik Sandoval", |row| {
            row.place = Set(Some("917 Tillery St, Austin".into()));
            row.phone = Set(Some("+15125550148".into()));
            row.owner_id = Set(Some(id_of(&cast.agent).uuid()));
            row.asking_minor = Set(54_000_000);
        })
        .await;
        let page = list(&world.cx, &cast.viewer, &LeadQuery::default()).await.unwrap();
        let lead = &page.items[0];
        assert_eq!(lead.name, "Henrik Sandoval");
        assert_eq!(lead.place.as_deref(), Some("917 Tillery St, Austin"));
        assert_eq!(lead.phone.as_ref().unwrap().display(), "512 555 0148");
        assert_eq!(lead.owner.as_ref().unwrap().name, "Test Agent");
        assert_eq!(lead.asking.unwrap().to_string(), "$540,000");
        assert_eq!(lead.respond_by, Some(now + TimeDelta::minutes(15)));
        assert_eq!((page.next, page.total.to_string()), (None, "1".to_owned()));
    }

    async fn altered_places_and_oversized_questions_are_refused(world: World) {
        let cast = Cast::of(&world).await;
        fill(&world, &cast, 5, &mut StdRng::seed_from_u64(1)).await;
        let ask = |change: LeadQuery| { let (cx, owner) = (world.cx.clone(), cast.owner.clone()); async move { list(&cx, &owner, &change).await } };
        let first = ask(LeadQuery { limit: 2, ..LeadQuery::default() }).await.unwrap();
        let next = first.next.expect("there are more");
        let other = LeadQuery { after: Some(next.clone()), sort: Some(LeadSort::OLDEST), ..LeadQuery::default() };
        assert_eq!(path(ask(other).await), "after");
        for altered in [format!("{next}A"), next[2..].to_owned(), "%%%".to_owned(), String::from("bmV3ZXN0fHh8eA")] {
            let query = LeadQuery { after: Some(altered.clone()), ..LeadQuery::default() };
            assert_eq!(path(ask(query).await), "after", "{altered}");
        }
        assert_eq!(path(ask(LeadQuery { limit: 201, ..LeadQuery::default() }).await), "limit");
        assert_eq!(path(ask(LeadQuery { search: "x".repeat(101), ..LeadQuery::default() }).await), "search");
    }

    async fn nobody_sees_another_tenants_leads(world: World) {
        let cast = Cast::of(&world).await;
        store(&world, &cast.owner, "Henrik Sandoval", |_| {}).await;
        store(&world, &cast.stranger, "Henrik Stranger", |_| {}).await;
        for search in ["", "henrik"] {
            let query = LeadQuery { search: search.into(), ..LeadQuery::default() };
            let page = list(&world.cx, &cast.stranger, &query).await.unwrap();
            assert_eq!(names(&page.items), ["Henrik Stranger"]);
            assert_eq!(page.total.at_least, 1);
        }
        let visitor = world.visitor(cast.owner.org());
        assert!(matches!(list(&world.cx, &visitor, &LeadQuery::default()).await, Err(Error::Forbidden)));
    }
}
