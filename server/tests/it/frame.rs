//! What every request gets: an id, security headers, a session, words for what is wrong.

use crate::harness::{Program, read};
use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use shared::leads::{LeadQuery, LeadStatus, LeadViewInput, OpensFor};
use testkit::{World, on_both_databases};

on_both_databases! {
    async fn health_tells_what_is_missing(world: World) {
        let program = Program::new(world);
        assert_eq!(program.get("/livez", "").await.text, "ok");
        let ready = program.get("/readyz", "").await;
        assert_eq!((ready.status, ready.json()["status"].as_str()), (StatusCode::OK, Some("ready")));
        program.state.stopping.cancel();
        let stopping = program.get("/readyz", "").await;
        assert_eq!((stopping.status, stopping.json()["missing"].as_str()), (StatusCode::SERVICE_UNAVAILABLE, Some("stopping")));
    }

    async fn pages_carry_an_id_and_a_strict_policy(world: World) {
        let program = Program::new(world);
        let page = program.get("/sign-in", "").await;
        assert_eq!(page.status, StatusCode::OK);
        assert!(page.header("x-request-id").starts_with("req_"), "{:?}", page.headers);
        let policy = page.header("content-security-policy");
        let nonce = policy.split("'nonce-").nth(1).and_then(|rest| rest.split('\'').next()).expect("a nonce");
        assert!(page.text.contains(&format!("nonce=\"{nonce}\"")), "scripts carry the nonce of the policy");
        assert!(policy.contains("frame-ancestors 'none'") && policy.contains("object-src 'none'"));
        assert!(!policy.split("script-src").nth(1).unwrap().split(';').next().unwrap().contains("unsafe-inline"));
        assert_eq!(page.header("x-content-type-options"), "nosniff");
        let other = program.get("/sign-in", "").await;
        assert!(!other.header("content-security-policy").contains(nonce), "every page has a nonce of its own");
    }

    async fn strangers_are_led_to_the_sign_in_page(world: World) {
        let program = Program::new(world);
        for path in ["/", "/leads", "/activity", "/team", "/review", "/settings/members"] {
            let page = program.get(path, "").await;
            assert_eq!(page.status, StatusCode::FOUND, "{path}");
            assert!(page.header("location").starts_with("/sign-in"), "{path}: {}", page.header("location"));
        }
    }

    async fn a_member_sees_pages_and_a_wrong_address_says_so(world: World) {
        let program = Program::new(world);
        let dana = program.found("Juniper Homes", "dana@juniper.example").await;
        for (path, words) in [("/", "Dana"), ("/leads", "Leads"), ("/activity", "Dana Whitfield"), ("/team", "Everybody"), ("/forms", "Forms"), ("/settings/members", "Dana Whitfield")] {
            let page = program.get(path, &dana.cookie).await;
            assert_eq!(page.status, StatusCode::OK, "{path}");
            assert!(page.text.contains(words), "{path} does not say {words}");
        }
        assert_eq!(program.get("/nowhere", &dana.cookie).await.status, StatusCode::NOT_FOUND);
    }

    async fn a_bare_list_leads_to_the_view_that_was_chosen_for_it(world: World) {
        let program = Program::new(world);
        let dana = program.found("Juniper Homes", "dana@juniper.example").await;
        assert_eq!(program.get("/leads", &dana.cookie).await.status, StatusCode::OK);
        let cx = &program.world.cx;
        let query = LeadQuery { statuses: vec![LeadStatus::New], ..LeadQuery::default() };
        let input = LeadViewInput { name: "Fresh".into(), query, shared: false };
        let view = domain::leads::views::save(cx, &dana.actor, &input).await.unwrap().id;
        domain::leads::views::open_with(cx, &dana.actor, view, OpensFor::Me, true).await.unwrap();
        let page = program.get("/leads", &dana.cookie).await;
        assert_eq!(page.status, StatusCode::FOUND);
        assert_eq!(page.header("location"), format!("/leads?status=new&view={view}"));
        for path in [page.header("location"), "/leads?all=1", "/leads?status=dead", "/leads?add=1", "/leads?q="] {
            assert_eq!(program.get(path, &dana.cookie).await.status, StatusCode::OK, "{path}");
        }
    }

    async fn a_form_of_another_site_cannot_act_for_a_member(world: World) {
        let program = Program::new(world);
        let dana = program.found("Juniper Homes", "dana@juniper.example").await;
        let request = Request::post("/rpc/sessions/sign_out")
            .header(header::HOST, "empire.example")
            .header(header::ORIGIN, "https://evil.example")
            .header("sec-fetch-site", "cross-site")
            .header(header::COOKIE, &dana.cookie)
            .body(Body::empty())
            .unwrap();
        let answer = read(program.send(request).await).await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN);
        assert_eq!(program.get("/leads", &dana.cookie).await.status, StatusCode::OK, "still signed in");
    }

    async fn an_ended_session_is_worth_nothing(world: World) {
        let program = Program::new(world);
        let dana = program.found("Juniper Homes", "dana@juniper.example").await;
        let out = program.rpc("/rpc/sessions/sign_out", &dana.cookie, "").await;
        assert!(out.status.is_success() || out.status.is_redirection(), "{} {}", out.status, out.text);
        assert_eq!(program.get("/leads", &dana.cookie).await.status, StatusCode::FOUND);
    }

    async fn oversized_bodies_are_refused(world: World) {
        let program = Program::new(world);
        let dana = program.found("Juniper Homes", "dana@juniper.example").await;
        let form = format!("query={}", "x".repeat(400 * 1024));
        let answer = program.rpc("/rpc/leads/list", &dana.cookie, &form).await;
        assert_eq!(answer.status, StatusCode::PAYLOAD_TOO_LARGE, "{}", answer.text);
    }
}
