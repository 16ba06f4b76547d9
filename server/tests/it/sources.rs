//! The door of sources as programs of others meet it.

use crate::harness::{Answer, Member, Program, read};
use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::http::{Request, StatusCode, header};
use domain::jobs::{Worker, WorkerOptions};
use domain::sources;
use serde_json::{Value, json};
use shared::forms::StandardField;
use shared::sources::{
    InboundQuery, InboundState, MappedField, Mapping, SourceInput, Taken, Target, Verification,
};
use std::net::SocketAddr;
use std::time::Duration;
use testkit::{World, on_both_databases};

fn field(standard: StandardField, path: &str) -> MappedField {
    let into = Target::field(standard);
    let change = into.usual_change(&[]);
    MappedField { into, from: Taken::path(path), change }
}

/// A source that takes leads, and the path of its address.
async fn source(program: &Program, owner: &Member, verification: Verification) -> (String, Option<String>) {
    let cx = &program.world.cx;
    let input = SourceInput { name: "Northbeam".into(), verification, ..SourceInput::default() };
    let created = sources::create(cx, &owner.actor, &input).await.unwrap();
    let fields = vec![field(StandardField::ContactName, "name"), field(StandardField::ContactPhone, "tel")];
    let mapping = Mapping { fields, consents: Vec::new() };
    sources::save_mapping(cx, &owner.actor, created.id, 0, &mapping).await.unwrap();
    let path = created.secret.address.strip_prefix("https://empire.example").unwrap().to_owned();
    (path, created.secret.secret)
}

async fn post(program: &Program, path: &str, headers: &[(&str, &str)], body: impl Into<Body>) -> Answer {
    let mut request = Request::builder().method("POST").uri(path);
    if !headers.iter().any(|(name, _)| *name == "content-type") {
        request = request.header(header::CONTENT_TYPE, "application/json");
    }
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    let mut request = request.body(body.into()).unwrap();
    request.extensions_mut().insert(ConnectInfo(SocketAddr::from(([198, 51, 100, 7], 4_000))));
    read(program.send(request).await).await
}

fn problem(answer: &Answer) -> (StatusCode, String) {
    assert_eq!(answer.header("content-type"), "application/problem+json", "{}", answer.text);
    let told = answer.json();
    assert!(told["request_id"].as_str().unwrap().starts_with("req_"));
    assert_eq!(told["status"], answer.status.as_u16());
    (answer.status, told["type"].as_str().unwrap().trim_start_matches("/problems/").to_owned())
}

/// Works until a payload came to its end.
async fn mapped(program: &Program, owner: &Member, id: &Value) -> InboundState {
    let id = id.as_str().unwrap().parse().unwrap();
    let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
    let options = WorkerOptions { grace: Duration::from_secs(1), ..WorkerOptions::named("tester") };
    let worker = Worker::run(program.world.cx.clone(), server::worker::registry(), options, async move {
        drop(stopped.await);
    });
    let worker = tokio::spawn(worker);
    let ended = async {
        loop {
            let state = sources::payload(&program.world.cx, &owner.actor, id).await.unwrap().summary.state;
            if state != InboundState::Received {
                break state;
            }
            tokio::task::yield_now().await;
        }
    };
    let state = tokio::time::timeout(Duration::from_secs(30), ended).await.unwrap();
    drop(stop);
    worker.await.unwrap();
    state
}

