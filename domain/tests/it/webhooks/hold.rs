//! Endpoints that are switched off and on again, and what is sent again.

use super::{URL, deliveries, endpoint, lead, only, state, states, work};
use chrono::TimeDelta;
use domain::{Error, webhooks};
use shared::WebhookDeliveryId;
use shared::webhooks::{DeliveryState, Held, ReplayRange};
use testkit::{Reaction, World, on_both_databases};

on_both_databases! {
    async fn what_waits_is_held_and_goes_out_later(world: World) {
        let owner = world.found_org("Juniper Homes").await;
        let id = endpoint(&world, &owner, URL, &[]).await.id;
        for _ in 0..3 {
            lead(&world, &owner).await;
        }
        webhooks::disable(&world.cx, &owner, id).await.unwrap();
        work(&world).await;
        assert!(world.http.posted().is_empty());
        assert!(deliveries(&world).await.iter().all(|row| row.job_id.is_none() && row.next_attempt_at.is_none()));
        assert_eq!(webhooks::get(&world.cx, &owner, id).await.unwrap().waiting, 3);
        lead(&world, &owner).await;
        world.clock.advance(TimeDelta::days(40));
        work(&world).await;
        webhooks::enable(&world.cx, &owner, id, Held::Send).await.unwrap();
        work(&world).await;
        assert_eq!(states(&world).await, ["delivered"; 3], "what happened meanwhile was not kept for it");
        assert_eq!(world.http.posted().len(), 3);
    }

    async fn what_waits_may_be_dropped(world: World) {
        let owner = world.found_org("Juniper Homes").await;
        let id = endpoint(&world, &owner, URL, &[]).await.id;
        lead(&world, &owner).await;
        webhooks::disable(&world.cx, &owner, id).await.unwrap();
        work(&world).await;
        // One that was held and one whose job does not know yet.
        webhooks::enable(&world.cx, &owner, id, Held::Send).await.unwrap();
        lead(&world, &owner).await;
        webhooks::disable(&world.cx, &owner, id).await.unwrap();
        webhooks::enable(&world.cx, &owner, id, Held::Drop).await.unwrap();
        work(&world).await;
        assert_eq!(states(&world).await, ["cancelled"; 2]);
        lead(&world, &owner).await;
        work(&world).await;
        assert_eq!(world.http.posted().len(), 1, "what happens from now on is sent");
    }

    async fn a_replay_overtakes_a_retry(world: World) {
        let owner = world.found_org("Juniper Homes").await;
        endpoint(&world, &owner, URL, &[]).await;
        world.http.script("crm.example", [Reaction::status(500), Reaction::status(200)]);
        lead(&world, &owner).await;
        work(&world).await;
        let id = only(&world, &owner).await.summary.id;
        webhooks::replay(&world.cx, &owner, id).await.unwrap();
        work(&world).await;
        assert_eq!(state(&only(&world, &owner).await), DeliveryState::Delivered);
        world.clock.advance(TimeDelta::hours(1));
        work(&world).await;
        assert_eq!(world.http.posted().len(), 2, "the retry found nothing to do");
    }

    async fn a_range_and_what_failed_are_sent_again(world: World) {
        let owner = world.found_org("Juniper Homes").await;
        let id = endpoint(&world, &owner, URL, &[]).await.id;
        let begin = world.cx.now();
        let mut hours = Vec::new();
        for status in [200, 500, 200, 500, 200, 200] {
            world.http.script("crm.example", [Reaction::status(status)]);
            lead(&world, &owner).await;
            hours.push(world.cx.now());
            work(&world).await;
            // To the end of all attempts, if need be.
            while let Some(next) = deliveries(&world).await.pop().and_then(|row| row.next_attempt_at) {
                world.clock.set(next);
                work(&world).await;
            }
            world.clock.advance(TimeDelta::hours(1));
        }
        let expected = ["delivered", "failed", "delivered", "failed", "delivered", "delivered"];
        assert_eq!(states(&world).await, expected);
        let before = world.http.posted().len();
        world.http.script("crm.example", [Reaction::status(200)]);

        let failed = webhooks::replay_failed(&world.cx, &owner, id, hours[3]).await.unwrap();
        assert_eq!(failed, 1);
        work(&world).await;
        assert_eq!(states(&world).await[1..4], ["failed", "delivered", "delivered"]);
        let range = ReplayRange { from: hours[1], to: hours[4] };
        assert_eq!(webhooks::replay_range(&world.cx, &owner, id, range).await.unwrap(), 3);
        work(&world).await;
        assert_eq!(states(&world).await, ["delivered"; 6]);
        assert_eq!(world.http.posted().len(), before + 4);
        let empty = ReplayRange { from: begin - TimeDelta::days(2), to: begin };
        assert_eq!(webhooks::replay_range(&world.cx, &owner, id, empty).await.unwrap(), 0);
        let wrong = webhooks::replay_range(&world.cx, &owner, id, ReplayRange { from: begin, to: begin }).await;
        assert!(matches!(wrong, Err(Error::Invalid(_))));
        let names = world.event_names(owner.org()).await;
        assert_eq!(names.iter().filter(|name| *name == "webhook.deliveries_replayed").count(), 2);
    }

    async fn a_replay_to_an_endpoint_that_is_off_waits(world: World) {
        let owner = world.found_org("Juniper Homes").await;
        let id = endpoint(&world, &owner, URL, &[]).await.id;
        lead(&world, &owner).await;
        work(&world).await;
        webhooks::disable(&world.cx, &owner, id).await.unwrap();
        let delivery = WebhookDeliveryId::from_uuid(deliveries(&world).await[0].id);
        webhooks::replay(&world.cx, &owner, delivery).await.unwrap();
        work(&world).await;
        assert_eq!((world.http.posted().len(), states(&world).await), (1, vec!["waiting".to_owned()]));
        webhooks::enable(&world.cx, &owner, id, Held::Send).await.unwrap();
        work(&world).await;
        assert_eq!((world.http.posted().len(), states(&world).await), (2, vec!["delivered".to_owned()]));
    }
}
