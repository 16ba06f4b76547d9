//! Deadlines nobody kept: said once, to whom it concerns, and handed on where that is wanted.

use super::{add, input, rule};
use crate::leads::{Cast, answered, id_of, store, stored};
use crate::work::told;
use chrono::TimeDelta;
use domain::duty::{Watched, save, watch};
use sea_orm::ActiveValue::Set;
use shared::duty::DutyInput;
use shared::leads::LeadStatus;
use shared::notifications::NoticeKind;
use shared::roles::Role;
use testkit::{World, on_both_databases};

async fn look(world: &World) -> (u64, u64) {
    let Watched { missed, handed_on } = watch(&world.cx, world.request()).await.unwrap();
    (missed, handed_on)
}

on_both_databases! {
    async fn a_missed_deadline_is_said_once(world: World) {
        let cast = Cast::of(&world).await;
        let wanted = DutyInput { rules: vec![rule("Agents", "", &[&cast.agent])], ..input() };
        save(&world.cx, &cast.owner, &wanted).await.unwrap();
        let lead = add(&world, &cast.owner, 1, "referral").await;
        let now = world.cx.now();
        store(&world, &cast.owner, "Answered", answered(now, LeadStatus::Contacted)).await;
        world.clock.advance(TimeDelta::minutes(4));
        assert_eq!(look(&world).await, (0, 0));
        world.clock.advance(TimeDelta::minutes(2));
        assert_eq!(look(&world).await, (1, 0));
        assert_eq!(look(&world).await, (0, 0), "looking twice changes nothing");
        let events = world.events(cast.owner.org()).await;
        let missed: Vec<_> = events.iter().filter(|event| event.kind == "lead.deadline_missed").collect();
        assert_eq!(missed.len(), 1);
        assert_eq!(missed[0].subject_id, lead.uuid());
        assert_eq!(missed[0].payload["data"]["tier"], "Quick");
        for member in [&cast.agent, &cast.owner] {
            let notices = told(&world, member).await;
            assert_eq!((notices[0].kind, notices[0].lead), (NoticeKind::LeadEscalated, Some(lead)));
        }
        assert_eq!(told(&world, &cast.viewer).await, []);
        assert_eq!(told(&world, &cast.stranger).await, []);
    }

    async fn two_processes_say_it_once(world: World) {
        let cast = Cast::of(&world).await;
        let now = world.cx.now();
        for number in 0..30 {
            store(&world, &cast.owner, &format!("Late {number}"), |row| row.waiting_until = Set(now)).await;
        }
        let ((one, _), (two, _)) = tokio::join!(look(&world), look(&world));
        assert_eq!(one + two, 30);
        let names = world.event_names(cast.owner.org()).await;
        assert_eq!(names.iter().filter(|name| *name == "lead.deadline_missed").count(), 30);
    }

    async fn what_was_missed_long_ago_is_left_alone(world: World) {
        let cast = Cast::of(&world).await;
        let old = world.cx.now() - TimeDelta::days(2);
        store(&world, &cast.owner, "Old", |row| row.waiting_until = Set(old)).await;
        assert_eq!(look(&world).await, (0, 0));
    }

    async fn a_lead_is_handed_on_once_and_never_to_its_owner(world: World) {
        let cast = Cast::of(&world).await;
        let second = world.member(&cast.owner, Role::Agent).await;
        let members = [&cast.agent, &second].map(|member| id_of(member).to_string());
        let wanted = DutyInput {
            rules: vec![rule("Agents", "", &[&cast.agent])],
            hand_on_minutes: "10".into(),
            hand_on_members: members.into(),
            ..input()
        };
        save(&world.cx, &cast.owner, &wanted).await.unwrap();
        let lead = add(&world, &cast.owner, 1, "referral").await;
        world.clock.advance(TimeDelta::minutes(6));
        assert_eq!(look(&world).await, (1, 0));
        world.clock.advance(TimeDelta::minutes(10));
        assert_eq!(look(&world).await, (0, 1));
        let row = stored(&world, lead).await;
        assert_eq!((row.owner_id, row.version), (Some(id_of(&second).uuid()), 2));
        let notices = told(&world, &second).await;
        assert_eq!((notices[0].kind, notices[0].lead), (NoticeKind::LeadAssigned, Some(lead)));
        let known = domain::leads::get(&world.cx, &cast.viewer, lead).await.unwrap().duty;
        assert_eq!(known.tier.as_deref(), Some("Quick"));
        assert!(known.missed_at.unwrap() < known.handed_on_at.unwrap());
        world.clock.advance(TimeDelta::minutes(30));
        assert_eq!(look(&world).await, (0, 0));
    }

    async fn who_answers_is_left_in_peace(world: World) {
        let cast = Cast::of(&world).await;
        let wanted = DutyInput {
            hand_on_minutes: "10".into(),
            hand_on_members: vec![id_of(&cast.agent).to_string()],
            ..input()
        };
        save(&world.cx, &cast.owner, &wanted).await.unwrap();
        let now = world.cx.now();
        let lead = store(&world, &cast.owner, "Kept", answered(now, LeadStatus::Contacted)).await;
        world.clock.advance(TimeDelta::hours(2));
        assert_eq!(look(&world).await, (0, 0));
        assert_eq!(stored(&world, lead).await.owner_id, None);
    }
}
