//! `/live`: what a page is told, from where it began, and for how long.

use crate::harness::{Member, PASSWORD, Program};
use axum::body::Body;
use axum::http::{Request, Response, StatusCode, header};
use domain::events::tail;
use domain::invitations;
use futures::StreamExt as _;
use shared::leads::LeadInput;
use shared::members::InvitationInput;
use shared::sessions::AcceptInvitationInput;
use std::time::Duration;
use testkit::{World, on_both_databases};

/// Follows the log as the program does when it serves, from now on.
async fn follow(program: &Program) {
    let state = program.state.clone();
    let stop = state.stopping.clone();
    tokio::spawn(async move { tail(state.cx.clone(), state.live.clone(), stop.cancelled_owned()).await });
    while program.state.live.position().is_none() {
        tokio::task::yield_now().await;
    }
}

async fn open(program: &Program, member: &Member, address: &str) -> Response<Body> {
    let request = Request::get(address)
        .header(header::HOST, "empire.example")
        .header(header::COOKIE, &member.cookie)
        .body(Body::empty())
        .unwrap();
    program.send(request).await
}

/// Reads until `wanted` was said or the stream ended; answers what was said.
async fn heard(stream: Response<Body>, wanted: &str) -> String {
    let mut said = String::new();
    let mut parts = stream.into_body().into_data_stream();
    let listening = async {
        while !said.contains(wanted) {
            let Some(part) = parts.next().await else { break };
            said += &String::from_utf8_lossy(&part.unwrap());
        }
    };
    tokio::time::timeout(Duration::from_secs(20), listening).await.expect("the stream says it or ends");
    said
}

/// The place that a page hands to its browser.
fn began(page: &str) -> String {
    let (_, after) = page.split_once("live_position").expect("the page says where it began");
    let place = after.trim_start_matches(['\\', '"', ':']);
    place.chars().take_while(|sign| sign.is_ascii_digit() || *sign == '-').collect()
}

async fn add(program: &Program, member: &Member, name: &str) -> String {
    let input = LeadInput {
        name: name.to_owned(),
        phone: "512 555 0134".to_owned(),
        key: format!("key-of-{}", name.to_lowercase()),
        ..LeadInput::default()
    };
    domain::leads::add(&program.world.cx, &member.actor, &input).await.unwrap().to_string()
}

/// Somebody who joined by an invitation.
async fn agent(program: &Program, owner: &Member) -> Member {
    let cx = &program.world.cx;
    let input = InvitationInput { email: "nina@juniper.example".to_owned(), role: "agent".to_owned() };
    let link = invitations::create(cx, &owner.actor, &input).await.unwrap().url;
    let token = link.rsplit('/').next().unwrap().to_owned();
    let acceptance =
        AcceptInvitationInput { token, name: "Nina Okafor".to_owned(), password: PASSWORD.to_owned() };
    let session = invitations::accept(cx, program.world.request(), &acceptance, &domain::Peer::default())
        .await
        .unwrap();
    program.signed_in(&session.token).await
}

