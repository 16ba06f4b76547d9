//! Building forms over HTTP: the preview for members, drafts that are too much, and views that are counted.

use crate::harness::{Answer, Member, Program};
use axum::http::{Method, StatusCode};
use serde_json::{Value, json};
use shared::FormId;
use shared::forms::{FormDefinition, seller_form};
use testkit::{World, on_both_databases};

async fn form_of(program: &Program, owner: &Member) -> FormId {
    domain::forms::list(&program.world.cx, &owner.actor).await.unwrap()[0].id
}

async fn save(program: &Program, owner: &Member, form: FormId, definition: &Value) -> Answer {
    let body = json!({ "form": form, "seen": 0, "definition": definition }).to_string();
    program.ask(Method::POST, "/rpc/forms/save_draft", &owner.cookie, "application/json", body).await
}

fn seller() -> FormDefinition {
    seller_form("Juniper Homes")
}

on_both_databases! {
    async fn members_look_at_a_draft_as_visitors_will_see_it(world: World) {
        let program = Program::new(world);
        let owner = program.found("Juniper Homes", "dana@juniper.example").await;
        let form = form_of(&program, &owner).await;
        let mut draft = seller();
        draft.steps[0].title = "Where is it?".into();
        domain::forms::save_draft(&program.world.cx, &owner.actor, form, 0, &draft).await.unwrap();
        let address = format!("/forms/{form}/preview");
        let page = program.get(&address, &owner.cookie).await;
        assert_eq!(page.status, StatusCode::OK);
        assert!(page.text.contains("Where is it?") && page.text.contains("Preview, nothing is saved"));
        assert!(!page.text.contains("<script type=\"module\""), "nothing runs that would save");
        assert!(page.header("content-security-policy").contains("frame-ancestors 'self'"));
        assert_eq!(page.header("cache-control"), "no-store");
        // A question that is asked only sometimes can be looked at.
        let asked = program.get(&format!("{address}?step=house&field=beds"), &owner.cookie).await;
        assert!(asked.text.contains("data-field=\"beds\"") && !asked.text.contains("data-field=\"beds\" hidden"));

        // It is walked through by the rules of the form, and nothing is kept.
        let walk = async |pairs: &str| {
            program.ask(Method::POST, &address, &owner.cookie, "application/x-www-form-urlencoded", pairs.to_owned()).await
        };
        let wrong = walk("_step=0&_go=next&address.street=x").await;
        assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(wrong.text.contains("id=\"problems\""));
        let place = "address.street=917+Tillery+St&address.city=Austin&address.region=TX&address.postal_code=78702&property_type=land";
        let second = walk(&format!("_step=0&_go=next&{place}")).await;
        assert!(second.text.contains("What should we know?") && second.text.contains("value=\"917 Tillery St\""));
        let rest = format!("{place}&situation=inherited&timing=within_30_days&name=Henrik&phone=5125550148");
        let back = walk(&format!("_step=2&_go=back&{rest}")).await;
        assert!(back.text.contains("What should we know?"));
        let thanks = walk(&format!("_step=2&_go=submit&{rest}")).await;
        assert!(thanks.text.contains("Thank you. We have your house."), "{}", thanks.text);
        assert_eq!(program.world.counts().await, [0, 0, 0, 0]);
        assert_eq!(walk("_step=999999999999999999999&_go=%00&a=%FF").await.status, StatusCode::UNPROCESSABLE_ENTITY);

        assert_eq!(program.get(&address, "").await.status, StatusCode::UNAUTHORIZED);
        let stranger = program.found("Cedar Deals", "ana@cedar.example").await;
        assert_eq!(program.get(&address, &stranger.cookie).await.status, StatusCode::NOT_FOUND);
        assert_eq!(program.get("/forms/nonsense/preview", &owner.cookie).await.status, StatusCode::NOT_FOUND);
    }

    async fn what_is_no_form_or_too_much_is_refused_with_its_path(world: World) {
        let program = Program::new(world);
        let owner = program.found("Juniper Homes", "dana@juniper.example").await;
        let form = form_of(&program, &owner).await;
        let with = |change: &dyn Fn(&mut Value)| {
            let mut definition = serde_json::to_value(seller()).unwrap();
            change(&mut definition);
            definition
        };
        let refused = async |definition: Value, path: &str| {
            let answer = save(&program, &owner, form, &definition).await;
            assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", answer.text);
            assert_eq!(answer.json()["fields"][0]["path"], path, "{}", answer.text);
        };
        refused(with(&|it| it["steps"] = json!(vec![it["steps"][0].clone(); 21])), "definition.steps").await;
        let far = with(&|it| it["steps"][0]["fields"][0]["label"] = json!("x".repeat(201)));
        refused(far, "definition.steps.0.fields.0.label").await;
        refused(with(&|it| it["title"] = json!("a\u{0}b")), "definition.title").await;
        let large = with(&|it| it["steps"][0]["help"] = json!("ü".repeat(70_000)));
        refused(large, "definition.steps.0.help").await;
        // What is no definition, or nested without end, is the caller's fault and nothing else.
        let mut nested = json!({ "filled": { "field": "x" } });
        for _ in 0..200 {
            nested = json!({ "not": nested });
        }
        for definition in [json!(null), json!([]), json!({ "title": 7 }), with(&|it| it["steps"][0]["show_if"] = nested.clone())] {
            assert_eq!(save(&program, &owner, form, &definition).await.status, StatusCode::BAD_REQUEST);
        }
        let huge = with(&|it| it["title"] = json!("x".repeat(300_000)));
        assert_eq!(save(&program, &owner, form, &huge).await.status, StatusCode::PAYLOAD_TOO_LARGE);
        assert_eq!(domain::forms::draft(&program.world.cx, &owner.actor, form).await.unwrap().revision, 0);
    }

    async fn views_are_counted_for_people_only(world: World) {
        let program = Program::new(world);
        let owner = program.found("Juniper Homes", "dana@juniper.example").await;
        let form = form_of(&program, &owner).await;
        let slug = domain::forms::get(&program.world.cx, &owner.actor, form).await.unwrap().summary.slug;
        let visit = async |headers: &[(&str, &str)]| {
            let mut request = axum::http::Request::get(format!("/f/{slug}"));
            for (name, value) in headers {
                request = request.header(*name, *value);
            }
            let answer = program.send(request.body(axum::body::Body::empty()).unwrap()).await;
            assert_eq!(answer.status(), StatusCode::OK);
        };
        let person = ("user-agent", "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) Safari/604.1");
        visit(&[person]).await;
        visit(&[person]).await;
        visit(&[person, ("x-fragment", "1")]).await;
        visit(&[person, ("sec-purpose", "prefetch;prerender")]).await;
        visit(&[("user-agent", "Mozilla/5.0 (compatible; Googlebot/2.1)")]).await;
        visit(&[]).await;
        program.get(&format!("/forms/{form}/preview"), &owner.cookie).await;
        program.state.form_views.write(&program.world.cx).await.unwrap();
        let results = domain::forms::results(&program.world.cx, &owner.actor, form, None).await.unwrap();
        assert_eq!(results.views, 2);
    }
}
