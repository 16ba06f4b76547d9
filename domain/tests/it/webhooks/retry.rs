//! Failure: the schedule, receivers that ask for time, endpoints that are gone or never answer.

use super::{URL, deliveries, endpoint, lead, only, state, states, work};
use chrono::{DateTime, TimeDelta, Utc};
use domain::ports::SendError;
use domain::webhooks;
use entity::jobs as job_rows;
use sea_orm::EntityTrait as _;
use shared::events::EventKind;
use shared::webhooks::{DeliveryState, DisabledReason, EndpointState};
use std::time::Duration;
use testkit::{Reaction, World, on_both_databases};

fn asks(status: u16, retry_after: &str) -> Reaction {
    Reaction::Status(status, vec![("retry-after", retry_after.to_owned())])
}

async fn next(world: &World) -> DateTime<Utc> {
    deliveries(world).await[0].next_attempt_at.expect("there is another attempt")
}

on_both_databases! {
    async fn ten_attempts_by_the_schedule(world: World) {
        let owner = world.found_org("Juniper Homes").await;
        let created = endpoint(&world, &owner, URL, &[]).await;
        let fails = SendError::Unreachable("connection refused".to_owned());
        let hard = [Reaction::Fails(fails), Reaction::status(302), Reaction::status(404), Reaction::status(500)];
        world.http.script("crm.example", hard);
        lead(&world, &owner).await;
        let seconds = [5, 300, 1_800, 7_200, 18_000, 36_000, 50_400, 72_000, 86_400];
        for (index, expected) in seconds.into_iter().enumerate() {
            work(&world).await;
            assert_eq!(world.http.posted().len(), index + 1);
            let wait = (next(&world).await - world.cx.now()).as_seconds_f64();
            let expected = f64::from(expected);
            assert!(wait >= expected * 0.9 && wait <= expected * 1.1, "after {index}: {wait} for {expected}");
            world.clock.set(next(&world).await - TimeDelta::milliseconds(1));
            work(&world).await;
            assert_eq!(world.http.posted().len(), index + 1, "not before its time");
            world.clock.advance(TimeDelta::milliseconds(1));
        }
        work(&world).await;
        let detail = only(&world, &owner).await;
        assert_eq!((state(&detail), detail.attempts.len()), (DeliveryState::Failed, 10));
        assert_eq!(detail.summary.next_attempt_at, None);
        let errors: Vec<_> = detail.attempts.iter().rev().take(2).map(|attempt| attempt.outcome.error.as_deref()).collect();
        assert_eq!(errors, [Some("connection refused"), Some("redirects are not followed")]);
        let job = job_rows::Entity::find().one(world.cx.db().read()).await.unwrap().unwrap();
        assert_eq!(job.state, "dead");
        let seen = webhooks::get(&world.cx, &owner, created.id).await.unwrap();
        assert_eq!((seen.state, seen.week.failed), (EndpointState::Enabled, 1));
        // Somebody sends the job again from the queue, and it is taken.
        world.http.script("crm.example", [Reaction::status(200)]);
        domain::jobs::retry(&world.cx, &owner, shared::JobId::from_uuid(job.id)).await.unwrap();
        work(&world).await;
        assert_eq!(states(&world).await, ["delivered"]);
    }

    async fn receivers_get_the_time_they_ask_for(world: World) {
        let owner = world.found_org("Juniper Homes").await;
        let created = endpoint(&world, &owner, URL, &[]).await;
        world.http.script("crm.example", [asks(500, "3600"), asks(503, "Tue, 04 Aug 2026 14:22:00 GMT"), asks(429, "99999999"), Reaction::status(200)]);
        lead(&world, &owner).await;
        work(&world).await;
        assert_eq!(next(&world).await, world.cx.now() + TimeDelta::hours(1));
        let slow = async || webhooks::get(&world.cx, &owner, created.id).await.unwrap().slow_until;
        assert_eq!(slow().await, None, "500 speaks for this one alone");
        world.clock.advance(TimeDelta::hours(1));
        work(&world).await;
        assert_eq!(next(&world).await, "2026-08-04T14:22:00Z".parse::<DateTime<Utc>>().unwrap());
        assert_eq!(slow().await, Some(next(&world).await));
        // Another one waits as well, although nobody tried it.
        lead(&world, &owner).await;
        work(&world).await;
        assert_eq!(world.http.posted().len(), 2);
        world.clock.set("2026-08-04T14:21:59Z".parse().unwrap());
        work(&world).await;
        assert_eq!(world.http.posted().len(), 2);
        world.clock.advance(TimeDelta::hours(2));
        work(&world).await;
        assert_eq!(slow().await, Some(world.cx.now() + TimeDelta::hours(24)), "a day at the most");
        world.clock.advance(TimeDelta::hours(27));
        work(&world).await;
        assert_eq!(states(&world).await, ["delivered", "delivered"]);
        assert_eq!(slow().await, None);
    }

    async fn gone_is_gone(world: World) {
        let owner = world.found_org("Juniper Homes").await;
        let created = endpoint(&world, &owner, URL, &[]).await;
        world.http.script("crm.example", [Reaction::status(410)]);
        lead(&world, &owner).await;
        work(&world).await;
        let seen = webhooks::get(&world.cx, &owner, created.id).await.unwrap();
        assert_eq!((seen.state, seen.disabled_reason, seen.waiting), (EndpointState::Disabled, Some(DisabledReason::Gone), 1));
        let notice = world.events(owner.org()).await.pop().unwrap();
        let kind: EventKind = serde_json::from_value(notice.payload).unwrap();
        let host = "crm.example".to_owned();
        assert_eq!(kind, EventKind::WebhookEndpointDisabled { host, reason: DisabledReason::Gone });
        assert_eq!((notice.actor_kind.as_str(), notice.subject_id), ("system", created.id.uuid()));
        lead(&world, &owner).await;
        assert_eq!(states(&world).await, ["waiting"]);
    }

    async fn five_days_of_failure_switch_it_off(world: World) {
        let owner = world.found_org("Juniper Homes").await;
        let created = endpoint(&world, &owner, URL, &[]).await;
        let off = async || webhooks::get(&world.cx, &owner, created.id).await.unwrap().disabled_reason;
        world.http.script("crm.example", [Reaction::status(500), Reaction::status(200), Reaction::status(500)]);
        lead(&world, &owner).await;
        work(&world).await;
        world.clock.advance(TimeDelta::seconds(6));
        work(&world).await;
        assert_eq!(states(&world).await, ["delivered"]);
        for day in 0..5 {
            world.clock.advance(TimeDelta::days(1));
            assert_eq!(off().await, None, "day {day}");
            lead(&world, &owner).await;
            work(&world).await;
        }
        world.clock.advance(TimeDelta::hours(23));
        lead(&world, &owner).await;
        work(&world).await;
        assert_eq!(off().await, None, "the count began with the first failure after the success");
        world.clock.advance(TimeDelta::hours(1));
        lead(&world, &owner).await;
        work(&world).await;
        assert_eq!(off().await, Some(DisabledReason::Failing));
        let names = world.event_names(owner.org()).await;
        assert_eq!(names.iter().filter(|name| *name == "webhook.endpoint_disabled").count(), 1);
    }

    async fn a_host_that_rests_costs_no_attempt(world: World) {
        let owner = world.found_org("Juniper Homes").await;
        endpoint(&world, &owner, URL, &[]).await;
        let rests = Reaction::Fails(SendError::Resting(Duration::from_secs(30)));
        world.http.script("crm.example", [rests, Reaction::status(200)]);
        lead(&world, &owner).await;
        work(&world).await;
        assert_eq!(only(&world, &owner).await.attempts.len(), 0);
        world.clock.advance(TimeDelta::seconds(34));
        work(&world).await;
        assert_eq!(only(&world, &owner).await.summary.attempts, 1);
        assert_eq!(states(&world).await, ["delivered"]);
    }
}
