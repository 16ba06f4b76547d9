//! The inspector: reached without a connection, by its own organization alone, and honest about signatures.

use super::{deliveries, endpoint, input, lead, states, work};
use chrono::TimeDelta;
use domain::webhooks::inspector::{self, Received};
use domain::webhooks::{self, Tidy};
use domain::{Actor, Error, jobs::Cause, jobs::Options};
use entity::{webhook_inspections, webhook_inspectors};
use sea_orm::{EntityTrait as _, PaginatorTrait as _};
use shared::roles::Role;
use shared::webhooks::{DisabledReason, Inspection, Inspector, InspectorAnswer, Verdict};
use standardwebhooks::Webhook;
use std::time::Duration;
use testkit::{World, on_both_databases};

async fn opened(world: &World, actor: &Actor) -> Inspector {
    inspector::open(&world.cx, actor).await.unwrap();
    inspector::get(&world.cx, actor).await.unwrap().expect("it is open")
}

async fn newest(world: &World, actor: &Actor) -> Inspection {
    inspector::get(&world.cx, actor).await.unwrap().unwrap().requests.remove(0)
}

fn token(inspector: &Inspector) -> &str {
    inspector.url.strip_prefix("https://empire.example/hooks/inspect/").unwrap()
}

/// A request as a program of somebody else would make it.
fn signed(world: &World, secret: &str, id: &str, body: &str) -> Vec<(String, String)> {
    let at = world.cx.now().timestamp();
    let signature = Webhook::new(secret).unwrap().sign(id, at, body.as_bytes()).unwrap();
    let pairs = [
        ("webhook-id", id.to_owned()),
        ("webhook-timestamp", at.to_string()),
        ("webhook-signature", signature),
    ];
    pairs.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()
}

