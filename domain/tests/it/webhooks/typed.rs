//! What members type or are shown once: times by the clock on the wall, and a secret where no script can keep it.

use super::{URL, deliveries, endpoint, lead, states, work};
use chrono::TimeDelta;
use domain::{Error, webhooks};
use shared::roles::Role;
use shared::webhooks::ReplayRangeInput;
use testkit::{World, on_both_databases};

fn range(from: &str, to: &str) -> ReplayRangeInput {
    ReplayRangeInput { from: from.to_owned(), to: to.to_owned() }
}

fn paths(result: domain::Result<u64>) -> Vec<String> {
    match result {
        Err(Error::Invalid(fields)) => fields.into_iter().map(|field| field.path).collect(),
        other => panic!("{other:?}"),
    }
}

on_both_databases! {
    async fn times_are_read_by_the_clock_of_the_organization(world: World) {
        let owner = world.found_org("Juniper Homes").await;
        let id = endpoint(&world, &owner, URL, &[]).await.id;
        // The clock stands at 11:22 UTC, which is 06:22 in Chicago; another lead comes an hour later.
        lead(&world, &owner).await;
        world.clock.advance(TimeDelta::hours(1));
        lead(&world, &owner).await;
        work(&world).await;
        assert_eq!(states(&world).await, ["delivered", "delivered"]);
        let between = async |from: &str, to: &str| webhooks::replay_between(&world.cx, &owner, id, &range(from, to)).await;
        assert_eq!(between("2026-08-04T06:00", "2026-08-04T07:00").await.unwrap(), 1);
        work(&world).await;
        assert_eq!(between("2026-08-04T06:22", "").await.unwrap(), 1, "now itself is not in it");
        work(&world).await;
        world.clock.advance(TimeDelta::minutes(1));
        assert_eq!(between("2026-08-04T06:22", "").await.unwrap(), 2);
        work(&world).await;
        assert_eq!(between("2026-08-04T11:00", "2026-08-04T12:00").await.unwrap(), 0);
        assert_eq!(paths(between("", "").await), ["from"]);
        assert_eq!(paths(between("2026-08-04T06:00", "2026-08-04T05:00").await), ["to"]);
        assert_eq!(paths(between("today", "tomorrow").await), ["from", "to"]);
        let failed = async |from: &str| webhooks::replay_failed_since(&world.cx, &owner, id, from).await;
        assert_eq!((failed("2026-08-04T06:00").await.unwrap(), failed(" ").await.unwrap()), (0, 0));
        assert_eq!(paths(failed("noon").await), ["from"]);
        assert_eq!(deliveries(&world).await.len(), 2);
    }

    async fn a_secret_is_revealed_to_who_made_it_for_a_minute(world: World) {
        let owner = world.found_org("Juniper Homes").await;
        let (cx, created) = (&world.cx, endpoint(&world, &owner, URL, &[]).await);
        let ticket = webhooks::ticket(cx, &owner, created.id);
        assert_eq!(webhooks::reveal(cx, &owner, created.id, &ticket).await.unwrap(), created.secret);
        let colleague = world.member(&owner, Role::Admin).await;
        let stranger = world.found_org("Somebody Else").await;
        let agent = world.member(&owner, Role::Agent).await;
        let other = endpoint(&world, &owner, URL, &[]).await.id;
        assert!(matches!(webhooks::reveal(cx, &colleague, created.id, &ticket).await, Err(Error::Conflict(_))));
        assert!(matches!(webhooks::reveal(cx, &stranger, created.id, &ticket).await, Err(Error::NotFound(_))));
        assert!(matches!(webhooks::reveal(cx, &agent, created.id, &ticket).await, Err(Error::Forbidden)));
        assert!(matches!(webhooks::reveal(cx, &owner, other, &ticket).await, Err(Error::Conflict(_))));
        for wrong in ["", "x.y", &ticket[1..]] {
            assert!(matches!(webhooks::reveal(cx, &owner, created.id, wrong).await, Err(Error::Conflict(_))));
        }
        world.clock.advance(TimeDelta::seconds(30));
        webhooks::rotate(cx, &owner, created.id).await.unwrap();
        assert!(matches!(webhooks::reveal(cx, &owner, created.id, &ticket).await, Err(Error::Conflict(_))), "another secret");
        let late = webhooks::ticket(cx, &owner, other);
        world.clock.advance(TimeDelta::seconds(61));
        assert!(matches!(webhooks::reveal(cx, &owner, other, &late).await, Err(Error::Conflict(_))));
        let old = webhooks::ticket(cx, &owner, created.id);
        assert!(matches!(webhooks::reveal(cx, &owner, created.id, &old).await, Err(Error::Conflict(_))), "made long ago");
    }
}
