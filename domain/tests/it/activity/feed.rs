//! The feed: who is told what, in which order, and that pages neither lose nor double.

use super::{give, log, step};
use crate::duplicates::{jon_and_john, merged};
use crate::leads::{Cast, id_of, path, store};
use crate::work::{added, for_lead, for_member, input};
use domain::events::{self, Subject};
use domain::leads::{delete, restore};
use domain::{Actor, Error, activity, duty, fields, members};
use shared::LeadId;
use shared::activity::{About, FeedEntry, FeedGroup, FeedPage, FeedQuery};
use shared::duty::DutyInput;
use shared::events::EventKind;
use shared::fields::CustomFieldInput;
use shared::leads::{ActivityInput, LeadSource};
use shared::roles::Role;
use shared::timeline::TimelineActor;
use testkit::{World, on_both_databases};

fn query(member: &str, group: &str) -> FeedQuery {
    FeedQuery { member: member.to_owned(), group: group.to_owned(), older: String::new() }
}

async fn feed(world: &World, by: &Actor, query: &FeedQuery) -> FeedPage {
    activity::feed(&world.cx, by, query).await.unwrap()
}

async fn told(world: &World, by: &Actor, query: &FeedQuery) -> Vec<&'static str> {
    feed(world, by, query).await.entries.iter().map(|entry| entry.entry.event.name()).collect()
}

async fn append(world: &World, by: &Actor, subject: Subject, kind: EventKind) {
    let (cx, by, now) = (world.cx.clone(), by.clone(), world.cx.now());
    world
        .cx
        .write(move |tx| {
            Box::pin(async move { events::append(&cx, tx, &by, now, subject, kind).await.map(drop) })
        })
        .await
        .unwrap();
}

/// Everything behind a query, page by page, and how many entries each page had.
async fn pages(world: &World, by: &Actor, query: &FeedQuery) -> (Vec<FeedEntry>, Vec<usize>) {
    let (mut entries, mut sizes, mut query) = (Vec::new(), Vec::new(), query.clone());
    loop {
        let page = feed(world, by, &query).await;
        sizes.push(page.entries.len());
        entries.extend(page.entries);
        match page.older {
            Some(older) => query.older = older,
            None => return (entries, sizes),
        }
    }
}

