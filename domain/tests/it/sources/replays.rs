//! Refused payloads get another chance, and never become two leads.

use super::*;
use shared::sources::{InboundQuery, RefusedReason};
use testkit::on_both_databases;

async fn setting(world: &World) -> (Actor, Partner) {
    let owner = world.found_org("Juniper Homes").await;
    let partner = partner(world, &owner, Verification::SecretPath).await;
    sources::save_mapping(&world.cx, &owner, partner.id, 0, &mapping()).await.unwrap();
    (owner, partner)
}

/// A payload whose price no mapping of ours reads.
fn pricey(number: u32) -> Value {
    let mut payload = other(number);
    payload["home"]["want"] = json!("call me");
    payload
}

/// The same without the price.
fn lenient() -> Mapping {
    let mut mapping = mapping();
    mapping.fields.retain(|field| field.into != Target::field(StandardField::AskingPrice));
    mapping
}

on_both_databases! {
    async fn a_newer_mapping_takes_what_the_older_refused(world: World) {
        let (owner, partner) = setting(&world).await;
        let mut ids = Vec::new();
        for number in 0..3 {
            ids.push(accepted(post(&world, &partner, &pricey(number)).await));
        }
        work(&world).await;
        sources::replay(&world.cx, &owner, ids[0]).await.unwrap();
        work(&world).await;
        assert_eq!(seen(&world, &owner, ids[0]).await.state, InboundState::Refused, "by the same mapping, the same");
        sources::save_mapping(&world.cx, &owner, partner.id, 1, &lenient()).await.unwrap();
        sources::replay(&world.cx, &owner, ids[0]).await.unwrap();
        assert!(conflict(sources::replay(&world.cx, &owner, ids[0]).await).contains("waits"));
        work(&world).await;
        let first = seen(&world, &owner, ids[0]).await;
        assert_eq!((first.state, first.mapping_version, first.refusal), (InboundState::Mapped, Some(2), None));
        assert!(conflict(sources::replay(&world.cx, &owner, ids[0]).await).contains("lead already"));
        assert!(conflict(sources::replay_edited(&world.cx, &owner, ids[0], "{}").await).contains("lead already"));
        assert_eq!(sources::replay_refused(&world.cx, &owner, partner.id).await.unwrap(), 2);
        assert_eq!(sources::replay_refused(&world.cx, &owner, partner.id).await.unwrap(), 0);
        work(&world).await;
        assert_eq!((count_leads(&world).await, states(&world).await), (3, vec![InboundState::Mapped; 3]));
    }

    async fn an_edited_body_stands_beside_the_original(world: World) {
        let (owner, partner) = setting(&world).await;
        let id = accepted(post(&world, &partner, &pricey(1)).await);
        work(&world).await;
        for wrong in ["", "{", &"[".repeat(40)] {
            let refused = sources::replay_edited(&world.cx, &owner, id, wrong).await;
            assert!(matches!(refused, Err(Error::Invalid(fields)) if fields[0].path == "body"), "{wrong}");
        }
        let mended = other(1).to_string();
        sources::replay_edited(&world.cx, &owner, id, &mended).await.unwrap();
        work(&world).await;
        let payload = sources::payload(&world.cx, &owner, id).await.unwrap();
        assert_eq!((payload.summary.state, payload.summary.edited), (InboundState::Mapped, true));
        assert_eq!(payload.body, pricey(1).to_string());
        let edited = payload.edited.unwrap();
        assert_eq!((edited.body, edited.by.as_deref()), (mended, Some("Test Owner")));
        assert_eq!(count_leads(&world).await, 1);
    }

    async fn what_nobody_vouches_for_needs_a_person(world: World) {
        let owner = world.found_org("Juniper Homes").await;
        let partner = partner(&world, &owner, Verification::StandardWebhooks).await;
        sources::save_mapping(&world.cx, &owner, partner.id, 0, &mapping()).await.unwrap();
        send(&world, &partner, request(&world, &otis().to_string(), &[])).await;
        let refused = InboundQuery { state: Some(InboundState::Refused), ..InboundQuery::default() };
        let page = sources::payloads(&world.cx, &owner, partner.id, &refused).await.unwrap();
        let summary = &page.items[0];
        assert_eq!(summary.refusal.as_ref().unwrap().reason, RefusedReason::Unsigned);
        assert!(!summary.replayable && summary.editable);
        assert_eq!(sources::replay_refused(&world.cx, &owner, partner.id).await.unwrap(), 0);
        assert!(conflict(sources::replay(&world.cx, &owner, summary.id).await).contains("Nobody knows"));
        sources::replay_edited(&world.cx, &owner, summary.id, &otis().to_string()).await.unwrap();
        work(&world).await;
        assert_eq!(count_leads(&world).await, 1);
        let names = world.event_names(owner.org()).await;
        assert!(names.contains(&"source.payload_edited".to_owned()));
    }

    async fn one_that_came_again_meanwhile_stays_one(world: World) {
        use shared::sources::IdFrom;
        let owner = world.found_org("Juniper Homes").await;
        let named = SourceInput {
            id_from: IdFrom::Path { path: "campaign.cid".into() }, ..input(Verification::SecretPath)
        };
        let partner = partner_with(&world, &owner, &named).await;
        sources::save_mapping(&world.cx, &owner, partner.id, 0, &mapping()).await.unwrap();
        let first = accepted(post(&world, &partner, &pricey(1)).await);
        work(&world).await;
        // The sender mended it under the same name: that is the one that counts.
        accepted(post(&world, &partner, &other(1)).await);
        work(&world).await;
        sources::save_mapping(&world.cx, &owner, partner.id, 1, &lenient()).await.unwrap();
        sources::replay(&world.cx, &owner, first).await.unwrap();
        work(&world).await;
        assert_eq!(states(&world).await, [InboundState::Duplicate, InboundState::Mapped]);
        assert_eq!(count_leads(&world).await, 1);
    }

    async fn without_a_mapping_there_is_nothing_to_replay(world: World) {
        let owner = world.found_org("Juniper Homes").await;
        let partner = partner(&world, &owner, Verification::SecretPath).await;
        send(&world, &partner, request(&world, "{", &[])).await;
        let id = InboundPayloadId::from_uuid(rows(&world).await[0].id);
        for words in [
            conflict(sources::replay(&world.cx, &owner, id).await),
            conflict(sources::replay_edited(&world.cx, &owner, id, "{}").await),
            conflict(sources::replay_refused(&world.cx, &owner, partner.id).await),
        ] {
            assert_eq!(words, "Save a mapping first.");
        }
    }

    async fn lists_go_on_where_they_ended(world: World) {
        let (owner, partner) = setting(&world).await;
        let mut ids = Vec::new();
        for number in 0..5 {
            ids.insert(0, accepted(post(&world, &partner, &other(number)).await));
        }
        let mut query = InboundQuery { limit: Some(2), ..InboundQuery::default() };
        let mut found = Vec::new();
        loop {
            let page = sources::payloads(&world.cx, &owner, partner.id, &query).await.unwrap();
            found.extend(page.items.iter().map(|item| item.id));
            query.after = page.next;
            if query.after.is_none() {
                break;
            }
        }
        assert_eq!(found, ids);
        query.after = Some("nonsense".into());
        assert!(matches!(sources::payloads(&world.cx, &owner, partner.id, &query).await, Err(Error::Invalid(_))));
    }
}
