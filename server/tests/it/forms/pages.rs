//! The form without scripts, and as the fragments a script asks for.

use super::desk::{Answer, Desk};
use axum::http::StatusCode;
use chrono::TimeDelta;
use shared::forms::{ChoiceStyle, Field, FieldKind, FieldOption, Finish, seller_form};
use testkit::{HOST, World, on_both_databases, seller_answers};

const PLACE: [(&str, &str); 5] = [
    ("address.street", "917 Tillery St"),
    ("address.city", "Austin"),
    ("address.region", "TX"),
    ("address.postal_code", "78702"),
    ("property_type", "house"),
];
const HOUSE: [(&str, &str); 4] =
    [("condition", "repairs"), ("beds", "3"), ("situation", "inherited"), ("timing", "within_30_days")];
const PERSON: [(&str, &str); 3] =
    [("name", "Henrik Sandoval"), ("phone", "512 555 0148"), ("contact_consent", "on")];

/// Presses a button of a page: posts what the page carries, and these answers.
async fn press(
    desk: &Desk,
    page: &Answer,
    way: &str,
    typed: &[(&str, &str)],
    headers: &[(&str, &str)],
) -> Answer {
    let action =
        page.text.split_once("action=\"").unwrap().1.split('"').next().unwrap().replace("&amp;", "&");
    let carried: Vec<(&str, String)> =
        ["_step", "_key", "_stamp", "_draft"].map(|name| (name, page.hidden(name))).to_vec();
    let mut pairs = vec![("_go", way), ("company_website", "")];
    pairs.extend(carried.iter().map(|(name, value)| (*name, value.as_str())));
    pairs.extend(typed);
    let mut all =
        vec![("content-type", "application/x-www-form-urlencoded"), ("origin", "https://empire.example")];
    all.extend(headers);
    desk.send(&action, &all, super::desk::encoded(&pairs)).await
}

/// Presses a button and goes where the answer says.
async fn follow(desk: &Desk, page: &Answer, way: &str, typed: &[(&str, &str)]) -> Answer {
    let answer = press(desk, page, way, typed, &[]).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text);
    desk.get(answer.header("location")).await
}

