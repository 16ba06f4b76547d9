//! Who is found, who is not, and what somebody decides about them.

use super::{HOUSE, add, jon_and_john, lead, pairs};
use crate::leads::Cast;
use domain::{Error, duplicates, leads, merges};
use entity::jobs;
use sea_orm::{ColumnTrait as _, EntityTrait as _, QueryFilter as _};
use shared::duplicates::{PairState, Reason, Sureness};
use shared::leads::{Fact, FactEdit};
use testkit::{World, on_both_databases};

on_both_databases! {
    async fn the_same_house_and_almost_the_same_name(world: World) {
        let cast = Cast::of(&world).await;
        let (jon, john) = jon_and_john(&world, &cast).await;
        // Somebody else at the same house, and the same people in another organization.
        add(&world, &cast.agent, lead("Ana Delgado", "512 555 0103", "", HOUSE)).await;
        add(&world, &cast.stranger, lead("John Smith", "512 555 0102", "", HOUSE)).await;

        let found = pairs(&world, &cast.agent).await;
        assert_eq!(found.len(), 1, "{found:?}");
        let pair = &found[0];
        assert_eq!((pair.one.lead, pair.other.lead), (Some(jon), Some(john)));
        assert_eq!(pair.sureness(), Sureness::Likely);
        assert_eq!(
            pair.reasons,
            [
                Reason::SameHouse { place: "917 Tillery St, Austin".into() },
                Reason::AlmostSameName { one: "Jon Smith".into(), other: "John Smith".into() },
                Reason::OtherPhone,
            ]
        );
        assert!(pairs(&world, &cast.stranger).await.is_empty());
        for (lead, other) in [(jon, "John Smith"), (john, "Jon Smith")] {
            let twins = leads::get(&world.cx, &cast.viewer, lead).await.unwrap().twins;
            assert_eq!(twins.iter().map(|twin| twin.name.as_str()).collect::<Vec<_>>(), [other]);
        }
        assert!(matches!(duplicates::list(&world.cx, &cast.viewer).await, Err(Error::Forbidden)));
    }

    async fn the_email_of_one_and_the_phone_of_another(world: World) {
        let cast = Cast::of(&world).await;
        add(&world, &cast.agent, lead("Ruth Marsh", "", "ruth@example.com", "")).await;
        add(&world, &cast.agent, lead("R. Marsh", "512 555 0107", "", "")).await;
        assert!(pairs(&world, &cast.agent).await.is_empty());
        // Taken for the one with the telephone, who now has the email of the other one as well.
        add(&world, &cast.agent, lead("Ruth Marsh", "512 555 0107", "ruth@example.com", "")).await;
        let found = pairs(&world, &cast.agent).await;
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].reasons[0], Reason::SameEmail { email: "ruth@example.com".into() });
        assert_eq!(found[0].reasons[1], Reason::SameName { name: "Ruth Marsh".into() });
    }

    async fn an_address_that_somebody_misspelled(world: World) {
        let cast = Cast::of(&world).await;
        add(&world, &cast.agent, lead("Otis Granger", "512 555 0111", "", "5602 Shoalwood Avenue")).await;
        add(&world, &cast.agent, lead("Otis Granger", "512 555 0112", "", "5602 Shoalwod Ave")).await;
        add(&world, &cast.agent, lead("Otis Granger", "512 555 0113", "", "5702 Shoalwood Ave")).await;
        let found = pairs(&world, &cast.agent).await;
        assert_eq!(found.len(), 1, "{found:?}");
        assert!(found[0].reasons.iter().any(|reason| matches!(reason, Reason::NearHouse { .. })));
    }

    async fn land_that_a_county_knows_by_one_number(world: World) {
        let cast = Cast::of(&world).await;
        let one = add(&world, &cast.agent, lead("Otis Granger", "512 555 0111", "", "5602 Shoalwood Ave")).await;
        let other = add(&world, &cast.agent, lead("Otis Granger", "512 555 0112", "", "12 Corner Ln")).await;
        assert!(pairs(&world, &cast.agent).await.is_empty());
        for (id, parcel) in [(one, "02-1234-0567"), (other, "02 1234 0567")] {
            let edit = FactEdit {
                fact: Fact::Parcel.into(),
                item: 0,
                base: String::new(),
                value: parcel.into(),
            };
            leads::edit(&world.cx, &cast.agent, id, &[edit]).await.unwrap();
        }
        let found = pairs(&world, &cast.agent).await;
        assert_eq!(found.len(), 1, "{found:?}");
        assert_eq!(found[0].reasons[0], Reason::SameParcel { parcel: "02-1234-0567".into() });
    }

    async fn what_many_share_says_nothing(world: World) {
        let cast = Cast::of(&world).await;
        for number in 0..42 {
            let phone = format!("512 555 {number:04}");
            add(&world, &cast.agent, lead("Jon Smith", &phone, "", HOUSE)).await;
        }
        assert!(pairs(&world, &cast.agent).await.is_empty());
    }

    async fn a_decision_is_remembered(world: World) {
        let cast = Cast::of(&world).await;
        let (jon, _) = jon_and_john(&world, &cast).await;
        let pair = pairs(&world, &cast.agent).await[0].id;
        assert!(matches!(duplicates::dismiss(&world.cx, &cast.viewer, pair).await, Err(Error::Forbidden)));
        assert!(matches!(duplicates::dismiss(&world.cx, &cast.stranger, pair).await, Err(Error::NotFound(_))));
        duplicates::dismiss(&world.cx, &cast.agent, pair).await.unwrap();
        let again = duplicates::dismiss(&world.cx, &cast.owner, pair).await;
        assert!(matches!(again, Err(Error::Conflict(words)) if words.contains("not the same")));

        // Something is learned of one of them: nobody is asked again.
        add(&world, &cast.agent, lead("Jon Smith", "512 555 0101", "jon@work.example", "")).await;
        assert!(pairs(&world, &cast.agent).await.is_empty());
        assert!(leads::get(&world.cx, &cast.agent, jon).await.unwrap().twins.is_empty());
        let preview = merges::preview(&world.cx, &cast.agent, pair, None).await.unwrap();
        assert_eq!(preview.pair.state, PairState::Dismissed);
        let names = world.event_names(cast.owner.org()).await;
        assert_eq!(names.iter().filter(|name| *name == "duplicate.dismissed").count(), 1);
    }

    async fn one_job_looks_for_all_who_came_in(world: World) {
        let cast = Cast::of(&world).await;
        jon_and_john(&world, &cast).await;
        let waiting = jobs::Entity::find()
            .filter(jobs::Column::Kind.eq("duplicates.find"))
            .all(world.cx.db().read())
            .await
            .unwrap();
        // The clock moved on by an hour between the two; the job still waits for its worker.
        assert_eq!(waiting.len(), 1, "{waiting:?}");
        assert_eq!(waiting[0].org_id, Some(cast.owner.org().uuid()));
    }
}