on_both_databases! {
    async fn tells_who_did_what_about_whom(world: World) {
        let cast = Cast::of(&world).await;
        let lead = store(&world, &cast.owner, "Henrik Sandoval", |_| {}).await;
        let visitor = world.visitor(cast.owner.org());
        let came = EventKind::LeadCreated { source: LeadSource::Website, import: None };
        append(&world, &visitor, Subject::Lead(lead), came.clone()).await;
        give(&world, &cast.owner, lead, Some(&cast.agent)).await;
        log(&world, &cast.agent, lead, "reached").await;
        log(&world, &cast.agent, lead, "").await;
        let gone = LeadId::from_uuid(world.cx.new_id());
        let program = Actor::system(cast.owner.org(), world.request());
        append(&world, &program, Subject::Lead(gone), came).await;

        let page = feed(&world, &cast.viewer, &FeedQuery::default()).await;
        let names: Vec<&str> = page.entries.iter().map(|entry| entry.entry.event.name()).collect();
        assert_eq!(
            names,
            ["lead.created", "lead.note_added", "lead.status_changed", "lead.call_logged", "lead.assigned", "lead.created"]
        );
        let [lost, note, _, call, given, first] = &page.entries[..] else { panic!("six entries") };
        assert_eq!((&lost.about, &lost.entry.actor), (&Some(About::GoneLead), &TimelineActor::Empire));
        assert_eq!(note.entry.body.as_deref(), Some("Looks vacant"));
        assert_eq!(call.entry.actor, TimelineActor::Member { name: "Test Agent".into() });
        assert_eq!(call.about, Some(About::Lead { id: lead, name: "Henrik Sandoval".into() }));
        assert_eq!(given.entry.names, ["Test Agent"]);
        assert_eq!(first.entry.actor, TimelineActor::Visitor);
        assert_eq!(page.people.len(), 3);
        assert_eq!(page.older, None);
        assert!(feed(&world, &cast.stranger, &FeedQuery::default()).await.entries.is_empty());
    }

    async fn tells_of_settings_and_members_whoever_manages_those(world: World) {
        let cast = Cast::of(&world).await;
        let manager = world.member(&cast.owner, Role::Manager).await;
        let field = CustomFieldInput {
            noun: "lead".into(), field_type: "text".into(), label: "Nickname".into(), ..Default::default()
        };
        fields::create(&world.cx, &cast.owner, &field).await.unwrap();
        members::change_role(&world.cx, &cast.owner, id_of(&cast.viewer), "agent").await.unwrap();
        let org = cast.owner.org();
        let exported = EventKind::LeadsExported { at_least: 3, narrowed: false };
        append(&world, &manager, Subject::Organization(org), exported).await;
        let signed_in = EventKind::SessionStarted { member: id_of(&cast.agent) };
        append(&world, &cast.agent, Subject::Member(id_of(&cast.agent)), signed_in).await;

        let all = FeedQuery::default();
        assert_eq!(told(&world, &cast.owner, &all).await, ["leads.exported", "member.role_changed", "field.created"]);
        assert_eq!(told(&world, &manager, &all).await, ["leads.exported"]);
        assert_eq!(told(&world, &cast.agent, &all).await, [""; 0]);
        let of_members = query("", FeedGroup::Members.as_str());
        assert_eq!(told(&world, &cast.owner, &of_members).await, ["session.started", "member.role_changed"]);
        assert_eq!(told(&world, &manager, &of_members).await, [""; 0]);
        // Of what somebody did, others are told no more than of what happened.
        let of_owner = query(&id_of(&cast.owner).to_string(), "");
        assert_eq!(told(&world, &cast.owner, &of_owner).await, ["member.role_changed", "field.created"]);
        assert_eq!(told(&world, &cast.agent, &of_owner).await, [""; 0]);
        let changed = &feed(&world, &cast.owner, &of_owner).await.entries[0].entry;
        assert_eq!(changed.names, ["Test Viewer"]);
        let visitor = world.visitor(org);
        assert!(matches!(activity::feed(&world.cx, &visitor, &all).await, Err(Error::Forbidden)));
    }

    async fn tells_of_tasks_as_leads_and_agendas_do(world: World) {
        let cast = Cast::of(&world).await;
        let other = world.member(&cast.owner, Role::Agent).await;
        let lead = store(&world, &cast.owner, "Henrik", |_| {}).await;
        added(&world, &cast.agent, &for_lead(lead, input("Send the offer", "2030-06-03T09:30"))).await;
        added(&world, &cast.agent, &input("Order signs", "2030-06-03T09:30")).await;
        let given = for_member(&cast.agent, for_lead(lead, input("Call again", "2030-06-03T10:30")));
        added(&world, &cast.owner, &given).await;
        let titles = async |by: &Actor, query: &FeedQuery| -> Vec<String> {
            let page = feed(&world, by, query).await;
            let title = |entry: &FeedEntry| match &entry.entry.event {
                EventKind::TaskCreated { title, .. } => title.clone(),
                other => other.name().to_owned(),
            };
            page.entries.iter().map(title).collect()
        };
        let of_agent = query(&id_of(&cast.agent).to_string(), "");
        for all in [FeedQuery::default(), query("", "tasks")] {
            assert_eq!(titles(&cast.owner, &all).await, ["Call again", "Order signs", "Send the offer"]);
            assert_eq!(titles(&cast.agent, &all).await, ["Call again", "Order signs", "Send the offer"]);
            assert_eq!(titles(&other, &all).await, ["Call again", "Send the offer"], "{all:?}");
            assert_eq!(titles(&cast.viewer, &all).await, ["Call again", "Send the offer"], "{all:?}");
        }
        assert_eq!(titles(&cast.owner, &of_agent).await, ["Order signs", "Send the offer"]);
        assert_eq!(titles(&other, &of_agent).await, ["Send the offer"]);
        let newest = &feed(&world, &other, &query("", "tasks")).await.entries[0];
        assert_eq!(newest.entry.names, ["Test Agent"]);
        assert_eq!(newest.about, Some(About::Lead { id: lead, name: "Henrik".into() }));
    }

    async fn tells_of_duty_and_of_who_is_named(world: World) {
        let cast = Cast::of(&world).await;
        let lead = store(&world, &cast.owner, "Henrik", |_| {}).await;
        let note = ActivityInput {
            kind: "note".into(), outcome: String::new(), body: "@Test Agent please call".into(), key: "note-key-1".into(),
        };
        domain::leads::log_activity(&world.cx, &cast.owner, lead, &note).await.unwrap();
        let settings = DutyInput { default_minutes: "15".into(), ..DutyInput::default() };
        duty::save(&world.cx, &cast.owner, &settings).await.unwrap();
        duty::set_away(&world.cx, &cast.owner, id_of(&cast.agent), true).await.unwrap();
        world.clock.advance(chrono::TimeDelta::minutes(20));
        duty::watch(&world.cx, world.request()).await.unwrap();

        let all = FeedQuery::default();
        let for_owner = ["lead.deadline_missed", "member.away_changed", "duty.changed", "lead.note_added"];
        assert_eq!(told(&world, &cast.owner, &all).await, for_owner);
        let page = feed(&world, &cast.viewer, &all).await;
        let names: Vec<&str> = page.entries.iter().map(|entry| entry.entry.event.name()).collect();
        assert_eq!(names, ["lead.deadline_missed", "member.away_changed", "lead.note_added"]);
        let [missed, away, note] = &page.entries[..] else { panic!("three entries") };
        assert_eq!((&missed.entry.actor, missed.about.is_some()), (&TimelineActor::Empire, true));
        assert_eq!(away.entry.names, ["Test Agent"]);
        assert_eq!(note.entry.names, ["Test Agent"]);
        assert_eq!(told(&world, &cast.viewer, &query("", "members")).await, ["member.away_changed"]);
        assert_eq!(told(&world, &cast.viewer, &query("", "assignments")).await, ["lead.deadline_missed"]);
    }

    async fn tells_nothing_of_deleted_leads_until_they_are_restored(world: World) {
        let cast = Cast::of(&world).await;
        let (jon, john) = jon_and_john(&world, &cast).await;
        let other = store(&world, &cast.owner, "Ana", |_| {}).await;
        log(&world, &cast.agent, other, "").await;
        let merged = merged(&world, &cast.owner).await;
        assert_eq!(merged.lead, Some(john), "the newer stays");
        let all = FeedQuery::default();
        let before = feed(&world, &cast.viewer, &all).await;
        let about = |lead| before.entries.iter().filter(|entry| matches!(&entry.about, Some(About::Lead { id, .. }) if *id == lead)).count();
        assert!(about(jon) > 0 && about(john) > 0);

        delete(&world.cx, &cast.owner, john).await.unwrap();
        for (query, names) in [
            (all.clone(), &["lead.deleted", "lead.note_added"][..]),
            (query(&id_of(&cast.agent).to_string(), ""), &["lead.note_added"]),
            (query("", "calls"), &[]),
            (query("", "leads"), &["lead.deleted"]),
        ] {
            assert_eq!(told(&world, &cast.owner, &query).await, names, "{query:?}");
        }
        assert_eq!(feed(&world, &cast.owner, &all).await.entries[0].about, Some(About::GoneLead));
        restore(&world.cx, &cast.owner, john).await.unwrap();
        let after = feed(&world, &cast.viewer, &all).await;
        assert_eq!(after.entries.len(), before.entries.len() + 2, "that it was deleted and restored");
    }

    async fn narrows_to_a_member_and_to_a_kind(world: World) {
        let cast = Cast::of(&world).await;
        let lead = store(&world, &cast.owner, "Henrik", |_| {}).await;
        give(&world, &cast.owner, lead, Some(&cast.agent)).await;
        log(&world, &cast.agent, lead, "no_answer").await;
        log(&world, &cast.owner, lead, "voicemail").await;
        log(&world, &cast.agent, lead, "").await;
        step(&world, &cast.agent, lead, "contacted").await;
        let agent = id_of(&cast.agent).to_string();
        assert_eq!(
            told(&world, &cast.viewer, &query(&agent, "")).await,
            ["lead.status_changed", "lead.note_added", "lead.call_logged"]
        );
        assert_eq!(told(&world, &cast.viewer, &query(&agent, "calls")).await, ["lead.call_logged"]);
        assert_eq!(told(&world, &cast.viewer, &query("", "calls")).await, ["lead.call_logged", "lead.call_logged"]);
        assert_eq!(told(&world, &cast.viewer, &query("", "assignments")).await, ["lead.assigned"]);
        // What somebody did stays theirs after they left.
        members::remove(&world.cx, &cast.owner, id_of(&cast.agent)).await.unwrap();
        let page = feed(&world, &cast.viewer, &query(&agent, "notes")).await;
        assert_eq!(page.entries[0].entry.actor, TimelineActor::Member { name: "Test Agent".into() });

        for text in [id_of(&cast.stranger).to_string(), "x".to_owned()] {
            let answer = activity::feed(&world.cx, &cast.owner, &query(&text, "")).await;
            assert!(matches!(answer, Err(Error::NotFound(_))), "{text}");
        }
        assert_eq!(path(activity::feed(&world.cx, &cast.owner, &query("", "shoes")).await), "group");
        for older in ["x", "1", "1-2-3"] {
            let query = FeedQuery { older: older.to_owned(), ..FeedQuery::default() };
            assert_eq!(path(activity::feed(&world.cx, &cast.owner, &query).await), "older", "{older}");
        }
    }

    async fn pages_neither_lose_nor_double(world: World) {
        let cast = Cast::of(&world).await;
        let lead = store(&world, &cast.owner, "Henrik", |_| {}).await;
        let other = store(&world, &cast.owner, "Ana", |_| {}).await;
        let foreign = store(&world, &cast.stranger, "Foreign", |_| {}).await;
        for round in 0..60 {
            log(&world, &cast.agent, lead, "").await;
            log(&world, &cast.agent, if round % 2 == 0 { lead } else { other }, "no_answer").await;
            if round % 4 == 0 {
                log(&world, &cast.owner, other, "").await;
                log(&world, &cast.stranger, foreign, "").await;
            }
        }
        let log: Vec<_> = world.events(cast.owner.org()).await.into_iter().rev().collect();
        assert_eq!(log.len(), 135);
        let agent = id_of(&cast.agent).to_string();
        for (query, sizes) in [
            (FeedQuery::default(), vec![50, 50, 35]),
            (query(&agent, ""), vec![50, 50, 20]),
            (query("", "notes"), vec![50, 25]),
            (query(&agent, "notes"), vec![50, 10]),
            // A group of many kinds of which only one happened.
            (query("", "settings"), vec![0]),
        ] {
            let (entries, seen) = pages(&world, &cast.owner, &query).await;
            assert_eq!(seen, sizes, "{query:?}");
            let wanted = log.iter().filter(|event| {
                let by_agent = event.actor_id == Some(id_of(&cast.agent).uuid());
                (query.member.is_empty() || by_agent)
                    && (query.group.is_empty() || query.group == "notes" && event.kind == "lead.note_added")
            });
            let wanted: Vec<_> = wanted.map(|event| event.id).collect();
            let found: Vec<_> = entries.iter().map(|entry| entry.entry.id.uuid()).collect();
            assert_eq!(found, wanted, "{query:?}");
        }
    }
}
