//! What admins see and may do, and what others do not.

use super::{Parcel, claim, claim_one, ends, enqueue, letter, retry, row, send, state};
use chrono::TimeDelta;
use domain::jobs::{self, Cause, Options, Outcome, Registry, Unique};
use domain::{Actor, Error};
use serde_json::json;
use shared::JobId;
use shared::jobs::{AttemptOutcome, JobQuery, JobState};
use shared::roles::Role;
use testkit::{World, on_both_databases};

fn registry() -> Registry {
    Registry::new().with::<super::Letter>().with::<Parcel>()
}

async fn listed(world: &World, actor: &Actor, query: JobQuery) -> Vec<JobId> {
    let page = jobs::list(&world.cx, actor, &query).await.unwrap();
    page.items.into_iter().map(|job| job.id).collect()
}

on_both_databases! {
    async fn a_list_is_filtered_and_paged(world: World) {
        let owner = world.found_org("Juniper Homes").await;
        let mut all = Vec::new();
        for _ in 0..5 {
            all.push(send(&world, &owner, "Dana").await);
        }
        all.push(enqueue(&world.cx, &Cause::of(&owner), &Parcel { weight: 1 }, Options::default()).await);
        all.reverse();
        assert_eq!(listed(&world, &owner, JobQuery::default()).await, all);
        let parcels = JobQuery { queue: Some("parcels".into()), ..JobQuery::default() };
        assert_eq!(listed(&world, &owner, parcels).await, all[..1]);
        let kind = JobQuery { kind: Some("letters.send".into()), ..JobQuery::default() };
        assert_eq!(listed(&world, &owner, kind).await, all[1..]);

        let mut pages = Vec::new();
        let mut query = JobQuery { limit: Some(4), ..JobQuery::default() };
        loop {
            let page = jobs::list(&world.cx, &owner, &query).await.unwrap();
            pages.push(page.items.iter().map(|job| job.id).collect::<Vec<_>>());
            query.after = page.next;
            if query.after.is_none() {
                break;
            }
        }
        assert_eq!(pages, [&all[..4], &all[4..]]);
        let odd = JobQuery { kind: Some("a\0b".into()), ..JobQuery::default() };
        assert!(listed(&world, &owner, odd).await.is_empty());
        query.after = Some("lead_1".into());
        assert!(matches!(jobs::list(&world.cx, &owner, &query).await, Err(Error::Invalid(_))));

        let job = claim(&world, 1).await.remove(0);
        assert!(ends(&world, &job, Outcome::Dead { error: "never".into() }).await);
        for (state, count) in [(JobState::Dead, 1), (JobState::Available, 5), (JobState::Completed, 0)] {
            let query = JobQuery { state: Some(state), ..JobQuery::default() };
            assert_eq!(listed(&world, &owner, query).await.len(), count, "{state:?}");
        }
    }

    async fn one_job_with_all_its_runs(world: World) {
        let owner = world.found_org("Juniper Homes").await;
        let event = shared::EventId::from_uuid(world.cx.new_id());
        let cause = Cause::of(&owner).event(event);
        let id = enqueue(&world.cx, &cause, &letter("Dana"), Options::default()).await;
        let job = claim_one(&world).await;
        assert!(ends(&world, &job, retry(world.cx.now(), "no route")).await);
        jobs::promote(&world.cx, 10).await.unwrap();
        let job = claim_one(&world).await;
        let detail = jobs::get(&world.cx, &owner, id).await.unwrap();
        assert_eq!(detail.attempts.last().unwrap().outcome, AttemptOutcome::Running);
        assert!(ends(&world, &job, Outcome::Done).await);
        let detail = jobs::get(&world.cx, &owner, id).await.unwrap();
        let runs: Vec<_> = detail.attempts.iter().map(|run| (run.attempt, run.outcome, run.error.as_deref())).collect();
        assert_eq!(runs, [(1, AttemptOutcome::Failed, Some("no route")), (2, AttemptOutcome::Completed, None)]);
        assert_eq!(detail.payload, json!({"to": "Dana"}));
        assert_eq!((detail.cause.request, detail.cause.event), (owner.request(), Some(event)));
        assert_eq!(detail.attempts[0].worker, "tester");
    }

    async fn an_overview_counts_by_queue_and_kind(world: World) {
        let owner = world.found_org("Juniper Homes").await;
        world.found_org("Somebody Else").await;
        let begin = world.cx.now();
        for _ in 0..6 {
            send(&world, &owner, "Dana").await;
        }
        let later = Options { run_at: Some(begin + TimeDelta::days(1)), ..Options::default() };
        enqueue(&world.cx, &Cause::of(&owner), &letter("later"), later).await;
        enqueue(&world.cx, &Cause::of(&owner), &Parcel { weight: 1 }, Options::default()).await;
        enqueue(&world.cx, &Cause::system(world.request()), &letter("own"), Options::default()).await;
        world.clock.advance(TimeDelta::seconds(3));
        let want = jobs::Want { only: Some(vec!["letters".into()]), ..jobs::Want::up_to("w", 4) };
        let claimed = jobs::claim(&world.cx, &want).await.unwrap();
        let ended = [Outcome::Done, Outcome::Dead { error: "x".into() }, retry(begin, "y")];
        for (job, outcome) in claimed.iter().zip(ended) {
            assert!(ends(&world, job, outcome).await);
        }
        jobs::pause(&world.cx, &owner, "parcels").await.unwrap();
        let overview = jobs::overview(&world.cx, &owner).await.unwrap();
        assert_eq!((overview.at, overview.counted_seconds), (world.cx.now(), 3_600));
        let queues = overview.queues;
        let names: Vec<_> = queues.iter().map(|queue| (queue.queue.as_str(), queue.paused.is_some())).collect();
        assert_eq!(names, [("letters", false), ("parcels", true)]);
        let letters = &queues[0].kinds[0];
        assert_eq!((letters.available, letters.scheduled, letters.executing), (2, 1, 1));
        assert_eq!((letters.retryable, letters.dead, letters.oldest_waiting), (1, 1, Some(begin)));
        let hour = &letters.last_hour;
        assert_eq!((hour.done, hour.failed, hour.bad_runs), (1, 1, 2));
        assert_eq!((hour.run_p50_ms, hour.run_p99_ms), (Some(0), Some(0)));
        assert_eq!((hour.done_in_slots.len(), hour.done_in_slots.last()), (12, Some(&1)));
        assert_eq!((hour.wait_p50_ms, hour.wait_p99_ms), (Some(3_000), Some(3_000)));
        assert_eq!(queues[1].kinds[0].last_hour.wait_p50_ms, None);
        world.clock.advance(TimeDelta::hours(2));
        let later = jobs::overview(&world.cx, &owner).await.unwrap();
        assert_eq!((later.queues[0].kinds[0].last_hour.done, later.queues[0].kinds[0].last_hour.bad_runs), (0, 0));

        let totals = jobs::totals(&world.cx).await.unwrap();
        let waiting = totals.iter().find(|total| total.kind == "letters.send" && total.state == JobState::Available);
        assert_eq!(waiting.unwrap().count, 3, "metrics count the program's own jobs as well");
    }

    async fn dead_letters_are_replayed_with_another_payload(world: World) {
        let owner = world.found_org("Juniper Homes").await;
        let id = send(&world, &owner, "Dana").await;
        let replay = |payload: serde_json::Value| {
            let (cx, owner) = (world.cx.clone(), owner.clone());
            async move { jobs::replay(&cx, &owner, &registry(), id, &payload.to_string()).await }
        };
        assert!(matches!(replay(json!({"to": "Mei"})).await, Err(Error::Conflict(_))), "it waits");
        let job = claim_one(&world).await;
        assert!(ends(&world, &job, Outcome::Dead { error: "unknown".into() }).await);
        match replay(json!({"to": 7})).await {
            Err(Error::Invalid(fields)) => assert_eq!(fields[0].path, "payload.to"),
            other => panic!("{other:?}"),
        }
        match replay(json!({"to": "a\0b"})).await {
            Err(Error::Invalid(fields)) => assert_eq!(fields[0].code, "payload.nul"),
            other => panic!("{other:?}"),
        }
        match jobs::replay(&world.cx, &owner, &registry(), id, "{\"to\": ").await {
            Err(Error::Invalid(fields)) => assert_eq!((fields[0].path.as_str(), fields[0].code.as_str()), ("payload", "payload.syntax")),
            other => panic!("{other:?}"),
        }
        assert_eq!(state(&world, id).await, "dead");
        replay(json!({"to": "Mei"})).await.unwrap();
        let job = claim_one(&world).await;
        assert_eq!((job.lease.attempt, &job.payload), (1, &json!({"to": "Mei"})));
        let unknown = jobs::replay(&world.cx, &owner, &Registry::new(), id, "{}").await;
        assert!(matches!(unknown, Err(Error::Invalid(_))));
        assert_eq!(world.event_names(owner.org()).await, ["job.replayed"]);
        let event = &world.events(owner.org()).await[0];
        assert_eq!((event.subject_kind.as_str(), event.subject_id), ("job", id.uuid()));
        assert_eq!(event.actor_id, owner.member_id().map(shared::MemberId::uuid));
    }

    async fn a_retry_respects_what_is_unique(world: World) {
        let owner = world.found_org("Juniper Homes").await;
        let live = || Options { unique: Some(Unique::Live), ..Options::default() };
        let id = enqueue(&world.cx, &Cause::of(&owner), &letter("Dana"), live()).await;
        let job = claim_one(&world).await;
        assert!(ends(&world, &job, Outcome::Dead { error: "x".into() }).await);
        let next = enqueue(&world.cx, &Cause::of(&owner), &letter("Dana"), live()).await;
        assert_ne!(next, id);
        assert!(matches!(jobs::retry(&world.cx, &owner, id).await, Err(Error::Conflict(_))));
        jobs::cancel(&world.cx, &owner, next).await.unwrap();
        jobs::retry(&world.cx, &owner, id).await.unwrap();
        assert_eq!((state(&world, id).await.as_str(), row(&world, id).await.attempt), ("available", 0));
    }

    async fn a_waiting_retry_is_brought_forward(world: World) {
        let owner = world.found_org("Juniper Homes").await;
        let id = send(&world, &owner, "Dana").await;
        let job = claim_one(&world).await;
        assert!(ends(&world, &job, retry(world.cx.now() + TimeDelta::hours(3), "x")).await);
        jobs::retry(&world.cx, &owner, id).await.unwrap();
        assert_eq!(claim_one(&world).await.lease.attempt, 2, "it goes on with its attempts");
        assert!(matches!(jobs::retry(&world.cx, &owner, id).await, Err(Error::Conflict(_))), "it runs");
    }

    async fn others_see_and_do_nothing(world: World) {
        let owner = world.found_org("Juniper Homes").await;
        let stranger = world.found_org("Somebody Else").await;
        let id = send(&world, &owner, "Dana").await;
        let own = enqueue(&world.cx, &Cause::system(world.request()), &letter("own"), Options::default()).await;
        for (actor, job) in [(&stranger, id), (&owner, own)] {
            assert!(matches!(jobs::get(&world.cx, actor, job).await, Err(Error::NotFound(_))));
            assert!(matches!(jobs::retry(&world.cx, actor, job).await, Err(Error::NotFound(_))));
            assert!(matches!(jobs::cancel(&world.cx, actor, job).await, Err(Error::NotFound(_))));
            let replay = jobs::replay(&world.cx, actor, &registry(), job, r#"{"to": "x"}"#).await;
            assert!(matches!(replay, Err(Error::NotFound(_))));
        }
        assert_eq!(listed(&world, &owner, JobQuery::default()).await, [id]);
        assert!(listed(&world, &stranger, JobQuery::default()).await.is_empty());
        assert!(jobs::overview(&world.cx, &stranger).await.unwrap().queues.is_empty());

        let admin = world.member(&owner, Role::Admin).await;
        assert!(jobs::get(&world.cx, &admin, id).await.is_ok());
        for role in [Role::Manager, Role::Agent, Role::Viewer] {
            let actor = world.member(&owner, role).await;
            let refused = [
                jobs::get(&world.cx, &actor, id).await.err(),
                jobs::list(&world.cx, &actor, &JobQuery::default()).await.err(),
                jobs::overview(&world.cx, &actor).await.err(),
                jobs::retry(&world.cx, &actor, id).await.err(),
                jobs::cancel(&world.cx, &actor, id).await.err(),
                jobs::replay(&world.cx, &actor, &registry(), id, r#"{"to": "x"}"#).await.err(),
                jobs::pause(&world.cx, &actor, "letters").await.err(),
                jobs::resume(&world.cx, &actor, "letters").await.err(),
            ];
            assert!(refused.iter().all(|error| matches!(error, Some(Error::Forbidden))), "{refused:?}");
        }
        assert!(world.events(owner.org()).await.is_empty());
    }
}
