//! What the screen of webhooks needs over HTTP: the published contract, the inspector's door, and a form that makes an
//! endpoint without scripts.

use crate::harness::{Answer, Member, Program, read};
use axum::body::Body;
use axum::http::{Method, Request, StatusCode, header};
use domain::webhooks::inspector;
use shared::webhooks::{InspectorAnswer, Verdict};
use testkit::{World, on_both_databases};

/// A form as a browser without scripts sends it.
async fn plain(program: &Program, member: &Member, path: &str, from: &str, form: &str) -> Answer {
    let request = Request::builder()
        .method(Method::POST)
        .uri(path)
        .header(header::HOST, "empire.example")
        .header(header::ORIGIN, "https://empire.example")
        .header("sec-fetch-site", "same-origin")
        .header(header::REFERER, format!("https://empire.example{from}"))
        .header(header::ACCEPT, "text/html,application/xhtml+xml")
        .header(header::COOKIE, &member.cookie)
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
        .body(Body::from(form.to_owned()));
    read(program.send(request.unwrap()).await).await
}

/// The member with the cookies of an answer.
fn with_cookies(member: &Member, answer: &Answer) -> String {
    let set = answer.headers.get_all(header::SET_COOKIE).iter();
    let pairs = set.filter_map(|value| value.to_str().ok()?.split(';').next().map(str::to_owned));
    std::iter::once(member.cookie.clone()).chain(pairs).collect::<Vec<_>>().join("; ")
}

on_both_databases! {
    async fn the_contract_is_public_and_the_one_in_the_repository(world: World) {
        let program = Program::new(world);
        let answer = program.get("/contracts/webhooks.json", "").await;
        assert_eq!((answer.status, answer.header("content-type")), (StatusCode::OK, "application/json"));
        assert_eq!(answer.header("access-control-allow-origin"), "*");
        let published: serde_json::Value = serde_json::from_str(include_str!("../../../docs/contracts/webhooks.json")).unwrap();
        assert_eq!(answer.json(), published);
    }

    async fn the_inspector_takes_requests_from_outside(world: World) {
        let program = Program::new(world);
        let owner = program.found("Juniper Homes", "dana@juniper.example").await;
        let cx = &program.world.cx;
        inspector::open(cx, &owner.actor).await.unwrap();
        let url = inspector::get(cx, &owner.actor).await.unwrap().unwrap().url;
        let path = url.strip_prefix("https://empire.example").unwrap();
        let post = async |path: &str, body: &str| {
            // From another site, without a session.
            let request = Request::builder().method(Method::POST).uri(path).header(header::ORIGIN, "https://evil.example");
            read(program.send(request.header("cookie", "sid=hunter2").body(Body::from(body.to_owned())).unwrap()).await).await
        };
        let taken = post(path, "no json at all").await;
        assert_eq!((taken.status, taken.text.as_str()), (StatusCode::OK, InspectorAnswer::Taken.label()));
        inspector::set_answer(cx, &owner.actor, InspectorAnswer::Busy).await.unwrap();
        assert_eq!(post(path, "{}").await.status, StatusCode::SERVICE_UNAVAILABLE);
        assert_eq!(post(path, &"x".repeat(64 * 1024 + 1)).await.status, StatusCode::PAYLOAD_TOO_LARGE);
        assert_eq!(post("/hooks/inspect/nonsense", "{}").await.status, StatusCode::NOT_FOUND);
        assert_eq!(program.get(path, &owner.cookie).await.status, StatusCode::METHOD_NOT_ALLOWED);
        let requests = inspector::get(cx, &owner.actor).await.unwrap().unwrap().requests;
        assert_eq!(requests.len(), 2);
        assert_eq!((requests[1].body.as_str(), &requests[1].verdict), ("no json at all", &Verdict::Incomplete { header: "webhook-id".to_owned() }));
        assert!(!format!("{requests:?}").contains("hunter2"));
    }

    async fn an_endpoint_is_made_without_scripts_and_its_secret_shown_once(world: World) {
        let program = Program::new(world);
        let owner = program.found("Juniper Homes", "dana@juniper.example").await;
        let form = "input%5Burl%5D=https%3A%2F%2Fcrm.example%2Fin&input%5Bdescription%5D=CRM\
                    &input%5Bevent_types%5D%5B%5D=lead.created&input%5Bevent_types%5D%5B%5D=form.submitted";
        let from = "/settings/webhooks?add=1";
        let made = plain(&program, &owner, "/rpc/webhooks/create", from, form).await;
        assert_eq!(made.status, StatusCode::FOUND, "{}", made.text);
        let endpoints = domain::webhooks::list(&program.world.cx, &owner.actor).await.unwrap();
        assert_eq!(endpoints[0].event_types, ["form.submitted", "lead.created"]);
        let page = format!("/settings/webhooks/{}", endpoints[0].id);
        assert_eq!(made.header("location"), page);
        let set: Vec<_> = made.headers.get_all(header::SET_COOKIE).iter().collect();
        assert!(!format!("{set:?}").contains("whsec_"), "what travels is not the secret");
        let shown = program.get(&page, &with_cookies(&owner, &made)).await;
        let secret = |text: &str| text.split("whsec_").nth(1).map(|rest| rest.chars().take(44).collect::<String>());
        assert_eq!(shown.status, StatusCode::OK);
        let full = secret(&shown.text).unwrap();
        assert!(full.ends_with('=') && shown.text.contains("cannot be read again"), "{full}");
        let again = program.get(&page, &owner.cookie).await;
        assert!(again.text.contains(&endpoints[0].secret.ending) && !again.text.contains(&full));

        // What is refused comes back with its words beside the field, and with what was entered.
        let form = "input%5Burl%5D=ftp%3A%2F%2Fcrm.example&input%5Bdescription%5D=The+old+one&input%5Bevent_types%5D%5B%5D=lead.created";
        let refused = plain(&program, &owner, "/rpc/webhooks/create", from, form).await;
        assert_eq!(refused.status, StatusCode::FOUND);
        let back = refused.header("location").strip_prefix("https://empire.example").unwrap_or(refused.header("location"));
        assert!(back.starts_with("/settings/webhooks?add=1&"), "{back}");
        let page = program.get(back, &with_cookies(&owner, &refused)).await;
        for part in ["Begin with https://", "ftp://crm.example", "The old one"] {
            assert!(page.text.contains(part), "{part}");
        }
    }

    async fn the_page_knows_whom_it_is_for(world: World) {
        let program = Program::new(world);
        let owner = program.found("Juniper Homes", "dana@juniper.example").await;
        let theirs = program.found("Cedar Homes", "cora@cedar.example").await;
        let hook = shared::webhooks::WebhookEndpointInput { url: "https://crm.cedar.example/in".into(), ..Default::default() };
        let webhook = domain::webhooks::create(&program.world.cx, &theirs.actor, &hook).await.unwrap().id;
        let page = format!("/settings/webhooks/{webhook}");
        let own = program.get(&page, &theirs.cookie).await;
        assert!(own.status == StatusCode::OK && own.text.contains("crm.cedar.example"));
        let other = program.get(&page, &owner.cookie).await;
        assert!(other.status == StatusCode::NOT_FOUND && !other.text.contains("cedar"));
        let empty = program.get("/settings/webhooks", &owner.cookie).await;
        assert!(empty.status == StatusCode::OK && empty.text.contains("No endpoints yet"));
        assert_eq!(program.get("/settings/webhooks", "").await.status, StatusCode::FOUND);
    }
}
