//! From events to deliveries, in one transaction.

use super::{URL, deliveries, endpoint, happen, lead, lead_created};
use domain::events::{NewEvent, Subject};
use domain::webhooks;
use entity::jobs as job_rows;
use sea_orm::EntityTrait as _;
use shared::events::EventKind;
use shared::roles::Role;
use testkit::{World, on_both_databases};

async fn jobs(world: &World) -> Vec<job_rows::Model> {
    let rows = job_rows::Entity::find().all(world.cx.db().read()).await.unwrap();
    rows.into_iter().filter(|row| row.kind == "webhooks.deliver").collect()
}

on_both_databases! {
    async fn a_delivery_exists_if_and_only_if_its_event_does(world: World) {
        let owner = world.found_org("Juniper Homes").await;
        let created = endpoint(&world, &owner, URL, &[]).await;
        happen(&world, vec![lead_created(&world, &owner)], false).await;
        assert!(deliveries(&world).await.is_empty() && jobs(&world).await.is_empty());

        lead(&world, &owner).await;
        let (rows, jobs) = (deliveries(&world).await, jobs(&world).await);
        let event = world.events(owner.org()).await.pop().unwrap();
        assert_eq!((rows.len(), jobs.len()), (1, 1));
        assert_eq!((rows[0].event_id, rows[0].job_id), (event.id, Some(jobs[0].id)));
        assert_eq!(jobs[0].queue, format!("webhooks.{}", created.id));
        assert_eq!((jobs[0].cause_event, jobs[0].cause_request), (Some(event.id), event.correlation_id));
    }

    async fn endpoints_get_what_they_want_and_nothing_internal(world: World) {
        let owner = world.found_org("Juniper Homes").await;
        let other = world.found_org("Somebody Else").await;
        let member = owner.member_id().unwrap();
        let all = endpoint(&world, &owner, URL, &[]).await.id.uuid();
        let leads = endpoint(&world, &owner, URL, &["lead.created", "lead.assigned"]).await.id.uuid();
        let forms = endpoint(&world, &owner, URL, &["form.published"]).await.id.uuid();
        let off = endpoint(&world, &owner, URL, &[]).await.id;
        webhooks::disable(&world.cx, &owner, off).await.unwrap();
        let theirs = endpoint(&world, &other, URL, &[]).await.id.uuid();
        let about = |kind| NewEvent { kind, subject: Subject::Member(member), ..lead_created(&world, &owner) };
        let events = vec![
            lead_created(&world, &owner),
            about(EventKind::SessionStarted { member }),
            about(EventKind::MemberInvited { role: Role::Agent }),
            about(EventKind::MemberRemoved { member }),
        ];
        happen(&world, events, true).await;
        let mut got: Vec<_> =
            deliveries(&world).await.into_iter().map(|row| (row.endpoint_id, row.event_type)).collect();
        got.sort();
        let mut wanted =
            vec![(all, "lead.created".to_owned()), (all, "member.removed".to_owned()), (leads, "lead.created".to_owned())];
        wanted.sort();
        assert_eq!(got, wanted);
        assert!(![forms, theirs].iter().any(|id| got.iter().any(|(endpoint, _)| endpoint == id)));
    }

    async fn hundreds_of_events_at_once(world: World) {
        let owner = world.found_org("Juniper Homes").await;
        let other = world.found_org("Somebody Else").await;
        endpoint(&world, &owner, URL, &[]).await;
        endpoint(&world, &owner, URL, &["lead.created"]).await;
        endpoint(&world, &other, URL, &["form.published"]).await;
        let events = (0..700).map(|_| [lead_created(&world, &owner), lead_created(&world, &other)]);
        happen(&world, events.flatten().collect(), true).await;
        let rows = deliveries(&world).await;
        assert_eq!((rows.len(), jobs(&world).await.len()), (1_400, 1_400));
        assert!(rows.iter().all(|row| row.org_id == owner.org().uuid() && row.state == "waiting"));
    }
}
