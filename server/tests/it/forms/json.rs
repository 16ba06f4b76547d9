//! The JSON doors: submit and partial save.

use super::desk::Desk;
use axum::http::StatusCode;
use chrono::TimeDelta;
use serde_json::json;
use testkit::{HOST, World, on_both_databases, seller_answers};

on_both_databases! {
    async fn a_submission_is_taken_once(world: World) {
        let desk = Desk::open(world).await;
        let stamp = desk.stamp();
        desk.world.clock.advance(TimeDelta::seconds(30));
        let body = json!({
            "key": "a-key-of-its-own", "stamp": stamp, "answers": seller_answers(), "host": HOST,
            "attribution": { "first": { "utm_source": "postcard" }, "last": { "gclid": "Cj0K", "occurred_at": "2099-01-01T00:00:00Z" } },
        });
        let first = desk.post_json("/f/sell-your-house/submit", &body).await;
        assert_eq!(first.status, StatusCode::CREATED, "{}", first.text);
        assert!(first.json()["submission"].as_str().unwrap().starts_with("sub_"));
        assert_eq!(first.json()["next"], json!({ "type": "thanks", "url": "/f/sell-your-house/thanks" }));
        let again = desk.post_json("/f/sell-your-house/submit", &body).await;
        assert_eq!((again.status, again.json()), (StatusCode::OK, first.json()));
        let mut other = body.clone();
        other["answers"]["name"] = json!("Mei-Lin Castellanos");
        let refused = desk.post_json("/f/sell-your-house/submit", &other).await;
        assert_eq!((refused.status, refused.problem().0.as_str()), (StatusCode::CONFLICT, "conflict"));
        assert_eq!(desk.world.counts().await, [1, 1, 1, 0]);
        let stored = &desk.world.submissions().await[0];
        assert_eq!((stored.status.as_str(), stored.host_origin.as_deref(), stored.ip.as_deref()), ("accepted", Some(HOST), Some("203.0.113.9")));
        let touches = desk.world.touches().await;
        let last = touches.iter().find(|touch| touch.kind == "last").unwrap();
        assert_eq!((last.source.as_str(), last.touch["gclid"].as_str()), ("google_ads", Some("Cj0K")));
        assert!(!last.touch["occurred_at"].as_str().unwrap().starts_with("2099"));
    }

    async fn many_at_a_time_with_one_key_are_one(world: World) {
        let desk = Desk::open(world).await;
        let body = json!({ "stamp": desk.stamp(), "answers": seller_answers() }).to_string();
        desk.world.clock.advance(TimeDelta::seconds(30));
        let headers = [("content-type", "application/json"), ("idempotency-key", "pressed-many-times")];
        let asked = (0..8).map(|_| desk.send("/f/sell-your-house/submit", &headers, body.clone()));
        let answers = futures::future::join_all(asked).await;
        let created = answers.iter().filter(|answer| answer.status == StatusCode::CREATED).count();
        let repeated = answers.iter().filter(|answer| answer.status == StatusCode::OK).count();
        assert_eq!((created, repeated), (1, 7));
        assert!(answers.iter().all(|answer| answer.json() == answers[0].json()));
        assert_eq!(desk.world.counts().await, [1, 1, 1, 0]);
    }

    async fn what_is_typed_is_saved_and_merged(world: World) {
        let desk = Desk::open(world).await;
        let path = "/f/sell-your-house/draft";
        let nothing = desk.post_json(path, &json!({ "answers": { "name": " " } })).await;
        assert_eq!(nothing.status, StatusCode::NO_CONTENT);
        desk.assert_untouched().await;
        let begun = desk.post_json(path, &json!({ "step": 0, "answers": { "address.city": "Austin" } })).await;
        assert_eq!(begun.status, StatusCode::CREATED, "{}", begun.text);
        let token = begun.json()["token"].as_str().unwrap().to_owned();
        assert_eq!(begun.json()["resume"], format!("https://empire.example/f/sell-your-house?resume={token}"));
        let more = json!({ "token": token, "step": 2, "answers": { "name": "Henrik", "email": "h@example.com" } });
        let saved = desk.post_json(path, &more).await;
        assert_eq!((saved.status, saved.json()["token"].as_str()), (StatusCode::OK, Some(token.as_str())));
        // A blank answer takes one back; the other steps' answers stay.
        desk.post_json(path, &json!({ "token": token, "step": 2, "answers": { "email": "" } })).await;
        let draft = domain::forms::drafts::load(&desk.world.cx, &desk.form, &token).await.unwrap().unwrap();
        assert_eq!(draft.answers, testkit::answers([("address.city", "Austin"), ("name", "Henrik")]));
        let page = desk.get(&format!("/f/sell-your-house?resume={token}")).await;
        assert!(page.text.contains("How do we reach you?") && page.text.contains("value=\"Henrik\""));
        assert_eq!(page.hidden("_key"), begun.json()["key"].as_str().unwrap());

        let unknown = desk.post_json(path, &json!({ "token": token, "answers": { "evil": "1" } })).await;
        assert_eq!(unknown.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(unknown.problem().1, [("answers.evil".to_owned(), "answers.unknown".to_owned())]);
        let gone = desk.post_json(path, &json!({ "token": "made-up", "answers": { "name": "x" } })).await;
        assert_eq!((gone.status, gone.problem().0.as_str()), (StatusCode::NOT_FOUND, "not_found"));
    }

    async fn nothing_changes_after_it_was_sent(world: World) {
        let desk = Desk::open(world).await;
        let begun = desk.post_json("/f/sell-your-house/draft", &json!({ "answers": { "name": "Henrik" } })).await.json();
        let (token, key) = (begun["token"].as_str().unwrap(), begun["key"].as_str().unwrap());
        desk.world.clock.advance(TimeDelta::seconds(30));
        let body = json!({ "key": key, "draft": token, "answers": seller_answers() });
        assert_eq!(desk.post_json("/f/sell-your-house/submit", &body).await.status, StatusCode::CREATED);
        let late = desk.post_json("/f/sell-your-house/draft", &json!({ "token": token, "answers": { "name": "x" } })).await;
        assert_eq!((late.status, late.problem().0.as_str()), (StatusCode::CONFLICT, "conflict"));
        let page = desk.get(&format!("/f/sell-your-house?resume={token}")).await;
        assert!(page.text.contains("We have your answers already"));
        assert!(!page.text.contains("Henrik"));
    }
}
