//! Payloads on their way to a lead, by every kind of verification, and once however often they come.

use super::*;
use entity::{consents, lead_touches, submissions};
use shared::leads::LeadSource;
use shared::sources::{HmacAlgorithm, IdFrom, SignatureEncoding};
use shared::timeline::TimelineActor;
use testkit::on_both_databases;

on_both_databases! {
    async fn a_signed_payload_becomes_a_lead(world: World) {
        let owner = world.found_org("Juniper Homes").await;
        let partner = partner(&world, &owner, Verification::StandardWebhooks).await;
        sources::save_mapping(&world.cx, &owner, partner.id, 0, &mapping()).await.unwrap();
        let arrived = signed(&world, partner.secret.as_deref().unwrap(), "msg_1", &otis().to_string());
        let id = accepted(send(&world, &partner, arrived).await);
        assert_eq!(rows(&world).await[0].body, otis().to_string().into_bytes());
        world.clock.advance(chrono::TimeDelta::seconds(3));
        work(&world).await;

        let summary = seen(&world, &owner, id).await;
        assert_eq!((summary.state, summary.joined, summary.mapping_version), (InboundState::Mapped, false, Some(1)));
        assert_eq!((summary.person.as_deref(), summary.provider_id.as_deref()), (Some("Otis Granger"), Some("msg_1")));
        let lead = domain::leads::get(&world.cx, &owner, summary.lead.unwrap()).await.unwrap();
        assert_eq!((lead.summary.name.as_str(), lead.summary.source), ("Otis Granger", LeadSource::Referral));
        assert_eq!(lead.summary.place.as_deref(), Some("5602 Shoalwood Av., Austin"));
        assert_eq!(lead.summary.asking.unwrap().to_string(), "$625,000");
        // The clock of the answer counts from when it came.
        assert_eq!(lead.summary.created_at, summary.received_at);
        assert_eq!(lead.touches[0].source, LeadSource::Referral);
        assert_eq!(lead.touches[0].touch.utm_source.as_deref(), Some("northbeam"));
        let consent = consents::Entity::find().one(world.cx.db().read()).await.unwrap().unwrap();
        assert_eq!((consent.granted, consent.text.as_str(), consent.text_version), (true, "Juniper Homes may call me.", 1));
        assert_eq!((consent.ip, consent.user_agent), (None, Some(format!("Northbeam listings, {id}"))));

        let timeline = domain::leads::timeline(&world.cx, &owner, lead.summary.id, None).await.unwrap();
        let northbeam = TimelineActor::Source { name: "Northbeam listings".into() };
        assert!(timeline.entries.iter().all(|entry| entry.actor == northbeam), "{:?}", timeline.entries);
        assert!(timeline.entries.iter().any(|entry| entry.answers.contains(&("Asking price".into(), "$625,000".into()))));
        let names = world.event_names(owner.org()).await;
        assert_eq!(names, ["source.created", "source.mapping_saved", "lead.created", "form.submitted"]);
        let today = sources::list(&world.cx, &owner).await.unwrap()[0].today;
        assert_eq!((today.received, today.new_leads, today.joined, today.refused), (1, 1, 0, 0));
        // What stands behind a source is no form of a page.
        assert!(domain::forms::list(&world.cx, &owner).await.unwrap().is_empty());
    }

    async fn a_payload_that_comes_again_is_no_second_lead(world: World) {
        let owner = world.found_org("Juniper Homes").await;
        let partner = partner(&world, &owner, Verification::StandardWebhooks).await;
        sources::save_mapping(&world.cx, &owner, partner.id, 0, &mapping()).await.unwrap();
        let secret = partner.secret.clone().unwrap();
        let body = otis().to_string();
        let first = accepted(send(&world, &partner, signed(&world, &secret, "msg_1", &body)).await);
        // While it waits, after it was mapped, and with other content.
        assert_eq!(send(&world, &partner, signed(&world, &secret, "msg_1", &body)).await, Received::Duplicate(first));
        work(&world).await;
        assert_eq!(send(&world, &partner, signed(&world, &secret, "msg_1", &body)).await, Received::Duplicate(first));
        let changed = other(7).to_string();
        assert_eq!(send(&world, &partner, signed(&world, &secret, "msg_1", &changed)).await, Received::Duplicate(first));
        work(&world).await;
        use InboundState::{Duplicate, Mapped};
        assert_eq!(states(&world).await, [Mapped, Duplicate, Duplicate, Duplicate]);
        let reasons: Vec<_> = rows(&world).await.into_iter().map(|row| row.reason).collect();
        assert_eq!(reasons, [None, None, None, Some("other_content".to_owned())]);
        assert_eq!(count_leads(&world).await, 1);
        // Another name is another payload; the same person about the same house joins the lead.
        let again = accepted(send(&world, &partner, signed(&world, &secret, "msg_2", &body)).await);
        work(&world).await;
        let again = seen(&world, &owner, again).await;
        assert!(again.joined && again.lead == seen(&world, &owner, first).await.lead);
        assert_eq!(count_leads(&world).await, 1);
        let today = sources::get(&world.cx, &owner, partner.id).await.unwrap().summary.today;
        assert_eq!((today.received, today.new_leads, today.joined, today.duplicates), (5, 1, 1, 3));
    }

    async fn a_name_is_remembered_longer_than_the_payload(world: World) {
        let owner = world.found_org("Juniper Homes").await;
        let partner = partner(&world, &owner, Verification::StandardWebhooks).await;
        sources::save_mapping(&world.cx, &owner, partner.id, 0, &mapping()).await.unwrap();
        let secret = partner.secret.clone().unwrap();
        let body = otis().to_string();
        accepted(send(&world, &partner, signed(&world, &secret, "msg_1", &body)).await);
        work(&world).await;
        inbound_payloads::Entity::delete_many().exec(world.cx.db().migrations()).await.unwrap();
        world.clock.advance(chrono::TimeDelta::days(40));
        accepted(send(&world, &partner, signed(&world, &secret, "msg_1", &body)).await);
        accepted(send(&world, &partner, signed(&world, &secret, "msg_1-b", &other(8).to_string())).await);
        work(&world).await;
        assert_eq!(states(&world).await, [InboundState::Duplicate, InboundState::Mapped]);
        assert_eq!(count_leads(&world).await, 2);
    }

    async fn without_a_name_the_same_words_count_for_a_day(world: World) {
        let owner = world.found_org("Juniper Homes").await;
        let partner = partner(&world, &owner, Verification::SecretPath).await;
        sources::save_mapping(&world.cx, &owner, partner.id, 0, &mapping()).await.unwrap();
        let first = accepted(post(&world, &partner, &otis()).await);
        assert_eq!(post(&world, &partner, &otis()).await, Received::Duplicate(first));
        world.clock.advance(chrono::TimeDelta::hours(25));
        accepted(post(&world, &partner, &otis()).await);
        work(&world).await;
        assert_eq!(count_leads(&world).await, 1);
    }

    async fn names_stand_in_headers_or_in_the_payload(world: World) {
        let owner = world.found_org("Juniper Homes").await;
        let by_path = SourceInput {
            id_from: IdFrom::Path { path: "campaign.cid".into() }, ..input(Verification::SecretPath)
        };
        let by_header = SourceInput {
            id_from: IdFrom::Header { header: "X-Delivery".into() }, ..input(Verification::SecretPath)
        };
        let (one, two) = (partner_with(&world, &owner, &by_path).await, partner_with(&world, &owner, &by_header).await);
        accepted(post(&world, &one, &otis()).await);
        accepted(send(&world, &two, request(&world, "{}", &[("x-delivery", " 7 ")])).await);
        accepted(send(&world, &two, request(&world, "[]", &[("x-delivery", &"8".repeat(900))])).await);
        accepted(send(&world, &two, request(&world, "[1]", &[])).await);
        let names: Vec<_> = rows(&world).await.into_iter().map(|row| row.provider_id).collect();
        assert_eq!(names[..2], [Some("nb-2291".to_owned()), Some("7".to_owned())]);
        assert!(names[2].as_ref().unwrap().starts_with("sha256:") && names[3].is_none());
    }

    async fn every_kind_of_verification_lets_its_sender_in(world: World) {
        let owner = world.found_org("Juniper Homes").await;
        // Made with OpenSSL: printf '{"a":1}' | openssl dgst -hmac 0123456789abcdef0123456789abcdef
        let cases = [
            (HmacAlgorithm::Sha256, SignatureEncoding::Hex, "sha256=", SHA256.to_owned()),
            (HmacAlgorithm::Sha512, SignatureEncoding::Hex, "", SHA512.to_uppercase()),
            (HmacAlgorithm::Sha1, SignatureEncoding::Hex, "sha1=", SHA1.to_owned()),
            (HmacAlgorithm::Sha256, SignatureEncoding::Base64, "", STANDARD.encode(bytes(SHA256))),
        ];
        for (algorithm, encoding, prefix, signature) in cases {
            let header = "X-Signature".to_owned();
            let kind = Verification::Hmac { header, algorithm, encoding, prefix: prefix.into() };
            let partner = partner(&world, &owner, kind).await;
            sources::rotate(&world.cx, &owner, partner.id, "0123456789abcdef0123456789abcdef").await.unwrap();
            let value = format!("{prefix}{signature}");
            accepted(send(&world, &partner, request(&world, BODY, &[("x-signature", &value)])).await);
            let kept = rows(&world).await.pop().unwrap();
            assert!(!kept.headers.to_string().contains(&signature), "signatures are masked");
        }
        let partner = partner(&world, &owner, Verification::Basic { user: "northbeam".into() }).await;
        let header = basic("northbeam", partner.secret.as_deref().unwrap());
        accepted(send(&world, &partner, request(&world, BODY, &[("authorization", &header)])).await);
        assert!(!rows(&world).await.pop().unwrap().headers.to_string().contains(&header));
    }

    async fn forms_are_read_like_objects(world: World) {
        let owner = world.found_org("Juniper Homes").await;
        let partner = partner(&world, &owner, Verification::SecretPath).await;
        let mapping = Mapping {
            fields: vec![
                field(StandardField::ContactName, "name"),
                field(StandardField::ContactPhone, "[\"lead[phone]\"]"),
            ],
            consents: Vec::new(),
        };
        sources::save_mapping(&world.cx, &owner, partner.id, 0, &mapping).await.unwrap();
        let mut arrived = request(&world, "name=ana+p%C3%A9rez&lead%5Bphone%5D=512-555-0177", &[]);
        arrived.headers = vec![("content-type".into(), "application/x-www-form-urlencoded".into())];
        let id = accepted(send(&world, &partner, arrived).await);
        work(&world).await;
        let lead = seen(&world, &owner, id).await.lead.unwrap();
        let lead = domain::leads::get(&world.cx, &owner, lead).await.unwrap();
        assert_eq!((lead.summary.name.as_str(), lead.summary.place), ("Ana Pérez", None));
    }

    async fn many_at_once_are_one_lead_each(world: World) {
        let owner = world.found_org("Juniper Homes").await;
        let partner = partner(&world, &owner, Verification::StandardWebhooks).await;
        sources::save_mapping(&world.cx, &owner, partner.id, 0, &mapping()).await.unwrap();
        let secret = partner.secret.clone().unwrap();
        // Five payloads, each sent four times at once.
        let sent = (0..20_u32).map(|number| {
            let (id, body) = (format!("msg_{}", number % 5), other(number % 5).to_string());
            send(&world, &partner, signed(&world, &secret, &id, &body))
        });
        let received = futures::future::join_all(sent).await;
        let accepted = received.iter().filter(|received| matches!(received, Received::Accepted(_))).count();
        assert_eq!((accepted, received.len()), (5, 20));
        work(&world).await;
        assert_eq!(count_leads(&world).await, 5);
        let sent = submissions::Entity::find().count(world.cx.db().read()).await.unwrap();
        let touches = lead_touches::Entity::find().count(world.cx.db().read()).await.unwrap();
        assert_eq!((sent, touches), (5, 10));
    }
}

const BODY: &str = "{\"a\":1}";
const SHA256: &str = "f0546246da9e2349100c845a8561214788d75d900f3c086a72fcfa03bb1f42ab";
const SHA512: &str = "4fa9f2304bcbcae309474ee22a85d92e2d7f43d0d95d00b6729e3aeb0620712c06e2ca09843b39d8273cb2279d4601fa48454303b693655c0d39f6376ad533e8";
const SHA1: &str = "370f232578dddccee2cbb41ad8aa29f97db83954";

fn bytes(hex: &str) -> Vec<u8> {
    (0..hex.len()).step_by(2).map(|at| u8::from_str_radix(&hex[at..at + 2], 16).unwrap()).collect()
}
