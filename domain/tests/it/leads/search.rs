//! What a search finds, on rows as the databases index them.

use super::{Cast, multiply, names, store};
use chrono::TimeDelta;
use domain::leads::{list, neighbours, search_text};
use sea_orm::ActiveValue::Set;
use sea_orm::{ConnectionTrait as _, DatabaseBackend, Statement};
use shared::address::Address;
use shared::email::Email;
use shared::leads::{LeadFact, LeadQuery, LeadSort, LeadStatus, LeadSummary, MAX_RANKED};
use shared::paging::Page;
use shared::phone::Phone;
use testkit::{World, on_both_databases};

async fn people(world: &World, cast: &Cast) {
    let phone = Phone::parse("512 555 0134").unwrap();
    let email = Email::parse("h.sandoval@example.com").unwrap();
    let address = Address {
        street: "917 Tillery St".into(),
        unit: None,
        city: "Austin".into(),
        region: "TX".into(),
        postal_code: "78702".into(),
    };
    let text = search_text("Henrik Sandoval", &[email], &[phone], Some(&address));
    store(world, &cast.owner, "Henrik Sandoval", |row| row.search_text = Set(text)).await;
    for name in ["Lucía Ferreira", "Sean O'Neil", "李 小龍", "Or And Not"] {
        store(world, &cast.owner, name, |_| {}).await;
    }
}

async fn found(world: &World, cast: &Cast, search: &str) -> Vec<String> {
    let query = LeadQuery { search: search.into(), sort: Some(LeadSort::OLDEST), ..LeadQuery::default() };
    let page = list(&world.cx, &cast.owner, &query).await.expect("every text can be searched for");
    assert_eq!(usize::try_from(page.total.at_least).unwrap(), page.items.len());
    names(&page.items).into_iter().map(str::to_owned).collect()
}

/// The page of a search in the order it has by itself.
async fn page(
    world: &World,
    cast: &Cast,
    search: &str,
    after: Option<String>,
    limit: u16,
) -> Page<LeadSummary> {
    let query = LeadQuery { search: search.into(), after, limit, ..LeadQuery::default() };
    list(&world.cx, &cast.owner, &query).await.expect("the list can be read")
}

