//! What should not have been sent: each with its own answer, a row an admin can see, and nothing that sticks.

use super::*;
use chrono::TimeDelta;
use entity::source_drops;
use shared::sources::{MAX_BODY, Refusal, RefusedReason};
use testkit::on_both_databases;

fn refused(received: Received) -> Refusal {
    match received {
        Received::Refused(refusal) => refusal,
        other => panic!("{other:?}"),
    }
}

/// Sends, and holds what the sender is told against what an admin sees.
async fn turned_away(world: &World, owner: &Actor, partner: &Partner, arrived: Arrived) -> RefusedReason {
    let before = rows(world).await.len();
    let told = refused(send(world, partner, arrived).await);
    let kept = rows(world).await;
    assert_eq!(kept.len(), before + 1);
    let id = InboundPayloadId::from_uuid(kept.last().unwrap().id);
    let summary = seen(world, owner, id).await;
    assert_eq!((summary.state, summary.refusal.as_ref()), (InboundState::Refused, Some(&told)));
    assert!(!told.message.is_empty());
    told.reason
}

on_both_databases! {
    async fn every_bad_payload_has_its_reason(world: World) {
        let owner = world.found_org("Juniper Homes").await;
        let partner = partner(&world, &owner, Verification::StandardWebhooks).await;
        sources::save_mapping(&world.cx, &owner, partner.id, 0, &mapping()).await.unwrap();
        let secret = partner.secret.clone().unwrap();
        let body = otis().to_string();
        let good = || signed(&world, &secret, "msg_1", &body);
        let with = |header: &str, value: &str| {
            let mut arrived = good();
            arrived.headers.retain(|(name, _)| name != header);
            arrived.headers.push((header.to_owned(), value.to_owned()));
            arrived
        };
        let text = |body: &str| signed(&world, &secret, "msg_1", body);

        let altered = Arrived { body: body.replace("625k", "1k").into_bytes(), ..good() };
        let other = signed(&world, &format!("whsec_{}", STANDARD.encode([7; 32])), "msg_1", &body);
        let old = world.cx.now() - TimeDelta::minutes(6);
        let ahead = world.cx.now() + TimeDelta::minutes(6);
        let at = |at: chrono::DateTime<chrono::Utc>| {
            let signature = Webhook::new(&secret).unwrap().sign("msg_1", at.timestamp(), body.as_bytes()).unwrap();
            let mut arrived = with("webhook-timestamp", &at.timestamp().to_string());
            arrived.headers.retain(|(name, _)| name != "webhook-signature");
            arrived.headers.push(("webhook-signature".into(), signature));
            arrived
        };
        let cut = Arrived { body: vec![b'x'; MAX_BODY], complete: false, ..good() };
        let deep = "[".repeat(100_000);
        let nested = format!("{}1{}", "[".repeat(33), "]".repeat(33));
        let many = format!("[{}1]", "1,".repeat(10_000));
        use RefusedReason as R;
        let cases = [
            (altered, R::Signature),
            (other, R::Signature),
            (with("webhook-signature", "v1,AAAA v2,BBBB nonsense"), R::Signature),
            (with("webhook-id", "msg_2"), R::Signature),
            (with("webhook-id", ""), R::Unsigned),
            (request(&world, &body, &[]), R::Unsigned),
            (with("webhook-timestamp", "never"), R::Signature),
            (at(old), R::Stale),
            (at(ahead), R::Stale),
            (cut, R::TooLarge),
            (with("content-type", "text/plain"), R::MediaType),
            (with("content-type", "multipart/form-data; boundary=x"), R::MediaType),
            (with("content-encoding", "gzip"), R::MediaType),
            (text("{\"a\":"), R::NotJson),
            (text(""), R::NotJson),
            (text(&deep), R::TooDeep),
            (text(&nested), R::TooDeep),
            (text(&many), R::TooMany),
        ];
        for (arrived, reason) in cases {
            assert_eq!(turned_away(&world, &owner, &partner, arrived).await, reason);
        }
        // Five minutes are five minutes.
        accepted(send(&world, &partner, at(world.cx.now() - TimeDelta::minutes(5))).await);
        work(&world).await;
        assert_eq!(count_leads(&world).await, 1);
        let events = world.event_names(owner.org()).await;
        assert_eq!(events.iter().filter(|name| *name == "source.payload_refused").count(), 18);
        let kept = rows(&world).await;
        let large = kept.iter().find(|row| row.reason.as_deref() == Some("too_large")).unwrap();
        assert_eq!((large.size, large.body.len(), large.complete), (262_144, 16_384, false));
        let bad = kept.iter().find(|row| row.reason.as_deref() == Some("signature")).unwrap();
        assert_eq!(bad.person.as_deref(), Some("Otis Granger"), "an admin sees whom it claims to be about");
    }

    async fn other_kinds_refuse_as_well(world: World) {
        use shared::sources::{HmacAlgorithm, SignatureEncoding};
        let owner = world.found_org("Juniper Homes").await;
        let basics = partner(&world, &owner, Verification::Basic { user: "northbeam".into() }).await;
        let secret = basics.secret.clone().unwrap();
        use RefusedReason as R;
        for (header, reason) in [
            (basic("northbeam", "wrong"), R::Credentials),
            (basic("someone", &secret), R::Credentials),
            (basic("northbeam", &format!("{secret}x")), R::Credentials),
            ("Basic %%%".to_owned(), R::Credentials),
            (format!("Bearer {secret}"), R::Unsigned),
            (String::new(), R::Unsigned),
        ] {
            let arrived = request(&world, "{}", &[("authorization", &header)]);
            assert_eq!(turned_away(&world, &owner, &basics, arrived).await, reason, "{header}");
        }
        let kind = Verification::Hmac {
            header: "x-sig".into(),
            algorithm: HmacAlgorithm::Sha256,
            encoding: SignatureEncoding::Hex,
            prefix: "sha256=".into(),
        };
        let hmac = partner(&world, &owner, kind).await;
        for (value, reason) in [("", R::Unsigned), ("sha256=00", R::Signature), ("sha256=zz", R::Signature), ("00", R::Signature)] {
            let arrived = request(&world, "{}", &[("x-sig", value)]);
            assert_eq!(turned_away(&world, &owner, &hmac, arrived).await, reason, "{value}");
        }
    }

    async fn a_value_that_cannot_be_read_refuses_with_its_place(world: World) {
        let owner = world.found_org("Juniper Homes").await;
        let partner = partner(&world, &owner, Verification::SecretPath).await;
        sources::save_mapping(&world.cx, &owner, partner.id, 0, &mapping()).await.unwrap();
        let mut wrong = otis();
        wrong["person"]["tel"] = json!("512 555 014");
        let mut nobody = otis();
        nobody["person"] = json!({ "full_name": "Greta Lindqvist" });
        let mut nul = otis();
        nul["person"]["full_name"] = json!("a\u{0}b");
        let mut ids = Vec::new();
        for payload in [&wrong, &nobody, &nul, &json!([1]), &json!("text"), &json!(null)] {
            ids.push(accepted(post(&world, &partner, payload).await));
        }
        work(&world).await;
        let first = seen(&world, &owner, ids[0]).await;
        let refusal = first.refusal.clone().unwrap();
        assert_eq!((refusal.reason, refusal.path.as_deref()), (RefusedReason::Field, Some("person.tel")));
        assert_eq!(refusal.came.as_deref(), Some("512 555 014"));
        assert!(first.replayable && first.editable);
        let second = seen(&world, &owner, ids[1]).await;
        assert_eq!(second.person.as_deref(), Some("Greta Lindqvist"));
        assert_eq!(second.refusal.unwrap().reason, RefusedReason::Unreachable);
        assert!(states(&world).await.iter().all(|state| *state == InboundState::Refused));
        assert_eq!(count_leads(&world).await, 0);
    }

    async fn a_flood_is_counted_not_kept(world: World) {
        let owner = world.found_org("Juniper Homes").await;
        let partner = partner(&world, &owner, Verification::StandardWebhooks).await;
        for number in 0..25 {
            let arrived = request(&world, &format!("[{number}]"), &[]);
            refused(send(&world, &partner, arrived).await);
        }
        assert_eq!(rows(&world).await.len(), 20);
        let drops = source_drops::Entity::find().all(world.cx.db().read()).await.unwrap();
        assert_eq!(drops.iter().map(|row| row.payloads).collect::<Vec<_>>(), [5]);
        let today = sources::get(&world.cx, &owner, partner.id).await.unwrap().summary.today;
        assert_eq!((today.received, today.refused), (25, 25));
        // The flood keeps nobody out, and the next hour has room again.
        let secret = partner.secret.clone().unwrap();
        accepted(send(&world, &partner, signed(&world, &secret, "msg_1", "{}")).await);
        world.clock.advance(TimeDelta::hours(1));
        refused(send(&world, &partner, request(&world, "[]", &[])).await);
        assert_eq!(rows(&world).await.len(), 22);
    }

    async fn large_bodies_of_strangers_are_cut(world: World) {
        let owner = world.found_org("Juniper Homes").await;
        let partner = partner(&world, &owner, Verification::StandardWebhooks).await;
        let body = format!("\"{}\"", "x".repeat(200_000));
        refused(send(&world, &partner, request(&world, &body, &[])).await);
        let row = rows(&world).await.pop().unwrap();
        assert_eq!((row.size, row.body.len(), row.complete), (200_002, 65_536, false));
    }
}
