//! Making, changing, switching and deleting sources, and who may.

use super::*;
use shared::roles::Role;
use shared::sources::{InboundQuery, SourceState};
use testkit::on_both_databases;

/// What every function says to this actor.
async fn answers(world: &World, actor: &Actor, source: SourceId, payload: InboundPayloadId) -> Vec<String> {
    let cx = &world.cx;
    let word = |result: Result<(), Error>| {
        result.map_or_else(|error| error.code().to_owned(), |()| "fine".to_owned())
    };
    vec![
        word(sources::get(cx, actor, source).await.map(drop)),
        word(sources::update(cx, actor, source, 1, &input(Verification::SecretPath)).await.map(drop)),
        word(sources::enable(cx, actor, source).await),
        word(sources::disable(cx, actor, source).await),
        word(sources::delete(cx, actor, source).await),
        word(sources::rotate(cx, actor, source, "").await.map(drop)),
        word(sources::retire(cx, actor, source).await),
        word(sources::show_secret(cx, actor, source).await.map(drop)),
        word(sources::save_mapping(cx, actor, source, 0, &mapping()).await.map(drop)),
        word(sources::restore(cx, actor, source, 1, 1).await.map(drop)),
        word(sources::versions(cx, actor, source).await.map(drop)),
        word(sources::payloads(cx, actor, source, &InboundQuery::default()).await.map(drop)),
        word(sources::payload(cx, actor, payload).await.map(drop)),
        word(sources::replay(cx, actor, payload).await),
        word(sources::replay_edited(cx, actor, payload, "{}").await),
        word(sources::replay_refused(cx, actor, source).await.map(drop)),
        word(sources::preview(cx, actor, source, &mapping(), "{}").await.map(drop)),
        word(sources::try_mapping(cx, actor, source, &mapping()).await.map(drop)),
    ]
}

