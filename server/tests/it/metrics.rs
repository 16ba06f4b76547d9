//! What Prometheus is told, and that the public address tells nothing.

use crate::harness::{Program, read};
use axum::body::Body;
use axum::http::{Request, StatusCode};
use domain::forms::drafts::NoticeAbandoned;
use domain::jobs::{self, Cause, Options, WorkerOptions};
use testkit::{World, on_both_databases};
use tower::ServiceExt as _;

async fn scraped(program: &Program) -> String {
    let router = server::metrics::router(program.world.cx.clone(), server::metrics::record().unwrap());
    let request = Request::get("/metrics").body(Body::empty()).unwrap();
    let answer = read(router.oneshot(request).await.unwrap()).await;
    assert_eq!(answer.status, StatusCode::OK);
    assert!(answer.header("content-type").starts_with("text/plain; version=0.0.4"));
    answer.text
}

on_both_databases! {
    async fn the_public_address_tells_nothing(world: World) {
        let program = Program::new(world);
        let dana = program.found("Juniper Homes", "dana@juniper.example").await;
        assert_eq!(program.get("/metrics", "").await.status, StatusCode::NOT_FOUND);
        assert_eq!(program.get("/metrics", &dana.cookie).await.status, StatusCode::NOT_FOUND);
    }

    async fn requests_jobs_and_pools_are_told(world: World) {
        server::metrics::record().unwrap();
        let program = Program::new(world);
        let dana = program.found("Juniper Homes", "dana@juniper.example").await;
        program.get("/livez", "").await;
        program.get("/leads/lead_00000000000000000000000000", &dana.cookie).await;
        program.get("/no/such/secret", &dana.cookie).await;

        let cx = program.world.cx.clone();
        let job = |idle_minutes| {
            let cx = cx.clone();
            async move {
                let (context, cause) = (cx.clone(), Cause::system(shared::RequestId::from_uuid(cx.new_id())));
                let job = NoticeAbandoned { idle_minutes };
                cx.write(move |tx| {
                    Box::pin(async move { jobs::enqueue(&context, tx, &cause, &job, &Options::default()).await })
                }).await.unwrap()
            }
        };
        job(30).await;
        let waiting = scraped(&program).await;
        for line in [
            "empire_jobs{queue=\"default\",kind=\"forms.notice_abandoned\",state=\"available\"} 1\n",
            "empire_jobs_oldest_waiting_seconds{queue=\"default\"} 0.000\n",
            "empire_database_up 1\n",
            "empire_build_info{version=\"",
            "use=\"idle\"",
            "empire_http_requests_total{method=\"GET\",route=\"/livez\",status=\"200\"}",
            "route=\"/leads/{id}\",status=\"404\"",
            "empire_http_request_seconds_bucket{method=\"GET\",route=\"/livez\",le=\"0.005\"}",
        ] {
            assert!(waiting.contains(line), "{line} is missing in\n{waiting}");
        }
        assert!(!waiting.contains("/no/such/secret"), "an address became a label:\n{waiting}");

        let done = async {
            loop {
                if jobs::totals(&cx).await.unwrap().is_empty() {
                    return;
                }
                tokio::time::sleep(std::time::Duration::from_millis(20)).await;
            }
        };
        let worker = jobs::Worker::run(cx.clone(), program.state.registry.clone(), WorkerOptions::named("tester"), done);
        tokio::time::timeout(std::time::Duration::from_mins(1), worker).await.unwrap();
        let after = scraped(&program).await;
        assert!(!after.contains("state=\"available\""), "a figure that is gone stays behind:\n{after}");
        for line in [
            "empire_job_runs_total{queue=\"default\",kind=\"forms.notice_abandoned\",outcome=\"done\"}",
            "empire_job_run_seconds_count{queue=\"default\",kind=\"forms.notice_abandoned\"}",
            "empire_job_pickup_seconds_bucket{queue=\"default\",le=\"60\"}",
        ] {
            assert!(after.contains(line), "{line} is missing in\n{after}");
        }
    }
}

#[test]
fn every_kind_of_job_can_be_checked_in_the_browser() {
    let checked: Vec<&str> = shared::jobs::payloads::kinds().collect();
    for kind in server::worker::registry().kinds() {
        assert!(checked.contains(&kind), "shared::jobs::payloads does not know {kind}");
    }
}
