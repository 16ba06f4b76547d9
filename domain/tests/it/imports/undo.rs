//! Taking an import back: exactly what it made, but for what somebody has worked on since.

use super::*;
use crate::leads::Cast;
use domain::leads as book;
use entity::activities;
use shared::LeadId;
use shared::leads::{ActivityInput, LeadInput, LeadQuery};
use shared::roles::Role;
use testkit::on_both_databases;

fn note(key: &str) -> ActivityInput {
    ActivityInput { kind: "note".into(), outcome: String::new(), body: "Spoke".into(), key: key.into() }
}

async fn nothing_is_left(world: &World) {
    assert_eq!(sizes(world).await, [0; 5]);
    assert_eq!(activities::Entity::find().count(world.cx.db().read()).await.unwrap(), 0);
}

on_both_databases! {
    async fn everything_goes_where_nobody_did_anything(world: World) {
        let cast = Cast::of(&world).await;
        // Rows that add to each other, and notes.
        let text = format!(
            "{}{}Seller 1,512 555 0001,more@example.com,1 Tillery St,Austin,TX,78702,,,A note\n",
            people(1..601),
            person(7)
        );
        let id = imported(&world, &cast.owner, &text, KnownLeads::Attach).await;
        assert_eq!(row(&world, id).await.attached, 2);
        let foreseen = imports::foresee_undo(&world.cx, &cast.owner, id).await.unwrap();
        assert_eq!((foreseen.removed, foreseen.restored, foreseen.kept), (600, 1, 0));
        let import = taken_back(&world, &cast.owner, id).await;
        assert_eq!((import.summary.removed, import.summary.restored, import.summary.kept), (600, 1, 0));
        nothing_is_left(&world).await;
        let tillery = LeadQuery { search: "tillery".into(), ..LeadQuery::default() };
        assert_eq!(book::list(&world.cx, &cast.owner, &tillery).await.unwrap().items, []);
        assert_eq!(
            happened(&world, &cast.owner, "import").await,
            ["import.started", "import.finished", "import.undone"]
        );
        let removed = happened(&world, &cast.owner, "lead").await;
        assert_eq!(removed.iter().filter(|kind| *kind == "lead.removed").count(), 600);
        // And it can be imported once more.
        imported(&world, &cast.owner, &text, KnownLeads::Attach).await;
        assert_eq!(sizes(&world).await[0], 600);
    }

    async fn what_somebody_worked_on_stays(world: World) {
        let cast = Cast::of(&world).await;
        let id = imported(&world, &cast.owner, &people(1..6), KnownLeads::Attach).await;
        let leads: Vec<LeadId> = all_leads(&world).await.iter().map(|lead| LeadId::from_uuid(lead.id)).collect();
        book::log_activity(&world.cx, &cast.agent, leads[1], &note("0123456789")).await.unwrap();
        let manager = world.member(&cast.owner, Role::Manager).await;
        book::assign(&world.cx, &manager, leads[3], cast.agent.member_id(), 1).await.unwrap();
        // Another lead of a person that the import made keeps the person.
        let by_hand = LeadInput {
            name: "Seller 3".into(), phone: "512 555 0003".into(), key: "abcdefgh".into(), ..LeadInput::default()
        };
        book::add(&world.cx, &cast.agent, &by_hand).await.unwrap();
        let foreseen = imports::foresee_undo(&world.cx, &cast.owner, id).await.unwrap();
        assert_eq!((foreseen.removed, foreseen.kept), (3, 2));
        let names: Vec<&str> = foreseen.names.iter().map(|kept| kept.name.as_str()).collect();
        assert_eq!(names, ["Seller 2", "Seller 4"]);
        let import = taken_back(&world, &cast.owner, id).await;
        assert_eq!((import.summary.removed, import.summary.kept), (3, 2));
        assert_eq!(imports::kept(&world.cx, &cast.owner, id).await.unwrap(), foreseen.names);
        let left: Vec<String> = all_leads(&world).await.into_iter().map(|lead| lead.contact_name).collect();
        assert_eq!(left, ["Seller 2", "Seller 4", "Seller 3"]);
        assert_eq!(sizes(&world).await, [3, 3, 3, 3, 2]);
    }

    async fn what_was_added_to_others_is_taken_off(world: World) {
        let cast = Cast::of(&world).await;
        let bare = format!("{HEADINGS}Seller 1,512 555 0001,,1 Tillery St,Austin,TX,78702,,,\nSeller 2,512 555 0002,,2 Tillery St,Austin,TX,78702,,,\n");
        imported(&world, &cast.owner, &bare, KnownLeads::Attach).await;
        let before = (sizes(&world).await, all_leads(&world).await);
        let id = imported(&world, &cast.owner, &people(1..3), KnownLeads::Attach).await;
        assert_eq!(row(&world, id).await.attached, 2);
        let house = &properties::Entity::find().all(world.cx.db().read()).await.unwrap()[0];
        assert_eq!(house.beds, Some(3));
        // Somebody worked on the second one since: that one keeps what it got.
        let second = LeadId::from_uuid(before.1[1].id);
        book::log_activity(&world.cx, &cast.agent, second, &note("0123456789")).await.unwrap();
        let import = taken_back(&world, &cast.owner, id).await;
        assert_eq!((import.summary.removed, import.summary.restored, import.summary.kept), (0, 1, 1));
        let mut houses = properties::Entity::find().all(world.cx.db().read()).await.unwrap();
        houses.sort_by(|one, other| one.street.cmp(&other.street));
        assert_eq!(houses.iter().map(|house| house.beds).collect::<Vec<_>>(), [None, Some(3)]);
        let emails = contact_emails::Entity::find().all(world.cx.db().read()).await.unwrap();
        assert_eq!(emails.iter().map(|row| row.email.as_str()).collect::<Vec<_>>(), ["seller2@example.com"]);
        assert_eq!(sizes(&world).await[0], before.0[0]);
    }

    async fn facts_that_changed_since_are_not_taken_away(world: World) {
        let cast = Cast::of(&world).await;
        let bare = format!("{HEADINGS}Seller 1,512 555 0001,,1 Tillery St,Austin,TX,78702,,,\n");
        imported(&world, &cast.owner, &bare, KnownLeads::Attach).await;
        let id = imported(&world, &cast.owner, &people(1..2), KnownLeads::Attach).await;
        let sql = "UPDATE properties SET beds = 4";
        sea_orm::ConnectionTrait::execute_unprepared(world.cx.db().migrations(), sql).await.unwrap();
        taken_back(&world, &cast.owner, id).await;
        let house = &properties::Entity::find().all(world.cx.db().read()).await.unwrap()[0];
        assert_eq!((house.beds, house.asking_minor), (Some(4), None));
    }

    async fn an_import_that_another_one_added_to_is_kept(world: World) {
        let cast = Cast::of(&world).await;
        let first = imported(&world, &cast.owner, &people(1..3), KnownLeads::Attach).await;
        let more = format!("{HEADINGS}Seller 1,512 555 0001,new@example.com,1 Tillery St,Austin,TX,78702,,,\n");
        // Somebody else's request: all that one causes counts as one.
        let manager = world.member(&cast.owner, Role::Manager).await;
        let second = imported(&world, &manager, &more, KnownLeads::Attach).await;
        let import = taken_back(&world, &cast.owner, first).await;
        assert_eq!((import.summary.removed, import.summary.kept), (1, 1));
        let import = taken_back(&world, &cast.owner, second).await;
        assert_eq!((import.summary.restored, import.summary.kept), (1, 0));
        assert_eq!(sizes(&world).await, [1, 1, 1, 1, 1]);
    }

    async fn it_can_be_taken_back_once_and_for_a_while(world: World) {
        let cast = Cast::of(&world).await;
        let id = imported(&world, &cast.owner, &people(1..3), KnownLeads::Attach).await;
        world.clock.advance(chrono::TimeDelta::days(31));
        assert!(is_conflict(imports::undo(&world.cx, &cast.owner, id).await));
        world.clock.advance(chrono::TimeDelta::days(-2));
        taken_back(&world, &cast.owner, id).await;
        assert!(is_conflict(imports::undo(&world.cx, &cast.owner, id).await));
        assert!(is_conflict(imports::run(&world.cx, &cast.owner, id).await));
    }
}
