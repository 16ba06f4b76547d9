//! Old payloads go, lost ones are found.

use super::*;
use chrono::TimeDelta;
use domain::jobs::{self, Cause, Options};
use entity::source_drops;
use shared::sources::RefusedReason;
use testkit::on_both_databases;

async fn tidy(world: &World) {
    let (cx, cause) = (world.cx.clone(), Cause::system(world.request()));
    let done = world.cx.write(move |tx| {
        Box::pin(
            async move { jobs::enqueue(&cx, tx, &cause, &Tidy { keep_days: 30 }, &Options::default()).await },
        )
    });
    done.await.unwrap();
    work(world).await;
}

on_both_databases! {
    async fn payloads_are_kept_for_thirty_days(world: World) {
        let owner = world.found_org("Juniper Homes").await;
        let partner = partner(&world, &owner, Verification::StandardWebhooks).await;
        let secret = partner.secret.clone().unwrap();
        sources::save_mapping(&world.cx, &owner, partner.id, 0, &mapping()).await.unwrap();
        accepted(send(&world, &partner, signed(&world, &secret, "msg_1", &otis().to_string())).await);
        for _ in 0..21 {
            send(&world, &partner, request(&world, "{}", &[])).await;
        }
        work(&world).await;
        sources::rotate(&world.cx, &owner, partner.id, "").await.unwrap();
        world.clock.advance(TimeDelta::days(29));
        tidy(&world).await;
        assert_eq!(rows(&world).await.len(), 21);
        world.clock.advance(TimeDelta::days(3));
        tidy(&world).await;
        assert_eq!((rows(&world).await.len(), count_leads(&world).await), (0, 1));
        assert_eq!(source_drops::Entity::find().count(world.cx.db().read()).await.unwrap(), 0);
        let row = entity::sources::Entity::find().one(world.cx.db().read()).await.unwrap().unwrap();
        assert_eq!((row.previous_secret, row.previous_until), (None, None));
    }

    async fn a_payload_without_its_job_is_seen(world: World) {
        let owner = world.found_org("Juniper Homes").await;
        let partner = partner(&world, &owner, Verification::SecretPath).await;
        sources::save_mapping(&world.cx, &owner, partner.id, 0, &mapping()).await.unwrap();
        let id = accepted(post(&world, &partner, &otis()).await);
        // Somebody cancelled it in the queue.
        let job = job_rows::Entity::find().one(world.cx.db().read()).await.unwrap().unwrap();
        jobs::cancel(&world.cx, &owner, shared::JobId::from_uuid(job.id)).await.unwrap();
        tidy(&world).await;
        assert_eq!(states(&world).await, [InboundState::Received], "it may still come");
        world.clock.advance(TimeDelta::minutes(5));
        tidy(&world).await;
        let summary = seen(&world, &owner, id).await;
        assert_eq!(summary.refusal.unwrap().reason, RefusedReason::Failed);
        assert!(summary.replayable);
        sources::replay(&world.cx, &owner, id).await.unwrap();
        work(&world).await;
        assert_eq!(count_leads(&world).await, 1);
    }
}