on_both_databases! {
    async fn who_is_called_so_comes_before_who_is_reached_so(world: World) {
        let cast = Cast::of(&world).await;
        let email = [Email::parse("ana@example.com").unwrap()];
        let austin = Address {
            street: "917 Tillery St".into(),
            unit: None,
            city: "Austin".into(),
            region: "TX".into(),
            postal_code: "78702".into(),
        };
        let now = world.cx.now();
        // The later, the worse, so that the newest first would be the other way round.
        for (hour, (name, email, house)) in [
            ("Ana Okafor", &[][..], None),
            ("Anabel Tran", &[], Some(&austin)),
            ("Bea Ana", &[], None),
            ("Cy Anan", &[], None),
            ("Dee Van", &email[..], Some(&austin)),
            ("Ed Tran", &[], Some(&austin)),
        ]
        .into_iter()
        .enumerate()
        {
            store(&world, &cast.owner, name, |row| {
                row.created_at = Set(now + TimeDelta::hours(hour.try_into().unwrap()));
                row.search_text = Set(search_text(name, email, &[], house));
            })
            .await;
        }
        for (search, wanted) in [
            ("ana", &["Anabel Tran", "Ana Okafor", "Cy Anan", "Bea Ana", "Dee Van"][..]),
            ("ana ok", &["Ana Okafor"]),
            ("ana austin", &["Dee Van", "Anabel Tran"]),
            ("austin", &["Ed Tran", "Dee Van", "Anabel Tran"]),
            ("tran", &["Ed Tran", "Anabel Tran"]),
            ("zed", &[]),
        ] {
            let whole = page(&world, &cast, search, None, 50).await;
            assert_eq!(names(&whole.items), wanted, "{search}");
            // Page by page, and from lead to lead, it is the same list.
            let (mut after, mut single) = (None, Vec::new());
            loop {
                let one = page(&world, &cast, search, after, 1).await;
                assert_eq!((usize::try_from(one.total.at_least).unwrap(), one.total.exact), (wanted.len(), true));
                single.extend(one.items);
                after = one.next;
                if after.is_none() {
                    break;
                }
            }
            assert_eq!(names(&single), wanted, "{search}");
            let query = LeadQuery { search: search.into(), ..LeadQuery::default() };
            for pair in single.windows(2) {
                let beside = neighbours(&world.cx, &cast.viewer, pair[0].id, &query).await.unwrap();
                assert_eq!(beside.next, Some(pair[1].id), "{search}");
                let beside = neighbours(&world.cx, &cast.viewer, pair[1].id, &query).await.unwrap();
                assert_eq!(beside.previous, Some(pair[0].id), "{search}");
            }
        }
        // What is chosen wins.
        let newest = LeadQuery { search: "ana".into(), sort: Some(LeadSort::NEWEST), ..LeadQuery::default() };
        let newest = list(&world.cx, &cast.owner, &newest).await.unwrap();
        assert_eq!(names(&newest.items), ["Dee Van", "Cy Anan", "Bea Ana", "Anabel Tran", "Ana Okafor"]);
        assert_eq!(found(&world, &cast, "ana").await[0], "Ana Okafor");
    }

    async fn too_many_to_rank_come_in_the_order_behind(world: World) {
        let cast = Cast::of(&world).await;
        let later = world.cx.now() + TimeDelta::hours(1);
        let seed = store(&world, &cast.owner, "Seed", |_| {}).await;
        let last = u32::try_from(MAX_RANKED).unwrap() - 1;
        multiply(&world, seed, last).await;
        let reached = |name: &'static str| {
            store(&world, &cast.owner, name, move |row| {
                row.created_at = Set(later);
                row.search_text = Set(" ed lead".to_owned());
            })
        };
        reached("Ed One").await;
        let ranked = page(&world, &cast, "lead", None, 200).await;
        let query = LeadQuery { search: "lead".into(), ..LeadQuery::default() };
        assert_eq!((ranked.total.at_least, query.is_unranked(ranked.total)), (MAX_RANKED, false));
        assert_eq!((ranked.items.len(), ranked.items[0].name.as_str()), (200, format!("Lead {last}").as_str()));

        reached("Ed Two").await;
        let newest = page(&world, &cast, "lead", None, 200).await;
        assert!(query.is_unranked(newest.total), "{:?}", newest.total);
        assert_eq!(names(&newest.items[..3]), ["Ed Two", "Ed One", format!("Lead {last}").as_str()]);
        let further = page(&world, &cast, "lead", newest.next, 200).await;
        assert!(query.is_unranked(further.total));
        assert_eq!(further.items[0].name, format!("Lead {}", last - 198));
        // A list that was begun by relevance goes on so.
        let (mut after, mut seen) = (ranked.next, ranked.items);
        while let Some(place) = after {
            let next = page(&world, &cast, "lead", Some(place), 200).await;
            seen.extend(next.items);
            after = next.next;
        }
        assert_eq!(seen.len(), usize::try_from(MAX_RANKED).unwrap() + 1);
        assert_eq!(names(&seen[seen.len() - 2..]), ["Ed Two", "Ed One"]);
        // More words leave few, and those are ranked.
        let few = page(&world, &cast, "lead r77", None, 50).await;
        assert!(!query.is_unranked(few.total));
        assert_eq!(few.total.at_least, 11);
    }

    async fn finds_by_name_phone_email_and_place(world: World) {
        let cast = Cast::of(&world).await;
        people(&world, &cast).await;
        for search in [
            "henrik", "HENRIK SAND", "sandoval henrik", "h", "512 555 0134", "(512) 555-0134", "5125550134",
            "+1 512 555 0134", "5550134", "555 01", "0134", "h.sandoval@example.com", "917 tillery", "austin 78702",
        ] {
            assert_eq!(found(&world, &cast, search).await, ["Henrik Sandoval"], "{search}");
        }
        for (search, name) in [("lucia", "Lucía Ferreira"), ("LUCÍA", "Lucía Ferreira"), ("oneil", "Sean O'Neil"),
            ("o'ne", "Sean O'Neil"), ("李", "李 小龍"), ("小龍", "李 小龍"), ("not", "Or And Not")] {
            assert_eq!(found(&world, &cast, search).await, [name], "{search}");
        }
        for search in ["hendrik", "henrik ferreira", "550134", "enrik", "龍", "sandoval NOT henrik OR"] {
            assert_eq!(found(&world, &cast, search).await, Vec::<String>::new(), "{search}");
        }
    }

    async fn operators_and_quotes_are_only_text(world: World) {
        let cast = Cast::of(&world).await;
        people(&world, &cast).await;
        for search in ["", "  ", "\"", "*", "'); DROP TABLE leads; --", "hen* OR", "a:b", "^x", "{}", "\u{0}", "%", "_",
            "NEAR(a b)", "search_text:hen", "'::tsquery", "& | !", "\\", "🏠", "-henrik", "𝒜"] {
            found(&world, &cast, search).await;
        }
        assert_eq!(found(&world, &cast, "\"henrik\"*").await, ["Henrik Sandoval"]);
        assert_eq!(found(&world, &cast, "%").await.len(), 5);
    }

    async fn a_changed_text_is_found_by_its_new_words_only(world: World) {
        use sea_orm::{ColumnTrait as _, EntityTrait as _, QueryFilter as _};
        use sea_orm::sea_query::Expr;
        let cast = Cast::of(&world).await;
        let lead = store(&world, &cast.owner, "Henrik Sandoval", |_| {}).await;
        entity::leads::Entity::update_many()
            .col_expr(entity::leads::Column::SearchText, Expr::value(search_text("Ana Okafor", &[], &[], None)))
            .filter(entity::leads::Column::Id.eq(lead.uuid()))
            .exec(world.cx.db().migrations())
            .await
            .unwrap();
        assert_eq!(found(&world, &cast, "henrik").await, Vec::<String>::new());
        assert_eq!(found(&world, &cast, "oka").await, ["Henrik Sandoval"]);
    }

    async fn large_tables_find_the_same_whatever_the_way(world: World) {
        // Enough rows of each kind that every way of the plan is taken: 30,000 of one common and some rare words.
        let cast = Cast::of(&world).await;
        let lead = store(&world, &cast.owner, "Seed", |_| {}).await;
        let db = world.cx.db();
        let (series, pick) = match db.backend() {
            DatabaseBackend::Sqlite => (
                "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 30000)",
                "CAST(printf('%016d', i) AS BLOB)",
            ),
            _ => ("WITH n (i) AS (SELECT generate_series(1, 30000))", "lpad(to_hex(i), 32, '0')::uuid"),
        };
        let columns = "org_id, contact_id, asking_minor, created_at, updated_at, respond_by, waiting_until, \
             last_activity_at, version";
        let fill = format!(
            "INSERT INTO leads (id, source, status, dead_reason, contact_name, search_text, {columns}) \
             {series} SELECT {pick}, CASE WHEN i % 3 = 0 THEN 'tiktok' ELSE 'website' END, \
             CASE WHEN i % 20 = 0 THEN 'dead' WHEN i % 20 < 9 THEN 'contacted' ELSE 'qualified' END, \
             CASE WHEN i % 20 = 0 THEN 'other' END, 'Lead ' || i, \
             ' common m' || (i % 7) || ' r' || (i % 6000) || 'x', {columns} \
             FROM n, leads WHERE leads.id = $1",
        );
        let fill = Statement::from_sql_and_values(db.backend(), fill, [lead.uuid().into()]);
        db.migrations().execute_raw(fill).await.unwrap();
        // Statistics decide which way is taken.
        db.migrations().execute_unprepared("ANALYZE leads").await.unwrap();
        let with = |statuses: &[LeadStatus], sources: &[&str], search: &str, sort| LeadQuery {
            statuses: statuses.to_vec(),
            sources: sources.iter().filter_map(|word| shared::leads::LeadSource::from_word(word)).collect(),
            search: search.into(),
            sort: Some(sort),
            limit: 200,
            ..LeadQuery::default()
        };
        let open = [LeadStatus::Contacted, LeadStatus::Qualified];
        type Wanted = fn(u32) -> bool;
        let cases: Vec<(LeadQuery, Wanted)> = vec![
            (with(&[], &[], "common", LeadSort::NEWEST), |_| true),
            (with(&[], &[], "r17x", LeadSort::NEWEST), |i| i % 6000 == 17),
            (with(&open, &["tiktok"], "common m3", LeadSort::OLDEST), |i| i % 20 > 0 && i % 3 == 0 && i % 7 == 3),
            (with(&[LeadStatus::Dead], &["tiktok"], "m5", LeadSort::NEWEST), |i| i % 60 == 0 && i % 7 == 5),
            (with(&[LeadStatus::Dead], &[], "common", LeadSort::NAME), |i| i % 20 == 0),
            (with(&[], &["tiktok"], "m1 r", LeadSort::ASKING), |i| i % 3 == 0 && i % 7 == 1),
            (with(&[], &["tiktok"], "m1 r", LeadSort::ASKING.turned()), |i| i % 3 == 0 && i % 7 == 1),
            (with(&[], &[], "common m3", LeadSort::down(LeadFact::Status)), |i| i % 7 == 3),
            (with(&open, &["tiktok"], "", LeadSort::up(LeadFact::City)), |i| i % 20 > 0 && i % 3 == 0),
            (with(&open, &[], "r99x common", LeadSort::RESPOND_BY), |i| i % 6000 == 99 && i % 20 > 0),
            (with(&open, &[], "m7", LeadSort::RESPOND_BY), |_| false),
        ];
        for (query, wanted) in cases {
            let want = (1..=30_000).filter(|i| wanted(*i)).count();
            let mut seen = std::collections::BTreeSet::new();
            let mut query = query.clone();
            for _ in 0..3 {
                let page = list(&world.cx, &cast.owner, &query).await.unwrap();
                for lead in &page.items {
                    let i: u32 = lead.name.trim_start_matches("Lead ").parse().unwrap_or_default();
                    assert!(i > 0 && wanted(i), "{} for {query:?}", lead.name);
                    assert!(seen.insert(i), "{i} twice for {query:?}");
                }
                let total = usize::try_from(page.total.at_least).unwrap();
                assert!(total <= want && (!page.total.exact || total == want), "{total} of {want} for {query:?}");
                match page.next {
                    Some(next) => query.after = Some(next),
                    None => break,
                }
            }
            assert_eq!(seen.len(), want.min(600), "{query:?}");
        }
    }
}
