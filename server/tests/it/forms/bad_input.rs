//! Everything wrong that can be sent: each gets its own answer with paths and a request id, and nothing is written.

use super::desk::Desk;
use axum::http::StatusCode;
use serde_json::{Value, json};
use testkit::{World, answers, on_both_databases, seller_answers};

const SUBMIT: &str = "/f/sell-your-house/submit";

fn pair(path: &str, code: &str) -> (String, String) {
    (path.to_owned(), code.to_owned())
}

on_both_databases! {
    async fn bodies_that_are_none(world: World) {
        let desk = Desk::open(world).await;
        let json = [("content-type", "application/json")];
        let cases: [(&[(&str, &str)], Vec<u8>, StatusCode, &str); 9] = [
            (&[("content-type", "text/plain")], b"{}".to_vec(), StatusCode::UNSUPPORTED_MEDIA_TYPE, "body.media_type"),
            (&[], b"{}".to_vec(), StatusCode::UNSUPPORTED_MEDIA_TYPE, "body.media_type"),
            (&json, vec![b' '; 64 * 1024 + 1], StatusCode::PAYLOAD_TOO_LARGE, "body.too_large"),
            (&json, Vec::new(), StatusCode::BAD_REQUEST, "body.malformed"),
            (&json, b"{\"answers\":".to_vec(), StatusCode::BAD_REQUEST, "body.malformed"),
            (&json, b"\xff\xfe".to_vec(), StatusCode::BAD_REQUEST, "body.malformed"),
            (&json, br#"{"answers":{"name":"\ud800"}}"#.to_vec(), StatusCode::BAD_REQUEST, "body.malformed"),
            (&json, "[".repeat(5_000).into_bytes(), StatusCode::BAD_REQUEST, "body.malformed"),
            (&json, b"[1]".to_vec(), StatusCode::UNPROCESSABLE_ENTITY, "invalid"),
        ];
        for path in [SUBMIT, "/f/sell-your-house/draft"] {
            for (headers, body, status, word) in &cases {
                let answer = desk.send(path, headers, body.clone()).await;
                assert_eq!(answer.status, *status, "{word}: {}", answer.text);
                assert_eq!(answer.problem().0, *word);
            }
        }
        desk.assert_untouched().await;
    }

    async fn members_that_are_wrong(world: World) {
        let desk = Desk::open(world).await;
        let cases = [
            (json!({}), vec![pair("answers", "answers.malformed")]),
            (json!({ "answers": [] }), vec![pair("answers", "answers.malformed")]),
            (json!({ "answers": { "name": 7, "phone": null } }), vec![pair("answers.name", "answers.not_text"), pair("answers.phone", "answers.not_text")]),
            (json!({ "answers": {}, "key": 7 }), vec![pair("key", "text.type")]),
            (json!({ "answers": {}, "admin": true }), vec![pair("admin", "field.unknown")]),
            (json!({ "answers": seller_answers() }), vec![pair("key", "key.invalid")]),
            (json!({ "answers": seller_answers(), "key": "'; DROP TABLE leads" }), vec![pair("key", "key.invalid")]),
            (json!({ "answers": seller_answers(), "key": "x".repeat(65) }), vec![pair("key", "key.invalid")]),
        ];
        for (body, wanted) in cases {
            let answer = desk.post_json(SUBMIT, &body).await;
            assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{body}");
            assert_eq!(answer.problem(), ("invalid".to_owned(), wanted), "{body}");
        }
        let headers = [("content-type", "application/json"), ("idempotency-key", "one-key-here")];
        let two = desk.send(SUBMIT, &headers, json!({ "answers": {}, "key": "other-key-there" }).to_string()).await;
        assert_eq!(two.problem().1, [pair("key", "key.differs")]);
        let step = desk.post_json("/f/sell-your-house/draft", &json!({ "answers": { "name": "x" }, "step": -1 })).await;
        assert_eq!(step.problem().1, [pair("step", "number.type")]);
        desk.assert_untouched().await;
    }

    async fn answers_that_are_wrong(world: World) {
        let desk = Desk::open(world).await;
        let wrong = |changes: &[(&str, &str)]| {
            let mut all = seller_answers();
            all.extend(changes.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())));
            json!({ "key": "a-key-of-its-own", "answers": all })
        };
        let long = "x".repeat(5_000);
        let cases: [(Value, Vec<(String, String)>); 8] = [
            (wrong(&[("phone", "512 555 014")]), vec![pair("answers.phone", "phone.too_short")]),
            (wrong(&[("address.postal_code", "7"), ("email", "nobody")]), vec![pair("answers.address.postal_code", "address.postal_code"), pair("answers.email", "email.no_at")]),
            (wrong(&[("timing", "yesterday")]), vec![pair("answers.timing", "choice.unknown")]),
            (wrong(&[("message", &long)]), vec![pair("answers.message", "text.too_long")]),
            (wrong(&[("name", "a\0b")]), vec![pair("answers.name", "text.control")]),
            (wrong(&[("contact_consent", "\0")]), vec![pair("answers.contact_consent", "text.control")]),
            (wrong(&[("leads.owner", "me")]), vec![pair("answers.leads.owner", "answers.unknown")]),
            (wrong(&[("beds", "-1")]), vec![pair("answers.beds", "number.range")]),
        ];
        for (body, wanted) in cases {
            let answer = desk.post_json(SUBMIT, &body).await;
            assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", answer.text);
            assert_eq!(answer.problem().1, wanted);
        }
        let many: serde_json::Map<String, Value> = (0..=300).map(|n| (format!("k{n}"), json!(""))).collect();
        let answer = desk.post_json(SUBMIT, &json!({ "key": "a-key-of-its-own", "answers": many })).await;
        assert_eq!(answer.problem().1, [pair("answers", "answers.too_many")]);
        desk.assert_untouched().await;
    }

    async fn forms_that_are_not_there(world: World) {
        let desk = Desk::open(world).await;
        for slug in ["nothing-here", "%00", "..%2f..%2fetc", &"x".repeat(4_000)] {
            let page = desk.get(&format!("/f/{slug}")).await;
            assert_eq!(page.status, StatusCode::NOT_FOUND, "{slug}");
            assert!(page.text.contains("This form is not here"));
            assert!(page.header("x-request-id").starts_with("req_"));
            let sent = desk.post_json(&format!("/f/{slug}/submit"), &json!({ "answers": {} })).await;
            assert_eq!((sent.status, sent.problem().0.as_str()), (StatusCode::NOT_FOUND, "not_found"));
        }
        desk.assert_untouched().await;
    }

    async fn pages_for_posts_that_are_none(world: World) {
        let desk = Desk::open(world).await;
        let form = [("content-type", "application/x-www-form-urlencoded")];
        let big = desk.send("/f/sell-your-house", &form, "a=".to_owned() + &"x".repeat(70_000)).await;
        assert_eq!(big.status, StatusCode::PAYLOAD_TOO_LARGE);
        assert!(big.text.contains("longer than 64 kB"));
        let kind = desk.send("/f/sell-your-house", &[("content-type", "text/plain")], "a=b").await;
        assert_eq!(kind.status, StatusCode::UNSUPPORTED_MEDIA_TYPE);
        // A made-up step, way, key and stamp are no reason to lose what was typed.
        let odd = desk.post_form("/f/sell-your-house", &[
            ("_step", "999999999999999999999"), ("_go", "up"), ("_key", "'"), ("_stamp", "x"), ("_draft", "none"),
            ("_attribution", "{{{"), ("address.street", "917 Tillery St"),
        ]).await;
        assert_eq!(odd.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(odd.text.contains("value=\"917 Tillery St\""));
        let unknown = desk.post_form("/f/sell-your-house", &[("_step", "0"), ("_go", "next"), ("evil", "1")]).await;
        assert_eq!(unknown.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(unknown.text.contains("This form has no such question."));
        assert_eq!(desk.world.counts().await[..3], [0, 0, 0]);
    }

    async fn what_is_typed_cannot_become_markup(world: World) {
        let desk = Desk::open(world).await;
        let evil = "</textarea></script><script>alert(1)</script>\"'><img src=x onerror=alert(1)>";
        let page = desk.post_form("/f/sell-your-house", &[
            ("_step", "2"), ("_go", "submit"), ("_key", evil), ("_stamp", evil), ("name", evil), ("message", evil),
            ("address.street", evil), ("address.region", evil), ("property_type", evil), (evil, evil),
        ]).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(!page.text.contains("<script>alert") && !page.text.contains("<img src=x"), "{}", page.text);
        let third = desk.post_form("/f/sell-your-house", &[("_step", "2"), ("_go", "next"), ("name", ""), ("message", evil)]).await;
        assert!(!third.text.contains("<script>alert") && !third.text.contains("<img src=x"), "{}", third.text);
    }

    async fn the_page_says_what_the_program_says(world: World) {
        let desk = Desk::open(world).await;
        for (step, typed) in [
            (0, answers([("address.street", "Tillery"), ("address.city", ""), ("address.region", "Bavaria"), ("address.postal_code", "787")])),
            (1, answers([("property_type", "house"), ("beds", "99"), ("asking", "a lot"), ("condition", "")])),
            (2, answers([("name", "7"), ("phone", "512 555 014"), ("email", "h@"), ("message", "ok")])),
        ] {
            let told = shared::forms::check_step(&desk.form.definition, step, &typed);
            assert!(told.len() >= 3);
            let json = desk.post_json(SUBMIT, &json!({ "key": "a-key-of-its-own", "answers": typed })).await.json();
            let step = step.to_string();
            let mut pairs = vec![("_step", step.as_str()), ("_go", "next")];
            pairs.extend(typed.iter().map(|(key, value)| (key.as_str(), value.as_str())));
            let page = desk.post_form("/f/sell-your-house", &pairs).await;
            assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
            assert!(page.text.contains("<title>Error: "));
            for error in told {
                let told_by_json = json["errors"].as_array().unwrap().iter().any(|e| e["path"] == error.path && e["message"] == error.message);
                assert!(told_by_json, "{error}");
                let shown = error.message.replace('&', "&amp;").replace('<', "&lt;");
                assert!(page.text.matches(&shown).count() >= 2, "summary and line: {shown}");
            }
            // The kind of property belongs to another step.
            for value in typed.iter().filter(|(key, value)| *key != "property_type" && !value.is_empty()).map(|(_, value)| value) {
                assert!(page.text.contains(&format!("value=\"{value}\"")) || page.text.contains(&format!("\n{value}<")), "{value} was lost");
            }
        }
    }
}