on_both_databases! {
    async fn nothing_falls_between_a_page_and_its_stream(world: World) {
        let program = Program::new(world);
        let dana = program.found("Juniper Homes", "dana@juniper.example").await;
        let other = program.found("Cedar Deals", "ray@cedar.example").await;
        follow(&program).await;
        let place = began(&program.get("/leads", &dana.cookie).await.text);
        let elsewhere = add(&program, &other, "Elsewhere").await;
        let between = add(&program, &dana, "Between").await;

        let stream = open(&program, &dana, &format!("/live?after={place}")).await;
        assert_eq!(stream.status(), StatusCode::OK);
        let said = heard(stream, &between).await;
        assert!(said.contains(&between) && !said.contains(&elsewhere) && !said.contains("resync"), "{said}");
    }

    async fn a_stream_that_begins_nowhere_asks_to_look_again(world: World) {
        let program = Program::new(world);
        let dana = program.found("Juniper Homes", "dana@juniper.example").await;
        follow(&program).await;
        for address in ["/live", "/live?after=", "/live?after=yesterday", "/live?after=1-99999999999999999999", "/live?after=%ff"] {
            let said = heard(open(&program, &dana, address).await, "resync").await;
            assert!(said.contains("event: resync"), "{address}: {said}");
        }
    }

    async fn nobody_listens_for_longer_than_they_may(world: World) {
        let program = Program::new(world);
        let dana = program.found("Juniper Homes", "dana@juniper.example").await;
        let nina = agent(&program, &dana).await;
        follow(&program).await;
        let stream = open(&program, &nina, "/live").await;
        domain::members::remove(&program.world.cx, &dana.actor, nina.actor.member_id().unwrap()).await.unwrap();
        add(&program, &dana, "Afterwards").await;

        let said = heard(stream, "lead.created").await;
        assert!(said.contains("member.removed") && !said.contains("lead.created"), "{said}");
        assert_eq!(open(&program, &nina, "/live").await.status(), StatusCode::UNAUTHORIZED);
        assert_eq!(open(&program, &dana, "/live").await.status(), StatusCode::OK);
    }

    async fn who_opens_a_lead_is_told_to_their_colleagues(world: World) {
        let program = Program::new(world);
        let dana = program.found("Juniper Homes", "dana@juniper.example").await;
        let nina = agent(&program, &dana).await;
        let other = program.found("Cedar Deals", "ray@cedar.example").await;
        follow(&program).await;
        let (ours, theirs) = (add(&program, &dana, "Henrik").await, add(&program, &other, "Elsewhere").await);
        let stream = open(&program, &dana, "/live").await;
        let beat = async |member: &Member, lead: &str, editing: &str| {
            let body = format!("{{\"id\":\"{lead}\",\"tab\":\"tab-00000001\",\"editing\":[{editing}]}}");
            let media = "application/json";
            program.ask(axum::http::Method::POST, "/rpc/presence/beat", &member.cookie, media, body).await
        };
        assert_eq!(beat(&other, &theirs, "").await.status, StatusCode::OK);
        assert_eq!(beat(&other, &ours, "").await.status, StatusCode::NOT_FOUND);
        // What this version cannot edit is left out.
        let present = beat(&nina, &ours, "\"phone\",\"shoe_size\"").await.json();
        assert_eq!(present[0]["name"], "Nina Okafor");
        assert_eq!(present[0]["editing"], serde_json::json!(["phone"]));
        let left = program.rpc("/rpc/presence/leave", &nina.cookie, &format!("id={ours}&tab=tab-00000001")).await;
        assert_eq!(left.status, StatusCode::OK);

        let said = heard(stream, "\"present\":[]").await;
        assert!(said.contains("event: presence") && said.contains("Nina Okafor"), "{said}");
        assert!(said.contains(&ours) && !said.contains(&theirs), "{said}");
    }

    async fn a_plain_form_is_told_who_was_faster(world: World) {
        let program = Program::new(world);
        let dana = program.found("Juniper Homes", "dana@juniper.example").await;
        let nina = agent(&program, &dana).await;
        let lead = add(&program, &dana, "Henrik").await;
        let send = async |member: &Member, value: &str| {
            let body = format!(
                "id={lead}&edits[0][fact]=name&edits[0][base]=Henrik&edits[0][value]={value}\
                 &edits[1][fact]=email&edits[1][base]=&edits[1][value]="
            );
            let request = Request::post("/rpc/leads/edit")
                .header(header::HOST, "empire.example")
                .header(header::ORIGIN, "https://empire.example")
                .header("sec-fetch-site", "same-origin")
                .header(header::ACCEPT, "text/html")
                .header(header::REFERER, format!("https://empire.example/leads/{lead}"))
                .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
                .header(header::COOKIE, &member.cookie)
                .body(Body::from(body))
                .unwrap();
            let answer = program.send(request).await;
            assert_eq!(answer.status(), StatusCode::FOUND);
            let to = answer.headers()[header::LOCATION].to_str().unwrap().to_owned();
            let kept = answer.headers().get(header::SET_COOKIE).map(|kept| kept.to_str().unwrap().to_owned());
            (to.replace("https://empire.example", ""), kept)
        };
        let (to, kept) = send(&nina, "Hendrik").await;
        assert_eq!((to.trim_end_matches('?'), kept), (format!("/leads/{lead}").as_str(), None));
        let (to, kept) = send(&dana, "Hank").await;
        assert!(!to.contains("Hendrik") && !to.contains("Hank"), "{to}");
        let kept = kept.unwrap().split(';').next().unwrap().to_owned();
        let page = program.get(&to, &format!("{}; {kept}", dana.cookie)).await.text;
        assert!(page.contains("Nina Okafor changed the same meanwhile"), "{page}");
        // What was typed stands in the form again, over what is there now.
        assert!(page.contains("value=\"Hank\"") && page.contains("value=\"Hendrik\""), "{page}");
    }
}
