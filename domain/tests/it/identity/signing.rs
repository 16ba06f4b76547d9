//! Signing in and out, how long a session lasts, and how guessing is slowed down.

use super::{
    PASSWORD, acceptance, assert_fault, at, fault, found, home, invitations::invite, resolve, sign_in,
};
use chrono::TimeDelta;
use domain::{Error, members, sessions};
use entity::{sessions as session_rows, sign_in_failures};
use sea_orm::{EntityTrait as _, PaginatorTrait as _};
use shared::roles::Role;
use testkit::{World, on_both_databases};

on_both_databases! {
    async fn a_session_begins_and_ends(world: World) {
        let owner = found(&world, "Juniper Homes", "dana@juniper.example").await;
        let session = sign_in(&world, "DANA@juniper.example", PASSWORD, &home()).await.unwrap();
        let signed_in = resolve(&world, &session.token).await.unwrap();
        assert_eq!(signed_in.info, owner.info);
        assert_ne!(signed_in.session, owner.session);

        let stored = session_rows::Entity::find().all(world.cx.db().read()).await.unwrap();
        assert!(stored.iter().all(|row| row.token_hash != session.token.as_bytes()));
        assert!(resolve(&world, "not-a-token").await.is_none());

        sessions::sign_out(&world.cx, &signed_in).await.unwrap();
        sessions::sign_out(&world.cx, &signed_in).await.unwrap();
        assert!(resolve(&world, &session.token).await.is_none());
        let ended = world.event_names(owner.actor.org()).await;
        assert_eq!(ended.iter().filter(|name| *name == "session.ended").count(), 1);
    }

    async fn an_unknown_email_and_a_wrong_password_get_one_answer(world: World) {
        found(&world, "Juniper Homes", "dana@juniper.example").await;
        let unknown = sign_in(&world, "nobody@juniper.example", PASSWORD, &home()).await.unwrap_err();
        let wrong = sign_in(&world, "dana@juniper.example", "correct horse staple", &home()).await.unwrap_err();
        assert_eq!(fault(&wrong), [("password".to_owned(), "credentials.wrong".to_owned())]);
        assert_eq!(format!("{unknown:?}"), format!("{wrong:?}"));
        let endless = sign_in(&world, "dana@juniper.example", &"long".repeat(5_000), &home()).await;
        assert_fault(endless, "password", "credentials.wrong");

        assert_fault(sign_in(&world, "dana", "", &home()).await.map(|_| ()).map_err(first), "email", "email.no_at");
        assert_fault(sign_in(&world, "dana@juniper.example", "", &home()).await, "password", "password.empty");
        assert!(resolve(&world, "").await.is_none());
    }

    async fn guesses_are_slowed_down_where_they_come_from(world: World) {
        let owner = found(&world, "Juniper Homes", "dana@juniper.example").await;
        let (thief, dana) = (at("203.0.113.9"), at("192.0.2.7"));
        for _ in 0..5 {
            let wrong = sign_in(&world, "dana@juniper.example", "let me in please", &thief).await;
            assert_fault(wrong, "password", "credentials.wrong");
            world.clock.advance(TimeDelta::minutes(1));
        }
        let refused = sign_in(&world, "dana@juniper.example", PASSWORD, &thief).await.unwrap_err();
        let Error::RateLimited { retry_after } = refused else { panic!("{refused:?}") };
        assert_eq!(retry_after.as_secs(), 10 * 60, "until the first of the five is a quarter of an hour old");

        // Dana gets in all the same, and that gives the thief no new tries.
        sign_in(&world, "dana@juniper.example", PASSWORD, &dana).await.unwrap();
        assert_fault(sign_in(&world, "dana@juniper.example", PASSWORD, &thief).await, "", "rate_limited");
        assert!(resolve(&world, &"x".repeat(43)).await.is_none());

        world.clock.advance(TimeDelta::minutes(10));
        let session = sign_in(&world, "dana@juniper.example", PASSWORD, &thief).await.unwrap();
        assert_eq!(session.info, owner.info);
        let left = sign_in_failures::Entity::find().count(world.cx.db().read()).await.unwrap();
        assert_eq!(left, 0, "success forgets what was counted");
    }

    async fn one_address_cannot_try_many_emails(world: World) {
        found(&world, "Juniper Homes", "dana@juniper.example").await;
        let thief = at("2001:db8::1");
        for guess in 0..30 {
            let wrong = sign_in(&world, &format!("guess{guess}@juniper.example"), "let me in please", &thief).await;
            assert_fault(wrong, "password", "credentials.wrong");
        }
        // The next address of the same household is the same source.
        let refused = sign_in(&world, "dana@juniper.example", PASSWORD, &at("2001:db8::2")).await;
        assert_fault(refused, "", "rate_limited");
        sign_in(&world, "dana@juniper.example", PASSWORD, &home()).await.unwrap();
    }

    async fn guesses_at_the_same_moment_are_counted(world: World) {
        found(&world, "Juniper Homes", "dana@juniper.example").await;
        let thief = at("203.0.113.9");
        let guesses = (0..9).map(|_| sign_in(&world, "dana@juniper.example", "let me in please", &thief));
        let results = futures::future::join_all(guesses).await;
        let codes: Vec<&str> = results.iter().map(|result| result.as_ref().unwrap_err().code()).collect();
        assert_eq!(codes.iter().filter(|code| **code == "invalid").count(), 5, "{codes:?}");
        assert_eq!(codes.iter().filter(|code| **code == "rate_limited").count(), 4, "{codes:?}");
    }

    async fn a_session_ends_when_it_is_idle_or_old(world: World) {
        found(&world, "Juniper Homes", "dana@juniper.example").await;
        let idle = sign_in(&world, "dana@juniper.example", PASSWORD, &home()).await.unwrap();
        let used = sign_in(&world, "dana@juniper.example", PASSWORD, &home()).await.unwrap();
        for _ in 0..5 {
            world.clock.advance(TimeDelta::days(5));
            assert!(resolve(&world, &used.token).await.is_some());
        }
        assert!(resolve(&world, &idle.token).await.is_none());
        world.clock.advance(TimeDelta::days(5) - TimeDelta::microseconds(1));
        assert!(resolve(&world, &used.token).await.is_some());
        world.clock.advance(TimeDelta::microseconds(1));
        assert!(resolve(&world, &used.token).await.is_none(), "thirty days are the end, used or not");
    }

    async fn signs_of_life_are_written_once_a_minute(world: World) {
        let owner = found(&world, "Juniper Homes", "dana@juniper.example").await;
        let session = sign_in(&world, "dana@juniper.example", PASSWORD, &home()).await.unwrap();
        let began = domain::ports::Clock::now(&world.clock);
        let seen = async || members::list(&world.cx, &owner.actor).await.unwrap().members[0].last_seen_at;
        world.clock.advance(TimeDelta::seconds(59));
        resolve(&world, &session.token).await.unwrap();
        assert_eq!(seen().await, Some(began));
        world.clock.advance(TimeDelta::seconds(1));
        resolve(&world, &session.token).await.unwrap();
        assert_eq!(seen().await, Some(began + TimeDelta::minutes(1)));
    }

    async fn the_organization_used_last_is_signed_into(world: World) {
        let juniper = found(&world, "Juniper Homes", "dana@juniper.example").await;
        world.clock.advance(TimeDelta::hours(1));
        let cedar = world.found_org("Cedar Homes").await;
        let link = invite(&world, &cedar, "dana@juniper.example", Role::Agent).await;
        let input = acceptance(&link, "", PASSWORD);
        domain::invitations::accept(&world.cx, world.request(), &input, &home()).await.unwrap();
        let session = sign_in(&world, "dana@juniper.example", PASSWORD, &home()).await.unwrap();
        assert_eq!((session.info.organization.as_str(), session.info.role), ("Cedar Homes", Role::Agent));

        members::remove(&world.cx, &cedar, session.info.member).await.unwrap();
        let session = sign_in(&world, "dana@juniper.example", PASSWORD, &home()).await.unwrap();
        assert_eq!(session.info, juniper.info);
    }
}

/// Only the first of several faults.
fn first(error: Error) -> Error {
    match error {
        Error::Invalid(errors) => Error::Invalid(errors.into_iter().take(1).collect()),
        other => other,
    }
}