on_both_databases! {
    async fn a_payload_is_taken_and_becomes_a_lead(world: World) {
        let program = Program::new(world);
        let owner = program.found("Juniper Homes", "dana@juniper.example").await;
        let (path, _) = source(&program, &owner, Verification::SecretPath).await;
        let body = json!({ "name": "Otis Granger", "tel": "512 555 0177" }).to_string();
        let answer = post(&program, &path, &[], body.clone()).await;
        assert_eq!((answer.status, &answer.json()["state"]), (StatusCode::ACCEPTED, &json!("received")), "{}", answer.text);
        assert!(!answer.header("x-request-id").is_empty());
        assert_eq!(mapped(&program, &owner, &answer.json()["id"]).await, InboundState::Mapped);
        let again = post(&program, &path, &[], body).await;
        assert_eq!(again.status, StatusCode::OK);
        assert_eq!(again.json(), json!({ "id": answer.json()["id"], "state": "duplicate" }));
        let form = [("content-type", "application/x-www-form-urlencoded")];
        let answer = post(&program, &path, &form, "name=Ana&tel=512+555+0178").await;
        assert_eq!(answer.status, StatusCode::ACCEPTED);
        assert_eq!(mapped(&program, &owner, &answer.json()["id"]).await, InboundState::Mapped);
    }

    async fn every_refusal_has_its_answer_and_its_row(world: World) {
        let program = Program::new(world);
        let owner = program.found("Juniper Homes", "dana@juniper.example").await;
        let (signed, secret) = source(&program, &owner, Verification::StandardWebhooks).await;
        let (basic, _) = source(&program, &owner, Verification::Basic { user: "northbeam".into() }).await;
        let (open, _) = source(&program, &owner, Verification::SecretPath).await;
        let at = program.world.cx.now().timestamp();
        let hook = standardwebhooks::Webhook::new(&secret.unwrap()).unwrap();
        let headers = |at: i64, body: &str| {
            [("webhook-id", "msg_1".to_owned()), ("webhook-timestamp", at.to_string()),
             ("webhook-signature", hook.sign("msg_1", at, body.as_bytes()).unwrap())]
        };
        let send = async |path: &str, headers: &[(&str, String)], body: Vec<u8>| {
            let headers: Vec<(&str, &str)> = headers.iter().map(|(name, value)| (*name, value.as_str())).collect();
            problem(&post(&program, path, &headers, body).await)
        };
        let stale = send(&signed, &headers(at - 301, "{}"), b"{}".to_vec()).await;
        assert_eq!(stale, (StatusCode::BAD_REQUEST, "payload.stale".into()));
        let altered = send(&signed, &headers(at, "{}"), b"{ }".to_vec()).await;
        assert_eq!(altered, (StatusCode::UNAUTHORIZED, "payload.signature".into()));
        let unsigned = send(&signed, &[], b"{}".to_vec()).await;
        assert_eq!(unsigned, (StatusCode::UNAUTHORIZED, "payload.unsigned".into()));
        for (path, headers, body, status, kind) in [
            (&open, vec![], b"{\"a\":".to_vec(), 400, "payload.not_json"),
            (&open, vec![], b"\xff".to_vec(), 400, "payload.not_json"),
            (&open, vec![], "[".repeat(1_000).into_bytes(), 422, "payload.too_deep"),
            (&open, vec![], format!("[{}1]", "1,".repeat(10_000)).into_bytes(), 422, "payload.too_many"),
            (&open, vec![], vec![b' '; 256 * 1024 + 1], 413, "payload.too_large"),
            (&open, vec![("content-type", "text/xml".to_owned())], b"<a/>".to_vec(), 415, "payload.media_type"),
            (&open, vec![("content-encoding", "gzip".to_owned())], b"{}".to_vec(), 415, "payload.media_type"),
        ] {
            let told = send(path, &headers, body).await;
            assert_eq!((told.0.as_u16(), told.1.as_str()), (status, kind));
        }
        let wrong = post(&program, &basic, &[("authorization", "Basic eDp5")], "{}").await;
        assert_eq!(problem(&wrong), (StatusCode::UNAUTHORIZED, "payload.credentials".into()));
        assert!(wrong.header("www-authenticate").starts_with("Basic"));
        // Each of them is there to be seen.
        let mut seen = 0;
        for summary in sources::list(&program.world.cx, &owner.actor).await.unwrap() {
            let query = InboundQuery { state: Some(InboundState::Refused), ..InboundQuery::default() };
            let page = sources::payloads(&program.world.cx, &owner.actor, summary.id, &query).await.unwrap();
            assert!(page.items.iter().all(|item| item.refusal.is_some()));
            seen += page.items.len();
        }
        assert_eq!(seen, 11);
        let source = sources::list(&program.world.cx, &owner.actor).await.unwrap();
        let off = source.iter().find(|source| source.verification == Verification::SecretPath).unwrap();
        sources::disable(&program.world.cx, &owner.actor, off.id).await.unwrap();
        assert_eq!(send(&open, &[], b"{}".to_vec()).await, (StatusCode::CONFLICT, "payload.switched_off".into()));
    }

    async fn addresses_that_lead_nowhere_say_nothing(world: World) {
        let program = Program::new(world);
        let owner = program.found("Juniper Homes", "dana@juniper.example").await;
        let (path, _) = source(&program, &owner, Verification::SecretPath).await;
        let (front, token) = path.rsplit_once('/').unwrap();
        let mut told = Vec::new();
        for path in [format!("{front}/{}", "A".repeat(43)), format!("/in/other/{token}"), format!("{front}/%ff"), format!("{front}/x")] {
            let answer = post(&program, &path, &[], "{}").await;
            assert_eq!(problem(&answer), (StatusCode::NOT_FOUND, "not_found".into()), "{path}");
            told.push(answer.json()["detail"].clone());
        }
        assert!(told.iter().all(|words| *words == told[0]));
        let looked = program.get(&path, "").await;
        assert_eq!(looked.status, StatusCode::METHOD_NOT_ALLOWED);
        // Nobody guesses for long.
        let mut last = StatusCode::NOT_FOUND;
        for _ in 0..60 {
            last = post(&program, "/in/x/y", &[], "{}").await.status;
        }
        assert_eq!(last, StatusCode::TOO_MANY_REQUESTS);
    }

    async fn too_many_are_asked_to_wait(world: World) {
        let mut program = Program::new(world);
        let mut config = server::config::Config::clone(&program.state.config);
        config.source_per_minute = 2;
        program.restart(config);
        let owner = program.found("Juniper Homes", "dana@juniper.example").await;
        let (path, _) = source(&program, &owner, Verification::SecretPath).await;
        for number in 0..2 {
            assert_eq!(post(&program, &path, &[], format!("[{number}]")).await.status, StatusCode::ACCEPTED);
        }
        let answer = post(&program, &path, &[], "[3]").await;
        assert_eq!(problem(&answer), (StatusCode::TOO_MANY_REQUESTS, "rate_limited".into()));
        assert!(answer.header("retry-after").parse::<u64>().unwrap() > 0);
    }
}
