//! Who may show the form, who is held back, who is turned away for a while.

use super::desk::Desk;
use axum::http::StatusCode;
use chrono::TimeDelta;
use serde_json::{Value, json};
use shared::forms::seller_form;
use testkit::{HOST, World, on_both_databases, seller_answers};

/// Answers of another person each time, so that nobody is recognised.
fn body(desk: &Desk, key: &str) -> Value {
    json!({ "key": key, "stamp": desk.stamp(), "answers": seller_answers() })
}

on_both_databases! {
    async fn only_allowed_sites_show_the_form(world: World) {
        let desk = Desk::open(world).await;
        let shown = desk.get("/f/sell-your-house?embed=1&origin=https%3A%2F%2Fwww.juniper.example").await;
        assert_eq!(shown.status, StatusCode::OK);
        assert!(shown.text.contains("data-host=\"https://www.juniper.example\""));
        let policy = shown.header("content-security-policy");
        assert!(policy.contains("frame-ancestors 'self' https://www.juniper.example"), "{policy}");
        assert!(!shown.headers.contains_key("x-frame-options"));
        for origin in ["https://evil.example", "https%3A%2F%2F*.juniper.example", "garbage"] {
            let refused = desk.get(&format!("/f/sell-your-house?embed=1&origin={origin}")).await;
            assert_eq!(refused.status, StatusCode::FORBIDDEN, "{origin}");
            assert!(refused.text.contains("This site may not show the form"));
        }
        let mut sent = body(&desk, "from-elsewhere");
        sent["host"] = json!("https://evil.example");
        let refused = desk.post_json("/f/sell-your-house/submit", &sent).await;
        assert_eq!((refused.status, refused.problem().0.as_str()), (StatusCode::FORBIDDEN, "origin.not_allowed"));
        desk.assert_untouched().await;
    }

    async fn posts_from_other_sites_are_refused(world: World) {
        let desk = Desk::open(world).await;
        let json = body(&desk, "cross-origin").to_string();
        for origin in ["https://evil.example", "null", HOST] {
            let headers = [("content-type", "application/json"), ("origin", origin)];
            for path in ["/f/sell-your-house/submit", "/f/sell-your-house/draft"] {
                let refused = desk.send(path, &headers, json.clone()).await;
                assert_eq!((refused.status, refused.problem().0.as_str()), (StatusCode::FORBIDDEN, "origin.not_allowed"));
            }
            let form = [("content-type", "application/x-www-form-urlencoded"), ("origin", origin)];
            let page = desk.send("/f/sell-your-house", &form, "_step=0&_go=next").await;
            assert_eq!(page.status, StatusCode::FORBIDDEN);
            assert!(page.text.contains("sent from another site"));
        }
        desk.assert_untouched().await;
        let own = [("content-type", "application/json"), ("origin", "https://empire.example")];
        assert_eq!(desk.send("/f/sell-your-house/submit", &own, json).await.status, StatusCode::CREATED);
    }

    async fn traps_hold_back_and_say_nothing(world: World) {
        let desk = Desk::open(world).await;
        let stamp = desk.stamp();
        let early = body(&desk, "sent-at-once");
        let taken = desk.post_json("/f/sell-your-house/submit", &early).await;
        desk.world.clock.advance(TimeDelta::seconds(3));
        let mut filled = body(&desk, "filled-the-trap");
        filled["stamp"] = json!(stamp);
        filled["company_website"] = json!("https://spam.example");
        let mut unstamped = body(&desk, "without-a-stamp");
        unstamped["stamp"] = json!(stamp.replacen('1', "2", 1));
        let mut good = body(&desk, "an-ordinary-one");
        good["stamp"] = json!(stamp);
        let mut answers = vec![taken];
        for sent in [&filled, &unstamped, &good] {
            answers.push(desk.post_json("/f/sell-your-house/submit", sent).await);
        }
        for answer in &answers {
            assert_eq!(answer.status, StatusCode::CREATED, "{}", answer.text);
            let json = answer.json();
            let keys: Vec<&String> = json.as_object().unwrap().keys().collect();
            assert_eq!(keys, ["next", "submission"]);
        }
        let rows = desk.world.submissions().await;
        let seen: Vec<(String, String, Value)> =
            rows.into_iter().map(|row| (row.key, row.status, row.hold_reasons)).collect();
        let held = |key: &str, reason: &str| (key.to_owned(), "held".to_owned(), json!([reason]));
        assert_eq!(seen, [
            ("an-ordinary-one".to_owned(), "accepted".to_owned(), json!([])),
            held("filled-the-trap", "honeypot"),
            held("sent-at-once", "too_fast"),
            held("without-a-stamp", "no_timestamp"),
        ]);
    }

    async fn floods_go_to_review_and_then_nowhere(world: World) {
        let desk = Desk::with(world, &seller_form("Juniper Homes"), |config| {
            config.form_review_per_minute = 1;
            config.form_refuse_per_minute = 2;
        }).await;
        let stamp = desk.stamp();
        desk.world.clock.advance(TimeDelta::seconds(30));
        let send = |key: &str, trap: &str| json!({
            "key": key, "stamp": stamp, "answers": seller_answers(), "company_website": trap,
        });
        let path = "/f/sell-your-house/submit";
        // The trapped one counts as well.
        assert_eq!(desk.post_json(path, &send("the-first-one", "x")).await.status, StatusCode::CREATED);
        assert_eq!(desk.post_json(path, &send("the-second-one", "")).await.status, StatusCode::CREATED);
        let refused = desk.post_json(path, &send("the-third-one", "")).await;
        assert_eq!((refused.status, refused.problem().0.as_str()), (StatusCode::TOO_MANY_REQUESTS, "rate_limited"));
        assert!(refused.header("retry-after").parse::<u64>().unwrap() > 0);
        let mut pairs: Vec<(String, String)> = seller_answers().into_iter().collect();
        pairs.extend([("_step".into(), "2".into()), ("_go".into(), "submit".into()), ("_stamp".into(), stamp.clone())]);
        let pairs: Vec<(&str, &str)> = pairs.iter().map(|(key, value)| (key.as_str(), value.as_str())).collect();
        let page = desk.post_form("/f/sell-your-house", &pairs).await;
        assert_eq!(page.status, StatusCode::TOO_MANY_REQUESTS);
        assert!(page.text.contains("Your answers are still here") && page.text.contains("value=\"Henrik Sandoval\""));
        assert!(page.header("retry-after").parse::<u64>().unwrap() > 0);
        let mut reasons: Vec<Value> = desk.world.submissions().await.into_iter().map(|row| row.hold_reasons).collect();
        reasons.sort_by_key(Value::to_string);
        assert_eq!(reasons, [json!(["honeypot"]), json!(["rate_limited"])]);
    }

    async fn saving_has_its_own_limit(world: World) {
        let desk = Desk::with(world, &seller_form("Juniper Homes"), |config| config.form_drafts_per_minute = 1).await;
        let body = json!({ "answers": { "name": "Henrik" } });
        assert_eq!(desk.post_json("/f/sell-your-house/draft", &body).await.status, StatusCode::CREATED);
        let refused = desk.post_json("/f/sell-your-house/draft", &body).await;
        assert_eq!((refused.status, refused.problem().0.as_str()), (StatusCode::TOO_MANY_REQUESTS, "rate_limited"));
        assert_eq!(desk.world.counts().await, [0, 0, 0, 1]);
    }

    async fn another_tenants_draft_opens_nothing(world: World) {
        let desk = Desk::open(world).await;
        let stranger = desk.world.found_org("Cedar Deals").await;
        desk.world.form(&stranger, "cedar").await;
        let begun = desk.post_json("/f/cedar/draft", &json!({ "answers": { "name": "Secret Person" } })).await.json();
        let token = begun["token"].as_str().unwrap();
        let page = desk.get(&format!("/f/sell-your-house?resume={token}")).await;
        assert!(!page.text.contains("Secret Person") && page.text.contains("no longer here"));
        let foreign = desk.post_json("/f/sell-your-house/draft", &json!({ "token": token, "answers": { "name": "x" } })).await;
        assert_eq!(foreign.status, StatusCode::NOT_FOUND);
        let mut sent = body(&desk, "with-a-foreign-draft");
        sent["draft"] = json!(token);
        assert_eq!(desk.post_json("/f/sell-your-house/submit", &sent).await.status, StatusCode::CREATED);
        let row = &desk.world.submissions().await[0];
        assert_eq!((row.org_id, row.draft_id), (desk.owner.org().uuid(), None));
    }
}
