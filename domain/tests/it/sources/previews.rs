//! What a payload would do is what it does, and nothing is written to find out.

use super::*;
use shared::sources::{ForeseenContact, ForeseenLead, ForeseenProperty, KnownBy};
use testkit::on_both_databases;

on_both_databases! {
    async fn what_is_foreseen_happens(world: World) {
        let owner = world.found_org("Juniper Homes").await;
        let partner = partner(&world, &owner, Verification::SecretPath).await;
        let foresee = async |body: &Value| {
            let preview = sources::preview(&world.cx, &owner, partner.id, &mapping(), &body.to_string()).await.unwrap();
            assert_eq!(preview.refusals, []);
            preview.would.unwrap()
        };
        let before = foresee(&otis()).await;
        assert_eq!(before.contact, ForeseenContact::New { name: "Otis Granger".into() });
        assert_eq!(before.property, Some(ForeseenProperty::New { place: "5602 Shoalwood Av., Austin".into() }));
        assert_eq!((before.lead, count_leads(&world).await), (ForeseenLead::New, 0));

        sources::save_mapping(&world.cx, &owner, partner.id, 0, &mapping()).await.unwrap();
        let id = accepted(post(&world, &partner, &otis()).await);
        work(&world).await;
        let lead = seen(&world, &owner, id).await.lead.unwrap();

        let same = foresee(&otis()).await;
        let known = |by, learns| ForeseenContact::Known { name: "Otis Granger".into(), by, lead: Some(lead), learns };
        assert_eq!(same.contact, known(KnownBy::Phone, false));
        assert_eq!(same.property, Some(ForeseenProperty::Known { place: "5602 Shoalwood Av., Austin".into() }));
        assert_eq!(same.lead, ForeseenLead::Joins { lead });

        let mut moved = otis();
        moved["person"]["tel"] = json!("512 555 0100");
        moved["home"]["line"] = json!("1 Other St");
        let moved = foresee(&moved).await;
        assert_eq!(moved.contact, known(KnownBy::Email, true));
        assert_eq!(moved.lead, ForeseenLead::New);
        assert_eq!(count_leads(&world).await, 1);
    }

    async fn what_would_refuse_is_said_in_full(world: World) {
        let owner = world.found_org("Juniper Homes").await;
        let partner = partner(&world, &owner, Verification::SecretPath).await;
        let mut payload = otis();
        payload["person"]["tel"] = json!("1");
        payload["home"]["want"] = json!("much");
        let body = payload.to_string();
        let preview = sources::preview(&world.cx, &owner, partner.id, &mapping(), &body).await.unwrap();
        let paths: Vec<_> = preview.refusals.iter().filter_map(|refusal| refusal.path.as_deref()).collect();
        assert_eq!((paths, preview.would), (vec!["person.tel", "home.want"], None));
        let unread = sources::preview(&world.cx, &owner, partner.id, &mapping(), "{").await;
        assert!(matches!(unread, Err(Error::Invalid(fields)) if fields[0].path == "body"));
    }

    async fn a_mapping_is_tried_on_what_was_refused(world: World) {
        let owner = world.found_org("Juniper Homes").await;
        let partner = partner(&world, &owner, Verification::SecretPath).await;
        sources::save_mapping(&world.cx, &owner, partner.id, 0, &mapping()).await.unwrap();
        let mut expected = Vec::new();
        for number in 0..25 {
            let mut payload = other(number);
            payload["home"]["want"] = json!("much");
            if number % 2 == 0 {
                payload["person"] = json!({});
            }
            expected.insert(0, (accepted(post(&world, &partner, &payload).await), number % 2 == 1));
        }
        work(&world).await;
        let mut lenient = mapping();
        lenient.fields.retain(|field| field.into != Target::field(StandardField::AskingPrice));
        let verdicts = sources::try_mapping(&world.cx, &owner, partner.id, &lenient).await.unwrap();
        let told: Vec<_> = verdicts.iter().map(|verdict| (verdict.payload, verdict.refusal.is_none())).collect();
        assert_eq!(told, expected);
        assert_eq!(count_leads(&world).await, 0);
    }
}
