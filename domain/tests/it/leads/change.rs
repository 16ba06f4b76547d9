//! Status, owner, activities: the rules, who may, and what two people do to one lead at once.

use super::{Cast, id_of, path, store, stored};
use chrono::TimeDelta;
use domain::Error;
use domain::leads::{NEVER, assign, change_status, list, log_activity, owners};
use sea_orm::ActiveValue::Set;
use shared::LeadId;
use shared::leads::{ActivityInput, LeadQuery, LeadStatus, StatusChangeInput};
use shared::roles::Role;
use testkit::{World, on_both_databases};

fn to(status: &str, version: i64) -> StatusChangeInput {
    StatusChangeInput { status: status.into(), version, ..StatusChangeInput::default() }
}

fn call(outcome: &str, key: &str) -> ActivityInput {
    ActivityInput {
        kind: "call".into(),
        outcome: outcome.into(),
        body: "Spoke about the roof".into(),
        key: key.into(),
    }
}

fn note(body: &str, key: &str) -> ActivityInput {
    ActivityInput { kind: "note".into(), outcome: String::new(), body: body.into(), key: key.into() }
}

on_both_databases! {
    async fn a_status_follows_the_machine(world: World) {
        let cast = Cast::of(&world).await;
        let lead = store(&world, &cast.owner, "Henrik", |_| {}).await;
        world.clock.advance(TimeDelta::minutes(3));
        let contacted = change_status(&world.cx, &cast.agent, lead, &to("contacted", 1)).await.unwrap();
        assert_eq!((contacted.status, contacted.version), (LeadStatus::Contacted, 2));
        assert_eq!((contacted.first_response_at, contacted.respond_by), (Some(world.cx.now()), None));
        assert_eq!(path(change_status(&world.cx, &cast.agent, lead, &to("converted", 2)).await), "status");
        assert_eq!(path(change_status(&world.cx, &cast.agent, lead, &to("contacted", 2)).await), "status");
        assert_eq!(path(change_status(&world.cx, &cast.agent, lead, &to("dead", 2)).await), "reason");
        let dead = StatusChangeInput { reason: "other".into(), note: "Sold to a cousin".into(), ..to("dead", 2) };
        change_status(&world.cx, &cast.agent, lead, &dead).await.unwrap();
        let row = stored(&world, lead).await;
        assert_eq!((row.dead_reason.as_deref(), row.status_note.as_deref()), (Some("other"), Some("Sold to a cousin")));
        assert_eq!(path(change_status(&world.cx, &cast.agent, lead, &to("contacted", 3)).await), "note");
        let again = StatusChangeInput { note: "She called back".into(), ..to("contacted", 3) };
        change_status(&world.cx, &cast.agent, lead, &again).await.unwrap();
        let row = stored(&world, lead).await;
        assert_eq!((row.dead_reason, row.version, row.waiting_until), (None, 4, NEVER));
        assert_eq!(world.event_names(cast.owner.org()).await, ["lead.status_changed"; 3]);
    }

    async fn closing_a_new_lead_stops_its_clock(world: World) {
        let cast = Cast::of(&world).await;
        let lead = store(&world, &cast.owner, "Henrik", |_| {}).await;
        let dead = StatusChangeInput { reason: "bad_data".into(), ..to("dead", 1) };
        let summary = change_status(&world.cx, &cast.agent, lead, &dead).await.unwrap();
        assert_eq!((summary.respond_by, summary.first_response_at), (None, Some(world.cx.now())));
    }

    async fn of_two_changes_at_once_one_wins(world: World) {
        let cast = Cast::of(&world).await;
        let lead = store(&world, &cast.owner, "Henrik", |_| {}).await;
        let (first, second) = (to("contacted", 1), to("qualified", 1));
        let (first, second) = tokio::join!(
            change_status(&world.cx, &cast.agent, lead, &first),
            change_status(&world.cx, &cast.owner, lead, &second),
        );
        let results = [first, second];
        assert_eq!(results.iter().filter(|result| result.is_ok()).count(), 1, "{results:?}");
        assert!(results.iter().any(|result| matches!(result, Err(Error::Conflict(_)))), "{results:?}");
        assert_eq!(stored(&world, lead).await.version, 2);
        assert_eq!(world.event_names(cast.owner.org()).await.len(), 1);
    }

    async fn only_who_works_leads_changes_them(world: World) {
        let cast = Cast::of(&world).await;
        let lead = store(&world, &cast.owner, "Henrik", |_| {}).await;
        let (cx, visitor) = (&world.cx, world.visitor(cast.owner.org()));
        for nobody in [&cast.viewer, &visitor] {
            assert!(matches!(change_status(cx, nobody, lead, &to("contacted", 1)).await, Err(Error::Forbidden)));
            assert!(matches!(assign(cx, nobody, lead, None, 1).await, Err(Error::Forbidden)));
            assert!(matches!(log_activity(cx, nobody, lead, &note("x", "12345678")).await, Err(Error::Forbidden)));
        }
        let other = &cast.stranger;
        assert!(matches!(change_status(cx, other, lead, &to("contacted", 1)).await, Err(Error::NotFound(_))));
        assert!(matches!(assign(cx, other, lead, Some(id_of(other)), 1).await, Err(Error::NotFound(_))));
        assert!(matches!(log_activity(cx, other, lead, &note("x", "12345678")).await, Err(Error::NotFound(_))));
        let unknown = LeadId::from_uuid(cx.new_id());
        assert!(matches!(assign(cx, &cast.owner, unknown, None, 1).await, Err(Error::NotFound(_))));
        assert!(world.event_names(cast.owner.org()).await.is_empty());
        assert_eq!(stored(&world, lead).await.version, 1);
    }

    async fn agents_take_and_let_go_managers_give(world: World) {
        let cast = Cast::of(&world).await;
        let lead = store(&world, &cast.owner, "Henrik", |_| {}).await;
        let second = world.member(&cast.owner, Role::Agent).await;
        let (cx, me) = (&world.cx, Some(id_of(&cast.agent)));
        // For another agent, an agent may not.
        assert!(matches!(assign(cx, &cast.agent, lead, Some(id_of(&second)), 1).await, Err(Error::Forbidden)));
        let taken = assign(cx, &cast.agent, lead, me, 1).await.unwrap();
        assert_eq!((taken.owner.map(|owner| owner.id), taken.version), (me, 2));
        // Naming the owner again changes nothing.
        assert_eq!(assign(cx, &cast.agent, lead, me, 2).await.unwrap().version, 2);
        assert!(matches!(assign(cx, &second, lead, Some(id_of(&second)), 2).await, Err(Error::Forbidden)));
        assert!(matches!(assign(cx, &second, lead, None, 2).await, Err(Error::Forbidden)));
        assert!(matches!(assign(cx, &cast.agent, lead, None, 1).await, Err(Error::Conflict(_))));
        assign(cx, &cast.agent, lead, None, 2).await.unwrap();
        let given = assign(cx, &cast.owner, lead, Some(id_of(&second)), 3).await.unwrap();
        assert_eq!(given.owner.unwrap().id, id_of(&second));
        assert_eq!(path(assign(cx, &cast.owner, lead, Some(id_of(&cast.viewer)), 4).await), "owner");
        let foreign = assign(cx, &cast.owner, lead, Some(id_of(&cast.stranger)), 4).await;
        assert!(matches!(foreign, Err(Error::NotFound("the member"))));
        domain::members::remove(cx, &cast.owner, id_of(&cast.agent)).await.unwrap();
        let gone = assign(cx, &cast.owner, lead, me, 4).await;
        assert!(matches!(gone, Err(Error::NotFound("the member"))));
        let assigned = world.event_names(cast.owner.org()).await.into_iter().filter(|name| name == "lead.assigned");
        assert_eq!(assigned.count(), 3);
        let who: Vec<_> = owners(cx, &cast.viewer).await.unwrap().into_iter().map(|owner| owner.id).collect();
        assert_eq!(who, [id_of(&second), id_of(&cast.owner)]);
    }

    async fn a_call_stops_the_clock_and_a_note_does_not(world: World) {
        let cast = Cast::of(&world).await;
        let lead = store(&world, &cast.owner, "Henrik", |_| {}).await;
        let cx = &world.cx;
        world.clock.advance(TimeDelta::minutes(2));
        let noted = log_activity(cx, &cast.agent, lead, &note("Looks vacant", "note-0001")).await.unwrap();
        assert_eq!((noted.last_activity_at, noted.version), (cx.now(), 1));
        assert!(noted.respond_by.is_some() && noted.first_response_at.is_none());
        world.clock.advance(TimeDelta::minutes(2));
        let tried = log_activity(cx, &cast.agent, lead, &call("voicemail", "call-0001")).await.unwrap();
        let first = Some(cx.now());
        assert_eq!((tried.status, tried.first_response_at, tried.respond_by), (LeadStatus::New, first, None));
        world.clock.advance(TimeDelta::minutes(2));
        let reached = log_activity(cx, &cast.agent, lead, &call("reached", "call-0002")).await.unwrap();
        assert_eq!((reached.status, reached.first_response_at, reached.version), (LeadStatus::Contacted, first, 2));
        assert_eq!(
            world.event_names(cast.owner.org()).await,
            ["lead.note_added", "lead.call_logged", "lead.call_logged", "lead.status_changed"]
        );
    }

    async fn reaching_somebody_moves_only_new_leads(world: World) {
        let cast = Cast::of(&world).await;
        let lead = store(&world, &cast.owner, "Henrik", crate::leads::answered(world.cx.now(), LeadStatus::Nurturing)).await;
        let after = log_activity(&world.cx, &cast.agent, lead, &call("reached", "call-0001")).await.unwrap();
        assert_eq!((after.status, after.version), (LeadStatus::Nurturing, 1));
        let new = store(&world, &cast.owner, "Ana", |_| {}).await;
        let wrong = log_activity(&world.cx, &cast.agent, new, &call("wrong_number", "call-0002")).await.unwrap();
        assert_eq!((wrong.status, wrong.first_response_at), (LeadStatus::New, Some(world.cx.now())));
    }

    async fn the_same_activity_is_logged_once(world: World) {
        let cast = Cast::of(&world).await;
        let lead = store(&world, &cast.owner, "Henrik", |_| {}).await;
        let other = store(&world, &cast.owner, "Ana", |_| {}).await;
        let (cx, input) = (&world.cx, call("reached", "call-0001"));
        let (first, second) = tokio::join!(
            log_activity(cx, &cast.agent, lead, &input),
            log_activity(cx, &cast.agent, lead, &input),
        );
        assert_eq!(first.unwrap(), second.unwrap());
        assert_eq!(world.event_names(cast.owner.org()).await, ["lead.call_logged", "lead.status_changed"]);
        let elsewhere = log_activity(cx, &cast.agent, other, &input).await;
        assert!(matches!(elsewhere, Err(Error::Conflict(_))));
        // Another member's key is another key.
        log_activity(cx, &cast.owner, other, &input).await.unwrap();
        assert_eq!(path(log_activity(cx, &cast.agent, lead, &note(" ", "note-0001")).await), "body");
        assert_eq!(path(log_activity(cx, &cast.agent, lead, &call("", "call-0009")).await), "outcome");
    }

    async fn lists_follow_every_change(world: World) {
        let cast = Cast::of(&world).await;
        let lead = store(&world, &cast.owner, "Henrik", |row| row.source = Set("tiktok".into())).await;
        change_status(&world.cx, &cast.agent, lead, &to("qualified", 1)).await.unwrap();
        assign(&world.cx, &cast.agent, lead, Some(id_of(&cast.agent)), 2).await.unwrap();
        let ask = |statuses: Vec<LeadStatus>| LeadQuery {
            statuses,
            owner: Some(shared::leads::OwnerFilter::Me),
            ..LeadQuery::default()
        };
        let found = list(&world.cx, &cast.agent, &ask(vec![LeadStatus::Qualified])).await.unwrap();
        assert_eq!(found.items.len(), 1);
        let found = list(&world.cx, &cast.agent, &ask(vec![LeadStatus::New])).await.unwrap();
        assert_eq!(found.items.len(), 0);
    }
}