on_both_databases! {
    async fn a_delivery_comes_without_a_connection_and_is_judged(world: World) {
        let owner = world.found_org("Juniper Homes").await;
        let inspector = opened(&world, &owner).await;
        assert_eq!((inspector.answer, inspector.expires_at), (InspectorAnswer::Taken, world.cx.now() + TimeDelta::hours(1)));
        let created = endpoint(&world, &owner, &inspector.url, &[]).await;
        lead(&world, &owner).await;
        work(&world).await;
        assert_eq!(states(&world).await, ["delivered"]);
        assert!(world.http.posted().is_empty(), "nothing went out of the process");
        let came = newest(&world, &owner).await;
        assert_eq!((came.number, came.verdict), (1, Verdict::Good { endpoint: created.id, previous: false }));
        assert_eq!(came.body, deliveries(&world).await[0].body);
        let signature = came.headers.iter().find(|header| header.name == "webhook-signature").unwrap();
        assert_eq!(signature.value, "v1,••••");

        // What it is told to answer is what the delivery sees.
        for (answer, status) in [(InspectorAnswer::Error, 500), (InspectorAnswer::Busy, 503)] {
            inspector::set_answer(&world.cx, &owner, answer).await.unwrap();
            let test = webhooks::send_test(&world.cx, &owner, created.id).await.unwrap();
            work(&world).await;
            let seen = webhooks::delivery(&world.cx, &owner, test).await.unwrap();
            assert_eq!(seen.attempts[0].outcome.status, Some(status));
            assert_eq!(seen.attempts[0].response_body, answer.label());
        }
        assert!(webhooks::get(&world.cx, &owner, created.id).await.unwrap().failing_since.is_none(), "tests change nothing");
        inspector::set_answer(&world.cx, &owner, InspectorAnswer::Gone).await.unwrap();
        lead(&world, &owner).await;
        work(&world).await;
        let off = webhooks::get(&world.cx, &owner, created.id).await.unwrap();
        assert_eq!(off.disabled_reason, Some(DisabledReason::Gone));
    }

    async fn an_inspector_that_ended_is_gone_and_its_address_is_refused(world: World) {
        let owner = world.found_org("Juniper Homes").await;
        let first = opened(&world, &owner).await;
        assert_eq!(opened(&world, &owner).await.url, first.url, "there is one at a time");
        let created = endpoint(&world, &owner, &first.url, &[]).await;
        inspector::close(&world.cx, &owner).await.unwrap();
        assert_eq!(inspector::get(&world.cx, &owner).await.unwrap(), None);
        let refused = webhooks::create(&world.cx, &owner, &input(&first.url, &[])).await;
        match refused {
            Err(Error::Invalid(fields)) => assert_eq!((fields[0].path.as_str(), fields[0].code.as_str()), ("url", "inspector.ended")),
            other => panic!("{other:?}"),
        }
        lead(&world, &owner).await;
        work(&world).await;
        let off = webhooks::get(&world.cx, &owner, created.id).await.unwrap();
        assert_eq!(off.disabled_reason, Some(DisabledReason::Gone));
        assert!(world.http.posted().is_empty());

        // After an hour the same, without anybody ending it.
        let second = opened(&world, &owner).await;
        assert_ne!(second.url, first.url);
        let headers = signed(&world, "whsec_AAAA", "msg_1", "{}");
        inspector::receive(&world.cx, None, token(&second), &headers, b"{}").await.unwrap();
        world.clock.advance(TimeDelta::hours(1));
        assert_eq!(inspector::get(&world.cx, &owner).await.unwrap(), None);
        let late = inspector::receive(&world.cx, None, token(&second), &headers, b"{}").await;
        assert!(matches!(late, Err(Error::NotFound(_))));
        assert!(matches!(inspector::set_answer(&world.cx, &owner, InspectorAnswer::Slow).await, Err(Error::NotFound(_))));
        let third = opened(&world, &owner).await;
        assert!(third.url != second.url && third.requests.is_empty(), "what came to the one before is not there");
        world.clock.advance(TimeDelta::hours(1));
        crate::jobs::enqueue(&world.cx, &Cause::system(world.request()), &Tidy { keep_days: 30 }, Options::default()).await;
        work(&world).await;
        let db = world.cx.db().read();
        let left = webhook_inspectors::Entity::find().count(db).await.unwrap() + webhook_inspections::Entity::find().count(db).await.unwrap();
        assert_eq!(left, 0, "nothing is kept longer");
    }

    async fn an_inspector_belongs_to_one_organization(world: World) {
        let owner = world.found_org("Juniper Homes").await;
        let stranger = world.found_org("Somebody Else").await;
        let inspector = opened(&world, &owner).await;
        assert_eq!(inspector::get(&world.cx, &stranger).await.unwrap(), None);
        assert!(matches!(inspector::set_answer(&world.cx, &stranger, InspectorAnswer::Slow).await, Err(Error::NotFound(_))));
        inspector::close(&world.cx, &stranger).await.unwrap();
        let made = webhooks::create(&world.cx, &stranger, &input(&inspector.url, &[])).await;
        assert!(matches!(made, Err(Error::Invalid(_))), "{made:?}");
        let mine = opened(&world, &stranger).await;
        let created = endpoint(&world, &stranger, &mine.url, &[]).await;
        // The address of somebody else's inspector, once it is in the row, still leads nowhere.
        let sql = format!("UPDATE webhook_endpoints SET url = '{}'", inspector.url);
        sea_orm::ConnectionTrait::execute_unprepared(world.cx.db().migrations(), &sql).await.unwrap();
        let test = webhooks::send_test(&world.cx, &stranger, created.id).await.unwrap();
        work(&world).await;
        let seen = webhooks::delivery(&world.cx, &stranger, test).await.unwrap();
        assert_eq!(seen.attempts[0].outcome.status, Some(410));
        assert!(inspector::get(&world.cx, &owner).await.unwrap().unwrap().requests.is_empty());
        for role in [Role::Manager, Role::Agent, Role::Viewer] {
            let member = world.member(&owner, role).await;
            let (cx, actor) = (&world.cx, &member);
            let all = [
                inspector::get(cx, actor).await.map(drop),
                inspector::open(cx, actor).await,
                inspector::set_answer(cx, actor, InspectorAnswer::Gone).await,
                inspector::close(cx, actor).await,
            ];
            assert!(all.iter().all(|result| matches!(result, Err(Error::Forbidden))), "{role}: {all:?}");
        }
    }

    async fn only_the_address_as_it_was_given_is_an_inspector(world: World) {
        let owner = world.found_org("Juniper Homes").await;
        let inspector = opened(&world, &owner).await;
        let end = token(&inspector).to_owned();
        // All of these are calls to somebody, guarded as any other.
        for url in [
            format!("http://empire.example/hooks/inspect/{end}"),
            format!("https://empire.example:8443/hooks/inspect/{end}"),
            format!("https://empire.example.evil.example/hooks/inspect/{end}"),
            format!("https://empire.example/hooks/inspect/{end}/more"),
            format!("https://empire.example/hooks/inspect/{end}?x=1"),
            format!("https://empire.example/x/../hooks/inspect/{end}"),
        ] {
            let id = endpoint(&world, &owner, &url, &[]).await.id;
            webhooks::send_test(&world.cx, &owner, id).await.unwrap();
            work(&world).await;
            assert_eq!(world.http.posted().pop().unwrap().url.as_str(), url);
        }
        assert!(inspector::get(&world.cx, &owner).await.unwrap().unwrap().requests.is_empty());
    }

    async fn signatures_are_judged_as_a_receiver_would(world: World) {
        let owner = world.found_org("Juniper Homes").await;
        let inspector = opened(&world, &owner).await;
        let created = endpoint(&world, &owner, &inspector.url, &[]).await;
        let elsewhere = endpoint(&world, &owner, "https://crm.example/in", &[]).await;
        let rotated = webhooks::rotate(&world.cx, &owner, created.id).await.unwrap();
        let body = r#"{"type":"lead.created"}"#;
        let judge = async |headers: Vec<(String, String)>, body: &str| {
            let received = inspector::receive(&world.cx, None, token(&inspector), &headers, body.as_bytes()).await.unwrap();
            assert_eq!(received, Received { answer: InspectorAnswer::Taken, after: Duration::ZERO });
            newest(&world, &owner).await.verdict
        };
        let good = |previous| Verdict::Good { endpoint: created.id, previous };
        let mine = signed(&world, &rotated.secret, "msg_1", body);
        assert_eq!(judge(mine.clone(), body).await, good(false));
        assert_eq!(judge(signed(&world, &created.secret, "msg_1", body), body).await, good(true));
        let mut two = mine.clone();
        two[2].1 = format!("v1a,x v1,AAAA {}", two[2].1);
        assert_eq!(judge(two, body).await, good(false), "one of several is enough");
        assert_eq!(judge(mine.clone(), r#"{"type":"lead.created" }"#).await, Verdict::Foreign, "altered");
        let other = signed(&world, &elsewhere.secret, "msg_1", body);
        assert_eq!(judge(other, body).await, Verdict::Foreign, "an endpoint that points elsewhere");
        for (index, name) in ["webhook-id", "webhook-timestamp", "webhook-signature"].into_iter().enumerate() {
            let mut less = mine.clone();
            less.remove(index);
            assert_eq!(judge(less, body).await, Verdict::Incomplete { header: name.to_owned() });
        }
        let mut nonsense = mine.clone();
        "soon".clone_into(&mut nonsense[1].1);
        assert_eq!(judge(nonsense, body).await, Verdict::Incomplete { header: "webhook-timestamp".to_owned() });
        world.clock.advance(TimeDelta::seconds(301));
        assert_eq!(judge(mine, body).await, Verdict::Untimely { seconds: 301 });
    }

    async fn the_newest_fifty_are_kept(world: World) {
        let owner = world.found_org("Juniper Homes").await;
        let inspector = opened(&world, &owner).await;
        inspector::set_answer(&world.cx, &owner, InspectorAnswer::Slow).await.unwrap();
        for _ in 0..53 {
            let received = inspector::receive(&world.cx, None, token(&inspector), &[], b"a\0b\xff").await.unwrap();
            assert!(received.after > Duration::from_secs(15), "longer than a sender waits");
        }
        let kept = inspector::get(&world.cx, &owner).await.unwrap().unwrap().requests;
        assert_eq!((kept.len(), kept[0].number, kept[49].number), (50, 53, 4));
        assert_eq!(kept[0].body, "ab\u{fffd}");
        for unknown in ["", "x", "../x", &"x".repeat(5_000)] {
            let none = inspector::receive(&world.cx, None, unknown, &[], b"").await;
            assert!(matches!(none, Err(Error::NotFound(_))));
        }
    }
}
