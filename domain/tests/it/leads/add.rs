//! Leads added by hand, and how they meet people and places that are known.

use super::{Cast, path, stored};
use chrono::TimeDelta;
use domain::Error;
use domain::leads::{add, get, list};
use sea_orm::{EntityTrait as _, PaginatorTrait as _};
use shared::address::AddressInput;
use shared::leads::{LeadInput, LeadQuery, LeadSource};
use testkit::{World, on_both_databases};

fn input(key: &str) -> LeadInput {
    LeadInput {
        name: "Otis Granger".into(),
        email: "Otis@Example.com".into(),
        phone: "512 555 0199".into(),
        address: AddressInput {
            street: "5602 Shoalwood Avenue".into(),
            city: "Austin".into(),
            region: "TX".into(),
            postal_code: "78756".into(),
            ..AddressInput::default()
        },
        asking: "625k".into(),
        source: "referral".into(),
        note: "Met at the county office".into(),
        key: key.into(),
    }
}

on_both_databases! {
    async fn a_lead_added_by_hand_is_whole(world: World) {
        let cast = Cast::of(&world).await;
        let id = add(&world.cx, &cast.agent, &input("key-00001")).await.unwrap();
        let lead = get(&world.cx, &cast.viewer, id).await.unwrap();
        assert_eq!((lead.summary.name.as_str(), lead.summary.source), ("Otis Granger", LeadSource::Referral));
        assert_eq!(lead.summary.place.as_deref(), Some("5602 Shoalwood Avenue, Austin"));
        assert_eq!(lead.summary.respond_by, Some(world.cx.now() + TimeDelta::minutes(15)));
        assert_eq!(lead.contact.emails[0].as_str(), "Otis@Example.com");
        assert_eq!(lead.contact.phones[0].e164(), "+15125550199");
        let property = lead.property.unwrap();
        assert_eq!((property.address.postal_code.as_str(), property.facts.asking), ("78756", lead.summary.asking));
        assert_eq!(world.event_names(cast.owner.org()).await, ["lead.created", "lead.note_added"]);
        for search in ["granger", "0199", "otis@example.com", "shoal 78756"] {
            let query = LeadQuery { search: search.into(), ..LeadQuery::default() };
            assert_eq!(list(&world.cx, &cast.agent, &query).await.unwrap().items.len(), 1, "{search}");
        }
    }

    async fn the_same_key_adds_one_lead(world: World) {
        let cast = Cast::of(&world).await;
        let (one, same) = (input("key-00001"), input("key-00001"));
        let (first, second) = tokio::join!(add(&world.cx, &cast.agent, &one), add(&world.cx, &cast.owner, &same));
        let first = first.unwrap();
        assert_eq!(first, second.unwrap());
        assert_eq!(add(&world.cx, &cast.agent, &one).await.unwrap(), first);
        assert_eq!(world.event_names(cast.owner.org()).await.len(), 2);
        // Another organization's key is another key.
        assert_ne!(add(&world.cx, &cast.stranger, &one).await.unwrap(), first);
    }

    async fn people_and_places_are_known_again(world: World) {
        let cast = Cast::of(&world).await;
        let first = add(&world.cx, &cast.agent, &input("key-00001")).await.unwrap();
        let mut again = input("key-00002");
        again.name = "Otis P. Granger".into();
        again.email = "otis.granger@example.com".into();
        again.address.street = "5602 SHOALWOOD AVE.".into();
        let second = add(&world.cx, &cast.agent, &again).await.unwrap();
        let (before, after) = (stored(&world, first).await, stored(&world, second).await);
        assert_eq!((before.contact_id, before.property_id), (after.contact_id, after.property_id));
        let lead = get(&world.cx, &cast.agent, second).await.unwrap();
        assert_eq!((lead.summary.name.as_str(), lead.contact.name.as_str()), ("Otis P. Granger", "Otis Granger"));
        assert_eq!(lead.contact.emails.len(), 2);
        assert_eq!(lead.related.iter().map(|lead| lead.id).collect::<Vec<_>>(), [first]);
        // By email alone, whatever its case.
        let mut third = input("key-00003");
        third.phone = String::new();
        third.email = "OTIS@EXAMPLE.COM".into();
        third.address = AddressInput::default();
        let third = add(&world.cx, &cast.agent, &third).await.unwrap();
        assert_eq!(stored(&world, third).await.contact_id, before.contact_id);
        // Not across organizations.
        let foreign = add(&world.cx, &cast.stranger, &input("key-00004")).await.unwrap();
        assert_ne!(stored(&world, foreign).await.contact_id, before.contact_id);
        assert_eq!(entity::properties::Entity::find().count(world.cx.db().read()).await.unwrap(), 2);
    }

    async fn two_people_at_one_new_place_share_it(world: World) {
        let cast = Cast::of(&world).await;
        let (one, mut two) = (input("key-00001"), input("key-00002"));
        two.phone = "512 555 0111".into();
        two.email = String::new();
        let (one, two) = tokio::join!(add(&world.cx, &cast.agent, &one), add(&world.cx, &cast.owner, &two));
        let (one, two) = (stored(&world, one.unwrap()).await, stored(&world, two.unwrap()).await);
        assert_eq!(one.property_id, two.property_id);
        assert_ne!(one.contact_id, two.contact_id);
    }

    async fn what_is_wrong_is_named_and_nothing_is_written(world: World) {
        let cast = Cast::of(&world).await;
        let mut wrong = input("key-00001");
        wrong.phone = "12".into();
        assert_eq!(path(add(&world.cx, &cast.agent, &wrong).await), "phone");
        for nobody in [cast.viewer.clone(), world.visitor(cast.owner.org())] {
            assert!(matches!(add(&world.cx, &nobody, &input("key-00001")).await, Err(Error::Forbidden)));
        }
        assert!(world.event_names(cast.owner.org()).await.is_empty());
        assert_eq!(entity::contacts::Entity::find().count(world.cx.db().read()).await.unwrap(), 0);
    }
}