on_both_databases! {
    async fn the_whole_way_without_a_script(world: World) {
        let desk = Desk::open(world).await;
        let first = desk.get("/f/sell-your-house?utm_source=google&utm_medium=cpc&other=1").await;
        assert_eq!(first.status, StatusCode::OK);
        assert_eq!(first.header("cache-control"), "no-store");
        assert_eq!(first.header("referrer-policy"), "same-origin");
        assert!(first.text.contains("<title>Where is the house? · Sell your house · Juniper Homes</title>"));
        assert!(first.text.contains("aria-valuetext=\"Step 1 of 3\""));
        desk.world.clock.advance(TimeDelta::seconds(20));

        let mut wrong = PLACE;
        wrong[3].1 = "787";
        let told = press(&desk, &first, "next", &wrong, &[]).await;
        assert_eq!(told.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(told.text.contains("Enter a 5-digit ZIP code, for example 78702.") && told.text.contains("value=\"787\""));
        assert!(told.text.contains("id=\"problems\"") && told.text.contains("href=\"#f-address-postal_code\""));
        // What was typed is saved, also while it is wrong.
        let second = follow(&desk, &told, "next", &PLACE).await;
        assert!(second.text.contains("What should we know?"), "{}", second.text);
        assert_eq!(desk.world.counts().await, [0, 0, 0, 1]);

        let back = follow(&desk, &second, "back", &HOUSE[..2]).await;
        assert!(back.text.contains("Where is the house?") && back.text.contains("value=\"917 Tillery St\""));
        let second = follow(&desk, &back, "next", &PLACE).await;
        assert!(second.text.contains("value=\"3\""), "an answer typed before going back was lost");
        let third = follow(&desk, &second, "next", &HOUSE).await;
        assert!(third.text.contains("Send my answers"));

        // Another device, another day: the link shows the same step.
        let resume = third.text.split_once("data-resume=\"\" href=\"https://empire.example").unwrap().1.split('"').next().unwrap();
        desk.world.clock.advance(TimeDelta::days(1));
        let third = desk.get(resume).await;
        assert!(third.text.contains("How do we reach you?"));

        let sent = press(&desk, &third, "submit", &PERSON, &[]).await;
        assert_eq!((sent.status, sent.header("location")), (StatusCode::SEE_OTHER, "/f/sell-your-house/thanks"));
        assert!(desk.get(sent.header("location")).await.text.contains("Thank you. We have your house."));
        // Pressed twice, gone back, reloaded: it stays one.
        let twice = press(&desk, &third, "submit", &PERSON, &[]).await;
        assert_eq!(twice.status, StatusCode::SEE_OTHER);
        assert!(desk.get(resume).await.text.contains("We have your answers already"));
        let mut changed = PERSON;
        changed[0].1 = "Somebody Else";
        let refused = press(&desk, &third, "submit", &changed, &[]).await;
        assert_eq!(refused.status, StatusCode::CONFLICT);
        assert!(refused.text.contains("We have your answers already"));
        assert_eq!(desk.world.counts().await, [1, 1, 1, 1]);
        let row = &desk.world.submissions().await[0];
        assert_eq!((row.status.as_str(), row.draft_id.is_some()), ("accepted", true));
        let touches = desk.world.touches().await;
        assert!(touches.iter().all(|touch| touch.source == "google_ads"));
    }

    async fn a_form_that_is_published_anew_takes_nothing_from_those_who_fill_it_in(world: World) {
        let desk = Desk::open(world).await;
        let first = desk.get("/f/sell-your-house").await;
        desk.world.clock.advance(TimeDelta::seconds(20));
        let second = follow(&desk, &first, "next", &PLACE).await;
        let third = follow(&desk, &second, "next", &HOUSE).await;
        // A question that is being answered goes, and people agree to other words.
        let definition = &desk.form.definition;
        let mut newer = definition.clone();
        newer.steps[1].fields.retain(|field| field.key != "beds");
        newer.consents[0].text = "We may call you.".into();
        let (cx, owner, id) = (&desk.world.cx, &desk.owner, desk.form.id);
        let saved = domain::forms::save_draft(cx, owner, id, 0, &newer).await.unwrap();
        domain::forms::publish(cx, owner, id, saved.revision).await.unwrap();

        // The page of the older version is sent: it comes back with what was typed, and the new words.
        let version = third.hidden("_version");
        assert_eq!(version, "1");
        let mut typed = PERSON.to_vec();
        typed.push(("_version", &version));
        let again = press(&desk, &third, "submit", &typed, &[]).await;
        assert_eq!(again.status, StatusCode::OK, "{}", again.text);
        assert!(again.text.contains("This form was changed while you filled it in."));
        assert!(again.text.contains("We may call you.") && again.text.contains("value=\"Henrik Sandoval\""));
        assert!(!again.text.contains("checked"), "nobody agreed to words they have not seen");
        assert_eq!(desk.world.counts().await[0], 0);
        let mut typed = PERSON.to_vec();
        let version = again.hidden("_version");
        typed.push(("_version", &version));
        let sent = press(&desk, &again, "submit", &typed, &[]).await;
        assert_eq!((sent.status, sent.header("location")), (StatusCode::SEE_OTHER, "/f/sell-your-house/thanks"));
        let row = &desk.world.submissions().await[0];
        assert_eq!((row.form_version, row.answers["beds"].is_null()), (2, true));
        // Whoever is at the step that lost its question goes on from there.
        let version = second.hidden("_version");
        let mut typed = HOUSE.to_vec();
        typed.push(("_version", &version));
        let other = press(&desk, &first, "next", &PLACE, &[]).await;
        let token_page = desk.get(other.header("location")).await;
        let moved = press(&desk, &token_page, "next", &typed, &[]).await;
        assert_eq!(moved.status, StatusCode::OK);
        assert!(moved.text.contains("How do we reach you?"), "{}", moved.text);
    }

    async fn land_is_asked_less(world: World) {
        let desk = Desk::open(world).await;
        let first = desk.get("/f/sell-your-house").await;
        let mut land = PLACE;
        land[4].1 = "land";
        let second = follow(&desk, &first, "next", &land).await;
        assert!(second.text.contains("data-field=\"beds\" hidden"), "{}", second.text);
        assert!(second.text.contains("data-field=\"situation\""));
        let third = follow(&desk, &second, "next", &HOUSE[2..]).await;
        assert!(third.text.contains("How do we reach you?"));
    }

    async fn a_script_gets_fragments(world: World) {
        let desk = Desk::open(world).await;
        let start = format!("/f/sell-your-house?embed=1&origin={HOST}");
        let first = desk.get(&start).await;
        assert!(first.text.contains("id=\"definition\""));
        let fragment = [("x-fragment", "1")];
        let second = press(&desk, &first, "next", &PLACE, &fragment).await;
        assert_eq!(second.status, StatusCode::OK);
        assert!(second.text.starts_with("<main") && !second.text.contains("<html"));
        let address = second.header("x-location").to_owned();
        assert!(address.starts_with("/f/sell-your-house?embed=1&origin=https%3A%2F%2Fwww.juniper.example&resume="), "{address}");
        assert!(address.ends_with("&step=house"));
        // The answers of the other steps are there for conditions.
        assert!(second.text.contains("\"property_type\":\"house\""));
        let wrong = press(&desk, &second, "next", &[], &fragment).await;
        assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(wrong.text.starts_with("<main") && wrong.text.contains("id=\"problems\""));
        desk.world.clock.advance(TimeDelta::seconds(20));
        let third = press(&desk, &wrong, "next", &HOUSE, &fragment).await;
        let touch = format!("{{\"first\":{{\"utm_source\":\"postcard\"}},\"last\":{{\"gclid\":\"Cj0K\",\"landing_page\":\"{HOST}/sell\"}}}}");
        let mut last = PERSON.to_vec();
        last.push(("_attribution", &touch));
        let thanks = press(&desk, &third, "submit", &last, &fragment).await;
        assert_eq!(thanks.status, StatusCode::OK, "{}", thanks.text);
        assert!(thanks.text.contains("data-view=\"thanks\""));
        let row = &desk.world.submissions().await[0];
        assert_eq!(row.host_origin.as_deref(), Some(HOST));
        assert_eq!(row.attribution["last"]["gclid"], "Cj0K");
        assert_eq!(row.attribution["first"]["utm_source"], "postcard");
    }

    async fn sensitive_answers_travel_and_are_not_kept(world: World) {
        let mut definition = seller_form("Juniper Homes");
        definition.steps[1].fields[6].sensitive = true;
        let desk = Desk::with(world, &definition, |_| {}).await;
        let first = desk.get("/f/sell-your-house").await;
        let second = follow(&desk, &first, "next", &PLACE).await;
        let mut house = HOUSE.to_vec();
        house.push(("asking", "385,000"));
        let third = press(&desk, &second, "next", &house, &[]).await;
        // No redirect: it would forget what is stored nowhere.
        assert_eq!(third.status, StatusCode::OK);
        assert_eq!(third.hidden("asking"), "385,000");
        desk.world.clock.advance(TimeDelta::seconds(20));
        let mut person = PERSON.to_vec();
        person.push(("asking", "385,000"));
        assert_eq!(press(&desk, &third, "submit", &person, &[]).await.status, StatusCode::SEE_OTHER);
        assert_eq!(desk.world.submissions().await[0].answers["asking"], "385,000");
    }

    async fn a_finish_elsewhere_is_reached(world: World) {
        let mut definition = seller_form("Juniper Homes");
        definition.finish = Finish::Redirect { url: "https://thanks.example/house?a=b".into() };
        let desk = Desk::with(world, &definition, |_| {}).await;
        let page = desk.get("/f/sell-your-house").await;
        assert!(page.header("content-security-policy").contains("form-action 'self' https://thanks.example;"));
        desk.world.clock.advance(TimeDelta::seconds(20));
        let answers = seller_answers();
        let mut all: Vec<(&str, &str)> = answers.iter().map(|(key, value)| (key.as_str(), value.as_str())).collect();
        let stamp = page.hidden("_stamp");
        all.extend([("_step", "2"), ("_go", "submit"), ("_stamp", &stamp)]);
        let sent = desk.post_form("/f/sell-your-house", &all).await;
        assert_eq!((sent.status, sent.header("location")), (StatusCode::SEE_OTHER, "https://thanks.example/house?a=b"));
        // In a frame the other site might refuse to be shown: there is a link that leaves the frame.
        let framed = desk.post_form(&format!("/f/sell-your-house?embed=1&origin={HOST}"), &all).await;
        let thanks = desk.get(framed.header("location")).await;
        assert!(thanks.text.contains("href=\"https://thanks.example/house?a=b\" target=\"_top\""), "{}", thanks.text);
    }

    async fn several_boxes_are_one_answer(world: World) {
        let mut definition = seller_form("Juniper Homes");
        let option = |word: &str| FieldOption { value: word.to_lowercase(), label: word.to_owned() };
        let options = ["Roof", "Paint", "Floor"].map(option).to_vec();
        let needs = Field {
            key: "needs".into(),
            label: "What does it need?".into(),
            kind: FieldKind::Choice { options, style: ChoiceStyle::Boxes },
            required: false,
            maps_to: None,
            ..definition.steps[2].fields[0].clone()
        };
        definition.steps[2].fields.push(needs);
        let desk = Desk::with(world, &definition, |_| {}).await;
        let page = desk.get("/f/sell-your-house").await;
        desk.world.clock.advance(TimeDelta::seconds(20));
        let answers = seller_answers();
        let mut all: Vec<(&str, &str)> = answers.iter().map(|(key, value)| (key.as_str(), value.as_str())).collect();
        let stamp = page.hidden("_stamp");
        all.extend([("needs", "paint"), ("needs", "roof"), ("_step", "2"), ("_go", "submit"), ("_stamp", &stamp)]);
        // What was ticked is ticked when the page comes back with a mistake.
        let mistaken: Vec<(&str, &str)> = all.iter().copied().chain([("phone", "512")]).collect();
        let again = desk.post_form("/f/sell-your-house", &mistaken).await;
        for (word, ticked) in [("roof", true), ("paint", true), ("floor", false)] {
            let shown = again.text.contains(&format!("name=\"needs\" value=\"{word}\" checked"));
            assert_eq!(shown, ticked, "{word} in {}", again.text);
        }
        let sent = desk.post_form("/f/sell-your-house", &all).await;
        assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.text);
        assert_eq!(desk.world.submissions().await[0].answers["needs"], "paint,roof");
    }

    async fn a_mistake_on_an_earlier_step_is_shown_there(world: World) {
        let desk = Desk::open(world).await;
        let answers = seller_answers();
        let mut all: Vec<(&str, &str)> =
            answers.iter().filter(|(key, _)| *key != "timing").map(|(key, value)| (key.as_str(), value.as_str())).collect();
        all.extend([("_step", "2"), ("_go", "submit")]);
        let page = desk.post_form("/f/sell-your-house", &all).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(page.text.contains("What should we know?") && page.text.contains("href=\"#f-timing\""));
        assert_eq!(page.hidden("_step"), "1");
    }

    async fn an_old_link_says_so(world: World) {
        let desk = Desk::open(world).await;
        let page = desk.get("/f/sell-your-house?resume=long-gone").await;
        assert_eq!(page.status, StatusCode::OK);
        assert!(page.text.contains("The saved form is no longer here") && page.text.contains("Where is the house?"));
        assert_eq!(page.hidden("_draft"), "");
    }
}
