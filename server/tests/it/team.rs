//! The pages of the team and of its activity, as a browser without scripts gets them.

use crate::harness::Program;
use axum::http::StatusCode;
use shared::leads::{ActivityInput, LeadInput};
use testkit::{World, on_both_databases};

on_both_databases! {
    async fn pages_are_whole_without_scripts(world: World) {
        let program = Program::new(world);
        let dana = program.found("Juniper Homes", "dana@juniper.example").await;
        let cx = &program.world.cx;
        let input = LeadInput {
            name: "Otis Granger".into(), phone: "512 555 0199".into(), key: "abcdefgh".into(), ..Default::default()
        };
        let lead = domain::leads::add(cx, &dana.actor, &input).await.unwrap();
        for index in 0..55 {
            let call = ActivityInput {
                kind: "call".into(), outcome: "no_answer".into(), body: String::new(), key: format!("call-{index:04}"),
            };
            domain::leads::log_activity(cx, &dana.actor, lead, &call).await.unwrap();
        }
        let page = program.get("/activity?kind=calls", &dana.cookie).await;
        assert_eq!(page.status, StatusCode::OK);
        for part in ["called, no answer", "Otis Granger", &format!("/leads/{lead}")] {
            assert!(page.text.contains(part), "{part}");
        }
        let older = page.text.split("href=\"/activity?kind=calls&amp;older=").nth(1).and_then(|rest| rest.split('"').next());
        let older = older.expect("there is a link to what is older");
        let page = program.get(&format!("/activity?kind=calls&older={older}"), &dana.cookie).await;
        assert_eq!(page.text.matches("called, no answer").count(), 5);
        assert!(page.text.contains("Newest entries"));

        program.world.clock.advance(chrono::TimeDelta::minutes(5));
        let member = dana.actor.member_id().unwrap();
        let page = program.get("/team?period=7d&sort=calls", &dana.cookie).await;
        assert_eq!(page.status, StatusCode::OK);
        assert!(page.text.contains(&format!("/team/{member}?period=7d")), "the row opens the member");
        assert!(page.text.contains("aria-sort=\"descending\""));
        let page = program.get(&format!("/team/{member}?period=7d"), &dana.cookie).await;
        assert_eq!(page.status, StatusCode::OK);
        for part in ["Dana Whitfield", "What they did", "called, no answer", "How it is counted"] {
            assert!(page.text.contains(part), "{part}");
        }
    }

    async fn what_cannot_be_counted_is_said_where_it_was_typed(world: World) {
        let program = Program::new(world);
        let dana = program.found("Juniper Homes", "dana@juniper.example").await;
        let page = program.get("/team?from=2026-08-04&to=2026-08-01", &dana.cookie).await;
        assert_eq!(page.status, StatusCode::BAD_REQUEST);
        for part in ["Choose a last day that is not before the first.", "2026-08-04", "This month"] {
            assert!(page.text.contains(part), "{part}");
        }
        let cora = program.found("Cedar Homes", "cora@cedar.example").await;
        let theirs = cora.actor.member_id().unwrap();
        for path in [format!("/team/{theirs}"), "/team/x".to_owned(), format!("/activity?member={theirs}")] {
            assert_eq!(program.get(&path, &dana.cookie).await.status, StatusCode::NOT_FOUND, "{path}");
        }
    }
}
