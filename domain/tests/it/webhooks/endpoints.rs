//! Endpoints: who may do what, and what the log knows of it.

use super::{URL, deliveries, endpoint, input, lead, states};
use chrono::TimeDelta;
use domain::{Actor, Error, Result, webhooks};
use shared::events::EventKind;
use shared::roles::Role;
use shared::webhooks::{DeliveryQuery, DisabledReason, EndpointState, Held, ReplayRange};
use shared::{WebhookDeliveryId, WebhookEndpointId};
use testkit::{World, on_both_databases};

/// Every function, as somebody.
async fn everything(
    world: &World,
    actor: &Actor,
    endpoint: WebhookEndpointId,
    delivery: WebhookDeliveryId,
) -> Vec<Result<()>> {
    let (cx, now) = (&world.cx, world.cx.now());
    let range = ReplayRange { from: now - TimeDelta::days(1), to: now };
    vec![
        webhooks::update(cx, actor, endpoint, 1, &input(URL, &[])).await.map(drop),
        webhooks::disable(cx, actor, endpoint).await,
        webhooks::enable(cx, actor, endpoint, Held::Send).await,
        webhooks::rotate(cx, actor, endpoint).await.map(drop),
        webhooks::retire(cx, actor, endpoint).await,
        webhooks::get(cx, actor, endpoint).await.map(drop),
        webhooks::deliveries(cx, actor, endpoint, &DeliveryQuery::default()).await.map(drop),
        webhooks::delivery(cx, actor, delivery).await.map(drop),
        webhooks::replay(cx, actor, delivery).await,
        webhooks::replay_range(cx, actor, endpoint, range).await.map(drop),
        webhooks::replay_failed(cx, actor, endpoint, now).await.map(drop),
        webhooks::send_test(cx, actor, endpoint).await.map(drop),
        webhooks::delete(cx, actor, endpoint).await,
    ]
}

on_both_databases! {
    async fn only_owners_and_admins_of_the_organization(world: World) {
        let owner = world.found_org("Juniper Homes").await;
        let stranger = world.found_org("Somebody Else").await;
        let created = endpoint(&world, &owner, URL, &[]).await;
        lead(&world, &owner).await;
        let delivery = WebhookDeliveryId::from_uuid(deliveries(&world).await[0].id);
        for role in [Role::Manager, Role::Agent, Role::Viewer] {
            let member = world.member(&owner, role).await;
            for result in everything(&world, &member, created.id, delivery).await {
                assert!(matches!(result, Err(Error::Forbidden)), "{role}: {result:?}");
            }
            assert!(matches!(webhooks::list(&world.cx, &member).await, Err(Error::Forbidden)));
            let made = webhooks::create(&world.cx, &member, &input(URL, &[])).await;
            assert!(matches!(made, Err(Error::Forbidden)));
        }
        for result in everything(&world, &stranger, created.id, delivery).await {
            assert!(matches!(result, Err(Error::NotFound(_))), "{result:?}");
        }
        assert!(webhooks::list(&world.cx, &stranger).await.unwrap().is_empty());
        let admin = world.member(&owner, Role::Admin).await;
        assert_eq!(webhooks::list(&world.cx, &admin).await.unwrap().len(), 1);
    }

    async fn every_change_is_an_event_without_the_address(world: World) {
        let owner = world.found_org("Juniper Homes").await;
        let created = endpoint(&world, &owner, "https://crm.example/hooks?key=hunter2", &[]).await;
        assert!(created.secret.starts_with("whsec_") && created.secret.len() == 50);
        let (cx, id) = (&world.cx, created.id);
        let version = webhooks::update(cx, &owner, id, 1, &input(URL, &["lead.created"])).await.unwrap();
        let stale = webhooks::update(cx, &owner, id, 1, &input(URL, &[])).await;
        assert!(version == 2 && matches!(stale, Err(Error::Conflict(_))));
        webhooks::disable(cx, &owner, id).await.unwrap();
        assert!(matches!(webhooks::disable(cx, &owner, id).await, Err(Error::Conflict(_))));
        let off = webhooks::get(cx, &owner, id).await.unwrap();
        assert_eq!((off.state, off.disabled_reason), (EndpointState::Disabled, Some(DisabledReason::ByMember)));
        webhooks::enable(cx, &owner, id, Held::Send).await.unwrap();
        assert!(matches!(webhooks::enable(cx, &owner, id, Held::Send).await, Err(Error::Conflict(_))));
        webhooks::rotate(cx, &owner, id).await.unwrap();
        webhooks::retire(cx, &owner, id).await.unwrap();
        assert!(matches!(webhooks::retire(cx, &owner, id).await, Err(Error::Conflict(_))));
        webhooks::send_test(cx, &owner, id).await.unwrap();
        let on = webhooks::get(cx, &owner, id).await.unwrap();
        assert_eq!((on.event_types, on.secret.ending.len(), on.previous_secret), (vec!["lead.created".to_owned()], 4, None));
        lead(&world, &owner).await;
        webhooks::delete(cx, &owner, id).await.unwrap();
        assert_eq!(states(&world).await, ["cancelled", "cancelled"]);
        assert!(matches!(webhooks::get(cx, &owner, id).await, Err(Error::NotFound(_))));
        lead(&world, &owner).await;
        assert_eq!(states(&world).await.len(), 2, "a deleted endpoint gets nothing");
        let names = world.event_names(owner.org()).await;
        let names: Vec<_> = names.iter().filter_map(|name| name.strip_prefix("webhook.")).collect();
        let expected = [
            "endpoint_created", "endpoint_changed", "endpoint_disabled", "endpoint_enabled", "secret_rotated",
            "secret_retired", "test_sent", "endpoint_deleted",
        ];
        assert_eq!(names, expected);
        let log = format!("{:?}", world.events(owner.org()).await);
        assert!(!log.contains("hunter2") && !log.contains("whsec_"));
        let kind: EventKind =
            serde_json::from_value(world.events(owner.org()).await[0].payload.clone()).unwrap();
        assert_eq!(kind, EventKind::WebhookEndpointCreated { host: "crm.example".to_owned() });
    }

    async fn what_cannot_be_called_is_refused(world: World) {
        let owner = world.found_org("Juniper Homes").await;
        for (url, types, path) in [
            ("https://forbidden.example/in", &[][..], "url"),
            ("ftp://a.example", &[][..], "url"),
            (URL, &["lead.created", "lead.exploded"][..], "event_types.1"),
            (URL, &["session.started"][..], "event_types.0"),
        ] {
            match webhooks::create(&world.cx, &owner, &input(url, types)).await {
                Err(Error::Invalid(fields)) => assert_eq!(fields[0].path, path),
                other => panic!("{other:?}"),
            }
        }
        for _ in 0..50 {
            endpoint(&world, &owner, URL, &[]).await;
        }
        let more = webhooks::create(&world.cx, &owner, &input(URL, &[])).await;
        assert!(matches!(more, Err(Error::Conflict(_))));
    }
}
