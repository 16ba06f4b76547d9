//! The timeline: words of what happened, newest first, in pages.

use super::{Cast, id_of, path, store};
use domain::leads::{assign, log_activity, timeline};
use entity::{form_versions, forms, submissions};
use sea_orm::ActiveModelTrait as _;
use sea_orm::ActiveValue::Set;
use shared::events::EventKind;
use shared::forms::seller_form;
use shared::leads::ActivityInput;
use shared::timeline::TimelineActor;
use shared::{FormId, LeadId, SubmissionId};
use testkit::{World, on_both_databases};

fn note(body: String, key: String) -> ActivityInput {
    ActivityInput { kind: "note".into(), outcome: String::new(), body, key }
}

async fn submission(world: &World, cast: &Cast, lead: LeadId) -> (FormId, SubmissionId) {
    let (db, org, now) = (world.cx.db().migrations(), cast.owner.org().uuid(), world.cx.now());
    let (form, id) = (world.cx.new_id(), world.cx.new_id());
    let definition = serde_json::to_value(seller_form("Juniper Homes")).unwrap();
    let row = forms::ActiveModel {
        kind: Set("page".to_owned()),
        org_id: Set(org),
        id: Set(form),
        slug: Set("sell".into()),
        title: Set("Sell".into()),
        definition: Set(definition.clone()),
        allowed_origins: Set(serde_json::json!([])),
        published_version: Set(Some(1)),
        created_at: Set(now),
        updated_at: Set(now),
        version: Set(1),
    };
    row.insert(db).await.unwrap();
    let row = form_versions::ActiveModel {
        org_id: Set(org),
        form_id: Set(form),
        version: Set(1),
        definition: Set(definition),
        published_at: Set(now),
        published_by: Set(None),
    };
    row.insert(db).await.unwrap();
    let row = submissions::ActiveModel {
        org_id: Set(org),
        id: Set(id),
        form_id: Set(form),
        form_version: Set(1),
        key: Set("k".into()),
        answers_hash: Set(vec![0]),
        answers: Set(serde_json::json!({ "situation": "inherited", "name": "Henrik Sandoval" })),
        attribution: Set(serde_json::json!({})),
        status: Set("accepted".into()),
        hold_reasons: Set(serde_json::json!([])),
        lead_id: Set(Some(lead.uuid())),
        draft_id: Set(None),
        host_origin: Set(None),
        ip: Set(None),
        user_agent: Set(None),
        created_at: Set(now),
        decided_at: Set(None),
        decided_by: Set(None),
    };
    row.insert(db).await.unwrap();
    (FormId::from_uuid(form), SubmissionId::from_uuid(id))
}

on_both_databases! {
    async fn says_who_did_what(world: World) {
        let cast = Cast::of(&world).await;
        let lead = store(&world, &cast.owner, "Henrik", |_| {}).await;
        let (form, sent) = submission(&world, &cast, lead).await;
        let (cx, visitor, now) = (world.cx.clone(), world.visitor(cast.owner.org()), world.cx.now());
        world
            .cx
            .write(move |tx| {
                Box::pin(async move {
                    let subject = domain::events::Subject::Lead(lead);
                    let kind = EventKind::FormSubmitted { form, submission: sent, lead: Some(lead) };
                    domain::events::append(&cx, tx, &visitor, now, subject, kind).await
                })
            })
            .await
            .unwrap();
        let (owner, agent) = (id_of(&cast.owner), id_of(&cast.agent));
        assign(&world.cx, &cast.agent, lead, Some(agent), 1).await.unwrap();
        assign(&world.cx, &cast.owner, lead, Some(owner), 2).await.unwrap();
        log_activity(&world.cx, &cast.agent, lead, &note("Looks vacant".into(), "note-0001".into())).await.unwrap();
        let page = timeline(&world.cx, &cast.viewer, lead, None).await.unwrap();
        let told: Vec<_> = page.entries.iter().map(|entry| entry.event.name()).collect();
        assert_eq!(told, ["lead.note_added", "lead.assigned", "lead.assigned", "form.submitted"]);
        let [noted, given, taken, sent] = &page.entries[..] else { panic!("four entries") };
        assert_eq!(noted.body.as_deref(), Some("Looks vacant"));
        assert_eq!(noted.actor, TimelineActor::Member { name: "Test Agent".into() });
        assert_eq!(given.names, ["Test Agent", "Test Owner"]);
        assert_eq!(taken.names, ["Test Agent"]);
        assert_eq!(sent.actor, TimelineActor::Visitor);
        let answers = [("Why are you selling?", "I inherited it"), ("Your name", "Henrik Sandoval")];
        assert_eq!(sent.answers, answers.map(|(q, a)| (q.to_owned(), a.to_owned())));
        assert_eq!(page.older, None);
    }

    async fn pages_hold_fifty_and_never_overlap(world: World) {
        let cast = Cast::of(&world).await;
        let lead = store(&world, &cast.owner, "Henrik", |_| {}).await;
        let other = store(&world, &cast.owner, "Ana", |_| {}).await;
        for index in 0..120 {
            let input = note(format!("Note {index}"), format!("note-{index:04}"));
            log_activity(&world.cx, &cast.agent, lead, &input).await.unwrap();
        }
        log_activity(&world.cx, &cast.agent, other, &note("Elsewhere".into(), "note-else".into())).await.unwrap();
        let (mut bodies, mut sizes, mut older) = (Vec::new(), Vec::new(), None::<String>);
        loop {
            let page = timeline(&world.cx, &cast.agent, lead, older.as_deref()).await.unwrap();
            sizes.push(page.entries.len());
            bodies.extend(page.entries.into_iter().filter_map(|entry| entry.body));
            older = page.older;
            if older.is_none() {
                break;
            }
        }
        assert_eq!(sizes, [50, 50, 20]);
        let expected: Vec<String> = (0..120).rev().map(|index| format!("Note {index}")).collect();
        assert_eq!(bodies, expected);
        for wrong in ["", "x", "1", "1-2-3", "a-b"] {
            assert_eq!(path(timeline(&world.cx, &cast.agent, lead, Some(wrong)).await), "older", "{wrong}");
        }
    }
}
