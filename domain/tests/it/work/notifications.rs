//! Notifications: one's own, newest first, ticked off by nobody else.

use super::{is_forbidden, is_missing, told};
use crate::leads::{Cast, id_of, store};
use chrono::TimeDelta;
use domain::notifications::{Notice, list, mark_all_read, mark_read, push, unread};
use domain::{Actor, Error};
use shared::MemberId;
use shared::notifications::NoticeKind;
use testkit::{World, on_both_databases};

async fn tell(world: &World, by: &Actor, to: Vec<MemberId>, subject: &str) -> Result<(), Error> {
    let (cx, by) = (world.cx.clone(), by.clone());
    let notice = Notice { kind: NoticeKind::Reminder, lead: None, subject: subject.to_owned(), event: None };
    world.cx.write(move |tx| Box::pin(async move { push(&cx, tx, &by, &to, &notice).await })).await
}

on_both_databases! {
    async fn each_is_told_once_and_never_by_themselves(world: World) {
        let cast = Cast::of(&world).await;
        let (owner, agent) = (id_of(&cast.owner), id_of(&cast.agent));
        for _ in 0..2 {
            tell(&world, &cast.owner, vec![agent, owner, agent], "Call").await.unwrap();
        }
        assert_eq!(unread(&world.cx, &cast.agent).await.unwrap(), 1);
        assert_eq!(unread(&world.cx, &cast.owner).await.unwrap(), 0);
        assert!(tell(&world, &cast.owner, vec![id_of(&cast.stranger)], "Call").await.is_err());
    }

    async fn a_lead_is_given_with_a_word(world: World) {
        let cast = Cast::of(&world).await;
        let lead = store(&world, &cast.owner, "Henrik", |_| {}).await;
        domain::leads::assign(&world.cx, &cast.owner, lead, Some(id_of(&cast.agent)), 1).await.unwrap();
        let rows = told(&world, &cast.agent).await;
        assert_eq!((rows[0].kind, rows[0].subject.as_str()), (NoticeKind::LeadAssigned, "Henrik"));
        domain::leads::assign(&world.cx, &cast.agent, lead, None, 2).await.unwrap();
        domain::leads::assign(&world.cx, &cast.agent, lead, Some(id_of(&cast.agent)), 3).await.unwrap();
        assert_eq!(told(&world, &cast.agent).await.len(), 1, "taking a lead tells nobody");
    }

    async fn reading_is_for_whom_it_is_for(world: World) {
        let cast = Cast::of(&world).await;
        tell(&world, &cast.owner, vec![id_of(&cast.agent), id_of(&cast.viewer)], "Call").await.unwrap();
        let id = told(&world, &cast.agent).await[0].id;
        for other in [&cast.owner, &cast.viewer, &cast.stranger] {
            assert!(is_missing(&mark_read(&world.cx, other, id).await));
            assert!(is_missing(&list(&world.cx, other, Some(id)).await));
        }
        let system = Actor::system(cast.owner.org(), world.request());
        assert!(is_forbidden(&unread(&world.cx, &system).await));
        mark_read(&world.cx, &cast.agent, id).await.unwrap();
        mark_read(&world.cx, &cast.agent, id).await.unwrap();
        assert!(told(&world, &cast.agent).await[0].read);
        assert_eq!(unread(&world.cx, &cast.viewer).await.unwrap(), 1);
        mark_all_read(&world.cx, &cast.viewer).await.unwrap();
        assert_eq!(unread(&world.cx, &cast.viewer).await.unwrap(), 0);
    }

    async fn pages_hold_fifty_and_never_overlap(world: World) {
        let cast = Cast::of(&world).await;
        for number in 0..120 {
            tell(&world, &cast.owner, vec![id_of(&cast.agent)], &format!("Call {number}")).await.unwrap();
            // several at one moment
            if number % 3 == 0 {
                world.clock.advance(TimeDelta::seconds(1));
            }
        }
        let (mut seen, mut sizes, mut older) = (Vec::new(), Vec::new(), None);
        loop {
            let page = list(&world.cx, &cast.agent, older).await.unwrap();
            assert_eq!(page.unread, 120);
            sizes.push(page.rows.len());
            seen.extend(page.rows.into_iter().map(|row| row.id));
            older = page.older;
            if older.is_none() {
                break;
            }
        }
        assert_eq!(sizes, [50, 50, 20]);
        let mut once = seen.clone();
        once.sort_unstable();
        once.dedup();
        assert_eq!(once.len(), 120);
    }
}