on_both_databases! {
    async fn only_owners_and_admins_and_only_their_own(world: World) {
        let owner = world.found_org("Juniper Homes").await;
        let partner = partner(&world, &owner, Verification::SecretPath).await;
        let payload = accepted(post(&world, &partner, &otis()).await);
        let before = world.events(owner.org()).await.len();
        for role in [Role::Manager, Role::Agent, Role::Viewer] {
            let member = world.member(&owner, role).await;
            let answers = answers(&world, &member, partner.id, payload).await;
            assert!(answers.iter().all(|answer| answer == "forbidden"), "{role}: {answers:?}");
            assert!(matches!(sources::list(&world.cx, &member).await, Err(Error::Forbidden)));
            assert!(matches!(
                sources::create(&world.cx, &member, &input(Verification::SecretPath)).await,
                Err(Error::Forbidden)
            ));
        }
        let stranger = world.found_org("Cedar Homes").await;
        let answers = answers(&world, &stranger, partner.id, payload).await;
        assert!(answers.iter().all(|answer| answer == "not_found"), "{answers:?}");
        assert!(sources::list(&world.cx, &stranger).await.unwrap().is_empty());
        assert_eq!(world.events(owner.org()).await.len(), before);
        let admin = world.member(&owner, Role::Admin).await;
        assert_eq!(sources::list(&world.cx, &admin).await.unwrap().len(), 1);
    }

    async fn addresses_lead_to_their_source_or_nowhere(world: World) {
        let owner = world.found_org("Juniper Homes").await;
        let partner = partner(&world, &owner, Verification::SecretPath).await;
        let source = sources::get(&world.cx, &owner, partner.id).await.unwrap();
        assert_eq!(source.address, format!("https://empire.example/in/northbeam/{}", partner.token));
        assert_eq!(sources::door(&world.cx, "northbeam", &partner.token).await.unwrap().source(), partner.id);
        let wrong = partner.token.chars().rev().collect::<String>();
        for (slug, token) in [
            ("southbeam", partner.token.as_str()), ("northbeam", wrong.as_str()), ("northbeam", ""), ("northbeam", "\0"),
            ("northbeam", "' OR 1=1 --"),
        ] {
            assert!(matches!(sources::door(&world.cx, slug, token).await, Err(Error::NotFound(_))), "{slug} {token}");
        }
        sources::delete(&world.cx, &owner, partner.id).await.unwrap();
        assert!(sources::door(&world.cx, "northbeam", &partner.token).await.is_err());
        assert!(sources::list(&world.cx, &owner).await.unwrap().is_empty());
    }

    async fn changes_are_seen_and_do_not_overwrite_each_other(world: World) {
        let owner = world.found_org("Juniper Homes").await;
        let partner = partner(&world, &owner, Verification::SecretPath).await;
        let changed = SourceInput {
            name: "Northbeam".into(), lead_source: "cold_call".into(), ..input(Verification::StandardWebhooks)
        };
        assert_eq!(sources::update(&world.cx, &owner, partner.id, 1, &changed).await.unwrap(), 2);
        conflict(sources::update(&world.cx, &owner, partner.id, 1, &changed).await);
        let source = sources::get(&world.cx, &owner, partner.id).await.unwrap();
        assert_eq!((source.summary.name.as_str(), source.summary.slug.as_str()), ("Northbeam", "northbeam"));
        // Another kind of verification has a secret of its own, and keeps it when other things change.
        let secret = sources::show_secret(&world.cx, &owner, partner.id).await.unwrap().secret.unwrap();
        assert!(secret.starts_with("whsec_") && source.secret.unwrap().ending == secret[secret.len() - 4..]);
        sources::update(&world.cx, &owner, partner.id, 2, &input(Verification::StandardWebhooks)).await.unwrap();
        assert_eq!(sources::show_secret(&world.cx, &owner, partner.id).await.unwrap().secret, Some(secret));
        let wrong = SourceInput::default();
        assert!(matches!(sources::create(&world.cx, &owner, &wrong).await, Err(Error::Invalid(_))));
        let names = world.event_names(owner.org()).await;
        assert_eq!(names, ["source.created", "source.changed", "source.secret_shown", "source.changed", "source.secret_shown"]);
    }

    async fn a_source_that_is_off_refuses_and_keeps(world: World) {
        let owner = world.found_org("Juniper Homes").await;
        let partner = partner(&world, &owner, Verification::SecretPath).await;
        sources::save_mapping(&world.cx, &owner, partner.id, 0, &mapping()).await.unwrap();
        sources::disable(&world.cx, &owner, partner.id).await.unwrap();
        conflict(sources::disable(&world.cx, &owner, partner.id).await);
        assert_eq!(sources::list(&world.cx, &owner).await.unwrap()[0].state, SourceState::Disabled);
        // A sender that is refused tries again: that is one payload.
        for _ in 0..3 {
            assert!(matches!(post(&world, &partner, &otis()).await, Received::Refused(_)));
        }
        assert_eq!(rows(&world).await.len(), 1);
        work(&world).await;
        assert_eq!(count_leads(&world).await, 0);
        sources::enable(&world.cx, &owner, partner.id).await.unwrap();
        assert_eq!(sources::replay_refused(&world.cx, &owner, partner.id).await.unwrap(), 1);
        work(&world).await;
        assert_eq!((count_leads(&world).await, states(&world).await), (1, vec![InboundState::Mapped]));
    }

    async fn there_are_at_most_fifty(world: World) {
        let owner = world.found_org("Juniper Homes").await;
        let mut ids = Vec::new();
        for _ in 0..50 {
            ids.push(partner(&world, &owner, Verification::SecretPath).await.id);
        }
        conflict(sources::create(&world.cx, &owner, &input(Verification::SecretPath)).await);
        sources::delete(&world.cx, &owner, ids[0]).await.unwrap();
        sources::create(&world.cx, &owner, &input(Verification::SecretPath)).await.unwrap();
    }
}
