//! What arrives: signed as Standard Webhooks wants it, the same in every attempt, masked where it is kept.

use super::{URL, endpoint, happen, lead, lead_created, only, state, states, work};
use chrono::TimeDelta;
use domain::ports::Post;
use domain::webhooks;
use serde_json::Value;
use shared::webhooks::{DeliveryQuery, DeliveryState};
use standardwebhooks::Webhook;
use testkit::{Reaction, World, on_both_databases};

fn header<'a>(post: &'a Post, name: &str) -> &'a str {
    post.headers.iter().find(|(known, _)| known == name).map_or("", |(_, value)| value.as_str())
}

/// Whether some signature is the one that an independent implementation makes of this secret.
fn signed_by(post: &Post, secret: &str) -> bool {
    let at = header(post, "webhook-timestamp").parse().unwrap();
    let oracle =
        Webhook::new(secret).unwrap().sign(header(post, "webhook-id"), at, post.body.as_bytes()).unwrap();
    header(post, "webhook-signature").split(' ').any(|signature| signature == oracle)
}

on_both_databases! {
    async fn a_lead_arrives_signed_and_whole(world: World) {
        let owner = world.found_org("Juniper Homes").await;
        let created = endpoint(&world, &owner, URL, &[]).await;
        let happened = lead_created(&world, &owner);
        let subject = happened.subject;
        happen(&world, vec![happened], true).await;
        work(&world).await;
        let posts = world.http.posted();
        let event = world.events(owner.org()).await.pop().unwrap();
        assert_eq!((posts.len(), posts[0].url.as_str()), (1, URL));
        assert!(signed_by(&posts[0], &created.secret) && !signed_by(&posts[0], "whsec_AAAA"));
        assert_eq!(header(&posts[0], "webhook-id"), format!("msg_{}", event.id.simple()));
        assert_eq!(header(&posts[0], "content-type"), "application/json");
        let body: Value = serde_json::from_str(&posts[0].body).unwrap();
        assert_eq!((body["type"].as_str(), body["timestamp"].as_str()), (Some("lead.created"), Some("2026-08-04T11:22:00.000000Z")));
        assert_eq!(body["data"]["source"], "website");
        assert_eq!(body["data"]["organization"], owner.org().to_string());
        assert_eq!(body["data"]["request"], owner.request().to_string());
        assert_eq!((body["data"]["actor"].as_str(), body["data"]["subject"]["type"].as_str()), (Some("member"), Some("lead")));
        assert!(format!("{subject:?}").contains(&event.subject_id.to_string()));
        assert!(posts[0].body.starts_with(r#"{"type":"lead.created","timestamp":"#));

        let detail = only(&world, &owner).await;
        assert_eq!((state(&detail), detail.summary.attempts, detail.attempts.len()), (DeliveryState::Delivered, 1, 1));
        assert_eq!(detail.body, posts[0].body);
        let attempt = &detail.attempts[0];
        assert_eq!((attempt.outcome.status, attempt.response_body.as_str()), (Some(200), "as scripted"));
        let signature = attempt.request_headers.iter().find(|header| header.name == "webhook-signature").unwrap();
        assert_eq!(signature.value, "v1,••••");
        let seen = webhooks::get(&world.cx, &owner, created.id).await.unwrap();
        assert_eq!((seen.waiting, seen.week.delivered, seen.week.failed), (0, 1, 0));
    }

    async fn attempts_and_replays_have_one_identifier_and_fresh_signatures(world: World) {
        let owner = world.found_org("Juniper Homes").await;
        let created = endpoint(&world, &owner, URL, &[]).await;
        world.http.script("crm.example", [Reaction::status(500), Reaction::status(200)]);
        lead(&world, &owner).await;
        work(&world).await;
        world.clock.advance(TimeDelta::seconds(6));
        work(&world).await;
        let delivery = only(&world, &owner).await.summary.id;
        webhooks::replay(&world.cx, &owner, delivery).await.unwrap();
        work(&world).await;
        let posts = world.http.posted();
        assert_eq!(posts.len(), 3);
        assert!(posts.iter().all(|post| post.body == posts[0].body && signed_by(post, &created.secret)));
        assert!(posts.iter().all(|post| header(post, "webhook-id") == header(&posts[0], "webhook-id")));
        assert_ne!(header(&posts[0], "webhook-timestamp"), header(&posts[1], "webhook-timestamp"));
        let detail = only(&world, &owner).await;
        let numbers: Vec<_> = detail.attempts.iter().map(|attempt| (attempt.number, attempt.outcome.status)).collect();
        assert_eq!(numbers, [(3, Some(200)), (2, Some(200)), (1, Some(500))]);
    }

    async fn two_secrets_sign_for_a_day(world: World) {
        let owner = world.found_org("Juniper Homes").await;
        let created = endpoint(&world, &owner, URL, &[]).await;
        let rotated = webhooks::rotate(&world.cx, &owner, created.id).await.unwrap();
        assert_eq!(rotated.previous_until, world.cx.now() + TimeDelta::hours(24));
        lead(&world, &owner).await;
        work(&world).await;
        world.clock.advance(TimeDelta::hours(24));
        lead(&world, &owner).await;
        work(&world).await;
        let posts = world.http.posted();
        let signatures = |index: usize| header(&posts[index], "webhook-signature").split(' ').count();
        assert_eq!((signatures(0), signatures(1)), (2, 1));
        assert!(signed_by(&posts[0], &created.secret) && signed_by(&posts[0], &rotated.secret));
        assert!(!signed_by(&posts[1], &created.secret) && signed_by(&posts[1], &rotated.secret));
    }

    async fn a_test_is_sent_once_and_changes_nothing(world: World) {
        let owner = world.found_org("Juniper Homes").await;
        let created = endpoint(&world, &owner, URL, &["lead.created"]).await;
        webhooks::disable(&world.cx, &owner, created.id).await.unwrap();
        world.http.script("crm.example", [Reaction::status(500), Reaction::status(410), Reaction::status(200)]);
        for expected in ["failed", "failed", "delivered"] {
            webhooks::send_test(&world.cx, &owner, created.id).await.unwrap();
            work(&world).await;
            assert_eq!(states(&world).await.last().unwrap(), expected);
        }
        world.clock.advance(TimeDelta::days(2));
        work(&world).await;
        let posts = world.http.posted();
        assert_eq!(posts.len(), 3);
        assert!(posts.iter().all(|post| signed_by(post, &created.secret)));
        let body: Value = serde_json::from_str(&posts[0].body).unwrap();
        assert_eq!(body["type"], "webhook.test");
        let seen = webhooks::get(&world.cx, &owner, created.id).await.unwrap();
        assert_eq!((seen.failing_since, seen.week.delivered, seen.week.failed), (None, 0, 0));
        assert_eq!(world.event_names(owner.org()).await.iter().filter(|name| *name == "webhook.test_sent").count(), 3);
    }

    async fn lists_are_filtered_and_paged(world: World) {
        let owner = world.found_org("Juniper Homes").await;
        let created = endpoint(&world, &owner, URL, &[]).await;
        world.http.script("crm.example", [Reaction::status(500), Reaction::status(200)]);
        for _ in 0..5 {
            lead(&world, &owner).await;
            work(&world).await;
        }
        let page = async |query: DeliveryQuery| {
            webhooks::deliveries(&world.cx, &owner, created.id, &query).await.unwrap()
        };
        let first = page(DeliveryQuery { limit: Some(2), ..Default::default() }).await;
        let second = page(DeliveryQuery { limit: Some(2), after: first.next.clone(), ..Default::default() }).await;
        let third = page(DeliveryQuery { limit: Some(2), after: second.next.clone(), ..Default::default() }).await;
        let ids: Vec<_> = [&first, &second, &third].iter().flat_map(|page| &page.items).map(|item| item.id).collect();
        assert_eq!((ids.len(), third.next), (5, None));
        assert!(ids.is_sorted_by(|a, b| a > b));
        let waiting = page(DeliveryQuery { state: Some(DeliveryState::Waiting), ..Default::default() }).await;
        assert_eq!(waiting.items.len(), 1);
        let item = &waiting.items[0];
        assert_eq!((item.id, item.last.as_ref().unwrap().status), (ids[4], Some(500)));
        let wait = item.next_attempt_at.unwrap() - world.cx.now();
        assert!((4..=6).contains(&wait.num_seconds()), "{wait}");
        let typed = |name: &str| DeliveryQuery { event_type: Some(name.to_owned()), ..Default::default() };
        assert_eq!(page(typed("lead.created")).await.items.len(), 5);
        assert!(page(typed("lead.assigned")).await.items.is_empty());
        assert!(page(typed("\0")).await.items.is_empty());
    }
}
