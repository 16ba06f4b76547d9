//! What comes in after a merge finds the one who stays, and what was there before is read through it.

use super::{HOUSE, add, jon_and_john, lead, log, merged, preview, split};
use crate::leads::{Cast, stored};
use domain::intake::{Intake, Submission};
use domain::{Actor, Peer, home, leads, tags};
use entity::{consents, lead_touches};
use sea_orm::ActiveValue::Set;
use sea_orm::{ActiveModelTrait as _, ConnectionTrait as _, DatabaseBackend, Statement};
use shared::LeadId;
use shared::attribution::Attribution;
use shared::contacts::Channel;
use shared::fields::Noun;
use shared::leads::{TagChange, TouchKind};
use testkit::{World, on_both_databases};

async fn touch(world: &World, actor: &Actor, lead: LeadId, kind: &str, gclid: &str) {
    lead_touches::ActiveModel {
        org_id: Set(actor.org().uuid()),
        id: Set(world.cx.new_id()),
        lead_id: Set(lead.uuid()),
        kind: Set(kind.into()),
        source: Set("google_ads".into()),
        touch: Set(serde_json::json!({ "gclid": gclid })),
        created_at: Set(world.cx.now()),
    }
    .insert(world.cx.db().migrations())
    .await
    .unwrap();
}

async fn consent(world: &World, actor: &Actor, lead: LeadId, granted: bool) {
    consents::ActiveModel {
        org_id: Set(actor.org().uuid()),
        id: Set(world.cx.new_id()),
        contact_id: Set(stored(world, lead).await.contact_id),
        submission_id: Set(None),
        channel: Set("sms".into()),
        granted: Set(granted),
        text: Set("May we text you?".into()),
        text_version: Set(1),
        ip: Set(None),
        user_agent: Set(None),
        at: Set(world.cx.now()),
    }
    .insert(world.cx.db().migrations())
    .await
    .unwrap();
}

/// Filters and counts are answered from the index alone; a look at each row would make lists many times slower.
#[test]
fn what_lists_leave_out_costs_them_nothing() {
    testkit::run(async {
        let world = World::sqlite().await;
        for (index, more) in [
            ("leads_filter", "status IN ('new') AND source IN ('website')"),
            ("leads_created", "created_at > '2026'"),
            ("leads_waiting", "waiting_until > '2026'"),
        ] {
            let sql = format!(
                "EXPLAIN QUERY PLAN SELECT count(*) FROM leads INDEXED BY {index} \
                 WHERE org_id = x'00' AND set_aside = false AND {more}"
            );
            let statement = Statement::from_string(DatabaseBackend::Sqlite, sql);
            let row = world.cx.db().read().query_one_raw(statement).await.unwrap().unwrap();
            let plan: String = row.try_get("", "detail").unwrap();
            assert!(plan.contains(&format!("USING COVERING INDEX {index}")), "{plan}");
        }
    });
}

on_both_databases! {
    async fn a_submission_finds_the_one_who_stays(world: World) {
        let cast = Cast::of(&world).await;
        let (jon, john) = jon_and_john(&world, &cast).await;
        let form = world.form(&cast.owner, "sell").await;
        let intake = Intake::start(world.cx.clone());
        let merge = merged(&world, &cast.owner).await;
        let send = async |key: &str| {
            let mut answers = testkit::seller_answers();
            answers.extend(testkit::answers([
                ("address.street", HOUSE),
                ("name", "Jon Smith"),
                ("phone", "512 555 0101"),
                ("email", "jon@example.com"),
            ]));
            let submission = Submission {
                key: key.into(),
                answers,
                attribution: Attribution::default(),
                host_origin: None,
                peer: Peer::default(),
                request: world.request(),
                draft: None,
                hold: Vec::new(),
            };
            intake.submit(&form, submission).await.unwrap()
        };
        let receipt = send("key-00001").await;
        assert_eq!((receipt.lead, receipt.joined), (Some(john), true));
        // By hand as well.
        let added = add(&world, &cast.agent, lead("Jon Smith", "", "jon@example.com", "")).await;
        let stays = leads::get(&world.cx, &cast.agent, john).await.unwrap().contact;
        assert_eq!(leads::get(&world.cx, &cast.agent, added).await.unwrap().contact.id, stays.id);

        split(&world, &cast.owner, merge.id).await;
        let receipt = send("key-00002").await;
        assert_eq!(receipt.lead, Some(jon));
    }

    async fn a_way_that_stayed_behind_still_leads_to_the_one_who_stays(world: World) {
        let cast = Cast::of(&world).await;
        let (_, john) = jon_and_john(&world, &cast).await;
        let preview = preview(&world, &cast.owner).await;
        let mut input = preview.proposal();
        input.take.retain(|key, _| !key.starts_with("email-"));
        domain::merges::merge(&world.cx, &cast.owner, preview.pair.id, &input).await.unwrap();
        let stays = leads::get(&world.cx, &cast.agent, john).await.unwrap().contact;
        assert!(stays.emails.is_empty());
        let added = add(&world, &cast.agent, lead("Jon Smith", "", "jon@example.com", "")).await;
        let contact = leads::get(&world.cx, &cast.agent, added).await.unwrap().contact;
        assert_eq!((contact.id, contact.emails.len()), (stays.id, 1));
    }

    async fn touches_consents_figures_and_tags_are_those_of_one(world: World) {
        let cast = Cast::of(&world).await;
        let (jon, john) = jon_and_john(&world, &cast).await;
        for (lead, kind, gclid) in [(jon, "first", "a"), (jon, "last", "b"), (john, "first", "c"), (john, "last", "d")] {
            world.clock.advance(chrono::TimeDelta::seconds(1));
            touch(&world, &cast.owner, lead, kind, gclid).await;
        }
        consent(&world, &cast.owner, john, true).await;
        world.clock.advance(chrono::TimeDelta::seconds(1));
        consent(&world, &cast.owner, jon, false).await;
        for lead in [jon, john] {
            let change = TagChange { add: vec!["Hot".into()], remove: Vec::new() };
            leads::change_tags(&world.cx, &cast.agent, lead, Noun::Lead, &change).await.unwrap();
        }
        let created = async || {
            let home = home::get(&world.cx, &cast.owner).await.unwrap();
            home.figures.iter().map(|figure| figure.value).next().unwrap()
        };
        assert_eq!(created().await, 2);
        let merge = merged(&world, &cast.owner).await;
        let lead = leads::get(&world.cx, &cast.viewer, john).await.unwrap();
        let touches: Vec<(TouchKind, Option<&str>)> =
            lead.touches.iter().map(|touch| (touch.kind, touch.touch.gclid.as_deref())).collect();
        assert_eq!(touches, [(TouchKind::First, Some("a")), (TouchKind::Last, Some("d"))]);
        assert_eq!(lead.contact.consents.len(), 2);
        assert!(!lead.contact.consent(Channel::Sms).unwrap().granted, "the newest word counts");
        assert_eq!(created().await, 1);
        assert_eq!(tags::list(&world.cx, &cast.owner).await.unwrap()[0].leads, 1);
        log(&world, &cast.agent, john, "note", "", "Still one").await;

        split(&world, &cast.owner, merge.id).await;
        assert_eq!(leads::get(&world.cx, &cast.viewer, jon).await.unwrap().touches.len(), 2);
        assert_eq!(leads::get(&world.cx, &cast.viewer, john).await.unwrap().contact.consents.len(), 1);
        assert_eq!(created().await, 2);
    }
}
