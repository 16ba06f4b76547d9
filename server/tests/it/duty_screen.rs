//! What the screen of duty says before any script runs, and the form of a member who is away.

use crate::harness::{Program, read};
use axum::body::Body;
use axum::http::{Method, Request, StatusCode, header};
use shared::duty::{DutyInput, RuleInput, TierInput};
use testkit::{World, on_both_databases};

on_both_databases! {
    async fn the_settings_can_be_read_without_scripts(world: World) {
        let program = Program::new(world);
        let owner = program.found("Juniper Homes", "dana@juniper.example").await;
        let empty = program.get("/settings/duty", &owner.cookie).await;
        assert_eq!(empty.status, StatusCode::OK);
        for words in ["No tiers: every lead has the usual time.", "No rules: a new lead has no owner", "Dana Whitfield"] {
            assert!(empty.text.contains(words), "{words} is missing");
        }
        let input = DutyInput {
            tiers: vec![TierInput { name: "Paid ads".into(), when: "source.is(google_ads)".into(), minutes: "5".into() }],
            rules: vec![RuleInput {
                name: "Everybody".into(),
                members: vec![owner.actor.member_id().unwrap().to_string()],
                ..RuleInput::default()
            }],
            default_minutes: "20".into(),
            ..DutyInput::default()
        };
        domain::duty::save(&program.world.cx, &owner.actor, &input).await.unwrap();
        let page = program.get("/settings/duty", &owner.cookie).await;
        for words in ["Tier 1: Paid ads", "source is Google Ads", "Rule 1: Everybody", "All leads", "value=\"20\""] {
            assert!(page.text.contains(words), "{words} is missing");
        }
        assert_eq!(program.get("/settings/duty", "").await.status, StatusCode::FOUND);
    }

    async fn a_member_is_away_and_back_without_scripts(world: World) {
        let program = Program::new(world);
        let owner = program.found("Juniper Homes", "dana@juniper.example").await;
        let member = owner.actor.member_id().unwrap();
        for (away, words) in [("true", "I am back"), ("false", "I am away")] {
            let request = Request::builder()
                .method(Method::POST)
                .uri("/rpc/duty/away")
                .header(header::HOST, "empire.example")
                .header(header::ORIGIN, "https://empire.example")
                .header("sec-fetch-site", "same-origin")
                .header(header::REFERER, "https://empire.example/settings/members")
                .header(header::ACCEPT, "text/html,application/xhtml+xml")
                .header(header::COOKIE, &owner.cookie)
                .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
                .body(Body::from(format!("member={member}&away={away}")));
            let answer = read(program.send(request.unwrap()).await).await;
            assert_eq!(answer.status, StatusCode::FOUND);
            let to = answer.header("location");
            assert!(to.trim_end_matches('?').ends_with("/settings/members"), "{to}");
            let page = program.get("/settings/members", &owner.cookie).await;
            assert!(page.text.contains(words), "{words} is missing");
        }
    }
}
