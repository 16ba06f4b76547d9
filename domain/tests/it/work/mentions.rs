//! Mentions: stored with the activity, told to whom they name, drawn on the timeline.

use super::told;
use crate::leads::{Cast, id_of, store};
use domain::leads::{log_activity, timeline};
use shared::leads::ActivityInput;
use shared::notifications::NoticeKind;
use testkit::{World, on_both_databases};

fn note(body: &str, key: &str) -> ActivityInput {
    ActivityInput { kind: "note".into(), outcome: String::new(), body: body.into(), key: key.into() }
}

on_both_databases! {
    async fn whoever_is_named_is_told_once(world: World) {
        let cast = Cast::of(&world).await;
        let lead = store(&world, &cast.owner, "Henrik", |_| {}).await;
        let said = note("@Test Owner look at the roof, @test owner. @Test Agent", "note-0001");
        log_activity(&world.cx, &cast.agent, lead, &said).await.unwrap();
        log_activity(&world.cx, &cast.agent, lead, &said).await.unwrap();
        let rows = told(&world, &cast.owner).await;
        assert_eq!(rows.len(), 1);
        assert_eq!((rows[0].kind, rows[0].lead, rows[0].read), (NoticeKind::Mentioned, Some(lead), false));
        assert_eq!(rows[0].sentence(), "Test Agent mentioned you");
        assert_eq!(rows[0].lead_name.as_deref(), Some("Henrik"));
        assert_eq!(told(&world, &cast.agent).await, [], "nobody tells themselves");
        let page = timeline(&world.cx, &cast.viewer, lead, None).await.unwrap();
        let mut names = page.entries[0].names.clone();
        names.sort_unstable();
        assert_eq!(names, ["Test Agent", "Test Owner"]);
    }

    async fn a_name_that_several_have_or_that_has_left_names_nobody(world: World) {
        let cast = Cast::of(&world).await;
        let lead = store(&world, &cast.owner, "Henrik", |_| {}).await;
        log_activity(&world.cx, &cast.owner, lead, &note("@Test?", "note-0001")).await.unwrap();
        domain::members::remove(&world.cx, &cast.owner, id_of(&cast.agent)).await.unwrap();
        log_activity(&world.cx, &cast.owner, lead, &note("@Test Agent", "note-0002")).await.unwrap();
        assert_eq!(told(&world, &cast.viewer).await, []);
        let page = timeline(&world.cx, &cast.viewer, lead, None).await.unwrap();
        let notes = page.entries.iter().filter(|entry| entry.body.is_some());
        assert!(notes.into_iter().all(|entry| entry.names.is_empty()));
    }
}
