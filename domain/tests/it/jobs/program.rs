//! Jobs of the program itself, who sees them, and who stopped a queue.

use super::{Letter, Parcel, claim_one, ends, enqueue, letter, send, state};
use chrono::TimeDelta;
use domain::jobs::{self, Cause, Limits, Options, Outcome, Registry};
use domain::{Actor, Error};
use shared::JobId;
use shared::jobs::JobQuery;
use shared::roles::Role;
use testkit::{World, on_both_databases};

async fn listed(world: &World, actor: &Actor, query: JobQuery) -> Vec<(JobId, bool)> {
    let page = jobs::list(&world.cx, actor, &query).await.unwrap();
    page.items.into_iter().map(|job| (job.id, job.of_program)).collect()
}

async fn of_program(world: &World) -> JobId {
    enqueue(&world.cx, &Cause::system(world.request()), &letter("own"), Options::default()).await
}

on_both_databases! {
    async fn the_only_organization_sees_the_programs_jobs(world: World) {
        let owner = world.found_org("Juniper Homes").await;
        let (first, own) = (send(&world, &owner, "Dana").await, of_program(&world).await);
        let second = send(&world, &owner, "Mei").await;
        let all = [(second, false), (own, true), (first, false)];
        assert_eq!(listed(&world, &owner, JobQuery::default()).await, all, "in one order");
        let page = |after: Option<String>| JobQuery { limit: Some(2), after, ..JobQuery::default() };
        let begin = jobs::list(&world.cx, &owner, &page(None)).await.unwrap();
        assert_eq!(begin.items.iter().map(|job| job.id).collect::<Vec<_>>(), [second, own]);
        assert_eq!(listed(&world, &owner, page(begin.next)).await, [(first, false)]);
        for state in shared::jobs::JobState::ALL {
            let query = JobQuery { state: Some(*state), ..JobQuery::default() };
            let wanted: &[_] = if *state == shared::jobs::JobState::Available { &all } else { &[] };
            assert_eq!(listed(&world, &owner, query).await, wanted, "{state:?}");
        }
        let admin = world.member(&owner, Role::Admin).await;
        let detail = jobs::get(&world.cx, &admin, own).await.unwrap();
        assert!(detail.summary.of_program);
        let overview = jobs::overview(&world.cx, &admin).await.unwrap();
        assert_eq!((overview.queues[0].kinds[0].available, overview.queues[0].kinds[0].of_program), (3, false));
        enqueue(&world.cx, &Cause::system(world.request()), &Parcel { weight: 1 }, Options::default()).await;
        let overview = jobs::overview(&world.cx, &admin).await.unwrap();
        assert!(overview.queues[1].kinds[0].of_program);

        // It can be looked at and nothing else.
        let registry = Registry::new().with::<Letter>();
        assert!(matches!(jobs::cancel(&world.cx, &owner, own).await, Err(Error::NotFound(_))));
        assert!(matches!(jobs::retry(&world.cx, &owner, own).await, Err(Error::NotFound(_))));
        let replay = jobs::replay(&world.cx, &owner, &registry, own, r#"{"to": "x"}"#).await;
        assert!(matches!(replay, Err(Error::NotFound(_))));
        assert_eq!(state(&world, own).await, "available");
        let agent = world.member(&owner, Role::Agent).await;
        assert!(matches!(jobs::get(&world.cx, &agent, own).await, Err(Error::Forbidden)));
    }

    async fn none_of_several_organizations_sees_them(world: World) {
        let owner = world.found_org("Juniper Homes").await;
        let own = of_program(&world).await;
        let cedar = world.found_org("Cedar Homes").await;
        for actor in [&owner, &cedar] {
            assert!(listed(&world, actor, JobQuery::default()).await.is_empty());
            assert!(matches!(jobs::get(&world.cx, actor, own).await, Err(Error::NotFound(_))));
            assert!(jobs::overview(&world.cx, actor).await.unwrap().queues.is_empty());
        }
    }

    async fn a_pause_says_who_and_since_when(world: World) {
        let owner = world.found_org("Juniper Homes").await;
        let admin = world.member(&owner, Role::Admin).await;
        jobs::pause(&world.cx, &owner, "parcels").await.unwrap();
        world.clock.advance(TimeDelta::minutes(5));
        let since = world.cx.now();
        jobs::pause(&world.cx, &admin, "letters").await.unwrap();
        world.clock.advance(TimeDelta::minutes(5));
        jobs::pause(&world.cx, &owner, "letters").await.unwrap();
        let queues = jobs::overview(&world.cx, &owner).await.unwrap().queues;
        let paused: Vec<_> = queues.iter().map(|queue| (queue.queue.as_str(), queue.paused.clone().unwrap())).collect();
        assert_eq!((paused[0].0, paused[0].1.at, paused[0].1.by.as_deref()), ("letters", since, Some("Test Admin")));
        assert_eq!((paused[1].0, paused[1].1.by.as_deref()), ("parcels", Some("Test Owner")));
        jobs::resume(&world.cx, &owner, "letters").await.unwrap();
        jobs::resume(&world.cx, &owner, "parcels").await.unwrap();
        assert!(jobs::overview(&world.cx, &owner).await.unwrap().queues.is_empty());

        send(&world, &owner, "Dana").await;
        jobs::configure(&world.cx, "letters", Limits { paused: true, ..Limits::default() }).await.unwrap();
        let queues = jobs::overview(&world.cx, &owner).await.unwrap().queues;
        assert_eq!((queues[0].stopped, queues[0].paused.is_some()), (true, false));
    }

    async fn an_hour_is_told_in_its_parts(world: World) {
        let owner = world.found_org("Juniper Homes").await;
        for minutes in [0, 4, 20] {
            send(&world, &owner, "Dana").await;
            let job = claim_one(&world).await;
            world.clock.advance(TimeDelta::seconds(2));
            assert!(ends(&world, &job, Outcome::Done).await);
            world.clock.advance(TimeDelta::minutes(minutes));
        }
        let overview = jobs::overview(&world.cx, &owner).await.unwrap();
        let hour = &overview.queues[0].kinds[0].last_hour;
        assert_eq!(hour.done_in_slots, [0, 0, 0, 0, 0, 0, 0, 3, 0, 0, 0, 0]);
        assert_eq!((hour.done, hour.run_p50_ms, hour.wait_p50_ms), (3, Some(2_000), Some(0)));
    }
}
