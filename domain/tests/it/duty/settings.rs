//! Settings: who may set them, what is refused, two people at once, and what they would have done.

use super::{add, input, rule, tier};
use crate::leads::{Cast, id_of, path};
use crate::work::{is_conflict, is_forbidden, is_missing};
use domain::duty::{get, preview, save, set_away};
use shared::duty::{DutyInput, MAX_PARTS};
use shared::roles::Role;
use testkit::{World, on_both_databases};

on_both_databases! {
    async fn settings_are_saved_whole_and_by_revision(world: World) {
        let cast = Cast::of(&world).await;
        let before = get(&world.cx, &cast.owner).await.unwrap();
        assert_eq!((before.default_minutes, before.revision, before.settings.tiers.len()), (15, 0, 0));
        let wanted = DutyInput { rules: vec![rule("All", "", &[&cast.agent])], ..input() };
        assert_eq!(save(&world.cx, &cast.owner, &wanted).await.unwrap(), 1);
        let after = get(&world.cx, &cast.owner).await.unwrap();
        assert_eq!((after.default_minutes, after.revision), (60, 1));
        assert_eq!(after.settings.tiers[0].minutes, 5);
        assert_eq!(after.settings.rules[0].members, [id_of(&cast.agent)]);
        assert_eq!(after.problems, []);
        assert!(is_conflict(&save(&world.cx, &cast.owner, &wanted).await), "the other one has not seen it");
        assert_eq!(world.event_names(cast.owner.org()).await, ["duty.changed"]);
        let theirs = get(&world.cx, &cast.stranger).await.unwrap();
        assert_eq!((theirs.default_minutes, theirs.revision), (15, 0));
    }

    async fn who_may_not_set_duty(world: World) {
        let cast = Cast::of(&world).await;
        let manager = world.member(&cast.owner, Role::Manager).await;
        for actor in [&manager, &cast.agent, &cast.viewer, &world.visitor(cast.owner.org())] {
            assert!(is_forbidden(&get(&world.cx, actor).await));
            assert!(is_forbidden(&save(&world.cx, actor, &input()).await));
            assert!(is_forbidden(&preview(&world.cx, actor, &input()).await));
        }
        assert!(is_forbidden(&set_away(&world.cx, &cast.agent, id_of(&cast.owner), true).await));
        assert!(is_forbidden(&set_away(&world.cx, &cast.viewer, id_of(&cast.viewer), true).await));
        assert!(is_missing(&set_away(&world.cx, &cast.owner, id_of(&cast.stranger), true).await));
    }

    async fn what_cannot_be_is_refused_where_it_stands(world: World) {
        let cast = Cast::of(&world).await;
        let refused = async |input: DutyInput| path(save(&world.cx, &cast.owner, &input).await);
        assert_eq!(refused(DutyInput { tiers: vec![tier("A", "moon.is(full)", "5")], ..input() }).await, "tiers.0.when");
        assert_eq!(refused(DutyInput { tiers: vec![tier("A", "", "-5")], ..input() }).await, "tiers.0.minutes");
        assert_eq!(refused(DutyInput { rules: vec![rule("A", "", &[])], ..input() }).await, "rules.0.members");
        let strange = DutyInput { rules: vec![rule("A", "", &[&cast.stranger])], ..input() };
        assert_eq!(refused(strange).await, "rules.0.members");
        let viewer = DutyInput { rules: vec![rule("A", "", &[&cast.viewer])], ..input() };
        assert_eq!(refused(viewer).await, "rules.0.members");
        let many = DutyInput { tiers: vec![tier("A", "", "5"); MAX_PARTS + 1], ..input() };
        assert_eq!(refused(many).await, "tiers");
        assert_eq!(world.event_names(cast.owner.org()).await.len(), 0);
    }

    async fn a_member_who_is_removed_is_said(world: World) {
        let cast = Cast::of(&world).await;
        let wanted = DutyInput { rules: vec![rule("All", "", &[&cast.agent, &cast.owner])], ..input() };
        save(&world.cx, &cast.owner, &wanted).await.unwrap();
        domain::members::remove(&world.cx, &cast.owner, id_of(&cast.agent)).await.unwrap();
        let problems = get(&world.cx, &cast.owner).await.unwrap().problems;
        assert_eq!(problems.len(), 1);
        assert_eq!((problems[0].path.as_str(), problems[0].code.as_str()), ("rules.0.members", "duty.member_gone"));
    }

    async fn a_preview_counts_and_gives_nothing(world: World) {
        let cast = Cast::of(&world).await;
        for number in 0..5 {
            add(&world, &cast.owner, number, if number < 3 { "referral" } else { "cold_call" }).await;
        }
        let events = world.event_names(cast.owner.org()).await;
        let two = [&cast.agent, &cast.owner];
        let wanted = DutyInput { rules: vec![rule("Warm", "source.is(referral)", &two)], ..input() };
        let seen = preview(&world.cx, &cast.owner, &wanted).await.unwrap();
        assert_eq!((seen.leads, seen.left), (5, 2));
        assert_eq!(seen.given, [(id_of(&cast.agent), 2), (id_of(&cast.owner), 1)]);
        assert_eq!(seen.tiers, [("Quick".to_owned(), 3)]);
        assert_eq!(world.event_names(cast.owner.org()).await, events);
        assert_eq!(preview(&world.cx, &cast.stranger, &input()).await.unwrap().leads, 0);
    }

    async fn being_away_is_said_once(world: World) {
        let cast = Cast::of(&world).await;
        for away in [true, true, false, false] {
            set_away(&world.cx, &cast.agent, id_of(&cast.agent), away).await.unwrap();
        }
        let changed = "member.away_changed";
        assert_eq!(world.event_names(cast.owner.org()).await, [changed, changed]);
        set_away(&world.cx, &cast.owner, id_of(&cast.agent), true).await.unwrap();
        assert_eq!(get(&world.cx, &cast.owner).await.unwrap().away, [id_of(&cast.agent)]);
        let team = domain::members::list(&world.cx, &cast.viewer).await.unwrap().members;
        let away: Vec<_> = team.iter().filter(|member| member.away).map(|member| member.id).collect();
        assert_eq!(away, [id_of(&cast.agent)]);
    }

    async fn two_who_say_at_once_that_somebody_is_away(world: World) {
        let cast = Cast::of(&world).await;
        let (own, agent) = (id_of(&cast.agent), &cast.agent);
        let (one, two) = tokio::join!(
            set_away(&world.cx, agent, own, true),
            set_away(&world.cx, &cast.owner, own, true)
        );
        assert!(one.is_ok() && two.is_ok());
        assert_eq!(world.event_names(cast.owner.org()).await, ["member.away_changed"]);
    }

    async fn what_a_screen_shows_can_be_saved_again(world: World) {
        let cast = Cast::of(&world).await;
        let wanted = DutyInput {
            rules: vec![rule("All", "", &[&cast.agent, &cast.owner])],
            hand_on_minutes: "30".into(),
            hand_on_members: vec![id_of(&cast.owner).to_string()],
            ..input()
        };
        save(&world.cx, &cast.owner, &wanted).await.unwrap();
        let first = get(&world.cx, &cast.owner).await.unwrap();
        assert_eq!(save(&world.cx, &cast.owner, &DutyInput::from(&first)).await.unwrap(), 2);
        let second = get(&world.cx, &cast.owner).await.unwrap();
        assert_eq!(second.settings, first.settings, "rules keep their turns");
    }
}
