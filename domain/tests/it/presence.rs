//! Who has a lead open: who may say so and who is told, in one process and between several.

use crate::leads::{Cast, id_of, path, store};
use chrono::TimeDelta;
use domain::presence::{Board, beat, leave, run};
use domain::{Actor, Error};
use shared::LeadId;
use shared::leads::{Edited, Fact};
use shared::presence::{GONE_SECONDS, Present};
use std::time::Duration;
use testkit::{World, on_both_databases};

const TAB: &str = "tab-00000001";

fn names(present: &[Present]) -> Vec<String> {
    present.iter().map(|one| one.name.clone()).collect()
}

async fn here(world: &World, board: &Board, actor: &Actor, lead: LeadId) -> Vec<Present> {
    beat(&world.cx, board, actor, lead, TAB, Vec::new()).await.unwrap()
}

on_both_databases! {
    async fn everybody_who_may_see_a_lead_is_seen(world: World) {
        let cast = Cast::of(&world).await;
        let board = Board::new(world.cx.new_id());
        let lead = store(&world, &cast.owner, "Henrik", |_| {}).await;
        assert_eq!(names(&here(&world, &board, &cast.agent, lead).await), ["Test Agent"]);
        let editing: Vec<Edited> = vec![Fact::Phone.into()];
        let present = beat(&world.cx, &board, &cast.viewer, lead, TAB, editing.clone()).await.unwrap();
        assert_eq!(names(&present), ["Test Agent", "Test Viewer"]);
        assert_eq!((present[1].member, &present[1].editing), (id_of(&cast.viewer), &editing));

        leave(&world.cx, &board, &cast.viewer, lead, TAB).await.unwrap();
        leave(&world.cx, &board, &cast.viewer, lead, TAB).await.unwrap();
        assert_eq!(names(&board.present(cast.owner.org(), lead)), ["Test Agent"]);
        world.clock.advance(TimeDelta::seconds(GONE_SECONDS));
        board.sweep(world.cx.now());
        assert!(board.present(cast.owner.org(), lead).is_empty());
        assert!(world.event_names(cast.owner.org()).await.is_empty(), "nothing of it is kept");
    }

    async fn nobody_else_says_or_hears_anything(world: World) {
        let cast = Cast::of(&world).await;
        let (board, cx) = (Board::new(world.cx.new_id()), &world.cx);
        let lead = store(&world, &cast.owner, "Henrik", |_| {}).await;
        here(&world, &board, &cast.agent, lead).await;
        let visitor = world.visitor(cast.owner.org());
        assert!(matches!(beat(cx, &board, &visitor, lead, TAB, Vec::new()).await, Err(Error::Forbidden)));
        assert!(matches!(leave(cx, &board, &visitor, lead, TAB).await, Err(Error::Forbidden)));
        let stranger = &cast.stranger;
        assert!(matches!(beat(cx, &board, stranger, lead, TAB, Vec::new()).await, Err(Error::NotFound(_))));
        assert!(matches!(leave(cx, &board, stranger, lead, TAB).await, Err(Error::NotFound(_))));
        assert!(board.present(stranger.org(), lead).is_empty());
        assert_eq!(path(beat(cx, &board, &cast.agent, lead, "a b", Vec::new()).await), "tab");
        assert_eq!(path(leave(cx, &board, &cast.agent, lead, &"x".repeat(65)).await), "tab");
    }

    async fn processes_tell_each_other(world: World) {
        let cast = Cast::of(&world).await;
        let lead = store(&world, &cast.owner, "Henrik", |_| {}).await;
        let (one, two) = (Board::new(world.cx.new_id()), Board::new(world.cx.new_id()));
        if world.cx.db().is_sqlite() {
            // One process by nature: what one says, another never hears.
            here(&world, &one, &cast.agent, lead).await;
            assert!(two.present(cast.owner.org(), lead).is_empty());
            return;
        }
        let listening = tokio::spawn(run(world.cx.clone(), two.clone(), std::future::pending()));
        let mut news = two.subscribe();
        let heard = async {
            loop {
                // The first words may be said before the other process listens.
                here(&world, &one, &cast.agent, lead).await;
                if let Ok(Ok((org, met))) = tokio::time::timeout(Duration::from_millis(200), news.recv()).await {
                    return (org, met);
                }
            }
        };
        let (org, met) = tokio::time::timeout(Duration::from_secs(20), heard).await.expect("it is told");
        assert_eq!((org, met.lead, names(&met.present)), (cast.owner.org(), lead, vec!["Test Agent".to_owned()]));
        leave(&world.cx, &one, &cast.agent, lead, TAB).await.unwrap();
        let gone = async {
            while !two.present(cast.owner.org(), lead).is_empty() {
                tokio::time::sleep(Duration::from_millis(10)).await;
            }
        };
        tokio::time::timeout(Duration::from_secs(20), gone).await.expect("that somebody left is told");
        listening.abort();
    }
}
