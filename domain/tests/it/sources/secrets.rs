//! Secrets change hands over a day, and are recognised after their end.

use super::*;
use chrono::TimeDelta;
use shared::sources::RefusedReason;
use testkit::on_both_databases;

async fn outcome(world: &World, partner: &Partner, secret: &str, id: &str) -> Result<(), String> {
    match send(world, partner, signed(world, secret, id, "{}")).await {
        Received::Refused(refusal) => {
            assert_eq!(refusal.reason, RefusedReason::Signature);
            Err(refusal.message)
        }
        _ => Ok(()),
    }
}

on_both_databases! {
    async fn both_secrets_count_for_a_day(world: World) {
        let owner = world.found_org("Juniper Homes").await;
        let partner = partner(&world, &owner, Verification::StandardWebhooks).await;
        let old = partner.secret.clone().unwrap();
        conflict(sources::retire(&world.cx, &owner, partner.id).await);
        let rotated = sources::rotate(&world.cx, &owner, partner.id, "").await.unwrap();
        let new = rotated.secret.unwrap();
        assert!(new != old && rotated.previous_until == Some(world.cx.now() + TimeDelta::hours(24)));
        assert_eq!(outcome(&world, &partner, &old, "a").await, Ok(()));
        assert_eq!(outcome(&world, &partner, &new, "b").await, Ok(()));
        let source = sources::get(&world.cx, &owner, partner.id).await.unwrap();
        assert!(old.ends_with(&source.previous_secret.unwrap().ending));
        // Several signatures: one of them is enough.
        let mut both = signed(&world, &old, "c", "{}");
        let header = both.headers.iter_mut().find(|(name, _)| name == "webhook-signature").unwrap();
        header.1 = format!("v1,AAAA {}", header.1);
        accepted(send(&world, &partner, both).await);
        world.clock.advance(TimeDelta::hours(24));
        assert_eq!(
            outcome(&world, &partner, &old, "d").await,
            Err("Signed with the secret that ended 2026-08-05.".to_owned())
        );
        assert_eq!(outcome(&world, &partner, &new, "e").await, Ok(()));
        assert!(sources::get(&world.cx, &owner, partner.id).await.unwrap().previous_secret.is_none());
    }

    async fn a_secret_can_be_ended_at_once(world: World) {
        let owner = world.found_org("Juniper Homes").await;
        let partner = partner(&world, &owner, Verification::StandardWebhooks).await;
        let old = partner.secret.clone().unwrap();
        sources::rotate(&world.cx, &owner, partner.id, "").await.unwrap();
        sources::retire(&world.cx, &owner, partner.id).await.unwrap();
        assert!(outcome(&world, &partner, &old, "a").await.unwrap_err().contains("that ended 2026-08-04"));
    }

    async fn senders_may_bring_their_own(world: World) {
        let owner = world.found_org("Juniper Homes").await;
        let standard = partner(&world, &owner, Verification::StandardWebhooks).await;
        let given = format!("whsec_{}", STANDARD.encode([3; 24]));
        let set = sources::rotate(&world.cx, &owner, standard.id, &format!(" {given} ")).await.unwrap();
        assert_eq!(set.secret, Some(given.clone()));
        assert_eq!(outcome(&world, &standard, &given, "a").await, Ok(()));
        for wrong in ["short", "whsec_AAAA", "no spaces in a secret please", &"x".repeat(201)] {
            let refused = sources::rotate(&world.cx, &owner, standard.id, wrong).await;
            assert!(matches!(refused, Err(Error::Invalid(fields)) if fields[0].path == "given"), "{wrong}");
        }
        let path = partner(&world, &owner, Verification::SecretPath).await;
        assert!(sources::rotate(&world.cx, &owner, path.id, "0123456789abcdef").await.is_err());
    }

    async fn an_address_that_is_the_secret_moves(world: World) {
        let owner = world.found_org("Juniper Homes").await;
        let partner = partner(&world, &owner, Verification::SecretPath).await;
        let rotated = sources::rotate(&world.cx, &owner, partner.id, "").await.unwrap();
        let token = rotated.address.rsplit('/').next().unwrap().to_owned();
        assert!(token != partner.token && rotated.secret.is_none());
        for token in [&partner.token, &token] {
            assert!(sources::door(&world.cx, "northbeam", token).await.is_ok());
        }
        world.clock.advance(TimeDelta::hours(24));
        assert!(sources::door(&world.cx, "northbeam", &partner.token).await.is_err());
        assert!(sources::door(&world.cx, "northbeam", &token).await.is_ok());
    }
}
