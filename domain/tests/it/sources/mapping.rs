//! Saved mappings: versions that stay, and payloads that wait for the first one.

use super::*;
use shared::sources::SavedMapping;
use testkit::on_both_databases;

on_both_databases! {
    async fn payloads_wait_for_the_first_mapping(world: World) {
        let owner = world.found_org("Juniper Homes").await;
        let partner = partner(&world, &owner, Verification::SecretPath).await;
        for number in 0..3 {
            accepted(post(&world, &partner, &other(number)).await);
        }
        work(&world).await;
        let summary = sources::list(&world.cx, &owner).await.unwrap().remove(0);
        assert_eq!((summary.waiting, summary.mapping_version), (3, None));
        let saved = sources::save_mapping(&world.cx, &owner, partner.id, 0, &mapping()).await.unwrap();
        assert_eq!(saved, SavedMapping { version: 1, released: 3 });
        work(&world).await;
        assert_eq!(count_leads(&world).await, 3);
        assert_eq!(sources::list(&world.cx, &owner).await.unwrap()[0].waiting, 0);
    }

    async fn versions_stay_and_come_back(world: World) {
        let owner = world.found_org("Juniper Homes").await;
        let partner = partner(&world, &owner, Verification::SecretPath).await;
        let save = async |seen, mapping: &Mapping| {
            sources::save_mapping(&world.cx, &owner, partner.id, seen, mapping).await
        };
        assert_eq!(save(0, &mapping()).await.unwrap().version, 1);
        assert_eq!(save(1, &mapping()).await.unwrap().version, 1, "the same again is no new version");
        let mut shorter = mapping();
        shorter.fields.truncate(3);
        shorter.consents[0].text = "Juniper Homes may call and text me.".into();
        assert!(conflict(save(0, &shorter).await).contains("meanwhile"));
        assert_eq!(save(1, &shorter).await.unwrap().version, 2);
        assert_eq!(sources::restore(&world.cx, &owner, partner.id, 2, 1).await.unwrap().version, 3);
        assert!(matches!(sources::restore(&world.cx, &owner, partner.id, 3, 9).await, Err(Error::NotFound(_))));
        let versions = sources::versions(&world.cx, &owner, partner.id).await.unwrap();
        let told: Vec<_> = versions.iter().map(|saved| (saved.version, saved.mapping.fields.len())).collect();
        assert_eq!(told, [(3, 7), (2, 3), (1, 7)]);
        // The same words have the same version, others a new one.
        let texts: Vec<_> = versions.iter().map(|saved| saved.mapping.consents[0].version).collect();
        assert_eq!(texts, [1, 2, 1]);
        assert_eq!(versions[0].saved_by.as_deref(), Some("Test Owner"));
        let source = sources::get(&world.cx, &owner, partner.id).await.unwrap();
        assert_eq!(source.mapping.unwrap(), versions[0]);
    }

    async fn what_stops_saving_is_said(world: World) {
        let owner = world.found_org("Juniper Homes").await;
        let partner = partner(&world, &owner, Verification::SecretPath).await;
        let saved = sources::save_mapping(&world.cx, &owner, partner.id, 0, &Mapping::default()).await;
        assert!(matches!(saved, Err(Error::Invalid(fields)) if fields[0].path == "mapping.fields"));
        assert!(sources::versions(&world.cx, &owner, partner.id).await.unwrap().is_empty());
    }
}
